#pragma once

#include <cmath>
#include <string>
#include <utility>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

// Guttman's lower bounds to reliability. For all of them:
//
// - S is the k x k covariance matrix of keyed items [score units^2], symmetric (not checked), k >= 2; V = sum(S) is the
//   variance of the sum score. psych::guttman() and splitHalf() take correlations unless told otherwise: give
//   correlations here to get their figures.
// - Results are dimensionless and may be negative. NaN with `not_known` when S holds a NaN, `no_variance` when the sum
//   score has none, `not_positive_definite` when a variance or that of the sum score is negative.
// - They are bounds when the errors of items are uncorrelated, and in the population: those that are maxima (lambda4,
//   lambda5, lambda6) lie above the reliability in small samples.
//
// Source: Guttman (1945), Psychometrika 10, 255-282. lambda4 stands in split_half.hpp.

/// Guttman's lambda1, the smallest of the bounds:
///
///     lambda1 = 1 - tr(S) / V
///
/// @return  id "lambda1"; see the top of this header for arguments and refusals.
/// @throws std::invalid_argument  cov is not square, or k < 2.
[[nodiscard]] inline estimate lambda1(const matrix_view& cov, detail::person_count n_persons = {})
{
    return detail::coefficient("lambda1", "covariances", cov, n_persons,
                               [&](double total) { return 1 - cov.trace() / total; });
}

/// Bound number r of ten Berge and Zegers, of which each is at least as large as the one before:
///
///     mu_r = (p0 + (p1 + (p2 + ... (k / (k - 1) p_r)^(1/2) ...)^(1/2))^(1/2)) / V
///     p_h  = sum over i != j of S_ij^(2^h)
///
/// mu_0 is alpha, mu_1 is lambda2. Little is gained beyond mu_2.
///
/// @param cov        k x k covariances of keyed items, k >= 2.
/// @param r          0..20; beyond, the terms no longer change.
/// @param n_persons  how many people they rest on; handed on to the result.
/// @return   id "mu<r>", for example "mu2"; see the top of this header for arguments and refusals.
/// @throws std::invalid_argument  cov is not square, k < 2, or r is outside.
/// @see      ten Berge & Zegers (1978), Psychometrika 43, 575-579. Agrees with psych::tenberge() on correlations.
[[nodiscard]] inline estimate mu_r(const matrix_view& cov, int r, detail::person_count n_persons = {})
{
    check_within("mu_r", "r", r, 0, 20);
    return detail::coefficient(fmt::format("mu{}", r), "covariances", cov, n_persons, [&](double total) {
        matrix different = cov;
        different.diagonal().setZero();
        const double largest = different.cwiseAbs().maxCoeff();
        if (largest == 0)
            return 0.0;
        different /= largest;  // or high powers leave the range of doubles
        const auto k = static_cast<double>(cov.rows());
        const Eigen::ArrayXXd squares = different.array().square();
        if (r == 0)
            return k / (k - 1) * largest * different.sum() / total;
        // Powers 2^1..2^r, nested from the innermost outwards.
        double nested = 0;
        for (int h = r; h >= 1; --h) {
            const double p = squares.pow(std::ldexp(1.0, h - 1)).sum();
            nested = std::sqrt(h == r ? k / (k - 1) * p : p + nested);
        }
        return largest * (different.sum() + nested) / total;
    });
}

/// Guttman's lambda2, at least as large as alpha and a good bound for most purposes:
///
///     lambda2 = lambda1 + sqrt(k / (k - 1) * sum over i != j of S_ij^2) / V
///
/// @return  id "lambda2"; see the top of this header for arguments and refusals.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @note    Agrees with psych::splitHalf(covar = TRUE)$lambda2.
[[nodiscard]] inline estimate lambda2(const matrix_view& cov, detail::person_count n_persons = {})
{
    return detail::coefficient("lambda2", "covariances", cov, n_persons, [&](double total) {
        const auto k = static_cast<double>(cov.rows());
        matrix different = cov;
        different.diagonal().setZero();
        return 1 - cov.trace() / total + std::sqrt(k / (k - 1) * different.squaredNorm()) / total;
    });
}

