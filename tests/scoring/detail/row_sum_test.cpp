#include "attune/scoring/detail/row_sum.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#include <unistd.h>
#endif

using attune::answer_code;
using attune::detail::column_mask;
using attune::detail::instruction_set;
using attune::detail::row_sum;
using attune::detail::scale_columns;

namespace {

/// A padded row with the scale that reads it.
struct masked_row {
    std::vector<answer_code> row;
    std::vector<std::uint8_t> member;
    std::vector<std::uint8_t> reversed;
    int min = 1;
    int max = 7;

    explicit masked_row(std::size_t stride)
        : row(stride, attune::code_of(attune::missing_reason::not_answered)), member(stride, 0), reversed(stride, 0)
    {
    }

    void add(std::size_t column, int code, bool is_reversed)
    {
        row[column] = static_cast<answer_code>(code);
        member[column] = 0xff;
        reversed[column] = is_reversed ? 0xff : 0;
    }

    [[nodiscard]] column_mask mask() const { return {member.data(), reversed.data(), row.size(), min, max}; }

    [[nodiscard]] scale_columns columns() const
    {
        scale_columns made(row.size(), min, max);
        made.add_scale();
        for (std::size_t column = 0; column < row.size(); ++column)
            if (member[column] != 0)
                made.add_column(column, reversed[column] != 0);
        return made;
    }

    [[nodiscard]] row_sum sum(instruction_set set, const answer_code* codes) const
    {
        row_sum found;
        attune::detail::row_sum_for(set)(codes, 1, columns(), &found);
        return found;
    }
};

void expect_sum(const masked_row& made, int sum, int n_answered, bool has_invalid)
{
    for (const instruction_set set : attune::detail::instruction_sets) {
        const row_sum found = made.sum(set, made.row.data());
        EXPECT_EQ(found.sum, sum) << to_string(set);
        EXPECT_EQ(found.n_answered, n_answered) << to_string(set);
        EXPECT_EQ(found.has_invalid, has_invalid) << to_string(set);
    }
}

}  // namespace

TEST(RowSum, AddsAnswersAndReversesThoseThatAreReversed)
{
    masked_row made(16);
    made.add(0, 2, false);
    made.add(5, 1, true);
    made.add(15, 7, false);
    expect_sum(made, 2 + 7 + 7, 3, false);
}

TEST(RowSum, IgnoresColumnsOfOtherScales)
{
    masked_row made(16);
    made.add(0, 2, false);
    made.row[1] = 7;
    made.row[2] = attune::code_of(attune::invalid_answer::not_a_number);
    made.reversed[1] = 0xff;
    expect_sum(made, 2, 1, false);
}

TEST(RowSum, CountsNoReasonAsAnAnswer)
{
    masked_row made(16);
    made.add(0, 3, false);
    for (int reason = -1; reason >= -5; --reason)
        made.add(static_cast<std::size_t>(-reason), reason, reason % 2 == 0);
    expect_sum(made, 3, 1, false);
}

// Every negative code is a reason or an invalid answer, also those without a name of their own.
TEST(RowSum, TakesEveryNegativeCodeForAReasonOrAnInvalidAnswer)
{
    for (int code = -128; code < 0; ++code) {
        masked_row made(16);
        made.add(0, 3, false);
        made.add(1, code, false);
        expect_sum(made, 3, 1, code <= -64);
    }
}

TEST(RowSum, NoticesAnInvalidAnswerInAnyColumn)
{
    for (std::size_t column = 0; column < 48; ++column)
        for (const int code : {-64, -65, -66, -128}) {
            masked_row made(48);
            made.add((column + 1) % 48, 5, false);
            made.add(column, code, true);
            expect_sum(made, 5, 1, true);
        }
}

