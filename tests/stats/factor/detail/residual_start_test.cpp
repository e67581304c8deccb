#include "attune/stats/factor/detail/residual_start.hpp"

#include <Eigen/Eigenvalues>
#include <gtest/gtest.h>

#include "support/exploratory_reference.hpp"

using attune::matrix;
using attune::detail::followed_vectors;
using attune::detail::near_minimum;
using attune_test::implied_correlations;
using attune_test::largest_difference;

namespace {

matrix two_factors()
{
    matrix loadings(7, 2);
    loadings << 0.8, 0, 0.7, 0.1, 0.6, -0.1, 0.5, 0.2, 0.1, 0.7, 0, 0.6, -0.2, 0.5;
    return loadings;
}

Eigen::VectorXd uniquenesses_of(const matrix& loadings)
{
    return 1 - loadings.rowwise().squaredNorm().array();
}

}  // namespace

TEST(FollowedVectors, ArriveAtTheLargestEigenvaluesAndTheirVectors)
{
    const matrix a = two_factors() * two_factors().transpose() + 0.01 * matrix::Identity(7, 7);
    const Eigen::SelfAdjointEigenSolver<matrix> expected(a);
    followed_vectors found(7, 2);
    ASSERT_TRUE(found.follow(a, 20));
    EXPECT_LT(largest_difference(found.values(), expected.eigenvalues().tail(2)), 1e-13);
    for (Eigen::Index m = 0; m < 2; ++m)
        EXPECT_NEAR(std::abs(found.vectors().col(m).dot(expected.eigenvectors().col(5 + m))), 1, 1e-13);
    EXPECT_FALSE(followed_vectors(7, 2).follow(-a, 20)) << "largest in size, not above 0";
    EXPECT_FALSE(followed_vectors(7, 2).follow(matrix::Zero(7, 7), 20));
}

TEST(NearMinimum, IsTheMinimumWhereTheModelHolds)
{
    const matrix loadings = two_factors();
    const Eigen::VectorXd start = Eigen::VectorXd::Constant(7, 0.5);
    EXPECT_LT(largest_difference(near_minimum(implied_correlations(loadings), 2, start), uniquenesses_of(loadings)),
              1e-9);
}

TEST(NearMinimum, IsTheStartWhereItsStepsLeadNowhere)
{
    const Eigen::VectorXd start = Eigen::VectorXd::Constant(7, 0.5);
    matrix beyond = two_factors();
    beyond(0, 0) = 1.05;
    EXPECT_EQ(near_minimum(implied_correlations(beyond), 2, start), start) << "a uniqueness below 0";
    EXPECT_EQ(near_minimum(matrix::Identity(7, 7), 2, start), start) << "no factors";
}
