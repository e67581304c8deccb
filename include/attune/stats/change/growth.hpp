#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <boost/math/distributions/complement.hpp>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/change/repeated_measures.hpp"
#include "attune/stats/change/satterthwaite.hpp"
#include "attune/stats/change/two_level_fit.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

/// Scores of people over time.
struct growth_data {
    std::vector<std::size_t> person;  ///< per row whose it is: 0, 1, ... [index]
    std::vector<double> time;         ///< per row, in any unit; NaN: the row is left out
    std::vector<double> outcome;      ///< per row, in score units; NaN: the row is left out
    std::vector<double> predictor =
        {};  ///< per person, e.g. the wished-for change; NaN: the person is left out; or none
};

/// What is asked of a growth model.
struct growth_options {
    likelihood kind = likelihood::restricted;
    random_effects random = random_effects::intercept_and_slope;
    bool centre_predictor = true;  ///< at its mean over persons, so that `time` is the change of an average person
    double level = 0.95;           ///< of the intervals; the convention of the field's journals
};

/// One person's line: the fixed part and what is their own.
struct person_line {
    std::size_t person = 0;  ///< as in `growth_data::person`
    Eigen::Index n_observations = 0;
    double intercept = std::numeric_limits<double>::quiet_NaN();        ///< level at time 0 [score units]
    double slope = std::numeric_limits<double>::quiet_NaN();            ///< change per unit of time
    double slope_std_error = std::numeric_limits<double>::quiet_NaN();  ///< of their own part, given the variances
    confidence_interval slope_ci = {};                                  ///< conditional: slope -+ z std_error
};

/// A growth model and what it says about each person.
struct growth_model {
    std::vector<estimate> fixed;  ///< ids intercept, time, and with a predictor predictor, time_predictor
    std::vector<estimate>
        variances;       ///< ids intercept_variance, slope_variance, covariance, correlation, residual_variance
    estimate criterion;  ///< id "reml_criterion" or "deviance": -2 log likelihood
    std::vector<person_line> persons;
    std::int64_t n_persons = 0;
    std::int64_t n_observations = 0;
    std::int64_t n_rows_left_out = 0;  ///< without outcome or time, or of people without a predictor
    double predictor_mean = std::numeric_limits<double>::quiet_NaN();  ///< over persons; what centring subtracted
    bool is_boundary = false;
    estimate_status status = estimate_status::ok;
    std::string message = {};
};

namespace detail {

/// Rows with all that is needed, persons numbered anew.
struct growth_rows {
    std::vector<std::size_t> person;
    std::vector<std::size_t> original;  ///< per new number the one given
    Eigen::VectorXd time, outcome, predictor;
    std::int64_t n_left_out = 0;
    double predictor_mean = std::numeric_limits<double>::quiet_NaN();
};

[[nodiscard]] inline growth_rows complete_rows(const growth_data& data, bool centre_predictor)
{
    check_count("growth", "time", data.time.size(), data.person.size());
    check_count("growth", "outcome", data.outcome.size(), data.person.size());
    const bool has_predictor = !data.predictor.empty();
    growth_rows rows;
    std::vector<std::optional<std::size_t>> numbers(has_predictor ? data.predictor.size() : 0);
    std::vector<std::size_t> used;
    for (std::size_t row = 0; row < data.person.size(); ++row) {
        const std::size_t person = data.person[row];
        if (has_predictor && person >= data.predictor.size())
            fail_argument("growth", "predictor", "have a number for each person", "shorter");
        if (std::isnan(data.time[row]) || std::isnan(data.outcome[row]) ||
            (has_predictor && std::isnan(data.predictor[person])))
            continue;
        if (person >= numbers.size())
            numbers.resize(person + 1);
        if (!numbers[person]) {
            numbers[person] = rows.original.size();
            rows.original.push_back(person);
        }
        rows.person.push_back(*numbers[person]);
        used.push_back(row);
    }
    rows.n_left_out = static_cast<std::int64_t>(data.person.size() - used.size());
    const auto n_rows = static_cast<Eigen::Index>(used.size());
    rows.time.resize(n_rows);
    rows.outcome.resize(n_rows);
    for (Eigen::Index i = 0; i < n_rows; ++i) {
        rows.time(i) = data.time[used[static_cast<std::size_t>(i)]];
        rows.outcome(i) = data.outcome[used[static_cast<std::size_t>(i)]];
    }
    if (has_predictor && n_rows > 0) {
        double sum = 0;
        for (const std::size_t person : rows.original)
            sum += data.predictor[person];
        rows.predictor_mean = sum / static_cast<double>(rows.original.size());
        rows.predictor.resize(n_rows);
        for (Eigen::Index i = 0; i < n_rows; ++i)
            rows.predictor(i) = data.predictor[data.person[used[static_cast<std::size_t>(i)]]] -
                                (centre_predictor ? rows.predictor_mean : 0);
    }
    return rows;
}

/// [1, time] or [1, time, predictor, time x predictor].
[[nodiscard]] inline matrix growth_predictors(const growth_rows& rows)
{
    const bool has_predictor = rows.predictor.size() != 0;
    matrix fixed(rows.time.size(), has_predictor ? 4 : 2);
    fixed.col(0).setOnes();
    fixed.col(1) = rows.time;
    if (has_predictor) {
        fixed.col(2) = rows.predictor;
        fixed.col(3) = rows.time.cwiseProduct(rows.predictor);
    }
    return fixed;
}

}  // namespace detail

