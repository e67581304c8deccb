#include "attune/report/screen_report.hpp"

#include <cmath>

#include <fmt/format.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/text_table.hpp"
#include "counts.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::number_or_null;
using detail::ordered_json;

ordered_json scales_json(const std::vector<scale_figures>& scales)
{
    ordered_json json = ordered_json::array();
    for (const scale_figures& scale : scales)
        json.push_back({{"id", scale.id},
                        {"n_complete", scale.n_complete},
                        {"mean", number_or_null(scale.mean)},
                        {"sd", number_or_null(scale.sd)},
                        {"alpha", number_or_null(scale.alpha)}});
    return json;
}

/// Pairs by the numbers of their items; with several targets by column, counted from 1.
ordered_json pairs_json(const scoring_key& key, const std::vector<item_pair>& pairs)
{
    const auto number = [&](std::size_t column) {
        return key.targets().empty() ? key.form().items[column].number : static_cast<int>(column) + 1;
    };
    ordered_json json = ordered_json::array();
    for (const auto& [first, second] : pairs)
        json.push_back({number(first), number(second)});
    return json;
}

std::string_view end_to_look_at(careless_index index)
{
    return is_suspicious_when_high(index) ? "high" : "low";
}

}  // namespace

std::vector<std::string> screen_columns()
{
    std::vector<std::string> names{"n_answered"};
    for (const careless_index index : careless_index_list)
        names.emplace_back(to_string(index));
    return names;
}

void append_screen_fields(text_buffer& line, const careless_indices& person)
{
    line.append_formatted(",{}", person.n_answered);
    for (const double value : person.values) {
        line.append(',');
        if (std::isfinite(value))
            line.append_formatted("{}", value);
    }
}

std::string screen_person_json(std::int64_t row, std::string_view id, std::string_view kept,
                               const careless_indices& person)
{
    std::string json =
        fmt::format("{{\"row\":{},\"id\":{},\"kept\":{},\"n_answered\":{}", row, id, kept, person.n_answered);
    for (const careless_index index : careless_index_list)
        json += fmt::format(",\"{}\":{}", to_string(index), number_json(person[index]));
    return json + "}";
}

std::string screen_json(const scoring_key& key, const careless_screen& screen, const screen_sensitivity& sensitivity,
                        const screen_run& run)
{
    ordered_json indices = ordered_json::array();
    for (const careless_index index : careless_index_list) {
        const std::string why = screen.why_unknown(index);
        indices.push_back({{"id", to_string(index)},
                           {"look_at", end_to_look_at(index)},
                           {"why_unknown", why.empty() ? ordered_json() : ordered_json(why)}});
    }
    ordered_json steps = ordered_json::array();
    for (const screen_step& step : sensitivity.steps)
        steps.push_back({{"index", to_string(step.index)},
                         {"share", step.share},
                         {"n_ranked", step.n_ranked},
                         {"n_left_out", step.n_left_out},
                         {"scales", scales_json(step.scales)}});
    const ordered_json pairs = {{"critical", run.critical},
                                {"synonyms", pairs_json(key, screen.synonyms())},
                                {"antonyms", pairs_json(key, screen.antonyms())}};
    const ordered_json summary = {{"rows", run.n_rows},
                                  {"short_rows", run.n_short_rows},
                                  {"input", run.input_name},
                                  {"input_sha256", run.input_sha256},
                                  {"warnings", run.warnings}};
    return fmt::format("\"indices\":{},\"pairs\":{},\"everybody\":{},\"sensitivity\":{},\"summary\":{}", indices.dump(),
                       pairs.dump(), scales_json(sensitivity.everybody).dump(), steps.dump(), summary.dump());
}

std::string screen_text(const scoring_key& key, const careless_screen& screen, const screen_sensitivity& sensitivity,
                        const screen_run& run)
{
    std::vector<std::string> head{"left out", "", "people"};
    for (const scale_figures& scale : sensitivity.everybody)
        for (const char* const figure : {" mean", " sd", " alpha"})
            head.push_back(scale.id + figure);
    text_table table(head, 2);
    const auto add = [&](std::string index, std::string share, std::int64_t n,
                         const std::vector<scale_figures>& scales) {
        std::vector<std::string> cells{std::move(index), std::move(share), detail::grouped(n)};
        for (const scale_figures& scale : scales) {
            cells.push_back(number_text(scale.mean));
            cells.push_back(number_text(scale.sd));
            cells.push_back(number_text(scale.alpha));
        }
        table.add(std::move(cells));
    };
    add("nobody", "", 0, sensitivity.everybody);
    for (const screen_step& step : sensitivity.steps)
        add(fmt::format("{} {}", end_to_look_at(step.index), to_string(step.index)),
            fmt::format("{} %", number_text(100 * step.share, 0)), step.n_left_out, step.scales);
    std::string text = fmt::format(
        "{}, form {}: {} people\n\nThe scales without the people who are most suspicious by one index:\n\n{}",
        key.identity().id, key.identity().form, detail::grouped(run.n_rows), table.text("  "));
    for (const careless_index index : careless_index_list)
        if (const std::string why = screen.why_unknown(index); !why.empty())
            text += fmt::format("\nnobody has {}: {}\n", to_string(index), why);
    return text +
           "\nEqually suspicious people stay together. No index is a verdict: an extreme person and a careless one can\n"
           "have the same.\n";
}

}  // namespace attune::inline v0
