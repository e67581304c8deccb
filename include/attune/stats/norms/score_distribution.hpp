#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// A score and how many people of a reference group have it.
struct score_count {
    double score = 0;
    std::int64_t n_persons = 0;
};

/// Where a score stands among those of a reference group. With weights (raked norms) the numbers need not be whole.
struct score_place {
    double n_below = 0;    ///< people with a lower score
    double n_equal = 0;    ///< people with the same score
    double n_persons = 0;  ///< people in all
};

/// The place among fewer or more people with the same shares: with weights, the effective number of people, on which
/// every interval rests.
///
/// @param place        people below, at the score and in all.
/// @param n_effective  above 0; Kish's (sum w)^2 / sum w^2 for weights w.
/// @throws std::invalid_argument  n_effective is not above 0 or not finite, or the place is among nobody.
[[nodiscard]] inline score_place rescaled(const score_place& place, double n_effective)
{
    if (!(n_effective > 0) || std::isinf(n_effective))
        fail_argument("rescaled", "n_effective", "be above 0 and finite", fmt::format("{}", n_effective));
    if (!(place.n_persons > 0))
        fail_argument("rescaled", "place", "be among at least one person", fmt::format("among {}", place.n_persons));
    const double factor = n_effective / place.n_persons;
    return {place.n_below * factor, place.n_equal * factor, n_effective};
}

/// The exact distribution of the scores of a reference group.
///
/// Scores are compared as doubles. A mean that was computed as one integer over another, rounded once, is the same
/// double however it came about; scores of other origin must be rounded alike before.
class score_distribution {
public:
    /// Nobody.
    score_distribution() = default;

    /// @param counts  in any order.
    /// @throws std::invalid_argument  a score is not finite or stands twice, or a count is negative.
    explicit score_distribution(std::vector<score_count> counts)
    {
        std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
        for (const auto& [score, count] : counts) {
            if (!std::isfinite(score))
                fail_argument("score_distribution", "counts", "hold finite scores", fmt::format("{}", score));
            if (count < 0)
                fail_argument("score_distribution", "counts", "hold no negative count", fmt::format("{}", count));
            if (!scores_.empty() && scores_.back() == score)
                fail_argument("score_distribution", "counts", "hold each score once", fmt::format("{} twice", score));
            scores_.push_back(score);
            n_up_to_.push_back(n_persons() + count);
        }
    }

    /// How many people there are.
    [[nodiscard]] std::int64_t n_persons() const { return n_up_to_.empty() ? 0 : n_up_to_.back(); }

    /// Where a score stands, by bisection; it need not be one of those counted.
    ///
    /// @throws std::invalid_argument  the score is NaN.
    [[nodiscard]] score_place place(double score) const
    {
        if (std::isnan(score))
            fail_argument("score_distribution::place", "score", "be a number", "NaN");
        const auto found = std::lower_bound(scores_.begin(), scores_.end(), score);
        const auto index = static_cast<std::size_t>(found - scores_.begin());
        const std::int64_t below = index == 0 ? 0 : n_up_to_[index - 1];
        const bool is_counted = found != scores_.end() && *found == score;
        return {static_cast<double>(below), is_counted ? static_cast<double>(n_up_to_[index] - below) : 0.0,
                static_cast<double>(n_persons())};
    }

private:
    std::vector<double> scores_;         ///< ascending
    std::vector<std::int64_t> n_up_to_;  ///< people with this score or a lower one
};

/// The distribution of scores as they stand, one a person; NaN is missing and left out.
///
/// @throws std::invalid_argument  a score is infinite.
[[nodiscard]] inline score_distribution distribution_of(std::span<const double> scores)
{
    std::vector<double> sorted;
    std::copy_if(scores.begin(), scores.end(), std::back_inserter(sorted), [](double x) { return !std::isnan(x); });
    std::sort(sorted.begin(), sorted.end());
    std::vector<score_count> counts;
    for (const double score : sorted) {
        if (counts.empty() || counts.back().score != score)
            counts.push_back({score, 0});
        ++counts.back().n_persons;
    }
    return score_distribution(std::move(counts));
}

}  // namespace attune::inline v0
