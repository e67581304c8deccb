#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"
#include "attune/stats/reliability/measurement_error.hpp"
#include "attune/stats/reliability/split_half.hpp"

namespace attune::inline v0 {

// What measurement error leaves open about one person's score. How the sampling of a norm adds to it is told apart:
// see percentile.hpp.

/// Where an interval for one person stands, and what its width covers. With T = M + r (x - M):
enum class score_interval_method {
    observed,    ///< x +- z S sqrt(1 - r): the default, as it needs no choice of a reference group
    kelley,      ///< T +- z S sqrt(r (1 - r)): the true score, if the person is one of the reference group
    kelley_sem,  ///< T +- z S sqrt(1 - r): the same centre with the width of the observed score
    retest       ///< T +- z S sqrt(1 - r^2): the score of another day
};

[[nodiscard]] constexpr std::string_view to_string(score_interval_method method)
{
    switch (method) {
    case score_interval_method::observed: return "observed";
    case score_interval_method::kelley: return "kelley";
    case score_interval_method::kelley_sem: return "kelley_sem";
    case score_interval_method::retest: return "retest";
    }
    return "observed";
}

/// What the error of a score is computed from.
struct score_precision {
    double mean = std::numeric_limits<double>::quiet_NaN();  ///< M of the reference group; not used by `observed`
    double sd = std::numeric_limits<double>::quiet_NaN();    ///< S of the group that the reliability is of, >= 0
    double reliability = std::numeric_limits<double>::quiet_NaN();  ///< r of the score as it was taken, 0..1
};

/// The reliability of a score of which only some items were answered: Spearman-Brown with n_answered / n_items.
///
/// @param reliability  of the complete score, 0..1.
/// @param n_answered   1..n_items.
/// @param n_items      of the complete score, at least 1.
/// @return     NaN when the reliability is.
/// @throws std::invalid_argument  n_answered lies outside 1..n_items.
/// @note       Supposes that the items left out are like the others.
[[nodiscard]] inline double stepped_reliability(double reliability, std::int64_t n_answered, std::int64_t n_items)
{
    check_within<std::int64_t>("stepped_reliability", "n_answered", n_answered, 1, n_items);
    return spearman_brown(reliability, static_cast<double>(n_answered) / static_cast<double>(n_items));
}

/// The interval of an observed score with any standard error of measurement: x +- z sem.
///
/// @param x       a score; NaN when it is not known.
/// @param sem     constant (`sem()`) or conditional on x, >= 0 [score units]; NaN when it is not known.
/// @param level   between 0 and 1.
/// @param method  how sem was found, as the interval shall name it.
/// @return     id "score", value x, std_error sem, ci. NaN and `not_known` when x or sem is.
/// @throws std::invalid_argument  sem is negative, or level not between 0 and 1.
[[nodiscard]] inline estimate observed_score_interval(double x, double sem, double level = 0.95,
                                                      std::string_view method = "observed")
{
    check_probability("observed_score_interval", "level", level);
    if (sem < 0)
        fail_argument("observed_score_interval", "sem", "not be negative", fmt::format("{}", sem));
    estimate made = detail::unknown_estimate("score", method, {});
    if (std::isnan(x) || std::isnan(sem))
        return detail::without_value(std::move(made), estimate_status::not_known,
                                     "the score or its standard error of measurement is not known");
    const double half = detail::two_sided_z(level) * sem;
    made.value = x;
    made.std_error = sem;
    made.ci = confidence_interval{x - half, x + half, level, std::string(method)};
    return made;
}

/// The interval of one person's score by the method asked for.
///
///     observed    x +- z S sqrt(1 - r)          kelley   T +- z S sqrt(r (1 - r)),  T = M + r (x - M)
///     kelley_sem  T +- z S sqrt(1 - r)          retest   T +- z S sqrt(1 - r^2)
///
/// @param x          a score; NaN when it is not known.
/// @param precision  M, S and r; for a prorated score r is `stepped_reliability()`.
/// @param method     what the interval lies around, and how wide it is.
/// @param level      between 0 and 1.
/// @return     id "score" (observed), "kelley" or "retest"; value x or T; std_error the width of one z; ci with the
/// name
///             of the method. `not_known` when a figure it needs is NaN; `not_defined` when r lies outside 0..1.
/// @throws std::invalid_argument  S is negative, or level not between 0 and 1.
/// @note       T pulls towards the mean of the reference group, and so needs the right one: with a community mean it
///             pulls a patient's score towards security. Hence `observed` is the default.
/// @see        Kelley (1947), Fundamentals of statistics; Dudek (1979), Psychological Bulletin 86, 335-337; Lord &
///             Novick (1968), Statistical theories of mental test scores, 3.7-3.8.
[[nodiscard]] inline estimate score_interval(double x, const score_precision& precision,
                                             score_interval_method method = score_interval_method::observed,
                                             double level = 0.95)
{
    check_probability("score_interval", "level", level);
    const double r = precision.reliability;
    const estimate error = sem(precision.sd, r);
    const bool is_observed = method == score_interval_method::observed;
    estimate made = detail::unknown_estimate(is_observed                               ? "score"
                                             : method == score_interval_method::retest ? "retest"
                                                                                       : "kelley",
                                             to_string(method), {});
    if (error.status != estimate_status::ok)
        return detail::without_value(std::move(made), error.status, error.message);
    if (std::isnan(x) || (!is_observed && std::isnan(precision.mean)))
        return detail::without_value(std::move(made), estimate_status::not_known,
                                     "the score or the mean of the reference group is not known");
    made.value = is_observed ? x : precision.mean + r * (x - precision.mean);
    made.std_error = method == score_interval_method::kelley   ? error.value * std::sqrt(r)
                     : method == score_interval_method::retest ? error.value * std::sqrt(1 + r)
                                                               : error.value;
    const double half = detail::two_sided_z(level) * *made.std_error;
    made.ci = confidence_interval{made.value - half, made.value + half, level, std::string(to_string(method))};
    return made;
}

}  // namespace attune::inline v0
