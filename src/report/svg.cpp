#include "svg.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <fmt/format.h>

#include "xml.hpp"

namespace attune::inline v0::detail {

namespace {

pugi::xml_node add(pugi::xml_node parent, const char* element, std::string_view looks)
{
    pugi::xml_node node = parent.append_child(element);
    if (!looks.empty())
        set(node, "class", looks);
    return node;
}

std::string pairs(const std::vector<svg_point>& points, std::string_view between)
{
    std::string text;
    for (const svg_point& point : points)
        text += fmt::format("{}{},{}", text.empty() ? "" : between, svg_number(point.x), svg_number(point.y));
    return text;
}

}  // namespace

std::string svg_style()
{
    return R"(
.figure { --ink: #1f2328; --pale: #59636e; --lines: #d1d9e0; --paper: #ffffff;
          --colour_1: #0b5cad; --colour_2: #b3470b; --colour_3: #6b3fa0;
          font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
@media (prefers-color-scheme: dark) {
  .figure { --ink: #f0f6fc; --pale: #9da7b3; --lines: #3d444d; --paper: #0d1117;
            --colour_1: #6cb6ff; --colour_2: #ffa657; --colour_3: #d2a8ff; } }
@media print {
  .figure { --ink: #000000; --pale: #333333; --lines: #bbbbbb; --paper: #ffffff;
            --colour_1: #0b5cad; --colour_2: #b3470b; --colour_3: #6b3fa0; } }
.figure text { fill: var(--ink); }
.figure .title { font-size: 16px; font-weight: 600; }
.figure .label { fill: var(--pale); }
.figure .axis { stroke: var(--pale); stroke-width: 1; fill: none; }
.figure .grid { stroke: var(--lines); stroke-width: 1; fill: none; }
.figure .paper { fill: var(--paper); }
.figure .series { stroke: var(--colour_1); stroke-width: 2; fill: none; }
.figure .series_2 { stroke: var(--colour_2); stroke-width: 2; fill: none; stroke-dasharray: 7 4; }
.figure .series_3 { stroke: var(--colour_3); stroke-width: 2; fill: none; stroke-dasharray: 2 3; }
.figure .mark { fill: var(--colour_1); }
.figure .mark_2 { fill: var(--colour_2); }
.figure .mark_3 { fill: var(--colour_3); }
.figure .band { fill: var(--colour_1); fill-opacity: 0.15; }
)";
}

std::string svg_number(double number)
{
    std::string text = fmt::format("{:.2f}", number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text == "-0" ? "0" : text;
}

std::vector<double> svg_ticks(double lower, double upper, int n_about)
{
    const double rough = (upper - lower) / n_about;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double share = rough / power;
    const double step = power * (share < 1.5 ? 1 : share < 3 ? 2 : share < 7 ? 5 : 10);
    std::vector<double> ticks;
    // Whole multiples, so that no rounding adds up; the slack keeps an end that is a multiple itself.
    constexpr double slack = 1e-9;
    for (double i = std::ceil(lower / step - slack); i <= std::floor(upper / step + slack); ++i)
        ticks.push_back(i * step);
    return ticks;
}

pugi::xml_node svg_add_figure(pugi::xml_node parent, const svg_figure& figure, bool with_style)
{
    pugi::xml_node svg = add(parent, "svg", "figure");
    set(svg, "xmlns", "http://www.w3.org/2000/svg");
    set(svg, "viewBox", fmt::format("0 0 {} {}", svg_number(figure.width), svg_number(figure.height)));
    set(svg, "role", "img");
    set(svg, "aria-labelledby", fmt::format("{0}-title {0}-description", figure.id));
    const auto add_words = [&](const char* element, std::string_view suffix, const std::string& words) {
        pugi::xml_node node = svg.append_child(element);
        set(node, "id", fmt::format("{}-{}", figure.id, suffix));
        node.text().set(words.c_str());
    };
    add_words("title", "title", figure.title);
    add_words("desc", "description", figure.description);
    if (with_style) {
        svg.append_child("style").text().set(svg_style().c_str());
        svg_add_rectangle(svg, {0, 0}, {figure.width, figure.height}, "paper");
    }
    return svg;
}

pugi::xml_node svg_add_group(pugi::xml_node parent, std::string_view looks)
{
    return add(parent, "g", looks);
}

pugi::xml_node svg_add_line(pugi::xml_node parent, svg_point from, svg_point to, std::string_view looks)
{
    pugi::xml_node line = add(parent, "line", looks);
    set(line, "x1", from.x);
    set(line, "y1", from.y);
    set(line, "x2", to.x);
    set(line, "y2", to.y);
    return line;
}

pugi::xml_node svg_add_polyline(pugi::xml_node parent, const std::vector<svg_point>& points, std::string_view looks)
{
    pugi::xml_node line = add(parent, "polyline", looks);
    set(line, "points", pairs(points, " "));
    return line;
}

pugi::xml_node svg_add_circle(pugi::xml_node parent, svg_point centre, double radius, std::string_view looks)
{
    pugi::xml_node circle = add(parent, "circle", looks);
    set(circle, "cx", centre.x);
    set(circle, "cy", centre.y);
    set(circle, "r", radius);
    return circle;
}

pugi::xml_node svg_add_rectangle(pugi::xml_node parent, svg_point corner, svg_point size, std::string_view looks)
{
    pugi::xml_node rectangle = add(parent, "rect", looks);
    set(rectangle, "x", corner.x);
    set(rectangle, "y", corner.y);
    set(rectangle, "width", size.x);
    set(rectangle, "height", size.y);
    return rectangle;
}

pugi::xml_node svg_add_path(pugi::xml_node parent, std::string_view commands, std::string_view looks)
{
    pugi::xml_node path = add(parent, "path", looks);
    set(path, "d", commands);
    return path;
}

std::string svg_polygon_path(const std::vector<svg_point>& points)
{
    return points.empty() ? "" : fmt::format("M{}Z", pairs(points, "L"));
}

void svg_add_arrow(pugi::xml_node parent, svg_point from, svg_point to, double gap, std::string_view line,
                   std::string_view head)
{
    constexpr double length = 8;
    constexpr double half_width = 4;
    const double distance = std::hypot(to.x - from.x, to.y - from.y);
    if (distance < 2 * gap + length)
        return;
    const double along_x = (to.x - from.x) / distance;
    const double along_y = (to.y - from.y) / distance;
    const auto at = [&](double along, double across) {
        return svg_point{from.x + along * along_x - across * along_y, from.y + along * along_y + across * along_x};
    };
    const double tip = distance - gap;
    svg_add_line(parent, at(gap, 0), at(tip - length, 0), line);
    svg_add_path(parent, svg_polygon_path({at(tip, 0), at(tip - length, half_width), at(tip - length, -half_width)}),
                 head);
}

void svg_fade(pugi::xml_node node, double opacity)
{
    set(node, "opacity", opacity);
}

pugi::xml_node svg_add_text(pugi::xml_node parent, svg_point at, std::string_view text, std::string_view looks,
                            std::string_view anchor)
{
    pugi::xml_node node = add(parent, "text", looks);
    set(node, "x", at.x);
    set(node, "y", at.y);
    if (anchor != "start")
        set(node, "text-anchor", anchor);
    node.text().set(std::string(text).c_str());
    return node;
}

void svg_add_bottom_axis(pugi::xml_node parent, const svg_scale& scale, double y, const std::vector<double>& ticks,
                         std::string_view label)
{
    pugi::xml_node axis = svg_add_group(parent, "");
    svg_add_line(axis, {scale.start, y}, {scale.end, y}, "axis");
    for (const double tick : ticks) {
        svg_add_line(axis, {scale(tick), y}, {scale(tick), y + 5}, "axis");
        svg_add_text(axis, {scale(tick), y + 19}, svg_number(tick), "label", "middle");
    }
    svg_add_text(axis, {(scale.start + scale.end) / 2, y + 40}, label, "label", "middle");
}

void svg_add_left_axis(pugi::xml_node parent, const svg_scale& scale, double x, double grid_end,
                       const std::vector<double>& ticks, std::string_view label)
{
    pugi::xml_node axis = svg_add_group(parent, "");
    for (const double tick : ticks) {
        svg_add_line(axis, {x, scale(tick)}, {grid_end, scale(tick)}, "grid");
        svg_add_text(axis, {x - 8, scale(tick) + 4}, svg_number(tick), "label", "end");
    }
    svg_add_line(axis, {x, scale.start}, {x, scale.end}, "axis");
    const svg_point at{x - 42, (scale.start + scale.end) / 2};
    set(svg_add_text(axis, at, label, "label", "middle"), "transform",
        fmt::format("rotate(-90 {} {})", svg_number(at.x), svg_number(at.y)));
}

std::string svg_document_text(const pugi::xml_document& document)
{
    std::ostringstream text;
    document.save(text, " ", pugi::format_indent, pugi::encoding_utf8);
    return text.str();
}

}  // namespace attune::inline v0::detail
