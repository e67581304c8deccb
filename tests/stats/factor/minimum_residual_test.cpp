#include "attune/stats/factor/minimum_residual.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/exploratory_reference.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::matrix;
using attune::minimum_residual_factors;
using attune_test::implied_correlations;
using attune_test::largest_difference;
using attune_test::of_fits;

// Without error in the correlations the loadings that made them are found.
TEST(MinimumResidual, FindsTheFactorsThatMadeTheCorrelations)
{
    matrix loadings(6, 1);
    loadings << 0.9, 0.8, 0.7, 0.6, 0.5, 0.4;
    const auto one = minimum_residual_factors(implied_correlations(loadings), 1);
    ASSERT_EQ(one.status, estimate_status::ok) << one.message;
    EXPECT_LT(largest_difference(one.loadings, loadings), 1e-9);
    EXPECT_NEAR(one.uniquenesses[0], 0.19, 1e-9);
    EXPECT_NEAR(one.residual_sum, 0, 1e-16);
    EXPECT_EQ(one.df, 9);

    // Three items are met exactly, each loading being known from the correlations: l_1 = (r_12 r_13 / r_23)^1/2.
    const auto three = minimum_residual_factors(implied_correlations(loadings.topRows(3)), 1);
    ASSERT_EQ(three.status, estimate_status::ok) << three.message;
    EXPECT_LT(largest_difference(three.loadings, loadings.topRows(3)), 1e-9);
    EXPECT_EQ(three.df, 0);
}

TEST(MinimumResidual, AgreesWithRForOneToThreeFactors)
{
    const matrix cov = attune_test::exploratory_covariances();
    for (int k = 1; k <= 3; ++k) {
        const auto& expected = attune_test::exploratory_values()["minres"][static_cast<std::size_t>(k - 1)];
        const auto found = minimum_residual_factors(cov, k);
        ASSERT_EQ(found.status, estimate_status::ok) << found.message;
        EXPECT_LT(largest_difference(found.loadings, attune_test::matrix_of(expected["loadings"])), of_fits);
        EXPECT_LT(largest_difference(found.uniquenesses, attune_test::vector_of(expected["uniquenesses"])), of_fits);
        EXPECT_LT(found.gradient_norm, 1e-10);
        EXPECT_LT(found.gradient_norm, expected["gradient"]) << "closer to the optimum than R";
    }
}

// Eight physical variables of 305 girls, to the three places in which books print them.
TEST(MinimumResidual, GivesHarmansLoadingsOfEightPhysicalVariables)
{
    const auto& harman = attune_test::exploratory_values()["harman"];
    const auto found = minimum_residual_factors(attune_test::matrix_of(harman["cov"]), 2);
    const std::vector<double> first{0.856, 0.848, 0.808, 0.831, 0.750, 0.631, 0.569, 0.607};
    const std::vector<double> second{-0.324, -0.411, -0.409, -0.342, 0.571, 0.492, 0.510, 0.351};
    for (Eigen::Index i = 0; i < 8; ++i) {
        EXPECT_NEAR(found.loadings(i, 0), first[static_cast<std::size_t>(i)], 5.1e-4);
        EXPECT_NEAR(found.loadings(i, 1), second[static_cast<std::size_t>(i)], 5.1e-4);
    }
    EXPECT_LT(largest_difference(found.loadings, attune_test::matrix_of(harman["loadings"])), of_fits);
}

TEST(MinimumResidual, DoesNotDependOnUnitsOrOrderOfItems)
{
    const matrix cov = attune_test::exploratory_covariances();
    const auto before = minimum_residual_factors(cov, 3);
    const Eigen::VectorXd units = Eigen::VectorXd::LinSpaced(12, 0.01, 50);
    const auto rescaled = minimum_residual_factors(units.asDiagonal() * cov * units.asDiagonal(), 3);
    EXPECT_LT(largest_difference(before.loadings, rescaled.loadings), 1e-10);
    const auto backwards = minimum_residual_factors(cov.reverse(), 3);
    EXPECT_LT(largest_difference(before.loadings, backwards.loadings.colwise().reverse()), 1e-9);
}

