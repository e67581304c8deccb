#include "attune/stats/factor/residual_fit.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "attune/stats/factor/minimum_residual.hpp"
#include "support/exploratory_reference.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::fit_of_residuals;
using attune::matrix;
using attune_test::unknown;

TEST(ResidualFit, AgreesWithFactanal)
{
    const auto& expected = attune_test::exploratory_values()["factanal"];
    const attune::detail::usable_correlations usable =
        attune::detail::correlations_to_factor(attune_test::exploratory_covariances());
    const auto found = fit_of_residuals(usable.r, attune_test::matrix_of(expected["loadings"]),
                                        attune_test::vector_of(expected["uniquenesses"]), 300);
    attune_test::expect_close(found.chi_square, expected["chi_square"], 1e-5);  // factanal stops before the optimum
    EXPECT_EQ(found.df, expected["df"]);
    EXPECT_NEAR(found.p, expected["p"], 1e-5);
    EXPECT_NEAR(found.rmsr, expected["rmsr"], 1e-12);
}

TEST(ResidualFit, NamesThePairThatFitsWorst)
{
    matrix loadings = matrix::Constant(5, 1, 0.6);
    matrix r = loadings * loadings.transpose();
    r.diagonal().setOnes();
    r(3, 1) = r(1, 3) = 0.16;
    const auto found = fit_of_residuals(r, loadings, Eigen::VectorXd::Constant(5, 0.64), 100);
    EXPECT_NEAR(found.largest, -0.2, 1e-15);
    EXPECT_EQ(found.largest_pair, (std::pair<std::size_t, std::size_t>{1, 3}));
    EXPECT_NEAR(found.rmsr, std::sqrt(0.04 / 10), 1e-15);
    EXPECT_EQ(found.df, 5);
    EXPECT_GT(found.chi_square, 0);
}

TEST(ResidualFit, IsPerfectForTheModelItself)
{
    const matrix loadings = matrix::Constant(5, 1, 0.6);
    matrix r = loadings * loadings.transpose();
    r.diagonal().setOnes();
    const auto found = fit_of_residuals(r, loadings, Eigen::VectorXd::Constant(5, 0.64), 100);
    EXPECT_NEAR(found.rmsr, 0, 1e-15);
    EXPECT_NEAR(found.chi_square, 0, 1e-10);
    EXPECT_NEAR(found.p, 1, 1e-10);
}

TEST(ResidualFit, TestsNothingWhereNothingCanBeTested)
{
    const matrix r = matrix::Identity(3, 3);
    const auto saturated = fit_of_residuals(r, matrix::Zero(3, 1), Eigen::VectorXd::Ones(3), 100);
    EXPECT_EQ(saturated.df, 0);
    EXPECT_TRUE(std::isnan(saturated.chi_square) && std::isnan(saturated.p));
    EXPECT_TRUE(std::isnan(
        fit_of_residuals(matrix::Identity(5, 5), matrix::Zero(5, 1), Eigen::VectorXd::Ones(5), 3).chi_square));
    const auto none = fit_of_residuals(r, matrix::Constant(3, 1, unknown), Eigen::VectorXd::Ones(3), 100);
    EXPECT_TRUE(std::isnan(none.rmsr) && std::isnan(none.largest));
}

TEST(ResidualFit, RefusesSizesThatDoNotFit)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)fit_of_residuals(matrix::Identity(3, 3), matrix::Zero(2, 1), Eigen::VectorXd::Ones(3), 9); },
        "fit_of_residuals: rows of loadings must have 3 elements, but is 2 long"));
}
