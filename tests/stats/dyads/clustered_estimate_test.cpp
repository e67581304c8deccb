#include "attune/stats/dyads/clustered_estimate.hpp"

#include <cmath>

#include <gtest/gtest.h>

TEST(ClusteredEstimate, KnowsNothingAtFirst)
{
    const attune::clustered_estimate none;
    EXPECT_TRUE(std::isnan(none.figure.value));
    EXPECT_TRUE(std::isnan(none.t));
    EXPECT_TRUE(std::isnan(none.df));
    EXPECT_TRUE(std::isnan(none.p));
}
