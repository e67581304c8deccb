#pragma once

#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/estimate.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/bca.hpp"

namespace attune::inline v0::detail {

/// What a bootstrap found out about a coefficient.
struct bootstrap_sample {
    std::vector<double> replicates;  ///< in any order, none NaN
    double acceleration;             ///< see `jackknife_acceleration()`
};

/// Gives a coefficient the standard deviation of its replicates and their BCa interval, or says why it has none.
///
/// @param name  of the coefficient in sentences.
[[nodiscard]] inline estimate with_bca_interval(estimate made, bootstrap_sample sample, double level,
                                                std::string_view name)
{
    const std::size_t n_drawn = sample.replicates.size();
    const auto n_replicates = static_cast<double>(n_drawn);
    const double mean = std::accumulate(sample.replicates.begin(), sample.replicates.end(), 0.0) / n_replicates;
    double squares = 0;
    for (const double replicate : sample.replicates)
        squares += (replicate - mean) * (replicate - mean);
    made.std_error = std::sqrt(squares / (n_replicates - 1));

    const bca_limits limits = bca_interval(std::move(sample.replicates), made.value, sample.acceleration, level);
    constexpr double rounding = 1e-12;
    if (*made.std_error < rounding || std::isinf(limits.bias) || std::isnan(sample.acceleration))
        made.message = fmt::format("{} does not vary to both sides over the replicates: no interval", name);
    else if (std::isnan(limits.lower) || std::isnan(limits.upper))
        made.message = fmt::format("{} replicates are too few for an interval at level {}", n_drawn, level);
    else
        made.ci = confidence_interval{limits.lower, limits.upper, level, "bca"};
    return made;
}

}  // namespace attune::inline v0::detail
