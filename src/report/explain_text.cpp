#include "attune/report/explain_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/score_report.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

raw_score raw_of(const explained_score& step)
{
    return {step.result.exact.value_or(fraction{}), step.result.sum.value_or(0), step.result.n_answered,
            step.result.status};
}

/// "65/18 = 3.61...", or the whole number alone.
std::string value_text(const scale_score& score)
{
    if (!score.value)
        return "refused";
    const std::string exact = to_string(*score.exact);
    return exact.find('/') == std::string::npos ? exact : fmt::format("{} = {}", exact, *score.value);
}

std::string answers_text(const scoring_key& key, const explained_score& step)
{
    std::string text = "    item  answer  counts\n";
    const int flip = key.range().min + key.range().max;
    for (const explained_answer& a : step.answers) {
        const std::string answer = is_answered(a.code) ? fmt::format("{}", a.code) : std::string("-");
        const std::string counts = a.keyed ? fmt::format("{}", *a.keyed) : std::string("-");
        std::string note;
        if (!is_answered(a.code))
            note = fmt::format("{}{}", is_invalid(a.code) ? "invalid: " : "", name_of(a.code));
        else if (a.is_reversed)
            note = fmt::format("reversed: {} - {}", flip, a.code);
        text += fmt::format("    {:>4}  {:>6}  {:>6}{}{}\n", a.question.number, answer, counts,
                            note.empty() ? "" : "  ", note);
    }
    return text;
}

std::string weight_text(const derived_term& term)
{
    const bool is_negative = term.weight.units < 0;
    const decimal size{is_negative ? -term.weight.units : term.weight.units, term.weight.places};
    return fmt::format(" {} {} * {}", is_negative ? '-' : '+', to_string(size), term.score);
}

std::string recipe_text(const explained_score& step)
{
    if (step.output.origin == score_origin::global)
        return fmt::format("    mean of {}\n", fmt::join(step.parts, ", "));
    std::string text = "    " + to_string(step.constant);
    for (const derived_term& term : step.terms)
        text += weight_text(term);
    return text + "\n";
}

std::string result_text(const scoring_key& key, const explained_score& step)
{
    std::string text;
    if (step.output.origin == score_origin::scale)
        text += fmt::format("    rule: at least {} of {} answered ({}); {} answered\n", step.rule.min_answered,
                            step.output.n_items, step.rule.source, step.result.n_answered);
    if (step.result.sum)
        text += fmt::format("    {} of the answered: {} over {}\n", to_string(step.score), *step.result.sum,
                            step.result.n_answered);
    const std::string reason = reason_in_words(step.output, raw_of(step), key);
    text += fmt::format("    status {}{}{}\n", to_string(step.result.status), reason.empty() ? "" : ": ", reason);
    return text;
}

}  // namespace

std::string explain_text(const scoring_key& key, const std::vector<explained_score>& steps)
{
    std::string text = fmt::format("{} {}, form {}, answers {}..{}{}\n", key.identity().id, key.identity().version,
                                   key.identity().form, key.range().min, key.range().max,
                                   key.is_already_keyed() ? ", already keyed: nothing is reversed" : "");
    if (key.identity().confidence == confidence::single_source)
        text += "the key rests on a single source\n";
    for (const explained_score& step : steps) {
        text += fmt::format("\n{} = {}\n", step.output.id, value_text(step.result));
        text += step.output.origin == score_origin::scale ? answers_text(key, step) : recipe_text(step);
        text += result_text(key, step);
    }
    return text;
}

std::string explain_json(const scoring_key& key, const std::vector<explained_score>& steps)
{
    using detail::ordered_json;
    ordered_json json = detail::head("explain");
    json["instrument"] = detail::identity_json(key.identity());
    json["scores"] = ordered_json::array();
    for (const explained_score& step : steps) {
        ordered_json one = {{"id", step.output.id},
                            {"value", step.result.value ? ordered_json(*step.result.value) : ordered_json()},
                            {"exact", step.result.exact ? ordered_json(to_string(*step.result.exact)) : ordered_json()},
                            {"sum", step.result.sum ? ordered_json(*step.result.sum) : ordered_json()},
                            {"n_items", step.output.n_items},
                            {"n_answered", step.result.n_answered},
                            {"status", to_string(step.result.status)},
                            {"reason", reason_in_words(step.output, raw_of(step), key)}};
        if (step.output.origin == score_origin::scale) {
            one["min_answered"] = step.rule.min_answered;
            one["answers"] = ordered_json::array();
            for (const explained_answer& a : step.answers)
                one["answers"].push_back(
                    {{"number", a.question.number},
                     {"id", a.question.id},
                     {"answer", is_answered(a.code) ? ordered_json(a.code) : ordered_json()},
                     {"not_used", is_answered(a.code) ? ordered_json() : ordered_json(name_of(a.code))},
                     {"reversed", a.is_reversed},
                     {"keyed", a.keyed ? ordered_json(*a.keyed) : ordered_json()}});
        } else {
            ordered_json terms = ordered_json::array();
            for (const derived_term& term : step.terms)
                terms.push_back({{"score", term.score}, {"weight", to_string(term.weight)}});
            for (const std::string& part : step.parts)
                terms.push_back({{"score", part}, {"weight", fmt::format("1/{}", step.parts.size())}});
            one["constant"] = to_string(step.constant);
            one["terms"] = terms;
        }
        json["scores"].push_back(one);
    }
    json["summary"] = {{"rows", 1}};
    return json.dump(2) + "\n";
}

}  // namespace attune::inline v0
