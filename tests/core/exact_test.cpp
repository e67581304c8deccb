#include "attune/core/exact.hpp"

#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include <gtest/gtest.h>

using attune::decimal;
using attune::fraction;

namespace {

constexpr std::int64_t two_to_53 = std::int64_t{1} << 53;

}  // namespace

TEST(Fraction, IsZeroByDefault)
{
    EXPECT_EQ(fraction{}.numerator, 0);
    EXPECT_EQ(fraction{}.denominator, 1);
    EXPECT_EQ(fraction{}.value(), 0.0);
}

TEST(Fraction, ValueIsTheNearestDouble)
{
    EXPECT_EQ((fraction{65, 18}.value()), 65.0 / 18.0);
    EXPECT_EQ((fraction{-7, 2}.value()), -3.5);
    EXPECT_EQ((fraction{two_to_53 - 1, 1}.value()), 9007199254740991.0);
}

// One correctly rounded division: what is not reduced gives the same bits.
TEST(Fraction, ValueIsTheSameBeforeAndAfterReduction)
{
    std::mt19937_64 random(20240229);
    std::uniform_int_distribution<std::int64_t> part(1, 1'000'000);
    std::uniform_int_distribution<std::int64_t> factor(2, 1'000);
    for (int trial = 0; trial < 10'000; ++trial) {
        const fraction low{part(random) - 500'000, part(random)};
        const std::int64_t common = factor(random);
        const fraction high{low.numerator * common, low.denominator * common};
        ASSERT_EQ(high.value(), low.value()) << to_string(low) << " times " << common;
        ASSERT_EQ(high, low);
    }
}

TEST(Fraction, EqualityIsThatOfNumbers)
{
    EXPECT_EQ((fraction{2, 4}), (fraction{1, 2}));
    EXPECT_EQ((fraction{-2, 4}), (fraction{-1, 2}));
    EXPECT_EQ((fraction{0, 7}), (fraction{0, 1}));
    EXPECT_FALSE((fraction{1, 2}) == (fraction{1, 3}));
    EXPECT_FALSE((fraction{1, 2}) == (fraction{-1, 2}));
    EXPECT_FALSE((fraction{1, 2}) == (fraction{2, 2}));
}

TEST(Fraction, ReducedIsInLowestTerms)
{
    const fraction low = attune::reduced({-54, 36});
    EXPECT_EQ(low.numerator, -3);
    EXPECT_EQ(low.denominator, 2);
    EXPECT_EQ(attune::reduced({0, 36}).denominator, 1);
}

TEST(Fraction, TextIsInLowestTermsWithoutADenominatorOfOne)
{
    EXPECT_EQ(to_string(fraction{65, 18}), "65/18");
    EXPECT_EQ(to_string(fraction{8, 2}), "4");
    EXPECT_EQ(to_string(fraction{-14, 4}), "-7/2");
    EXPECT_EQ(to_string(fraction{0, 9}), "0");
}

TEST(Fraction, TextReadsBackToTheSameNumber)
{
    std::mt19937_64 random(7);
    std::uniform_int_distribution<std::int64_t> numerator(-two_to_53, two_to_53);
    std::uniform_int_distribution<std::int64_t> denominator(1, two_to_53);
    for (int trial = 0; trial < 10'000; ++trial) {
        const fraction written{numerator(random), denominator(random)};
        const std::optional<fraction> read = attune::parse_fraction(to_string(written));
        ASSERT_TRUE(read.has_value()) << to_string(written);
        ASSERT_EQ(*read, written) << to_string(written);
    }
}

TEST(ParseFraction, NeedsNoLowestTerms)
{
    const std::optional<fraction> read = attune::parse_fraction("10/4");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->numerator, 10);
    EXPECT_EQ(read->denominator, 4);
}

TEST(ParseFraction, RefusesWhatIsNoFraction)
{
    for (const char* const text : {"",
                                   "/",
                                   "1/",
                                   "/2",
                                   "1/0",
                                   "1/-2",
                                   "-1/-2",
                                   "1/2/3",
                                   "1//2",
                                   "3.61",
                                   "1e3",
                                   "+1",
                                   "1/+2",
                                   " 1",
                                   "1 ",
                                   "1 /2",
                                   "1/ 2",
                                   "0x10",
                                   "one",
                                   "--1",
                                   "99999999999999999999",
                                   "1/99999999999999999999"})
        EXPECT_FALSE(attune::parse_fraction(text).has_value()) << "'" << text << "'";
}

TEST(ParseFraction, PartsReachTwoToThe53AndNoFurther)
{
    EXPECT_TRUE(attune::parse_fraction("9007199254740992/9007199254740992").has_value());
    EXPECT_TRUE(attune::parse_fraction("-9007199254740992").has_value());
    for (const char* const text : {"9007199254740993", "-9007199254740993", "1/9007199254740993"})
        EXPECT_FALSE(attune::parse_fraction(text).has_value()) << text;
}

TEST(Decimal, IsZeroByDefault)
{
    EXPECT_EQ(decimal{}, (decimal{0, 0}));
}

TEST(PowerOfTen, IsExactUpToEighteen)
{
    EXPECT_EQ(attune::power_of_ten(0), 1);
    EXPECT_EQ(attune::power_of_ten(7), 10'000'000);
    EXPECT_EQ(attune::power_of_ten(18), 1'000'000'000'000'000'000);
}

TEST(ParseDecimal, KeepsTheNumberExactly)
{
    EXPECT_EQ(attune::parse_decimal("6"), (decimal{6, 0}));
    EXPECT_EQ(attune::parse_decimal("-0.5"), (decimal{-5, 1}));
    EXPECT_EQ(attune::parse_decimal("1.25"), (decimal{125, 2}));
    EXPECT_EQ(attune::parse_decimal("0.05"), (decimal{5, 2}));
    EXPECT_EQ(attune::parse_decimal("-0.0000001"), (decimal{-1, 7}));
    EXPECT_EQ(attune::parse_decimal("999999999.9999999"), (decimal{9'999'999'999'999'999, 7}));
}

TEST(ParseDecimal, DropsTrailingZerosAndTheSignOfZero)
{
    EXPECT_EQ(attune::parse_decimal("1.50"), (decimal{15, 1}));
    EXPECT_EQ(attune::parse_decimal("2.000000000000"), (decimal{2, 0}));
    EXPECT_EQ(attune::parse_decimal("10"), (decimal{10, 0}));
    EXPECT_EQ(attune::parse_decimal("-0"), (decimal{0, 0}));
    EXPECT_EQ(attune::parse_decimal("-0.0"), (decimal{0, 0}));
}

TEST(ParseDecimal, RefusesMoreThanSevenPlacesAndTenToTheNinth)
{
    for (const char* const text :
         {"0.12345678", "1000000000", "-1000000000", "1000000000.5", "99999999999999999999", "0.00000001"})
        EXPECT_FALSE(attune::parse_decimal(text).has_value()) << text;
    EXPECT_TRUE(attune::parse_decimal("999999999").has_value());
    EXPECT_TRUE(attune::parse_decimal("-999999999").has_value());
}

TEST(ParseDecimal, RefusesWhatIsNoDecimal)
{
    for (const char* const text : {"",   "-",  ".",    "1.",   "1.x",   "x",   "1e3", "1.5e3", "+1", "1,5",
                                   " 1", "1 ", "1.-5", "1.+5", "1.5.5", "--1", "0x1", "NaN",   "-.", "inf"})
        EXPECT_FALSE(attune::parse_decimal(text).has_value()) << "'" << text << "'";
}

TEST(ParseDecimal, RefusesNumbersThatJsonDoesNotKnow)
{
    for (const char* const text : {".5", "-.5", "01", "-01", "00.5", "00"})
        EXPECT_FALSE(attune::parse_decimal(text).has_value()) << "'" << text << "'";
}

TEST(Decimal, TextHasNoTrailingZeros)
{
    EXPECT_EQ(to_string(decimal{6, 0}), "6");
    EXPECT_EQ(to_string(decimal{-5, 1}), "-0.5");
    EXPECT_EQ(to_string(decimal{-25, 2}), "-0.25");
    EXPECT_EQ(to_string(decimal{5, 3}), "0.005");
    EXPECT_EQ(to_string(decimal{-1205, 2}), "-12.05");
}

TEST(Decimal, TextReadsBackToTheSameNumber)
{
    std::mt19937_64 random(11);
    std::uniform_int_distribution<std::int64_t> units(-9'999'999, 9'999'999);
    std::uniform_int_distribution<int> places(0, decimal::max_places);
    for (int trial = 0; trial < 10'000; ++trial) {
        decimal written{units(random), places(random)};
        if (written.places != 0 && written.units % 10 == 0)
            ++written.units;  // a decimal as it is read has no trailing zero
        ASSERT_EQ(attune::parse_decimal(to_string(written)), written) << to_string(written);
    }
}
