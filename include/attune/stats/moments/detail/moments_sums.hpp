#pragma once

// How `moments` lays out its sums and adds a block of people to them.
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

inline void moments::check_layout() const
{
    check_within<std::size_t>("moments", "n_items", layout_.n_items, 1, 1000);
    check_within("moments", "min", layout_.min, 0, 99);
    check_within("moments", "max", layout_.max, layout_.min + 1, 100);
    for (const moment_scale& s : layout_.scales) {
        check_count("moments", "is_reversed", s.is_reversed.size(), s.items.size());
        std::vector<bool> seen(layout_.n_items);
        if (s.items.empty())
            fail_argument("moments", "scale", "have items", "empty");
        for (const std::size_t item : s.items) {
            check_within<std::size_t>("moments", "item of a scale", item, 0, layout_.n_items - 1);
            if (seen[item])
                fail_argument("moments", "item of a scale", "be named once", "there twice");
            seen[item] = true;
        }
    }
}

inline void moments::place_sums()
{
    const std::size_t k = layout_.n_items;
    std::size_t n = 1;  // n_persons
    const auto take = [&n](std::size_t count) { return std::exchange(n, n + count); };
    counts_ = take(k * n_categories());
    missing_ = take(k * (k + 1) / 2);
    cross_ = take(k * (k + 1) / 2);
    sum_without_ = take(k * k);
    square_without_ = take(k * k);
    std::size_t n_wide = 0;
    std::size_t longest = 1;
    for (const moment_scale& s : layout_.scales) {
        const std::size_t m = s.items.size();
        places_.push_back({take(5 + 3 * m + m * (m + 1) / 2), n_wide});
        n_wide += 4;
        longest = std::max(longest, m);
    }
    pairs_ = take(6 * layout_.scales.size() * (layout_.scales.size() + 1) / 2);
    sums_.assign(n, 0);
    wide_.assign(n_wide, 0);
    complete_.resize(layout_.scales.size());
    totals_.resize(layout_.scales.size());
    complete_columns_.resize(longest);
    const std::int64_t total = static_cast<std::int64_t>(longest) * layout_.max;
    max_persons_ = std::numeric_limits<std::int64_t>::max() / (total * total * layout_.max);
}

inline void moments::add_rows(const std::int8_t* rows, std::size_t n_persons, std::size_t stride)
{
    constexpr std::size_t most = detail::person_block::most_persons;
    for (std::size_t first = 0; first < n_persons; first += most) {
        block_.fill(rows + first * stride, std::min(most, n_persons - first), stride, layout_.min, layout_.max);
        add_block();
    }
}

#if ATTUNE_HAS_X86_DISPATCH
/// The same, compiled for longer vectors with all that it calls.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,popcnt,bmi,bmi2"), gnu::flatten]] inline void
moments::add_rows_avx512(const std::int8_t* rows, std::size_t n_persons, std::size_t stride)
{
    add_rows(rows, n_persons, stride);
}
#endif

inline moments::row_adding moments::row_adding_for(detail::instruction_set set)
{
#if ATTUNE_HAS_X86_DISPATCH
    if (set == detail::instruction_set::avx512)
        return &moments::add_rows_avx512;
#else
    static_cast<void>(set);
#endif
    return &moments::add_rows;
}

