#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>

#include "attune/core/matrix.hpp"
#include "attune/core/philox.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/random_numbers.hpp"
#include "attune/stats/factor/rotation/criterion.hpp"

namespace attune::inline v0::detail {

/// An orthogonal k x k matrix, all of them equally likely: that of the QR decomposition of normal numbers, with signs
/// that make R's diagonal positive.
[[nodiscard]] inline matrix random_orthogonal(Eigen::Index k, philox_stream& stream)
{
    matrix normal(k, k);
    for (double& entry : normal.reshaped())
        entry = draw_normal(stream);
    const Eigen::HouseholderQR<matrix> qr(normal);
    matrix q = qr.householderQ();
    for (Eigen::Index j = 0; j < k; ++j)
        if (qr.matrixQR()(j, j) < 0)
            q.col(j) *= -1;
    return q;
}

/// Closed forms where there are any: a search inverts thousands of matrices of two to four factors.
inline void invert(const matrix& transform, matrix& inverse)
{
    switch (transform.rows()) {
    case 2: inverse = Eigen::Matrix2d(transform).inverse(); break;
    case 3: inverse = Eigen::Matrix3d(transform).inverse(); break;
    case 4: inverse = Eigen::Matrix4d(transform).inverse(); break;
    default: inverse = transform.inverse();
    }
}

/// How far a search goes on.
struct projection_limits {
    int max_iterations = 0;
    double tolerance = 0;  ///< of the norm of the projected gradient
};

/// A transformation T and the loadings that it gives.
struct projected_rotation {
    matrix transform;  ///< columns of length 1; loadings = A T'^-1, and A T when T is orthogonal
    matrix loadings;
    double value = std::numeric_limits<double>::infinity();
    double gradient_norm = std::numeric_limits<double>::infinity();
    int n_iterations = 0;
    bool has_converged = false;
};

/// Walks downhill on a criterion over all rotations, orthogonal or oblique: a step against the gradient within the
/// tangent space, then back to the nearest orthogonal matrix, or to columns of length 1.
///
/// @param unrotated  A, p x k.
/// @param start      orthogonal k x k.
/// @param criterion  called with loadings; gives a criterion_value.
/// @see  Jennrich (2001), Psychometrika 66, 289-306; Jennrich (2002), Psychometrika 67, 7-19; Bernaards & Jennrich
///       (2005), Educational and Psychological Measurement 65, 676-696.
template <typename Criterion>
[[nodiscard]] projected_rotation project_gradient(const matrix& unrotated, const matrix& start, bool is_orthogonal,
                                                  const projection_limits& limits, Criterion criterion)
{
    // Factors are few: products are faster without the blocks of large ones.
    matrix inverse, next_inverse, next, loadings, by_transform, inner, along;
    const auto rotate_by = [&](const matrix& transform, matrix& inverted, matrix& rotated) {
        if (is_orthogonal) {
            rotated = unrotated.lazyProduct(transform);
        } else {
            invert(transform, inverted);
            rotated = unrotated.lazyProduct(inverted.transpose());
        }
    };
    projected_rotation at{start, {}};
    rotate_by(start, inverse, at.loadings);
    criterion_value here = criterion(at.loadings);
    double step = 1;
    for (;; ++at.n_iterations) {
        at.value = here.value;
        const matrix& t = at.transform;
        // The derivative with respect to T, and its part along the set of rotations.
        if (is_orthogonal) {
            by_transform = unrotated.transpose().lazyProduct(here.gradient);
            inner = t.transpose().lazyProduct(by_transform);
            inner = (inner + inner.transpose()).eval() / 2;
            along = by_transform - t.lazyProduct(inner);
        } else {
            inner = here.gradient.transpose().lazyProduct(at.loadings);
            by_transform = -inverse.transpose().lazyProduct(inner);
            along = by_transform - t * t.cwiseProduct(by_transform).colwise().sum().asDiagonal();
        }
        at.gradient_norm = along.norm();
        at.has_converged = at.gradient_norm <= limits.tolerance;
        if (at.has_converged || !std::isfinite(at.gradient_norm) || at.n_iterations == limits.max_iterations)
            return at;

        constexpr int n_halvings = 30;
        const double rounding = 1e-14 * (1 + std::abs(here.value));
        const double squared_norm = at.gradient_norm * at.gradient_norm;
        // Close to the optimum the value no longer tells how good a step is: then steps keep their length.
        if (step * squared_norm > rounding)
            step *= 2;
        for (int i = 0; i <= n_halvings; ++i, step /= 2) {
            next = t - step * along;
            if (is_orthogonal) {
                const Eigen::JacobiSVD<matrix> svd(next, Eigen::ComputeFullU | Eigen::ComputeFullV);
                next = svd.matrixU() * svd.matrixV().transpose();
            } else {
                next.colwise().normalize();
            }
            rotate_by(next, next_inverse, loadings);
            criterion_value there = criterion(loadings);
            if (there.value <= here.value - step / 2 * squared_norm + rounding) {
                at.transform.swap(next);
                at.loadings.swap(loadings);
                inverse.swap(next_inverse);
                std::swap(here, there);
                break;
            }
        }
    }
}

}  // namespace attune::inline v0::detail
