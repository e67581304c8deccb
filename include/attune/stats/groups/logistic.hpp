#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include <Eigen/QR>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/groups/linear_model.hpp"

namespace attune::inline v0 {

/// How a logistic regression is fitted.
struct logistic_options {
    int max_iterations = 60;   ///< 6 to 8 do; data that are all but separated take some 25
    double tolerance = 1e-10;  ///< largest change of a log odds of a person; the next step is its square
};

/// A fitted logistic regression.
struct logistic_fit {
    Eigen::VectorXd coefficients;                                ///< log odds, one a column of the design
    matrix cov;                                                  ///< of the coefficients, from the expected information
    double deviance = std::numeric_limits<double>::quiet_NaN();  ///< -2 log likelihood
    std::int64_t n_persons = 0;
    std::int64_t n_with_outcome = 0;  ///< whose outcome is 1
    int n_iterations = 0;
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok; then there are no coefficients
};

namespace detail {

/// log(1 + exp(x)) without overflow.
[[nodiscard]] inline double log1p_exp(double x)
{
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

[[nodiscard]] inline double logistic_deviance(const Eigen::VectorXd& log_odds, const Eigen::VectorXd& outcome)
{
    double sum = 0;
    for (Eigen::Index i = 0; i < log_odds.size(); ++i)
        sum += log1p_exp(outcome[i] > 0 ? -log_odds[i] : log_odds[i]);
    return 2 * sum;
}

/// Whether moving along `step` moves nobody's log odds away from the own outcome, and somebody's towards it: then the
/// likelihood rises for ever.
[[nodiscard]] inline bool is_separating(const Eigen::VectorXd& step, const Eigen::VectorXd& outcome)
{
    const Eigen::VectorXd towards = step.array() * (2 * outcome.array() - 1);
    constexpr double rounding = 1e-6;  // of steps that leave a person where he is, against the largest
    return towards.maxCoeff() > 0 && towards.minCoeff() >= -rounding * towards.maxCoeff();
}

}  // namespace detail

/// Logistic regression by maximum likelihood: log(P / (1 - P)) = X b, P the chance of an outcome of 1.
///
/// Newton's steps (iteratively reweighted least squares), halved where they would lower the likelihood.
///
/// @param design   X, n x p with a column of ones for the intercept; no missing value.
/// @param outcome  0 or 1, n.
/// @param options  see there.
/// @return     the fit. `too_few_persons` unless n > p; `no_variance` when all have the same outcome; `not_defined`
/// when a
///             column is a combination of others; `separated` when a combination of predictors tells the outcomes apart
///             without fail, or all but ties: then no finite coefficients are the most likely; `not_converged`
///             otherwise.
/// @throws std::invalid_argument  numbers of rows that differ, no column, a missing value, or an outcome besides 0
/// and 1.
/// @see        McCullagh & Nelder (1989), Generalized linear models, 4.4; Albert & Anderson (1984), Biometrika 71, 1-10
///             (separation). Agrees with glm(family = binomial) of R, which only warns of separation.
[[nodiscard]] inline logistic_fit fit_logistic(const matrix_view& design,
                                               const Eigen::Ref<const Eigen::VectorXd>& outcome,
                                               const logistic_options& options = {})
{
    for (const double one : outcome)
        if (one != 0 && one != 1)
            fail_argument("fit_logistic", "outcome", "be 0 or 1", fmt::format("{}", one));
    logistic_fit made;
    const auto refuse = [&](estimate_status status, std::string message) {
        made.status = status;
        made.message = std::move(message);
        return made;
    };
    const linear_fit start = fit_linear(design, outcome);  // checks the design
    made.n_persons = design.rows();
    made.n_with_outcome = static_cast<std::int64_t>(outcome.sum());
    if (start.status != estimate_status::ok)
        return refuse(start.status, start.message);
    if (made.n_with_outcome == 0 || made.n_with_outcome == made.n_persons)
        return refuse(estimate_status::no_variance, "all persons have the same outcome");

    const Eigen::VectorXd y = outcome;
    Eigen::VectorXd b = Eigen::VectorXd::Zero(design.cols());
    Eigen::VectorXd log_odds = Eigen::VectorXd::Zero(design.rows());
    Eigen::VectorXd move = log_odds;
    double deviance = detail::logistic_deviance(log_odds, y);
    while (made.n_iterations < options.max_iterations) {
        ++made.n_iterations;
        const Eigen::VectorXd chance = 1 / (1 + (-log_odds.array()).exp());
        const Eigen::VectorXd root = (chance.array() * (1 - chance.array())).sqrt().max(1e-150);
        const matrix weighted = design.array().colwise() * root.array();
        const Eigen::VectorXd residual = (y - chance).cwiseQuotient(root);
        const Eigen::ColPivHouseholderQR<matrix> qr(weighted);
        Eigen::VectorXd step = qr.solve(residual);
        move = design * step;
        double tried = detail::logistic_deviance(log_odds + move, y);
        constexpr double rounding = 1e-10;  // of a sum over all persons: near the optimum it hides what a step gains
        for (int halvings = 0; !(tried <= deviance * (1 + rounding)) && halvings < 30; ++halvings) {
            step /= 2;
            move /= 2;
            tried = detail::logistic_deviance(log_odds + move, y);
        }
        b += step;
        log_odds += move;
        deviance = tried;
        const double largest = move.cwiseAbs().maxCoeff();
        constexpr double hopeless = 30;  // log odds of ten trillion to one, and still moving
        if (largest <= options.tolerance * (1 + log_odds.cwiseAbs().maxCoeff())) {
            const matrix information = weighted.transpose() * weighted;
            made.coefficients = b;
            made.cov = information.ldlt().solve(matrix::Identity(b.size(), b.size()));
            made.deviance = deviance;
            return made;
        }
        if (log_odds.cwiseAbs().maxCoeff() > hopeless && detail::is_separating(move, y))
            break;
    }
    if (detail::is_separating(move, y))
        return refuse(
            estimate_status::separated,
            "a combination of the predictors tells the outcomes apart without fail, so no finite coefficients "
            "are the most likely");
    return refuse(estimate_status::not_converged,
                  fmt::format("the coefficients did not settle in {} iterations", made.n_iterations));
}

/// A coefficient of a fit: id as given, the log odds with its standard error and the interval +- z SE ("wald").
///
/// @param fit    what `fit_logistic()` gave.
/// @param which  column of its design.
/// @param id     of the predictor.
/// @param level  of the interval, between 0 and 1.
/// @return       NaN with the reason that the fit has. exp() of value and interval is the odds ratio.
/// @throws std::invalid_argument  there is no such column in a fit that has coefficients, or level is not between 0
/// and 1.
[[nodiscard]] inline estimate logistic_coefficient(const logistic_fit& fit, Eigen::Index which, std::string id,
                                                   double level = 0.95)
{
    check_probability("logistic_coefficient", "level", level);
    estimate made{.id = std::move(id), .n_persons = fit.n_persons, .method = "log odds"};
    if (fit.status != estimate_status::ok) {
        made.status = fit.status;
        made.message = fit.message;
        return made;
    }
    check_within<Eigen::Index>("logistic_coefficient", "which", which, 0, fit.coefficients.size() - 1);
    made.value = fit.coefficients[which];
    made.std_error = std::sqrt(fit.cov(which, which));
    const double half = detail::two_sided_z(level) * *made.std_error;
    made.ci = confidence_interval{made.value - half, made.value + half, level, "wald"};
    return made;
}

/// A likelihood-ratio test.
struct chi_square_test {
    double chi_square = std::numeric_limits<double>::quiet_NaN();
    double df = 0;
    double p = std::numeric_limits<double>::quiet_NaN();  ///< of a chi-square at least this large
};

/// Whether a model fits better than one whose columns are some of its own: the difference of their deviances.
///
/// @param smaller,larger  fits of the same outcomes.
/// @return                NaN, and df 0, when a fit has no coefficients.
/// @see                   Agrees with anova(smaller, larger, test = "Chisq") of R.
[[nodiscard]] inline chi_square_test compare_fits(const logistic_fit& smaller, const logistic_fit& larger)
{
    chi_square_test test;
    if (smaller.status != estimate_status::ok || larger.status != estimate_status::ok)
        return test;
    test.df = static_cast<double>(larger.coefficients.size() - smaller.coefficients.size());
    test.chi_square = smaller.deviance - larger.deviance;
    if (test.df > 0)
        test.p = detail::chi_square_upper_tail(std::max(test.chi_square, 0.0), test.df);
    return test;
}

}  // namespace attune::inline v0
