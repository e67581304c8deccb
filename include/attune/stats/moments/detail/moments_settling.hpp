#pragma once

// How `moments` takes what blocks of people added up to.
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

/// Adds what the blocks hold to the sums, and clears them.
inline void moments::settle()
{
    const std::size_t k = layout_.n_items;
    std::int64_t* cross = sums_.data() + cross_;
    for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = 0; j <= i; ++j)
            *cross++ += complete_.product(i, j) + partial_products_(i, j);
    for (std::size_t s = 0; s < layout_.scales.size(); ++s) {
        settle_scale(s, complete_, complete_.scale(s));
        settle_scale(s, partial_scales_[s], partial_scales_[s].scale(0));
        partial_scales_[s].clear();
    }
    settle_scale_pairs();
    complete_.clear();
    partial_products_.clear();
}

inline void moments::settle_scale(std::size_t s, const detail::weighted_block& block, const detail::column_scale& scale)
{
    const std::size_t m = scale.items.size();
    std::int64_t* out = sums_.data() + places_[s].sums;
    std::int64_t* x = out + 5;
    std::int64_t* product = x + 3 * m;
    std::int64_t total = 0, a_total = 0;
    wide_integer total_3 = 0;
    for (std::size_t i = 0; i < m; ++i) {
        const std::int64_t sum = block.keyed_sum(scale, i);
        const std::int64_t a_x = block.weighted_sum(scale.squares, scale, i);
        const std::int64_t total_squared_x = block.weighted_sum(scale.squared_total, scale, i);
        total += sum;
        a_total += a_x;
        total_3 += total_squared_x;
        x[i] += sum;
        x[m + i] += a_x;
        x[2 * m + i] += total_squared_x;
        for (std::size_t j = 0; j <= i; ++j)
            *product++ += block.keyed_product(scale, i, scale, j);
    }
    out[0] += block.n_persons();
    out[1] += block.weight_sum(scale.squares);
    out[2] += total;
    out[3] += block.weight_sum(scale.squared_total);
    out[4] += a_total;
    wide_integer* wide = wide_.data() + places_[s].wide;
    wide[0] += total_3;
    wide[1] += block.weight_product(scale.squared_total, scale.squared_total);
    wide[2] += block.weight_product(scale.squares, scale.squares);
    wide[3] += block.weight_product(scale.squares, scale.squared_total);
}

/// Adds the products of the totals of those who answered everything.
inline void moments::settle_scale_pairs()
{
    const auto sum_of = [this](const detail::column_scale& s) {
        std::int64_t sum = 0;
        for (std::size_t p = 0; p < s.items.size(); ++p)
            sum += complete_.keyed_sum(s, p);
        return sum;
    };
    for (std::size_t s = 0; s < layout_.scales.size(); ++s)
        for (std::size_t t = 0; t <= s; ++t) {
            const detail::column_scale& one = complete_.scale(s);
            const detail::column_scale& other = complete_.scale(t);
            std::int64_t product = 0;
            for (std::size_t p = 0; p < one.items.size(); ++p)
                for (std::size_t q = 0; q < other.items.size(); ++q)
                    product += complete_.keyed_product(one, p, other, q);
            std::int64_t* at = sums_.data() + pairs_ + 6 * detail::triangle_place(s, t);
            at[0] += complete_.n_persons();
            at[1] += sum_of(one);
            at[2] += sum_of(other);
            at[3] += complete_.weight_sum(one.squared_total);
            at[4] += complete_.weight_sum(other.squared_total);
            at[5] += product;
        }
}

}  // namespace attune::inline v0
