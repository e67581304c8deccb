#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/tools/roots.hpp>

#include "attune/core/detail/math_policy.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0::detail {

/// Up to this many degrees of freedom noncentralities are exact, above it those of a normal approximation, whose error
/// shrinks as 1 / sqrt(df): there it is below 0.005 of the standard error, and below 0.0002 of a percentile.
inline constexpr double largest_exact_t_df = 50000;

/// The noncentrality d with P(T <= t) = p by the normal approximation of T (Abramowitz & Stegun 26.7.10):
///
///     d = t (1 - 1 / (4 df)) - z_p sqrt(1 + t^2 / (2 df))
[[nodiscard]] inline double approximate_noncentrality(double t, double df, double p)
{
    const double z = quantile(normal_distribution(0, 1), p);
    return t * (1 - 1 / (4 * df)) - z * std::sqrt(1 + t * t / (2 * df));
}

/// The noncentrality d for which a noncentral t variable stays below t with probability p.
///
/// @param t   finite.
/// @param df  above 0.
/// @param p   between 0 and 1.
[[nodiscard]] inline double noncentrality(double t, double df, double p)
{
    const double guess = approximate_noncentrality(t, df, p);
    if (df > largest_exact_t_df)
        return guess;
    const auto excess = [&](double delta) {
        return cdf(boost::math::non_central_t_distribution<double, math_policy>(df, delta), t) - p;
    };
    double step = std::sqrt(1 + t * t / (2 * df));
    double lower = guess - step;
    double upper = guess + step;
    while (excess(lower) < 0)
        lower -= step *= 2;
    while (excess(upper) > 0)
        upper += step *= 2;
    std::uintmax_t n_steps = 200;  // of a bisection that gains digits at every step; some 10 are taken
    const auto [left, right] = boost::math::tools::toms748_solve(
        excess, lower, upper, boost::math::tools::eps_tolerance<double>(48), n_steps, math_policy());
    return (left + right) / 2;
}

/// The noncentralities whose variables exceed, and stay below, t with probability (1 - level) / 2 each.
[[nodiscard]] inline std::pair<double, double> noncentrality_interval(double t, double df, double level)
{
    return {noncentrality(t, df, (1 + level) / 2), noncentrality(t, df, (1 - level) / 2)};
}

}  // namespace attune::inline v0::detail
