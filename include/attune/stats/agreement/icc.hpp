#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/agreement/detail/arguments.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

/// An intraclass correlation with the test of "nothing lies between persons".
struct intraclass_correlation {
    estimate figure;
    f_test test;  ///< between persons over what counts as error
};

/// The six coefficients of Shrout & Fleiss on one table of ratings.
struct intraclass_correlations {
    std::array<intraclass_correlation, 6> all;  ///< icc_1_1, icc_2_1, icc_3_1, icc_1_k, icc_2_k, icc_3_k
    two_way_anova anova;                        ///< of the complete persons
    std::int64_t n_left_out = 0;                ///< persons with a missing rating
};

namespace detail {

using lower_upper = std::pair<double, double>;

/// The range of F that is compatible with an observed one.
[[nodiscard]] inline lower_upper f_limits(const f_test& test, double level)
{
    const double p = (1 + level) / 2;
    return {test.f / f_quantile(test.df1, test.df2, p), test.f * f_quantile(test.df2, test.df1, p)};
}

/// ICC of one rating from an F ratio: (F - 1) / (F + k - 1), 1 for an infinite F.
[[nodiscard]] inline double icc_of_f(double f, double k)
{
    return std::isinf(f) ? 1 : (f - 1) / (f + k - 1);
}

/// Spearman-Brown: from one rating to the mean of k.
[[nodiscard]] inline double stepped_up(double icc, double k)
{
    return k * icc / (1 + (k - 1) * icc);
}

/// Interval of ICC(2,1) by Satterthwaite's degrees of freedom (Shrout & Fleiss 1979; McGraw & Wong 1996, table 7).
[[nodiscard]] inline lower_upper icc_2_limits(const two_way_anova& anova, double icc, double level)
{
    const auto n = static_cast<double>(anova.n_persons);
    const auto k = static_cast<double>(anova.n_raters);
    const double persons = anova.persons.mean_square;
    const double raters = anova.raters.mean_square;
    const double residual = anova.residual.mean_square;
    const double a = k * icc * raters;
    const double b = (n + n * (k - 1) * icc - k * icc) * residual;
    const double df = (a + b) * (a + b) / (a * a / (k - 1) + b * b / ((n - 1) * (k - 1)));
    const double error = k * raters + (k * n - k - n) * residual;
    const double p = (1 + level) / 2;
    const double f_lower = f_quantile(n - 1, df, p);
    const double f_upper = f_quantile(df, n - 1, p);
    return {n * (persons - f_lower * residual) / (f_lower * error + n * persons),
            n * (f_upper * persons - residual) / (error + n * f_upper * persons)};
}

}  // namespace detail

