#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/reliability/alpha.hpp"

namespace attune::inline v0 {

// Intervals of coefficient alpha that need no answers. All of them suppose that every person answered every item: give
// them no pairwise covariances. All suppose normally distributed answers, which answers on a few categories are not:
// on such data the interval of integer power sums (ADF) or a bootstrap (alpha_bootstrap.hpp) is the better one.

/// An alpha as it is published, and what it rests on.
struct alpha_sample {
    double alpha = std::numeric_limits<double>::quiet_NaN();
    std::int64_t n_items = 0;    ///< at least 2
    std::int64_t n_persons = 0;  ///< all of them answered every item
};

namespace detail {

inline void check_alpha_sample(std::string_view function, const alpha_sample& sample)
{
    check_within<std::int64_t>(function, "n_items", sample.n_items, 2, std::numeric_limits<std::int64_t>::max());
    check_within<std::int64_t>(function, "n_persons", sample.n_persons, 0, std::numeric_limits<std::int64_t>::max());
}

/// Gives an alpha the interval that `limits()` computes, or says why it has none.
template <typename Limits>
[[nodiscard]] estimate with_interval(estimate alpha, std::int64_t min_persons, Limits limits)
{
    if (alpha.status != estimate_status::ok)
        return alpha;
    if (alpha.value > 1)
        alpha.message = "alpha exceeds 1, so the covariances are not those of one set of people: no interval";
    else if (*alpha.n_persons < min_persons)
        alpha.message =
            fmt::format("the interval needs at least {} persons, and there are {}", min_persons, *alpha.n_persons);
    else
        alpha.ci = limits();
    return alpha;
}

[[nodiscard]] inline estimate as_estimate(const alpha_sample& sample)
{
    estimate made = unknown_estimate("alpha_raw", "as given", sample.n_persons);
    if (std::isnan(sample.alpha))
        return without_value(std::move(made), estimate_status::not_known, "alpha is not known");
    made.value = sample.alpha;
    return made;
}

}  // namespace detail

/// Feldt's interval of an alpha, exact for parallel items with normal errors:
///
///     1 - (1 - alpha) F(1 - g / 2) .. 1 - (1 - alpha) F(g / 2),  g = 1 - level,
///
/// F the quantiles of the F distribution with n - 1 and (n - 1)(k - 1) degrees of freedom.
///
/// @param sample  alpha, number of items and of persons; at least 2 persons for an interval.
/// @param level   between 0 and 1.
/// @return     id "alpha_raw" with the value as given and `ci` of method "feldt". `not_known` when alpha is NaN. With
///             too few persons, or alpha above 1, the value stands, `ci` is absent and `message` says why.
/// @throws std::invalid_argument  fewer than 2 items, negative n_persons, or level not between 0 and 1.
/// @see        Feldt (1965), Psychometrika 30, 357-370; Feldt, Woodruff & Salih (1987), Applied Psychological
///             Measurement 11, 93-103. Agrees with psych::alpha.ci.
[[nodiscard]] inline estimate alpha_interval_feldt(const alpha_sample& sample, double level = 0.95)
{
    detail::check_alpha_sample("alpha_interval_feldt", sample);
    check_probability("alpha_interval_feldt", "level", level);
    return detail::with_interval(detail::as_estimate(sample), 2, [&] {
        const auto df1 = static_cast<double>(sample.n_persons - 1);
        const double df2 = df1 * static_cast<double>(sample.n_items - 1);
        const double tail = (1 - level) / 2;
        const double error = 1 - sample.alpha;
        // The upper quantile is the reciprocal of the lower one with degrees of freedom exchanged.
        return confidence_interval{1 - error / detail::f_quantile(df2, df1, tail),
                                   1 - error * detail::f_quantile(df1, df2, tail), level, "feldt"};
    });
}

/// Bonett's interval of an alpha, normal on the scale of log(1 - alpha) and so never above 1:
///
///     1 - (1 - alpha) exp(+-z sqrt(2 k / ((k - 1)(n - 2))))
///
/// @param sample,level  as for `alpha_interval_feldt()`; at least 3 persons for an interval.
/// @return     id "alpha_raw" with the value as given and `ci` of method "bonett"; refusals as for Feldt's interval.
/// @throws std::invalid_argument  fewer than 2 items, negative n_persons, or level not between 0 and 1.
/// @see        Bonett (2002), Journal of Educational and Behavioral Statistics 27, 335-340; without the small
/// correction
///             of its later forms. Agrees with the variance of metafor::escalc(measure = "ABT").
[[nodiscard]] inline estimate alpha_interval_bonett(const alpha_sample& sample, double level = 0.95)
{
    detail::check_alpha_sample("alpha_interval_bonett", sample);
    check_probability("alpha_interval_bonett", "level", level);
    return detail::with_interval(detail::as_estimate(sample), 3, [&] {
        const auto k = static_cast<double>(sample.n_items);
        const auto n = static_cast<double>(sample.n_persons);
        const double half = detail::two_sided_z(level) * std::sqrt(2 * k / ((k - 1) * (n - 2)));
        const double error = 1 - sample.alpha;
        return confidence_interval{1 - error * std::exp(half), 1 - error * std::exp(-half), level, "bonett"};
    });
}

namespace detail {

/// Alpha of covariances with the interval that `interval_of` gives to its sample.
template <typename Interval>
[[nodiscard]] estimate alpha_of_covariances(const matrix_view& cov, std::int64_t n_persons, Interval interval_of)
{
    estimate alpha = alpha_raw(cov, n_persons);
    const estimate sample = interval_of(alpha_sample{alpha.value, cov.rows(), n_persons});
    if (alpha.status == estimate_status::ok) {
        alpha.ci = sample.ci;
        alpha.message = sample.message;
    }
    return alpha;
}

}  // namespace detail

/// Coefficient alpha of covariances with Feldt's interval; see `alpha_raw()` and the other overload.
///
/// @throws std::invalid_argument  cov is not square, k < 2, negative n_persons, or level not between 0 and 1.
[[nodiscard]] inline estimate alpha_interval_feldt(const matrix_view& cov, std::int64_t n_persons, double level = 0.95)
{
    return detail::alpha_of_covariances(
        cov, n_persons, [level](const alpha_sample& sample) { return alpha_interval_feldt(sample, level); });
}

/// Coefficient alpha of covariances with Bonett's interval; see `alpha_raw()` and the other overload.
///
/// @throws std::invalid_argument  cov is not square, k < 2, negative n_persons, or level not between 0 and 1.
[[nodiscard]] inline estimate alpha_interval_bonett(const matrix_view& cov, std::int64_t n_persons, double level = 0.95)
{
    return detail::alpha_of_covariances(
        cov, n_persons, [level](const alpha_sample& sample) { return alpha_interval_bonett(sample, level); });
}

/// Coefficient alpha of covariances with the asymptotic interval for normal answers whose covariances are of any shape:
///
///     alpha +- z SE,  SE^2 = 2 k^2 / ((k - 1)^2 V^3 n) (V (tr(S^2) + tr(S)^2) - 2 tr(S) 1'S^2 1),  V = sum(S)
///
/// @param cov,level  as for the other intervals.
/// @param n_persons  how many people S rests on; at least 2 for an interval.
/// @return     id "alpha_raw" with `std_error`, and `ci` of method "van_zyl", which may reach beyond 1. Refusals as for
///             `alpha_raw()` and Feldt's interval.
/// @throws std::invalid_argument  cov is not square, k < 2, negative n_persons, or level not between 0 and 1.
/// @see        van Zyl, Neudecker & Nel (2000), Psychometrika 65, 271-280, eq. 21. Agrees with
///             psych::alpha()$total$ase without missing answers; psych takes 1.96 for z.
[[nodiscard]] inline estimate alpha_interval_van_zyl(const matrix_view& cov, std::int64_t n_persons,
                                                     double level = 0.95)
{
    estimate alpha = alpha_raw(cov, n_persons);
    detail::check_alpha_sample("alpha_interval_van_zyl", {alpha.value, cov.rows(), n_persons});
    check_probability("alpha_interval_van_zyl", "level", level);
    const auto k = static_cast<double>(cov.rows());
    const double total = cov.sum();
    const double trace = cov.trace();
    const double spread = total * (cov.squaredNorm() + trace * trace) - 2 * trace * cov.colwise().sum().squaredNorm();
    // For identical items the spread is 0 up to rounding.
    const double std_error =
        k / ((k - 1) * total) * std::sqrt(2 * std::max(spread, 0.0) / (total * static_cast<double>(n_persons)));
    alpha = detail::with_interval(std::move(alpha), 2, [&, value = alpha.value] {
        const double half = detail::two_sided_z(level) * std_error;
        return confidence_interval{value - half, value + half, level, "van_zyl"};
    });
    if (alpha.ci)
        alpha.std_error = std_error;
    return alpha;
}

}  // namespace attune::inline v0
