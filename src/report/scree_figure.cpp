#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/report/factors_report.hpp"
#include "svg.hpp"

namespace attune::inline v0 {

namespace {

/// Where things are within a panel.
struct scree_panel {
    static constexpr double width = 720;
    static constexpr double height = 380;
    static constexpr double left = 64;  ///< of the plot, and the next three
    static constexpr double right = width - 24;
    static constexpr double top = 70;
    static constexpr double bottom = height - 60;
};

std::vector<detail::svg_point> points_of(const Eigen::VectorXd& values, const detail::svg_scale& x,
                                         const detail::svg_scale& y)
{
    std::vector<detail::svg_point> points;
    for (Eigen::Index i = 0; i < values.size(); ++i)
        points.push_back({x(static_cast<double>(i + 1)), y(values[i])});
    return points;
}

/// A line of the legend, with a piece of the line that it names.
void add_key(pugi::xml_node panel, detail::svg_point at, const std::string& words, const char* looks)
{
    detail::svg_add_line(panel, at, {at.x + 34, at.y}, looks);
    detail::svg_add_text(panel, {at.x + 42, at.y + 4}, words, "");
}

std::string description_of(const factor_analysis& of)
{
    if (of.eigenvalues.size() == 0)
        return fmt::format("{}: no eigenvalues, as {}.", of.set.id, of.message);
    std::string values;
    for (Eigen::Index i = 0; i < std::min<Eigen::Index>(of.eigenvalues.size(), 8); ++i)
        values += fmt::format("{}{:.2f}", values.empty() ? "" : ", ", of.eigenvalues[i]);
    return fmt::format(
        "{}: the first eigenvalues of the correlations of {} items are {}. {} of them {} above what "
        "chance gives.",
        of.set.id, of.set.items.size(), values, of.n_parallel, of.n_parallel == 1 ? "is" : "are");
}

void add_panel(pugi::xml_node figure, const factor_analysis& of, const factors_result& result, double offset)
{
    pugi::xml_node panel = detail::svg_add_group(figure, "");
    panel.append_attribute("transform").set_value(fmt::format("translate(0 {})", detail::svg_number(offset)).c_str());
    detail::svg_add_text(
        panel, {scree_panel::left, 28},
        fmt::format("{}: eigenvalues of {} items, {} people", of.set.id, of.set.items.size(), of.n_used), "title");
    if (of.eigenvalues.size() == 0) {
        detail::svg_add_text(panel, {scree_panel::left, 60}, "No eigenvalues: " + of.message + ".", "");
        return;
    }
    const auto n_items = static_cast<double>(of.eigenvalues.size());
    const double highest = std::max(of.eigenvalues[0], of.chance.percentile[0]);
    const detail::svg_scale x{1, n_items, scree_panel::left + 16, scree_panel::right};
    const detail::svg_scale y{0, highest * 1.04, scree_panel::bottom, scree_panel::top};
    detail::svg_add_left_axis(panel, y, scree_panel::left, scree_panel::right, detail::svg_ticks(0, y.to),
                              "eigenvalue");
    std::vector<double> places;
    for (const double tick : detail::svg_ticks(1, n_items, 12))
        if (tick == std::floor(tick) && tick >= 1)
            places.push_back(tick);
    if (places.front() != 1)
        places.insert(places.begin(), 1);
    detail::svg_add_bottom_axis(panel, x, scree_panel::bottom, places, "place of the eigenvalue");
    const bool has_chance = of.chance.percentile.allFinite();
    if (has_chance) {
        detail::svg_add_polyline(panel, points_of(of.chance.mean, x, y), "series_3");
        detail::svg_add_polyline(panel, points_of(of.chance.percentile, x, y), "series_2");
    }
    const std::vector<detail::svg_point> answers = points_of(of.eigenvalues, x, y);
    detail::svg_add_polyline(panel, answers, "series");
    for (const detail::svg_point& point : answers)
        detail::svg_add_circle(panel, point, 3.5, "mark");
    const double at = scree_panel::left + 0.45 * (scree_panel::right - scree_panel::left);
    detail::svg_add_rectangle(panel, {at - 8, scree_panel::top + 2}, {scree_panel::right - at, 92},
                              "paper");  // hides the grid behind words
    add_key(panel, {at, scree_panel::top + 14}, "the answers", "series");
    if (has_chance) {
        add_key(panel, {at, scree_panel::top + 36},
                fmt::format("by chance, {} % point ({})", detail::svg_number(100 * result.options.parallel.percentile),
                            result.options.is_permuted ? "answers dealt anew" : "normal answers"),
                "series_2");
        add_key(panel, {at, scree_panel::top + 58}, "by chance, mean", "series_3");
    }
    detail::svg_add_text(panel, {at, scree_panel::top + 84},
                         fmt::format("{} {} above chance; MAP suggests {} or {}", of.n_parallel,
                                     of.n_parallel == 1 ? "factor is" : "factors are", of.partials.n_factors_squared,
                                     of.partials.n_factors_fourth),
                         "label");
}

}  // namespace

std::string scree_svg(const scoring_key& key, const factors_result& result)
{
    std::string description;
    for (const factor_analysis& of : result.sets)
        description += (description.empty() ? "" : " ") + description_of(of);
    pugi::xml_document document;
    pugi::xml_node figure = detail::svg_add_figure(
        document,
        {.width = scree_panel::width,
         .height = scree_panel::height * static_cast<double>(std::max<std::size_t>(result.sets.size(), 1)),
         .id = "scree",
         .title = fmt::format("Scree plot of {}, form {}", key.identity().id, key.identity().form),
         .description = description},
        true);
    for (std::size_t i = 0; i < result.sets.size(); ++i)
        add_panel(figure, result.sets[i], result, scree_panel::height * static_cast<double>(i));
    return detail::svg_document_text(document);
}

}  // namespace attune::inline v0
