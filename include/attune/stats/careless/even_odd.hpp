#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/careless/detail/pair_correlation.hpp"

namespace attune::inline v0 {

/// Even-odd consistency of one person: each scale is split into its first, third, ... and its second, fourth, ... item,
/// and r is the correlation, over the scales, of the means of the two halves:
///
///     2 r / (1 + r), but never below -1
///
/// @param keyed   answers of one person, keyed; NaN is missing and left out of the mean of its half.
/// @param scales  per scale the places of its items, in their order.
/// @return        -1..1, low for people whose answers do not hang together; NaN with fewer than three scales of which
///                both halves were answered, and where one half is the same in all of them.
/// @throws std::invalid_argument  a scale names an item that does not exist.
/// @note          Means little with few scales: with three it is often near 1 or -1 by chance.
/// @see           Johnson (2005); Meade & Craig (2012). evenodd() of the R package careless gives it the other sign
/// from
///                version 1.2.0 on, and a value for two scales, which is 1 or -1.
[[nodiscard]] inline double even_odd_consistency(std::span<const double> keyed,
                                                 const std::vector<std::vector<std::size_t>>& scales)
{
    std::vector<double> odd;
    std::vector<double> even;
    for (const std::vector<std::size_t>& scale : scales) {
        double sum[2] = {0, 0};
        int n[2] = {0, 0};
        for (std::size_t place = 0; place < scale.size(); ++place) {
            if (scale[place] >= keyed.size())
                fail_argument("even_odd_consistency", "scales", "name items of the person", "past their end");
            if (std::isnan(keyed[scale[place]]))
                continue;
            sum[place % 2] += keyed[scale[place]];
            ++n[place % 2];
        }
        if (n[0] > 0 && n[1] > 0) {
            odd.push_back(sum[0] / n[0]);
            even.push_back(sum[1] / n[1]);
        }
    }
    const double r = detail::pair_correlation(odd, even);
    if (std::isnan(r))
        return r;
    return r > -1 ? std::max(-1.0, 2 * r / (1 + r)) : -1;
}

}  // namespace attune::inline v0
