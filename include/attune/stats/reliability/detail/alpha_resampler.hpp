#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "attune/core/detail/instruction_set.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/philox.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// Persons per inner loop of a weighted sum; a length that the compiler knows becomes vector instructions.
inline constexpr std::size_t weighted_run = 64;

/// The sum of weight times value. Weights are drawn counts: in a run their sum stays far below 2^16, so that the sum of
/// a run fits 32 bits.
template <typename Value>
[[gnu::always_inline]] inline std::int64_t weighted_sum_body(const std::int16_t* weights, const Value* values,
                                                             std::size_t n)
{
    std::int64_t sum = 0;
    for (std::size_t begin = 0; begin < n; begin += weighted_run) {
        std::int32_t part = 0;
        for (std::size_t i = 0; i < weighted_run; ++i)
            part += std::int32_t{weights[begin + i]} * std::int32_t{values[begin + i]};
        sum += part;
    }
    return sum;
}

#if ATTUNE_HAS_X86_DISPATCH
template <typename Value>
[[gnu::target("avx2")]] std::int64_t weighted_sum_avx2(const std::int16_t* weights, const Value* values, std::size_t n)
{
    return weighted_sum_body(weights, values, n);
}
#endif

/// The sum of weight times value.
///
/// @param n  how many, a multiple of `weighted_run`.
template <typename Value>
[[nodiscard]] std::int64_t weighted_sum(const std::int16_t* weights, const Value* values, std::size_t n)
{
#if ATTUNE_HAS_X86_DISPATCH
    if (best_instruction_set() >= instruction_set::avx2)
        return weighted_sum_avx2(weights, values, n);
#endif
    return weighted_sum_body(weights, values, n);
}

/// Whole numbers 0..2^30 - 1 as two columns of 15 bits each, so that their weighted sums need no wider products.
class split_column {
public:
    explicit split_column(std::size_t n) : upper_(n), lower_(n) {}

    void set(std::size_t place, std::int64_t value)
    {
        upper_[place] = static_cast<std::int16_t>(value >> 15);
        lower_[place] = static_cast<std::int16_t>(value & 0x7FFF);
    }

    [[nodiscard]] std::int64_t operator[](std::size_t place) const
    {
        return (std::int64_t{upper_[place]} << 15) + lower_[place];
    }

    [[nodiscard]] std::int64_t weighted(const std::vector<std::int16_t>& weights) const
    {
        return (weighted_sum(weights.data(), upper_.data(), upper_.size()) << 15) +
               weighted_sum(weights.data(), lower_.data(), lower_.size());
    }

private:
    std::vector<std::int16_t> upper_;
    std::vector<std::int16_t> lower_;
};

/// Coefficient alpha of samples drawn from the people of a table, from sums of integers.
///
/// How often each person was drawn is counted first. A replicate is then one pass over the columns with these counts as
/// weights, in the order of memory and in loops that compilers turn into multiply-and-add instructions.
class alpha_resampler {
public:
    /// How often each person was drawn. 16 bits: of n draws from n people, more than 32,767 of one never happen.
    using draw_counts = std::vector<std::int16_t>;

    /// More items than this could leave the range of the sums of squares.
    static constexpr Eigen::Index max_items = 327;

    /// @param answers  complete, 0..100; at least one person, 2..max_items items.
    explicit alpha_resampler(const answer_view& answers)
        : n_persons_(static_cast<std::size_t>(answers.rows())),
          n_items_(static_cast<std::size_t>(answers.cols())),
          padded_((n_persons_ + weighted_run - 1) / weighted_run * weighted_run),
          columns_(padded_ * n_items_),
          totals_(n_persons_),
          total_squares_(padded_),
          squares_(padded_)
    {
        std::int64_t sum = 0;
        for (std::size_t person = 0; person < n_persons_; ++person) {
            const auto row = answers.row(static_cast<Eigen::Index>(person));
            std::int64_t squares = 0;
            for (std::size_t item = 0; item < n_items_; ++item) {
                const std::int8_t answer = row(static_cast<Eigen::Index>(item));
                columns_[item * padded_ + person] = answer;
                totals_[person] += answer;
                squares += answer * answer;
            }
            squares_.set(person, squares);
            sum += totals_[person];
        }
        middle_ = sum / static_cast<std::int64_t>(n_persons_);
        for (std::size_t person = 0; person < n_persons_; ++person) {
            totals_[person] -= static_cast<std::int32_t>(middle_);
            total_squares_.set(person, std::int64_t{totals_[person]} * totals_[person]);
        }
        draw_counts each_once(padded_, 0);
        std::fill_n(each_once.begin(), n_persons_, std::int16_t{1});
        all_ = sums_of(each_once);
    }

