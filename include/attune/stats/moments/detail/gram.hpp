#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "attune/core/detail/instruction_set.hpp"
#include "attune/stats/moments/detail/person_block.hpp"

#if ATTUNE_HAS_X86_DISPATCH
#include <immintrin.h>
#endif

namespace attune::inline v0::detail {

/// Adds the sums of products of all pairs of columns to a packed lower triangle: pair (i, j), j <= i, at
/// i (i + 1) / 2 + j. Columns hold 0..100.
using gram_function = void (*)(const person_block::column* columns, std::size_t n_columns, std::int64_t* sums);

[[nodiscard]] constexpr std::size_t triangle_place(std::size_t i, std::size_t j)
{
    return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
}

inline void add_gram_portable(const person_block::column* columns, std::size_t n_columns, std::int64_t* sums)
{
    for (std::size_t i = 0; i < n_columns; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            std::int32_t sum = 0;
            for (std::size_t r = 0; r < person_block::most_persons; ++r)
                sum += std::int32_t{columns[i][r]} * std::int32_t{columns[j][r]};
            *sums++ += sum;
        }
}

#if ATTUNE_HAS_X86_DISPATCH
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

/// Tiles of 4 x 4 pairs, 64 people at a time, four products to an instruction.
[[gnu::target("avx512f,avx512bw,avx512vnni")]] inline void add_gram_avx512(const person_block::column* columns,
                                                                           std::size_t n_columns, std::int64_t* sums)
{
    constexpr std::size_t tile = 4;
    for (std::size_t top = 0; top < n_columns; top += tile)
        for (std::size_t left = 0; left <= top; left += tile) {
            __m512i parts[tile][tile];
            for (auto& row : parts)
                for (__m512i& part : row)
                    part = _mm512_setzero_si512();
            // Behind the last column the last one is read again; what comes of it is not used.
            const auto column = [&](std::size_t c) { return columns[std::min(c, n_columns - 1)].data(); };
            const std::uint8_t* rows[tile] = {column(top), column(top + 1), column(top + 2), column(top + 3)};
            const std::uint8_t* cols[tile] = {column(left), column(left + 1), column(left + 2), column(left + 3)};
            for (std::size_t r = 0; r < person_block::most_persons; r += 64) {
                const __m512i c0 = _mm512_loadu_si512(cols[0] + r);
                const __m512i c1 = _mm512_loadu_si512(cols[1] + r);
                const __m512i c2 = _mm512_loadu_si512(cols[2] + r);
                const __m512i c3 = _mm512_loadu_si512(cols[3] + r);
                for (std::size_t i = 0; i < tile; ++i) {
                    const __m512i row = _mm512_loadu_si512(rows[i] + r);
                    parts[i][0] = _mm512_dpbusd_epi32(parts[i][0], row, c0);
                    parts[i][1] = _mm512_dpbusd_epi32(parts[i][1], row, c1);
                    parts[i][2] = _mm512_dpbusd_epi32(parts[i][2], row, c2);
                    parts[i][3] = _mm512_dpbusd_epi32(parts[i][3], row, c3);
                }
            }
            for (std::size_t i = top; i < std::min(top + tile, n_columns); ++i)
                for (std::size_t j = left; j < std::min(left + tile, i + 1); ++j)
                    sums[triangle_place(i, j)] += _mm512_reduce_add_epi32(parts[i - top][j - left]);
        }
}
#pragma GCC diagnostic pop
#endif

[[nodiscard]] inline gram_function gram_for(instruction_set set)
{
#if ATTUNE_HAS_X86_DISPATCH
    if (set == instruction_set::avx512 && is_supported(set) && __builtin_cpu_supports("avx512vnni") != 0)
        return add_gram_avx512;
#else
    static_cast<void>(set);
#endif
    return add_gram_portable;
}

}  // namespace attune::inline v0::detail
