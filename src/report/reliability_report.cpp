#include "attune/report/reliability_report.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/version.hpp"
#include "attune/report/conditional_error_report.hpp"
#include "attune/report/estimate_json.hpp"
#include "attune/report/ordinal_report.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "counts.hpp"
#include "factor_fit_tables.hpp"
#include "list_json.hpp"
#include "reliability_tables.hpp"

namespace attune::inline v0 {

namespace {

using detail::grouped;
using detail::list_json;

std::string item_json(const item_quality& item)
{
    std::string chosen;
    for (const std::int64_t n : item.answers.n_chosen)
        chosen += fmt::format("{}{}", chosen.empty() ? "" : ",", n);
    return fmt::format(
        "{{\"number\":{},\"id\":{},\"reversed\":{},\"n_answered\":{},\"mean\":{},\"sd\":{},\"skew\":{},\"kurtosis\":{},"
        "\"floor\":{},\"ceiling\":{},\"n_chosen\":[{}],\"item_total_r\":{},\"item_rest_r\":{},\"item_corrected_r\":{},"
        "\"alpha_if_dropped\":{},\"omega_if_dropped\":{}}}",
        item.number, json_string(item.id), item.is_reversed, item.answers.n_answered, number_json(item.answers.mean),
        number_json(item.answers.sd), number_json(item.answers.skew), number_json(item.answers.kurtosis),
        number_json(item.answers.floor), number_json(item.answers.ceiling), chosen,
        number_json(item.relations.item_total_r), number_json(item.relations.item_rest_r),
        number_json(item.relations.item_corrected_r), number_json(item.relations.alpha_if_dropped),
        number_json(item.omega_if_dropped));
}

std::string scale_json(const scale_quality& scale)
{
    return fmt::format(
        "{{\"id\":{},\"n_items\":{},\"n_persons\":{},\"n_complete\":{},\"mean\":{},\"sd\":{},\"coefficients\":{},"
        "\"fit\":{},\"items\":{}}}",
        json_string(scale.id), scale.n_items, scale.n_persons, scale.n_complete, number_json(scale.mean),
        number_json(scale.sd), list_json(scale.coefficients, estimate_json),
        scale.fit ? detail::fit_json(*scale.fit, "one_factor") : "null", list_json(scale.items, item_json));
}

std::string comparison_json(const alpha_comparison& comparison)
{
    const equal_alphas_test& test = comparison.test;
    return fmt::format(
        "{{\"scale\":{},\"id\":\"alpha_raw\",\"n_groups\":{},\"method\":\"Feldt, Woodruff and Salih 1987\","
        "\"chi_square\":{},\"df\":{},\"p\":{},\"status\":\"{}\"}}",
        json_string(comparison.scale), comparison.n_groups, number_json(test.chi_square), test.df, number_json(test.p),
        to_string(test.status));
}

std::string fit_text(const scale_quality& scale)
{
    return scale.fit ? detail::fit_text(*scale.fit) + "\n" : "";
}

/// What was asked for beyond the coefficients of covariances, scale after scale.
std::string tallies_text(const reliability_result& result, const reliability_group& group)
{
    const std::string of_group = result.by.empty() ? "" : fmt::format(", {} {}", result.by, group.by);
    std::string text;
    for (const ordinal_quality& scale : group.ordinal)
        text += fmt::format("\n{}{}, answers taken as categories\n\n{}", scale.scale, of_group, ordinal_text(scale));
    for (const conditional_error& scale : group.conditional)
        text += fmt::format("\n{}{}, error by score\n\n{}", scale.scale, of_group, conditional_error_text(scale));
    return text;
}

/// A share or correlation as journals print it: without the zero in front.
std::string in_print(double number)
{
    std::string text = number_text(number);
    if (text.starts_with("0."))
        text.erase(0, 1);
    else if (text.starts_with("-0."))
        text.erase(1, 1);
    return text;
}

std::string_view source_of(std::string_view interval)
{
    if (interval == "adf")
        return "asymptotically distribution-free (Maydeu-Olivares, Coffman & Hartmann, 2007)";
    if (interval == "feldt")
        return "Feldt (1965)";
    if (interval == "bca")
        return "bias-corrected and accelerated bootstrap (Efron, 1987)";
    if (interval == "bonett")
        return "Bonett (2002)";
    if (interval == "delta")
        return "delta method on the logit (Raykov, 2002)";
    return "van Zyl, Neudecker & Nel (2000)";
}

std::string interval_in_words(const estimate& figure)
{
    return figure.ci ? fmt::format(", {} % CI [{}, {}], {}", number_text(100 * figure.ci->level, 0),
                                   in_print(figure.ci->lower), in_print(figure.ci->upper), source_of(figure.ci->method))
                     : "";
}

/// Omega and the fit of its factor, as a methods section has them.
std::string omega_in_words(const scale_quality& scale)
{
    const auto omega = std::find_if(scale.coefficients.begin(), scale.coefficients.end(),
                                    [](const estimate& figure) { return figure.id == "omega_u"; });
    if (omega->status != estimate_status::ok)
        return fmt::format("; omega is not available: {}", omega->message);
    std::string text = fmt::format("; omega of one factor (maximum likelihood) = {}{}", in_print(omega->value),
                                   interval_in_words(*omega));
    const factor_fit_statistics& fit = *scale.fit;
    if (fit.status == estimate_status::ok)
        text += fmt::format(
            "; fit of the factor: chi-square({}) = {}, p {}, CFI = {}, TLI = {}, RMSEA = {} ({} % CI "
            "[{}, {}]), SRMR = {}",
            fit.df, number_text(fit.chi_square, 2), fit.p < 0.001 ? "< .001" : fmt::format("= {}", in_print(fit.p)),
            in_print(fit.cfi), in_print(fit.tli), in_print(fit.rmsea), number_text(100 * fit.rmsea_ci.level, 0),
            in_print(fit.rmsea_ci.lower), in_print(fit.rmsea_ci.upper), in_print(fit.srmr));
    return text;
}

}  // namespace

std::string reliability_json(const scoring_key& key, const reliability_result& result)
{
    const auto group_json = [&](const reliability_group& group) {
        const std::string by =
            result.by.empty() ? "" : fmt::format("{}:{}", json_string(result.by), json_string(group.by));
        const std::string ordinal =
            group.ordinal.empty() ? "" : ",\"ordinal\":" + list_json(group.ordinal, ordinal_json);
        const std::string conditional =
            group.conditional.empty() ? ""
                                      : ",\"conditional_sem\":" + list_json(group.conditional, conditional_error_json);
        return fmt::format("{{\"by\":{{{}}},\"n_persons\":{},\"scales\":{}{}{}}}", by, group.n_persons,
                           list_json(group.scales, scale_json), ordinal, conditional);
    };
    return fmt::format(
        "{{{},\"missing\":\"{}\",\"groups\":{},\"comparisons\":{},\"summary\":{{\"rows\":{},\"short_rows\":{},"
        "\"input\":{},\"input_sha256\":{},\"warnings\":{}}}}}\n",
        json_head("reliability", key.identity()), to_string(result.missing), list_json(result.groups, group_json),
        list_json(result.comparisons, comparison_json), result.n_rows, result.n_short_rows,
        json_string(result.input_name), json_string(result.input_sha256),
        list_json(result.warnings, [](const std::string& warning) { return json_string(warning); }));
}

std::string reliability_text(const scoring_key& key, const reliability_result& result)
{
    const instrument_identity& identity = key.identity();
    std::string text =
        fmt::format("{}, form {}{}\nFrom {}.\n", identity.id, identity.form,
                    identity.confidence == confidence::single_source ? "; its key rests on a single source" : "",
                    detail::handling_in_words(result.missing));
    for (const reliability_group& group : result.groups) {
        if (!result.by.empty())
            text += fmt::format("\n== {} {}: {} people\n", result.by, group.by.empty() ? "(empty)" : group.by,
                                grouped(group.n_persons));
        for (const scale_quality& scale : group.scales)
            text += fmt::format("\n{}: {} items, {}; mean {}, sd {}\n\n{}\n{}{}", scale.id, scale.n_items,
                                detail::people_of(scale), number_text(scale.mean, 2), number_text(scale.sd, 2),
                                detail::text_of(detail::coefficient_rows(scale), 2), fit_text(scale),
                                detail::text_of(detail::item_rows(scale), 2));
    }
    for (const reliability_group& group : result.groups)
        text += tallies_text(result, group);
    if (!result.comparisons.empty())
        text += fmt::format("\nIs alpha the same in all values of {}? (Feldt, Woodruff & Salih, 1987)\n", result.by);
    for (const alpha_comparison& comparison : result.comparisons)
        text += comparison.test.status == estimate_status::ok
                    ? fmt::format("  {}: {} groups, chi-square {} on {} degrees of freedom, p {}\n", comparison.scale,
                                  comparison.n_groups, number_text(comparison.test.chi_square, 2), comparison.test.df,
                                  detail::p_in_words(comparison.test.p))
                    : fmt::format("  {}: {}\n", comparison.scale, comparison.test.message);
    return text;
}

std::string reliability_methods(const scoring_key& key, const reliability_result& result)
{
    const instrument_identity& identity = key.identity();
    std::string text;
    for (const reliability_group& group : result.groups)
        for (const scale_quality& scale : group.scales) {
            if (scale.coefficients.empty())
                continue;
            const estimate& alpha = scale.coefficients.front();
            text += fmt::format("{}{}{} ({} items): ", text.empty() ? "" : "\n", scale.id,
                                group.by.empty() ? "" : fmt::format(", {} {}", result.by, group.by), scale.n_items);
            if (alpha.status != estimate_status::ok) {
                text += fmt::format("coefficient alpha is not available: {}.", alpha.message);
                continue;
            }
            text += fmt::format("coefficient alpha = {}", in_print(alpha.value));
            text += interval_in_words(alpha);
            text += omega_in_words(scale);
            text += fmt::format("; {} of {} people answered every item; M = {}, SD = {}.", grouped(scale.n_complete),
                                grouped(scale.n_persons), number_text(scale.mean, 2), number_text(scale.sd, 2));
        }
    return fmt::format(
        "Reliability was estimated for the questionnaire {} (form {}; {}), from {}.\n{}\n"
        "Computed with attune {}; definition {} {}, scoring_sha256 {}; input sha256 {}.\n",
        identity.id, identity.form, result.citation, detail::handling_in_words(result.missing), text, version,
        identity.id, identity.version, identity.scoring_sha256,
        result.input_sha256.empty() ? "not known" : result.input_sha256);
}

}  // namespace attune::inline v0
