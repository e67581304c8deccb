#include "attune/stats/careless/intra_individual_variability.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "support/careless_reference.hpp"
#include "support/numbers.hpp"

using numbers = std::vector<double>;
using attune_test::unknown;

// 1 and 7 in turn, ten answers: sqrt(10 / 9) * 3.
TEST(IntraIndividualVariability, IsTheStandardDeviationOfAPersonsAnswers)
{
    EXPECT_NEAR(attune::intra_individual_variability(numbers{1, 7, 1, 7, 1, 7, 1, 7, 1, 7}), std::sqrt(10.0), 1e-14);
    EXPECT_EQ(attune::intra_individual_variability(numbers{4, 4, 4}), 0);
}

TEST(IntraIndividualVariability, DoesNotChangeWhenAllAnswersMove)
{
    EXPECT_NEAR(attune::intra_individual_variability(numbers{1, 3, 4, 2}),
                attune::intra_individual_variability(numbers{4, 6, 7, 5}), 1e-14);
}

TEST(IntraIndividualVariability, NeedsTwoAnswers)
{
    EXPECT_TRUE(std::isnan(attune::intra_individual_variability(numbers{unknown, 3, unknown})));
    EXPECT_TRUE(std::isnan(attune::intra_individual_variability(numbers{})));
    EXPECT_EQ(attune::intra_individual_variability(numbers{unknown, 3, 3}), 0);
}

TEST(IntraIndividualVariability, AgreesWithR)
{
    const attune_test::careless_reference reference;
    for (std::size_t i = 0; i < reference.answers.size(); ++i)
        reference.expect(i, "irv", attune::intra_individual_variability(reference.answers[i]));
}
