#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/change/trend.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

namespace detail {

/// How many slopes may be cut off at either end of the sorted slopes of k occasions so that the share of the intervals
/// that miss the true slope is at most 1 - level; negative when not even the whole range holds it that often.
///
/// Without a trend the number of slopes below the true one is the number of inversions of a random order: exact up to
/// 60 occasions, from there by its normal approximation.
[[nodiscard]] inline std::int64_t slopes_cut_off(std::int64_t k, double level)
{
    const double tail = (1 - level) / 2;
    const std::int64_t n_pairs = k * (k - 1) / 2;
    if (k > 60) {
        const auto n = static_cast<double>(k);
        const double sd = std::sqrt(n * (n - 1) * (2 * n + 5) / 72);  // of the number of inversions
        return static_cast<std::int64_t>(std::floor(static_cast<double>(n_pairs) / 2 - two_sided_z(level) * sd - 0.5));
    }
    std::vector<double> share(static_cast<std::size_t>(n_pairs) + 1, 0.0);  // of the orders with so many inversions
    share[0] = 1;
    for (std::int64_t added = 2; added <= k; ++added) {
        // The next element inverts 0 to added - 1 of those before it, each as often.
        std::vector<double> next(share.size(), 0.0);
        for (std::size_t inversions = 0; inversions < share.size(); ++inversions)
            for (std::size_t more = 0; more < static_cast<std::size_t>(added) && more <= inversions; ++more)
                next[inversions] += share[inversions - more] / static_cast<double>(added);
        share = std::move(next);
    }
    double below = 0;
    std::int64_t n_cut = -1;
    for (const double one : share) {
        below += one;
        if (below > tail * (1 + 1e-12))  // a share that equals the tail, but for rounding, may be cut off
            break;
        ++n_cut;
    }
    return n_cut;
}

/// The slopes between all occasions of different times, smallest first.
[[nodiscard]] inline std::vector<double> pairwise_slopes(const timed_scores& known)
{
    std::vector<double> slopes;
    for (std::size_t i = 0; i < known.times.size(); ++i)
        for (std::size_t j = i + 1; j < known.times.size(); ++j)
            if (known.times[i] != known.times[j])
                slopes.push_back((known.scores[j] - known.scores[i]) / (known.times[j] - known.times[i]));
    std::sort(slopes.begin(), slopes.end());
    return slopes;
}

}  // namespace detail

/// The slope of one person's scores over time by Theil and Sen: the median of the slopes between all pairs of
/// occasions, which one odd occasion hardly moves. Sen's interval goes from the (c + 1)th smallest to the (c + 1)th
/// largest slope, with the largest c for which it misses the true slope in at most a share of 1 - level.
///
/// @param times,scores,level  as for `trend_ols()`.
/// @return        id "trend_theil_sen" [score units per time unit]; `ci` of method "sen". For a level of 0.95 it takes
/// 5
///                occasions; with fewer, or when two have the same time, the value stands without interval and
///                `message` says why. Refusals as for `trend_ols()`.
/// @throws std::invalid_argument  as `trend_ols()`.
/// @note          With few occasions the interval holds the slope more often than the level says, never less often.
/// @see           Sen (1968), Journal of the American Statistical Association 63, 1379-1389. The share of missed slopes
/// is
///                that of Kendall's statistic (pKendall of R).
[[nodiscard]] inline estimate trend_theil_sen(std::span<const double> times, std::span<const double> scores,
                                              double level = 0.95)
{
    check_probability("trend_theil_sen", "level", level);
    const detail::timed_scores known = detail::known_scores("trend_theil_sen", times, scores);
    estimate made = detail::slope_unless_degenerate(
        detail::unknown_estimate("trend_theil_sen", "median of pairwise slopes", std::nullopt), known);
    if (made.status != estimate_status::ok)
        return made;
    const std::vector<double> slopes = detail::pairwise_slopes(known);
    const std::size_t middle = slopes.size() / 2;
    made.value = slopes.size() % 2 == 1 ? slopes[middle] : slopes[middle - 1] / 2 + slopes[middle] / 2;
    if (static_cast<std::int64_t>(slopes.size()) != known.n() * (known.n() - 1) / 2) {
        made.message = "two occasions have the same time: no interval";
        return made;
    }
    const std::int64_t n_cut = detail::slopes_cut_off(known.n(), level);
    if (n_cut < 0) {
        made.message = fmt::format("{} occasions are too few for an interval of level {}", known.n(), level);
        return made;
    }
    const auto cut = static_cast<std::size_t>(n_cut);
    made.ci = confidence_interval{slopes[cut], slopes[slopes.size() - 1 - cut], level, "sen"};
    return made;
}

}  // namespace attune::inline v0
