#include "factor_fit_tables.hpp"

#include <cmath>

#include <fmt/format.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"

namespace attune::inline v0::detail {

namespace {

std::string what_fits(int n_factors)
{
    return n_factors == 1 ? "fit of one factor" : fmt::format("fit of {} factors", n_factors);
}

}  // namespace

shown_table fit_rows(const factor_fit_statistics& fit, int n_factors)
{
    shown_table table{{what_fits(n_factors), "what it says", "value", ""}};
    table.rows.push_back(
        {"chi_square",
         fmt::format("misfit beyond chance, on {} degrees of freedom; many people find any misfit", fit.df),
         number_text(fit.chi_square, 1), fmt::format("p {}", p_in_words(fit.p))});
    table.rows.push_back(
        {"cfi", "0: no better than items with nothing in common; 1: perfect", number_text(fit.cfi), ""});
    table.rows.push_back({"tli", "the same, with a price for each parameter", number_text(fit.tli), ""});
    table.rows.push_back({"rmsea", "misfit per degree of freedom; 0 is perfect", number_text(fit.rmsea),
                          fmt::format("{} to {} ({} %)", number_text(fit.rmsea_ci.lower),
                                      number_text(fit.rmsea_ci.upper), number_text(100 * fit.rmsea_ci.level, 0))});
    table.rows.push_back({"srmr",
                          fmt::format("typical error of a correlation as the {}",
                                      n_factors == 1 ? "factor predicts it" : "factors predict it"),
                          number_text(fit.srmr), ""});
    return table;
}

std::string fit_text(const factor_fit_statistics& fit, int n_factors)
{
    if (fit.status == estimate_status::ok)
        return text_of(fit_rows(fit, n_factors), 2);
    return fmt::format("  {}: {}{}\n", what_fits(n_factors), fit.message,
                       std::isnan(fit.srmr) ? "" : fmt::format(" (srmr {})", number_text(fit.srmr)));
}

std::string fit_json(const factor_fit_statistics& fit, std::string_view model)
{
    const std::string message =
        fit.status == estimate_status::ok ? "" : fmt::format(",\"message\":{}", json_string(fit.message));
    return fmt::format(
        "{{\"model\":\"{}\",\"n_persons\":{},\"chi_square\":{},\"df\":{},\"p\":{},"
        "\"baseline_chi_square\":{},\"baseline_df\":{},\"cfi\":{},\"tli\":{},\"rmsea\":{},"
        "\"rmsea_ci\":{{\"lower\":{},\"upper\":{},\"level\":{},\"method\":{}}},\"srmr\":{},\"status\":\"{}\"{}}}",
        model, fit.n_persons ? fmt::format("{}", *fit.n_persons) : "null", number_json(fit.chi_square), fit.df,
        number_json(fit.p), number_json(fit.baseline_chi_square), fit.baseline_df, number_json(fit.cfi),
        number_json(fit.tli), number_json(fit.rmsea), number_json(fit.rmsea_ci.lower), number_json(fit.rmsea_ci.upper),
        number_json(fit.rmsea_ci.level), json_string(fit.rmsea_ci.method), number_json(fit.srmr), to_string(fit.status),
        message);
}

}  // namespace attune::inline v0::detail
