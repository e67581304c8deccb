#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <Eigen/Eigenvalues>

#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/factor/detail/usable_correlations.hpp"
#include "attune/stats/factor/exploration.hpp"

namespace attune::inline v0 {

/// Velicer's minimum average partial (MAP): as many factors as components leave the least correlation behind.
///
///     C_m = R - A_m A_m',   A_m the first m principal components,   r*_ij = c_ij / (c_ii c_jj)^1/2
///     squared_m = mean of r*_ij^2 over i != j,   fourth_m = mean of r*_ij^4
///
/// @param cov  p x p covariances or correlations, p >= 2; the lower triangle is read.
/// @return     NaN for an m that leaves an item no variance. `not_known`, `no_variance` or `not_positive_definite` as
///             for every factoring.
/// @throws std::invalid_argument  cov is not square, or p < 2.
/// @see        Velicer (1976), Psychometrika 41, 321-327; Velicer, Eaton & Fava (2000), in Goffin & Helmes (eds),
///             Problems and solutions in human assessment. Agrees with psych::vss()$map, which begins at m = 1, and
///             with O'Connor's programs (2000).
[[nodiscard]] inline average_partial_test minimum_average_partial(const matrix_view& cov)
{
    check_square("minimum_average_partial", "cov", cov, 2);
    const Eigen::Index p = cov.rows();
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    average_partial_test made{Eigen::VectorXd::Constant(p, nan), Eigen::VectorXd::Constant(p, nan)};
    detail::usable_correlations usable = detail::correlations_to_factor(cov);
    if (usable.status != estimate_status::ok) {
        made.status = usable.status;
        made.message = std::move(usable.message);
        return made;
    }
    const Eigen::SelfAdjointEigenSolver<matrix> solver(usable.r);
    const auto n_pairs = static_cast<double>(p * (p - 1));
    constexpr double no_variance = 1e-10;  // of an item; less has no digits left
    matrix left = usable.r;
    for (Eigen::Index m = 0; m < p && left.diagonal().minCoeff() > no_variance; ++m) {
        const Eigen::VectorXd scale = left.diagonal().cwiseSqrt().cwiseInverse();
        Eigen::ArrayXXd partial = scale.asDiagonal() * left * scale.asDiagonal();
        partial.matrix().diagonal().setZero();
        made.squared[m] = partial.square().sum() / n_pairs;
        made.fourth[m] = partial.square().square().sum() / n_pairs;
        if (made.squared[m] < made.squared[made.n_factors_squared])
            made.n_factors_squared = static_cast<int>(m);
        if (made.fourth[m] < made.fourth[made.n_factors_fourth])
            made.n_factors_fourth = static_cast<int>(m);
        const Eigen::VectorXd next = solver.eigenvectors().col(p - 1 - m);
        left -= solver.eigenvalues()[p - 1 - m] * next * next.transpose();
    }
    return made;
}

}  // namespace attune::inline v0
