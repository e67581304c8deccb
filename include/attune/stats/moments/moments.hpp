#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/detail/instruction_set.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/moments/detail/block_functions.hpp"
#include "attune/stats/moments/detail/gram.hpp"
#include "attune/stats/moments/detail/person_block.hpp"
#include "attune/stats/moments/detail/weighted_block.hpp"

namespace attune::inline v0 {

/// Items that are added up to a score.
struct moment_scale {
    std::vector<std::size_t> items;  ///< columns of the rows, each once
    std::vector<bool> is_reversed;   ///< as long: min + max - answer is added in place of the answer
};

/// What is counted: columns, range, scales. Two sets of moments can be added only when this is the same.
struct moment_layout {
    std::size_t n_items = 0;  ///< columns
    int min = 1;              ///< range of the answers, within 0..100
    int max = 7;
    std::vector<moment_scale> scales;
};

/// Everything that means, variances, covariances and their classical functions need of any number of people, as exact
/// integers: counts, sums, sums of products and powers.
///
/// Adding people in any order, in blocks of any size, in parts by several threads that are merged, gives the same
/// integers; subtracting undoes merging. What a row holds outside min..max is missing. Per item it has the count of
/// every category; per pair of items, over those who answered both, their number, sums, squares and products
/// ("pairwise"); per scale, over those who answered all of its items ("listwise"), sums and products of its items and
/// the powers of the keyed total that the distribution-free interval of alpha needs; per pair of scales the products of
/// the totals of those who answered both.
///
/// No sum can overflow below `max_persons()`.
class moments {
public:
    /// @throws std::invalid_argument  the layout names columns that do not exist or the same twice, has a range outside
    ///                                0..100 or without two values, no items, or more than 1000 of them.
    explicit moments(moment_layout layout) : layout_(std::move(layout))
    {
        check_layout();
        place_sums();
        make_room();
    }

    [[nodiscard]] const moment_layout& layout() const noexcept { return layout_; }

    /// All rows that were added, with answers or without.
    [[nodiscard]] std::int64_t n_persons() const { return sums_[0]; }

    /// Most people whose sums are sure to fit: (2^63 - 1) / (largest total^2 * largest answer).
    [[nodiscard]] std::int64_t max_persons() const noexcept { return max_persons_; }

    /// Adds rows of codes, one byte an item.
    ///
    /// @param rows       first byte of the first row.
    /// @param n_persons  rows.
    /// @param stride     bytes from row to row, at least n_items.
    /// @throws std::invalid_argument  the stride is too small, or there would be more than `max_persons()`.
    void add(const std::int8_t* rows, std::size_t n_persons, std::size_t stride)
    {
        if (stride < layout_.n_items)
            fail_argument("moments::add", "stride", "be at least the number of items", "smaller");
        check_room(static_cast<std::int64_t>(n_persons));
        add_rows({rows, n_persons, stride, layout_.n_items});
    }

    /// Adds the people of others.
    ///
    /// @throws std::invalid_argument  another layout, or more than `max_persons()` together.
    void merge(const moments& other)
    {
        check_same_layout("moments::merge", other);
        check_room(other.n_persons());
        for (std::size_t i = 0; i < sums_.size(); ++i)
            sums_[i] += other.sums_[i];
        for (std::size_t i = 0; i < wide_.size(); ++i)
            wide_[i] += other.wide_[i];
    }

    /// Takes people away that were added before.
    ///
    /// @throws std::invalid_argument  another layout, or people who are not among these: a sum would be negative.
    void subtract(const moments& other)
    {
        check_same_layout("moments::subtract", other);
        for (std::size_t i = 0; i < sums_.size(); ++i)
            if (sums_[i] < other.sums_[i])
                fail_argument("moments::subtract", "other", "hold people who are among these", "not part of them");
        for (std::size_t i = 0; i < sums_.size(); ++i)
            sums_[i] -= other.sums_[i];
        for (std::size_t i = 0; i < wide_.size(); ++i)
            wide_[i] -= other.wide_[i];
    }

    friend bool operator==(const moments& a, const moments& b)
    {
        return is_same_layout(a.layout_, b.layout_) && a.sums_ == b.sums_ && a.wide_ == b.wide_;
    }

    /// People who chose a category of an item.
    [[nodiscard]] std::int64_t n_chosen(std::size_t item, int category) const
    {
        return sums_.at(counts_ + item * n_categories() + static_cast<std::size_t>(category - layout_.min));
    }

