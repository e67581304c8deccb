#include "attune/core/decimal_counter.hpp"

#include <array>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

using attune::decimal_counter;

namespace {

std::string text_of(const decimal_counter& counter)
{
    std::array<char, decimal_counter::room> text{};
    return {text.data(), counter.write(text.data())};
}

}  // namespace

TEST(DecimalCounter, WritesTheNumberThatItHasComeTo)
{
    decimal_counter counter(0);
    for (int i = 0; i <= 10'001; ++i, counter.advance())
        ASSERT_EQ(text_of(counter), std::to_string(i));
}

TEST(DecimalCounter, CarriesOverAllDigits)
{
    decimal_counter counter(999'999'999'999'999'999);
    counter.advance();
    EXPECT_EQ(text_of(counter), "1000000000000000000");
    decimal_counter last(INT64_MAX - 1);
    last.advance();
    EXPECT_EQ(text_of(last), std::to_string(INT64_MAX));
}
