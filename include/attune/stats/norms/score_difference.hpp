#pragma once

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/norms/joint_region.hpp"

namespace attune::inline v0 {

/// How two scores of one person differ.
struct score_difference {
    estimate difference;                                  ///< id "difference": first less second
    double z = std::numeric_limits<double>::quiet_NaN();  ///< difference / its standard error
    double p = std::numeric_limits<double>::quiet_NaN();  ///< two-sided: measurement error alone differs as much
};

/// Whether two scores of one person differ by more than measurement error:
///
///     d = x1 - x2 +- z sqrt(s1^2 + s2^2 - 2 r s1 s2)
///
/// with s the standard errors of measurement and r the correlation of the errors.
///
/// @param first,second  in the same units. Two scales (anxiety and avoidance) are in the same units as z scores of one
///                      reference group, whose errors are sqrt(1 - reliability); two targets (mother and partner) are
///                      so on the scale of the answers.
/// @param options       level of the interval, between 0 and 1; error_r between -1 and 1.
/// @return     the difference with std_error and ci of method "measurement_error"; z and p are NaN for 0 over 0. NaN
/// and
///             `not_known` when a score or an error is NaN.
/// @throws std::invalid_argument  an error is negative, or an option outside its range.
/// @note       Says whether the two truly differ in this person, not whether such a difference is rare: see
///             `difference_percentile()`.
/// @see        Payne & Jones (1957), Journal of Clinical Psychology 13, 115-121.
[[nodiscard]] inline score_difference score_difference_of(const measured_score& first, const measured_score& second,
                                                          const joint_region_options& options = {})
{
    check_probability("score_difference_of", "level", options.level);
    if (!(std::abs(options.error_r) < 1))
        fail_argument("score_difference_of", "error_r", "lie between -1 and 1", fmt::format("{}", options.error_r));
    for (const double sem : {first.sem, second.sem})
        if (sem < 0)
            fail_argument("score_difference_of", "sem", "not be negative", fmt::format("{}", sem));
    score_difference made;
    made.difference.id = "difference";
    made.difference.method = "first less second";
    if (std::isnan(first.value + first.sem + second.value + second.sem)) {
        made.difference.status = estimate_status::not_known;
        made.difference.message = "a score or its standard error of measurement is not known";
        return made;
    }
    const double std_error =
        std::sqrt(first.sem * first.sem + second.sem * second.sem - 2 * options.error_r * first.sem * second.sem);
    const double difference = first.value - second.value;
    const double half = detail::two_sided_z(options.level) * std_error;
    made.difference.value = difference;
    made.difference.std_error = std_error;
    made.difference.ci = confidence_interval{difference - half, difference + half, options.level, "measurement_error"};
    made.z = difference / std_error;
    made.p = std::isnan(made.z) ? made.z : 2 * detail::normal_share(-std::abs(made.z));
    return made;
}

/// What the reliability of a difference is computed from; S, r1 and r2 are of the same group.
struct difference_precision {
    double sd_first = 1;   ///< above 0; 1 for z scores
    double sd_second = 1;  ///< above 0
    double reliability_first = std::numeric_limits<double>::quiet_NaN();
    double reliability_second = std::numeric_limits<double>::quiet_NaN();
    double r = std::numeric_limits<double>::quiet_NaN();  ///< correlation of the two scores
};

/// The reliability of the difference of two scores:
///
///     (S1^2 r1 + S2^2 r2 - 2 r S1 S2) / (S1^2 + S2^2 - 2 r S1 S2)
///
/// @return     id "difference_reliability", dimensionless. NaN and `not_known` when a figure is NaN; `not_defined` when
///             a reliability lies outside 0..1 or the correlation outside -1..1; `no_variance` when the difference has
///             none. May be negative, when r is larger than reliabilities allow.
/// @throws std::invalid_argument  a standard deviation is not above 0.
/// @note       Of scores that correlate highly it is far below that of either.
/// @see        Lord (1956), Educational and Psychological Measurement 16, 421-437, with errors that do not correlate.
[[nodiscard]] inline estimate difference_reliability(const difference_precision& precision)
{
    const auto& [s1, s2, r1, r2, r] = precision;
    for (const double sd : {s1, s2})
        if (sd <= 0)
            fail_argument("difference_reliability", "sd", "be above 0", fmt::format("{}", sd));
    estimate made{.id = "difference_reliability", .method = "uncorrelated errors"};
    const auto refuse = [&](estimate_status status, const char* message) {
        made.status = status;
        made.message = message;
        return made;
    };
    if (std::isnan(s1 + s2 + r1 + r2 + r))
        return refuse(estimate_status::not_known,
                      "a reliability, a standard deviation or the correlation is not known");
    if (r1 < 0 || r1 > 1 || r2 < 0 || r2 > 1 || std::abs(r) > 1)
        return refuse(estimate_status::not_defined, "reliabilities lie in 0..1 and correlations in -1..1");
    const double variance = s1 * s1 + s2 * s2 - 2 * r * s1 * s2;
    if (variance <= 0)
        return refuse(estimate_status::no_variance, "the difference of the two scores has no variance");
    made.value = (s1 * s1 * r1 + s2 * s2 * r2 - 2 * r * s1 * s2) / variance;
    return made;
}

/// How many of 100 people of the reference group have a smaller difference of their z scores (first less second):
/// 100 Phi((z1 - z2) / sqrt(2 - 2 r)).
///
/// @param z_first,z_second  standard deviations above the mean of the reference group.
/// @param r                 correlation of the two scores in the group, at least -1 and below 1.
/// @return   0..100; NaN when an argument is NaN.
/// @throws std::invalid_argument  r lies outside its range.
/// @note     Assumes that the two scores are normal together.
[[nodiscard]] inline double difference_percentile(double z_first, double z_second, double r)
{
    if (r < -1 || r >= 1)
        fail_argument("difference_percentile", "r", "lie in -1..1 without 1", fmt::format("{}", r));
    const double z = (z_first - z_second) / std::sqrt(2 - 2 * r);
    return std::isnan(z) ? z : 100 * detail::normal_share(z);
}

}  // namespace attune::inline v0
