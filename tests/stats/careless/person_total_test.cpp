#include "attune/stats/careless/person_total.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/careless_reference.hpp"
#include "support/expect_message.hpp"

using attune::item_sum;
using numbers = std::vector<double>;

// Two people: each is correlated with the other, 1 2 3 with 1 3 2.
TEST(PersonTotal, LeavesThePersonOutOfTheMeans)
{
    const std::vector<item_sum> all{{2, 2}, {2, 5}, {2, 5}};
    EXPECT_NEAR(attune::person_total_r(numbers{1, 2, 3}, all), 0.5, 1e-14);
    EXPECT_NEAR(attune::person_total_r(numbers{1, 3, 2}, all), 0.5, 1e-14);
}

TEST(PersonTotal, NeedsThreeItemsThatSomebodyElseAnswered)
{
    EXPECT_TRUE(std::isnan(attune::person_total_r(numbers{1, 2, 3}, std::vector<item_sum>{{2, 2}, {1, 2}, {2, 5}})));
    EXPECT_TRUE(std::isnan(attune::person_total_r(numbers{4, 4, 4}, std::vector<item_sum>{{2, 5}, {2, 6}, {2, 7}})));
}

TEST(PersonTotal, RefusesOtherItems)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(attune::person_total_r(numbers{1, 2}, std::vector<item_sum>(3)));
        },
        "person_total_r: all must have 2 elements, but is 3 long"));
}

TEST(PersonTotal, AgreesWithR)
{
    const attune_test::careless_reference reference;
    std::vector<item_sum> all(12);
    for (const numbers& person : reference.answers)
        for (std::size_t item = 0; item < all.size(); ++item)
            if (!std::isnan(person[item])) {
                all[item].n += 1;
                all[item].sum += person[item];
            }
    for (std::size_t i = 0; i < reference.answers.size(); ++i)
        reference.expect(i, "person_total_r", attune::person_total_r(reference.answers[i], all));
}
