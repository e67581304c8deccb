#include "attune/stats/careless/longstring.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "support/careless_reference.hpp"
#include "support/numbers.hpp"

using numbers = std::vector<double>;
using attune_test::unknown;

TEST(Longstring, IsTheLongestRunOfEqualAnswers)
{
    EXPECT_EQ(attune::longstring(numbers{1, 2, 2, 2, 3, 3, 1}), 3);
    EXPECT_EQ(attune::longstring(numbers{4, 4, 4, 4}), 4);
    EXPECT_EQ(attune::longstring(numbers{1, 2, 1, 2}), 1);
}

TEST(Longstring, EndsAtAMissingAnswer)
{
    EXPECT_EQ(attune::longstring(numbers{5, 5, unknown, 5, 5, 5}), 3);
    EXPECT_EQ(attune::longstring(numbers{unknown, unknown}), 0);
    EXPECT_EQ(attune::longstring(numbers{}), 0);
    EXPECT_EQ(attune::longstring(numbers{unknown, 7}), 1);
}

TEST(Longstring, IsTheSameBackwards)
{
    EXPECT_EQ(attune::longstring(numbers{1, 2, 2, unknown, 2, 3, 3, 3}),
              attune::longstring(numbers{3, 3, 3, 2, unknown, 2, 2, 1}));
}

TEST(Longstring, AgreesWithR)
{
    const attune_test::careless_reference reference;
    for (std::size_t i = 0; i < reference.answers.size(); ++i)
        reference.expect(i, "longstring", attune::longstring(reference.answers[i]));
}
