#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/factor/detail/usable_correlations.hpp"
#include "attune/stats/factor/exploration.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

namespace detail {

/// A Cholesky factor of correlations, or the reason why there is none with digits left.
struct correlation_factor {
    usable_correlations of;
    Eigen::LLT<matrix> factor;

    explicit correlation_factor(const matrix_view& cov) : of(correlations_to_factor(cov))
    {
        if (of.status != estimate_status::ok)
            return;
        factor.compute(of.r);
        constexpr double smallest_remainder = 1e-12;  // 36 items leave about 1e-14 of an exact combination
        if (factor.info() != Eigen::Success ||
            factor.matrixLLT().diagonal().array().square().minCoeff() < smallest_remainder) {
            of.status = estimate_status::not_positive_definite;
            of.message = "an item is a linear combination of others";
        }
    }
};

}  // namespace detail

/// The Kaiser-Meyer-Olkin measure: correlations r against partial correlations q of the same pairs, given all other
/// items.
///
///     kmo = sum r_ij^2 / (sum r_ij^2 + sum q_ij^2) over i != j,   msa_i the same over j != i
///     q_ij = - s_ij / (s_ii s_jj)^1/2,   s = R^-1
///
/// @param cov        p x p covariances or correlations, p >= 2; the lower triangle is read.
/// @param n_persons  how many people they rest on; handed on to the result.
/// @return     NaN with `not_known`, `no_variance` or `not_positive_definite`; the last also when R has no inverse.
///             `not_defined` when all items are uncorrelated.
/// @throws std::invalid_argument  cov is not square, or p < 2.
/// @see        Kaiser (1974), Psychometrika 39, 31-36. Agrees with psych::KMO().
[[nodiscard]] inline sampling_adequacy kaiser_meyer_olkin(const matrix_view& cov, detail::person_count n_persons = {})
{
    check_square("kaiser_meyer_olkin", "cov", cov, 2);
    const Eigen::Index p = cov.rows();
    sampling_adequacy made{detail::unknown_estimate("kmo", "correlations", n_persons),
                           Eigen::VectorXd::Constant(p, std::numeric_limits<double>::quiet_NaN())};
    const detail::correlation_factor usable(cov);
    if (usable.of.status != estimate_status::ok) {
        made.kmo = detail::without_value(std::move(made.kmo), usable.of.status, usable.of.message);
        return made;
    }
    matrix partial = usable.factor.solve(matrix::Identity(p, p));
    const Eigen::VectorXd scale = partial.diagonal().cwiseSqrt().cwiseInverse();
    partial = scale.asDiagonal() * partial * scale.asDiagonal();
    partial.diagonal().setZero();
    matrix simple = usable.of.r;
    simple.diagonal().setZero();
    const Eigen::VectorXd of_simple = simple.colwise().squaredNorm();
    const Eigen::VectorXd of_partial = partial.colwise().squaredNorm();
    made.msa = of_simple.array() / (of_simple + of_partial).array();
    if (of_simple.sum() == 0)
        made.kmo = detail::without_value(std::move(made.kmo), estimate_status::not_defined, "no two items correlate");
    else
        made.kmo.value = of_simple.sum() / (of_simple.sum() + of_partial.sum());
    return made;
}

/// Bartlett's test of sphericity, for normal answers: are all correlations 0?
///
///     chi^2 = - (n - 1 - (2 p + 5) / 6) log |R|,   p (p - 1) / 2 degrees of freedom
///
/// @param cov        p x p covariances or correlations, p >= 2; the lower triangle is read.
/// @param n_persons  n, how many people they rest on.
/// @return     NaN with `not_known`, `no_variance` or `not_positive_definite`, the last also when |R| is 0;
///             `too_few_persons` when the factor of log |R| is not above 0.
/// @throws std::invalid_argument  cov is not square, or p < 2.
/// @see        Bartlett (1951), Biometrika 38, 337-344. Agrees with psych::cortest.bartlett().
[[nodiscard]] inline sphericity_test bartlett_sphericity(const matrix_view& cov, std::int64_t n_persons)
{
    check_square("bartlett_sphericity", "cov", cov, 2);
    const auto p = static_cast<int>(cov.rows());
    sphericity_test made;
    made.df = p * (p - 1) / 2;
    const detail::correlation_factor usable(cov);
    made.status = usable.of.status;
    made.message = usable.of.message;
    const double weight = static_cast<double>(n_persons) - 1 - (2 * p + 5) / 6.0;
    if (made.status == estimate_status::ok && weight <= 0) {
        made.status = estimate_status::too_few_persons;
        made.message = fmt::format("{} people are too few for {} items", n_persons, p);
    }
    if (made.status != estimate_status::ok)
        return made;
    const double log_determinant = 2 * usable.factor.matrixLLT().diagonal().array().log().sum();
    made.chi_square = -weight * log_determinant;
    made.p = made.chi_square <= 0 ? 1 : cdf(complement(detail::chi_square_distribution(made.df), made.chi_square));
    return made;
}

}  // namespace attune::inline v0
