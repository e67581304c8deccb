#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include <Eigen/Cholesky>

#include "attune/core/check.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/factor/exploration.hpp"

namespace attune::inline v0 {

/// Residuals of a factor model, and a test for normal answers that they are chance:
///
///     C = L L' + U,   rmsr^2 = mean of (r_ij - c_ij)^2 over i < j
///     chi^2 = (n - 1 - (2 p + 5) / 6 - 2 k / 3) F,   F = log|C| - log|R| + tr(R C^-1) - p
///     ((p - k)^2 - p - k) / 2 degrees of freedom
///
/// @param r             R, p x p correlations, ones in the diagonal.
/// @param loadings      L, p x k of uncorrelated factors.
/// @param uniquenesses  U, p.
/// @param n_persons     n, how many people the correlations rest on.
/// @return     all NaN where loadings are; chi_square and p NaN also when R or C is not positive definite, there are
///             too few people, or no degrees of freedom are left.
/// @throws std::invalid_argument  sizes do not fit together.
/// @note       The test is exact in large samples of normal answers for loadings by maximum likelihood; after minimum
///             residuals F is a little larger than it could be.
/// @see        Bartlett (1950), British Journal of Psychology 3, 77-85. Agrees with stats::factanal()$STATISTIC, and
///             with psych::fa()$STATISTIC for the same loadings.
[[nodiscard]] inline residual_fit fit_of_residuals(const matrix_view& r, const matrix_view& loadings,
                                                   const Eigen::VectorXd& uniquenesses, std::int64_t n_persons)
{
    check_square("fit_of_residuals", "r", r, 2);
    const Eigen::Index p = r.rows();
    check_count<Eigen::Index>("fit_of_residuals", "rows of loadings", loadings.rows(), p);
    check_count<Eigen::Index>("fit_of_residuals", "uniquenesses", uniquenesses.size(), p);
    const auto n_items = static_cast<int>(p);
    const auto k = static_cast<int>(loadings.cols());
    residual_fit made;
    made.df = ((n_items - k) * (n_items - k) - n_items - k) / 2;
    matrix implied = loadings * loadings.transpose();
    implied.diagonal() += uniquenesses;
    const matrix residuals = r - implied;
    double squares = 0;
    for (Eigen::Index i = 1; i < p; ++i)
        for (Eigen::Index j = 0; j < i; ++j) {
            squares += residuals(i, j) * residuals(i, j);
            if (!(std::abs(residuals(i, j)) <= std::abs(made.largest))) {
                made.largest = residuals(i, j);
                made.largest_pair = {static_cast<std::size_t>(j), static_cast<std::size_t>(i)};
            }
        }
    made.rmsr = std::sqrt(2 * squares / static_cast<double>(p * (p - 1)));

    const Eigen::LLT<matrix> of_r(r);
    const Eigen::LLT<matrix> of_implied(implied);
    const double weight = static_cast<double>(n_persons) - 1 - (2 * n_items + 5) / 6.0 - 2 * k / 3.0;
    if (!implied.allFinite() || of_r.info() != Eigen::Success || of_implied.info() != Eigen::Success || weight <= 0 ||
        made.df <= 0)
        return made;
    const auto log_determinant = [](const Eigen::LLT<matrix>& of) {
        return 2 * of.matrixLLT().diagonal().array().log().sum();
    };
    const double discrepancy =
        log_determinant(of_implied) - log_determinant(of_r) + of_implied.solve(r).trace() - static_cast<double>(p);
    made.chi_square = weight * std::fmax(discrepancy, 0.0);
    made.p = made.chi_square == 0 ? 1 : cdf(complement(detail::chi_square_distribution(made.df), made.chi_square));
    return made;
}

}  // namespace attune::inline v0
