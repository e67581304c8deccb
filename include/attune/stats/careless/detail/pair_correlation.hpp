#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// The product-moment correlation of two rows of numbers over the places that both have.
///
/// @return  NaN with fewer than three such places, where two points give 1 or -1 whatever they are, and where one of
/// the
///          rows is constant there.
[[nodiscard]] inline double pair_correlation(std::span<const double> x, std::span<const double> y)
{
    constexpr int fewest = 3;
    int n = 0;
    double sum_x = 0;
    double sum_y = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        if (!std::isnan(x[i]) && !std::isnan(y[i])) {
            ++n;
            sum_x += x[i];
            sum_y += y[i];
        }
    if (n < fewest)
        return std::numeric_limits<double>::quiet_NaN();
    const double mean_x = sum_x / n;
    const double mean_y = sum_y / n;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    double largest_x = 0;
    double largest_y = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        if (!std::isnan(x[i]) && !std::isnan(y[i])) {
            const double from_x = x[i] - mean_x;
            const double from_y = y[i] - mean_y;
            xx += from_x * from_x;
            yy += from_y * from_y;
            xy += from_x * from_y;
            largest_x = std::max(largest_x, std::abs(x[i]));
            largest_y = std::max(largest_y, std::abs(y[i]));
        }
    constexpr double rounding = 1e-14;  // of the mean of equal numbers
    if (!(xx > n * std::pow(rounding * largest_x, 2)) || !(yy > n * std::pow(rounding * largest_y, 2)))
        return std::numeric_limits<double>::quiet_NaN();
    return std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
}

}  // namespace attune::inline v0::detail
