#include "attune/core/check_probability.hpp"

#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

TEST(CheckProbability, ExcludesBothEndsAndNaN)
{
    EXPECT_NO_THROW(attune::check_probability("sdc", "level", 0.95));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { attune::check_probability("sdc", "level", 95); },
                                                      "sdc: level must lie between 0 and 1, but is 95"));
    for (const double found : {0.0, 1.0, -0.5, std::numeric_limits<double>::quiet_NaN()})
        EXPECT_THROW(attune::check_probability("sdc", "level", found), std::invalid_argument) << found;
}
