#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/change_report.hpp"
#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "change_methods.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::ordered_json;

ordered_json counts_json(const method_comparison& comparison, const change_plan& plan)
{
    ordered_json methods = ordered_json::array();
    const bool is_about_security = plan.score.is_about_security();
    for (const method_counts& counts : comparison.methods) {
        const change_rule& rule = plan.method(counts.method).rule;
        methods.push_back(
            {{"id", to_string(counts.method)},
             {"is_evidence", counts.evidence == change_evidence::usable},
             {"threshold", std::isnan(rule.threshold) ? ordered_json(nullptr) : ordered_json(rule.threshold)},
             {is_about_security ? "reliable_toward_security" : "reliable_increase", counts.n_up},
             {"none_beyond_error", counts.n_none},
             {is_about_security ? "reliable_away_from_security" : "reliable_decrease", counts.n_down},
             {"without_value", counts.n_unknown},
             {"agree_with_first", counts.n_agree},
             {"status", to_string(rule.status)}});
        if (!rule.message.empty())
            methods.back()["message"] = rule.message;
        if (counts.evidence == change_evidence::of_the_sample)
            methods.back()["mark"] = detail::not_evidence;
    }
    ordered_json json = {{"n_persons", comparison.n_persons},
                         {"n_left_out", comparison.n_left_out},
                         {"n_disagree", comparison.n_disagree},
                         {"n_disagree_evidence", comparison.n_disagree_evidence},
                         {"methods", methods}};
    if (plan.cuts)
        json["crossed_cutoff"] = {{"toward_functional", comparison.n_crossed_towards},
                                  {"toward_clinical", comparison.n_crossed_away}};
    return json;
}

std::string sourced_json(const sourced_figure& figure)
{
    return fmt::format("{{\"value\":{},\"source\":{}}}", number_json(figure.value), json_string(figure.source));
}

std::string estimates_json(const std::vector<const estimate*>& figures)
{
    std::vector<std::string> all;
    for (const estimate* figure : figures)
        all.push_back(estimate_json(*figure));
    return fmt::format("[{}]", fmt::join(all, ",\n"));
}

/// Where a group that goes into a plan comes from; null when there is none.
std::string source_json(bool is_there, const std::string& source)
{
    return is_there ? json_string(source) : "null";
}

std::string plan_json(const change_plan& plan, const method_comparison& comparison)
{
    std::vector<const estimate*> figures{&plan.sem, &plan.sdc};
    if (plan.cuts)
        figures.insert(figures.end(), {&plan.cuts->a, &plan.cuts->b, &plan.cuts->c, &plan.cuts->misclassified_c});
    return fmt::format(
        "{{\"id\":{},\"dimension\":\"{}\",\"higher_means\":\"{}\",\"sd\":{},\"reliability\":{},\"level\":{},"
        "\"untreated\":{},\"clinical\":{},\"functional\":{},\"estimates\":{},\"comparison\":{}}}",
        json_string(plan.score.id), to_string(plan.score.on), to_string(plan.score.higher_means),
        sourced_json(plan.figures.sd), sourced_json(plan.figures.reliability), plan.figures.level,
        source_json(plan.figures.untreated.has_value(), plan.figures.untreated_source),
        source_json(plan.figures.clinical.has_value(), plan.figures.clinical_source),
        source_json(plan.figures.functional.has_value(), plan.figures.functional_source), estimates_json(figures),
        counts_json(comparison, plan).dump());
}

std::string course_json(const change_plan& plan, const score_course& course, const change_run& run)
{
    std::vector<std::string> methods;
    for (const change_method method : run.methods) {
        if (!detail::is_shown(plan, method))
            continue;
        const change_rule& rule = plan.method(method).rule;
        const std::string_view result = to_string(plan.result(method, course.pre(), course.post()));
        methods.push_back(fmt::format("{{\"id\":\"{}\",\"value\":{},\"threshold\":{},\"result\":{}}}",
                                      to_string(method), number_json(rule.index(course.pre(), course.post())),
                                      number_json(rule.threshold),
                                      result.empty() ? "null" : fmt::format("\"{}\"", result)));
    }
    std::vector<std::string> values;
    for (std::size_t i = 0; i < course.values.size(); ++i)
        values.push_back(fmt::format("{{\"value\":{},\"status\":\"{}\"}}", number_json(course.values[i]),
                                     to_string(course.statuses[i])));
    std::vector<const estimate*> trends;
    for (const estimate& trend : course.trends)
        trends.push_back(&trend);
    const crossing crossed = plan.crossed(course.pre(), course.post());
    return fmt::format(
        "{{\"id\":{},\"values\":[{}],\"change\":{},\"methods\":[{}],\"crossed_cutoff\":{},\"crossed_to\":{},\"trends\":{}}}",
        json_string(plan.score.id), fmt::join(values, ","), number_json(course.post() - course.pre()),
        fmt::join(methods, ","),
        crossed == crossing::unknown ? "null"
        : crossed == crossing::none  ? "false"
                                     : "true",
        crossed == crossing::towards_functional ? "\"functional\""
        : crossed == crossing::towards_clinical ? "\"clinical\""
                                                : "null",
        estimates_json(trends));
}

