#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "attune/core/version.hpp"
#include "attune/stats/moments/pair_tables.hpp"
#include "attune/stats/reliability/part_sums.hpp"

namespace attune::inline v0 {

/// What moments do not hold of the answers to one scale: tables of all pairs of items, and how the people with each
/// score came by it. Exact counts in any order.
class scale_tallies {
public:
    /// @param n_items         of the scale.
    /// @param min,max         range of the answers.
    /// @param skips_incomplete  whether pairs are counted of complete people only.
    scale_tallies(std::size_t n_items, int min, int max, bool skips_incomplete)
        : n_items_(n_items), min_(min), skips_incomplete_(skips_incomplete), pairs_(n_items, min, max)
    {
        if (n_items < 2)
            return;
        halves_.emplace(items_in_turn(n_items, 2), min, max);
        items_.emplace(items_in_turn(n_items, n_items), min, max);
    }

    /// Adds a person.
    ///
    /// @param keyed  answers in the keyed direction; below the range where there is none.
    void add(std::span<const std::int8_t> keyed)
    {
        waiting_.insert(waiting_.end(), keyed.begin(), keyed.end());
        constexpr std::size_t enough = 1024;  // people at once: counting few takes nearly as long
        if (waiting_.size() >= enough * n_items_)
            finish();
    }

    /// Adds the people of another tally of the same scale.
    void merge(scale_tallies& other)
    {
        finish();
        other.finish();
        pairs_.merge(other.pairs_);
        if (halves_) {
            halves_->merge(*other.halves_);
            items_->merge(*other.items_);
        }
    }

    /// Counts those who were added last. To be called before the counts are read.
    void finish()
    {
        const std::size_t n_persons = waiting_.size() / n_items_;
        if (halves_) {
            halves_->add(waiting_.data(), n_persons, n_items_);
            items_->add(waiting_.data(), n_persons, n_items_);
        }
        if (skips_incomplete_)
            for (std::size_t person = 0; person < n_persons; ++person) {
                const auto row = waiting_.begin() + static_cast<std::ptrdiff_t>(person * n_items_);
                const auto end = row + static_cast<std::ptrdiff_t>(n_items_);
                if (std::any_of(row, end, [this](int answer) { return answer < min_; }))
                    std::fill(row, end, static_cast<std::int8_t>(-1));
            }
        pairs_.add(waiting_.data(), n_persons, n_items_);
        waiting_.clear();
    }

    [[nodiscard]] const pair_tables& pairs() const noexcept { return pairs_; }

    /// Of the items dealt out in turn to two halves; nothing for a single item.
    [[nodiscard]] const std::optional<part_sums>& halves() const noexcept { return halves_; }

    /// Of each item as a part; nothing for a single item.
    [[nodiscard]] const std::optional<part_sums>& items() const noexcept { return items_; }

private:
    std::size_t n_items_;
    int min_;
    bool skips_incomplete_;
    pair_tables pairs_;
    std::optional<part_sums> halves_;
    std::optional<part_sums> items_;
    std::vector<std::int8_t> waiting_;  ///< rows that were not counted yet
};

}  // namespace attune::inline v0
