#include "attune/responses/code_block.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::answer_code;
using attune::code_block;
using attune::code_of;
using attune_test::throws_message;

TEST(CodeBlock, PadsRowsToWholeVectors)
{
    EXPECT_EQ(code_block(1).stride(), 16U);
    EXPECT_EQ(code_block(16).stride(), 16U);
    EXPECT_EQ(code_block(17).stride(), 32U);
    EXPECT_EQ(code_block(36).stride(), 48U);
}

TEST(CodeBlock, BeginsEmpty)
{
    const code_block block(36);
    EXPECT_EQ(block.n_items(), 36U);
    EXPECT_EQ(block.n_persons(), 0U);
}

TEST(CodeBlock, RefusesANumberOfItemsNobodyHas)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { code_block(0); },
                                                      "code_block: n_items must lie in 1..1000000, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { code_block(1'000'001); },
                                                      "code_block: n_items must lie in 1..1000000, but is 1000001"));
}

TEST(CodeBlock, AppendsAPersonWithoutAnswers)
{
    code_block block(5);
    const std::span<answer_code> row = block.append();
    EXPECT_EQ(row.size(), 5U);
    EXPECT_EQ(block.n_persons(), 1U);
    EXPECT_TRUE(std::all_of(row.begin(), row.end(), [](answer_code code) { return code == attune::not_answered; }));
}

TEST(CodeBlock, KeepsEveryRowWhileItGrows)
{
    code_block block(3);
    for (int person = 0; person < 100; ++person)
        std::fill_n(block.append().begin(), 3, static_cast<answer_code>(person));
    for (int person = 0; person < 100; ++person)
        for (const answer_code code : block.row(static_cast<std::size_t>(person)))
            EXPECT_EQ(code, person);
}

TEST(CodeBlock, PaddingHoldsNoAnswersEvenAfterItsMemoryWasUsedBefore)
{
    code_block block(18);
    for (int round = 0; round < 2; ++round) {
        for (int person = 0; person < 3; ++person)
            std::fill_n(block.append().begin(), 18, answer_code{7});
        for (std::size_t person = 0; person < 3; ++person) {
            const answer_code* const first = block.padded_row(person);
            EXPECT_EQ(first, block.row(person).data());
            EXPECT_TRUE(
                std::all_of(first + 18, first + 32, [](answer_code code) { return code == attune::not_answered; }));
        }
        block.clear();
    }
}

TEST(CodeBlock, ForgetsEverybodyWhenCleared)
{
    code_block block(2);
    block.append()[0] = 7;
    const answer_code* const memory = block.padded_row(0);
    block.clear();
    EXPECT_EQ(block.n_persons(), 0U);
    EXPECT_EQ(block.append()[0], attune::not_answered);
    EXPECT_EQ(block.padded_row(0), memory);
}

TEST(CodeBlock, TakesTheLastPersonAwayAgain)
{
    code_block block(2);
    block.append()[0] = 1;
    block.append()[0] = 2;
    block.remove_last();
    EXPECT_EQ(block.n_persons(), 1U);
    EXPECT_EQ(block.row(0)[0], 1);
    EXPECT_EQ(block.append()[0], attune::not_answered);
}

TEST(CodeBlock, HasNobodyToTakeAwayWhenEmpty)
{
    code_block block(2);
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { block.remove_last(); },
                                                      "code_block::remove_last: n_persons must lie in 0..0, but is 1"));
}

TEST(CodeBlock, AddsAndTakesAwayPeopleTogether)
{
    code_block block(20);
    block.append()[19] = 5;
    for (const std::size_t n_persons : {1U, 3U, 64U}) {
        attune::answer_code* const first = block.append(n_persons).data();
        ASSERT_EQ(block.n_persons(), 1 + n_persons);
        for (std::size_t i = 0; i < n_persons; ++i) {
            ASSERT_EQ(first + i * block.stride(), block.row(1 + i).data());
            for (std::size_t c = 0; c < block.stride(); ++c) {
                ASSERT_EQ(block.padded_row(1 + i)[c], attune::not_answered);
                first[i * block.stride() + c] = c < 20 ? 7 : attune::not_answered;
            }
        }
        EXPECT_EQ(block.row(0)[19], 5);
        EXPECT_THROW(block.remove_last(n_persons + 2), std::invalid_argument);
        block.remove_last(n_persons);
        ASSERT_EQ(block.n_persons(), 1U);
    }
}

TEST(CodeBlock, RefusesARowPastItsEnd)
{
    code_block block(2);
    const std::string message = "code_block::row: person must be a row of the block, but is past its end";
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)block.row(0); }, message));
    block.append();
    EXPECT_NO_THROW((void)block.row(0));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)block.row(1); }, message));
}

TEST(Encode, KeepsAnswersAndReasonsAndRefusesEverythingElse)
{
    const std::array<int, 14> answers{1, 4, 7, -1, -2, -3, -4, -5, 0, 8, -6, -64, 1000, -1000};
    std::array<answer_code, 14> codes{};
    attune::encode(answers, 1, 7, codes);
    EXPECT_EQ(codes, (std::array<answer_code, 14>{1, 4, 7, -1, -2, -3, -4, -5, -64, -64, -64, -64, -64, -64}));
}

// 257 is 1 and 263 is 7 when cut to a byte.
TEST(Encode, DoesNotWrapLargeNumbersIntoTheRange)
{
    const std::array<int, 4> answers{257, 263, -255, 65537};
    std::array<answer_code, 4> codes{};
    attune::encode(answers, 1, 7, codes);
    for (const answer_code code : codes)
        EXPECT_EQ(code, code_of(attune::invalid_answer::out_of_range));
}

TEST(Encode, KnowsZeroWhereTheRangeHasIt)
{
    const std::array<int, 2> answers{0, 100};
    std::array<answer_code, 2> codes{};
    attune::encode(answers, 0, 100, codes);
    EXPECT_EQ(codes, (std::array<answer_code, 2>{0, 100}));
}

TEST(Encode, RefusesListsOfDifferentLength)
{
    const std::array<int, 2> answers{1, 2};
    std::array<answer_code, 3> codes{};
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { attune::encode(answers, 1, 7, codes); },
                                                      "encode: codes must have 2 elements, but is 3 long"));
}