/// Guttman's lambda3, which is coefficient alpha:
///
///     lambda3 = k / (k - 1) * lambda1
///
/// @return  id "lambda3"; see the top of this header for arguments and refusals.
/// @throws std::invalid_argument  cov is not square, or k < 2.
[[nodiscard]] inline estimate lambda3(const matrix_view& cov, detail::person_count n_persons = {})
{
    const auto k = static_cast<double>(cov.rows());
    return detail::coefficient("lambda3", "covariances", cov, n_persons,
                               [&](double total) { return k / (k - 1) * (1 - cov.trace() / total); });
}

/// Guttman's lambda5, larger than lambda2 when one item covaries with the others more than these among themselves:
///
///     lambda5 = lambda1 + 2 sqrt(max over j of (sum over i != j of S_ij^2)) / V
///
/// @return  id "lambda5"; see the top of this header for arguments and refusals.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @note    Agrees with psych::guttman()$lambda.5 on correlations.
[[nodiscard]] inline estimate lambda5(const matrix_view& cov, detail::person_count n_persons = {})
{
    return detail::coefficient("lambda5", "covariances", cov, n_persons, [&](double total) {
        matrix different = cov;
        different.diagonal().setZero();
        return 1 - cov.trace() / total + 2 * std::sqrt(different.colwise().squaredNorm().maxCoeff()) / total;
    });
}

/// Guttman's lambda6, from what remains of each item when the others predict it linearly:
///
///     lambda6 = 1 - sum over j of e_j^2 / V,  e_j^2 = S_jj (1 - SMC_j) = 1 / (S^-1)_jj
///
/// by a Cholesky factor of the correlations (SMC: squared multiple correlation of item j with the others).
///
/// @return  id "lambda6"; also NaN with `not_positive_definite` when some item is a linear combination of others (an
/// SMC
///          on the items before it of 1 - 1e-12 or more) or S is no covariance matrix of one set of people, as it
///          happens with pairwise counts. Nothing is smoothed. See the top of this header for arguments.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @note    Agrees with psych::splitHalf(covar = TRUE)$lambda6.
[[nodiscard]] inline estimate lambda6(const matrix_view& cov, detail::person_count n_persons = {})
{
    constexpr double smallest_remainder = 1e-12;  // 36 items leave about 1e-14 of an exact combination
    estimate made = detail::coefficient("lambda6", "squared multiple correlations", cov, n_persons,
                                        [](double total) { return total; });
    if (made.status != estimate_status::ok)
        return made;
    const std::string no_smc =
        "an item is a linear combination of others, or the covariances are not those of one "
        "set of people: squared multiple correlations do not exist";
    const double total = made.value;
    if ((cov.diagonal().array() == 0).any())
        return detail::without_value(std::move(made), estimate_status::not_positive_definite, no_smc);
    const matrix r = *detail::correlations(cov, made);
    const Eigen::LLT<matrix> factor(r);
    if (factor.info() != Eigen::Success ||
        factor.matrixLLT().diagonal().array().square().minCoeff() < smallest_remainder)
        return detail::without_value(std::move(made), estimate_status::not_positive_definite, no_smc);
    // (R^-1)_jj is the squared length of column j of the inverse factor.
    const matrix inverse = factor.matrixL().solve(matrix::Identity(r.rows(), r.cols()));
    const Eigen::ArrayXd remainders = 1 / inverse.colwise().squaredNorm().array().transpose();
    made.value = 1 - (cov.diagonal().array() * remainders).sum() / total;
    return made;
}

/// The bound mu_2 of ten Berge and Zegers, see `mu_r()`.
///
/// @return  id "mu2"; see the top of this header for arguments and refusals.
/// @throws std::invalid_argument  cov is not square, or k < 2.
[[nodiscard]] inline estimate mu2(const matrix_view& cov, detail::person_count n_persons = {})
{
    return mu_r(cov, 2, n_persons);
}

}  // namespace attune::inline v0
