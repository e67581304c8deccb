#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"
#include "attune/responses/code_block.hpp"

namespace attune::inline v0 {

/// How many answers of some people are none that the form allows: outside its range, fractional, or no number.
///
/// Integers that add up: in any order, in parts that are merged, and people can be taken away again.
class invalid_counts {
public:
    explicit invalid_counts(std::size_t n_columns) : by_column_(n_columns) {}

    /// Adds one person.
    ///
    /// @param codes  a row of as many columns.
    void add(std::span<const answer_code> codes)
    {
        ++n_persons_;
        if (codes.empty() || !is_invalid(*std::min_element(codes.begin(), codes.end())))
            return;
        ++n_persons_concerned_;
        for (std::size_t c = 0; c < by_column_.size(); ++c)
            by_column_[c] += is_invalid(codes[c]) ? 1 : 0;
    }

    /// Adds all people of a block.
    void add(const code_block& block)
    {
        for (std::size_t i = 0; i < block.n_persons(); ++i)
            add(block.row(i));
    }

    /// Adds the people of others.
    ///
    /// @throws std::invalid_argument  they have another number of columns.
    void merge(const invalid_counts& other) { add_times(other, 1); }

    /// Takes people away that were added before.
    ///
    /// @throws std::invalid_argument  they have another number of columns.
    void subtract(const invalid_counts& other) { add_times(other, -1); }

    [[nodiscard]] std::int64_t n_persons() const noexcept { return n_persons_; }

    /// People with at least one such answer.
    [[nodiscard]] std::int64_t n_persons_concerned() const noexcept { return n_persons_concerned_; }

    /// Such answers in one column.
    [[nodiscard]] std::int64_t n_invalid(std::size_t column) const { return by_column_.at(column); }

    /// Such answers in all columns.
    [[nodiscard]] std::int64_t n_invalid() const
    {
        std::int64_t sum = 0;
        for (const std::int64_t n : by_column_)
            sum += n;
        return sum;
    }

    friend bool operator==(const invalid_counts&, const invalid_counts&) = default;

private:
    void add_times(const invalid_counts& other, std::int64_t times)
    {
        check_count("invalid_counts", "other", other.by_column_.size(), by_column_.size());
        n_persons_ += times * other.n_persons_;
        n_persons_concerned_ += times * other.n_persons_concerned_;
        for (std::size_t c = 0; c < by_column_.size(); ++c)
            by_column_[c] += times * other.by_column_[c];
    }

    std::int64_t n_persons_ = 0;
    std::int64_t n_persons_concerned_ = 0;
    std::vector<std::int64_t> by_column_;
};

}  // namespace attune::inline v0
