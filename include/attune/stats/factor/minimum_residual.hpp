#pragma once

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
#include "attune/stats/factor/detail/residual_profile.hpp"
#include "attune/stats/factor/detail/residual_start.hpp"
#include "attune/stats/factor/detail/usable_correlations.hpp"

namespace attune::inline v0 {

/// How factors are fitted by least squares.
struct minimum_residual_options {
    int max_iterations = 200;  ///< exact Newton steps; 36 items of the ECR need none or one
    double tolerance = 1e-10;  ///< largest derivative at the solution; two digits below 1e-8
};

/// Factors fitted by unweighted least squares.
struct minimum_residual_solution {
    matrix loadings;               ///< p x k, of standardised items, uncorrelated factors; NaN unless `status` is ok or
                                   ///< heywood
    Eigen::VectorXd uniquenesses;  ///< p, shares of the items' variances, 0 or more; NaN as the loadings are
    double residual_sum = std::numeric_limits<double>::quiet_NaN();   ///< of squares, over pairs of different items
    double gradient_norm = std::numeric_limits<double>::quiet_NaN();  ///< largest derivative, without those held at 0
    int df = 0;                                                       ///< ((p - k)^2 - p - k) / 2
    int n_iterations = 0;                                             ///< exact Newton steps
    std::vector<std::size_t> heywood_items;                           ///< uniqueness held at 0, counted from 0
    estimate_status status = estimate_status::ok;
    std::string message;  ///< one sentence when `status` is not ok; items count from 1
};

/// Fits k uncorrelated factors to the correlations R of p items so that the residuals are least (minres, ULS):
///
///     minimise f = 1/2 |R - U - L L'|^2,   L loadings, U diagonal uniquenesses
///
/// over the uniquenesses, the best loadings for each U being known in closed form. With t_1 >= ... >= t_p the
/// eigenvalues of R - U and w_m their vectors,
///
///     f = 1/2 sum over m > k of t_m^2,   L = W_k T_k^1/2,   df / d u_i = - sum over m > k of t_m w_im^2
///
/// by Newton's method with the exact second derivatives, from where cheaper steps come near. Where it ends within the
/// bounds the diagonal is met exactly, so that what is least is the sum of squared residuals of pairs: minimum
/// residuals and unweighted least squares are one solution.
///
/// @param cov        p x p covariances or correlations, p >= 2; the lower triangle is read, symmetry is not checked.
///                   Items are standardised: their units do not matter.
/// @param n_factors  k, 1..p - 1.
/// @param options    when to stop.
/// @return     loadings with L'L diagonal and descending, each column with a sum of 0 or more: the canonical position,
///             from which any rotation may start. `status` is
///             - `not_known`: a covariance is NaN or infinite;
///             - `no_variance`: an item has none;
///             - `not_positive_definite`: the matrix is not positive semidefinite, as a pairwise one may be;
///             - `not_defined`: more parameters than correlations (df < 0), fewer than k common factors, or other
///               loadings that fit as well: the factors are not identified;
///             - `heywood`: a uniqueness would fall below 0, where it is held. The solution stands with its items
///               named, and is no basis for coefficients;
///             - `not_converged`.
/// @throws std::invalid_argument  cov is not square, p < 2, n_factors is outside, or an option is not above 0.
/// @see        Harman & Jones (1966), Psychometrika 31, 351-368; Joreskog (1977), Factor analysis by least-squares and
///             maximum-likelihood methods. Agrees with psych::fa(fm = "minres", rotate = "none") where that converges
///             (it holds uniquenesses at .005).
[[nodiscard]] inline minimum_residual_solution minimum_residual_factors(const matrix_view& cov, int n_factors,
                                                                        const minimum_residual_options& options = {})
{
    constexpr std::string_view name = "minimum_residual_factors";
    check_square(name, "cov", cov, 2);
    const Eigen::Index p = cov.rows();
    check_within<Eigen::Index>(name, "n_factors", n_factors, 1, p - 1);
    check_within(name, "max_iterations", options.max_iterations, 1, std::numeric_limits<int>::max());
    check_positive(name, "tolerance", options.tolerance);
    const auto n_items = static_cast<int>(p);
    minimum_residual_solution made;
    made.df = ((n_items - n_factors) * (n_items - n_factors) - n_items - n_factors) / 2;
    made.loadings = matrix::Constant(p, n_factors, std::numeric_limits<double>::quiet_NaN());
    made.uniquenesses = Eigen::VectorXd::Constant(p, std::numeric_limits<double>::quiet_NaN());
    const auto refuse = [&](estimate_status why, std::string message) {
        made.status = why;
        made.message = std::move(message);
        return made;
    };

    detail::usable_correlations usable = detail::correlations_to_factor(cov);
    if (usable.status != estimate_status::ok)
        return refuse(usable.status, std::move(usable.message));
    const std::string_view plural = n_factors == 1 ? "" : "s";
    if (made.df < 0)
        return refuse(estimate_status::not_defined,
                      fmt::format("{} items are too few for {} factor{}", p, n_factors, plural));

    // What the other items leave of each, where that is known.
    Eigen::VectorXd start = Eigen::VectorXd::Constant(p, 0.5);
    const Eigen::LLT<matrix> factor(usable.r);
    constexpr double smallest_remainder = 1e-10;
    if (factor.info() == Eigen::Success &&
        factor.matrixLLT().diagonal().array().square().minCoeff() > smallest_remainder) {
        const matrix inverse = factor.matrixL().solve(matrix::Identity(p, p));
        start = inverse.colwise().squaredNorm().transpose().cwiseInverse();
    }
    const detail::residual_minimum found =
        detail::minimise_residuals(usable.r, n_factors, detail::near_minimum(usable.r, n_factors, start),
                                   options.max_iterations, options.tolerance);
    made.n_iterations = found.n_iterations;
    made.gradient_norm = found.gradient_norm;
    if (found.at.n_common < n_factors)
        return refuse(estimate_status::not_defined,
                      fmt::format("the items have fewer than {} factor{} in common", n_factors, plural));
    if (!found.has_converged)
        return refuse(estimate_status::not_converged,
                      fmt::format("the factors were not found in {} steps", found.n_iterations));
    if (!found.is_unique)
        return refuse(estimate_status::not_defined, "other loadings fit as well: the factors are not identified");
    made.loadings = found.at.loadings();
    made.uniquenesses = found.at.uniquenesses;
    matrix residuals = usable.r - made.loadings * made.loadings.transpose();
    residuals.diagonal().setZero();
    made.residual_sum = residuals.squaredNorm() / 2;
    for (Eigen::Index item = 0; item < p; ++item)
        if (made.uniquenesses(item) <= 0)
            made.heywood_items.push_back(static_cast<std::size_t>(item));
    if (!made.heywood_items.empty())
        return refuse(estimate_status::heywood,
                      fmt::format("item {} would have an error variance of 0 or less (a Heywood case)",
                                  made.heywood_items.front() + 1));
    return made;
}

}  // namespace attune::inline v0
