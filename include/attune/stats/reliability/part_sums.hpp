#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// What is known of the people with one sum of all items.
struct score_level {
    std::int64_t n = 0;             ///< people
    std::vector<std::int64_t> sum;  ///< of each part, over these people
    std::int64_t squares = 0;       ///< squared sums of the parts, over parts and people
};

/// For each sum of all items how the parts of a scale add up to it: what standard errors by score level are computed
/// from. Exact integers of any number of people; parts of a sample merge and subtract.
class part_sums {
public:
    /// @param part_of_item  for each item the part that it belongs to, 0..n_parts - 1; 2..1000 items, and at least 2
    ///                      parts, each with an item.
    /// @param min           smallest answer, 0..99.
    /// @param max           largest answer, above min, at most 100.
    /// @throws std::invalid_argument  one of them is outside.
    part_sums(std::vector<std::size_t> part_of_item, int min, int max)
        : part_of_item_(std::move(part_of_item)), min_(min), max_(max)
    {
        check_within<std::size_t>("part_sums", "n_items", part_of_item_.size(), 2, 1000);
        check_within("part_sums", "min", min, 0, 99);
        check_within("part_sums", "max", max, min + 1, 100);
        const std::size_t n_parts = *std::max_element(part_of_item_.begin(), part_of_item_.end()) + 1;
        check_within<std::size_t>("part_sums", "n_parts", n_parts, 2, part_of_item_.size());
        n_items_of_part_.assign(n_parts, 0);
        for (const std::size_t part : part_of_item_)
            ++n_items_of_part_[part];
        if (std::find(n_items_of_part_.begin(), n_items_of_part_.end(), 0U) != n_items_of_part_.end())
            fail_argument("part_sums", "part_of_item", "name every part", "without one of them");
        levels_.assign(part_of_item_.size() * static_cast<std::size_t>(max - min) + 1,
                       score_level{0, std::vector<std::int64_t>(n_parts, 0), 0});
    }

    [[nodiscard]] std::size_t n_items() const noexcept { return part_of_item_.size(); }
    [[nodiscard]] std::size_t n_parts() const noexcept { return n_items_of_part_.size(); }
    [[nodiscard]] const std::vector<std::size_t>& n_items_of_part() const noexcept { return n_items_of_part_; }
    [[nodiscard]] int min() const noexcept { return min_; }
    [[nodiscard]] int max() const noexcept { return max_; }

    /// By sum, from n_items * min to n_items * max.
    [[nodiscard]] const std::vector<score_level>& levels() const noexcept { return levels_; }

    /// The sum that the first level is of.
    [[nodiscard]] std::int64_t lowest_sum() const noexcept { return static_cast<std::int64_t>(n_items()) * min_; }

    /// Adds rows of answers in one direction, one byte an item; a row with one outside min..max is left out.
    ///
    /// @param rows       first byte of the first row.
    /// @param n_persons  rows.
    /// @param stride     bytes from row to row, at least n_items.
    /// @throws std::invalid_argument  the stride is too small.
    void add(const std::int8_t* rows, std::size_t n_persons, std::size_t stride)
    {
        if (stride < n_items())
            fail_argument("part_sums::add", "stride", "be at least the number of items", "smaller");
        std::vector<std::int64_t> parts(n_parts());
        for (std::size_t person = 0; person < n_persons; ++person) {
            const std::int8_t* row = rows + person * stride;
            if (!std::all_of(row, row + n_items(), [this](int answer) { return answer >= min_ && answer <= max_; }))
                continue;
            std::fill(parts.begin(), parts.end(), 0);
            std::int64_t total = 0;
            for (std::size_t item = 0; item < n_items(); ++item) {
                parts[part_of_item_[item]] += row[item];
                total += row[item];
            }
            score_level& level = levels_[static_cast<std::size_t>(total - lowest_sum())];
            ++level.n;
            for (std::size_t part = 0; part < parts.size(); ++part) {
                level.sum[part] += parts[part];
                level.squares += parts[part] * parts[part];
            }
        }
    }

    /// Adds the people of others.
    ///
    /// @throws std::invalid_argument  other parts or another range.
    void merge(const part_sums& other) { combine("part_sums::merge", other, 1); }

    /// Takes people away that were added before.
    ///
    /// @throws std::invalid_argument  other parts or another range, or more people at a level than there are.
    void subtract(const part_sums& other)
    {
        for (std::size_t i = 0; i < std::min(levels_.size(), other.levels_.size()); ++i)
            if (levels_[i].n < other.levels_[i].n)
                fail_argument("part_sums::subtract", "other", "hold people who are among these", "not part of them");
        combine("part_sums::subtract", other, -1);
    }

private:
    void combine(std::string_view function, const part_sums& other, std::int64_t sign)
    {
        if (part_of_item_ != other.part_of_item_ || min_ != other.min_ || max_ != other.max_)
            fail_argument(function, "other", "have the same parts and range", "of other items");
        for (std::size_t i = 0; i < levels_.size(); ++i) {
            levels_[i].n += sign * other.levels_[i].n;
            levels_[i].squares += sign * other.levels_[i].squares;
            for (std::size_t part = 0; part < n_parts(); ++part)
                levels_[i].sum[part] += sign * other.levels_[i].sum[part];
        }
    }

    std::vector<std::size_t> part_of_item_;
    int min_;
    int max_;
    std::vector<std::size_t> n_items_of_part_;
    std::vector<score_level> levels_;
};

/// Items dealt out to parts in turn: 0, 1, ..., n_parts - 1, 0, 1, ... Two parts are the odd-even split.
///
/// @throws std::invalid_argument  n_parts is not within 2..n_items.
[[nodiscard]] inline std::vector<std::size_t> items_in_turn(std::size_t n_items, std::size_t n_parts)
{
    check_within<std::size_t>("items_in_turn", "n_parts", n_parts, 2, n_items);
    std::vector<std::size_t> part_of_item(n_items);
    for (std::size_t item = 0; item < n_items; ++item)
        part_of_item[item] = item % n_parts;
    return part_of_item;
}

}  // namespace attune::inline v0
