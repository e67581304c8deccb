#include "attune/instrument/norm_margins.hpp"

#include <gtest/gtest.h>

TEST(NormMargins, WeighNothingUnlessTheySaySo)
{
    const attune::norm_margins none;
    EXPECT_TRUE(none.gender.empty());
    EXPECT_TRUE(none.age.empty());
}
