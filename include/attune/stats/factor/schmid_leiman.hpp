#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/factor/exploration.hpp"
#include "attune/stats/factor/minimum_residual.hpp"

namespace attune::inline v0 {

/// The Schmid-Leiman transformation:
///
///     P = h h' + off-diagonal residuals,   general = L h,   groups_ij = l_ij (1 - h_j^2)^1/2
///     ecv = sum general^2 / (sum general^2 + sum groups^2)
///
/// with h fitted to the correlations P of the factors by `minimum_residual_factors()`. Three factors fit exactly. Two
/// do not determine h: both loadings are taken as equal, h = p_12^1/2. One factor is itself the general one.
///
/// @param loadings      L, p x k pattern of correlated factors, finite, k >= 1.
/// @param correlations  P, k x k, ones in the diagonal.
/// @return     the general factor has a sum of 0 or more. `heywood` when a factor would be the general factor itself or
///             more, `not_defined` when the factors do not correlate so that one factor could be behind them: two with
///             a correlation of 0 or less, or the reasons of `minimum_residual_factors()`.
/// @throws std::invalid_argument  a matrix is empty, not finite, or they do not fit together.
/// @see        Schmid & Leiman (1957), Psychometrika 22, 53-61. Agrees with psych::schmid(fm = "minres"), for two
///             factors with its option "equal".
[[nodiscard]] inline schmid_leiman_solution schmid_leiman(const matrix_view& loadings, const matrix_view& correlations)
{
    const Eigen::Index k = loadings.cols();
    if (k < 1 || loadings.rows() < 1 || !loadings.allFinite())
        fail_argument(
            "schmid_leiman", "loadings", "be finite and not empty",
            fmt::format("{} x {}{}", loadings.rows(), k, loadings.allFinite() ? "" : " with NaN or infinity"));
    if (correlations.rows() != k || correlations.cols() != k || !correlations.allFinite())
        fail_argument("schmid_leiman", "correlations", fmt::format("be {} x {} and finite", k, k),
                      fmt::format("{} x {}{}", correlations.rows(), correlations.cols(),
                                  correlations.allFinite() ? "" : " with NaN or infinity"));
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    schmid_leiman_solution made{Eigen::VectorXd::Constant(loadings.rows(), nan),
                                matrix::Constant(loadings.rows(), k, nan), Eigen::VectorXd::Constant(k, nan)};
    const auto refuse = [&](estimate_status why, std::string message) {
        made.status = why;
        made.message = std::move(message);
        return made;
    };

    Eigen::VectorXd higher = Eigen::VectorXd::Ones(k);
    if (k == 2) {
        const double r = correlations(1, 0);
        if (r <= 0)
            return refuse(estimate_status::not_defined,
                          fmt::format("two factors that correlate {:.2f} have no general factor behind them", r));
        if (r >= 1)
            return refuse(estimate_status::heywood, "the two factors are one");
        higher.setConstant(std::sqrt(r));
    } else if (k > 2) {
        const minimum_residual_solution second = minimum_residual_factors(correlations, 1);
        if (second.status == estimate_status::heywood)
            return refuse(estimate_status::heywood,
                          fmt::format("factor {} would be the general factor itself (a Heywood case)",
                                      second.heywood_items.front() + 1));
        if (second.status != estimate_status::ok)
            return refuse(second.status, "the correlations of the factors determine no general factor behind them");
        higher = second.loadings.col(0);
    }
    made.general = loadings * higher;
    if (made.general.sum() < 0) {
        made.general *= -1;
        higher *= -1;
    }
    made.higher = higher;
    made.groups = k == 1 ? matrix(matrix::Zero(loadings.rows(), 1))
                         : matrix(loadings * (1 - higher.array().square()).sqrt().matrix().asDiagonal());
    const double common = made.general.squaredNorm() + made.groups.squaredNorm();
    made.ecv = made.general.squaredNorm() / common;
    return made;
}

}  // namespace attune::inline v0
