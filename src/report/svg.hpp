#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "attune/core/version.hpp"

/// What figures are drawn with: elements of SVG 1.1 in a document of pugixml, for a file of its own or inside a page.
///
/// Places are in units of the view box, x to the right and y downwards. Looks are classes of `svg_style()`, which knows
/// light and dark: figure, axis, grid, label, title, mark, mark_2, mark_3, series, series_2, series_3, band.
namespace attune::inline v0::detail {

/// A place on the page.
struct svg_point {
    double x = 0;
    double y = 0;
};

/// What is drawn, and what is said instead of it to those who do not see it.
struct svg_figure {
    double width = 640;
    double height = 400;
    std::string id;     ///< begins the ids of title and description: differs between the figures of one page
    std::string title;  ///< one line
    std::string description;
};

/// A straight scale: values from..to lie between start and end on the page.
struct svg_scale {
    double from = 0;
    double to = 1;
    double start = 0;
    double end = 1;

    /// The place of a value; the middle when all values are the same.
    [[nodiscard]] double operator()(double value) const
    {
        return from == to ? (start + end) / 2 : start + (value - from) / (to - from) * (end - start);
    }
};

/// The rules of the classes, and the colours of light and dark; also for the <style> of a page.
[[nodiscard]] std::string svg_style();

/// A number of an attribute: the shortest decimal with at most two digits behind the point, in any locale, never "-0".
[[nodiscard]] std::string svg_number(double number);

/// Round values for an axis: multiples of 1, 2 or 5 times a power of ten within lower..upper.
///
/// @param lower,upper  finite, lower < upper.
/// @param n_about      how many are wished for; there are at most half again as many, and one more.
[[nodiscard]] std::vector<double> svg_ticks(double lower, double upper, int n_about = 6);

/// Adds an <svg> with its title and description; it scales with the page and is one picture for a screen reader.
///
/// @param with_style  for a file of its own: `svg_style()` and a background are added.
pugi::xml_node svg_add_figure(pugi::xml_node parent, const svg_figure& figure, bool with_style);

/// Adds a group: its class holds for all in it.
pugi::xml_node svg_add_group(pugi::xml_node parent, std::string_view looks);

pugi::xml_node svg_add_line(pugi::xml_node parent, svg_point from, svg_point to, std::string_view looks);
pugi::xml_node svg_add_polyline(pugi::xml_node parent, const std::vector<svg_point>& points, std::string_view looks);
pugi::xml_node svg_add_circle(pugi::xml_node parent, svg_point centre, double radius, std::string_view looks);
pugi::xml_node svg_add_rectangle(pugi::xml_node parent, svg_point corner, svg_point size, std::string_view looks);

/// Adds a path of the given commands, such as those of `svg_polygon_path()`.
pugi::xml_node svg_add_path(pugi::xml_node parent, std::string_view commands, std::string_view looks);

/// The commands of a closed path through the points.
[[nodiscard]] std::string svg_polygon_path(const std::vector<svg_point>& points);

/// Adds an arrow between two round marks; nothing when they lie too close for one.
///
/// @param gap        from the places to either end of the arrow.
/// @param line,head  looks of its line and of its head.
void svg_add_arrow(pugi::xml_node parent, svg_point from, svg_point to, double gap, std::string_view line,
                   std::string_view head);

/// Makes an element and all in it paler.
///
/// @param opacity  0 is not seen, 1 as it is.
void svg_fade(pugi::xml_node node, double opacity);

/// Adds a text on one line.
///
/// @param anchor  which end of it stands at the place: "start", "middle", "end".
pugi::xml_node svg_add_text(pugi::xml_node parent, svg_point at, std::string_view text, std::string_view looks,
                            std::string_view anchor = "start");

/// Adds a horizontal axis with ticks, their numbers and a label below.
///
/// @param y  where it lies.
void svg_add_bottom_axis(pugi::xml_node parent, const svg_scale& scale, double y, const std::vector<double>& ticks,
                         std::string_view label);

/// Adds a vertical axis with numbers to its left, a label along it, and grid lines up to `grid_end`.
///
/// @param x  where it lies.
void svg_add_left_axis(pugi::xml_node parent, const svg_scale& scale, double x, double grid_end,
                       const std::vector<double>& ticks, std::string_view label);

/// A document as UTF-8 text, indented, with a declaration.
[[nodiscard]] std::string svg_document_text(const pugi::xml_document& document);

}  // namespace attune::inline v0::detail