TEST(MinimumResidual, MeetsTheDiagonalAndIsInCanonicalPosition)
{
    const matrix cov = attune_test::exploratory_covariances();
    const auto found = minimum_residual_factors(cov, 3);
    EXPECT_LT(
        largest_difference(found.loadings.rowwise().squaredNorm() + found.uniquenesses, Eigen::VectorXd::Ones(12)),
        1e-9);
    matrix products = found.loadings.transpose() * found.loadings;
    EXPECT_GT(products(0, 0), products(1, 1));
    EXPECT_GT(products(1, 1), products(2, 2));
    products.diagonal().setZero();
    EXPECT_LT(products.cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_GE(found.loadings.colwise().sum().minCoeff(), 0);
}

TEST(MinimumResidual, NamesTheItemsOfAHeywoodCase)
{
    // l_1 = (.9 * .9 / .7)^1/2 is above 1.
    matrix r(3, 3);
    r << 1, 0.9, 0.9, 0.9, 1, 0.7, 0.9, 0.7, 1;
    const auto found = minimum_residual_factors(r, 1);
    EXPECT_EQ(found.status, estimate_status::heywood);
    EXPECT_EQ(found.heywood_items, std::vector<std::size_t>{0});
    EXPECT_EQ(found.message, "item 1 would have an error variance of 0 or less (a Heywood case)");
    EXPECT_EQ(found.uniquenesses[0], 0);
    EXPECT_NEAR(found.loadings(0, 0), 1, 0.1);
}

TEST(MinimumResidual, SaysWhyThereAreNoFactors)
{
    const auto refused = [](const matrix& cov, int k, estimate_status status, const std::string& message) {
        const auto found = minimum_residual_factors(cov, k);
        EXPECT_EQ(found.status, status);
        EXPECT_EQ(found.message, message);
        EXPECT_TRUE(found.loadings.array().isNaN().all());
        EXPECT_TRUE(found.uniquenesses.array().isNaN().all());
    };
    const matrix good = attune_test::equicorrelated(Eigen::VectorXd::Ones(5), 0.4);
    matrix cov = good;
    cov(3, 1) = std::numeric_limits<double>::quiet_NaN();
    refused(cov, 1, estimate_status::not_known, "a covariance of two items is not known");
    cov = good;
    cov.col(2).setZero();
    cov.row(2).setZero();
    refused(cov, 1, estimate_status::no_variance, "item 3 has no variance, so it correlates with none");
    cov = good;
    cov(4, 4) = -1;
    refused(cov, 1, estimate_status::not_positive_definite, "the variance of item 5 is negative");
    cov = attune_test::equicorrelated(Eigen::VectorXd::Ones(5), -0.3);
    refused(cov, 1, estimate_status::not_positive_definite,
            "the covariances are not those of one set of people: a weighted sum of items would have a negative "
            "variance");
    refused(good, 3, estimate_status::not_defined, "5 items are too few for 3 factors");
    refused(good, 2, estimate_status::not_defined, "the items have fewer than 2 factors in common");
    refused(matrix::Identity(4, 4), 1, estimate_status::not_defined, "the items have fewer than 1 factor in common");
    matrix pair = matrix::Identity(4, 4);
    pair(0, 1) = pair(1, 0) = 0.5;
    refused(pair, 1, estimate_status::not_defined, "other loadings fit as well: the factors are not identified");
    matrix beyond(5, 1);  // from where no shorter way leads to the minimum
    beyond << 1.05, 0.8, 0.7, 0.6, 0.5;
    const auto stopped = minimum_residual_factors(implied_correlations(beyond), 1, {.max_iterations = 1});
    EXPECT_EQ(stopped.status, estimate_status::not_converged);
    EXPECT_EQ(stopped.message, "the factors were not found in 1 steps");
}

TEST(MinimumResidual, RefusesArgumentsThatAreNotAsSaid)
{
    const matrix good = attune_test::equicorrelated(Eigen::VectorXd::Ones(5), 0.4);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { (void)minimum_residual_factors(matrix::Ones(2, 3), 1); },
        "minimum_residual_factors: cov must be square with at least 2 rows, but is 2 x 3"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { (void)minimum_residual_factors(good, 5); },
        "minimum_residual_factors: n_factors must lie in 1..4, but is 5"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { (void)minimum_residual_factors(good, 1, {.tolerance = 0}); },
        "minimum_residual_factors: tolerance must be above 0 and finite, but is 0"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { (void)minimum_residual_factors(good, 1, {.max_iterations = 0}); },
        "minimum_residual_factors: max_iterations must lie in 1..2147483647, but is 0"));
}
