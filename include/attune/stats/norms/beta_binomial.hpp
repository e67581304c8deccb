#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"

namespace attune::inline v0 {

/// A smooth distribution of sum scores 0..n_steps, skewed as its mean and standard deviation ask for.
struct beta_binomial {
    std::int64_t n_steps = 0;                             ///< largest score, when the lowest is 0
    double a = std::numeric_limits<double>::quiet_NaN();  ///< of the beta distribution of the chance of a step
    double b = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> shares;  ///< of people with each score 0..n_steps; empty when `status` is not ok
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok

    /// The percentile of a score by mid-rank, 0..100; a score between two has the people below it. NaN without shares.
    [[nodiscard]] double percentile(double score) const
    {
        if (shares.empty() || std::isnan(score))
            return std::numeric_limits<double>::quiet_NaN();
        double sum = 0;
        for (std::size_t x = 0; x < shares.size(); ++x)
            sum += static_cast<double>(x) < score ? shares[x] : static_cast<double>(x) == score ? shares[x] / 2 : 0;
        return 100 * std::min(sum, 1.0);
    }
};

/// The beta-binomial distribution with the parameters a and b: share(x) = C(n, x) B(x + a, n - x + b) / B(a, b).
///
/// @param a,b      finite and above 0.
/// @param n_steps  highest minus lowest sum, at least 1.
/// @throws std::invalid_argument  n_steps below 1, or a parameter that is not finite and above 0.
[[nodiscard]] inline beta_binomial beta_binomial_with(double a, double b, std::int64_t n_steps)
{
    if (n_steps < 1)
        fail_argument("beta_binomial_with", "n_steps", "be at least 1", fmt::format("{}", n_steps));
    if (!(std::isfinite(a) && std::isfinite(b) && a > 0 && b > 0))
        fail_argument("beta_binomial_with", "a and b", "be finite and above 0", fmt::format("{} and {}", a, b));
    beta_binomial made{.n_steps = n_steps, .a = a, .b = b, .shares = {}};
    const auto log_beta = [](double x, double y) { return std::lgamma(x) + std::lgamma(y) - std::lgamma(x + y); };
    const auto n = static_cast<double>(n_steps);
    const double whole = log_beta(a, b);
    for (std::int64_t i = 0; i <= n_steps; ++i) {
        const auto x = static_cast<double>(i);
        const double ways = -std::log(n + 1) - log_beta(x + 1, n - x + 1);
        made.shares.push_back(std::exp(ways + log_beta(x + a, n - x + b) - whole));
    }
    return made;
}

/// The beta-binomial distribution that has a mean and a standard deviation. With m = mean / n and s^2 = sd^2:
///
///     rho = (s^2 / (n m (1 - m)) - 1) / (n - 1),   a = m (1 / rho - 1),   b = (1 - m) (1 / rho - 1)
///     share(x) = C(n, x) B(x + a, n - x + b) / B(a, b)
///
/// Norms for any age: `fit_beta_binomial_norms()`.
///
/// @param mean     of the sums above the lowest possible one.
/// @param sd       likewise, not negative.
/// @param n_steps  highest minus lowest sum, at least 2.
/// @return     `not_defined` when the mean lies at an end or beyond, when scores scatter less than those of a coin that
///             is the same for everybody (rho <= 0), or more than two points at the ends (rho >= 1).
/// @throws std::invalid_argument  n_steps below 2, sd negative, or mean or sd not finite.
/// @see        Skellam (1948), Journal of the Royal Statistical Society B 10, 257-261; Timmerman, Voncken & Albers
///             (2021), Psychological Methods 26, 357-373.
[[nodiscard]] inline beta_binomial beta_binomial_of(double mean, double sd, std::int64_t n_steps)
{
    if (n_steps < 2)
        fail_argument("beta_binomial_of", "n_steps", "be at least 2", fmt::format("{}", n_steps));
    if (!std::isfinite(mean) || !std::isfinite(sd) || sd < 0)
        fail_argument("beta_binomial_of", "mean and sd", "be finite, and sd not negative",
                      fmt::format("{} and {}", mean, sd));
    beta_binomial made;
    made.n_steps = n_steps;
    const auto refuse = [&](const char* message) {
        made.status = estimate_status::not_defined;
        made.message = message;
        return made;
    };
    const auto n = static_cast<double>(n_steps);
    const double m = mean / n;
    if (!(m > 0 && m < 1))
        return refuse("the mean lies at an end of the scale");
    const double rho = (sd * sd / (n * m * (1 - m)) - 1) / (n - 1);
    if (!(rho > 0))
        return refuse("the scores scatter less than a beta-binomial distribution can");
    if (!(rho < 1))
        return refuse("the scores scatter more than a beta-binomial distribution can");
    return beta_binomial_with(m * (1 / rho - 1), (1 - m) * (1 / rho - 1), n_steps);
}

/// How far a smooth distribution lies from the counts it stands for: the largest difference of the shares of people up
/// to a score (Kolmogorov's distance), 0..1; NaN without people or shares.
///
/// @param of      the smooth distribution.
/// @param counts  people at each score 0..n_steps.
/// @throws std::invalid_argument  another number of counts than scores.
[[nodiscard]] inline double largest_misfit(const beta_binomial& of, std::span<const std::int64_t> counts)
{
    if (of.shares.empty())
        return std::numeric_limits<double>::quiet_NaN();
    check_count("largest_misfit", "counts", counts.size(), of.shares.size());
    double n_persons = 0;
    for (const std::int64_t count : counts)
        n_persons += static_cast<double>(count);
    double fitted = 0;
    double found = 0;
    double largest = 0;
    for (std::size_t x = 0; x < counts.size(); ++x) {
        fitted += of.shares[x];
        found += static_cast<double>(counts[x]) / n_persons;
        largest = std::max(largest, std::abs(fitted - found));
    }
    return n_persons > 0 ? largest : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace attune::inline v0
