#include "attune/stats/detail/distributions.hpp"

#include <gtest/gtest.h>

// R: qnorm(.975), qnorm(.95).
TEST(Distributions, TwoSidedQuantileIsThatOfTheNormalDistribution)
{
    EXPECT_DOUBLE_EQ(attune::detail::two_sided_z(0.95), 1.959963984540054);
    EXPECT_NEAR(attune::detail::two_sided_z(0.90), 1.644853626951472, 2e-15);
}

TEST(Distributions, QuantileOfFIsTheInverseOfItsDistribution)
{
    for (const double p : {0.005, 0.025, 0.5, 0.9, 0.975}) {
        const double x = attune::detail::f_quantile(19, 95, p);
        EXPECT_NEAR(cdf(attune::detail::f_distribution(19, 95), x), p, 1e-13) << p;
        EXPECT_NEAR(attune::detail::f_quantile(95, 19, 1 - p), 1 / x, 1e-12 / x) << p;
    }
}