/// Two-level growth model: do people change, and do those who wished to change do so?
///
///     y_ti = g00 + g10 t + g01 w_i + g11 t w_i + u0i + u1i t + e_ti
///
/// g11 (id "time_predictor") answers the question about the wish w: change per unit of time for each unit of w.
///
/// @param data     scores, times and one predictor a person; unequal spacing and missing waves are what it is for.
/// @param options  likelihood, what varies between people, centring, level.
/// @return         fixed effects with intervals of t on Satterthwaite's degrees of freedom (`satterthwaite_df()`); none
///                 when those are below 1, or there are no more persons than the two that a predictor's line goes
///                 through. Every person's line by empirical Bayes. On a boundary the figures stand, `is_boundary` is
///                 true and the message says so; the correlation of a variance of 0 is NaN, `no_variance`. Without a
///                 fit all figures are NaN with the status of the fit.
/// @throws std::invalid_argument  lengths differ, a number is infinite or above 1e150, or level is not between 0 and 1.
/// @note           Supposes normal effects and errors, a straight line over time, and that what is missing depends on
///                 nothing but what is there. In simulations `time_predictor` differed from 0 by chance in about 5 of
///                 100 samples (benchmarks/README.md).
/// @see            Raudenbush & Bryk (2002), Hierarchical Linear Models; `fit_two_levels()`. Agrees with lme4::lmer(y ~
///                 time * w + (time | person)), intervals with lmerTest.
[[nodiscard]] inline growth_model growth(const growth_data& data, const growth_options& options = {})
{
    check_probability("growth", "level", options.level);
    const detail::growth_rows rows = detail::complete_rows(data, options.centre_predictor);
    const bool is_restricted = options.kind == likelihood::restricted;
    growth_model model;
    model.n_rows_left_out = rows.n_left_out;
    model.n_persons = static_cast<std::int64_t>(rows.original.size());
    model.n_observations = rows.time.size();
    model.predictor_mean = rows.predictor_mean;
    const auto named = [&](const char* id) {
        return estimate{.id = id,
                        .n_persons = model.n_persons,
                        .method = is_restricted ? "restricted maximum likelihood" : "maximum likelihood"};
    };
    for (const char* id : {"intercept", "time", "predictor", "time_predictor"})
        if (model.fixed.size() < (data.predictor.empty() ? 2U : 4U))
            model.fixed.push_back(named(id));
    for (const char* id : {"intercept_variance", "slope_variance", "covariance", "correlation", "residual_variance"})
        model.variances.push_back(named(id));
    model.criterion = named(is_restricted ? "reml_criterion" : "deviance");

    two_level_fit fit;
    std::optional<repeated_measures> measures;
    if (rows.time.size() == 0) {
        fit.status = estimate_status::too_few_persons;
        fit.message = "No row has a time and a score.";
    } else {
        measures.emplace(rows.person, detail::growth_predictors(rows), rows.time, rows.outcome, options.random);
        fit = fit_two_levels(*measures, {.kind = options.kind});
    }
    model.status = fit.status;
    model.message = fit.message;
    model.is_boundary = fit.is_boundary;
    if (fit.status != estimate_status::ok) {
        const auto refuse = [&](estimate& figure) {
            figure.status = fit.status;
            figure.message = fit.message;
        };
        for (estimate& figure : model.fixed)
            refuse(figure);
        for (estimate& figure : model.variances)
            refuse(figure);
        refuse(model.criterion);
        return model;
    }

    const Eigen::VectorXd df = satterthwaite_df(*measures, fit, options.kind);
    const bool is_saturated = model.n_persons <= (data.predictor.empty() ? 1 : 2);
    for (std::size_t i = 0; i < model.fixed.size(); ++i) {
        const auto at = static_cast<Eigen::Index>(i);
        estimate& figure = model.fixed[i];
        figure.value = fit.fixed(at);
        figure.std_error = std::sqrt(fit.fixed_cov(at, at));
        if (is_saturated || !(df(at) >= 1))
            continue;
        const double margin = detail::two_sided_t(options.level, df(at)) * *figure.std_error;
        figure.ci = confidence_interval{figure.value - margin, figure.value + margin, options.level, "t_satterthwaite"};
    }
    const bool has_slopes = options.random == random_effects::intercept_and_slope;
    model.variances[0].value = fit.random_cov(0, 0);
    model.variances[1].value = has_slopes ? fit.random_cov(1, 1) : 0;
    model.variances[2].value = has_slopes ? fit.random_cov(1, 0) : 0;
    model.variances[3].value =
        model.variances[2].value / std::sqrt(model.variances[0].value * model.variances[1].value);
    if (std::isnan(model.variances[3].value)) {
        model.variances[3].status = estimate_status::no_variance;
        model.variances[3].message = "Level or change does not vary between persons, so that they have no correlation.";
    }
    model.variances[4].value = fit.residual_variance;
    model.criterion.value = fit.criterion;

    const double z = detail::two_sided_z(options.level);
    std::vector<double> own_predictor(rows.original.size(), 0);
    std::vector<Eigen::Index> n_rows(rows.original.size(), 0);
    for (std::size_t row = 0; row < rows.person.size(); ++row) {
        ++n_rows[rows.person[row]];
        if (rows.predictor.size() != 0)
            own_predictor[rows.person[row]] = rows.predictor(static_cast<Eigen::Index>(row));
    }
    for (std::size_t person = 0; person < rows.original.size(); ++person) {
        const person_effects own = effects_of_person(*measures, fit, person);
        const bool has_predictor = model.fixed.size() == 4;
        person_line line{.person = rows.original[person], .n_observations = n_rows[person]};
        line.intercept = fit.fixed(0) + own.effects(0) + (has_predictor ? fit.fixed(2) * own_predictor[person] : 0);
        line.slope = fit.fixed(1) + (has_slopes ? own.effects(1) : 0) +
                     (has_predictor ? fit.fixed(3) * own_predictor[person] : 0);
        line.slope_std_error = has_slopes ? std::sqrt(std::max(0.0, own.cov(1, 1))) : 0;
        line.slope_ci = {line.slope - z * line.slope_std_error, line.slope + z * line.slope_std_error, options.level,
                         "conditional"};
        model.persons.push_back(line);
    }
    return model;
}

