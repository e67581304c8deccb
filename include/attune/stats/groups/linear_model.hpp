#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <Eigen/QR>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

/// A least-squares fit.
struct linear_fit {
    Eigen::VectorXd coefficients;  ///< one a column of the design
    matrix unscaled_cov;           ///< (X'X)^-1; times `variance` the covariances of the coefficients
    double sum_of_squares = std::numeric_limits<double>::quiet_NaN();  ///< of the residuals
    double df = std::numeric_limits<double>::quiet_NaN();              ///< n - number of columns
    double variance = std::numeric_limits<double>::quiet_NaN();        ///< sum_of_squares / df
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok; then there are no figures
};

/// Least squares: the coefficients b that make |y - X b|^2 smallest, by an orthogonal decomposition of the columns of X
/// brought to one length.
///
/// @param design   X, n x p with a column of ones where there is an intercept; no missing value.
/// @param outcome  y, n.
/// @return     the fit. `too_few_persons` unless n > p; `not_defined` when a column is a combination of others.
/// @throws std::invalid_argument  X has another number of rows than y, no column, or a value is missing or above 1e150.
/// @see        Agrees with lm() of R.
[[nodiscard]] inline linear_fit fit_linear(const matrix_view& design, const Eigen::Ref<const Eigen::VectorXd>& outcome)
{
    check_count("fit_linear", "outcome", outcome.size(), design.rows());
    if (design.cols() == 0)
        fail_argument("fit_linear", "design", "have at least one column", "0 wide");
    for (const auto& values : {matrix(design), matrix(outcome)})
        for (const double value : values.reshaped()) {
            check_moderate("fit_linear", "design and outcome", value);
            if (std::isnan(value))
                fail_argument("fit_linear", "design and outcome", "hold no missing value", "NaN in one place");
        }
    linear_fit made;
    if (design.rows() <= design.cols()) {
        made.status = estimate_status::too_few_persons;
        made.message = "there are not more persons than coefficients";
        return made;
    }
    const Eigen::VectorXd lengths = design.colwise().norm();
    const matrix scaled = design.array().rowwise() / lengths.transpose().array();
    constexpr double rounding = 1e-10;  // of columns of length 1 that are combinations of others, well above it
    Eigen::ColPivHouseholderQR<matrix> qr;
    qr.setThreshold(rounding);
    if ((lengths.array() > 0).all())
        qr.compute(scaled);
    if (!(lengths.array() > 0).all() || qr.rank() < design.cols()) {
        made.status = estimate_status::not_defined;
        made.message = "a predictor does not vary, or is a combination of others";
        return made;
    }
    made.coefficients = qr.solve(matrix(outcome)).col(0).cwiseQuotient(lengths);
    const matrix root = qr.matrixR()
                            .topRows(design.cols())
                            .triangularView<Eigen::Upper>()
                            .solve(matrix::Identity(design.cols(), design.cols()));
    const matrix spread = lengths.cwiseInverse().asDiagonal() * (qr.colsPermutation() * root);
    made.unscaled_cov = spread * spread.transpose();
    made.sum_of_squares = (outcome - design * made.coefficients).squaredNorm();
    made.df = static_cast<double>(design.rows() - design.cols());
    made.variance = made.sum_of_squares / made.df;
    return made;
}

/// Whether a model explains more than one whose columns are some of its own: F = ((SS0 - SS1) / (df0 - df1)) / (SS1 /
/// df1).
///
/// @param smaller,larger  fits of the same outcome.
/// @return                NaN when a fit has no figures, or the larger has no more columns.
/// @see                   Agrees with anova(smaller, larger) of R.
[[nodiscard]] inline f_test compare_fits(const linear_fit& smaller, const linear_fit& larger)
{
    f_test test{.df1 = smaller.df - larger.df, .df2 = larger.df};
    if (!(test.df1 > 0))
        return test;
    // Of nested fits the larger leaves less; what else is seen is rounding.
    const double explained = std::max(smaller.sum_of_squares - larger.sum_of_squares, 0.0);
    test.f = explained / test.df1 / larger.variance;
    test.p = detail::f_upper_tail(test.f, test.df1, test.df2);
    return test;
}

}  // namespace attune::inline v0
