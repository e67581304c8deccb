#include "attune/report/change_report.hpp"

#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::ordered_json;

constexpr std::string_view not_evidence = "not evidence about therapy";

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

bool is_shown(const change_plan& plan, change_method method)
{
    return plan.method(method).evidence == change_evidence::usable;
}

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
            methods.back()["mark"] = not_evidence;
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
        if (!is_shown(plan, method))
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

std::string persons_text(std::int64_t count)
{
    return fmt::format("{} {}", count, count == 1 ? "person" : "persons");
}

/// What a result says of a person, in words.
std::string_view in_words(change_result result)
{
    switch (result) {
    case change_result::unknown: return "";
    case change_result::reliable_toward_security: return "moved reliably towards security";
    case change_result::none_beyond_error: return "no change larger than measurement error";
    case change_result::reliable_away_from_security: return "moved reliably away from security";
    case change_result::reliable_increase: return "rose by more than measurement error";
    case change_result::reliable_decrease: return "fell by more than measurement error";
    }
    return "";
}

/// A share of people, never 0 of 100.
std::string of_hundred(double share)
{
    return share < 0.01 ? "fewer than 1" : fmt::format("about {:.0f}", 100 * share);
}

std::string figures_text(const change_plan& plan)
{
    std::string text;
    if (plan.sdc.status == estimate_status::ok)
        text += fmt::format("  a change of more than {} points is larger than measurement error\n",
                            number_text(plan.sdc.value));
    else
        text += fmt::format("  {}: no change can be told from measurement error\n", plan.sdc.message);
    text += fmt::format("  standard deviation {}, {}\n  reliability {}, {}\n", number_text(plan.figures.sd.value),
                        plan.figures.sd.source, number_text(plan.figures.reliability.value),
                        plan.figures.reliability.source);
    if (plan.figures.untreated)
        text += fmt::format("  people measured twice without treatment: {}\n", plan.figures.untreated_source);
    if (plan.cuts)
        text += plan.figures.clinical_source == plan.figures.functional_source
                    ? fmt::format("  people who seek help, and people who do not: {}\n", plan.figures.clinical_source)
                    : fmt::format("  people who seek help: {}; people who do not: {}\n", plan.figures.clinical_source,
                                  plan.figures.functional_source);
    if (plan.cuts && plan.cuts->c.status == estimate_status::ok)
        text += fmt::format("  cut-offs: a {}, b {}, c {}; at c {} of 100 of either group stand on the other's side\n",
                            number_text(plan.cuts->a.value), number_text(plan.cuts->b.value),
                            number_text(plan.cuts->c.value), of_hundred(plan.cuts->misclassified_c.value));
    else if (plan.cuts)
        text += fmt::format("  no cut-off: {}\n", plan.cuts->c.message);
    return text;
}

std::string comparison_text(const change_plan& plan, const method_comparison& comparison)
{
    const bool is_about_security = plan.score.is_about_security();
    text_table table({"", "", is_about_security ? "towards security" : "rose", "within error",
                      is_about_security ? "away" : "fell", "as the first"},
                     2);
    for (const method_counts& counts : comparison.methods) {
        const change_rule& rule = plan.method(counts.method).rule;
        const bool has_value = rule.status == estimate_status::ok;
        const auto cell = [&](std::int64_t count) { return has_value ? fmt::format("{}", count) : "-"; };
        const bool is_marked = has_value && counts.evidence == change_evidence::of_the_sample;
        table.add({std::string(to_string(counts.method)), is_marked ? std::string(not_evidence) : rule.message,
                   cell(counts.n_up), cell(counts.n_none), cell(counts.n_down), cell(counts.n_agree)});
    }
    std::string text = table.text("  ");
    text += fmt::format("  methods differ on {} of {}; on {} without those marked\n", comparison.n_disagree,
                        persons_text(comparison.n_persons), comparison.n_disagree_evidence);
    if (plan.cuts && plan.cuts->c.status == estimate_status::ok)
        text += fmt::format("  crossed cut-off c: {} to the functional side, {} to the clinical side\n",
                            comparison.n_crossed_towards, comparison.n_crossed_away);
    return text;
}

std::string place_text(const score_course& course, std::size_t i)
{
    return is_refused(course.statuses[i]) ? std::string(to_string(course.statuses[i]))
                                          : number_text(course.values[i], 2);
}