/// Share of the variance of scores that lies between people: the intraclass correlation of the empty model,
///
///     icc = T / (T + s^2),   y_ti = g00 + u0i + e_ti
///
/// @param data  scores over time; times and predictor are not looked at, except that rows they leave out are left out.
/// @param kind  which likelihood.
/// @return      id "icc_empty", between 0 and 1; 0 on the boundary. NaN with the status of the fit.
/// @throws std::invalid_argument  as `growth()`.
/// @see         Raudenbush & Bryk (2002). Agrees with the variances of lme4::lmer(y ~ 1 + (1 | person)).
[[nodiscard]] inline estimate icc_empty(const growth_data& data, likelihood kind = likelihood::restricted)
{
    const detail::growth_rows rows = detail::complete_rows(data, false);
    estimate icc{
        .id = "icc_empty", .n_persons = static_cast<std::int64_t>(rows.original.size()), .method = "empty model"};
    if (rows.time.size() == 0) {
        icc.status = estimate_status::too_few_persons;
        icc.message = "No row has a time and a score.";
        return icc;
    }
    const repeated_measures measures(rows.person, matrix::Ones(rows.time.size(), 1), rows.time, rows.outcome,
                                     random_effects::intercept);
    const two_level_fit fit = fit_two_levels(measures, {.kind = kind});
    icc.status = fit.status;
    icc.message = fit.message;
    if (fit.status == estimate_status::ok)
        icc.value = fit.random_cov(0, 0) / (fit.random_cov(0, 0) + fit.residual_variance);
    return icc;
}

/// A comparison of two models by their likelihoods.
struct likelihood_ratio {
    estimate statistic;  ///< id "likelihood_ratio": how much -2 log likelihood falls
    double p = std::numeric_limits<double>::quiet_NaN();
};

/// Likelihood-ratio test of random slopes: do people differ in how they change?
///
///     statistic = criterion without slopes - criterion with them,   p = (P(chi2_1 > x) + P(chi2_2 > x)) / 2
///
/// because the variance of 0 lies on the boundary of what is possible.
///
/// @param data  as for `growth()`.
/// @param kind  which likelihood; both models have the same fixed effects, so that either may be compared.
/// @return      the statistic, never below 0, with its p. NaN with the status of the model that has no fit.
/// @throws std::invalid_argument  as `growth()`.
/// @see         Self & Liang (1987), JASA 82, 605-610; Stram & Lee (1994), Biometrics 50, 1171-1177.
[[nodiscard]] inline likelihood_ratio random_slope_test(const growth_data& data,
                                                        likelihood kind = likelihood::restricted)
{
    likelihood_ratio test;
    const growth_model without = growth(data, {.kind = kind, .random = random_effects::intercept});
    const growth_model with = growth(data, {.kind = kind});
    test.statistic = {
        .id = "likelihood_ratio", .n_persons = with.n_persons, .method = "mixture of chi-squares on 1 and 2 df"};
    for (const growth_model* model : {&without, &with})
        if (model->status != estimate_status::ok) {
            test.statistic.status = model->status;
            test.statistic.message = model->message;
            return test;
        }
    const double x = std::max(0.0, without.criterion.value - with.criterion.value);
    test.statistic.value = x;
    const auto upper = [x](double df) {
        return boost::math::cdf(boost::math::complement(detail::chi_square_distribution(df), x));
    };
    test.p = x > 0 ? (upper(1) + upper(2)) / 2 : 1;
    return test;
}

}  // namespace attune::inline v0
