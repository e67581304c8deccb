#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// Half the sum of squared residuals of a factor model with the best loadings for given uniquenesses, and its
/// derivatives with respect to these; see `minimum_residual_factors()`. Eigenvalues stand upwards: the rest first, the
/// factors last.
struct residual_profile {
    Eigen::VectorXd uniquenesses;
    Eigen::VectorXd t;          ///< eigenvalues of R - U
    matrix w;                   ///< their vectors
    Eigen::Index n_common = 0;  ///< factors, without those whose t is not above 0: such have loadings of 0
    double objective = std::numeric_limits<double>::quiet_NaN();
    Eigen::VectorXd gradient;

    residual_profile(const matrix& r, Eigen::Index n_factors, Eigen::VectorXd given) : uniquenesses(std::move(given))
    {
        matrix reduced = r;
        reduced.diagonal() -= uniquenesses;
        const Eigen::SelfAdjointEigenSolver<matrix> solver(reduced);
        t = solver.eigenvalues();
        w = solver.eigenvectors();
        constexpr double rounding = 1e-12;
        for (Eigen::Index m = t.size() - n_factors; m < t.size(); ++m)
            n_common += t(m) > rounding ? 1 : 0;
        const Eigen::Index n_rest = t.size() - n_common;
        objective = t.head(n_rest).squaredNorm() / 2;
        gradient = -(w.leftCols(n_rest).array().square().matrix() * t.head(n_rest));
    }

    /// The lower triangle of the second derivatives. Without the terms that vanish where the model holds they are
    /// positive semidefinite.
    [[nodiscard]] matrix hessian(bool is_exact) const
    {
        const Eigen::Index n_rest = t.size() - n_common;
        const auto rest = w.leftCols(n_rest);
        const auto t_rest = t.head(n_rest);
        const auto common = w.rightCols(n_common);
        matrix h = matrix::Identity(t.size(), t.size());
        h.noalias() -= common * common.transpose();
        h = h.cwiseAbs2();
        if (!is_exact)
            return h;
        matrix weighted, turned(t.size(), t.size());
        for (Eigen::Index m = n_rest; m < t.size(); ++m) {
            weighted = rest * (2 * t_rest.array() / (t_rest.array() - t(m))).matrix().asDiagonal();
            turned.triangularView<Eigen::Lower>() = weighted * rest.transpose();
            for (Eigen::Index i = 0; i < t.size(); ++i)
                h.col(i).tail(t.size() - i) +=
                    w(i, m) * w.col(m).tail(t.size() - i).cwiseProduct(turned.col(i).tail(t.size() - i));
        }
        return h;
    }

    /// One column a factor, the one that explains most first, each with a sum of 0 or more.
    [[nodiscard]] matrix loadings() const
    {
        matrix made(w.rows(), n_common);
        for (Eigen::Index m = 0; m < n_common; ++m) {
            const Eigen::Index place = t.size() - 1 - m;
            made.col(m) = w.col(place) * std::sqrt(t(place));
            if (made.col(m).sum() < 0)
                made.col(m) *= -1;
        }
        return made;
    }
};

/// Where a minimisation stopped.
struct residual_minimum {
    residual_profile at;
    double gradient_norm = std::numeric_limits<double>::infinity();
    int n_iterations = 0;
    bool has_converged = false;
    bool is_unique = false;  ///< the second derivatives are positive definite
};

/// Newton's method with a line search over uniquenesses of 0 or more, held at 0 where the residuals fall beyond it.
[[nodiscard]] inline residual_minimum minimise_residuals(const matrix& r, Eigen::Index n_factors,
                                                         const Eigen::VectorXd& start, int max_iterations,
                                                         double tolerance)
{
    constexpr double rounding = 1e-15;       // of an objective near its minimum
    constexpr double shortest_share = 1e-8;  // of a step; then there is no way down
    constexpr double least_curvature = 1e-8;
    Eigen::VectorXd x = start.cwiseMax(0);
    residual_minimum reached{residual_profile(r, n_factors, x)};
    for (;; ++reached.n_iterations) {
        const residual_profile& at = reached.at;
        const Eigen::Array<bool, Eigen::Dynamic, 1> is_held = x.array() <= 0 && at.gradient.array() > 0;
        const Eigen::VectorXd gradient = is_held.select(0, at.gradient.array());
        reached.gradient_norm = gradient.cwiseAbs().maxCoeff();

        Eigen::LLT<matrix> curvature;
        for (const bool is_exact : {true, false}) {
            matrix h = at.hessian(is_exact);
            if (!is_exact)
                h.diagonal().array() += 1e-3;
            for (Eigen::Index item = 0; item < x.size(); ++item)
                if (is_held(item)) {
                    h.row(item).setZero();
                    h.col(item).setZero();
                    h(item, item) = 1;
                }
            curvature.compute(h);
            const bool is_definite = curvature.info() == Eigen::Success &&
                                     curvature.matrixLLT().diagonal().array().square().minCoeff() > least_curvature;
            reached.is_unique = is_exact && is_definite;
            if (is_definite)
                break;
        }
        reached.has_converged = reached.gradient_norm <= tolerance;
        if (reached.has_converged || reached.n_iterations == max_iterations)
            return reached;

        const Eigen::VectorXd step = -curvature.solve(gradient);
        double share = 1;
        for (; share >= shortest_share; share /= 2) {
            const Eigen::VectorXd next = (x + share * step).cwiseMax(0);
            residual_profile there(r, n_factors, next);
            if (there.objective <= at.objective + 1e-4 * gradient.dot(next - x) + rounding) {
                x = next;
                reached.at = std::move(there);
                break;
            }
        }
        if (share < shortest_share)
            return reached;
    }
}

}  // namespace attune::inline v0::detail
