#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// The standard error of measurement: how far a person's scores would scatter if measured again and again unchanged:
///
///     sem = sd sqrt(1 - reliability)
///
/// @param sd           standard deviation of the scores in the group that the reliability is of, >= 0 [score units].
/// @param reliability  0..1. Which one decides what counts as error: an internal consistency (alpha, omega) gives the
///                     error of the moment, a retest correlation adds ordinary fluctuation.
/// @return     id "sem" [score units]. NaN with `not_known` when an argument is NaN, `not_defined` when the reliability
///             lies outside 0..1, as an estimate of it can.
/// @throws std::invalid_argument  sd is negative.
/// @see        Lord & Novick (1968), Statistical theories of mental test scores, 3.8.
[[nodiscard]] inline estimate sem(double sd, double reliability)
{
    if (sd < 0)
        fail_argument("sem", "sd", "not be negative", fmt::format("{}", sd));
    estimate made = detail::unknown_estimate("sem", "sd sqrt(1 - reliability)", {});
    if (std::isnan(sd) || std::isnan(reliability))
        return detail::without_value(std::move(made), estimate_status::not_known,
                                     "the standard deviation or the reliability is not known");
    if (reliability < 0 || reliability > 1)
        return detail::without_value(std::move(made), estimate_status::not_defined,
                                     fmt::format("a reliability lies in 0..1, but this is {:.3g}", reliability));
    made.value = sd * std::sqrt(1 - reliability);
    return made;
}

/// The smallest detectable change: the difference of two scores of one person that measurement error alone exceeds in
/// a share of 1 - level of unchanged people (also minimal detectable change, MDC95 at 0.95):
///
///     sdc = z sqrt(2) sem,  z the two-sided normal quantile of level (1.95996... for 0.95, not 1.96)
///
/// @param sd,reliability  as for `sem()`.
/// @param level           between 0 and 1.
/// @return     id "sdc" [score units]; NaN as for `sem()`.
/// @throws std::invalid_argument  sd is negative, or level not between 0 and 1.
/// @see        Beckerman et al. (2001), Quality of Life Research 10, 571-578. Agrees with CECPfuns::getRCI.
[[nodiscard]] inline estimate sdc(double sd, double reliability, double level = 0.95)
{
    check_probability("sdc", "level", level);
    if (sd < 0)
        fail_argument("sdc", "sd", "not be negative", fmt::format("{}", sd));
    estimate made = sem(sd, reliability);
    made.id = "sdc";
    made.method = fmt::format("z sqrt(2) sem, level {}", level);
    if (made.status == estimate_status::ok)
        made.value *= detail::two_sided_z(level) * std::sqrt(2.0);
    return made;
}

/// The smallest detectable change of the mean of a group: sdc / sqrt(n_persons).
///
/// @param change     what `sdc()` gave.
/// @param n_persons  how many people the means are over, at least 1.
/// @return     id "sdc_group" [score units]; NaN with the reason that `change` has.
/// @throws std::invalid_argument  n_persons is below 1.
/// @note       Tells measurement error of a group only; the sampling of people adds to it.
[[nodiscard]] inline estimate sdc_group(estimate change, std::int64_t n_persons)
{
    check_within<std::int64_t>("sdc_group", "n_persons", n_persons, 1, std::numeric_limits<std::int64_t>::max());
    change.id = "sdc_group";
    change.method += ", divided by sqrt(n_persons)";
    change.n_persons = n_persons;
    change.value /= std::sqrt(static_cast<double>(n_persons));
    return change;
}

/// The correlation that scores with errors show when their true scores correlate by `r_true` (Spearman's attenuation):
/// r_true sqrt(reliability_x reliability_y).
///
/// @return  NaN when an argument is NaN or a reliability lies outside 0..1.
[[nodiscard]] inline double attenuated_r(double r_true, double reliability_x, double reliability_y)
{
    const auto is_reliability = [](double r) { return r >= 0 && r <= 1; };
    if (!is_reliability(reliability_x) || !is_reliability(reliability_y))
        return std::numeric_limits<double>::quiet_NaN();
    return r_true * std::sqrt(reliability_x * reliability_y);
}

/// The correlation of true scores behind an observed one: r / sqrt(reliability_x reliability_y).
///
/// @return  NaN when an argument is NaN, or a reliability is 0 or lies outside 0..1. Exceeds 1 in size when a
/// reliability
///          is underestimated or the sample small; it is not cut off.
/// @see     Spearman (1904), American Journal of Psychology 15, 72-101. Agrees with CECPfuns::getCorrectedR.
[[nodiscard]] inline double corrected_r(double r, double reliability_x, double reliability_y)
{
    const double attenuation = attenuated_r(1, reliability_x, reliability_y);
    return attenuation == 0 ? std::numeric_limits<double>::quiet_NaN() : r / attenuation;
}

}  // namespace attune::inline v0
