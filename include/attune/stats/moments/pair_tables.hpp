#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/moments/detail/gram.hpp"

namespace attune::inline v0 {

/// How often each two answers to two items were given by the same person, for all pairs of items: what polychoric
/// correlations are computed from. Counted exactly, in any order; parts merge and subtract.
///
/// Apart from `moments`, as it takes (max - min + 1)^2 integers a pair and most figures do not need it.
class pair_tables {
public:
    using table = Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>;

    /// @param n_items  columns, 1..1000.
    /// @param min      smallest answer, 0..99.
    /// @param max      largest answer, above min, at most 100.
    /// @throws std::invalid_argument  one of them is outside.
    pair_tables(std::size_t n_items, int min, int max) : n_items_(n_items), min_(min), max_(max)
    {
        check_within<std::size_t>("pair_tables", "n_items", n_items, 1, 1000);
        check_within("pair_tables", "min", min, 0, 99);
        check_within("pair_tables", "max", max, min + 1, 100);
        counts_.assign(n_items * (n_items + 1) / 2 * n_cells(), 0);
    }

    [[nodiscard]] std::size_t n_items() const noexcept { return n_items_; }

    /// Answers that an item can have: max - min + 1.
    [[nodiscard]] int n_categories() const noexcept { return max_ - min_ + 1; }

    /// Adds rows of codes, one byte an item; what lies outside min..max is missing.
    ///
    /// @param rows       first byte of the first row.
    /// @param n_persons  rows.
    /// @param stride     bytes from row to row, at least n_items.
    /// @throws std::invalid_argument  the stride is too small.
    void add(const std::int8_t* rows, std::size_t n_persons, std::size_t stride)
    {
        if (stride < n_items_)
            fail_argument("pair_tables::add", "stride", "be at least the number of items", "smaller");
        // Tables of one item with all before it fit into the nearest cache; so some people wait for the next item.
        constexpr std::size_t n_waiting = 256;
        std::vector<waiting_row> waiting(std::min(n_waiting, n_persons));
        for (std::size_t begin = 0; begin < n_persons; begin += n_waiting) {
            const std::size_t n_here = std::min(n_waiting, n_persons - begin);
            for (std::size_t person = 0; person < n_here; ++person)
                read(rows + (begin + person) * stride, waiting[person]);
            for (std::size_t item = 0; item < n_items_; ++item)
                for (std::size_t person = 0; person < n_here; ++person)
                    count(item, waiting[person]);
        }
    }

    /// Adds the people of others.
    ///
    /// @throws std::invalid_argument  other items or another range.
    void merge(const pair_tables& other)
    {
        check_same("pair_tables::merge", other);
        for (std::size_t i = 0; i < counts_.size(); ++i)
            counts_[i] += other.counts_[i];
    }

    /// Takes people away that were added before.
    ///
    /// @throws std::invalid_argument  other items or another range, or people who are not among these.
    void subtract(const pair_tables& other)
    {
        check_same("pair_tables::subtract", other);
        for (std::size_t i = 0; i < counts_.size(); ++i)
            if (counts_[i] < other.counts_[i])
                fail_argument("pair_tables::subtract", "other", "hold people who are among these", "not part of them");
        for (std::size_t i = 0; i < counts_.size(); ++i)
            counts_[i] -= other.counts_[i];
    }

    /// The table of two items: rows are the answers min..max to item i, columns those to item j.
    ///
    /// @throws std::invalid_argument  there is no such item.
    [[nodiscard]] table of(std::size_t i, std::size_t j) const
    {
        check_within<std::size_t>("pair_tables::of", "item", i, 0, n_items_ - 1);
        check_within<std::size_t>("pair_tables::of", "item", j, 0, n_items_ - 1);
        table found(n_categories(), n_categories());
        for (int x = min_; x <= max_; ++x)
            for (int y = min_; y <= max_; ++y)
                found(x - min_, y - min_) = counts_[i >= j ? cell(i, j, x, y) : cell(j, i, y, x)];
        return found;
    }

    friend bool operator==(const pair_tables& a, const pair_tables& b) = default;

private:
    [[nodiscard]] std::size_t n_cells() const { return static_cast<std::size_t>(n_categories() * n_categories()); }

    [[nodiscard]] std::size_t cell(std::size_t i, std::size_t j, int x, int y) const
    {
        return detail::triangle_place(i, j) * n_cells() +
               static_cast<std::size_t>((x - min_) * n_categories() + (y - min_));
    }

    /// The answers of a person to the items that have one.
    struct waiting_row {
        std::vector<std::size_t> items;    ///< ascending
        std::vector<std::size_t> offsets;  ///< item * n_cells + answer - min
        std::size_t n_counted = 0;
    };

    void read(const std::int8_t* row, waiting_row& into) const
    {
        into.items.clear();
        into.offsets.clear();
        into.n_counted = 0;
        for (std::size_t item = 0; item < n_items_; ++item)
            if (row[item] >= min_ && row[item] <= max_) {
                into.items.push_back(item);
                into.offsets.push_back(item * n_cells() + static_cast<std::size_t>(row[item] - min_));
            }
    }

    /// Counts the pairs of an item with itself and those before it.
    void count(std::size_t item, waiting_row& row)
    {
        if (row.n_counted == row.items.size() || row.items[row.n_counted] != item)
            return;
        const std::size_t answer = row.offsets[row.n_counted] - item * n_cells();
        std::int64_t* tables = counts_.data() + detail::triangle_place(item, 0) * n_cells() +
                               answer * static_cast<std::size_t>(n_categories());
        ++row.n_counted;
        for (std::size_t at = 0; at < row.n_counted; ++at)
            ++tables[row.offsets[at]];
    }

    void check_same(std::string_view function, const pair_tables& other) const
    {
        if (n_items_ != other.n_items_ || min_ != other.min_ || max_ != other.max_)
            fail_argument(function, "other", "have the same items and range", "of other items");
    }

    std::size_t n_items_;
    int min_;
    int max_;
    std::vector<std::int64_t> counts_;
};

}  // namespace attune::inline v0
