#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// Share of an item's variance below which its uniqueness does not go: a Heywood case.
inline constexpr double smallest_uniqueness = 1e-6;

/// The inverse of correlations; nothing when it does not exist or has no digits.
[[nodiscard]] inline std::optional<matrix> inverse_correlations(const matrix& r)
{
    constexpr double smallest_remainder = 1e-12;  // 36 items leave about 1e-14 of an exact combination
    const Eigen::LLT<matrix> factor(r);
    if (factor.info() != Eigen::Success ||
        factor.matrixLLT().diagonal().array().square().minCoeff() < smallest_remainder)
        return std::nullopt;
    return factor.solve(matrix::Identity(r.rows(), r.cols()));
}

/// The discrepancy of a factor model with the best loadings for given uniquenesses U, and its derivatives with respect
/// to their logs; see `maximum_likelihood_factors()`.
///
/// The eigenvalues t are found as those of U^1/2 R^-1 U^1/2, inverted: so those near 1, on which everything depends,
/// keep their digits when a uniqueness is small and the first t is large.
struct factor_profile {
    Eigen::VectorXd uniquenesses;
    Eigen::VectorXd t;          ///< eigenvalues of U^-1/2 R U^-1/2, downwards: the factors, then the rest
    matrix w;                   ///< their vectors
    Eigen::Index n_common = 0;  ///< factors, without those whose t is at most 1: such have loadings of 0
    double discrepancy = std::numeric_limits<double>::quiet_NaN();
    Eigen::VectorXd gradient;

    factor_profile(const matrix& inverse_r, Eigen::Index n_factors, const Eigen::VectorXd& log_uniquenesses)
        : uniquenesses(log_uniquenesses.array().exp())
    {
        const Eigen::VectorXd scale = uniquenesses.cwiseSqrt();
        const Eigen::SelfAdjointEigenSolver<matrix> solver(scale.asDiagonal() * inverse_r * scale.asDiagonal());
        t = solver.eigenvalues().cwiseInverse();
        w = solver.eigenvectors();
        while (n_common < n_factors && t(n_common) > 1)
            ++n_common;
        const Eigen::ArrayXd t_rest = t.tail(t.size() - n_common);
        discrepancy = (t_rest - t_rest.log() - 1).sum();
        gradient = w.rightCols(t_rest.size()).array().square().matrix() * (1 - t_rest).matrix();
    }

    /// The second derivatives. Without the terms that vanish where the model holds they are positive semidefinite.
    [[nodiscard]] matrix hessian(bool is_exact) const
    {
        const Eigen::VectorXd t_rest = t.tail(t.size() - n_common);
        const matrix rest = w.rightCols(t_rest.size());
        matrix h = (rest * rest.transpose()).cwiseProduct(rest * t_rest.asDiagonal() * rest.transpose());
        if (!is_exact)
            return h;
        for (Eigen::Index m = 0; m < n_common; ++m) {
            const Eigen::VectorXd weight = (1 - t_rest.array()) * (t(m) + t_rest.array()) / (t(m) - t_rest.array());
            h += (w.col(m) * w.col(m).transpose()).cwiseProduct(rest * weight.asDiagonal() * rest.transpose());
        }
        return h;
    }

    /// One column a factor, the one that explains most first, each with a sum of 0 or more.
    [[nodiscard]] matrix loadings() const
    {
        matrix made(w.rows(), n_common);
        for (Eigen::Index m = 0; m < n_common; ++m) {
            made.col(m) = uniquenesses.cwiseSqrt().cwiseProduct(w.col(m)) * std::sqrt(t(m) - 1);
            if (made.col(m).sum() < 0)
                made.col(m) *= -1;
        }
        return made;
    }
};

/// Uniquenesses of correlations to start from: somewhat less than what the other items leave of each.
///
/// @see  Joreskog (1967), Psychometrika 32, 443-482.
[[nodiscard]] inline Eigen::VectorXd usual_start(const matrix& inverse_r, int n_factors)
{
    const double share = 1 - n_factors / (2 * static_cast<double>(inverse_r.rows()));
    return share / inverse_r.diagonal().array();
}

