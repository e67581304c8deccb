#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0::detail {

/// The acceleration of a statistic from its values without one person each: sum(d^3) / (6 sum(d^2)^(3/2)), d = mean -
/// value. NaN when all of them are equal.
[[nodiscard]] inline double jackknife_acceleration(std::span<const double> values_without_one)
{
    const double mean = std::accumulate(values_without_one.begin(), values_without_one.end(), 0.0) /
                        static_cast<double>(values_without_one.size());
    double squares = 0;
    double cubes = 0;
    for (const double value : values_without_one) {
        const double d = mean - value;
        squares += d * d;
        cubes += d * d * d;
    }
    return cubes / (6 * squares * std::sqrt(squares));
}

/// The quantile of bootstrap replicates, sorted upwards: replicate number (R + 1) p, between two of them interpolated
/// on the scale of normal quantiles. NaN when p is beyond the outermost replicates.
///
/// @see  Davison & Hinkley (1997), Bootstrap methods and their application, eq. 5.8. Agrees with R's boot:::norm.inter
///       between the outermost replicates.
[[nodiscard]] inline double replicate_quantile(std::span<const double> sorted, double p)
{
    const auto n_places = static_cast<double>(sorted.size()) + 1;
    const double place = n_places * p;
    if (!(place >= 1 && place <= n_places - 1))
        return std::numeric_limits<double>::quiet_NaN();
    const double whole = std::floor(place);
    const double below = sorted[static_cast<std::size_t>(whole) - 1];
    if (whole == place)
        return below;
    const double above = sorted[static_cast<std::size_t>(whole)];
    const normal_distribution normal(0, 1);
    const double z_below = quantile(normal, whole / n_places);
    const double z_above = quantile(normal, (whole + 1) / n_places);
    return below + (quantile(normal, p) - z_below) / (z_above - z_below) * (above - below);
}

/// Limits of a bias-corrected and accelerated bootstrap interval.
struct bca_limits {
    double lower = std::numeric_limits<double>::quiet_NaN();
    double upper = std::numeric_limits<double>::quiet_NaN();
    double bias = std::numeric_limits<double>::quiet_NaN();  ///< z0, infinite when all replicates lie on one side
};

/// The BCa interval of a statistic:
///
///     z0    = normal quantile of the share of replicates below the value
///     limit = replicate quantile of Phi(z0 + (z0 + z) / (1 - acceleration (z0 + z))),  z = -+ normal quantile of level
///
/// @param replicates    of the statistic, in any order, none NaN.
/// @param value         of the statistic in the sample itself.
/// @param acceleration  see `jackknife_acceleration()`.
/// @return  NaN limits when all replicates lie on one side of the value, the acceleration is NaN, or there are too few
///          replicates for a limit so far out.
/// @see     Efron (1987), Journal of the American Statistical Association 82, 171-185. Agrees with
///          boot::boot.ci(type = "bca") where that does not warn.
[[nodiscard]] inline bca_limits bca_interval(std::vector<double> replicates, double value, double acceleration,
                                             double level)
{
    std::sort(replicates.begin(), replicates.end());
    const auto n_below = std::lower_bound(replicates.begin(), replicates.end(), value) - replicates.begin();
    const normal_distribution normal(0, 1);
    bca_limits made;
    made.bias = quantile(normal, static_cast<double>(n_below) / static_cast<double>(replicates.size()));
    const auto limit = [&](double z) {
        const double shifted = made.bias + z;
        const double denominator = 1 - acceleration * shifted;
        return denominator > 0 && std::isfinite(shifted)
                   ? replicate_quantile(replicates, cdf(normal, made.bias + shifted / denominator))
                   : std::numeric_limits<double>::quiet_NaN();
    };
    const double z = two_sided_z(level);
    made.lower = limit(-z);
    made.upper = limit(z);
    return made;
}

}  // namespace attune::inline v0::detail
