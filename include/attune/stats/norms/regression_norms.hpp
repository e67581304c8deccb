#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <Eigen/Dense>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

/// Norms as an equation: the score that people of some age and gender have on average, and how far they scatter.
struct norm_regression {
    Eigen::VectorXd coefficients;  ///< b0, then one for each predictor; empty when `status` is not ok
    double sigma = std::numeric_limits<double>::quiet_NaN();      ///< residual standard deviation [score units]
    double r_squared = std::numeric_limits<double>::quiet_NaN();  ///< share of the variance that the predictors explain
    double df = std::numeric_limits<double>::quiet_NaN();         ///< n_persons - number of coefficients
    std::int64_t n_persons = 0;
    matrix unscaled_covariance;  ///< (X'X)^-1, of X with a column of ones in front
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok
};

/// Where a person stands by such an equation.
struct regression_standing {
    double predicted = std::numeric_limits<double>::quiet_NaN();   ///< mean of people like this one
    double se_fit = std::numeric_limits<double>::quiet_NaN();      ///< standard error of that mean
    double z = std::numeric_limits<double>::quiet_NaN();           ///< (y - predicted) / sigma
    double t = std::numeric_limits<double>::quiet_NaN();           ///< (y - predicted) / sqrt(sigma^2 + se_fit^2)
    double percentile = std::numeric_limits<double>::quiet_NaN();  ///< 100 T_df(t), 0..100
};

/// Fits y = b0 + b1 x1 + ... + e by least squares, with errors of one variance.
///
/// @param predictors  persons x predictors, without a column of ones: age, gender, age^2 ... Centre what is squared.
/// @param scores      one a person.
/// @return     coefficients, sigma = sqrt(SSE / df), R^2. `too_few_persons` when there are not more people than
///             coefficients, `not_defined` when predictors depend on each other, `no_variance` when all scores are one.
/// @throws std::invalid_argument  another number of scores than rows, or a value that is not finite.
/// @note       Assumes normal errors whose scatter is the same at every age.
/// @see        Oosterhuis, van der Ark & Sijtsma (2016), Assessment 23, 191-202. Agrees with stats::lm().
[[nodiscard]] inline norm_regression fit_norm_regression(const matrix_view& predictors,
                                                         const Eigen::Ref<const Eigen::VectorXd>& scores)
{
    check_count("fit_norm_regression", "scores", scores.size(), predictors.rows());
    if (!predictors.allFinite() || !scores.allFinite())
        fail_argument("fit_norm_regression", "predictors and scores", "be finite", "not finite");
    norm_regression made;
    made.n_persons = predictors.rows();
    const Eigen::Index n_coefficients = predictors.cols() + 1;
    const auto refuse = [&](estimate_status status, const char* message) {
        made.status = status;
        made.message = message;
        return made;
    };
    if (predictors.rows() <= n_coefficients)
        return refuse(estimate_status::too_few_persons, "an equation needs more people than it has coefficients");
    matrix design(predictors.rows(), n_coefficients);
    design.col(0).setOnes();
    design.rightCols(predictors.cols()) = predictors;
    const Eigen::ColPivHouseholderQR<matrix> qr(design);
    if (qr.rank() < n_coefficients)
        return refuse(estimate_status::not_defined, "a predictor follows from the others");
    const double total = (scores.array() - scores.mean()).square().sum();
    if (!(total > 0))
        return refuse(estimate_status::no_variance, "all scores are the same");
    made.coefficients = qr.solve(scores);
    const double unexplained = (scores - design * made.coefficients).squaredNorm();
    made.df = static_cast<double>(predictors.rows() - n_coefficients);
    made.sigma = std::sqrt(unexplained / made.df);
    made.r_squared = 1 - unexplained / total;
    const matrix root = qr.matrixQR().topRows(n_coefficients).triangularView<Eigen::Upper>();
    const matrix inverse_root = qr.colsPermutation() * root.triangularView<Eigen::Upper>().solve(
                                                           matrix::Identity(n_coefficients, n_coefficients));
    made.unscaled_covariance = inverse_root * inverse_root.transpose();
    return made;
}

/// Where a person stands among people of the same predictors.
///
/// @param norms       fitted; of one that is not ok every figure is NaN.
/// @param predictors  of the person, in the order of the fit.
/// @param score       NaN when it is not known.
/// @throws std::invalid_argument  another number of predictors than in the fit.
[[nodiscard]] inline regression_standing standing_by_regression(const norm_regression& norms,
                                                                const Eigen::Ref<const Eigen::VectorXd>& predictors,
                                                                double score)
{
    regression_standing made;
    if (norms.status != estimate_status::ok)
        return made;
    check_count("standing_by_regression", "predictors", predictors.size(), norms.coefficients.size() - 1);
    Eigen::VectorXd row(norms.coefficients.size());
    row << 1, predictors;
    made.predicted = row.dot(norms.coefficients);
    made.se_fit = norms.sigma * std::sqrt(row.dot(norms.unscaled_covariance * row));
    made.z = (score - made.predicted) / norms.sigma;
    made.t = (score - made.predicted) / std::hypot(norms.sigma, made.se_fit);
    if (std::isfinite(made.t))
        made.percentile = 100 * cdf(detail::t_distribution(norms.df), made.t);
    return made;
}

}  // namespace attune::inline v0