/// Where a minimisation stopped.
struct factor_minimum {
    factor_profile at;
    double gradient_norm = std::numeric_limits<double>::infinity();
    int n_iterations = 0;
    bool has_converged = false;
    bool is_unique = false;                              ///< the second derivatives are positive definite
    Eigen::Array<bool, Eigen::Dynamic, 1> is_held = {};  ///< items whose uniqueness would fall below the bound
};

/// The second derivatives as a factor to solve with, those of held items replaced by 1.
struct factor_curvature {
    Eigen::LLT<matrix> factor;
    bool is_definite = false;  ///< with digits to spare

    factor_curvature(matrix h, const Eigen::Array<bool, Eigen::Dynamic, 1>& is_held)
    {
        constexpr double smallest = 1e-13;       // of a second derivative; an item of uniqueness u has about u^2
        constexpr double smallest_share = 1e-8;  // that the items before an item leave of its second derivative
        for (Eigen::Index item = 0; item < h.rows(); ++item)
            if (is_held(item)) {
                h.row(item).setZero();
                h.col(item).setZero();
                h(item, item) = 1;
            }
        const Eigen::ArrayXd diagonal = h.diagonal();
        factor.compute(h);
        is_definite = factor.info() == Eigen::Success && diagonal.minCoeff() > smallest &&
                      (factor.matrixLLT().diagonal().array().square() / diagonal).minCoeff() > smallest_share;
    }
};

/// Newton's method with a line search over the logs of the uniquenesses of correlations, held at their bound where
/// the discrepancy falls beyond it.
[[nodiscard]] inline factor_minimum minimise_profile(const matrix& inverse_r, Eigen::Index n_factors,
                                                     const Eigen::VectorXd& start, int max_iterations, double tolerance)
{
    constexpr double longest_step = 3;       // a factor of 20 in a uniqueness; further away the curvature tells nothing
    constexpr double rounding = 1e-13;       // of a discrepancy near its minimum
    constexpr double shortest_share = 1e-8;  // of a step; then there is no way down
    constexpr double promised_gradient = 1e-8;
    const Eigen::VectorXd bound = Eigen::VectorXd::Constant(inverse_r.rows(), std::log(smallest_uniqueness));
    Eigen::VectorXd x = start.array().log().matrix().cwiseMax(bound);
    factor_minimum reached{factor_profile(inverse_r, n_factors, x)};
    for (;; ++reached.n_iterations) {
        const factor_profile& at = reached.at;
        reached.is_held = x.array() <= bound.array() && at.gradient.array() > 0;
        const Eigen::VectorXd gradient = reached.is_held.select(0, at.gradient.array());
        reached.gradient_norm = gradient.cwiseAbs().maxCoeff();
        factor_curvature curvature(at.hessian(true), reached.is_held);
        reached.is_unique = curvature.is_definite;
        reached.has_converged = reached.gradient_norm <= tolerance;
        if (reached.has_converged || reached.n_iterations == max_iterations)
            return reached;

        if (!curvature.is_definite) {
            matrix h = at.hessian(false);
            h.diagonal().array() += 1e-6 * h.diagonal().maxCoeff();
            curvature = factor_curvature(std::move(h), reached.is_held);
        }
        Eigen::VectorXd step = -curvature.factor.solve(gradient);
        step *= std::min(1.0, longest_step / step.cwiseAbs().maxCoeff());
        double share = 1;
        for (; share >= shortest_share; share /= 2) {
            const Eigen::VectorXd next = (x + share * step).cwiseMax(bound);
            factor_profile there(inverse_r, n_factors, next);
            if (there.discrepancy <= at.discrepancy + 1e-4 * gradient.dot(next - x) + rounding) {
                x = next;
                reached.at = std::move(there);
                break;
            }
        }
        if (share < shortest_share) {
            reached.has_converged = reached.gradient_norm < promised_gradient;
            return reached;
        }
    }
}

}  // namespace attune::inline v0::detail
