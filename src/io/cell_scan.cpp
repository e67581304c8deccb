#include "cell_scan.hpp"

#include <cstdint>
#include <cstring>

#if ATTUNE_HAS_X86_DISPATCH
#include <immintrin.h>
#endif

namespace attune::inline v0::detail {

namespace {

/// One cell after the other; `take_pairs` takes what it can of "digit, delimiter" before each.
template <typename TakePairs>
[[gnu::always_inline]] inline scanned_cells scan_with(const char* at, const char* end, const plain_cells& cells,
                                                      answer_code* codes, std::size_t limit, TakePairs take_pairs)
{
    std::size_t n = 0;
    while (n < limit) {
        const std::size_t n_pairs = take_pairs(at, end, cells, codes + n, limit - n);
        n += n_pairs;
        at += 2 * n_pairs;
        if (n == limit || at >= end)
            break;
        const bool has_digit = *at >= '0' + cells.min && *at <= '0' + cells.max;
        const char after = at[has_digit ? 1 : 0];
        if (after != cells.delimiter && after != '\n')
            break;
        codes[n++] = has_digit ? static_cast<answer_code>(*at - '0') : cells.empty;
        at += has_digit ? 2 : 1;
        if (after == '\n')
            return {at, n, true};
    }
    return {at, n, false};
}

scanned_cells scan_portable(const char* at, const char* end, const plain_cells& cells, answer_code* codes,
                            std::size_t limit)
{
    return scan_with(at, end, cells, codes, limit,
                     [](const char*, const char*, const plain_cells&, answer_code*, std::size_t) { return 0U; });
}

#if ATTUNE_HAS_X86_DISPATCH

// Two bytes a cell: XOR turns "digit, delimiter" into a 16-bit number below ten; anything else is outside the range.

std::size_t take_pairs_sse2(const char* at, const char* end, const plain_cells& cells, answer_code* codes,
                            std::size_t limit)
{
    const __m128i pattern = _mm_set1_epi16(static_cast<short>((cells.delimiter << 8) | '0'));
    const __m128i above = _mm_set1_epi16(static_cast<short>(cells.max));
    const __m128i below = _mm_set1_epi16(static_cast<short>(cells.min));
    std::size_t n_taken = 0;
    while (limit - n_taken >= 8 && end - at >= 16) {
        const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));  // NOLINT: vector load
        const __m128i digits = _mm_xor_si128(text, pattern);
        const __m128i is_other = _mm_or_si128(_mm_cmpgt_epi16(digits, above), _mm_cmpgt_epi16(below, digits));
        const auto others = static_cast<unsigned>(_mm_movemask_epi8(is_other));
        const std::size_t n_good = others == 0 ? 8 : static_cast<std::size_t>(__builtin_ctz(others)) / 2;
        const __m128i packed = _mm_packus_epi16(digits, digits);
        if (n_good != 8) {
            alignas(16) answer_code some[16];
            _mm_store_si128(reinterpret_cast<__m128i*>(some), packed);  // NOLINT: vector store
            std::memcpy(codes + n_taken, some, n_good);
            return n_taken + n_good;
        }
        _mm_storel_epi64(reinterpret_cast<__m128i*>(codes + n_taken), packed);  // NOLINT: vector store
        n_taken += 8;
        at += 16;
    }
    return n_taken;
}

[[gnu::target("avx2")]] std::size_t take_pairs_avx2(const char* at, const char* end, const plain_cells& cells,
                                                    answer_code* codes, std::size_t limit)
{
    const __m256i pattern = _mm256_set1_epi16(static_cast<short>((cells.delimiter << 8) | '0'));
    const __m256i above = _mm256_set1_epi16(static_cast<short>(cells.max));
    const __m256i below = _mm256_set1_epi16(static_cast<short>(cells.min));
    std::size_t n_taken = 0;
    while (limit - n_taken >= 16 && end - at >= 32) {
        const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));  // NOLINT: vector load
        const __m256i digits = _mm256_xor_si256(text, pattern);
        const __m256i is_other = _mm256_or_si256(_mm256_cmpgt_epi16(digits, above), _mm256_cmpgt_epi16(below, digits));
        const auto others = static_cast<unsigned>(_mm256_movemask_epi8(is_other));
        const std::size_t n_good = others == 0 ? 16 : static_cast<std::size_t>(__builtin_ctz(others)) / 2;
        const __m256i halves = _mm256_packus_epi16(digits, digits);
        const __m128i packed = _mm256_castsi256_si128(_mm256_permute4x64_epi64(halves, 0x08));
        if (n_good != 16) {
            alignas(16) answer_code some[16];
            _mm_store_si128(reinterpret_cast<__m128i*>(some), packed);  // NOLINT: vector store
            std::memcpy(codes + n_taken, some, n_good);
            return n_taken + n_good;
        }
        _mm_storeu_si128(reinterpret_cast<__m128i*>(codes + n_taken), packed);  // NOLINT: vector store
        n_taken += 16;
        at += 32;
    }
    _mm256_zeroupper();  // or the other version, which is compiled for SSE, would be slow
    return n_taken + take_pairs_sse2(at, end, cells, codes + n_taken, limit - n_taken);
}

scanned_cells scan_sse2(const char* at, const char* end, const plain_cells& cells, answer_code* codes,
                        std::size_t limit)
{
    return scan_with(at, end, cells, codes, limit, take_pairs_sse2);
}

scanned_cells scan_avx2(const char* at, const char* end, const plain_cells& cells, answer_code* codes,
                        std::size_t limit)
{
    return scan_with(at, end, cells, codes, limit, take_pairs_avx2);
}

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
[[gnu::target("avx512f,avx512bw,avx512vbmi2,bmi,bmi2,popcnt")]] scanned_cells scan_avx512(
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

#endif

}  // namespace

cell_scan cell_scan_for(instruction_set set)
{
#if ATTUNE_HAS_X86_DISPATCH
    if (is_supported(set))
        switch (set) {
        case instruction_set::portable: break;
        case instruction_set::sse2: return scan_sse2;
        case instruction_set::avx2: return scan_avx2;
        case instruction_set::avx512:
        case instruction_set::amx: return scan_avx512;
        }
#else
    static_cast<void>(set);
#endif
    return scan_portable;
}

}  // namespace attune::inline v0::detail
