#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "attune/io/answer_reader.hpp"
#include "cell_scan.hpp"

#if ATTUNE_HAS_X86_DISPATCH
#include <immintrin.h>
#endif

namespace attune::inline v0::detail {

/// Where rows are put: codes `stride` bytes apart, and kept cells one behind the other.
struct row_room {
    answer_code* codes = nullptr;
    std::size_t stride = 0;
    kept_cell* kept = nullptr;
    std::size_t n_rows = 0;
};

struct taken_rows {
    std::size_t n_rows = 0;
    const char* next = nullptr;  ///< begin of the row behind
};

#if ATTUNE_HAS_X86_DISPATCH
/// Columns of answers that stand beside each other, in the table as in the block.
struct answer_columns {
    unsigned first = 0;  ///< in the table
    unsigned count = 0;
    std::size_t place = 0;  ///< of the first in the block
};

/// What most rows of most tables look like: at most 128 bytes with their line feed, as many fields as the header, no
/// quotes, and answers of one digit or none. Such a row is read without a look at each field, and the next one begins
/// where its line feed says, so that a processor reads several at a time.
class usual_rows {
public:
    static constexpr std::size_t n_bytes = 128;

    /// No row is as usual.
    usual_rows() = default;

    usual_rows(std::size_t n_columns, const plain_cells& plain, std::vector<answer_columns> answers,
               std::vector<unsigned> kept)
        : n_columns_(n_columns), plain_(plain), answers_(std::move(answers)), kept_(std::move(kept))
    {
    }

    /// Reads rows as long as they are as usual.
    ///
    /// @tparam is_plain  the text has neither quotes nor returns.
    /// @param at   begin of a row, with `n_bytes` readable from every row on.
    /// @param end  rows that end behind it are not taken.
    /// @param to   codes of the answers and kept cells are written, in the row behind those taken whatever comes.
    template <bool is_plain>
    [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")]] taken_rows take(const char* at,
                                                                                             const char* end,
                                                                                             const row_room& to) const
    {
        // Copies, because what is written could change members as far as the compiler knows.
        const std::span<const answer_columns> runs(answers_);
        const std::span<const unsigned> kept_columns(kept_);
        const std::size_t n_columns = n_columns_;
        const std::size_t stride = to.stride;
        const std::size_t n_rows = to.n_rows;
        const __m512i line_feed = _mm512_set1_epi8('\n');
        const __m512i delimiter = _mm512_set1_epi8(plain_.delimiter);
        const __m512i quote = _mm512_set1_epi8('"');
        const __m512i carriage_return = _mm512_set1_epi8('\r');
        const __m512i lowest = _mm512_set1_epi8(static_cast<char>('0' + plain_.min));
        const __m512i span = _mm512_set1_epi8(static_cast<char>(plain_.max - plain_.min));
        const __m512i empty = _mm512_set1_epi8(plain_.empty);
        const __m512i zero_digit = _mm512_set1_epi8('0');
        answer_code* codes = to.codes;
        kept_cell* kept = to.kept;
        for (std::size_t row = 0; row < n_rows; ++row, codes += stride) {
            const __m512i text_a = _mm512_loadu_si512(at);
            const __m512i text_b = _mm512_loadu_si512(at + 64);
            const std::uint64_t feeds_a = _mm512_cmpeq_epi8_mask(text_a, line_feed);
            const std::uint64_t feeds_b = _mm512_cmpeq_epi8_mask(text_b, line_feed);
            const std::uint64_t row_a = feeds_a ^ (feeds_a - 1);
            const std::uint64_t row_b = feeds_a != 0 ? 0 : feeds_b ^ (feeds_b - 1);
            const auto feed = static_cast<unsigned>(feeds_a != 0 ? _tzcnt_u64(feeds_a) : 64 + _tzcnt_u64(feeds_b));

            const split_bits ends{(_mm512_cmpeq_epi8_mask(text_a, delimiter) | feeds_a) & row_a,
                                  (_mm512_cmpeq_epi8_mask(text_b, delimiter) | feeds_b) & row_b};
            const auto n_a = static_cast<unsigned>(_mm_popcnt_u64(ends.a));
            const auto n_b = static_cast<unsigned>(_mm_popcnt_u64(ends.b));
            if (at + feed >= end || feed == n_bytes || n_a + n_b != n_columns)
                return {row, at};
            if constexpr (!is_plain) {
                const std::uint64_t special_a =
                    _mm512_cmpeq_epi8_mask(text_a, quote) | _mm512_cmpeq_epi8_mask(text_a, carriage_return);
                const std::uint64_t special_b =
                    _mm512_cmpeq_epi8_mask(text_b, quote) | _mm512_cmpeq_epi8_mask(text_b, carriage_return);
                if ((row_a & special_a) != 0 || (row_b & special_b) != 0)
                    return {row, at};
            }

            for (const unsigned column : kept_columns) {
                const unsigned begin = ends.begin_of(column, n_a);
                *kept++ = {{at + begin, ends.place_of(column, n_a) - begin}, false, false};
            }

            const std::uint64_t digits_a = _mm512_cmple_epu8_mask(_mm512_sub_epi8(text_a, lowest), span);
            const std::uint64_t digits_b = _mm512_cmple_epu8_mask(_mm512_sub_epi8(text_b, lowest), span);
            const __m512i codes_a = _mm512_mask_sub_epi8(empty, digits_a, text_a, zero_digit);
            const __m512i codes_b = _mm512_mask_sub_epi8(empty, digits_b, text_b, zero_digit);
            for (const answer_columns& run : runs) {
                const unsigned behind = run.first + run.count;
                const unsigned last = behind == n_columns ? feed : ends.place_of(behind - 1, n_a);
                const split_bits within = split_bits::from_to(ends.begin_of(run.first, n_a), last);
                const std::uint64_t valid_a = digits_a & within.a;
                const std::uint64_t valid_b = digits_b & within.b;
                const std::uint64_t others = (within.a & ~(ends.a | valid_a)) | (within.b & ~(ends.b | valid_b)) |
                                             (valid_a & (valid_a << 1)) | (valid_b & (valid_b << 1 | valid_a >> 63));
                if (others != 0)
                    return {row, at};
                // A cell gives one byte: its digit, or its end when there is none.
                const std::uint64_t given_a = valid_a | (within.a & ends.a & (ends.a << 1 | 1U));
                const std::uint64_t given_b = valid_b | (within.b & ends.b & (ends.b << 1 | ends.a >> 63));
                const auto n_first = static_cast<unsigned>(_mm_popcnt_u64(given_a));
                answer_code* out = codes + run.place;
                _mm512_mask_storeu_epi8(out, _bzhi_u64(all, n_first), _mm512_maskz_compress_epi8(given_a, codes_a));
                _mm512_mask_storeu_epi8(out + n_first, _bzhi_u64(all, run.count - n_first),
                                        _mm512_maskz_compress_epi8(given_b, codes_b));
            }
            at += feed + 1;
        }
        return {n_rows, at};
    }

private:
    static constexpr std::uint64_t all = ~std::uint64_t{0};

