#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"

namespace attune::inline v0 {

/// P values of several tests, so raised that one of them below 0.05 by chance is no more likely than 0.05 (Holm):
/// the i-th smallest of k becomes the largest of (k - j + 1) p_j over j <= i, at most 1.
///
/// @param p  0..1; NaN, a test that could not be made, stays NaN and does not count.
/// @return   in the order of `p`.
/// @throws std::invalid_argument  a p lies outside 0..1.
/// @note     Needs no independence of the tests and is never weaker than Bonferroni's correction.
/// @see      Holm (1979), Scandinavian Journal of Statistics 6, 65-70. Agrees with p.adjust(p, "holm") of R.
[[nodiscard]] inline std::vector<double> holm(std::span<const double> p)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (p[i] < 0 || p[i] > 1)
            fail_argument("holm", "p", "lie in 0..1", fmt::format("{}", p[i]));
        if (!std::isnan(p[i]))
            order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> adjusted(p.begin(), p.end());
    double largest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        largest = std::max(largest, static_cast<double>(order.size() - i) * p[order[i]]);
        adjusted[order[i]] = std::min(largest, 1.0);
    }
    return adjusted;
}

}  // namespace attune::inline v0
