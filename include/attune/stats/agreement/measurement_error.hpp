#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/agreement/detail/arguments.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

/// Standard errors of measurement from repeated scores, and the smallest change that is larger than they explain.
struct measurement_error {
    estimate sem_agreement;             ///< goes with icc_2_1: differences between occasions are error
    estimate sem_consistency;           ///< goes with icc_3_1: a shift of everybody is no error
    estimate sdc_agreement_individual;  ///< smallest detectable change of one person
    estimate sdc_agreement_group;       ///< and of the mean of these n persons
    estimate sdc_consistency_individual;
    estimate sdc_consistency_group;
    std::int64_t n_left_out = 0;  ///< persons with a missing score
};

/// Smallest detectable change of one person: z sqrt(2) SEM.
///
/// @param sem   standard error of measurement, in score units.
/// @param z     how many standard errors of a difference count as more than error: the exact normal quantile unless a
///              published figure was made with 1.96.
/// @return      in score units; NaN for a NaN.
/// @see         de Vet, Terwee, Knol & Bouter (2006), Journal of Clinical Epidemiology 59, 1033-1039.
[[nodiscard]] inline double smallest_detectable_change(double sem, double z = detail::two_sided_z(0.95))
{
    return z * std::sqrt(2.0) * sem;
}

namespace detail {

/// Interval of the root of a mean square (or of a sum of them) on `df` degrees of freedom.
[[nodiscard]] inline confidence_interval chi_squared_interval(double root, double df, double level, std::string method)
{
    return {root * std::sqrt(df / chi_squared_quantile((1 + level) / 2, df)),
            root * std::sqrt(df / chi_squared_quantile((1 - level) / 2, df)), level, std::move(method)};
}

/// A multiple of an estimate under another id.
[[nodiscard]] inline estimate scaled(const estimate& from, double factor, std::string id, std::string method)
{
    estimate figure = from;
    figure.id = std::move(id);
    figure.method = std::move(method);
    figure.value *= factor;
    if (figure.ci) {
        figure.ci->lower *= factor;
        figure.ci->upper *= factor;
    }
    return figure;
}

}  // namespace detail

/// Measurement error of n persons with k scores each, from the mean squares of `two_way()`:
///
///     sem_agreement   = sqrt((MSR - MSE) / n + MSE) = sqrt(MSW)      variance of occasions and error
///     sem_consistency = sqrt(MSE)                                    for two occasions: sd of differences / sqrt(2)
///     sdc_..._individual = z sqrt(2) SEM,   sdc_..._group = sdc_..._individual / sqrt(n)
///
/// Intervals come from chi-squared: of MSE on its (n - 1) (k - 1) df; of the sum that is MSW on Satterthwaite's df.
///
/// @param occasions  n x k in score units, NaN is missing; persons with a missing score are left out and counted.
/// @param level      of the intervals, and of the z that makes a change detectable; above 0 and below 1.
/// @return           in score units, 0 when nothing varies (then without interval). NaN and `too_few_raters` for k < 2,
///                   `too_few_persons` for fewer than 2 complete persons.
/// @throws std::invalid_argument  a score is infinite or above 1e150, or the level is not between 0 and 1.
/// @note             The variance of occasions is not set to 0 where it is estimated below it: so sem_agreement goes
///                   exactly with icc_2_1, and may be a little below sem_consistency.
/// @see              de Vet, Terwee, Knol & Bouter (2006), Journal of Clinical Epidemiology 59, 1033-1039; McGraw &
/// Wong
///                   (1996), Psychological Methods 1, 30-46.
[[nodiscard]] inline measurement_error measurement_error_of(const matrix_view& occasions, double level = 0.95)
{
    detail::check_level("measurement_error_of", "level", level);
    const matrix complete = complete_rows(occasions);
    measurement_error error;
    error.n_left_out = occasions.rows() - complete.rows();
    estimate& agreement = error.sem_agreement;
    estimate& consistency = error.sem_consistency;
    agreement = {.id = "sem_agreement", .n_persons = complete.rows(), .method = "two-way random, absolute agreement"};
    consistency = {.id = "sem_consistency", .n_persons = complete.rows(), .method = "two-way mixed, consistency"};
    if (occasions.cols() < 2 || complete.rows() < 2) {
        for (estimate* figure : {&agreement, &consistency}) {
            figure->status = occasions.cols() < 2 ? estimate_status::too_few_raters : estimate_status::too_few_persons;
            figure->message = occasions.cols() < 2 ? "Measurement error needs at least two scores of each person."
                                                   : "Measurement error needs at least two persons with all scores.";
        }
    } else {
        const two_way_anova anova = two_way(complete);
        agreement.value = std::sqrt(anova.within.mean_square);
        consistency.value = std::sqrt(anova.residual.mean_square);
        const auto n = static_cast<double>(anova.n_persons);
        const double raters = anova.raters.mean_square / n;
        const double residual = anova.residual.mean_square * (n - 1) / n;
        const double df = (raters + residual) * (raters + residual) /
                          (raters * raters / static_cast<double>(anova.raters.df) +
                           residual * residual / static_cast<double>(anova.residual.df));
        if (agreement.value > 0)
            agreement.ci = detail::chi_squared_interval(agreement.value, df, level, "chi_squared_satterthwaite");
        if (consistency.value > 0)
            consistency.ci = detail::chi_squared_interval(consistency.value, static_cast<double>(anova.residual.df),
                                                          level, "chi_squared");
    }
    const double z = detail::two_sided_z(level);
    const double individual = smallest_detectable_change(1, z);
    const double group = individual / std::sqrt(static_cast<double>(complete.rows()));
    const std::string of_one = fmt::format("{} sqrt(2) SEM", z);
    const std::string of_mean = of_one + " / sqrt(n)";
    error.sdc_agreement_individual = detail::scaled(agreement, individual, "sdc_agreement_individual", of_one);
    error.sdc_agreement_group = detail::scaled(agreement, group, "sdc_agreement_group", of_mean);
    error.sdc_consistency_individual = detail::scaled(consistency, individual, "sdc_consistency_individual", of_one);
    error.sdc_consistency_group = detail::scaled(consistency, group, "sdc_consistency_group", of_mean);
    return error;
}

}  // namespace attune::inline v0
