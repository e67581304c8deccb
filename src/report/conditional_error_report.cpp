#include "attune/report/conditional_error_report.hpp"

#include <fmt/format.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "reliability_tables.hpp"

namespace attune::inline v0 {

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
    const detail::shown_table table = detail::error_rows(error);
    std::string text;
    if (!table.rows.empty())
        text = "  standard error of measurement by score\n" + detail::text_of(table, 1);
    for (const score_errors& method : error.methods)
        text +=
            fmt::format("  {}: {}{}{}\n", method.id, method.method, method.message.empty() ? "" : "; ", method.message);
    return text;
}

}  // namespace attune::inline v0
