#pragma once

#include <cstddef>
#include <cstdint>

#include "attune/responses/answer_code.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace attune::inline v0::detail {

/// What a scale finds in a row of answers.
struct row_sum {
    std::int32_t sum = 0;  ///< of the answered keyed items
    std::int32_t n_answered = 0;
    bool has_invalid = false;
};

/// Which columns belong to a scale and which of them are reversed: 0xff or 0 per byte of a padded row.
struct column_mask {
    const std::uint8_t* member = nullptr;
    const std::uint8_t* reversed = nullptr;
    std::size_t stride = 0;
    int min = 0;  ///< of the range; an answer outside is invalid
    int max = 100;
};

/// Adds up a row one answer at a time: what every other version must agree with.
[[nodiscard]] inline row_sum sum_row_portable(const answer_code* row, const column_mask& mask)
{
    row_sum result;
    for (std::size_t i = 0; i < mask.stride; ++i) {
        if (mask.member[i] == 0)
            continue;
        const bool is_in_range = row[i] >= mask.min && row[i] <= mask.max;
        result.has_invalid |= is_invalid(row[i]) || (is_answered(row[i]) && !is_in_range);
        if (is_in_range) {
            result.sum += mask.reversed[i] != 0 ? mask.min + mask.max - row[i] : row[i];
            ++result.n_answered;
        }
    }
    return result;
}

#ifdef __SSE2__
/// The same, 16 answers at a time. Sums of bytes up to 100 cannot overflow: PSADBW adds into 64 bits.
[[nodiscard]] inline row_sum sum_row_sse2(const answer_code* row, const column_mask& mask)
{
    const auto load = [](const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); };
    const __m128i zero = _mm_setzero_si128();
    const __m128i one = _mm_set1_epi8(1);
    const __m128i min = _mm_set1_epi8(static_cast<char>(mask.min));
    const __m128i max = _mm_set1_epi8(static_cast<char>(mask.max));
    const __m128i flip = _mm_set1_epi8(static_cast<char>(mask.min + mask.max));
    const __m128i above_invalid = _mm_set1_epi8(static_cast<char>(code_of(invalid_answer::out_of_range) + 1));
    __m128i sums = zero;
    __m128i counts = zero;
    __m128i invalid = zero;
    for (std::size_t i = 0; i < mask.stride; i += 16) {
        const __m128i answers = load(row + i);
        const __m128i member = load(mask.member + i);
        const __m128i reversed = load(mask.reversed + i);
        const __m128i too_low = _mm_cmpgt_epi8(min, answers);
        const __m128i too_high = _mm_cmpgt_epi8(answers, max);
        const __m128i used = _mm_andnot_si128(_mm_or_si128(too_low, too_high), member);
        const __m128i out_of_range = _mm_or_si128(too_high, _mm_andnot_si128(_mm_cmpgt_epi8(zero, answers), too_low));
        const __m128i keyed =
            _mm_or_si128(_mm_andnot_si128(reversed, answers), _mm_and_si128(reversed, _mm_sub_epi8(flip, answers)));
        sums = _mm_add_epi64(sums, _mm_sad_epu8(_mm_and_si128(used, keyed), zero));
        counts = _mm_add_epi64(counts, _mm_sad_epu8(_mm_and_si128(used, one), zero));
        const __m128i faulty = _mm_or_si128(out_of_range, _mm_cmpgt_epi8(above_invalid, answers));
        invalid = _mm_or_si128(invalid, _mm_and_si128(member, faulty));
    }
    const auto total = [](__m128i halves) {
        return _mm_cvtsi128_si32(_mm_add_epi64(halves, _mm_srli_si128(halves, 8)));
    };
    return {total(sums), total(counts), _mm_movemask_epi8(invalid) != 0};
}
#endif

[[nodiscard]] inline row_sum sum_row(const answer_code* row, const column_mask& mask)
{
#ifdef __SSE2__
    return sum_row_sse2(row, mask);
#else
    return sum_row_portable(row, mask);
#endif
}

}  // namespace attune::inline v0::detail
