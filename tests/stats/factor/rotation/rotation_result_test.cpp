#include "attune/stats/factor/rotation/rotation_result.hpp"

#include <cmath>

#include <gtest/gtest.h>

TEST(RotationResult, KnowsNothingBeforeItIsComputed)
{
    const attune::rotation_result nothing;
    EXPECT_EQ(nothing.loadings.size(), 0);
    EXPECT_TRUE(std::isnan(nothing.value));
    EXPECT_TRUE(std::isnan(nothing.gradient_norm));
    EXPECT_EQ(nothing.n_starts, 0);
}

TEST(RotationResult, IsObliqueFromSeveralStartsUnlessAskedOtherwise)
{
    const attune::rotation_options options;
    EXPECT_EQ(options.criterion, attune::rotation_criterion::oblimin);
    EXPECT_FALSE(options.is_orthogonal);
    EXPECT_FALSE(options.is_kaiser);
    EXPECT_GT(options.n_starts, 1);
}