/// One score of the only person.
std::string course_text(const change_plan& plan, const score_course& course, const change_run& run)
{
    std::vector<std::string> places;
    for (std::size_t i = 0; i < course.values.size(); ++i)
        places.push_back(place_text(course, i));
    std::string text = fmt::format("  {}\n", fmt::join(places, " -> "));
    for (const change_method method : run.methods) {
        if (!is_shown(plan, method))
            continue;
        const change_rule& rule = plan.method(method).rule;
        const change_result result = plan.result(method, course.pre(), course.post());
        if (result == change_result::unknown)
            text += fmt::format("  {}: {}\n", to_string(method),
                                rule.message.empty() ? "a score was refused, so there is no change" : rule.message);
        else
            text +=
                fmt::format("  {}: {} ({}, beyond {} is more than error)\n", to_string(method), in_words(result),
                            number_text(rule.index(course.pre(), course.post()), 2), number_text(rule.threshold, 2));
    }
    const crossing crossed = plan.crossed(course.pre(), course.post());
    if (crossed == crossing::towards_functional || crossed == crossing::towards_clinical)
        text += fmt::format("  crossed cut-off c to the {} side\n",
                            crossed == crossing::towards_functional ? "functional" : "clinical");
    for (const estimate& trend : course.trends)
        text += fmt::format("  {}: {} a unit of time, {}\n", trend.id, number_text(trend.value),
                            trend.ci ? interval_text(trend) : trend.message);
    return text;
}

std::string movements_text(const person_course& person)
{
    std::string text;
    for (const plane_movement& plane : person.movements) {
        const movement& found = plane.found;
        if (found.distance.status != estimate_status::ok)
            continue;
        text += fmt::format("\n{}moved {} points in the plane of anxiety and avoidance\n",
                            plane.target.empty() ? "" : plane.target + ": ", number_text(found.distance.value, 2));
        if (found.along_goal.status == estimate_status::ok)
            text += fmt::format("  {} points along the direction that was chosen ({}), {} across it\n",
                                number_text(found.along_goal.value, 2),
                                found.along_goal.ci ? interval_text(found.along_goal, 2) : found.along_goal.message,
                                number_text(found.off_goal.value, 2));
    }
    return text;
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
                const bool shown = is_shown(plan, method);
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

std::string change_text(const instrument_identity& identity, const change_results& results, const change_run& run)
{
    const bool is_one = results.persons.size() == 1;
    std::string text = fmt::format(
        "{} {}, form {}{}: {} on two or more of the occasions {}\n", identity.id, identity.version, identity.form,
        identity.confidence == confidence::single_source ? " (key from a single source)" : "",
        persons_text(static_cast<std::int64_t>(results.persons.size())), fmt::join(run.occasions, ", "));
    for (std::size_t s = 0; s < results.plans.size(); ++s) {
        const change_plan& plan = results.plans[s];
        const method_comparison& comparison = results.comparisons[s];
        text += fmt::format("\n{}{}\n", plan.score.id,
                            comparison.n_left_out == 0 ? ""
                                                       : fmt::format(": {} left out for a refused score",
                                                                     persons_text(comparison.n_left_out)));
        text += figures_text(plan);
        text += is_one ? course_text(plan, results.persons.front().scores[s], run) : comparison_text(plan, comparison);
    }
    return is_one ? text + movements_text(results.persons.front()) : text;
}

std::string rci_json(const reliable_change_index& found)
{
    std::string head = detail::head("change").dump();
    head.pop_back();
    return fmt::format("{},\"estimates\":{}}}\n", head,
                       estimates_json({&found.sem, &found.s_diff, &found.rci, &found.rci_threshold, &found.sdc}));
}

std::string rci_text(const reliable_change_index& found, double level)
{
    text_table table({"", "value", fmt::format("{:g} % interval", 100 * level)}, 1);
    for (const estimate* figure : {&found.sem, &found.s_diff, &found.rci, &found.rci_threshold, &found.sdc})
        table.add({figure->id, number_text(figure->value), interval_text(*figure)});
    std::string text = table.text();
    if (found.rci.status != estimate_status::ok)
        return text + fmt::format("\n{}\n", found.rci.message);
    const double change = found.rci.value * found.s_diff.value;
    return text + fmt::format("\nA change of {} points: {} the {} points that measurement error explains.\n",
                              number_text(change),
                              std::abs(change) > found.rci_threshold.value ? "more than" : "no more than",
                              number_text(found.rci_threshold.value));
}

}  // namespace attune::inline v0
