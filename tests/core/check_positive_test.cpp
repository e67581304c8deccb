#include "attune/core/check_positive.hpp"

#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

TEST(CheckPositive, AcceptsWhatIsAboveZero)
{
    EXPECT_NO_THROW(attune::check_positive("em_covariance", "tolerance", 1e-300));
    EXPECT_NO_THROW(attune::check_positive("em_covariance", "tolerance", 1e300));
}

TEST(CheckPositive, RefusesTheRestAndNamesIt)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { attune::check_positive("em_covariance", "tolerance", 0); },
                                                      "em_covariance: tolerance must be above 0 and finite, but is 0"));
    for (const double value : {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
        EXPECT_THROW(attune::check_positive("em_covariance", "tolerance", value), std::invalid_argument) << value;
}