    /// People who answered an item.
    [[nodiscard]] std::int64_t n_answered(std::size_t item) const
    {
        std::int64_t n = 0;
        for (int c = layout_.min; c <= layout_.max; ++c)
            n += n_chosen(item, c);
        return n;
    }

    /// Sum of a power of the answers to an item.
    ///
    /// @param item   column.
    /// @param power  0 to 4.
    [[nodiscard]] wide_integer power_sum(std::size_t item, int power) const
    {
        wide_integer sum = 0;
        for (int c = layout_.min; c <= layout_.max; ++c) {
            wide_integer term = n_chosen(item, c);
            for (int p = 0; p < power; ++p)
                term *= c;
            sum += term;
        }
        return sum;
    }

    /// What is known of two items among those who answered both.
    struct pair_sums {
        std::int64_t n = 0;
        std::int64_t sum_i = 0, sum_j = 0;  ///< of the answers
        std::int64_t square_i = 0, square_j = 0;
        std::int64_t product = 0;
    };

    /// The pairwise sums of two items, of the answers as they were given.
    [[nodiscard]] pair_sums pair(std::size_t i, std::size_t j) const
    {
        const std::size_t k = layout_.n_items;
        const std::int64_t n_without = sums_[missing_ + detail::triangle_place(i, i)] +
                                       sums_[missing_ + detail::triangle_place(j, j)] -
                                       sums_[missing_ + detail::triangle_place(i, j)];
        pair_sums p;
        p.n = n_persons() - n_without;
        p.sum_i = static_cast<std::int64_t>(power_sum(i, 1)) - sums_[sum_without_ + i * k + j];
        p.sum_j = static_cast<std::int64_t>(power_sum(j, 1)) - sums_[sum_without_ + j * k + i];
        p.square_i = static_cast<std::int64_t>(power_sum(i, 2)) - sums_[square_without_ + i * k + j];
        p.square_j = static_cast<std::int64_t>(power_sum(j, 2)) - sums_[square_without_ + j * k + i];
        p.product = sums_[cross_ + detail::triangle_place(i, j)];
        return p;
    }

    /// What is known of a scale among those who answered all of its items. x is a keyed answer, X the total of a
    /// person, a the sum of the squares of a person's keyed answers.
    struct scale_sums {
        std::int64_t n = 0;
        std::vector<std::int64_t> x;                ///< per item, in the order of the scale
        std::vector<std::int64_t> product;          ///< packed lower triangle of x_i x_j
        std::vector<std::int64_t> a_x;              ///< per item
        std::vector<std::int64_t> total_squared_x;  ///< per item: X^2 x
        std::int64_t a = 0;
        std::int64_t total = 0, total_2 = 0;
        std::int64_t a_total = 0;
        wide_integer total_3 = 0, total_4 = 0, a_2 = 0, a_total_2 = 0;
    };

    /// The listwise sums of a scale.
    [[nodiscard]] scale_sums scale(std::size_t s) const;

    /// What is known of two scales among those who answered all items of both; totals are keyed.
    struct scale_pair_sums {
        std::int64_t n = 0;
        std::int64_t sum_s = 0, sum_t = 0, square_s = 0, square_t = 0, product = 0;
    };

    [[nodiscard]] scale_pair_sums scale_pair(std::size_t s, std::size_t t) const
    {
        const std::size_t at = pairs_ + 6 * (detail::triangle_place(std::max(s, t), std::min(s, t)));
        scale_pair_sums p{sums_[at], sums_[at + 1], sums_[at + 2], sums_[at + 3], sums_[at + 4], sums_[at + 5]};
        if (s < t) {
            std::swap(p.sum_s, p.sum_t);
            std::swap(p.square_s, p.square_t);
        }
        return p;
    }

    /// All integers of these moments: what a state on disk holds. The wide ones come last, low half first.
    [[nodiscard]] std::vector<std::int64_t> integers() const;

    /// Takes integers that `integers()` of the same layout gave.
    ///
    /// @throws std::invalid_argument  there are more or fewer of them.
    void assign(std::span<const std::int64_t> integers);

private:
    /// Where the sums of a scale begin; the order within is that of `scale_sums`.
    struct scale_place {
        std::size_t sums = 0;
        std::size_t wide = 0;
    };

