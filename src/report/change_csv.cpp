#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/change_report.hpp"
#include "change_methods.hpp"

namespace attune::inline v0 {

namespace {

/// A cell of CSV as RFC 4180 wants it.
std::string csv_cell(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string csv_number(double number)
{
    return std::isfinite(number) ? fmt::format("{}", number) : "";
}

void add_estimate(std::vector<std::string>& cells, const estimate* figure)
{
    const bool has_interval = figure != nullptr && figure->ci.has_value();
    cells.push_back(figure == nullptr ? "" : csv_number(figure->value));
    cells.push_back(has_interval ? csv_number(figure->ci->lower) : "");
    cells.push_back(has_interval ? csv_number(figure->ci->upper) : "");
}

std::string_view crossed_text(crossing crossed)
{
    switch (crossed) {
    case crossing::unknown: return "";
    case crossing::none: return "no";
    case crossing::towards_functional: return "toward_functional";
    case crossing::towards_clinical: return "toward_clinical";
    }
    return "";
}

/// What the columns behind the methods are.
struct csv_extent {
    bool has_cuts = false;
    bool has_trends = false;
    bool has_movement = false;
};

csv_extent extent_of(const change_results& results)
{
    csv_extent extent;
    for (const change_plan& plan : results.plans)
        extent.has_cuts |= plan.cuts.has_value();
    for (const person_course& person : results.persons) {
        extent.has_movement |= !person.movements.empty();
        for (const score_course& course : person.scores)
            extent.has_trends |= !course.trends.empty();
    }
    return extent;
}

constexpr std::array<std::string_view, 3> trend_ids{"trend_ols", "trend_measured", "trend_theil_sen"};

std::string csv_head(const change_run& run, const csv_extent& extent)
{
    std::vector<std::string> head = run.id_columns;
    head.insert(head.end(), {"from", "to", "score", "pre", "pre_status", "post", "post_status", "change"});
    for (const change_method method : run.methods)
        head.insert(head.end(), {std::string(to_string(method)), fmt::format("{}_result", to_string(method))});
    if (extent.has_cuts)
        head.emplace_back("crossed_cutoff");
    const auto add = [&head](std::string_view id) {
        head.insert(head.end(), {std::string(id), fmt::format("{}_lower", id), fmt::format("{}_upper", id)});
    };
    if (extent.has_trends)
        for (const std::string_view id : trend_ids)
            add(id);
    if (extent.has_movement) {
        head.emplace_back("distance");
        add("along_goal");
        head.emplace_back("off_goal");
    }
    for (std::string& name : head)
        name = csv_cell(name);
    return fmt::format("{}\n", fmt::join(head, ","));
}

/// The plane that a score lies in, or nothing.
const plane_movement* plane_with(const person_course& person, std::size_t score)
{
    for (const plane_movement& plane : person.movements)
        if (plane.scores[0] == score || plane.scores[1] == score)
            return &plane;
    return nullptr;
}

}  // namespace

std::string change_csv(const change_results& results, const change_run& run)
{
    const csv_extent extent = extent_of(results);
    std::string text = csv_head(run, extent);
    std::vector<std::string> cells;
    for (const person_course& person : results.persons)
        for (std::size_t s = 0; s < person.scores.size(); ++s) {
            const change_plan& plan = results.plans[s];
            const score_course& course = person.scores[s];
            cells = person.id;
            cells.insert(
                cells.end(),
                {run.occasions[person.occasions.front()], run.occasions[person.occasions.back()], plan.score.id,
                 csv_number(course.pre()), std::string(to_string(course.statuses.front())), csv_number(course.post()),
                 std::string(to_string(course.statuses.back())), csv_number(course.post() - course.pre())});
            for (const change_method method : run.methods) {
                const bool shown = detail::is_shown(plan, method);
                cells.push_back(shown ? csv_number(plan.method(method).rule.index(course.pre(), course.post())) : "");
                cells.emplace_back(shown ? to_string(plan.result(method, course.pre(), course.post())) : "");
            }
            if (extent.has_cuts)
                cells.emplace_back(crossed_text(plan.crossed(course.pre(), course.post())));
            if (extent.has_trends)
                for (std::size_t k = 0; k < trend_ids.size(); ++k)
                    add_estimate(cells, course.trends.empty() ? nullptr : &course.trends[k]);
            if (extent.has_movement) {
                const plane_movement* plane = plane_with(person, s);
                cells.push_back(plane == nullptr ? "" : csv_number(plane->found.distance.value));
                add_estimate(cells, plane == nullptr ? nullptr : &plane->found.along_goal);
                cells.push_back(plane == nullptr ? "" : csv_number(plane->found.off_goal.value));
            }
            for (std::string& cell : cells)
                cell = csv_cell(cell);
            text += fmt::format("{}\n", fmt::join(cells, ","));
        }
    return text;
}

}  // namespace attune::inline v0
