#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

// Standard scores are one place on a continuum in other units. They take and give NaN where a number is not known.

/// How many standard deviations a score lies above the mean of its reference group: (x - mean) / sd.
///
/// @param x     a score.
/// @param mean  of the reference group [score units].
/// @param sd    of the reference group, >= 0 [score units].
/// @return    NaN when an argument is NaN or sd is 0: in a group without spread there are no places.
/// @throws std::invalid_argument  sd is negative.
[[nodiscard]] inline double z_score(double x, double mean, double sd)
{
    if (sd < 0)
        fail_argument("z_score", "sd", "not be negative", fmt::format("{}", sd));
    return sd == 0 ? std::numeric_limits<double>::quiet_NaN() : (x - mean) / sd;
}

/// T score, linear: 50 + 10 z. Keeps the shape of the distribution; see `t_normalised()`.
[[nodiscard]] inline double t_linear(double z)
{
    return 50 + 10 * z;
}

/// T score that is normal in the reference group whatever the shape of its scores: 50 + 10 Phi^-1(percentile / 100).
///
/// @param percentile  of the score distribution, by mid-rank (`percentile()`), 0..100.
/// @return            NaN for NaN, and for 0 and 100, whose T is infinite.
/// @throws std::invalid_argument  percentile lies outside 0..100.
/// @see               McCall (1922), How to measure in education. Of mid-ranks, the Rankit form: agrees with cNORM
///                    (method 4, its default).
[[nodiscard]] inline double t_normalised(double percentile)
{
    if (percentile < 0 || percentile > 100)
        fail_argument("t_normalised", "percentile", "lie in 0..100", fmt::format("{}", percentile));
    if (!(percentile > 0 && percentile < 100))
        return std::numeric_limits<double>::quiet_NaN();
    return 50 + 10 * quantile(detail::normal_distribution(0, 1), percentile / 100);
}

/// The unit of intelligence tests: 100 + 15 z.
[[nodiscard]] inline double iq_type(double z)
{
    return 100 + 15 * z;
}

/// C score: 5 + 2 z.
[[nodiscard]] inline double c_score(double z)
{
    return 5 + 2 * z;
}

namespace detail {

/// The whole number below a standard score, held to lowest..highest. A score on a boundary up to its rounding belongs
/// to the class above: z = (4.1 - 3.6) / 2 is 0.25, although its double may lie just below.
[[nodiscard]] inline double class_above(double score, double lowest, double highest)
{
    constexpr double rounding = 1e-9;  // far above that of decimals, far below any difference between people
    return std::isnan(score) ? score : std::clamp(std::floor(score + rounding), lowest, highest);
}

}  // namespace detail

/// Sten, 1..10 in halves of a standard deviation with the mean as a boundary: floor(2 z + 6), held to 1..10.
///
/// A boundary belongs to the upper sten: z = 0 is sten 6, z = -0.5 is sten 5.
///
/// @return  a whole number; NaN for NaN.
[[nodiscard]] inline double sten(double z)
{
    return detail::class_above(2 * z + 6, 1, 10);
}

/// Stanine, 1..9 in halves of a standard deviation with the mean in the middle of 5: floor(2 z + 5.5), held to 1..9.
///
/// A boundary belongs to the upper stanine: z = 0.25 is stanine 6, z = -0.25 is stanine 5.
///
/// @return  a whole number; NaN for NaN.
[[nodiscard]] inline double stanine(double z)
{
    return detail::class_above(2 * z + 5.5, 1, 9);
}

/// Percent of maximum possible: 100 (x - min) / (max - min), where the score lies in its own range. No norm is needed.
///
/// @param x        a score.
/// @param min,max  the lowest and the highest value that the score can have.
/// @return         0..100 for a score in its range; NaN for NaN.
/// @throws std::invalid_argument  max is not above min.
/// @see            Cohen, Cohen, Aiken & West (1999), Multivariate Behavioral Research 34, 315-346.
[[nodiscard]] inline double pomp(double x, double min, double max)
{
    if (!(max > min))
        fail_argument("pomp", "max", fmt::format("be above min = {}", min), fmt::format("{}", max));
    return 100 * (x - min) / (max - min);
}

/// The share of a normal population at or below z, in percent: 100 Phi(z).
///
/// @note  Assumes normal scores and a norm without sampling error. Where counts of scores are known, `percentile()` is
///        right; where M, SD and n are, `percentile_from_moments()`.
[[nodiscard]] inline double normal_percentile(double z)
{
    return std::isnan(z) ? z : 100 * detail::normal_share(z);
}

}  // namespace attune::inline v0
