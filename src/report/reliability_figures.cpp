#include "reliability_figures.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/report/text_table.hpp"
#include "svg.hpp"

namespace attune::inline v0::detail {

namespace {

/// Narrow, so that its words stay readable on a telephone.
constexpr double page_figure_width = 480;

// Where plots stand that have their numbers at the left.
constexpr double plot_left = 56;
constexpr double plot_right = page_figure_width - 14;

std::string item_label(const item_quality& item)
{
    return fmt::format("{}{}", item.number, item.is_reversed ? " reversed" : "");
}

/// The value of a coefficient; NaN where it has none.
double coefficient_of(const scale_quality& scale, std::string_view id)
{
    for (const estimate& figure : scale.coefficients)
        if (figure.id == id)
            return figure.value;
    return std::numeric_limits<double>::quiet_NaN();
}

/// Which item has the largest share of its answers in one category, and how large that is.
double largest_share(const scale_quality& scale)
{
    double largest = 0;
    for (const item_quality& item : scale.items)
        for (const std::int64_t n : item.answers.n_chosen)
            largest = std::max(largest, static_cast<double>(n) / static_cast<double>(item.answers.n_answered));
    return largest;
}

double middle_of(const score_error& level)
{
    return (level.lowest + level.highest) / 2;
}

/// Draws one method at a place for each of its levels: as single marks, or as a line.
void add_method(pugi::xml_node figure, const std::string& id, const std::vector<svg_point>& points)
{
    if (id == "csem_feldt")
        for (const svg_point& point : points)
            svg_add_circle(figure, point, 3.5, "mark");
    else if (id == "csem_thorndike")
        for (const svg_point& point : points)
            svg_add_rectangle(figure, {point.x - 3, point.y - 3}, {6, 6}, "mark_2");
    else
        svg_add_polyline(figure, points,
                         id == "csem_mollenkopf_feldt" ? "series"
                         : id == "csem_keats"          ? "series_2"
                                                       : "series_3");
}

}  // namespace

void add_item_rest_figure(pugi::xml_node parent, std::string_view id, const scale_quality& scale,
                          const quality_details& details)
{
    constexpr double row = 22;
    constexpr double left = 92;
    constexpr double right = page_figure_width - 14;
    double lowest = 0;
    const item_quality* weakest = nullptr;
    const item_quality* strongest = nullptr;
    for (std::size_t p = 0; p < scale.items.size(); ++p) {
        const item_quality& item = scale.items[p];
        const double r = item.relations.item_rest_r;
        if (std::isnan(r))
            continue;
        lowest = std::min(lowest, details.item_rest[p] ? details.item_rest[p]->lower : r);
        if (weakest == nullptr || r < weakest->relations.item_rest_r)
            weakest = &item;
        if (strongest == nullptr || r > strongest->relations.item_rest_r)
            strongest = &item;
    }
    const double bottom = row * static_cast<double>(scale.items.size()) + 14;
    const std::string described =
        weakest == nullptr ? "No item has an item-rest correlation."
                           : fmt::format("A point and its interval for each item, from {} (item {}) to {} (item {}).",
                                         number_text(weakest->relations.item_rest_r, 2), weakest->number,
                                         number_text(strongest->relations.item_rest_r, 2), strongest->number);
    pugi::xml_node figure =
        svg_add_figure(parent,
                       {page_figure_width, bottom + 50, std::string(id),
                        fmt::format("{}: how each item goes with the sum of the others", scale.id), described},
                       false);
    const svg_scale x{std::floor(lowest * 10) / 10, 1, left, right};
    const std::vector<double> ticks = svg_ticks(x.from, x.to, 5);
    for (const double tick : ticks)
        svg_add_line(figure, {x(tick), 6}, {x(tick), bottom}, tick == 0 ? "axis" : "grid");
    svg_add_bottom_axis(figure, x, bottom, ticks, "item-rest r");
    for (std::size_t p = 0; p < scale.items.size(); ++p) {
        const item_quality& item = scale.items[p];
        const double y = 14 + row * (static_cast<double>(p) + 0.3);
        svg_add_text(figure, {left - 10, y + 4}, item_label(item), "", "end");
        if (std::isnan(item.relations.item_rest_r))
            continue;
        if (details.item_rest[p])
            svg_add_line(figure, {x(details.item_rest[p]->lower), y}, {x(details.item_rest[p]->upper), y}, "series");
        svg_add_circle(figure, {x(item.relations.item_rest_r), y}, 4, "mark");
    }
}

void add_answers_figure(pugi::xml_node parent, std::string_view id, const scale_quality& scale, int lowest_answer)
{
    constexpr double row = 22;
    constexpr double left = 92;
    constexpr double top = 46;
    const std::size_t n_answers = scale.items.front().answers.n_chosen.size();
    const double cell = (page_figure_width - 6 - left) / static_cast<double>(n_answers);
    const double bottom = top + row * static_cast<double>(scale.items.size());
    const double largest = largest_share(scale);
    pugi::xml_node figure = svg_add_figure(
        parent,
        {page_figure_width, bottom + 26, std::string(id), fmt::format("{}: which answers were given", scale.id),
         fmt::format("A row of bars for each item, one for each answer from {} to {} in the keyed direction; the "
                     "longest is {} % of the answers to an item.",
                     lowest_answer, lowest_answer + static_cast<int>(n_answers) - 1, number_text(100 * largest, 0))},
        false);
    svg_add_text(figure, {left, 16}, "answer, in the keyed direction", "label");
    const auto n_between = static_cast<std::size_t>(std::ceil(24 / cell));  // answers from one number to the next
    for (std::size_t a = 0; a < n_answers; ++a) {
        const double at = left + cell * static_cast<double>(a);
        svg_add_line(figure, {at, top - 6}, {at, bottom}, "grid");
        if (a % n_between == 0)
            svg_add_text(figure, {at, top - 12}, fmt::format("{}", lowest_answer + static_cast<int>(a)), "label");
    }
    for (std::size_t p = 0; p < scale.items.size(); ++p) {
        const item_quality& item = scale.items[p];
        const double y = top + row * static_cast<double>(p);
        svg_add_text(figure, {left - 10, y + 12}, item_label(item), "", "end");
        for (std::size_t a = 0; a < n_answers; ++a)
            if (item.answers.n_chosen[a] > 0)
                svg_add_rectangle(figure, {left + cell * static_cast<double>(a), y + 2},
                                  {(cell - 3) / largest * static_cast<double>(item.answers.n_chosen[a]) /
                                       static_cast<double>(item.answers.n_answered),
                                   12},
                                  "mark");
    }
    svg_add_text(figure, {left, bottom + 16},
                 fmt::format("the longest bar: {} % of the answers to an item", number_text(100 * largest, 0)),
                 "label");
}

void add_splits_figure(pugi::xml_node parent, std::string_view id, const scale_quality& scale,
                       const quality_details& details)
{
    constexpr double top = 30;
    constexpr double bottom = 210;
    const split_distribution& splits = details.splits;
    const auto n_splits = static_cast<double>(splits.n_splits);
    const double highest = splits.lowest + splits.width * static_cast<double>(splits.n_in_bin.size());
    const double most =
        static_cast<double>(*std::max_element(splits.n_in_bin.begin(), splits.n_in_bin.end())) / n_splits;
    pugi::xml_node figure = svg_add_figure(
        parent,
        {page_figure_width, bottom + 50, std::string(id), fmt::format("{}: how halves of the scale agree", scale.id),
         fmt::format("A histogram of the split-half coefficients of {} splits of the items into halves, from {} to {}.",
                     splits.n_splits, number_text(splits.lowest), number_text(highest))},
        false);
    constexpr double finest = 0.01;  // of the numbers at the axis
    constexpr double rounding = 1e-9;
    const svg_scale x{std::floor(splits.lowest / finest + rounding) * finest,
                      std::ceil(highest / finest - rounding) * finest, plot_left, plot_right};
    const svg_scale y{0, 100 * most * 1.05, bottom, top};
    svg_add_left_axis(figure, y, plot_left, plot_right, svg_ticks(0, y.to, 4), "% of the splits");
    const int n_ticks = std::clamp(static_cast<int>(std::round((x.to - x.from) / finest)), 1, 6);
    svg_add_bottom_axis(figure, x, bottom, svg_ticks(x.from, x.to, n_ticks), "split-half coefficient");
    for (std::size_t bin = 0; bin < splits.n_in_bin.size(); ++bin) {
        const double from = x(splits.lowest + splits.width * static_cast<double>(bin));
        const double to = x(splits.lowest + splits.width * static_cast<double>(bin + 1));
        const double height = y(100 * static_cast<double>(splits.n_in_bin[bin]) / n_splits);
        svg_add_rectangle(figure, {from + 0.5, height}, {std::max(to - from - 1, 0.5), bottom - height}, "mark");
    }
    if (const double alpha = coefficient_of(scale, "alpha_raw"); alpha >= x.from && alpha <= x.to) {
        svg_add_line(figure, {x(alpha), top - 8}, {x(alpha), bottom}, "series_2");
        svg_add_text(figure, {x(alpha), top - 14}, fmt::format("alpha {}", number_text(alpha)), "", "middle");
    }
}

void add_errors_figure(pugi::xml_node parent, std::string_view id, const scale_quality& scale,
                       const conditional_error& error)
{
    constexpr double top = 14;
    constexpr double bottom = 230;
    constexpr double line = 20;  // of the legend
    const double of_all = coefficient_of(scale, "sem");
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    double most = std::isnan(of_all) ? 0 : of_all;
    double n_methods = std::isnan(of_all) ? 0 : 1;
    for (const score_errors& method : error.methods) {
        n_methods += method.levels.empty() ? 0 : 1;
        for (const score_error& level : method.levels) {
            lowest = std::min(lowest, middle_of(level));
            highest = std::max(highest, middle_of(level));
            most = std::max(most, level.sem);
        }
    }
    pugi::xml_node figure =
        svg_add_figure(parent,
                       {page_figure_width, bottom + 58 + line * n_methods, std::string(id),
                        fmt::format("{}: how far scores stray by chance", scale.id),
                        fmt::format("Standard errors of measurement of scores from {} to {}, by {} methods; they lie "
                                    "between 0 and {}.",
                                    number_text(lowest, 2), number_text(highest, 2), n_methods, number_text(most, 2))},
                       false);
    const svg_scale x{lowest, highest, plot_left + 6, plot_right - 6};
    const svg_scale y{0, most > 0 ? most * 1.08 : 1, bottom, top};
    svg_add_left_axis(figure, y, plot_left, plot_right, svg_ticks(0, y.to, 5), "standard error");
    svg_add_bottom_axis(figure, x, bottom, lowest < highest ? svg_ticks(lowest, highest) : std::vector<double>{lowest},
                        error.metric == aggregation::mean ? "mean score" : "sum");
    double legend = bottom + 64;
    const auto add_words = [&](const std::string& words) {
        svg_add_text(figure, {plot_left + 54, legend + 4}, words, "");
        legend += line;
    };
    for (const score_errors& method : error.methods) {
        if (method.levels.empty())
            continue;
        std::vector<svg_point> points;
        for (const score_error& level : method.levels)
            if (std::isfinite(level.sem))
                points.push_back({x(middle_of(level)), y(level.sem)});
        add_method(figure, method.id, points);
        add_method(figure, method.id, {{plot_left + 8, legend}, {plot_left + 25, legend}, {plot_left + 42, legend}});
        add_words(method.id);
    }
    if (!std::isnan(of_all)) {
        svg_add_line(figure, {x.start, y(of_all)}, {x.end, y(of_all)}, "axis");
        svg_add_line(figure, {plot_left + 8, legend}, {plot_left + 42, legend}, "axis");
        add_words(fmt::format("sem of all scores, {}", number_text(of_all)));
    }
}

}  // namespace attune::inline v0::detail
