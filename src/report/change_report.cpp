#include "attune/report/change_report.hpp"

#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/text_table.hpp"
#include "change_methods.hpp"
#include "counts.hpp"

namespace attune::inline v0 {

namespace {

using detail::persons;

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
        table.add({std::string(to_string(counts.method)), is_marked ? std::string(detail::not_evidence) : rule.message,
                   cell(counts.n_up), cell(counts.n_none), cell(counts.n_down), cell(counts.n_agree)});
    }
    std::string text = table.text("  ");
    text += fmt::format("  methods differ on {} of {}; on {} without those marked\n", comparison.n_disagree,
                        persons(comparison.n_persons), comparison.n_disagree_evidence);
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
        if (!detail::is_shown(plan, method))
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

}  // namespace

std::string change_text(const instrument_identity& identity, const change_results& results, const change_run& run)
{
    const bool is_one = results.persons.size() == 1;
    std::string text = fmt::format(
        "{} {}, form {}{}: {} on two or more of the occasions {}\n", identity.id, identity.version, identity.form,
        identity.confidence == confidence::single_source ? " (key from a single source)" : "",
        persons(static_cast<std::int64_t>(results.persons.size())), fmt::join(run.occasions, ", "));
    for (std::size_t s = 0; s < results.plans.size(); ++s) {
        const change_plan& plan = results.plans[s];
        const method_comparison& comparison = results.comparisons[s];
        text += fmt::format("\n{}{}\n", plan.score.id,
                            comparison.n_left_out == 0
                                ? ""
                                : fmt::format(": {} left out for a refused score", persons(comparison.n_left_out)));
        text += figures_text(plan);
        text += is_one ? course_text(plan, results.persons.front().scores[s], run) : comparison_text(plan, comparison);
    }
    return is_one ? text + movements_text(results.persons.front()) : text;
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
