#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "attune/analysis/detail/key_fit.hpp"
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0::detail {

/// The columns of a scale that surely point against most of the others, and the same scale with them turned round.
///
/// Items point against their scale where the upper limit of their correlation with the sum of the others is below 0,
/// the others being taken in the directions in which they agree best. Nothing is turned unless an item has that in the
/// directions of the key as well, or the best directions make the mean correlation of two items larger by a fifth: with
/// half of the items turned no item has much to do with the sum of the others.
struct turned_items {
    std::set<std::size_t> columns;
    judged_scale judged;  ///< with them turned round
};

[[nodiscard]] inline turned_items surely_turned(const column_covariances& all, const keyed_columns& scale,
                                                const judging& rule)
{
    constexpr double by_a_fifth = 0.2;  // chance gives 0.1 at most, with 4 unrelated items and 50 people
    turned_items turned{{}, judge(all, scale, rule)};
    if (turned.judged.size() == 0)
        return turned;
    const keyed_columns at_best = agreeing(scale, turned.judged);
    judged_scale best = judge(all, at_best, rule);
    const double gain = (best.sum_of_correlations() - turned.judged.sum_of_correlations()) / best.n_pairs();
    if (turned.judged.contradicted().empty() && gain <= by_a_fifth)
        return turned;
    const std::set<std::size_t> confirmed = best.confirmed();
    for (const std::size_t column : turned_columns(scale, at_best))
        if (confirmed.contains(column))
            turned.columns.insert(column);
    turned.judged = std::move(best);
    return turned;
}

/// Smallest and largest answer that anybody gave; nothing when there are too few answers to say what is in use.
[[nodiscard]] inline std::optional<std::pair<int, int>> range_in_use(const moments& all)
{
    constexpr std::int64_t enough = 1000;  // answers; of fewer the last one of seven may well be absent
    std::int64_t n_answers = 0;
    int lowest = all.layout().max;
    int highest = all.layout().min;
    for (std::size_t item = 0; item < all.layout().n_items; ++item)
        for (int category = all.layout().min; category <= all.layout().max; ++category)
            if (const std::int64_t n = all.n_chosen(item, category); n > 0) {
                n_answers += n;
                lowest = std::min(lowest, category);
                highest = std::max(highest, category);
            }
    if (n_answers < enough)
        return std::nullopt;
    return std::pair{lowest, highest};
}

}  // namespace attune::inline v0::detail