inline void moments::add_block()
{
    const std::size_t k = layout_.n_items;
    sums_[0] += static_cast<std::int64_t>(block_.n_persons());
    add_gram_(block_.columns(), k, sums_.data() + cross_);

    detail::person_block::bits all = block_.present();
    for (std::size_t j = 0; j < k; ++j) {
        const detail::person_block::bits& answered = block_.answered(j);
        std::int64_t n_answered = 0;
        for (std::size_t w = 0; w < all.size(); ++w) {
            n_answered += std::popcount(answered[w]);
            all[w] &= answered[w];
        }
        std::int64_t* counts = sums_.data() + counts_ + j * n_categories();
        for (int c = layout_.min; c <= layout_.max; ++c) {
            if (c == 0) {  // as what is missing is 0 as well, the other categories tell how many these are
                counts[0] += n_answered;
                continue;
            }
            const std::int64_t n = detail::count_bytes(block_.answers(j), static_cast<std::uint8_t>(c));
            counts[c - layout_.min] += n;
            if (layout_.min == 0)
                counts[0] -= n;
        }
    }

    std::vector<std::size_t> gone;
    for (std::size_t w = 0; w < all.size(); ++w)
        for (std::uint64_t left = block_.present()[w] & ~all[w]; left != 0; left &= left - 1) {
            const auto bit = static_cast<std::size_t>(std::countr_zero(left));
            gone.clear();
            for (std::size_t j = 0; j < k; ++j)
                if ((block_.answered(j)[w] >> bit & 1U) == 0)
                    gone.push_back(j);
            add_missing(gone, 64 * w + bit);
        }

    for (std::size_t s = 0; s < layout_.scales.size(); ++s)
        add_scale(s);
    add_scale_pairs();
}

/// Notes what a person answered beside each item that is missing.
inline void moments::add_missing(const std::vector<std::size_t>& gone, std::size_t person)
{
    const std::size_t k = layout_.n_items;
    for (std::size_t a = 0; a < gone.size(); ++a)
        for (std::size_t b = 0; b <= a; ++b)
            ++sums_[missing_ + detail::triangle_place(gone[a], gone[b])];
    for (std::size_t i = 0; i < k; ++i) {
        const std::int64_t x = block_.answers(i)[person];
        for (const std::size_t j : gone) {
            sums_[sum_without_ + i * k + j] += x;
            sums_[square_without_ + i * k + j] += x * x;
        }
    }
}

inline void moments::add_scale(std::size_t s)
{
    using column = detail::person_block::column;
    constexpr std::size_t n_rows = detail::person_block::most_persons;
    const moment_scale& scale = layout_.scales[s];
    const std::size_t m = scale.items.size();
    detail::person_block::bits& complete = complete_[s];
    complete = block_.present();
    for (const std::size_t item : scale.items)
        for (std::size_t w = 0; w < complete.size(); ++w)
            complete[w] &= block_.answered(item)[w];
    column is_complete;
    for (std::size_t r = 0; r < n_rows; ++r)
        is_complete[r] = (complete[r / 64] >> (r % 64) & 1U) != 0 ? 0xff : 0;

    std::int64_t* out = sums_.data() + places_[s].sums;
    std::int64_t n = 0;
    for (const std::uint64_t word : complete)
        n += std::popcount(word);
    *out++ += n;

    auto& total = totals_[s];
    total.fill(0);
    squares_.fill(0);
    const auto flip = static_cast<std::uint8_t>(layout_.min + layout_.max);
    for (std::size_t j = 0; j < m; ++j) {
        const column& answers = block_.answers(scale.items[j]);
        column& keyed = complete_columns_[j];
        if (scale.is_reversed[j])
            for (std::size_t r = 0; r < n_rows; ++r)
                keyed[r] = static_cast<std::uint8_t>((flip - answers[r]) & is_complete[r]);
        else
            for (std::size_t r = 0; r < n_rows; ++r)
                keyed[r] = answers[r] & is_complete[r];
        for (std::size_t r = 0; r < n_rows; ++r)
            total[r] += keyed[r];
        for (std::size_t r = 0; r < n_rows; ++r)
            squares_[r] += std::uint32_t{keyed[r]} * keyed[r];
    }
    add_gram_(complete_columns_.data(), m, out + 4 + 3 * m);

    std::uint64_t a = 0, sum = 0, sum_2 = 0, sum_3 = 0, sum_4 = 0, a_2 = 0, a_sum = 0, a_sum_2 = 0;
    std::array<std::uint32_t, n_rows> total_squared;
    for (std::size_t r = 0; r < n_rows; ++r) {
        const std::uint64_t t = total[r];
        const std::uint64_t q = squares_[r];
        const std::uint64_t t_2 = t * t;
        total_squared[r] = static_cast<std::uint32_t>(t_2);
        a += q;
        sum += t;
        sum_2 += t_2;
        sum_3 += t_2 * t;
        sum_4 += t_2 * t_2;
        a_2 += q * q;
        a_sum += q * t;
        a_sum_2 += q * t_2;
    }
    *out++ += static_cast<std::int64_t>(a);
    *out++ += static_cast<std::int64_t>(sum);
    *out++ += static_cast<std::int64_t>(sum_2);
    *out++ += static_cast<std::int64_t>(a_sum);
    wide_integer* wide = wide_.data() + places_[s].wide;
    wide[0] += sum_3;
    wide[1] += sum_4;
    wide[2] += a_2;
    wide[3] += a_sum_2;
    for (std::size_t j = 0; j < m; ++j) {
        const column& keyed = complete_columns_[j];
        out[j] += detail::sum_of_products(keyed, nullptr);
        out[m + j] += detail::sum_of_products(keyed, &squares_);
        out[2 * m + j] += detail::sum_of_products(keyed, &total_squared);
    }
}

