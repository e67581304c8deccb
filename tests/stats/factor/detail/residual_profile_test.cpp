#include "attune/stats/factor/detail/residual_profile.hpp"

#include <gtest/gtest.h>

#include "support/exploratory_reference.hpp"

using attune::matrix;
using attune::detail::residual_profile;
using attune_test::largest_difference;

namespace {

constexpr double apart = 1e-5;  // of differences that stand in for derivatives

}  // namespace

TEST(ResidualProfile, HasTheDerivativesThatDifferencesSay)
{
    const matrix r = attune_test::exploratory_correlations();
    const Eigen::Index p = r.rows();
    for (const Eigen::Index k : {1, 2, 3}) {
        const Eigen::VectorXd at = Eigen::VectorXd::LinSpaced(p, 0.4, 0.8);
        const residual_profile found(r, k, at);
        Eigen::VectorXd gradient(p);
        matrix hessian(p, p);
        for (Eigen::Index item = 0; item < p; ++item) {
            Eigen::VectorXd above = at, below = at;
            above(item) += apart;
            below(item) -= apart;
            const residual_profile a(r, k, above), b(r, k, below);
            gradient(item) = (a.objective - b.objective) / (2 * apart);
            hessian.col(item) = (a.gradient - b.gradient) / (2 * apart);
        }
        EXPECT_LT(largest_difference(found.gradient, gradient), 1e-8);
        const matrix lower = found.hessian(true).triangularView<Eigen::Lower>();
        EXPECT_LT(largest_difference(lower, matrix(hessian.triangularView<Eigen::Lower>())), 1e-7);
        EXPECT_GE(found.hessian(false).selfadjointView<Eigen::Lower>().eigenvalues().minCoeff(), -1e-14);
    }
}
