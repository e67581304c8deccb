#include "attune/report/score_report.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "attune/core/version.hpp"
#include "counts.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace detail {

ordered_json identity_json(const instrument_identity& identity)
{
    return {{"id", identity.id},
            {"version", identity.version},
            {"form", identity.form},
            {"sha256", identity.sha256},
            {"scoring_sha256", identity.scoring_sha256},
            {"confidence", to_string(identity.confidence)}};
}

ordered_json head(std::string_view command)
{
    return {{"schema", fmt::format("attune.{}/1", command)}, {"attune", version}};
}

}  // namespace detail

namespace {

using detail::grouped;
using detail::ordered_json;

ordered_json counts_json(const std::map<answer_code, std::int64_t>& counts, bool (*belongs)(answer_code))
{
    ordered_json json = ordered_json::object();
    for (const auto& [code, count] : counts)
        if (belongs(code))
            json[std::string(name_of(code))] = count;
    return json;
}

std::int64_t total(const std::map<answer_code, std::int64_t>& counts)
{
    std::int64_t sum = 0;
    for (const auto& [code, count] : counts)
        sum += count;
    return sum;
}

const scale* scale_of(const scored_output& output, const scoring_key& key)
{
    for (const scale& s : key.form().scales)
        if (s.id == output.base_id)
            return &s;
    return nullptr;
}

}  // namespace

std::string json_string(std::string_view text)
{
    const bool is_plain =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 127 && c != '"' && c != '\\'; });
    return is_plain ? fmt::format("\"{}\"", text) : nlohmann::json(text).dump();
}

std::string json_head(std::string_view command, const instrument_identity& identity)
{
    ordered_json head = detail::head(command);
    head["instrument"] = detail::identity_json(identity);
    const std::string object = head.dump();
    return object.substr(1, object.size() - 2);
}

std::string cells_json(std::span<const std::pair<std::string, std::string>> cells)
{
    std::string json;
    for (const auto& [name, text] : cells)
        json += fmt::format("{}{}:{}", json.empty() ? "" : ",", json_string(name), json_string(text));
    return "{" + json + "}";
}

std::string person_json(std::int64_t row, std::string_view id, std::string_view kept,
                        std::span<const scored_output> outputs, std::span<const raw_score> scores,
                        std::span<const std::string> further)
{
    std::string json = fmt::format("{{\"row\":{},\"id\":{},\"kept\":{},\"scores\":[", row, id, kept);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const raw_score& score = scores[i];
        const bool has_value = !is_refused(score.status);
        json += fmt::format(
            "{}{{\"id\":\"{}\",\"value\":{},\"sum\":{},\"n_items\":{},\"n_answered\":{},\"status\":\"{}\"{}}}",
            i == 0 ? "" : ",", outputs[i].id, has_value ? fmt::format("{}", score.value()) : "null",
            has_value && outputs[i].has_sum ? fmt::format("{}", score.sum) : "null", outputs[i].n_items,
            score.n_answered, to_string(score.status), further.empty() ? std::string_view{} : further[i]);
    }
    return json + "]}";
}

std::string summary_json(const scoring_key& key, const score_tally& tally, const score_run& run)
{
    ordered_json scores = ordered_json::array();
    for (std::size_t i = 0; i < key.outputs().size(); ++i) {
        ordered_json counts = ordered_json::object();
        for (const score_status status : score_statuses)
            counts[std::string(to_string(status))] = tally.n_scores(i, status);
        scores.push_back({{"id", key.outputs()[i].id}, {"n_items", key.outputs()[i].n_items}, {"persons", counts}});
    }
    ordered_json items = ordered_json::array();
    const std::size_t n_items = key.form().items.size();
    for (std::size_t c = 0; c < key.n_columns(); ++c) {
        const item& question = key.form().items[c % n_items];
        ordered_json one = {{"number", question.number}, {"id", question.id}, {"column", run.columns.at(c)}};
        if (!key.targets().empty())
            one["target"] = key.targets()[c / n_items];
        one["n_answered"] = tally.n_persons() - total(tally.unanswered(c));
        one["missing"] = counts_json(tally.unanswered(c), is_missing);
        one["invalid"] = counts_json(tally.unanswered(c), is_invalid);
        items.push_back(one);
    }
    ordered_json options = ordered_json::object();
    for (const auto& [name, value] : run.options)
        options[name] = value;
    const ordered_json summary = {{"rows", tally.n_persons()},
                                  {"refused_rows", tally.n_refused_persons()},
                                  {"short_rows", run.n_short_rows},
                                  {"blank_lines", run.n_blank_lines},
                                  {"faulty_lines", run.n_faulty_lines},
                                  {"counts", scores},
                                  {"items", items},
                                  {"input", {{"name", run.input_name}, {"sha256", run.input_sha256}}},
                                  {"options", options},
                                  {"warnings", run.warnings}};
    return summary.dump();
}

std::string summary_text(const scoring_key& key, const score_tally& tally, const score_run& run)
{
    const instrument_identity& identity = key.identity();
    std::string text =
        fmt::format("{} {}, form {}{}: {} {}\n", identity.id, identity.version, identity.form,
                    identity.confidence == confidence::single_source ? " (key from a single source)" : "",
                    grouped(tally.n_persons()), tally.n_persons() == 1 ? "row" : "rows");
    for (std::size_t i = 0; i < key.outputs().size(); ++i) {
        const auto count = [&](score_status status) { return tally.n_scores(i, status); };
        std::int64_t n_refused = 0;
        std::string reasons;
        for (const score_status status : score_statuses)
            if (is_refused(status) && count(status) != 0) {
                n_refused += count(status);
                reasons +=
                    fmt::format("{}{} {}", reasons.empty() ? " (" : ", ", grouped(count(status)), to_string(status));
            }
        text += fmt::format("  {}: {} scored, {} of them prorated; {} refused{}\n", key.outputs()[i].id,
                            grouped(tally.n_persons() - n_refused), grouped(count(score_status::prorated)),
                            grouped(n_refused), reasons.empty() ? "" : reasons + ")");
    }
    if (run.n_short_rows != 0)
        text += fmt::format("  {} rows were short: what is missing at their end is not answered\n",
                            grouped(run.n_short_rows));
    if (run.n_blank_lines != 0)
        text += fmt::format("  {} empty lines were skipped\n", grouped(run.n_blank_lines));
    if (run.n_faulty_lines != 0)
        text += fmt::format("  {} lines could not be read\n", grouped(run.n_faulty_lines));
    return text;
}

std::string reason_in_words(const scored_output& output, const raw_score& score, const scoring_key& key)
{
    const scale* s = scale_of(output, key);
    const auto answered = fmt::format("{} of {} items answered", score.n_answered, output.n_items);
    switch (score.status) {
    case score_status::ok: return "";
    case score_status::prorated:
        return output.origin == score_origin::scale ? answered + "; the score rests on those"
                                                    : answered + "; some of its scales are prorated";
    case score_status::too_few_answers:
        return s != nullptr && output.origin == score_origin::scale
                   ? fmt::format("{}; the rule asks for at least {}", answered, s->missing.min_answered)
                   : answered + "; one of its scales has too few";
    case score_status::no_answers:
        return output.origin == score_origin::scale ? "no item answered" : "one of its scales has no answer";
    case score_status::target_missing:
        return "not every relationship was answered about, so there is no mean over them";
    case score_status::invalid_answer:
        return fmt::format("an answer is not a whole number within {}..{}", key.range().min, key.range().max);
    }
    return "";
}

}  // namespace attune::inline v0
