#include "attune/stats/careless/even_odd.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/careless_reference.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using numbers = std::vector<double>;
using places = std::vector<std::vector<std::size_t>>;
using attune_test::unknown;

namespace {

const places three{{0, 1}, {2, 3}, {4, 5}};

}  // namespace

// Halves 1 2 3 and 1 3 2: r = .5, and 2 r / (1 + r) = 2/3.
TEST(EvenOdd, StepsTheCorrelationOfTheHalvesUp)
{
    EXPECT_NEAR(attune::even_odd_consistency(numbers{1, 1, 2, 3, 3, 2}, three), 2.0 / 3, 1e-14);
    EXPECT_NEAR(attune::even_odd_consistency(numbers{1, 2, 2, 3, 3, 4}, three), 1, 1e-14);
}

TEST(EvenOdd, IsNeverBelowMinusOne)
{
    EXPECT_EQ(attune::even_odd_consistency(numbers{1, 2, 2, 3, 3, 1}, three), -1);
    EXPECT_EQ(attune::even_odd_consistency(numbers{1, 3, 2, 2, 3, 1}, three), -1);
}

TEST(EvenOdd, NeedsThreeScalesOfWhichBothHalvesWereAnswered)
{
    EXPECT_TRUE(std::isnan(attune::even_odd_consistency(numbers{1, 1, 2, 3, 3, unknown}, three)));
    EXPECT_TRUE(std::isnan(attune::even_odd_consistency(numbers{1, 2, 3, 4}, {{0, 1}, {2, 3}})));
    EXPECT_TRUE(std::isnan(attune::even_odd_consistency(numbers{4, 1, 4, 3, 4, 2}, three))) << "one half is constant";
}

TEST(EvenOdd, RefusesItemsThatDoNotExist)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(attune::even_odd_consistency(numbers{1, 2}, {{0, 2}}));
        },
        "even_odd_consistency: scales must name items of the person, but is past their end"));
}

TEST(EvenOdd, AgreesWithR)
{
    const attune_test::careless_reference reference;
    for (std::size_t i = 0; i < reference.keyed.size(); ++i)
        reference.expect(i, "even_odd", attune::even_odd_consistency(reference.keyed[i], reference.scales));
}