/// Intraclass correlations of n persons rated by k raters (or on k occasions), with MSP, MSR, MSE and MSW the mean
/// squares between persons, between raters, of the residual and within persons:
///
///     icc_1_1 = (MSP - MSW) / (MSP + (k - 1) MSW)                         each person rated by other raters
///     icc_2_1 = (MSP - MSE) / (MSP + (k - 1) MSE + k (MSR - MSE) / n)     the same raters, a sample: agreement
///     icc_3_1 = (MSP - MSE) / (MSP + (k - 1) MSE)                         these very raters: consistency
///     icc_1_k = (MSP - MSW) / MSP,  icc_2_k = (MSP - MSE) / (MSP + (MSR - MSE) / n),  icc_3_k = (MSP - MSE) / MSP
///
/// the last three for the mean of the k ratings. F is MSP / MSW for model 1 and MSP / MSE for models 2 and 3. Intervals
/// of models 1 and 3 are those of F; model 2 has Satterthwaite's approximate degrees of freedom.
///
/// @param ratings  n x k in any unit, NaN is missing; persons with a missing rating are left out and counted.
/// @param level    of the intervals, above 0 and below 1.
/// @return         coefficients up to 1, negative when persons differ less than chance alone would make them.
///                 - NaN, `too_few_raters`: k < 2; `too_few_persons`: fewer than 2 complete persons.
///                 - NaN, `no_variance`: all ratings are equal, or the variance in the denominator is not positive (for
///                   the mean of k ratings: when all persons have one mean).
///                 - All raters alike, persons different: 1 with the interval 1 to 1, F infinite, p 0.
///                 - All persons with one mean, ratings different: -1 / (k - 1) for models 1 and 3, with F 0 and p 1.
/// @throws std::invalid_argument  a rating is infinite or above 1e150, or the level is not between 0 and 1.
/// @note           Model 3 does not see that one rater is more lenient than another; model 2 does.
/// @see            Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428; McGraw & Wong (1996), Psychological
///                 Methods 1, 30-46 (with its correction, 1, 390). Agrees with psych::ICC(lmer = FALSE) of R.
[[nodiscard]] inline intraclass_correlations icc(const matrix_view& ratings, double level = 0.95)
{
    detail::check_level("icc", "level", level);
    const matrix complete = complete_rows(ratings);
    intraclass_correlations result{{}, {}, ratings.rows() - complete.rows()};
    constexpr std::array ids{"icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k"};
    constexpr std::array models{"one-way random", "two-way random, absolute agreement", "two-way mixed, consistency"};
    for (std::size_t c = 0; c < ids.size(); ++c) {
        estimate& figure = result.all[c].figure;
        figure.id = ids[c];
        figure.n_persons = complete.rows();
        figure.method = fmt::format("{}, {}", models[c % 3], c < 3 ? "one rating" : "mean of the ratings");
    }
    const auto refuse = [](estimate& figure, estimate_status status, const char* message) {
        figure.value = std::numeric_limits<double>::quiet_NaN();
        figure.status = status;
        figure.message = message;
    };
    if (ratings.cols() < 2 || complete.rows() < 2) {
        for (auto& coefficient : result.all)
            if (ratings.cols() < 2)
                refuse(coefficient.figure, estimate_status::too_few_raters,
                       "An intraclass correlation needs at least two ratings of each person.");
            else
                refuse(coefficient.figure, estimate_status::too_few_persons,
                       "An intraclass correlation needs at least two persons with all ratings.");
        return result;
    }

    result.anova = two_way(complete);
    const auto n = static_cast<double>(result.anova.n_persons);
    const auto k = static_cast<double>(result.anova.n_raters);
    const double persons = result.anova.persons.mean_square;
    const double raters = result.anova.raters.mean_square;
    const double residual = result.anova.residual.mean_square;
    const double within = result.anova.within.mean_square;
    const auto assign = [&](std::size_t c, double numerator, double denominator) {
        if (denominator > 0)
            result.all[c].figure.value = numerator / denominator;
        else
            refuse(result.all[c].figure, estimate_status::no_variance,
                   persons == 0 && within == 0
                       ? "All ratings are equal: there is nothing to tell persons apart by."
                       : "Persons differ too little in their mean ratings: what this coefficient divides by is not "
                         "positive.");
    };
    assign(0, persons - within, persons + (k - 1) * within);
    assign(1, persons - residual, persons + (k - 1) * residual + k * (raters - residual) / n);
    assign(2, persons - residual, persons + (k - 1) * residual);
    assign(3, persons - within, persons);
    assign(4, persons - residual, persons + (raters - residual) / n);
    assign(5, persons - residual, persons);

    const f_test one_way_test = mean_square_ratio(result.anova.persons, result.anova.within);
    const f_test two_way_test = mean_square_ratio(result.anova.persons, result.anova.residual);
    const auto of_f = [&](const f_test& test) {
        const auto [lower, upper] = detail::f_limits(test, level);
        return detail::lower_upper{detail::icc_of_f(lower, k), detail::icc_of_f(upper, k)};
    };
    const double icc_2 = result.all[1].figure.value;
    const std::array limits{of_f(one_way_test),
                            icc_2 == 1 ? detail::lower_upper{1, 1} : detail::icc_2_limits(result.anova, icc_2, level),
                            of_f(two_way_test)};
    for (std::size_t c = 0; c < ids.size(); ++c) {
        result.all[c].test = c % 3 == 0 ? one_way_test : two_way_test;
        if (result.all[c].figure.status != estimate_status::ok)
            continue;
        auto [lower, upper] = limits[c % 3];
        if (c >= 3) {
            lower = detail::stepped_up(lower, k);
            upper = detail::stepped_up(upper, k);
        }
        if (std::isfinite(lower) && std::isfinite(upper))
            result.all[c].figure.ci = confidence_interval{lower, upper, level, c % 3 == 1 ? "f_satterthwaite" : "f"};
    }
    return result;
}

}  // namespace attune::inline v0
