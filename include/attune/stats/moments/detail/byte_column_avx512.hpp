#pragma once

// What byte_column.hpp does, for processors with AVX-512: the same numbers.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "attune/core/detail/instruction_set.hpp"
#include "attune/stats/moments/detail/byte_column.hpp"

#if ATTUNE_HAS_X86_DISPATCH
#include <immintrin.h>

namespace attune::inline v0::detail {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

/// Sixteen rows at a time, one by one only where an answer of theirs is missing.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,popcnt")]] inline void sort_rows_avx512(
    const row_range& range, int min, int max, row_list& complete, row_list& partial)
{
    const __m512i lowest = _mm512_set1_epi8(static_cast<char>(min));
    const __m512i span = _mm512_set1_epi8(static_cast<char>(max - min));
    constexpr std::size_t n_together = 16;
    for (std::size_t first = 0; first < range.n_persons; first += n_together) {
        const std::size_t n_here = std::min(n_together, range.n_persons - first);
        const std::int8_t* rows = range.rows + first * range.stride;
        __m512i farthest = _mm512_setzero_si512();
        for (std::size_t begin = 0; begin < range.n_items; begin += 64) {
            const __mmask64 items = ~std::uint64_t{0} >> (64 - std::min<std::size_t>(range.n_items - begin, 64));
            for (std::size_t r = 0; r < n_here; ++r) {
                const __m512i codes = _mm512_mask_loadu_epi8(lowest, items, rows + r * range.stride + begin);
                farthest = _mm512_max_epu8(farthest, _mm512_sub_epi8(codes, lowest));
            }
        }
        if (_mm512_cmpgt_epu8_mask(farthest, span) == 0) {
            for (std::size_t r = 0; r < n_here; ++r)
                complete.rows[complete.n_rows + r] = rows + r * range.stride;
            complete.n_rows += n_here;
            continue;
        }
        for (std::size_t r = 0; r < n_here; ++r) {
            const std::int8_t* row = rows + r * range.stride;
            std::uint64_t is_missing = 0;
            for (std::size_t begin = 0; begin < range.n_items; begin += 64) {
                const __mmask64 items = ~std::uint64_t{0} >> (64 - std::min<std::size_t>(range.n_items - begin, 64));
                const __m512i codes = _mm512_mask_loadu_epi8(lowest, items, row + begin);
                is_missing |= _mm512_cmpgt_epu8_mask(_mm512_sub_epi8(codes, lowest), span);
            }
            row_list& to = is_missing == 0 ? complete : partial;
            to.rows[to.n_rows++] = row;
        }
    }
}

/// Four times 16 bytes, of one row or column each.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,popcnt")]] inline __m512i load_quarters(
    const void* a, const void* b, const void* c, const void* d)
{
    __m512i all = _mm512_castsi128_si512(_mm_loadu_si128(static_cast<const __m128i*>(a)));
    all = _mm512_inserti32x4(all, _mm_loadu_si128(static_cast<const __m128i*>(b)), 1);
    all = _mm512_inserti32x4(all, _mm_loadu_si128(static_cast<const __m128i*>(c)), 2);
    return _mm512_inserti32x4(all, _mm_loadu_si128(static_cast<const __m128i*>(d)), 3);
}

/// Turns 16 x 16 words of 4 bytes.
///
/// @param from,to            first of 16 lines of 64 bytes.
/// @param from_line,to_line  bytes from line to line.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,popcnt")]] inline void turn_words(
    const std::uint8_t* from, std::size_t from_line, std::uint8_t* to, std::size_t to_line)
{
    for (std::size_t q = 0; q < 4; ++q) {
        __m512i lines[4];
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint8_t* first = from + i * from_line + 16 * q;
            lines[i] = load_quarters(first, first + 4 * from_line, first + 8 * from_line, first + 12 * from_line);
        }
        const __m512i low_01 = _mm512_unpacklo_epi32(lines[0], lines[1]);
        const __m512i high_01 = _mm512_unpackhi_epi32(lines[0], lines[1]);
        const __m512i low_23 = _mm512_unpacklo_epi32(lines[2], lines[3]);
        const __m512i high_23 = _mm512_unpackhi_epi32(lines[2], lines[3]);
        std::uint8_t* at = to + 4 * q * to_line;
        _mm512_store_si512(at, _mm512_unpacklo_epi64(low_01, low_23));
        _mm512_store_si512(at + to_line, _mm512_unpackhi_epi64(low_01, low_23));
        _mm512_store_si512(at + 2 * to_line, _mm512_unpacklo_epi64(high_01, high_23));
        _mm512_store_si512(at + 3 * to_line, _mm512_unpackhi_epi64(high_01, high_23));
    }
}

