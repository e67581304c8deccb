#include "attune/stats/factor/average_partial.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/exploratory_reference.hpp"

using attune::estimate_status;
using attune::matrix;
using attune::minimum_average_partial;

TEST(AveragePartial, AgreesWithR)
{
    const auto& expected = attune_test::exploratory_values()["map"];
    const auto found = minimum_average_partial(attune_test::exploratory_covariances());
    for (Eigen::Index m = 0; m < 11; ++m) {
        EXPECT_NEAR(found.squared[m], expected["squared"][static_cast<std::size_t>(m)], 1e-10);
        EXPECT_NEAR(found.fourth[m], expected["fourth"][static_cast<std::size_t>(m)], 1e-10);
    }
    for (Eigen::Index m = 0; m < 8; ++m)
        EXPECT_NEAR(found.squared[m + 1], expected["vss"][static_cast<std::size_t>(m)], 1e-10);
    EXPECT_EQ(found.n_factors_squared, 3);
    EXPECT_EQ(found.n_factors_fourth, 2);
}

// With p - 1 components out, what is left has rank 1: all partial correlations are 1 or -1.
TEST(AveragePartial, BeginsAtTheCorrelationsAndEndsAtOne)
{
    const auto found = minimum_average_partial(attune_test::equicorrelated(Eigen::Vector4d(1, 2, 3, 4), 0.3));
    EXPECT_NEAR(found.squared[0], 0.09, 1e-15);
    EXPECT_NEAR(found.fourth[0], 0.0081, 1e-15);
    const auto real = minimum_average_partial(attune_test::exploratory_covariances());
    EXPECT_NEAR(real.squared[11], 1, 1e-9);
}

TEST(AveragePartial, FindsNoFactorWhereNothingCorrelates)
{
    const auto found = minimum_average_partial(matrix::Identity(5, 5));
    EXPECT_EQ(found.n_factors_squared, 0);
    EXPECT_EQ(found.n_factors_fourth, 0);
    EXPECT_EQ(found.squared[0], 0);
}

TEST(AveragePartial, SaysWhyItHasNoValue)
{
    const auto found = minimum_average_partial(attune_test::equicorrelated(Eigen::VectorXd::Ones(5), -0.5));
    EXPECT_EQ(found.status, estimate_status::not_positive_definite);
    EXPECT_FALSE(found.message.empty());
    EXPECT_TRUE(found.squared.array().isNaN().all() && found.fourth.array().isNaN().all());
    EXPECT_EQ(found.n_factors_squared, 0);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)minimum_average_partial(matrix::Ones(1, 1)); },
        "minimum_average_partial: cov must be square with at least 2 rows, but is 1 x 1"));
}
