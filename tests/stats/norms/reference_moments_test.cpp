#include "attune/stats/norms/reference_moments.hpp"

#include <cmath>

#include <gtest/gtest.h>

TEST(ReferenceMoments, AreUnknownUntilTheyAreReported)
{
    const attune::reference_moments nothing_reported;
    EXPECT_TRUE(std::isnan(nothing_reported.mean));
    EXPECT_TRUE(std::isnan(nothing_reported.sd));
    EXPECT_FALSE(nothing_reported.n_persons);
}
