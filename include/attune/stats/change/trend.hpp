#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/moments/exact_sum.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

namespace detail {

/// Scores with their times, those without a score left out.
struct timed_scores {
    std::vector<double> times;
    std::vector<double> scores;

    [[nodiscard]] std::int64_t n() const { return static_cast<std::int64_t>(scores.size()); }
};

[[nodiscard]] inline timed_scores known_scores(std::string_view function, std::span<const double> times,
                                               std::span<const double> scores)
{
    check_count(function, "scores", scores.size(), times.size());
    timed_scores known;
    for (std::size_t i = 0; i < times.size(); ++i) {
        check_moderate(function, "times", times[i]);
        check_moderate(function, "scores", scores[i]);
        if (!std::isnan(times[i]) && !std::isnan(scores[i])) {
            known.times.push_back(times[i]);
            known.scores.push_back(scores[i]);
        }
    }
    return known;
}

[[nodiscard]] inline centre mean_of(const std::vector<double>& values)
{
    exact_sum sum;
    for (const double value : values)
        sum.add(value);
    return centre_of(sum, static_cast<std::int64_t>(values.size()));
}

/// Why scores have no slope, as a status of `made`; ok when they have one.
[[nodiscard]] inline estimate slope_unless_degenerate(estimate made, const timed_scores& known)
{
    if (known.n() < 2)
        return without_value(
            std::move(made), estimate_status::too_few_occasions,
            fmt::format("a trend needs at least 2 occasions with a score, and there are {}", known.n()));
    const auto [first, last] = std::minmax_element(known.times.begin(), known.times.end());
    if (*first == *last)
        return without_value(std::move(made), estimate_status::no_variance, "all occasions have the same time");
    return made;
}

/// Residual and explained parts of a straight line through timed scores.
struct fitted_line {
    double slope = 0;
    double spread_of_times = 0;   ///< sum of squared deviations
    double residual_squares = 0;  ///< sum
};

[[nodiscard]] inline fitted_line fit_line(const timed_scores& known)
{
    const centre time = mean_of(known.times);
    const centre score = mean_of(known.scores);
    exact_sum squares;
    exact_sum products;
    for (std::size_t i = 0; i < known.times.size(); ++i) {
        squares.add(time.deviation(known.times[i]) * time.deviation(known.times[i]));
        products.add(time.deviation(known.times[i]) * score.deviation(known.scores[i]));
    }
    fitted_line line{products.value() / squares.value(), squares.value(), 0};
    exact_sum residuals;
    for (std::size_t i = 0; i < known.times.size(); ++i) {
        const double residual = score.deviation(known.scores[i]) - line.slope * time.deviation(known.times[i]);
        residuals.add(residual * residual);
    }
    line.residual_squares = residuals.value();
    return line;
}

}  // namespace detail

/// The slope of one person's scores over time by least squares:
///
///     slope = sum (t - mt)(x - mx) / sum (t - mt)^2,   SE = sqrt(sum e^2 / (k - 2) / sum (t - mt)^2)
///
/// @param times   of the k occasions, in any unit and any order; they need not be equally spaced.
/// @param scores  one an occasion, NaN where there is none; that occasion is left out.
/// @param level   of the interval, between 0 and 1.
/// @return        id "trend_ols" [score units per time unit] with a t interval on k - 2 degrees of freedom. With two
///                occasions the value stands without interval, and `message` says why. NaN with `too_few_occasions`
///                below 2, `no_variance` when all times are equal.
/// @throws std::invalid_argument  unequally many times and scores, one infinite or above 1e150, or a level not between
///                                0 and 1.
/// @note          The interval takes what is left about the line as error. A few occasions say little about it: see
///                `trend_measured()`, which knows the error of measurement.
/// @see           Agrees with confint(lm(x ~ t)) of R.
[[nodiscard]] inline estimate trend_ols(std::span<const double> times, std::span<const double> scores,
                                        double level = 0.95)
{
    check_probability("trend_ols", "level", level);
    const detail::timed_scores known = detail::known_scores("trend_ols", times, scores);
    estimate made =
        detail::slope_unless_degenerate(detail::unknown_estimate("trend_ols", "least squares", std::nullopt), known);
    if (made.status != estimate_status::ok)
        return made;
    const detail::fitted_line line = detail::fit_line(known);
    made.value = line.slope;
    if (known.n() < 3) {
        made.message = "two occasions lie on a line whatever their error: no interval";
        return made;
    }
    const auto df = static_cast<double>(known.n() - 2);
    made.std_error = std::sqrt(line.residual_squares / df / line.spread_of_times);
    const double half = -quantile(detail::t_distribution(df), (1 - level) / 2) * *made.std_error;
    made.ci = confidence_interval{line.slope - half, line.slope + half, level, "t"};
    return made;
}

/// The same slope with the interval that the error of measurement gives it:
///
///     SE = sem / sqrt(sum (t - mt)^2),   slope -+ z SE
///
/// For two occasions one time unit apart that is the rule of Jacobson & Truax.
///
/// @param times,scores,level  as for `trend_ols()`.
/// @param sem                 standard error of measurement of one score, >= 0 [score units]; NaN is not known.
/// @return        id "trend_measured" [score units per time unit]; without interval, and `message` says so, when the
///                error is not known. Refusals as for `trend_ols()`.
/// @throws std::invalid_argument  as `trend_ols()`, or sem is negative.
/// @note          Takes every departure from the line but the error of measurement for none: ordinary fluctuation makes
///                it too narrow unless the sem came from a retest correlation.
[[nodiscard]] inline estimate trend_measured(std::span<const double> times, std::span<const double> scores, double sem,
                                             double level = 0.95)
{
    check_probability("trend_measured", "level", level);
    if (sem < 0)
        fail_argument("trend_measured", "sem", "not be negative", fmt::format("{}", sem));
    const detail::timed_scores known = detail::known_scores("trend_measured", times, scores);
    estimate made = detail::slope_unless_degenerate(
        detail::unknown_estimate("trend_measured", "least squares, error of measurement", std::nullopt), known);
    if (made.status != estimate_status::ok)
        return made;
    const detail::fitted_line line = detail::fit_line(known);
    made.value = line.slope;
    if (std::isnan(sem)) {
        made.message = "the error of measurement is not known: no interval";
        return made;
    }
    made.std_error = sem / std::sqrt(line.spread_of_times);
    const double half = detail::two_sided_z(level) * *made.std_error;
    made.ci = confidence_interval{line.slope - half, line.slope + half, level, "measurement_error"};
    return made;
}

}  // namespace attune::inline v0
