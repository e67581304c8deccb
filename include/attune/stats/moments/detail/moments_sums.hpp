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
    const std::int64_t total = static_cast<std::int64_t>(longest) * layout_.max;
    max_persons_ = std::numeric_limits<std::int64_t>::max() / (total * total * layout_.max);
}

inline void moments::make_room()
{
    const std::size_t k = layout_.n_items;
    complete_ = detail::weighted_block(k, layout_.max);
    for (const moment_scale& s : layout_.scales) {
        std::vector<std::uint8_t> flips(s.items.size());
        for (std::size_t j = 0; j < flips.size(); ++j)
            flips[j] = s.is_reversed[j] ? static_cast<std::uint8_t>(layout_.min + layout_.max) : std::uint8_t{0};
        complete_.add_scale(s.items, flips);

        std::vector<std::size_t> places(s.items.size());
        std::iota(places.begin(), places.end(), std::size_t{0});
        partial_scales_.emplace_back(places.size(), layout_.max);
        partial_scales_.back().add_scale(places, std::vector<std::uint8_t>(places.size()));
        partial_scales_.back().prepare(functions_);
    }
    complete_.prepare(functions_);
    nobody_complete_.assign(k, 0);
    nobody_partial_.assign(k, -1);
    block_ = detail::person_block(k, functions_.turn);
    partial_products_ = detail::gram(k, functions_.pack, functions_.add_products);
    totals_.resize(layout_.scales.size());
    is_complete_.resize(layout_.scales.size());
}

inline void moments::add_rows(const detail::row_range& range)
{
    constexpr std::size_t n_at_once = detail::byte_column::n_persons;
    complete_rows_.n_rows = 0;
    partial_rows_.n_rows = 0;
    const detail::product_use tiles(functions_);
    std::size_t n_unsettled = 0;
    bool was_complete = true;
    for (std::size_t first = 0; first < range.n_persons; first += n_at_once) {
        detail::row_range part = range;
        part.rows += first * range.stride;
        part.n_persons = std::min(n_at_once, range.n_persons - first);
        const std::size_t n_behind = range.n_persons - first - part.n_persons;
        upcoming_ = {part.rows + part.n_persons * part.stride, std::min(n_at_once, n_behind) * part.stride};
        if (!was_complete || part.n_persons < n_at_once || !add_if_complete(part)) {
            const std::size_t n_partial = partial_rows_.n_rows;
            functions_.sort(part, layout_.min, layout_.max, complete_rows_, partial_rows_);
            was_complete = partial_rows_.n_rows == n_partial;
            if (complete_rows_.n_rows >= n_at_once)
                add_complete();
            if (partial_rows_.n_rows >= n_at_once)
                (this->*add_partial_)();
        }
        n_unsettled += part.n_persons;
        if (n_unsettled + 2 * n_at_once > detail::gram::most_persons) {
            settle();
            n_unsettled = 0;
        }
    }
    if (complete_rows_.n_rows > 0)
        add_complete();
    if (partial_rows_.n_rows > 0)
        (this->*add_partial_)();
    settle();
}

/// Adds a block of rows as they lie in memory if everybody in it answered everything: then nothing is to be sorted.
inline bool moments::add_if_complete(const detail::row_range& block)
{
    for (std::size_t r = 0; r < detail::byte_column::n_persons; ++r)
        block_rows_[r] = block.rows + r * block.stride;
    if (!turn_complete(block_rows_.data()))
        return false;
    add_turned(detail::byte_column::n_persons);
    return true;
}

/// Adds a block of people who answered everything.
inline void moments::add_complete()
{
    const std::size_t n = complete_rows_.begin_block(nobody_complete_.data());
    turn_complete(complete_rows_.rows.data());
    add_turned(n);
    complete_rows_.end_block();
}

/// Puts rows into the columns of the block of those who answered everything, and returns whether they did.
inline bool moments::turn_complete(const std::int8_t* const* rows)
{
    return functions_.turn(rows, layout_.n_items, layout_.min, layout_.max, complete_.columns(), complete_.packed(),
                           upcoming_);
}

