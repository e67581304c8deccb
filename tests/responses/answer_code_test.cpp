#include "attune/responses/answer_code.hpp"

#include <limits>

#include <gtest/gtest.h>

using attune::answer_code;
using attune::invalid_answer;
using attune::missing_reason;

TEST(AnswerCode, IsAnsweredMissingOrInvalidAndNeverTwo)
{
    for (int value = std::numeric_limits<answer_code>::min(); value <= std::numeric_limits<answer_code>::max();
         ++value) {
        const auto code = static_cast<answer_code>(value);
        EXPECT_EQ(attune::is_answered(code) + attune::is_missing(code) + attune::is_invalid(code), 1) << value;
    }
}

TEST(AnswerCode, From0OnIsAnAnswer)
{
    EXPECT_TRUE(attune::is_answered(0));
    EXPECT_TRUE(attune::is_answered(100));
    EXPECT_FALSE(attune::is_answered(-1));
}

TEST(AnswerCode, OfEveryReasonIsMissing)
{
    for (const auto& listed : attune::missing_reasons) {
        EXPECT_TRUE(attune::is_missing(attune::code_of(listed.first))) << listed.second;
        EXPECT_EQ(attune::code_of(listed.first), static_cast<answer_code>(listed.first)) << listed.second;
        EXPECT_EQ(attune::name_of(attune::code_of(listed.first)), listed.second);
    }
}

TEST(AnswerCode, OfEveryInvalidAnswerIsInvalidAndNamed)
{
    EXPECT_EQ(attune::code_of(invalid_answer::out_of_range), -64);
    EXPECT_EQ(attune::code_of(invalid_answer::fractional), -65);
    EXPECT_EQ(attune::code_of(invalid_answer::not_a_number), -66);
    EXPECT_EQ(attune::name_of(attune::code_of(invalid_answer::out_of_range)), "out_of_range");
    EXPECT_EQ(attune::name_of(attune::code_of(invalid_answer::fractional)), "fractional");
    EXPECT_EQ(attune::name_of(attune::code_of(invalid_answer::not_a_number)), "not_a_number");
    for (const auto why : {invalid_answer::out_of_range, invalid_answer::fractional, invalid_answer::not_a_number})
        EXPECT_TRUE(attune::is_invalid(attune::code_of(why)));
}

TEST(AnswerCode, FromMinus64DownIsInvalid)
{
    EXPECT_FALSE(attune::is_invalid(-63));
    EXPECT_TRUE(attune::is_invalid(-64));
    EXPECT_TRUE(attune::is_invalid(std::numeric_limits<answer_code>::min()));
}
