#include "attune/report/estimates_report.hpp"

#include <cmath>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "json.hpp"

namespace attune::inline v0 {

std::string p_text(double p)
{
    return p < 0.001 ? "< 0.001" : number_text(p);
}

std::string p_relation(double p)
{
    return (p < 0.001 ? "" : "= ") + p_text(p);
}

std::string estimates_json(std::string_view command, const std::vector<estimate>& estimates)
{
    std::vector<std::string> lines;
    for (const estimate& figure : estimates) {
        std::string line = estimate_json(figure);
        line.pop_back();
        lines.push_back(fmt::format("{},\"method\":{}}}", line, json_string(figure.method)));
    }
    std::string head = detail::head(command).dump();
    head.pop_back();
    return fmt::format("{},\"estimates\":[\n{}]}}\n", head, fmt::join(lines, ",\n"));
}

std::string estimates_text(const std::vector<estimate>& estimates)
{
    text_table table({"", "", "value", "interval", ""}, 2);
    std::map<std::string, std::vector<std::string>> reasons;
    for (const estimate& figure : estimates) {
        const bool is_whole = figure.id == "sten" || figure.id == "stanine";
        table.add({figure.id, figure.method,
                   figure.id.ends_with("_p") ? p_text(figure.value) : number_text(figure.value, is_whole ? 0 : 3),
                   figure.ci ? interval_text(figure) : "",
                   figure.ci ? fmt::format("{:.4g} %", 100 * figure.ci->level) : ""});
        if (figure.status != estimate_status::ok)
            reasons[figure.message].push_back(figure.id);
    }
    std::string text = table.text("  ");
    for (const auto& [reason, ids] : reasons)
        text += fmt::format("\n  {}: {}\n", fmt::join(ids, ", "), reason);
    return text;
}

}  // namespace attune::inline v0