std::string person_json(const person_course& person, const change_results& results, const change_run& run)
{
    ordered_json id = ordered_json::object();
    for (std::size_t k = 0; k < person.id.size(); ++k)
        id[run.id_columns[k]] = person.id[k];
    std::vector<std::string> occasions;
    for (std::size_t i = 0; i < person.occasions.size(); ++i)
        occasions.push_back(fmt::format("{{\"name\":{},\"time\":{}}}", json_string(run.occasions[person.occasions[i]]),
                                        number_json(person.times[i])));
    std::vector<std::string> scores;
    for (std::size_t s = 0; s < person.scores.size(); ++s)
        scores.push_back(course_json(results.plans[s], person.scores[s], run));
    std::vector<std::string> movements;
    for (const plane_movement& plane : person.movements)
        movements.push_back(
            fmt::format("{{\"target\":{},\"goal\":{{{}:{},{}:{}}},\"estimates\":{}}}",
                        plane.target.empty() ? "null" : json_string(plane.target),
                        json_string(results.plans[plane.scores[0]].score.id), number_json(plane.goal[0]),
                        json_string(results.plans[plane.scores[1]].score.id), number_json(plane.goal[1]),
                        estimates_json({&plane.found.distance, &plane.found.along_goal, &plane.found.off_goal})));
    return fmt::format("{{\"id\":{},\"occasions\":[{}],\"scores\":[{}],\"movements\":[{}]}}", id.dump(),
                       fmt::join(occasions, ","), fmt::join(scores, ",\n"), fmt::join(movements, ",\n"));
}

ordered_json summary_of(const change_results& results, const change_run& run)
{
    ordered_json rows = ordered_json::array();
    ordered_json inputs = ordered_json::array();
    std::int64_t n_short_rows = 0;
    for (const input_facts& input : run.inputs) {
        rows.push_back(input.n_rows);
        inputs.push_back({{"name", input.name}, {"sha256", input.sha256}});
        n_short_rows += input.n_short_rows;
    }
    ordered_json options = ordered_json::object();
    for (const auto& [name, value] : run.options)
        options[name] = value;
    return {{"rows", rows},
            {"n_persons", results.persons.size()},
            {"n_only_once", run.n_only_once},
            {"rows_without_id", run.n_without_id},
            {"rows_without_occasion", run.n_without_occasion},
            {"short_rows", n_short_rows},
            {"inputs", inputs},
            {"options", options},
            {"warnings", run.warnings}};
}

}  // namespace

std::string change_json(const instrument_identity& identity, const change_results& results, const change_run& run)
{
    std::vector<std::string> scores;
    for (std::size_t s = 0; s < results.plans.size(); ++s)
        scores.push_back(plan_json(results.plans[s], results.comparisons[s]));
    std::vector<std::string> persons;
    for (const person_course& person : results.persons)
        persons.push_back(person_json(person, results, run));
    return fmt::format("{{{},\"occasions\":{},\"scores\":[\n{}],\"persons\":[\n{}],\"summary\":{}}}\n",
                       json_head("change", identity), ordered_json(run.occasions).dump(), fmt::join(scores, ",\n"),
                       fmt::join(persons, ",\n"), summary_of(results, run).dump());
}

std::string rci_json(const reliable_change_index& found)
{
    std::string head = detail::head("change").dump();
    head.pop_back();
    return fmt::format("{},\"estimates\":{}}}\n", head,
                       estimates_json({&found.sem, &found.s_diff, &found.rci, &found.rci_threshold, &found.sdc}));
}

}  // namespace attune::inline v0
