#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Dense>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"

namespace attune::inline v0 {

/// People of one age by their sum score, counted from the lowest possible one.
struct step_counts {
    double age = 0;                       ///< [years]
    std::vector<std::int64_t> n_persons;  ///< at 0, 1, ... steps; as many in every group
};

/// How beta-binomial norms are fitted.
struct beta_binomial_norm_options {
    int age_power = 3;         ///< highest power of age in either parameter; as in `continuous_norm_options`
    int max_iterations = 200;  ///< some 10 are needed
    double tolerance = 1e-10;  ///< largest step of a coefficient, at the end
};

/// A beta-binomial distribution whose parameters change smoothly with age.
struct beta_binomial_norms {
    std::int64_t n_steps = 0;
    std::vector<double>
        log_a;  ///< coefficients of the powers 0, 1, ... of standardised age; empty unless `status` is ok
    std::vector<double> log_b;  ///< likewise
    double age_mean = 0;
    double age_sd = 1;
    double lowest_age = 0;
    double highest_age = 0;
    std::int64_t n_persons = 0;
    double log_likelihood = std::numeric_limits<double>::quiet_NaN();  ///< without the number of ways to reach a sum
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok
};

namespace detail {

/// The log-likelihood of one age in (a, b), with its derivatives.
struct beta_binomial_slope {
    double value = 0;
    double a = 0;
    double b = 0;
    double aa = 0;
    double ab = 0;
    double bb = 0;
};

/// Sums of log(p + i), 1 / (p + i) and 1 / (p + i)^2 over i below each n: what is left of gamma functions whose
/// arguments differ by a whole number.
struct rising_sums {
    rising_sums(double p, std::size_t n) : logs(n + 1), firsts(n + 1), seconds(n + 1)
    {
        for (std::size_t i = 0; i < n; ++i) {
            const double at = p + static_cast<double>(i);
            logs[i + 1] = logs[i] + std::log(at);
            firsts[i + 1] = firsts[i] + 1 / at;
            seconds[i + 1] = seconds[i] + 1 / (at * at);
        }
    }

    std::vector<double> logs;
    std::vector<double> firsts;
    std::vector<double> seconds;
};

[[nodiscard]] inline beta_binomial_slope slope_at(double a, double b, const std::vector<std::int64_t>& counts)
{
    const std::size_t n = counts.size() - 1;
    const rising_sums of_a(a, n);
    const rising_sums of_b(b, n);
    const rising_sums of_both(a + b, n);
    beta_binomial_slope at;
    for (std::size_t x = 0; x <= n; ++x) {
        if (counts[x] == 0)
            continue;
        const auto people = static_cast<double>(counts[x]);
        at.value += people * (of_a.logs[x] + of_b.logs[n - x] - of_both.logs[n]);
        at.a += people * (of_a.firsts[x] - of_both.firsts[n]);
        at.b += people * (of_b.firsts[n - x] - of_both.firsts[n]);
        at.aa += people * (of_both.seconds[n] - of_a.seconds[x]);
        at.bb += people * (of_both.seconds[n] - of_b.seconds[n - x]);
        at.ab += people * of_both.seconds[n];
    }
    return at;
}

/// The log-likelihood of all ages in the coefficients of log a, then of log b, with gradient and Hessian.
struct beta_binomial_fit {
    double value = 0;
    Eigen::VectorXd gradient;
    matrix hessian;
};

[[nodiscard]] inline beta_binomial_fit likelihood_of(const Eigen::VectorXd& coefficients, const matrix& powers,
                                                     std::span<const step_counts> groups)
{
    const Eigen::Index k = powers.cols();
    beta_binomial_fit fit{0, Eigen::VectorXd::Zero(2 * k), matrix::Zero(2 * k, 2 * k)};
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const Eigen::VectorXd x = powers.row(static_cast<Eigen::Index>(g)).transpose();
        const double a = std::exp(coefficients.head(k).dot(x));
        const double b = std::exp(coefficients.tail(k).dot(x));
        const beta_binomial_slope at = slope_at(a, b, groups[g].n_persons);
        fit.value += at.value;
        fit.gradient.head(k) += at.a * a * x;
        fit.gradient.tail(k) += at.b * b * x;
        const matrix xx = x * x.transpose();
        fit.hessian.topLeftCorner(k, k) += (at.aa * a * a + at.a * a) * xx;
        fit.hessian.bottomRightCorner(k, k) += (at.bb * b * b + at.b * b) * xx;
        fit.hessian.topRightCorner(k, k) += at.ab * a * b * xx;
    }
    fit.hessian.bottomLeftCorner(k, k) = fit.hessian.topRightCorner(k, k).transpose();
    return fit;
}

}  // namespace detail

