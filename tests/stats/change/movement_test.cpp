#include "attune/stats/change/movement.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::movement;
using attune::movement_of;
using numbers = std::vector<double>;
using attune_test::unknown;

TEST(Movement, IsSplitByTheDirectionWanted)
{
    const movement found = movement_of(numbers{-1.5, .5}, numbers{-3, -4}, numbers{.6, .5});
    EXPECT_EQ(found.distance.id, "distance");
    EXPECT_NEAR(found.distance.value, std::sqrt(2.5), 1e-15);
    EXPECT_NEAR(found.along_goal.value, .6 * 1.5 - .8 * .5, 1e-15);
    EXPECT_NEAR(found.along_goal.std_error.value(), std::hypot(.6 * .6, .8 * .5), 1e-15);
    EXPECT_NEAR(found.along_goal.ci->upper, .5 + 1.959963984540054 * std::hypot(.36, .4), 1e-14);
    EXPECT_EQ(found.along_goal.ci->method, "measurement_error");
    EXPECT_NEAR(found.off_goal.value, std::sqrt(2.5 - .25), 1e-15);
}

TEST(Movement, TowardsTheGoalIsAllOfIt)
{
    const movement there = movement_of(numbers{-.6, -.8}, numbers{-30, -40}, numbers{.5, .5});
    EXPECT_NEAR(there.along_goal.value, 1, 1e-15);
    EXPECT_NEAR(there.off_goal.value, 0, 1e-15);
    EXPECT_NEAR(movement_of(numbers{.6, .8}, numbers{-3, -4}, numbers{.5, .5}).along_goal.value, -1, 1e-15);
    EXPECT_NEAR(movement_of(numbers{.8, -.6}, numbers{-3, -4}, numbers{.5, .5}).along_goal.value, 0, 1e-15);
}

TEST(Movement, WantingMoreIsAsGoodAGoalAsWantingLess)
{
    EXPECT_EQ(movement_of(numbers{.5, 0}, numbers{1, 0}, numbers{.5, unknown}).along_goal.value, .5);
}

TEST(Movement, InOneScoreIsItsChange)
{
    const movement found = movement_of(numbers{-.75}, numbers{-1}, numbers{.25}, .9);
    EXPECT_EQ(found.along_goal.value, .75);
    EXPECT_EQ(found.off_goal.value, 0);
    EXPECT_NEAR(found.along_goal.ci->lower, .75 - 1.6448536269514722 * .25, 1e-15);
}

TEST(Movement, NeedsNoErrorOfAScoreThatTheGoalLeavesOut)
{
    EXPECT_TRUE(movement_of(numbers{.5, 1}, numbers{1, 0}, numbers{.5, unknown}).along_goal.ci.has_value());
    const movement found = movement_of(numbers{.5, 1}, numbers{1, 1}, numbers{.5, unknown});
    EXPECT_FALSE(found.along_goal.ci.has_value());
    EXPECT_EQ(found.along_goal.message, "the error of a change is not known: no interval");
}

TEST(Movement, HasADistanceWithoutAGoal)
{
    const movement unstated = movement_of(numbers{3, 4}, numbers{-1, unknown}, numbers{.5, .5});
    EXPECT_EQ(unstated.distance.value, 5);
    EXPECT_TRUE(std::isnan(unstated.along_goal.value));
    EXPECT_EQ(unstated.along_goal.status, estimate_status::not_known);
    EXPECT_EQ(unstated.along_goal.message, "a goal is not stated");
    const movement same = movement_of(numbers{3, 4}, numbers{0, 0}, numbers{.5, .5});
    EXPECT_EQ(same.off_goal.status, estimate_status::not_defined);
    EXPECT_EQ(same.off_goal.message, "a goal that nothing change has no direction");
}

TEST(Movement, IsUnknownWithoutAScore)
{
    const movement found = movement_of(numbers{3, unknown}, numbers{-1, 0}, numbers{.5, .5});
    for (const attune::estimate* figure : {&found.distance, &found.along_goal, &found.off_goal}) {
        EXPECT_TRUE(std::isnan(figure->value)) << figure->id;
        EXPECT_EQ(figure->status, estimate_status::not_known) << figure->id;
        EXPECT_EQ(figure->message, "a change is not known") << figure->id;
    }
}

TEST(Movement, RefusesWhatDoesNotFit)
{
    using attune_test::throws_message;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)movement_of(numbers{1, 2}, numbers{1}, numbers{1, 1});
        },
        "movement_of: goal must have 2 elements, but is 1 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)movement_of(numbers{1}, numbers{1}, numbers{}); },
                                                      "movement_of: s_diff must have 1 elements, but is 0 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)movement_of(numbers{1}, numbers{1}, numbers{-1}); },
                                                      "movement_of: s_diff must not be negative, but is -1"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)movement_of(numbers{1e200}, numbers{1}, numbers{1}); },
                                              "movement_of: change must hold numbers up to 1e150 in size, or NaN for "
                                              "missing, but is 1e+200"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)movement_of(numbers{1}, numbers{1}, numbers{1}, 1); },
                                                      "movement_of: level must lie between 0 and 1, but is 1"));
}