    [[nodiscard]] std::size_t n_categories() const { return static_cast<std::size_t>(layout_.max - layout_.min + 1); }

    static bool is_same_layout(const moment_layout& a, const moment_layout& b)
    {
        if (a.n_items != b.n_items || a.min != b.min || a.max != b.max || a.scales.size() != b.scales.size())
            return false;
        for (std::size_t s = 0; s < a.scales.size(); ++s)
            if (a.scales[s].items != b.scales[s].items || a.scales[s].is_reversed != b.scales[s].is_reversed)
                return false;
        return true;
    }

    void check_same_layout(std::string_view function, const moments& other) const
    {
        if (!is_same_layout(layout_, other.layout_))
            fail_argument(function, "other", "have the same layout", "of another questionnaire or form");
    }

    void check_room(std::int64_t n_more) const
    {
        if (n_more > max_persons_ - n_persons())
            fail_argument("moments", "people", fmt::format("be at most {}", max_persons_), "more");
    }

    using partial_adding = void (moments::*)();

    static partial_adding partial_adding_for(detail::instruction_set set);
    void add_rows(const detail::row_range& range);
    bool add_if_complete(const detail::row_range& block);
    void add_complete();
    bool turn_complete(const std::int8_t* const* rows);
    void add_turned(std::size_t n);
    void add_partial();
#if ATTUNE_HAS_X86_DISPATCH
    void add_partial_avx512();
#endif
    void check_layout() const;
    void place_sums();
    void make_room();
    void add_missing(const std::vector<std::size_t>& gone, std::size_t person);
    void add_partial_scale(std::size_t s);
    void add_partial_scale_pairs();
    void settle();
    void settle_scale(std::size_t s, const detail::weighted_block& block, const detail::column_scale& scale);
    void settle_scale_pairs();

    moment_layout layout_;
    std::int64_t max_persons_ = 0;
    std::size_t counts_ = 0, missing_ = 0, cross_ = 0, sum_without_ = 0, square_without_ = 0, pairs_ = 0;
    std::vector<scale_place> places_;
    std::vector<std::int64_t> sums_;
    std::vector<wide_integer> wide_;

    // What follows is room to work in; it holds nothing from one call to the next.
    detail::block_functions functions_ = detail::block_functions_for(detail::best_instruction_set());
    partial_adding add_partial_ = partial_adding_for(detail::best_instruction_set());
    detail::weighted_block complete_{1, 1};
    detail::row_list complete_rows_, partial_rows_;
    std::array<const std::int8_t*, detail::byte_column::n_persons> block_rows_{};
    detail::upcoming_rows upcoming_;
    std::vector<std::int8_t> nobody_complete_, nobody_partial_;
    detail::person_block block_;
    detail::gram partial_products_;
    std::vector<detail::weighted_block> partial_scales_;
    std::vector<std::array<std::uint32_t, detail::byte_column::n_persons>> totals_;
    std::vector<detail::person_block::bits> is_complete_;
};

/// Moments of a matrix of answers with one scale of all its columns, none reversed.
///
/// @param answers  persons x items; what lies outside min..max is missing.
/// @param min      smallest answer, 0..99.
/// @param max      largest answer, above min, at most 100.
/// @throws std::invalid_argument  as the constructor of `moments`.
[[nodiscard]] inline moments moments_of(const Eigen::Ref<const Eigen::MatrixXi>& answers, int min, int max)
{
    moment_layout layout{static_cast<std::size_t>(answers.cols()), min, max, {}};
    moment_scale all;
    for (std::size_t j = 0; j < layout.n_items; ++j)
        all.items.push_back(j);
    all.is_reversed.assign(layout.n_items, false);
    layout.scales.push_back(std::move(all));
    moments result(std::move(layout));
    std::vector<std::int8_t> row(static_cast<std::size_t>(answers.cols()));
    for (Eigen::Index i = 0; i < answers.rows(); ++i) {
        for (Eigen::Index j = 0; j < answers.cols(); ++j) {
            const int answer = answers(i, j);
            row[static_cast<std::size_t>(j)] =
                answer >= min && answer <= max ? static_cast<std::int8_t>(answer) : std::int8_t{-1};
        }
        result.add(row.data(), 1, row.size());
    }
    return result;
}

}  // namespace attune::inline v0

#include "attune/stats/moments/detail/moments_settling.hpp"
#include "attune/stats/moments/detail/moments_sums.hpp"
