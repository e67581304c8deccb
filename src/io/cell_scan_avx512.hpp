#pragma once

#include <cstddef>
#include <cstdint>

#include "cell_scan.hpp"

#if ATTUNE_HAS_X86_DISPATCH
#include <immintrin.h>

namespace attune::inline v0::detail {

/// Where in 64 bytes something stands: one bit a byte.
struct places {
    std::uint64_t valid;  ///< a digit within the range
    std::uint64_t ends;   ///< delimiter or line feed
    std::uint64_t feeds;
};

[[nodiscard]] constexpr std::uint64_t below_lowest(std::uint64_t bits)
{
    return ~bits & (bits - 1);
}

[[nodiscard]] constexpr std::uint64_t up_to_lowest(std::uint64_t bits)
{
    return bits ^ (bits - 1);
}

/// 128 bytes at a time, empty cells among them. Each cell gives one byte, its digit or else its end, and these bytes
/// are moved together.
[[gnu::target("avx512f,avx512bw,avx512vbmi2,bmi,bmi2,popcnt")]] inline scanned_cells scan_avx512(
    const char* at, const char* end, const plain_cells& cells, answer_code* codes, std::size_t limit)
{
    const __m512i delimiter = _mm512_set1_epi8(cells.delimiter);
    const __m512i line_feed = _mm512_set1_epi8('\n');
    const __m512i empty = _mm512_set1_epi8(cells.empty);
    const __m512i zero_digit = _mm512_set1_epi8('0');
    const __m512i lowest = _mm512_set1_epi8(static_cast<char>('0' + cells.min));
    const __m512i span = _mm512_set1_epi8(static_cast<char>(cells.max - cells.min));
    constexpr std::uint64_t all = ~std::uint64_t{0};
    std::size_t n = 0;
    while (n < limit && at < end) {
        const __m512i text_a = _mm512_loadu_si512(at);
        const __m512i text_b = _mm512_loadu_si512(at + 64);
        const std::uint64_t feeds_a = _mm512_cmpeq_epi8_mask(text_a, line_feed);
        const std::uint64_t feeds_b = _mm512_cmpeq_epi8_mask(text_b, line_feed);
        const places a{_mm512_cmple_epu8_mask(_mm512_sub_epi8(text_a, lowest), span),
                       _mm512_cmpeq_epi8_mask(text_a, delimiter) | feeds_a, feeds_a};
        const places b{_mm512_cmple_epu8_mask(_mm512_sub_epi8(text_b, lowest), span),
                       _mm512_cmpeq_epi8_mask(text_b, delimiter) | feeds_b, feeds_b};

        // What is usable ends before the first byte that fits no plain cell, and behind the first line feed.
        const std::uint64_t others_a = ~(a.ends | a.valid) | (a.valid & (a.valid << 1));
        const std::uint64_t others_b = ~(b.ends | b.valid) | (b.valid & (b.valid << 1 | a.valid >> 63));
        const std::uint64_t usable_a = below_lowest(others_a) & up_to_lowest(a.feeds);
        const std::uint64_t goes_on = others_a == 0 && a.feeds == 0 ? all : 0;
        const std::uint64_t usable_b = below_lowest(others_b) & up_to_lowest(b.feeds) & goes_on;
        std::uint64_t ends_a = a.ends & usable_a;
        std::uint64_t ends_b = b.ends & usable_b;
        auto n_a = static_cast<std::size_t>(_mm_popcnt_u64(ends_a));
        auto n_b = static_cast<std::size_t>(_mm_popcnt_u64(ends_b));
        if (n_a + n_b > limit - n) {
            n_a = n_a < limit - n ? n_a : limit - n;
            n_b = limit - n - n_a;
            ends_a = _pdep_u64(_bzhi_u64(all, static_cast<unsigned>(n_a)), ends_a);
            ends_b = _pdep_u64(_bzhi_u64(all, static_cast<unsigned>(n_b)), ends_b);
        }
        const std::size_t n_here = n_a + n_b;
        if (n_here == 0)
            break;

        const std::uint64_t kept_a = (a.valid & usable_a) | (ends_a & (a.ends << 1 | 1U));
        const std::uint64_t kept_b = (b.valid & usable_b) | (ends_b & (b.ends << 1 | a.ends >> 63));
        const auto n_kept_a = static_cast<std::size_t>(_mm_popcnt_u64(kept_a));
        const std::size_t n_first = n_kept_a < n_here ? n_kept_a : n_here;
        const __m512i codes_a = _mm512_mask_sub_epi8(empty, a.valid, text_a, zero_digit);
        const __m512i codes_b = _mm512_mask_sub_epi8(empty, b.valid, text_b, zero_digit);
        _mm512_mask_storeu_epi8(codes + n, _bzhi_u64(all, static_cast<unsigned>(n_first)),
                                _mm512_maskz_compress_epi8(kept_a, codes_a));
        _mm512_mask_storeu_epi8(codes + n + n_first, _bzhi_u64(all, static_cast<unsigned>(n_here - n_first)),
                                _mm512_maskz_compress_epi8(kept_b, codes_b));
        n += n_here;
        at += ends_b != 0 ? 128 - __builtin_clzll(ends_b) : 64 - __builtin_clzll(ends_a);
        if (at[-1] == '\n')
            return {at, n, true};
    }
    return {at, n, false};
}

}  // namespace attune::inline v0::detail
#endif
