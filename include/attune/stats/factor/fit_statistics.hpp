#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include <Eigen/Cholesky>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/factor/factor_fit.hpp"
#include "attune/stats/factor/maximum_likelihood.hpp"

namespace attune::inline v0 {

namespace detail {

/// The noncentrality at which a chi-square variable exceeds `chi_square` with probability `p_above`; 0 where it does so
/// less often even without one.
[[nodiscard]] inline double noncentrality(double chi_square, int df, double p_above)
{
    const auto share_above = [&](double ncp) {
        using boost::math::non_central_chi_squared_distribution;
        return ncp == 0
                   ? cdf(complement(chi_square_distribution(df), chi_square))
                   : cdf(complement(non_central_chi_squared_distribution<double, math_policy>(df, ncp), chi_square));
    };
    double lower = 0;
    if (share_above(lower) >= p_above)
        return lower;
    double upper = std::max(chi_square, 1.0);
    while (share_above(upper) < p_above)
        upper *= 2;
    // Halving as long as there are numbers in between: some 55 steps, whatever the shape of the function.
    for (;;) {
        const double middle = (lower + upper) / 2;
        if (!(middle > lower && middle < upper) || upper - lower <= 1e-12 * upper)
            return middle;
        (share_above(middle) < p_above ? lower : upper) = middle;
    }
}

}  // namespace detail

/// Fit statistics of factors fitted by maximum likelihood. With n persons, F the discrepancy, R the correlations, r_ij
/// and c_ij the observed and the implied correlations (the residuals over the observed standard deviations), p items:
///
///     chi_square  n F on df degrees of freedom;  baseline: -n log|R| on p (p - 1) / 2
///     cfi         1 - max(chi_square - df, 0) / max(chi_square - df, baseline - df_b, 0);  1 when both are 0
///     tli         1 - (chi_square - df) df_b / ((baseline - df_b) df)
///     rmsea       sqrt(max(F / df - 1 / n, 0));  limits sqrt(ncp / (n df)), with ncp the noncentralities at which
///                 a chi-square of this size or larger has probability (1 - level) / 2 and (1 + level) / 2
///     srmr        sqrt(sum over i >= j of (r_ij - c_ij)^2 / (p (p + 1) / 2))
///
/// @param cov        S, p x p, the very covariances that were fitted.
/// @param factors    what `maximum_likelihood_factors()` made of them.
/// @param n_persons  how many people S rests on, each with every item; nothing when there is no such number, as with
///                   covariances of pairs or by EM.
/// @param level      of the interval of rmsea, between 0 and 1; 0.9 is the convention of the field.
/// @return     all NaN with the status and message of `factors` when these have one; all but srmr NaN with
///             `not_defined` when df is 0 and with `not_known` without n_persons. tli is NaN when the baseline has
///             nothing to explain.
/// @throws std::invalid_argument  cov is not square or of another size than the factors, n_persons is below 1, or level
///             not between 0 and 1.
/// @note       The chi-square supposes normally distributed answers and multiplies by n, as lavaan does by default;
///             factanal and psych::fa multiply by n - 1 or less. With many people it rejects models that are good
///             enough: that is what the other figures are for.
/// @see        Bentler (1990), Psychological Bulletin 107, 238-246 (cfi); Tucker & Lewis (1973), Psychometrika 38,
/// 1-10;
///             Browne & Cudeck (1992), Sociological Methods & Research 21, 230-258 (rmsea). Agrees with
///             lavaan::fitMeasures.
[[nodiscard]] inline factor_fit_statistics fit_of_factors(const matrix_view& cov, const ml_factors& factors,
                                                          std::optional<std::int64_t> n_persons, double level = 0.9)
{
    check_square("fit_of_factors", "cov", cov, 2);
    check_count<Eigen::Index>("fit_of_factors", "uniquenesses", factors.uniquenesses.size(), cov.rows());
    check_probability("fit_of_factors", "level", level);
    if (n_persons)
        check_within<std::int64_t>("fit_of_factors", "n_persons", *n_persons, 1,
                                   std::numeric_limits<std::int64_t>::max());
    factor_fit_statistics made;
    made.n_persons = n_persons;
    made.df = factors.df;
    made.rmsea_ci.level = level;
    const auto n_items = static_cast<int>(cov.rows());
    made.baseline_df = n_items * (n_items - 1) / 2;
    const auto refuse = [&](estimate_status why, std::string message) {
        made.status = why;
        made.message = std::move(message);
        return made;
    };
    if (factors.status != estimate_status::ok)
        return refuse(factors.status, factors.message);

    const matrix whole = cov.selfadjointView<Eigen::Lower>();
    const Eigen::VectorXd scale = whole.diagonal().cwiseSqrt().cwiseInverse();
    matrix residual = whole - factors.loadings * factors.loadings.transpose();
    residual.diagonal() -= factors.uniquenesses;
    residual = scale.asDiagonal() * residual * scale.asDiagonal();
    const double squares = (residual.squaredNorm() + residual.diagonal().squaredNorm()) / 2;
    made.srmr = std::sqrt(squares / (made.baseline_df + n_items));
    if (made.df == 0)
        return refuse(estimate_status::not_defined,
                      "the fit is not testable: the model has as many parameters as there are covariances");
    if (!n_persons)
        return refuse(estimate_status::not_known,
                      "no test of fit without complete answers: it would rest on a number of people that is not there");

    const auto n = static_cast<double>(*n_persons);
    const auto df = static_cast<double>(made.df);
    const auto baseline_df = static_cast<double>(made.baseline_df);
    made.chi_square = n * factors.discrepancy;
    made.p = cdf(complement(detail::chi_square_distribution(df), made.chi_square));
    const matrix r = scale.asDiagonal() * whole * scale.asDiagonal();
    made.baseline_chi_square = -2 * n * r.llt().matrixLLT().diagonal().array().log().sum();
    const double excess = made.chi_square - df;
    const double baseline_excess = made.baseline_chi_square - baseline_df;
    const double largest = std::max({excess, baseline_excess, 0.0});
    made.cfi = largest > 0 ? 1 - std::max(excess, 0.0) / largest : 1;
    if (baseline_excess > 0)
        made.tli = 1 - excess * baseline_df / (baseline_excess * df);
    made.rmsea = std::sqrt(std::max(excess, 0.0) / (n * df));
    const double tail = (1 - level) / 2;
    made.rmsea_ci.lower = std::sqrt(detail::noncentrality(made.chi_square, made.df, tail) / (n * df));
    made.rmsea_ci.upper = std::sqrt(detail::noncentrality(made.chi_square, made.df, 1 - tail) / (n * df));
    return made;
}

}  // namespace attune::inline v0
