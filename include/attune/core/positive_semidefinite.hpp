#pragma once

#include <Eigen/Cholesky>

#include "attune/core/check_positive.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/matrix.hpp"

namespace attune::inline v0 {

/// Whether a covariance or correlation matrix S is positive semidefinite: no sum of weighted items has a negative
/// variance. What is estimated pair by pair from incomplete answers need not be.
///
///     smallest eigenvalue of D^-1/2 S D^-1/2 >= -tolerance,   D = diag(S)
///
/// It is the correlations that are judged, so that the answer does not change with the units of the items: the two
/// matrices have equally many negative eigenvalues.
///
/// @param m          S, k x k, k >= 1; the lower triangle is read, symmetry is not checked.
/// @param tolerance  dimensionless, above 0. 1e-12 is a hundred times what rounding does to the zero eigenvalues of 40
///                   dependent items, and far below what deleting answers pair by pair brings about.
/// @return           false also when an entry is NaN or infinite, a variance is negative, or an item of variance 0 has
///                   a covariance other than 0.
/// @throws std::invalid_argument  m is not square or empty, or tolerance is not above 0.
/// @see    Decided by whether a Cholesky factor of the correlations + tolerance * I exists: Higham (1988), Linear
///         Algebra and its Applications 103, 103-118, section 4.
[[nodiscard]] inline bool is_positive_semidefinite(const matrix_view& m, double tolerance = 1e-12)
{
    check_square("is_positive_semidefinite", "m", m, 1);
    check_positive("is_positive_semidefinite", "tolerance", tolerance);
    matrix r = m.selfadjointView<Eigen::Lower>();
    if (!r.allFinite() || (r.diagonal().array() < 0).any())
        return false;
    Eigen::VectorXd scale = r.diagonal().cwiseSqrt();
    for (Eigen::Index item = 0; item < r.rows(); ++item) {
        if (scale[item] > 0)
            continue;
        if (!r.col(item).isZero(0))
            return false;
        scale[item] = 1;
    }
    r = scale.cwiseInverse().asDiagonal() * r * scale.cwiseInverse().asDiagonal();
    r.diagonal().array() += tolerance;
    return r.llt().info() == Eigen::Success;
}

}  // namespace attune::inline v0
