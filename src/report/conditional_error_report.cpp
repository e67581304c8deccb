#include "attune/report/conditional_error_report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/text_table.hpp"
#include "attune/report/score_report.hpp"

namespace attune::inline v0 {

namespace {

/// The error at a score: of the level that holds it or lies closest.
double error_at(const score_errors& method, double score)
{
    double found = std::numeric_limits<double>::quiet_NaN();
    double closest = std::numeric_limits<double>::infinity();
    for (const score_error& level : method.levels) {
        const double distance = std::max({level.lowest - score, score - level.highest, 0.0});
        if (distance < closest) {
            closest = distance;
            found = level.sem;
        }
    }
    return found;
}

}  // namespace

std::string conditional_error_json(const conditional_error& error)
{
    std::string methods;
    for (const score_errors& method : error.methods) {
        std::string levels;
        for (const score_error& level : method.levels)
            levels += fmt::format("{}{{\"lowest\":{},\"highest\":{},\"n_persons\":{},\"sem\":{}}}",
                                  levels.empty() ? "" : ",", number_json(level.lowest), number_json(level.highest),
                                  level.n_persons, number_json(level.sem));
        const std::string message =
            method.message.empty() ? "" : fmt::format(",\"message\":{}", json_string(method.message));
        methods += fmt::format("{}{{\"id\":\"{}\",\"method\":{},\"status\":\"{}\"{},\"levels\":[{}]}}",
                               methods.empty() ? "" : ",", method.id, json_string(method.method),
                               to_string(method.status), message, levels);
    }
    return fmt::format("{{\"scale\":{},\"metric\":\"{}\",\"methods\":[{}]}}", json_string(error.scale),
                       to_string(error.metric), methods);
}

std::string conditional_error_text(const conditional_error& error)
{
    if (error.methods.empty())
        return "";
    // Those by single scores span all that somebody has.
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    std::vector<std::string> head{error.metric == aggregation::mean ? "mean score" : "sum"};
    for (const score_errors& method : error.methods) {
        head.push_back(method.id);
        for (const score_error& level : method.levels) {
            lowest = std::min(lowest, level.lowest);
            highest = std::max(highest, level.highest);
        }
    }
    std::string text;
    if (lowest <= highest) {
        text_table table(head, 1);
        constexpr int n_steps = 8;
        for (int step = 0; step <= (lowest < highest ? n_steps : 0); ++step) {
            const double score = lowest + (highest - lowest) * step / n_steps;
            std::vector<std::string> cells{number_text(score, 2)};
            for (const score_errors& method : error.methods)
                cells.push_back(number_text(error_at(method, score)));
            table.add(cells);
        }
        text = "  standard error of measurement by score\n" + table.text("  ");
    }
    for (const score_errors& method : error.methods)
        text +=
            fmt::format("  {}: {}{}{}\n", method.id, method.method, method.message.empty() ? "" : "; ", method.message);
    return text;
}

}  // namespace attune::inline v0
