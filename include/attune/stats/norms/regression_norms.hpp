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

/// Scores by predictors: people who share them are summed up in one row.
struct predictor_groups {
    matrix predictors;          ///< groups x predictors, without a column of ones
    Eigen::VectorXd n_persons;  ///< in each group, above 0
    Eigen::VectorXd means;      ///< of the scores of each group
    Eigen::VectorXd squares;    ///< sum of (score - mean of the group)^2; 0 for a group of one
};

/// Fits y = b0 + b1 x1 + ... + e by least squares, with errors of one variance, from groups of people who share their
/// predictors. Nothing is lost by the grouping: the figures are those of the people one by one.
///
/// @return     coefficients, sigma = sqrt(SSE / df), R^2. `too_few_persons` when there are not more people than
///             coefficients, `not_defined` when predictors depend on each other, `no_variance` when all scores are one.
/// @throws std::invalid_argument  not one number for each group, a value that is not finite, a group of nobody, or
///                                negative squares.
/// @note       Assumes normal errors whose scatter is the same at every age.
/// @see        Oosterhuis, van der Ark & Sijtsma (2016), Assessment 23, 191-202. Agrees with stats::lm().
[[nodiscard]] inline norm_regression fit_norm_regression(const predictor_groups& groups)
{
    const Eigen::Index n_groups = groups.predictors.rows();
    for (const Eigen::VectorXd* figures : {&groups.n_persons, &groups.means, &groups.squares})
        check_count("fit_norm_regression", "scores", figures->size(), n_groups);
    if (!groups.predictors.allFinite() || !groups.means.allFinite() || !groups.squares.allFinite())
        fail_argument("fit_norm_regression", "predictors and scores", "be finite", "not finite");
    if ((groups.n_persons.array() <= 0).any() || (groups.squares.array() < 0).any())
        fail_argument("fit_norm_regression", "groups", "hold people, and squares of 0 or more", "otherwise");
    norm_regression made;
    const double n_persons = groups.n_persons.sum();
    made.n_persons = static_cast<std::int64_t>(n_persons);
    const Eigen::Index n_coefficients = groups.predictors.cols() + 1;
    const auto refuse = [&](estimate_status status, const char* message) {
        made.status = status;
        made.message = message;
        return made;
    };
    if (made.n_persons <= n_coefficients)
        return refuse(estimate_status::too_few_persons, "an equation needs more people than it has coefficients");
    const Eigen::VectorXd roots = groups.n_persons.array().sqrt();
    matrix design(n_groups, n_coefficients);
    design.col(0) = roots;
    design.rightCols(groups.predictors.cols()) = roots.asDiagonal() * groups.predictors;
    const Eigen::ColPivHouseholderQR<matrix> qr(design);
    if (n_groups < n_coefficients || qr.rank() < n_coefficients)
        return refuse(estimate_status::not_defined, "a predictor follows from the others");
    const double mean = groups.n_persons.dot(groups.means) / n_persons;
    const double within = groups.squares.sum();
    const double total = within + groups.n_persons.dot((groups.means.array() - mean).square().matrix());
    if (!(total > 0))
        return refuse(estimate_status::no_variance, "all scores are the same");
    const Eigen::VectorXd weighted = roots.cwiseProduct(groups.means);
    made.coefficients = qr.solve(weighted);
    const double unexplained = within + (weighted - design * made.coefficients).squaredNorm();
    made.df = n_persons - static_cast<double>(n_coefficients);
    made.sigma = std::sqrt(unexplained / made.df);
    made.r_squared = 1 - unexplained / total;
    const matrix root = qr.matrixQR().topRows(n_coefficients).triangularView<Eigen::Upper>();
    const matrix inverse_root = qr.colsPermutation() * root.triangularView<Eigen::Upper>().solve(
                                                           matrix::Identity(n_coefficients, n_coefficients));
    made.unscaled_covariance = inverse_root * inverse_root.transpose();
    return made;
}

/// The same from people one by one.
///
/// @param predictors  persons x predictors, without a column of ones: age, gender, age^2 ... Centre what is squared.
/// @param scores      one a person.
/// @throws std::invalid_argument  another number of scores than rows, or a value that is not finite.
[[nodiscard]] inline norm_regression fit_norm_regression(const matrix_view& predictors,
                                                         const Eigen::Ref<const Eigen::VectorXd>& scores)
{
    const Eigen::Index n_persons = predictors.rows();
    return fit_norm_regression(
        {predictors, Eigen::VectorXd::Ones(n_persons), scores, Eigen::VectorXd::Zero(n_persons)});
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