/// 64 people and 16 items at a time: first four people of an item become a word, which is how they are packed, then the
/// words of an item a column.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,popcnt")]] inline bool turn_rows_avx512(
    const std::int8_t* const* rows, std::size_t n_items, int min, int max, byte_column* columns, std::uint8_t* packed,
    upcoming_rows& upcoming)
{
    constexpr std::size_t tile = column_multiple;
    if (n_items < tile)  // there are not 16 bytes to load
        return turn_rows_portable(rows, n_items, min, max, columns, packed, upcoming);
    const __m512i lowest = _mm512_set1_epi8(static_cast<char>(min));
    __m512i farthest = _mm512_setzero_si512();
    alignas(64) std::uint8_t order[64];
    for (std::size_t first = 0; first < n_items; first += tile) {
        // The last 16 items are loaded where fewer than 16 are left, so that no byte behind a row is read.
        const std::size_t begin = first + tile <= n_items ? first : n_items - tile;
        const std::size_t skipped = first - begin;
        for (std::size_t i = 0; i < sizeof order; ++i)
            order[i] = static_cast<std::uint8_t>(tile * (i % 4) + (i / 4 + skipped) % tile);
        const __m512i four_people = _mm512_load_si512(order);
        const __mmask64 is_item = ~std::uint64_t{0} >> (4 * skipped);
        for (std::size_t top = 0; top < byte_column::n_persons; top += 64, packed += 64 * tile) {
            upcoming.ask_for(8);
            for (std::size_t g = 0; g < tile; ++g) {
                const std::int8_t* const* row = rows + top + 4 * g;
                const __m512i four = load_quarters(row[0] + begin, row[1] + begin, row[2] + begin, row[3] + begin);
                farthest = _mm512_max_epu8(farthest, _mm512_sub_epi8(four, lowest));
                _mm512_store_si512(packed + 64 * g, _mm512_maskz_permutexvar_epi8(is_item, four_people, four));
            }
            turn_words(packed, 64, columns[first].data() + top, sizeof(byte_column));
        }
    }
    return _mm512_cmpgt_epu8_mask(farthest, _mm512_set1_epi8(static_cast<char>(max - min))) == 0;
}

/// Up to eight categories, at once: a byte with the bit of the category for each person, eight of which are turned to a
/// byte for each category, whose bits are counted.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512bitalg,gfni")]] inline void count_few_categories(
    const byte_column* columns, std::size_t n_items, int min, int max, std::int64_t* counts, upcoming_rows& upcoming)
{
    alignas(16) std::uint8_t bits[16] = {};
    for (int c = min; c <= max; ++c)
        bits[c] = static_cast<std::uint8_t>(1U << static_cast<unsigned>(c - min));
    const __m512i bit_of_category = _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(bits)));
    const __m512i unit = _mm512_set1_epi64(static_cast<long long>(0x8040201008040201U));
    const __m512i low = _mm512_set1_epi16(0xff);
    const int n_categories = max - min + 1;
    const auto is_category = static_cast<__mmask8>((1U << static_cast<unsigned>(n_categories)) - 1);
    for (std::size_t j = 0; j < n_items; ++j, counts += n_categories) {
        upcoming.ask_for(4);
        __m512i n = _mm512_setzero_si512();
        for (std::size_t top = 0; top < byte_column::n_persons; top += 64) {
            const __m512i chosen = _mm512_shuffle_epi8(bit_of_category, _mm512_load_si512(columns[j].data() + top));
            n = _mm512_add_epi8(n, _mm512_popcnt_epi8(_mm512_gf2p8affine_epi64_epi8(unit, chosen, 0)));
        }
        static_assert(byte_column::n_persons < 8 * 256, "a byte counts one person in eight");
        // The eight counts of each category are added as numbers of 16 bits, those of every other category apart.
        const __m512i even = _mm512_and_si512(n, low);
        const __m512i odd = _mm512_srli_epi16(n, 8);
        const __m512i pairs = _mm512_add_epi16(_mm512_unpacklo_epi16(even, odd), _mm512_unpackhi_epi16(even, odd));
        const __m256i fours = _mm256_add_epi16(_mm512_castsi512_si256(pairs), _mm512_extracti64x4_epi64(pairs, 1));
        const __m128i eights = _mm_add_epi16(_mm256_castsi256_si128(fours), _mm256_extracti128_si256(fours, 1));
        const __m512i before = _mm512_maskz_loadu_epi64(is_category, counts);
        _mm512_mask_storeu_epi64(counts, is_category, _mm512_add_epi64(before, _mm512_cvtepu16_epi64(eights)));
    }
}

