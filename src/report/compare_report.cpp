#include "attune/report/compare_report.hpp"

#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/estimates_report.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "counts.hpp"
#include "json.hpp"
#include "list_json.hpp"

namespace attune::inline v0 {

namespace {

using detail::list_json;
using detail::ordered_json;
using detail::persons;

std::string estimates_list_json(const std::vector<estimate>& estimates)
{
    return list_json(estimates, estimate_json);
}

std::string test_json(std::string_view id, const f_test& test)
{
    return fmt::format("{{\"id\":\"{}\",\"f\":{},\"df1\":{},\"df2\":{},\"p\":{}}}", id, number_json(test.f),
                       number_json(test.df1), number_json(test.df2), number_json(test.p));
}

std::string test_json(std::string_view id, const chi_square_test& test)
{
    return fmt::format("{{\"id\":\"{}\",\"chi_square\":{},\"df\":{},\"p\":{}}}", id, number_json(test.chi_square),
                       number_json(test.df), number_json(test.p));
}

std::string score_json(const comparison_result& result, const score_comparison& score)
{
    std::vector<std::string> groups;
    for (std::size_t g = 0; g < score.groups.size(); ++g)
        groups.push_back(fmt::format("{{\"group\":{},\"n_persons\":{},\"mean\":{},\"sd\":{}}}",
                                     json_string(result.groups[g]), score.groups[g].n_persons,
                                     number_json(score.groups[g].mean), number_json(score.groups[g].sd)));
    const std::string pairs = list_json(score.pairs, [&](const pair_comparison& pair) {
        return fmt::format("{{\"first\":{},\"second\":{},\"estimates\":{},\"welch_p_holm\":{}}}",
                           json_string(result.groups[pair.first]), json_string(result.groups[pair.second]),
                           estimates_list_json(pair.estimates), number_json(pair.welch_p_holm));
    });
    return fmt::format("{{\"id\":{},\"groups\":[{}],\"pairs\":{},\"tests\":[{},{}],\"estimates\":{}}}",
                       json_string(score.id), fmt::join(groups, ","), pairs, test_json("anova", score.anova.test),
                       test_json("welch_anova", score.welch.test),
                       estimates_list_json(std::vector{score.anova.eta_squared, score.anova.omega_squared}));
}

std::string joint_json(const comparison_result& result)
{
    if (!result.joint)
        return "null";
    const std::string pairs = list_json(result.joint->pairs, [&](const joint_pair& pair) {
        return fmt::format("{{\"first\":{},\"second\":{},\"estimates\":{},\"tests\":[{}]}}",
                           json_string(result.groups[pair.first]), json_string(result.groups[pair.second]),
                           estimates_list_json(std::vector{pair.test.d}), test_json("hotelling", pair.test.test));
    });
    const manova_test& manova = result.joint->manova;
    const std::string statistics = list_json(manova.statistics, [](const manova_statistic& one) {
        return fmt::format("{{\"id\":\"{}\",\"value\":{},\"f\":{},\"df1\":{},\"df2\":{},\"p\":{}}}", one.id,
                           number_json(one.value), number_json(one.test.f), number_json(one.test.df1),
                           number_json(one.test.df2), number_json(one.test.p));
    });
    return fmt::format("{{\"scores\":[{},{}],\"pairs\":{},\"manova\":{},\"status\":\"{}\"}}",
                       json_string(result.joint->first), json_string(result.joint->second), pairs, statistics,
                       to_string(manova.status));
}

std::string correlations_json(const group_correlations& of)
{
    std::vector<std::string> figures;
    for (const auto& [names, test] : of.found)
        figures.push_back(fmt::format("{{\"of\":{},\"estimate\":{},\"t\":{},\"p\":{}}}", json_string(names),
                                      estimate_json(test.r), number_json(test.t), number_json(test.p)));
    for (const auto& [names, figure] : of.true_scores)
        figures.push_back(fmt::format("{{\"of\":{},\"estimate\":{}}}", json_string(names), estimate_json(figure)));
    return fmt::format("{{\"group\":{},\"figures\":[\n{}]}}", of.group.empty() ? "null" : json_string(of.group),
                       fmt::join(figures, ",\n"));
}

std::string ancova_json(const comparison_result& result, const score_ancova& of)
{
    std::vector<std::string> means;
    for (std::size_t g = 0; g < of.found.adjusted_means.size(); ++g)
        means.push_back(fmt::format("{{\"group\":{},\"estimate\":{}}}", json_string(result.groups[g]),
                                    estimate_json(of.found.adjusted_means[g])));
    std::vector<std::string> slopes;
    for (std::size_t j = 0; j < of.found.slope_of.size(); ++j)
        slopes.push_back(fmt::format("{{\"covariate\":{},\"estimate\":{}}}", json_string(result.covariates[j]),
                                     estimate_json(of.found.slope_of[j])));
    return fmt::format(
        "{{\"id\":{},\"n_persons\":{},\"n_left_out\":{},\"tests\":[{},{}],\"slopes\":[{}],\"adjusted_means\":[{}],"
        "\"status\":\"{}\"}}",
        json_string(of.score), of.found.n_persons, of.found.n_left_out, test_json("groups", of.found.groups),
        test_json("slopes", of.found.slopes), fmt::join(slopes, ","), fmt::join(means, ","),
        to_string(of.found.status));
}

std::string outcome_json(const outcome_regression& of)
{
    return fmt::format(
        "{{\"id\":{},\"n_persons\":{},\"n_with_outcome\":{},\"n_left_out\":{},\"estimates\":{},\"crossed\":{},"
        "\"tests\":[{},{}]}}",
        json_string(of.outcome), of.n_persons, of.n_with_outcome, of.n_left_out, estimates_list_json(of.main),
        estimates_list_json(of.crossed), test_json("scores", of.scores), test_json("interactions", of.interactions));
}

std::string f_text(std::string_view name, const f_test& test)
{
    return std::isnan(test.f) ? fmt::format("  {}: not available\n", name)
                              : fmt::format("  {}: F({:.6g}, {:.6g}) = {}, p {}\n", name, test.df1, test.df2,
                                            number_text(test.f, 2), p_relation(test.p));
}

std::string score_text(const comparison_result& result, const score_comparison& score)
{
    text_table groups({"", "n", "mean", "sd"}, 1);
    for (std::size_t g = 0; g < score.groups.size(); ++g)
        groups.add({result.groups[g], fmt::format("{}", score.groups[g].n_persons), number_text(score.groups[g].mean),
                    number_text(score.groups[g].sd)});
    std::string text = fmt::format("\n{}\n{}", score.id, groups.text("  "));
    if (score.groups.size() > 2 && score.anova.status != estimate_status::ok)
        text += fmt::format("  analysis of variance: {}\n", score.anova.message);
    else if (score.groups.size() > 2)
        text += f_text("analysis of variance", score.anova.test) + f_text("Welch's", score.welch.test);
    for (const pair_comparison& pair : score.pairs) {
        text += fmt::format("\n  {} less {}\n", result.groups[pair.first], result.groups[pair.second]);
        text += estimates_text(pair.estimates);
        if (result.scores.size() * score.pairs.size() > 1)
            text += fmt::format("  Welch's p over all comparisons (Holm): {}\n", p_text(pair.welch_p_holm));
    }
    return text;
}

std::string joint_text(const comparison_result& result)
{
    const joint_comparison& joint = *result.joint;
    std::string text = fmt::format("\n{} and {} together\n", joint.first, joint.second);
    for (const joint_pair& pair : joint.pairs) {
        text += fmt::format("  {} and {}\n{}", result.groups[pair.first], result.groups[pair.second],
                            estimates_text({pair.test.d}));
        text += f_text("Hotelling's T2", pair.test.test);
    }
    if (result.groups.size() > 2)
        for (const manova_statistic& one : joint.manova.statistics)
            text += f_text(fmt::format("{} {}", one.id, number_text(one.value)), one.test);
    return text;
}

std::string correlations_text(const group_correlations& of)
{
    text_table table({"", "r", "95 % interval", "p"}, 1);
    for (const auto& [names, test] : of.found)
        table.add({names, number_text(test.r.value), interval_text(test.r), p_text(test.p)});
    for (const auto& [names, figure] : of.true_scores)
        table.add({names + " without measurement error", number_text(figure.value), interval_text(figure), ""});
    return fmt::format("\ncorrelations, {}\n{}", of.group.empty() ? "all groups" : of.group, table.text("  "));
}

std::string ancova_text(const comparison_result& result, const score_ancova& of)
{
    std::string text =
        fmt::format("\n{} with {} held constant: {}\n", of.score, fmt::join(result.covariates, ", "),
                    of.found.status == estimate_status::ok ? persons(of.found.n_persons) : of.found.message);
    if (of.found.status != estimate_status::ok)
        return text;
    text_table table({"", "adjusted mean", "95 % interval"}, 1);
    for (std::size_t g = 0; g < of.found.adjusted_means.size(); ++g)
        table.add({result.groups[g], number_text(of.found.adjusted_means[g].value),
                   interval_text(of.found.adjusted_means[g])});
    return text + table.text("  ") + f_text("groups", of.found.groups) +
           f_text("slopes that differ between groups", of.found.slopes);
}

std::string chi_text(std::string_view name, const chi_square_test& test)
{
    return std::isnan(test.p) ? fmt::format("  {}: not available\n", name)
                              : fmt::format("  {}: chi2({}) = {}, p {}\n", name, test.df,
                                            number_text(test.chi_square, 2), p_relation(test.p));
}

std::string outcome_text(const outcome_regression& of)
{
    std::string text = fmt::format("\n{}: {} of {} yes; log odds\n{}", of.outcome, of.n_with_outcome,
                                   persons(of.n_persons), estimates_text(of.main));
    text += chi_text("the scores beside the groups", of.scores);
    if (!of.crossed.empty())
        text += "\n  with interactions\n" + estimates_text(of.crossed) +
                chi_text("scores that tell something else from group to group", of.interactions);
    return text;
}

}  // namespace

std::string compare_json(const comparison_result& result)
{
    std::string head;
    if (result.instrument) {
        head = json_head("compare", *result.instrument);
    } else {
        head = detail::head("compare").dump();
        head = head.substr(1, head.size() - 2);
    }
    ordered_json options = ordered_json::object();
    for (const auto& [name, value] : result.options)
        options[name] = value;
    const ordered_json summary = {{"rows", result.n_rows},
                                  {"rows_without_group", result.n_without_group},
                                  {"rows_with_refused_scores", result.n_refused_rows},
                                  {"short_rows", result.n_short_rows},
                                  {"input", {{"name", result.input_name}, {"sha256", result.input_sha256}}},
                                  {"options", options},
                                  {"warnings", result.warnings}};
    return fmt::format(
        "{{{},\"by\":{},\"groups\":{},\"scores\":{},\"joint\":{},\"correlations\":{},\"ancova\":{},\"outcomes\":{},"
        "\"summary\":{}}}\n",
        head, json_string(result.by), ordered_json(result.groups).dump(),
        list_json(result.scores, [&](const score_comparison& score) { return score_json(result, score); }),
        joint_json(result), list_json(result.correlations, correlations_json),
        list_json(result.ancovas, [&](const score_ancova& of) { return ancova_json(result, of); }),
        list_json(result.outcomes, outcome_json), summary.dump());
}

std::string compare_text(const comparison_result& result)
{
    std::string text;
    if (result.instrument)
        text =
            fmt::format("{} {}, form {}{}: {}, groups by {}\n", result.instrument->id, result.instrument->version,
                        result.instrument->form,
                        result.instrument->confidence == confidence::single_source ? " (key from a single source)" : "",
                        persons(result.n_rows), result.by);
    else
        text = fmt::format("means, standard deviations and sizes of {} groups\n", result.groups.size());
    if (result.n_without_group != 0)
        text += fmt::format("  left out, of no group asked for: {}\n", persons(result.n_without_group));
    for (const score_comparison& score : result.scores)
        text += score_text(result, score);
    if (result.joint)
        text += joint_text(result);
    for (const group_correlations& of : result.correlations)
        text += correlations_text(of);
    for (const score_ancova& of : result.ancovas)
        text += ancova_text(result, of);
    for (const outcome_regression& of : result.outcomes)
        text += outcome_text(of);
    return text +
           "\nDifferences are first less second. Differences between groups say little about any one person in them.\n";
}

}  // namespace attune::inline v0
