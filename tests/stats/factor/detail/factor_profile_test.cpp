#include "attune/stats/factor/detail/factor_profile.hpp"

#include <gtest/gtest.h>

#include "support/reliability_reference.hpp"

using attune::detail::factor_profile;

namespace {

/// Correlations of 7 items, inverted, and a place that is no solution.
struct profile_case {
    attune::matrix inverse = attune_test::correlations(attune_test::random_covariances(7, 4)).inverse();
    Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(7, -1.5, -0.3);
};

}  // namespace

TEST(FactorProfile, HasTheGradientOfItsDiscrepancy)
{
    const profile_case given;
    constexpr double step = 1e-5;
    for (const int k : {1, 2, 3}) {
        const factor_profile at(given.inverse, k, given.x);
        for (Eigen::Index item = 0; item < 7; ++item) {
            const Eigen::VectorXd change = step * Eigen::VectorXd::Unit(7, item);
            const double difference = factor_profile(given.inverse, k, given.x + change).discrepancy -
                                      factor_profile(given.inverse, k, given.x - change).discrepancy;
            EXPECT_NEAR(at.gradient(item), difference / (2 * step), 1e-8) << k;  // step^2 and rounding / step
        }
    }
}

TEST(FactorProfile, HasTheSecondDerivativesOfItsDiscrepancy)
{
    const profile_case given;
    constexpr double step = 1e-5;
    for (const int k : {1, 2, 3}) {
        const attune::matrix hessian = factor_profile(given.inverse, k, given.x).hessian(true);
        for (Eigen::Index item = 0; item < 7; ++item) {
            const Eigen::VectorXd change = step * Eigen::VectorXd::Unit(7, item);
            const Eigen::VectorXd difference = factor_profile(given.inverse, k, given.x + change).gradient -
                                               factor_profile(given.inverse, k, given.x - change).gradient;
            EXPECT_LT((hessian.col(item) - difference / (2 * step)).cwiseAbs().maxCoeff(), 1e-8) << k;
        }
    }
}

// A factor whose eigenvalue is at most 1 has no loadings, and is counted with the rest.
TEST(FactorProfile, LeavesOutFactorsThatExplainNothing)
{
    const profile_case given;
    const factor_profile at(given.inverse, 6, Eigen::VectorXd::Zero(7));
    EXPECT_LT(at.n_common, 6);
    EXPECT_EQ(at.loadings().cols(), at.n_common);
    EXPECT_GT(at.t(at.n_common - 1), 1);
    EXPECT_LE(at.t(at.n_common), 1);
}
