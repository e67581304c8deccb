#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/analysis/detail/key_fit.hpp"
#include "attune/analysis/detail/known_keys.hpp"
#include "attune/analysis/detail/turned_items.hpp"

namespace attune::inline v0::detail {

/// Numbers of the items that columns ask for, sorted, each once.
[[nodiscard]] inline std::vector<int> item_numbers(const scoring_key& key, const std::set<std::size_t>& columns)
{
    std::set<int> numbers;
    for (const std::size_t column : columns)
        numbers.insert(key.form().items[column % key.form().items.size()].number);
    return {numbers.begin(), numbers.end()};
}

/// "item 35" or "items 7, 22".
[[nodiscard]] inline std::string items_text(const std::vector<int>& numbers)
{
    return fmt::format("{} {}", numbers.size() == 1 ? "item" : "items", fmt::join(numbers, ", "));
}

/// Looks for the key that the answers fit better than the one in hand.
class better_key_search {
public:
    better_key_search(const scoring_key& in_hand, const std::vector<known_key>& known, const moments& people,
                      const judging& rule)
        : in_hand_(in_hand),
          known_(known),
          rule_(rule),
          scales_(scales_of(in_hand)),
          covariances_(covariances_of_columns(people)),
          in_use_(range_in_use(people))
    {
    }

    [[nodiscard]] const std::vector<keyed_columns>& scales() const { return scales_; }
    [[nodiscard]] const column_covariances& covariances() const { return covariances_; }

    /// Smallest and largest answer, see `range_in_use()`.
    [[nodiscard]] const std::optional<std::pair<int, int>>& in_use() const { return in_use_; }

    /// Whether the range of the key is in use, or too few answers are there to deny it.
    [[nodiscard]] bool is_range_plain() const
    {
        return !in_use_ || *in_use_ == std::pair{in_hand_.range().min, in_hand_.range().max};
    }

    /// Whether the answers use just the range of a key.
    [[nodiscard]] bool is_range_exact(const response_range& range) const
    {
        return in_use_ && *in_use_ == std::pair{range.min, range.max};
    }

    /// The key that fits best of those that explain the answers better than the one in hand; null for none.
    [[nodiscard]] const known_key* best() const
    {
        const known_key* best = nullptr;
        double best_r = 0;
        for (const known_key& candidate : known_) {
            if (!is_range_possible(candidate.range) || !is_explained_by(candidate, scales_, covariances_, rule_))
                continue;
            const double r = fit_of(covariances_, candidate.scales, rule_).mean_r;
            constexpr double same = 1e-9;
            const bool is_equal = best != nullptr && std::abs(r - best_r) <= same;
            if (best == nullptr || (!is_equal && r > best_r) ||
                (is_equal && is_range_exact(candidate.range) && !is_range_exact(best->range))) {
                best = &candidate;
                best_r = r;
            }
        }
        return best;
    }

    /// Whether the key in hand is that of another questionnaire than it says.
    [[nodiscard]] const known_key* namesake() const
    {
        for (const known_key& candidate : known_)
            if ((candidate.kin == kinship::sibling || candidate.kin == kinship::other) &&
                candidate.name.instrument != in_hand_.identity().id && have_same_columns(scales_, candidate.scales) &&
                std::all_of(scales_.begin(), scales_.end(), [&](const keyed_columns& scale) {
                    return turned_columns(scale, counterpart(scale, candidate.scales)).empty();
                }))
                return &candidate;
        return nullptr;
    }

    /// Columns that another key adds up otherwise.
    [[nodiscard]] std::set<std::size_t> differing_columns(const known_key& other) const
    {
        std::set<std::size_t> columns;
        if (have_same_columns(scales_, other.scales)) {
            for (const keyed_columns& scale : scales_)
                columns.merge(turned_columns(scale, counterpart(scale, other.scales)));
        } else {
            for (std::size_t c = 0; c < in_hand_.n_columns(); ++c)
                if (signs_by_scale(scales_, c) != signs_by_scale(other.scales, c))
                    columns.insert(c);
        }
        return columns;
    }

    /// Whether a key that fits is what to name, rather than the few items in which it differs.
    [[nodiscard]] bool is_mix_up(const known_key& better) const
    {
        constexpr std::size_t few = 2;
        if (!have_same_columns(scales_, better.scales))
            return true;
        if (reverses_nothing() || differing_columns(better).size() <= few)
            return false;
        return better.kin == kinship::own_form || better.kin == kinship::sibling || namesake() != nullptr;
    }

private:
    /// Whether the answers can be on the range of a key.
    [[nodiscard]] bool is_range_possible(const response_range& range) const
    {
        if (is_range_plain())
            return range.min == in_hand_.range().min && range.max == in_hand_.range().max;
        return range.contains(in_use_->first) && range.contains(in_use_->second);
    }

    [[nodiscard]] bool reverses_nothing() const
    {
        for (const keyed_columns& scale : scales_)
            if (std::find(scale.signs.begin(), scale.signs.end(), -1) != scale.signs.end())
                return false;
        return true;
    }

    static std::set<std::pair<std::string, int>> signs_by_scale(const std::vector<keyed_columns>& scales,
                                                                std::size_t column)
    {
        std::set<std::pair<std::string, int>> signs;
        for (const keyed_columns& scale : scales)
            if (const int sign = sign_in(scale, column); sign != 0)
                signs.emplace(scale.id, sign);
        return signs;
    }

    const scoring_key& in_hand_;
    const std::vector<known_key>& known_;
    judging rule_;
    std::vector<keyed_columns> scales_;
    column_covariances covariances_;
    std::optional<std::pair<int, int>> in_use_;
};

}  // namespace attune::inline v0::detail
