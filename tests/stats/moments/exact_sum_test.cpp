#include "attune/stats/moments/exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace {

double sum_of(const std::vector<double>& terms)
{
    attune::exact_sum sum;
    for (const double term : terms)
        sum.add(term);
    return sum.value();
}

}  // namespace

TEST(ExactSum, IsZeroWithoutTerms)
{
    EXPECT_EQ(attune::exact_sum().value(), 0);
}

TEST(ExactSum, LosesNothingThatCancels)
{
    EXPECT_EQ(sum_of({1e100, 1.0, -1e100}), 1.0);
    EXPECT_EQ(sum_of({1e16, 1.0, 1e-16, -1e16}), 1.0);
    EXPECT_EQ(sum_of({0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}), 1.0);
}

TEST(ExactSum, RoundsToTheNearestDoubleAndTiesToEven)
{
    const double one_place = std::ldexp(1.0, -52);
    EXPECT_EQ(sum_of({1.0, one_place / 2}), 1.0);
    EXPECT_EQ(sum_of({1.0, one_place / 2, 1e-30}), 1.0 + one_place);
    EXPECT_EQ(sum_of({1.0 + one_place, one_place / 2}), 1.0 + 2 * one_place);
    EXPECT_EQ(sum_of({1.0 + one_place, one_place / 2, -1e-30}), 1.0 + one_place);
}

TEST(ExactSum, DoesNotDependOnTheOrderOfItsTerms)
{
    std::mt19937_64 random(20240501);
    std::vector<double> terms;
    for (int i = 0; i < 500; ++i)
        terms.push_back(std::ldexp(static_cast<double>(random()) - 9e18, static_cast<int>(random() % 120) - 60));
    const double sum = sum_of(terms);
    for (int i = 0; i < 20; ++i) {
        std::shuffle(terms.begin(), terms.end(), random);
        EXPECT_EQ(sum_of(terms), sum);
    }
}

TEST(Centre, IsTheMeanToTwiceTheDigits)
{
    attune::exact_sum sum;
    for (const double term : {1.0, 0.0, 0.0})
        sum.add(term);
    const attune::centre third = attune::centre_of(sum, 3);
    EXPECT_EQ(third.high, 1.0 / 3);
    EXPECT_EQ(std::fma(3.0, third.high, -1.0), -3 * third.low);
}

TEST(Centre, LeavesNoDeviationOfEqualNumbers)
{
    for (const double value : {0.1, 1.0 / 3, 1e12 + 0.4, -7.7}) {
        attune::exact_sum sum;
        for (int i = 0; i < 7; ++i)
            sum.add(value);
        EXPECT_EQ(attune::centre_of(sum, 7).deviation(value), 0);
    }
}

TEST(Centre, IsComparedWithAnotherAsExactly)
{
    EXPECT_EQ((attune::centre{1.0, 1e-20}).deviation_from({1.0, -1e-20}), 2e-20);
}
