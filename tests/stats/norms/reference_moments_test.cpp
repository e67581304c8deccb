#include "attune/stats/norms/reference_moments.hpp"

#include <cmath>

#include <gtest/gtest.h>

TEST(ReferenceMoments, AreUnknownUntilTheyAreReported)
{
    const attune::reference_moments unknown;
    EXPECT_TRUE(std::isnan(unknown.mean));
    EXPECT_TRUE(std::isnan(unknown.sd));
    EXPECT_FALSE(unknown.n_persons);
}
