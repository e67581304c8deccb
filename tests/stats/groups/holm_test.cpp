#include "attune/stats/groups/holm.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/group_reference.hpp"

using attune_test::group_values;
using attune_test::throws_message;

TEST(Holm, IsThatOfR)
{
    const auto expected = group_values()["holm"]["adjusted"].get<std::vector<double>>();
    const auto found = attune::holm(group_values()["holm"]["p"].get<std::vector<double>>());
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(found[i], expected[i], 1e-15);
}

TEST(Holm, LeavesOneTestAloneAndIsNeverAboveOne)
{
    EXPECT_EQ(attune::holm(std::vector{0.03}), std::vector{0.03});
    EXPECT_EQ(attune::holm(std::vector{0.7, 0.9}), (std::vector{1.0, 1.0}));
    EXPECT_TRUE(attune::holm(std::vector<double>{}).empty());
}

TEST(Holm, DoesNotCountTestsThatCouldNotBeMade)
{
    const auto found = attune::holm(std::vector{0.01, std::numeric_limits<double>::quiet_NaN(), 0.04});
    EXPECT_EQ(found[0], 0.02);
    EXPECT_TRUE(std::isnan(found[1]));
    EXPECT_EQ(found[2], 0.04);
}

TEST(Holm, RefusesWhatIsNoProbability)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::holm(std::vector{1.2}); },
                                                      "holm: p must lie in 0..1, but is 1.2"));
}