// Such codes come from no reader of attune; a block that was filled by hand may hold them.
TEST(RowSum, RefusesAnswersOutsideTheRange)
{
    for (const int code : {0, 8, 101, 127}) {
        masked_row made(16);
        made.add(0, 5, false);
        made.add(1, code, true);
        expect_sum(made, 5, 1, true);
    }
}

TEST(RowSum, OfNothingIsZero)
{
    expect_sum(masked_row(32), 0, 0, false);
}

// min + max up to 199 does not fit a signed byte, and the sum of a long row not two bytes.
TEST(RowSum, DoesNotOverflowOnTheWidestRange)
{
    masked_row made(4096);
    made.min = 0;
    made.max = 100;
    for (std::size_t column = 0; column < 4096; ++column)
        made.add(column, column % 2 == 0 ? 100 : 0, column % 2 != 0);
    expect_sum(made, 409'600, 4096, false);
    masked_row narrow(16);
    narrow.min = 99;
    narrow.max = 100;
    narrow.add(0, 99, true);
    narrow.add(1, 100, true);
    expect_sum(narrow, 100 + 99, 2, false);
}

// What is reversed in a scale but no item of it counts for nothing.
TEST(RowSum, AllVersionsAgree)
{
    std::mt19937_64 random(20241130);
    constexpr std::pair<int, int> ranges[] = {{1, 7}, {0, 6}, {1, 5}, {0, 100}, {99, 100}, {0, 1}};
    for (const auto& range : ranges)
        for (std::size_t stride = 16; stride <= 160; stride += 16)
            for (int trial = 0; trial < 300; ++trial) {
                std::uniform_int_distribution<int> answer(range.first, range.second);
                std::uniform_int_distribution<int> kind(0, 19);
                masked_row made(stride);
                made.min = range.first;
                made.max = range.second;
                const bool may_be_invalid = trial % 2 == 0;
                for (std::size_t column = 0; column < stride; ++column) {
                    const int drawn = kind(random);
                    const int code = drawn == 19 && may_be_invalid                   ? trial % 120
                                     : drawn >= 3 || (drawn == 0 && !may_be_invalid) ? answer(random)
                                     : drawn == 0                                    ? -64 - trial % 3
                                                                                     : -1 - trial % 5;
                    made.row[column] = static_cast<answer_code>(code);
                    made.member[column] = kind(random) < 10 ? 0xff : 0;
                    made.reversed[column] = kind(random) < 10 ? 0xff : 0;
                }
                const row_sum plain = attune::detail::sum_row_portable(made.row.data(), made.mask());
                for (const instruction_set set : attune::detail::instruction_sets) {
                    const row_sum fast = made.sum(set, made.row.data());
                    ASSERT_EQ(fast.sum, plain.sum) << stride << to_string(set);
                    ASSERT_EQ(fast.n_answered, plain.n_answered) << stride << to_string(set);
                    ASSERT_EQ(fast.has_invalid, plain.has_invalid) << stride << to_string(set);
                }
            }
}

TEST(RowSum, ReadsRowsAtAnyAddress)
{
    for (std::size_t offset = 0; offset < 16; ++offset) {
        masked_row made(16);
        made.add(3, 6, true);
        std::vector<answer_code> shifted(32, 7);
        std::copy(made.row.begin(), made.row.end(), shifted.begin() + static_cast<std::ptrdiff_t>(offset));
        for (const instruction_set set : attune::detail::instruction_sets) {
            const row_sum found = made.sum(set, shifted.data() + offset);
            EXPECT_EQ(found.sum, 2) << to_string(set);
            EXPECT_EQ(found.n_answered, 1) << to_string(set);
        }
    }
}

#if __has_include(<sys/mman.h>)
// The last row of a block may end where the memory of the process does.
TEST(RowSum, ReadsNothingBehindTheLastRow)
{
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* const pages = mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(pages, MAP_FAILED);
    answer_code* const fence = static_cast<answer_code*>(pages) + page;
    ASSERT_EQ(mprotect(fence, page, PROT_NONE), 0);
    for (std::size_t stride = 16; stride <= 160; stride += 16) {
        masked_row made(stride);
        for (std::size_t column = 0; column < stride; ++column)
            made.add(column, 3, false);
        answer_code* const row = fence - stride;
        std::copy(made.row.begin(), made.row.end(), row);
        for (const instruction_set set : attune::detail::instruction_sets)
            EXPECT_EQ(made.sum(set, row).n_answered, static_cast<int>(stride)) << to_string(set);
    }
    EXPECT_EQ(munmap(pages, 2 * page), 0);
}
#endif

TEST(RowSum, IsMadeWithTheBestInstructionsThatPay)
{
    using attune::detail::row_sum_for;
    const attune::detail::row_summing portable = attune::detail::sum_rows<attune::detail::sum_row_portable>;
    EXPECT_EQ(row_sum_for(instruction_set::portable), portable);
#if ATTUNE_HAS_X86_DISPATCH
    const attune::detail::row_summing sse2 = attune::detail::sum_rows<attune::detail::sum_row_sse2>;
    EXPECT_EQ(row_sum_for(instruction_set::sse2), sse2);
    EXPECT_EQ(row_sum_for(instruction_set::avx2), sse2);
    for (const instruction_set set : {instruction_set::avx512, instruction_set::amx})
        EXPECT_EQ(row_sum_for(set), is_supported(set) ? attune::detail::sum_rows_avx512 : sse2) << to_string(set);
    const auto unheard_of = static_cast<instruction_set>(static_cast<int>(instruction_set::amx) + 1);
    EXPECT_EQ(row_sum_for(unheard_of), sse2) << "no machine is known to run it";
#else
    for (const instruction_set set : attune::detail::instruction_sets)
        EXPECT_EQ(row_sum_for(set), portable) << to_string(set);
#endif
}

TEST(ScaleColumns, HoldABitOfEveryColumnInWordsOf64)
{
    const auto n_words = [](std::size_t stride) { return scale_columns(stride, 1, 7).n_words(); };
    EXPECT_EQ(n_words(16), 1U);
    EXPECT_EQ(n_words(64), 1U);
    EXPECT_EQ(n_words(80), 2U);
    EXPECT_EQ(n_words(128), 2U);
    EXPECT_EQ(n_words(144), 3U);
}

TEST(RowSum, OfManyRowsAndScalesIsThatOfEachAlone)
{
    std::mt19937_64 random(20250131);
    for (const std::size_t stride : {16U, 48U, 64U, 80U, 128U, 144U}) {
        constexpr std::size_t n_rows = 13;
        constexpr std::size_t n_scales = 3;
        std::vector<answer_code> rows(n_rows * stride);
        for (answer_code& code : rows)
            code = static_cast<answer_code>(static_cast<int>(random() % 256) - 128);
        scale_columns all(stride, 1, 7);
        for (std::size_t s = 0; s < n_scales; ++s) {
            all.add_scale();
            for (std::size_t column = s; column < stride; column += s + 1)
                all.add_column(column, column % 3 == 0);
        }
        for (const instruction_set set : attune::detail::instruction_sets) {
            std::vector<row_sum> found(n_rows * n_scales);
            attune::detail::row_sum_for(set)(rows.data(), n_rows, all, found.data());
            for (std::size_t i = 0; i < n_rows; ++i)
                for (std::size_t s = 0; s < n_scales; ++s) {
                    const row_sum alone = attune::detail::sum_row_portable(rows.data() + i * stride, all.mask(s));
                    const row_sum& one = found[i * n_scales + s];
                    ASSERT_EQ(one.sum, alone.sum) << to_string(set) << stride;
                    ASSERT_EQ(one.n_answered, alone.n_answered) << to_string(set) << stride;
                    ASSERT_EQ(one.has_invalid, alone.has_invalid) << to_string(set) << stride;
                }
        }
    }
}
