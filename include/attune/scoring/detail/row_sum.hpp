#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "attune/core/detail/instruction_set.hpp"
#include "attune/responses/answer_code.hpp"

#if ATTUNE_HAS_X86_DISPATCH
#include <immintrin.h>
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

#if ATTUNE_HAS_X86_DISPATCH
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

/// The columns of all scales of a key, laid out for every version of the sum.
class scale_columns {
public:
    scale_columns() = default;

    /// @param stride   bytes of a padded row.
    /// @param min,max  range of the answers.
    scale_columns(std::size_t stride, int min, int max) : stride_(stride), min_(min), max_(max) {}

    /// Adds a scale without columns.
    void add_scale()
    {
        bytes_.resize(bytes_.size() + 2 * stride_, 0);
        bits_.resize(bits_.size() + 2 * n_words(), 0);
        ++n_scales_;
    }

    /// Adds a column to the last scale.
    void add_column(std::size_t column, bool is_reversed)
    {
        std::uint8_t* bytes = bytes_.data() + (n_scales_ - 1) * 2 * stride_ + column;
        std::uint64_t* bits = bits_.data() + (n_scales_ - 1) * 2 * n_words() + column / 64;
        const std::uint64_t bit = std::uint64_t{1} << column % 64;
        bytes[0] = 0xff;
        bits[0] |= bit;
        if (is_reversed) {
            bytes[stride_] = 0xff;
            bits[n_words()] |= bit;
        }
    }

    [[nodiscard]] std::size_t n_scales() const { return n_scales_; }
    [[nodiscard]] std::size_t stride() const { return stride_; }
    [[nodiscard]] int min() const { return min_; }
    [[nodiscard]] int max() const { return max_; }
    [[nodiscard]] std::size_t n_words() const { return (stride_ + 63) / 64; }

    [[nodiscard]] column_mask mask(std::size_t scale) const
    {
        const std::uint8_t* bytes = bytes_.data() + scale * 2 * stride_;
        return {bytes, bytes + stride_, stride_, min_, max_};
    }

    /// Members of a scale, one bit a column; `n_words()` behind, those that are reversed.
    [[nodiscard]] const std::uint64_t* bits(std::size_t scale) const { return bits_.data() + scale * 2 * n_words(); }

private:
    std::size_t stride_ = 0;
    int min_ = 0;
    int max_ = 100;
    std::size_t n_scales_ = 0;
    std::vector<std::uint8_t> bytes_;
    std::vector<std::uint64_t> bits_;
};

/// Adds up rows for all scales.
///
/// @param rows  padded, one behind the other.
/// @param sums  receives, row after row, one sum a scale.
using row_summing = void (*)(const answer_code* rows, std::size_t n_rows, const scale_columns& scales, row_sum* sums);

template <row_sum (*sum_row)(const answer_code*, const column_mask&)>
void sum_rows(const answer_code* rows, std::size_t n_rows, const scale_columns& scales, row_sum* sums)
{
    for (std::size_t i = 0; i < n_rows; ++i)
        for (std::size_t s = 0; s < scales.n_scales(); ++s)
            *sums++ = sum_row(rows + i * scales.stride(), scales.mask(s));
}

#if ATTUNE_HAS_X86_DISPATCH
// GCC 12 warns about its own header where it leaves a vector undefined on purpose.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

/// 64 answers at a time, and what is the same for all scales once.
[[gnu::target("avx512f,avx512bw,popcnt")]] inline void sum_rows_avx512(const answer_code* rows, std::size_t n_rows,
                                                                       const scale_columns& scales, row_sum* sums)
{
    const __m512i min = _mm512_set1_epi8(static_cast<char>(scales.min()));
    const __m512i span = _mm512_set1_epi8(static_cast<char>(scales.max() - scales.min()));
    const __m512i flip = _mm512_set1_epi8(static_cast<char>(scales.min() + scales.max()));
    const __m512i lowest_reason = _mm512_set1_epi8(static_cast<char>(code_of(invalid_answer::out_of_range) + 1));
    const std::size_t n_words = scales.n_words();
    const std::size_t n_scales = scales.n_scales();
    const std::size_t n_last = scales.stride() - 64 * (n_words - 1);
    const __mmask64 last = n_last == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n_last) - 1;
    for (std::size_t i = 0; i < n_rows; ++i, sums += n_scales)
        for (std::size_t word = 0; word < n_words; ++word) {
            const answer_code* row = rows + i * scales.stride() + 64 * word;
            const __m512i answers = _mm512_maskz_loadu_epi8(word + 1 == n_words ? last : ~std::uint64_t{0}, row);
            // As unsigned bytes answers lie from min to max, invalid codes between them and the reasons.
            const std::uint64_t valid = _mm512_cmple_epu8_mask(_mm512_sub_epi8(answers, min), span);
            const std::uint64_t invalid = ~valid & _mm512_cmplt_epu8_mask(answers, lowest_reason);
            for (std::size_t s = 0; s < n_scales; ++s) {
                const std::uint64_t* bits = scales.bits(s) + word;
                const std::uint64_t used = bits[0] & valid;
                const __m512i keyed = _mm512_mask_sub_epi8(answers, bits[n_words], flip, answers);
                const __m512i parts = _mm512_sad_epu8(_mm512_maskz_mov_epi8(used, keyed), _mm512_setzero_si512());
                const __m256i half =
                    _mm256_add_epi64(_mm512_castsi512_si256(parts), _mm512_extracti64x4_epi64(parts, 1));
                const __m128i quarter = _mm_add_epi64(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
                const std::int32_t sum = _mm_cvtsi128_si32(_mm_add_epi64(quarter, _mm_srli_si128(quarter, 8)));
                const auto n_answered = static_cast<std::int32_t>(_mm_popcnt_u64(used));
                const bool has_invalid = (bits[0] & invalid) != 0;
                if (word == 0)
                    sums[s] = {sum, n_answered, has_invalid};
                else
                    sums[s] = {sums[s].sum + sum, sums[s].n_answered + n_answered, sums[s].has_invalid || has_invalid};
            }
        }
}
#pragma GCC diagnostic pop
#endif

/// The sum for a set of instructions, or for a lesser one where this machine cannot run it. AVX2 does not pay: the rows
/// of most questionnaires are three vectors of SSE2.
[[nodiscard]] inline row_summing row_sum_for(instruction_set set)
{
#if ATTUNE_HAS_X86_DISPATCH
    if (set >= instruction_set::avx512 && is_supported(set))
        return sum_rows_avx512;
    if (set != instruction_set::portable)
        return sum_rows<sum_row_sse2>;
#else
    static_cast<void>(set);
#endif
    return sum_rows<sum_row_portable>;
}

}  // namespace attune::inline v0::detail
