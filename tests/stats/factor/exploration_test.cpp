#include "attune/stats/factor/exploration.hpp"

#include <cmath>

#include <gtest/gtest.h>

TEST(Exploration, KnowsNothingBeforeItIsComputed)
{
    EXPECT_TRUE(std::isnan(attune::sampling_adequacy().kmo.value));
    EXPECT_TRUE(std::isnan(attune::sphericity_test().p));
    EXPECT_EQ(attune::average_partial_test().n_factors_squared, 0);
    EXPECT_TRUE(std::isnan(attune::residual_fit().rmsr));
    EXPECT_TRUE(std::isnan(attune::residual_fit().chi_square));
    EXPECT_TRUE(std::isnan(attune::schmid_leiman_solution().ecv));
    EXPECT_EQ(attune::chance_eigenvalues().mean.size(), 0);
}

TEST(Exploration, OfChanceLeavesTenReplicatesBeyondThePercentile)
{
    const attune::parallel_options options;
    EXPECT_NEAR(options.n_replicates * (1 - options.percentile), 10, 1e-12);  // one rounding of a number near 10
    EXPECT_EQ(options.n_threads, 1);
}
