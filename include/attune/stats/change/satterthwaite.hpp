#pragma once

#include <algorithm>
#include <cmath>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/change/repeated_measures.hpp"
#include "attune/stats/change/two_level_fit.hpp"

namespace attune::inline v0 {

/// Satterthwaite's degrees of freedom of the fixed effects of a two-level model: with f the variance of an effect,
/// which is an estimate itself,
///
///     df = 2 f^2 / var f = 1 / (1 / m + h' H^-1 h)
///
/// where m is n - p (n for full likelihood), H the Hessian of the profiled criterion by the lower triangle L of the
/// variances of persons, and h the gradient of log f, with the residual variance profiled out. What lies on the
/// boundary moves f in no direction and counts as known: without differences between persons df is m.
///
/// @param data  what `fit` was fitted to.
/// @param fit   with status `ok`.
/// @param kind  the likelihood of the fit.
/// @return      one df a column of X, at most m. H and h are differences of exact derivatives and of f, right to about
///              seven digits.
/// @throws std::invalid_argument  there is no fit.
/// @see         Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Giesbrecht & Burns (1985), Biometrics 41,
///              477-486. Agrees with lmerTest.
[[nodiscard]] inline Eigen::VectorXd satterthwaite_df(const repeated_measures& data, const two_level_fit& fit,
                                                      likelihood kind)
{
    if (fit.status != estimate_status::ok)
        fail_argument("satterthwaite_df", "fit", "have status ok", to_string(fit.status));
    const detail::two_level_criterion criterion(data, kind);
    const Eigen::VectorXd at = detail::lower_of(fit.factor);
    const Eigen::Index p = data.n_fixed();
    matrix hessian(at.size(), at.size());
    matrix slopes(p, at.size());
    for (Eigen::Index i = 0; i < at.size(); ++i) {
        const double h = 1e-5 * std::max(1.0, std::abs(at(i)));
        const auto moved = [&](double by) {
            Eigen::VectorXd to = at;
            to(i) += by;
            return criterion(detail::square_of(to));
        };
        const auto log_variances = [&](const detail::two_level_criterion::result& found) {
            const matrix cov = found.residual_variance * data.covariances(found.of_basis_cov);
            return Eigen::VectorXd(cov.diagonal().array().log());
        };
        const auto above = moved(h);
        const auto below = moved(-h);
        hessian.col(i) = (detail::lower_of(above.gradient) - detail::lower_of(below.gradient)) / (2 * h);
        slopes.col(i) = (log_variances(above) - log_variances(below)) / (2 * h);
    }
    const Eigen::SelfAdjointEigenSolver<matrix> eigen((hessian + hessian.transpose()) / 2);
    const double least = 1e-8 * std::max(1.0, eigen.eigenvalues().maxCoeff());  // below it: differences of rounding
    const auto residual = static_cast<double>(data.n_observations() - (kind == likelihood::restricted ? p : 0));
    Eigen::VectorXd inverse = Eigen::VectorXd::Constant(p, 1 / residual);
    for (Eigen::Index k = 0; k < at.size(); ++k)
        if (eigen.eigenvalues()(k) > least)
            inverse += (slopes * eigen.eigenvectors().col(k)).cwiseAbs2() / eigen.eigenvalues()(k);
    return inverse.cwiseInverse();
}

}  // namespace attune::inline v0