    /// Counts with the size that `replicate()` needs.
    [[nodiscard]] draw_counts counts() const { return draw_counts(padded_); }

    /// Alpha of the people as they are; NaN when the total score has no variance.
    [[nodiscard]] double value() const { return alpha(n_persons_, all_.items, all_.squares, all_.total); }

    /// Alpha of as many people as there are, drawn with replacement by stream `number` of a seed; NaN when their total
    /// score has no variance.
    [[nodiscard]] double replicate(std::uint64_t seed, std::uint64_t number, draw_counts& counts) const
    {
        std::fill(counts.begin(), counts.end(), std::int16_t{0});
        philox_stream random(seed, number);
        const auto n = static_cast<std::uint32_t>(n_persons_);
        for (std::size_t draw = 0; draw < n_persons_; ++draw)
            ++counts[random.below(n)];
        const weighted_sums sums = sums_of(counts);
        return alpha(n_persons_, sums.items, sums.squares, sums.total);
    }

    /// Alpha without each person in turn.
    [[nodiscard]] std::vector<double> values_without_one(const answer_view& answers) const
    {
        std::vector<double> made(n_persons_);
        for (std::size_t person = 0; person < n_persons_; ++person) {
            const auto row = answers.row(static_cast<Eigen::Index>(person));
            std::int64_t product = 0;
            for (std::size_t item = 0; item < n_items_; ++item)
                product += all_.columns[item] * row(static_cast<Eigen::Index>(item));
            const std::int64_t total = totals_[person];
            made[person] = alpha(
                n_persons_ - 1, all_.items - 2 * static_cast<double>(product) + static_cast<double>(squares_[person]),
                all_.squares - squares_[person], {all_.total.sum - total, all_.total.square - total * total});
        }
        return made;
    }

private:
    struct total_sums {
        std::int64_t sum = 0;
        std::int64_t square = 0;
    };

    struct weighted_sums {
        std::vector<std::int64_t> columns;  ///< per item the sum of its answers
        double items = 0;                   ///< sum of the squares of these
        std::int64_t squares = 0;           ///< sum of the squares of all answers
        total_sums total;
    };

    [[nodiscard]] weighted_sums sums_of(const draw_counts& counts) const
    {
        weighted_sums made;
        made.columns.resize(n_items_);
        made.total.sum = -middle_ * static_cast<std::int64_t>(n_persons_);
        for (std::size_t item = 0; item < n_items_; ++item) {
            const std::int64_t sum = weighted_sum(counts.data(), columns_.data() + item * padded_, padded_);
            made.columns[item] = sum;
            made.items += static_cast<double>(sum) * static_cast<double>(sum);
            made.total.sum += sum;
        }
        made.squares = squares_.weighted(counts);
        made.total.square = total_squares_.weighted(counts);
        return made;
    }

    /// k / (k - 1) (1 - within / V) with n times the variances of the items and of the total.
    [[nodiscard]] double alpha(std::size_t n_persons, double items, std::int64_t squares, total_sums total) const
    {
        const auto n = static_cast<double>(n_persons);
        const auto k = static_cast<double>(n_items_);
        const auto sum = static_cast<double>(total.sum);
        const double total_variance = static_cast<double>(total.square) - sum * sum / n;
        if (!(total_variance * n > 0.5))  // n times it is an integer
            return std::numeric_limits<double>::quiet_NaN();
        return k / (k - 1) * (1 - (static_cast<double>(squares) - items / n) / total_variance);
    }

    std::size_t n_persons_;
    std::size_t n_items_;
    std::size_t padded_;
    std::vector<std::int8_t> columns_;  ///< column after column, each padded with zeros to a multiple of a run
    std::int64_t middle_ = 0;           ///< near the mean of the totals
    std::vector<std::int32_t> totals_;  ///< less `middle_`, so that their squares stay small
    split_column total_squares_;
    split_column squares_;  ///< per person the sum of the squares of the answers
    weighted_sums all_;
};

}  // namespace attune::inline v0::detail
