#include "attune/core/detail/math_policy.hpp"

#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <gtest/gtest.h>

using policed_normal = boost::math::normal_distribution<double, attune::detail::math_policy>;

TEST(MathPolicy, GivesTheNormalQuantileToTheLastDigits)
{
    EXPECT_DOUBLE_EQ(quantile(policed_normal(0, 1), 0.975), 1.959963984540054);
}

TEST(MathPolicy, ArgumentsWithoutAValueGiveNoException)
{
    EXPECT_TRUE(std::isnan(quantile(policed_normal(0, 1), 1.5)));
    EXPECT_TRUE(std::isnan(cdf(policed_normal(0, -1), 0.0)));
    EXPECT_TRUE(std::isinf(quantile(policed_normal(0, 1), 1.0)));
}