/// Norms of sum scores for any age within the data: a beta-binomial distribution with
///
///     log a = sum_j p_j A^j,   log b = sum_j q_j A^j,   j = 0..age_power,
///
/// fitted to the scores themselves by maximum likelihood (Newton's method, damped). Ages enter as (age - mean) / sd.
///
/// @param groups   at least 2 ages with people, each with counts of the same 3 or more scores.
/// @param options  age_power 0..6.
/// @return     coefficients and likelihood. `no_variance` when all scores are one; `not_defined` when scores scatter
///             less than those of a coin that is the same for everybody, which no such distribution does;
///             `too_few_persons` with fewer ages than coefficients of a parameter; `not_converged`.
/// @throws std::invalid_argument  fewer than 2 groups, groups without people, another number of scores, counts below 0,
///                                or a power outside its range.
/// @see        Skellam (1948), Journal of the Royal Statistical Society B 10, 257-261; Timmerman, Voncken & Albers
///             (2021), Psychological Methods 26, 357-373. Agrees with optim() of R on the same likelihood.
[[nodiscard]] inline beta_binomial_norms fit_beta_binomial_norms(std::span<const step_counts> groups,
                                                                 const beta_binomial_norm_options& options = {})
{
    constexpr int highest_power = 6;
    check_within("fit_beta_binomial_norms", "age_power", options.age_power, 0, highest_power);
    if (groups.size() < 2 || groups.front().n_persons.size() < 3)
        fail_argument("fit_beta_binomial_norms", "groups", "be at least 2, of 3 or more scores", "fewer");
    beta_binomial_norms made;
    made.n_steps = static_cast<std::int64_t>(groups.front().n_persons.size()) - 1;
    made.lowest_age = std::numeric_limits<double>::infinity();
    made.highest_age = -made.lowest_age;
    double ages = 0;
    double squared_ages = 0;
    double steps = 0;
    double squared_steps = 0;
    for (const step_counts& group : groups) {
        check_count("fit_beta_binomial_norms", "n_persons", group.n_persons.size(), groups.front().n_persons.size());
        std::int64_t n_group = 0;
        for (std::size_t x = 0; x < group.n_persons.size(); ++x) {
            if (group.n_persons[x] < 0)
                fail_argument("fit_beta_binomial_norms", "n_persons", "not be negative",
                              fmt::format("{}", group.n_persons[x]));
            n_group += group.n_persons[x];
            const double step = static_cast<double>(group.n_persons[x]) * static_cast<double>(x);
            steps += step;
            squared_steps += step * static_cast<double>(x);
        }
        if (n_group == 0)
            fail_argument("fit_beta_binomial_norms", "groups", "hold people", "empty");
        made.n_persons += n_group;
        made.lowest_age = std::min(made.lowest_age, group.age);
        made.highest_age = std::max(made.highest_age, group.age);
        ages += static_cast<double>(n_group) * group.age;
        squared_ages += static_cast<double>(n_group) * group.age * group.age;
    }
    const auto refuse = [&](estimate_status status, const char* message) {
        made.status = status;
        made.message = message;
        return made;
    };
    const auto n_persons = static_cast<double>(made.n_persons);
    made.age_mean = ages / n_persons;
    made.age_sd = std::sqrt(std::max(squared_ages / n_persons - made.age_mean * made.age_mean, 0.0));
    if (!(made.highest_age > made.lowest_age) || static_cast<int>(groups.size()) <= options.age_power)
        return refuse(estimate_status::too_few_persons, "there are fewer ages than a curve of this power needs");
    const auto n = static_cast<double>(made.n_steps);
    const double m = steps / n_persons / n;
    const double variance = squared_steps / n_persons - n * m * n * m;
    if (!(variance > 0))
        return refuse(estimate_status::no_variance, "all scores are the same");
    const double rho = (variance / (n * m * (1 - m)) - 1) / (n - 1);
    if (!(rho > 0 && rho < 1))
        return refuse(estimate_status::not_defined, "the scores scatter as no beta-binomial distribution does");

    const Eigen::Index k = options.age_power + 1;
    matrix powers(static_cast<Eigen::Index>(groups.size()), k);
    for (std::size_t g = 0; g < groups.size(); ++g)
        for (Eigen::Index j = 0; j < k; ++j)
            powers(static_cast<Eigen::Index>(g), j) =
                std::pow((groups[g].age - made.age_mean) / made.age_sd, static_cast<double>(j));
    Eigen::VectorXd coefficients = Eigen::VectorXd::Zero(2 * k);
    coefficients[0] = std::log(m * (1 / rho - 1));
    coefficients[k] = std::log((1 - m) * (1 / rho - 1));
    detail::beta_binomial_fit fit = detail::likelihood_of(coefficients, powers, groups);
    double damping = 0;  // of Newton's steps, raised until a step climbs
    for (int i = 0; i < options.max_iterations; ++i) {
        const matrix curvature = -fit.hessian;
        const Eigen::VectorXd scale = curvature.diagonal().cwiseAbs();
        const Eigen::LLT<matrix> root(curvature + damping * matrix(scale.asDiagonal()));
        Eigen::VectorXd step;
        detail::beta_binomial_fit next;
        bool climbs = root.info() == Eigen::Success;
        if (climbs) {
            step = root.solve(fit.gradient);
            next = detail::likelihood_of(coefficients + step, powers, groups);
            climbs = next.value >= fit.value - 1e-9 * std::abs(fit.value);  // rounding at the top
        }
        if (!climbs) {
            damping = std::max(10 * damping, 1e-3);
            continue;
        }
        coefficients += step;
        fit = std::move(next);
        const bool is_done = step.cwiseAbs().maxCoeff() < options.tolerance && damping == 0;
        damping = damping > 1e-3 ? damping / 10 : 0;
        if (is_done) {
            made.log_a.assign(coefficients.data(), coefficients.data() + k);
            made.log_b.assign(coefficients.data() + k, coefficients.data() + 2 * k);
            made.log_likelihood = fit.value;
            return made;
        }
    }
    return refuse(estimate_status::not_converged, "the fit did not settle");
}

}  // namespace attune::inline v0
