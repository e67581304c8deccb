#include "attune/stats/detail/distributions.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "support/numbers.hpp"

using attune_test::infinity;
using attune_test::unknown;

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

TEST(Distributions, QuantileOfFNeedsDegreesOfFreedom)
{
    for (const double df : {0.0, -1.0, infinity, std::numeric_limits<double>::quiet_NaN()}) {
        EXPECT_TRUE(std::isnan(attune::detail::f_quantile(df, 7, 0.5))) << df;
        EXPECT_TRUE(std::isnan(attune::detail::f_quantile(7, df, 0.5))) << df;
    }
}

// R: qt(.975, 7), 2 * pt(-2.5, 7), pchisq(5.5, 3, lower.tail = FALSE).
TEST(Distributions, TailsAreThoseOfR)
{
    EXPECT_NEAR(attune::detail::two_sided_t(0.95, 7), 2.3646242515927844, 1e-13);
    EXPECT_NEAR(attune::detail::t_two_sided_p(-2.5, 7), 0.0409922185857529, 1e-14);
    EXPECT_EQ(attune::detail::t_two_sided_p(2.5, 7), attune::detail::t_two_sided_p(-2.5, 7));
    EXPECT_NEAR(attune::detail::chi_square_upper_tail(5.5, 3), 0.1386386173824151, 1e-14);
    EXPECT_NEAR(attune::detail::normal_share(-1.959963984540054), 0.025, 1e-15);
}

TEST(Distributions, TailsOfAnInfiniteStatisticAreEmptyAndOfNanUnknown)
{
    EXPECT_EQ(attune::detail::t_two_sided_p(-infinity, 7), 0);
    EXPECT_TRUE(std::isnan(attune::detail::t_two_sided_p(unknown, 7)));
    EXPECT_EQ(attune::detail::f_upper_tail(infinity, 2, 7), 0);
    EXPECT_TRUE(std::isnan(attune::detail::f_upper_tail(unknown, 2, 7)));
    EXPECT_EQ(attune::detail::chi_square_upper_tail(infinity, 7), 0);
    EXPECT_TRUE(std::isnan(attune::detail::chi_square_upper_tail(unknown, 7)));
    EXPECT_EQ(attune::detail::normal_share(infinity), 1);
    EXPECT_EQ(attune::detail::normal_share(-infinity), 0);
}