[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,popcnt")]] inline void count_categories_avx512(
    const byte_column* columns, std::size_t n_items, int min, int max, std::int64_t* counts, upcoming_rows& upcoming)
{
    if (max < 16 && max - min < 8)
        return count_few_categories(columns, n_items, min, max, counts, upcoming);
    for (std::size_t j = 0; j < n_items; ++j)
        for (int c = min; c <= max; ++c, ++counts)
            for (std::size_t top = 0; top < byte_column::n_persons; top += 64)
                *counts += _mm_popcnt_u64(_mm512_cmpeq_epi8_mask(_mm512_load_si512(columns[j].data() + top),
                                                                 _mm512_set1_epi8(static_cast<char>(c))));
}

/// Writes digits of numbers of 16 bits, of which unpacking bytes had put every other eight into each half.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,popcnt")]] inline void store_digits(
    byte_column* columns, const person_weights& weights, std::size_t top, __m512i low, __m512i high)
{
    const __m512i digit = _mm512_set1_epi16((1 << person_weights::digit_bits) - 1);
    for (std::size_t d = weights.first; d < weights.end(); ++d) {
        _mm512_store_si512(columns[d].data() + top,
                           _mm512_packus_epi16(_mm512_and_si512(low, digit), _mm512_and_si512(high, digit)));
        low = _mm512_srli_epi16(low, person_weights::digit_bits);
        high = _mm512_srli_epi16(high, person_weights::digit_bits);
    }
}

/// Two items at a time: 16 bits hold the sum of two products of bytes up to 100, and here also what they add up to.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,popcnt")]] inline void weigh_persons_avx512(
    byte_column* columns, const column_scale& scale)
{
    if (!scale.is_short)
        return weigh_persons_portable(columns, scale);
    const __m512i zero = _mm512_setzero_si512();
    const __m512i one = _mm512_set1_epi8(1);
    const std::size_t m = scale.items.size();
    for (std::size_t top = 0; top < byte_column::n_persons; top += 64) {
        __m512i totals_low = zero, totals_high = zero, squares_low = zero, squares_high = zero;
        for (std::size_t j = 0; j < m; j += 2) {
            __m512i x = _mm512_load_si512(columns[scale.items[j]].data() + top);
            if (scale.flips[j] != 0)
                x = _mm512_sub_epi8(_mm512_set1_epi8(static_cast<char>(scale.flips[j])), x);
            __m512i y = zero;
            if (j + 1 < m) {
                y = _mm512_load_si512(columns[scale.items[j + 1]].data() + top);
                if (scale.flips[j + 1] != 0)
                    y = _mm512_sub_epi8(_mm512_set1_epi8(static_cast<char>(scale.flips[j + 1])), y);
            }
            const __m512i low = _mm512_unpacklo_epi8(x, y);
            const __m512i high = _mm512_unpackhi_epi8(x, y);
            totals_low = _mm512_add_epi16(totals_low, _mm512_maddubs_epi16(low, one));
            totals_high = _mm512_add_epi16(totals_high, _mm512_maddubs_epi16(high, one));
            squares_low = _mm512_add_epi16(squares_low, _mm512_maddubs_epi16(low, low));
            squares_high = _mm512_add_epi16(squares_high, _mm512_maddubs_epi16(high, high));
        }
        store_digits(columns, scale.squares, top, squares_low, squares_high);
        store_digits(columns, scale.squared_total, top, _mm512_mullo_epi16(totals_low, totals_low),
                     _mm512_mullo_epi16(totals_high, totals_high));
    }
}
#pragma GCC diagnostic pop

}  // namespace attune::inline v0::detail
#endif
