#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_positive.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/factor/detail/factor_profile.hpp"

namespace attune::inline v0 {

/// How factors are fitted.
struct ml_factor_options {
    int max_iterations = 200;  ///< Newton steps; ordinary scales need 3 to 6, and a Heywood case about 20
    double tolerance = 1e-10;  ///< largest derivative at the solution; two digits below the promised 1e-8
    /// Uniquenesses to start from, in the units of the covariances; those of a similar matrix spare half of the steps.
    std::optional<Eigen::VectorXd> start = {};
};

/// Factors fitted by maximum likelihood.
struct ml_factors {
    matrix loadings;               ///< p x k [item units], uncorrelated factors; NaN unless `status` is ok or heywood
    Eigen::VectorXd uniquenesses;  ///< p [item units^2], each above 0; NaN as the loadings are
    double discrepancy = std::numeric_limits<double>::quiet_NaN();    ///< F at the solution, >= 0
    double gradient_norm = std::numeric_limits<double>::quiet_NaN();  ///< largest dF / d log(uniqueness), without those
                                                                      ///< held at the bound
    int df = 0;                              ///< ((p - k)^2 - p - k) / 2; 0: the model cannot be tested
    int n_iterations = 0;                    ///< Newton steps
    std::vector<std::size_t> heywood_items;  ///< uniqueness at the bound, counted from 0
    estimate_status status = estimate_status::ok;
    std::string message;  ///< one sentence when `status` is not ok; items count from 1
};

/// Fits k uncorrelated factors to the covariances S of p items by maximum likelihood:
///
///     minimise F = log|C| - log|S| + tr(S C^-1) - p,   C = L L' + U,  L loadings, U diagonal uniquenesses
///
/// over the logs of the uniquenesses, the best loadings for each U being known in closed form. With t_1 >= ... >= t_p
/// the eigenvalues of U^-1/2 S U^-1/2 and w_m their vectors,
///
///     F = sum over m > k of (t_m - log t_m - 1),   L = U^1/2 W_k (T_k - I)^1/2,
///     dF / d log u_i = sum over m > k of (1 - t_m) w_im^2
///
/// by Newton's method with the exact second derivatives, which close to the solution doubles the correct digits with
/// each step. It works on correlations, so that the units of the items do not matter.
///
/// @param cov        S, p x p covariances or correlations, p >= 2; the lower triangle is read, symmetry is not checked.
///                   The divisor (n or n - 1) multiplies loadings and uniquenesses; F and the fit do not depend on it.
/// @param n_factors  k, 1..p - 1.
/// @param options    see there; `start` is held within the bound.
/// @return     loadings with L' U^-1 L diagonal and descending, each column with a sum of 0 or more: the canonical
///             position, from which any rotation may start. `status` is
///             - `not_known`: a covariance is NaN or infinite;
///             - `no_variance`: an item has none;
///             - `not_positive_definite`: S is not, or so nearly that its inverse has no digits. Nothing is smoothed;
///             - `not_defined`: more parameters than covariances (df < 0), fewer than k common factors, or other
///               loadings that fit as well: the factors are not identified;
///             - `heywood`: some uniqueness falls below a millionth of the item's variance, where it is held. The
///               solution stands with its items named, and is no basis for coefficients;
///             - `not_converged`.
/// @throws std::invalid_argument  cov is not square, p < 2, n_factors is outside, an option is not above 0, or a start
///             has another length than p or a number that is not above 0.
/// @see        Joreskog (1967), Psychometrika 32, 443-482; Lawley & Maxwell (1971), Factor analysis as a statistical
///             method, 2nd edition. Agrees with stats::factanal (rotation = "none") and lavaan where these converge.
[[nodiscard]] inline ml_factors maximum_likelihood_factors(const matrix_view& cov, int n_factors,
                                                           const ml_factor_options& options = {})
{
    constexpr std::string_view name = "maximum_likelihood_factors";
    check_square(name, "cov", cov, 2);
    const Eigen::Index p = cov.rows();
    check_within<Eigen::Index>(name, "n_factors", n_factors, 1, p - 1);
    check_within(name, "max_iterations", options.max_iterations, 1, std::numeric_limits<int>::max());
    check_positive(name, "tolerance", options.tolerance);
    if (options.start) {
        check_count<Eigen::Index>(name, "start", options.start->size(), p);
        for (const double uniqueness : *options.start)
            check_positive(name, "start", uniqueness);
    }
    const auto n_items = static_cast<int>(p);
    ml_factors made;
    made.df = ((n_items - n_factors) * (n_items - n_factors) - n_items - n_factors) / 2;
    made.loadings = matrix::Constant(p, n_factors, std::numeric_limits<double>::quiet_NaN());
    made.uniquenesses = Eigen::VectorXd::Constant(p, std::numeric_limits<double>::quiet_NaN());
    const auto refuse = [&](estimate_status why, std::string message) {
        made.status = why;
        made.message = std::move(message);
        return made;
    };

    const matrix whole = cov.selfadjointView<Eigen::Lower>();
    if (!whole.allFinite())
        return refuse(estimate_status::not_known, "a covariance of two items is not known");
    for (Eigen::Index item = 0; item < p; ++item) {
        if (whole(item, item) < 0)
            return refuse(estimate_status::not_positive_definite,
                          fmt::format("the variance of item {} is negative", item + 1));
        if (whole(item, item) == 0)
            return refuse(estimate_status::no_variance, fmt::format("item {} has no variance", item + 1));
    }
    if (made.df < 0)
        return refuse(estimate_status::not_defined,
                      fmt::format("{} items are too few for {} factor{}", p, n_factors, n_factors == 1 ? "" : "s"));
    const Eigen::VectorXd sd = whole.diagonal().cwiseSqrt();
    matrix r = whole.array() / (sd * sd.transpose()).array();
    r.diagonal().setOnes();
    const std::optional<matrix> inverse = detail::inverse_correlations(r);
    if (!inverse)
        return refuse(estimate_status::not_positive_definite,
                      "an item is a linear combination of others, or the covariances are not those of one set of "
                      "people");

    Eigen::VectorXd start;
    if (options.start)
        start = options.start->array() / sd.array().square();
    else
        start = detail::usual_start(*inverse, n_factors);
    const detail::factor_minimum found =
        detail::minimise_profile(*inverse, n_factors, start, options.max_iterations, options.tolerance);
    made.n_iterations = found.n_iterations;
    made.discrepancy = found.at.discrepancy;
    made.gradient_norm = found.gradient_norm;
    if (!found.has_converged)
        return refuse(estimate_status::not_converged,
                      fmt::format("the factors were not found in {} steps", found.n_iterations));
    if (!found.is_unique || found.at.n_common < n_factors)
        return refuse(estimate_status::not_defined, found.at.n_common < n_factors
                                                        ? fmt::format("the items have fewer than {} factor{} in common",
                                                                      n_factors, n_factors == 1 ? "" : "s")
                                                        : "other loadings fit as well: the factors are not identified");
    made.loadings = sd.asDiagonal() * found.at.loadings();
    made.uniquenesses = sd.array().square() * found.at.uniquenesses.array();
    for (Eigen::Index item = 0; item < p; ++item)
        if (found.is_held(item))
            made.heywood_items.push_back(static_cast<std::size_t>(item));
    if (!made.heywood_items.empty())
        return refuse(estimate_status::heywood,
                      fmt::format("item {} would have an error variance of 0 or less (a Heywood case)",
                                  made.heywood_items.front() + 1));
    return made;
}

}  // namespace attune::inline v0