/// Adds the n people whose rows were turned, who answered everything.
inline void moments::add_turned(std::size_t n)
{
    functions_.count(complete_.columns(), layout_.n_items, layout_.min, layout_.max, sums_.data() + counts_, upcoming_);
    if (layout_.min == 0)
        for (std::size_t j = 0; j < layout_.n_items; ++j)
            sums_[counts_ + j * n_categories()] -= static_cast<std::int64_t>(detail::byte_column::n_persons - n);
    detail::byte_column is_there{};
    std::fill_n(is_there.begin(), n, std::uint8_t{1});
    complete_.add(is_there, layout_.n_items);
    sums_[0] += static_cast<std::int64_t>(n);
}

#if ATTUNE_HAS_X86_DISPATCH
/// The same, compiled for longer vectors with all that it calls.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,popcnt,bmi,bmi2"), gnu::flatten]] inline void
moments::add_partial_avx512()
{
    add_partial();
}
#endif

inline moments::partial_adding moments::partial_adding_for(detail::instruction_set set)
{
#if ATTUNE_HAS_X86_DISPATCH
    if (set >= detail::instruction_set::avx512)
        return &moments::add_partial_avx512;
#else
    static_cast<void>(set);
#endif
    return &moments::add_partial;
}

/// Adds a block of people who left something out.
inline void moments::add_partial()
{
    const std::size_t k = layout_.n_items;
    const std::size_t n = partial_rows_.begin_block(nobody_partial_.data());
    block_.fill(partial_rows_, n, layout_.min, layout_.max, partial_products_.columns(), partial_products_.packed());
    sums_[0] += static_cast<std::int64_t>(n);

    functions_.count(partial_products_.columns(), k, layout_.min, layout_.max, sums_.data() + counts_, upcoming_);
    if (layout_.min == 0)
        for (std::size_t j = 0; j < k; ++j)
            for (const std::uint64_t word : block_.answered(j))
                sums_[counts_ + j * n_categories()] -= 64 - std::popcount(word);

    std::vector<std::size_t> gone;
    for (std::size_t r = 0; r < n; ++r) {
        gone.clear();
        for (std::size_t j = 0; j < k; ++j)
            if ((block_.answered(j)[r / 64] >> (r % 64) & 1U) == 0)
                gone.push_back(j);
        add_missing(gone, r);
    }
    for (std::size_t s = 0; s < layout_.scales.size(); ++s)
        add_partial_scale(s);
    add_partial_scale_pairs();
    partial_products_.add();
    partial_rows_.end_block();
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

inline void moments::add_partial_scale(std::size_t s)
{
    using detail::byte_column;
    constexpr std::size_t n_rows = byte_column::n_persons;
    const moment_scale& scale = layout_.scales[s];
    detail::person_block::bits& complete = is_complete_[s];
    complete = block_.present();
    for (const std::size_t item : scale.items)
        for (std::size_t w = 0; w < complete.size(); ++w)
            complete[w] &= block_.answered(item)[w];
    byte_column is_complete;
    for (std::size_t r = 0; r < n_rows; ++r)
        is_complete[r] = static_cast<std::uint8_t>(complete[r / 64] >> (r % 64) & 1U);

    auto& totals = totals_[s];
    totals.fill(0);
    const auto flip = static_cast<std::uint8_t>(layout_.min + layout_.max);
    for (std::size_t j = 0; j < scale.items.size(); ++j) {
        const byte_column& answers = block_.answers(scale.items[j]);
        byte_column& keyed = partial_scales_[s].columns()[j];
        if (scale.is_reversed[j])
            for (std::size_t r = 0; r < n_rows; ++r)
                keyed[r] = static_cast<std::uint8_t>((flip - answers[r]) & -is_complete[r]);
        else
            for (std::size_t r = 0; r < n_rows; ++r)
                keyed[r] = static_cast<std::uint8_t>(answers[r] & -is_complete[r]);
        for (std::size_t r = 0; r < n_rows; ++r)
            totals[r] += keyed[r];
    }
    partial_scales_[s].add(is_complete);
}

inline void moments::add_partial_scale_pairs()
{
    for (std::size_t s = 0; s < layout_.scales.size(); ++s)
        for (std::size_t t = 0; t <= s; ++t) {
            std::int64_t n = 0, sum_s = 0, sum_t = 0, square_s = 0, square_t = 0, product = 0;
            for (std::size_t w = 0; w < detail::person_block::n_words; ++w) {
                const std::uint64_t both = is_complete_[s][w] & is_complete_[t][w];
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
