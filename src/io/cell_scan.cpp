#include "cell_scan.hpp"

#include <cstdint>
#include <cstring>

#include "cell_scan_avx512.hpp"

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
