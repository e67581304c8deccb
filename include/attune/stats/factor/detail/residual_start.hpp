#pragma once

#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// The k largest eigenvalues of a symmetric matrix and their vectors, followed while the matrix changes a little: each
/// multiplication by the matrix turns the vectors nearer to their places. Nothing says that they have arrived.
class followed_vectors {
public:
    followed_vectors(Eigen::Index p, Eigen::Index k) : w_(p, k), t_(k)
    {
        for (Eigen::Index m = 0; m < k; ++m)
            for (Eigen::Index i = 0; i < p; ++i)
                w_(i, m) = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5) * static_cast<double>(m) /
                                    static_cast<double>(p));
    }

    /// Multiplies n times by a symmetric matrix.
    ///
    /// @return  whether all of the eigenvalues are above 0.
    bool follow(const matrix& a, int n)
    {
        for (int i = 0; i < n; ++i) {
            product_.noalias() = a * w_;
            cross_.noalias() = product_.transpose() * product_;
            triangle_.compute(cross_);
            if (triangle_.info() != Eigen::Success)
                return false;
            triangle_.matrixU().solveInPlace<Eigen::OnTheRight>(product_);
            w_.swap(product_);
        }
        product_.noalias() = a * w_;
        cross_.noalias() = w_.transpose() * product_;
        within_.compute(cross_);
        t_ = within_.eigenvalues();
        w_ *= within_.eigenvectors();
        return t_.minCoeff() > 0;
    }

    [[nodiscard]] const Eigen::VectorXd& values() const { return t_; }
    [[nodiscard]] const matrix& vectors() const { return w_; }

private:
    matrix w_, product_, cross_;
    Eigen::VectorXd t_;
    Eigen::LLT<matrix> triangle_;
    Eigen::SelfAdjointEigenSolver<matrix> within_;
};

/// Uniquenesses at the minimum of `residual_profile`, as far as the vectors of the factors alone tell: steps with the
/// second derivatives to the first order of what the factors leave. Where a few steps do not arrive, as when a
/// uniqueness would fall below 0 or factors hardly stand out from the rest, what is returned is the start.
///
/// @param r      p x p correlations.
/// @param start  p uniquenesses above 0.
[[nodiscard]] inline Eigen::VectorXd near_minimum(const matrix& r, Eigen::Index n_factors, const Eigen::VectorXd& start)
{
    constexpr int n_steps = 8;
    constexpr int n_first = 12, n_further = 6;  // multiplications
    constexpr double near = 1e-11;              // largest derivative
    const Eigen::Index p = r.rows();
    followed_vectors factors(p, n_factors);
    Eigen::VectorXd x = start, gradient;
    matrix reduced = r, rest, h, outer;
    Eigen::LLT<matrix> curvature;
    for (int step = 0;; ++step) {
        reduced.diagonal() = r.diagonal() - x;
        if (!factors.follow(reduced, step == 0 ? n_first : n_further))
            return start;
        const matrix& w = factors.vectors();
        const Eigen::VectorXd& t = factors.values();
        gradient = w.array().square().matrix() * t - reduced.diagonal();
        const double largest = gradient.cwiseAbs().maxCoeff();
        if (!(largest > near))
            return x;
        if (step == n_steps)
            return start;

        rest = reduced;
        rest.noalias() -= w * t.asDiagonal() * w.transpose();
        h.setIdentity(p, p);
        h.noalias() -= w * w.transpose();
        h = h.cwiseAbs2();
        outer.noalias() = w * t.cwiseInverse().asDiagonal() * w.transpose();
        h -= 2 * outer.cwiseProduct(rest);
        curvature.compute(h);
        if (curvature.info() != Eigen::Success)
            return start;
        x -= curvature.solve(gradient);
        if (!(x.minCoeff() > 0))
            return start;
    }
}

}  // namespace attune::inline v0::detail
