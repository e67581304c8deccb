#pragma once

#include <cmath>
#include <limits>
#include <numbers>

#include <Eigen/Cholesky>

#include "attune/core/matrix.hpp"
#include "attune/stats/moments/detail/em_data.hpp"

namespace attune::inline v0::detail {

/// Where EM stands, k x (k + 1): the means in column 0, the covariances beside them.
using em_point = matrix;

/// An item counts as dependent on the items before it when a smaller share of its variance than this is its own: the
/// inverse has then lost seven of sixteen digits, and rounding alone moves the covariances by 1e-9.
inline constexpr double smallest_own_share = 1e-7;

/// One iteration of EM.
struct em_step {
    em_point next;  ///< never less likely than the point it starts from
    double log_likelihood = std::numeric_limits<double>::quiet_NaN();  ///< of the point it starts from, working units
    double own_share =
        0;  ///< of the variance of an item, not explained by those before it: the smallest, at that point

    /// Whether the step could be computed.
    [[nodiscard]] bool is_positive_definite() const { return own_share > smallest_own_share; }
};

[[nodiscard]] inline double log_determinant(const Eigen::LLT<matrix>& factor)
{
    return 2 * factor.matrixLLT().diagonal().array().log().sum();
}

[[nodiscard]] inline double smallest_share(const Eigen::LLT<matrix>& factor, const matrix& cov)
{
    if (factor.info() != Eigen::Success)
        return 0;
    const Eigen::ArrayXd own_variance = factor.matrixLLT().diagonal().array().square();
    return cov.size() == 0 ? 1 : (own_variance / cov.diagonal().array()).minCoeff();
}

/// One iteration of EM, from expected sums to means and covariances.
///
/// Per pattern, o answered and m missing, with the inverse K of the covariances: the regression of m on o has the
/// weights B = -K_mm^-1 K_mo and leaves the covariances K_mm^-1, and log|S_oo| = log|S| + log|K_mm|. So a person who
/// left two items out costs a factor of a 2 x 2 matrix. With e = (d_o, B d_o) the quadratic form d_o' S_oo^-1 d_o is e'
/// K e.
///
/// @see  Little & Rubin (2002), Statistical Analysis with Missing Data, section 11.2.
[[nodiscard]] inline em_step em_step_from(const em_data& data, const em_point& at)
{
    const Eigen::Index k = data.n_items();
    const Eigen::VectorXd mean = at.col(0);
    const matrix cov = at.rightCols(k);
    const Eigen::LLT<matrix> factor(cov);
    em_step step{.next = em_point(k, k + 1), .own_share = smallest_share(factor, cov)};
    if (!step.is_positive_definite())
        return step;
    const matrix precision = factor.solve(matrix::Identity(k, k));
    const double log_det = log_determinant(factor);

    Eigen::VectorXd first = Eigen::VectorXd::Zero(k);  // sums of d, expected where missing
    matrix second = matrix::Zero(k, k);                // sums of products of these
    matrix uncertain = matrix::Zero(k, k);             // covariances of what is missing, given what is answered
    double minus_twice = 0;                            // log likelihood
    Eigen::VectorXd e(k);
    for (const em_pattern& pattern : data.patterns) {
        const auto& answered = pattern.answered;
        const auto& missing = pattern.missing;
        matrix weights(missing.size(), answered.size());
        double log_det_answered = log_det;
        if (!missing.empty()) {
            const Eigen::LLT<matrix> among(matrix(precision(missing, missing)));
            weights = -among.solve(matrix(precision(missing, answered)));
            const auto n_missing = static_cast<Eigen::Index>(missing.size());
            uncertain(missing, missing) += pattern.n_persons * among.solve(matrix::Identity(n_missing, n_missing));
            log_det_answered += log_determinant(among);
        }
        minus_twice += pattern.n_persons * log_det_answered +
                       pattern.n_persons * static_cast<double>(answered.size()) * std::log(2 * std::numbers::pi);

        const Eigen::VectorXd mean_answered = mean(answered);
        const Eigen::VectorXd d = pattern.sums - pattern.n_persons * mean_answered;
        e(answered) = d;
        e(missing) = weights * d;
        first += e;
        if (pattern.n_persons == 1) {
            second.noalias() += e * e.transpose();
            continue;
        }
        const matrix cross = mean_answered * pattern.sums.transpose();
        const matrix products = pattern.products - cross - cross.transpose() +
                                pattern.n_persons * mean_answered * mean_answered.transpose();
        const matrix predicted = weights * products;
        second(answered, answered) += products;
        second(missing, answered) += predicted;
        second(answered, missing) += predicted.transpose();
        second(missing, missing) += predicted * weights.transpose();
    }
    minus_twice += precision.cwiseProduct(second).sum();

    const Eigen::VectorXd shift = first / data.n_persons;
    second = (second + uncertain) / data.n_persons - shift * shift.transpose();
    step.log_likelihood = -minus_twice / 2;
    step.next.col(0) = mean + shift;
    step.next.rightCols(k) = (second + second.transpose()) / 2;
    return step;
}

}  // namespace attune::inline v0::detail