    /// A bit for each of 128 bytes.
    struct split_bits {
        std::uint64_t a;
        std::uint64_t b;

        /// Place of a bit that is set, counted from 0; `n_a` are set in `a`.
        [[gnu::target("bmi,bmi2")]] unsigned place_of(unsigned number, unsigned n_a) const
        {
            const bool is_in_a = number < n_a;
            const std::uint64_t one = std::uint64_t{1} << (is_in_a ? number : number - n_a);
            return static_cast<unsigned>(_tzcnt_u64(_pdep_u64(one, is_in_a ? a : b))) + (is_in_a ? 0U : 64U);
        }

        /// Where a field begins, when the bits are the ends of fields.
        [[gnu::target("bmi,bmi2")]] unsigned begin_of(unsigned column, unsigned n_a) const
        {
            return column == 0 ? 0U : place_of(column - 1, n_a) + 1;
        }

        /// All from one place to another, both among them.
        [[gnu::target("bmi2")]] static split_bits from_to(unsigned first, unsigned last)
        {
            const split_bits before = below(first);
            const split_bits upto = below(last + 1);
            return {upto.a & ~before.a, upto.b & ~before.b};
        }

        [[gnu::target("bmi2")]] static split_bits below(unsigned place)
        {
            return {_bzhi_u64(all, place < 64 ? place : 64), _bzhi_u64(all, place < 64 ? 0 : place - 64)};
        }
    };

    std::size_t n_columns_ = 0;
    plain_cells plain_;
    std::vector<answer_columns> answers_;
    std::vector<unsigned> kept_;
};
#endif

}  // namespace attune::inline v0::detail