inline void moments::add_scale_pairs()
{
    for (std::size_t s = 0; s < layout_.scales.size(); ++s)
        for (std::size_t t = 0; t <= s; ++t) {
            std::int64_t n = 0, sum_s = 0, sum_t = 0, square_s = 0, square_t = 0, product = 0;
            for (std::size_t w = 0; w < detail::person_block::n_words; ++w) {
                const std::uint64_t both = complete_[s][w] & complete_[t][w];
                n += std::popcount(both);
                for (std::size_t r = 64 * w; r < 64 * (w + 1); ++r) {
                    const std::int64_t is_there = both >> (r % 64) & 1U;
                    const std::int64_t x = is_there * totals_[s][r];
                    const std::int64_t y = is_there * totals_[t][r];
                    sum_s += x;
                    sum_t += y;
                    square_s += x * x;
                    square_t += y * y;
                    product += x * y;
                }
            }
            std::int64_t* at = sums_.data() + pairs_ + 6 * detail::triangle_place(s, t);
            const std::array<std::int64_t, 6> found{n, sum_s, sum_t, square_s, square_t, product};
            for (std::size_t i = 0; i < found.size(); ++i)
                at[i] += found[i];
        }
}

inline moments::scale_sums moments::scale(std::size_t s) const
{
    const std::size_t m = layout_.scales.at(s).items.size();
    const std::int64_t* at = sums_.data() + places_[s].sums;
    const wide_integer* wide = wide_.data() + places_[s].wide;
    scale_sums result;
    result.n = at[0];
    result.a = at[1];
    result.total = at[2];
    result.total_2 = at[3];
    result.a_total = at[4];
    at += 5;
    result.x.assign(at, at + m);
    result.a_x.assign(at + m, at + 2 * m);
    result.total_squared_x.assign(at + 2 * m, at + 3 * m);
    result.product.assign(at + 3 * m, at + 3 * m + m * (m + 1) / 2);
    result.total_3 = wide[0];
    result.total_4 = wide[1];
    result.a_2 = wide[2];
    result.a_total_2 = wide[3];
    return result;
}

inline std::vector<std::int64_t> moments::integers() const
{
    std::vector<std::int64_t> all = sums_;
    for (const wide_integer value : wide_) {
        all.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(value)));
        all.push_back(static_cast<std::int64_t>(value >> 64));
    }
    return all;
}

inline void moments::assign(std::span<const std::int64_t> integers)
{
    check_count("moments::assign", "integers", integers.size(), sums_.size() + 2 * wide_.size());
    std::copy_n(integers.begin(), sums_.size(), sums_.begin());
    for (std::size_t i = 0; i < wide_.size(); ++i) {
        const std::size_t at = sums_.size() + 2 * i;
        wide_[i] = static_cast<wide_integer>(integers[at + 1]) << 64 |
                   static_cast<wide_integer>(static_cast<std::uint64_t>(integers[at]));
    }
}

}  // namespace attune::inline v0
