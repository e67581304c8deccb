#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_positive.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// How one factor is fitted by weighted least squares.
struct weighted_factor_options {
    int max_iterations = 200;  ///< steps; ordinary scales need 4 to 8
    double tolerance = 1e-10;  ///< largest derivative at the solution, weights brought to a mean of 1
};

/// One factor fitted by weighted least squares.
struct weighted_factor {
    Eigen::VectorXd
        loadings;  ///< p standardised loadings with a sum of 0 or more; NaN unless `status` is ok or heywood
    double discrepancy = std::numeric_limits<double>::quiet_NaN();    ///< F at the solution, weights of mean 1
    double gradient_norm = std::numeric_limits<double>::quiet_NaN();  ///< largest dF / d loading
    int n_iterations = 0;
    std::vector<std::size_t> heywood_items;  ///< |loading| of 1 or more, counted from 0
    estimate_status status = estimate_status::ok;
    std::string message;  ///< one sentence when `status` is not ok; items count from 1
};

namespace detail {

/// Value and derivatives of the discrepancy at some loadings.
struct weighted_factor_point {
    weighted_factor_point(const matrix& r, const matrix& w, const Eigen::VectorXd& loadings)
        : discrepancy(0), gradient(r.rows()), hessian(r.rows(), r.cols())
    {
        const matrix product = loadings * loadings.transpose();
        matrix residual = r - product;
        residual.diagonal().setZero();
        discrepancy = (w.array() * residual.array().square()).sum() / 2;
        gradient = -2 * (w.array() * residual.array()).matrix() * loadings;
        hessian = -2 * w.array() * (residual - product).array();
        hessian.diagonal() = 2 * w * loadings.cwiseAbs2();
    }

    double discrepancy;
    Eigen::VectorXd gradient;
    matrix hessian;
};

}  // namespace detail

/// Fits one factor to the correlations of p items by least squares, each correlation with its weight:
///
///     minimise F = sum over i < j of w_ij (r_ij - l_i l_j)^2
///
/// With w_ij = 1 / SE(r_ij)^2 of polychoric correlations this is diagonally weighted least squares (DWLS), with equal
/// weights unweighted least squares (ULS), also called minres. Newton's method, damped where it does not go down.
///
/// @param r        p x p correlations, p >= 3; the lower triangle is read. Needs not be positive definite.
/// @param weights  p x p, each above 0 outside the diagonal; the lower triangle is read, and only ratios matter.
/// @param options  stopping.
/// @return     `status` is
///             - `not_known`: a correlation or weight is NaN or infinite;
///             - `heywood`: a loading of 1 or more. The solution stands with its items named, and is no basis for
///               coefficients;
///             - `not_defined`: other loadings fit as well, as when the items have nothing in common;
///             - `not_converged`.
/// @throws std::invalid_argument  r is not square, p < 3, weights of another size or not above 0, or an option is not.
/// @see        Muthen, du Toit & Spisic (1997), unpublished; Harman & Jones (1966), Psychometrika 31, 351-368. Agrees
///             with the loadings of lavaan's estimators WLSMV and ULSMV for one factor.
[[nodiscard]] inline weighted_factor diagonally_weighted_factor(const matrix_view& r, const matrix_view& weights,
                                                                const weighted_factor_options& options = {})
{
    constexpr std::string_view name = "diagonally_weighted_factor";
    check_square(name, "r", r, 3);
    check_square(name, "weights", weights, 3);
    check_count(name, "weights", weights.rows(), r.rows());
    check_within(name, "max_iterations", options.max_iterations, 1, std::numeric_limits<int>::max());
    check_positive(name, "tolerance", options.tolerance);
    const Eigen::Index p = r.rows();
    matrix w = weights.selfadjointView<Eigen::Lower>();
    w.diagonal().setZero();
    const matrix whole = r.selfadjointView<Eigen::Lower>();
    weighted_factor made;
    made.loadings = Eigen::VectorXd::Constant(p, std::numeric_limits<double>::quiet_NaN());
    const auto refuse = [&](estimate_status why, std::string message) {
        made.status = why;
        made.message = std::move(message);
        return made;
    };
    if (!whole.allFinite() || !w.allFinite())
        return refuse(estimate_status::not_known, "a correlation of two items is not known");
    for (Eigen::Index j = 0; j < p; ++j)
        for (Eigen::Index i = j + 1; i < p; ++i)
            check_positive(name, "weights", w(i, j));
    w *= static_cast<double>(p * (p - 1)) / w.sum();

    // Centroid loadings: exact when all items are alike.
    const double sum = whole.sum();
    Eigen::VectorXd loadings = whole.rowwise().sum() / std::sqrt(std::max(sum, 1.0));
    detail::weighted_factor_point at(whole, w, loadings);
    double damping = 0;
    while (at.gradient.cwiseAbs().maxCoeff() > options.tolerance) {
        if (made.n_iterations == options.max_iterations)
            return refuse(estimate_status::not_converged,
                          fmt::format("the factor was not found in {} steps", options.max_iterations));
        ++made.n_iterations;
        const Eigen::LLT<matrix> factor(at.hessian + damping * matrix::Identity(p, p));
        if (factor.info() == Eigen::Success) {
            const Eigen::VectorXd tried = loadings - factor.solve(at.gradient);
            detail::weighted_factor_point there(whole, w, tried);
            // Close to the minimum F no longer shows a descent that the gradient shows.
            if (there.discrepancy < at.discrepancy ||
                there.gradient.cwiseAbs().maxCoeff() < at.gradient.cwiseAbs().maxCoeff()) {
                loadings = tried;
                at = std::move(there);
                damping = damping < 1e-6 ? 0 : damping / 10;
                continue;
            }
        }
        damping = std::max(10 * damping, 1e-3);
    }
    made.discrepancy = at.discrepancy;
    made.gradient_norm = at.gradient.cwiseAbs().maxCoeff();
    const Eigen::LLT<matrix> curvature(at.hessian);
    constexpr double flat = 1e-5;  // items with nothing in common come to 1e-6, loadings of 0.03 to 1e-3
    if (curvature.info() != Eigen::Success || curvature.matrixLLT().diagonal().array().square().minCoeff() < flat)
        return refuse(estimate_status::not_defined, "other loadings fit as well: the factor is not identified");
    made.loadings = loadings.sum() < 0 ? Eigen::VectorXd(-loadings) : loadings;
    for (Eigen::Index item = 0; item < p; ++item)
        if (std::abs(loadings(item)) >= 1)
            made.heywood_items.push_back(static_cast<std::size_t>(item));
    if (!made.heywood_items.empty())
        return refuse(estimate_status::heywood,
                      fmt::format("item {} has a loading of 1 or more", made.heywood_items.front() + 1));
    return made;
}

}  // namespace attune::inline v0
