#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "attune/core/estimate.hpp"
#include "attune/instrument/norm_model.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/detail/noncentral_t.hpp"
#include "attune/stats/norms/beta_binomial.hpp"
#include "attune/stats/norms/norm_surface.hpp"

namespace attune::inline v0 {

/// The people of one age and gender, as a curve over age describes them.
///
///     regression     mean y' of the equation, sd sigma; percentile 100 T_df((x - y') / sqrt(sigma^2 + se^2)), se the
///                    standard error of y'
///     continuous     percentile 100 Phi(L) for the location L at which the surface has the score
///     beta_binomial  percentile by mid-rank of the fitted shares
class fitted_people {
public:
    /// @param of      the curve.
    /// @param gender  empty when it is not known.
    /// @param age     in years; for the caller to see that the model covers it.
    fitted_people(const norm_model& of, std::string_view gender, double age) : model_(of), age_(age)
    {
        switch (of.method) {
        case norm_method::regression: solve_equation(gender); break;
        case norm_method::continuous: cut_surface(); break;
        case norm_method::beta_binomial: share_steps(); break;
        }
    }

    /// Of their scores, in the units of the norm set.
    [[nodiscard]] double mean() const { return mean_; }
    [[nodiscard]] double sd() const { return sd_; }

    /// Standard error of the mean; of an equation only, else NaN.
    [[nodiscard]] double mean_error() const { return mean_error_; }

    /// How many of 100 score lower, those with the same score counted half; never falls as the score rises.
    [[nodiscard]] double percentile_of(double score) const
    {
        if (std::isnan(score))
            return score;
        switch (model_.method) {
        case norm_method::regression:
            return 100 * cdf(detail::t_distribution(model_.df), (score - mean_) / std::hypot(sd_, mean_error_));
        case norm_method::continuous: return 100 * detail::normal_share(surface_.location_of(score, age_));
        case norm_method::beta_binomial: break;
        }
        return shares_.percentile(step_of(score));
    }

    /// The interval of a percentile that the sampling of the people leaves, by the noncentral t with as many people as
    /// the mean is worth; above 5,000 degrees of freedom by its normal approximation. Nothing for other curves.
    ///
    /// @see  Crawford & Garthwaite (2006), Neuropsychology 20, 259-271.
    [[nodiscard]] std::optional<confidence_interval> interval_of(double score, double level = 0.95) const
    {
        if (model_.method != norm_method::regression || std::isnan(score) || !(mean_error_ > 0))
            return std::nullopt;
        const double worth = sd_ / mean_error_;  // the square root of the effective number of people
        const double t = (score - mean_) / sd_ * worth;
        constexpr double many = 5000;
        const auto share_at = [&](double p) {
            const double d = model_.df > many ? detail::approximate_noncentrality(t, model_.df, p)
                                              : detail::noncentrality(t, model_.df, p);
            return 100 * detail::normal_share(d / worth);
        };
        return confidence_interval{share_at((1 + level) / 2), share_at((1 - level) / 2), level, "noncentral_t"};
    }

    /// How many of 100 have this very score; NaN for a curve without single scores.
    [[nodiscard]] double percent_equal(double score) const
    {
        if (model_.method != norm_method::beta_binomial || std::isnan(score))
            return std::numeric_limits<double>::quiet_NaN();
        const double step = step_of(score);
        if (step != std::round(step) || step < 0 || step > static_cast<double>(model_.n_steps))
            return 0;
        return 100 * shares_.shares[static_cast<std::size_t>(step)];
    }

private:
    /// Steps from the lowest score; a score that came out of arithmetic and lies within a billionth of one is on it.
    [[nodiscard]] double step_of(double score) const
    {
        constexpr double rounding = 1e-9;
        const double steps = (score - model_.first.value()) / model_.step.value();
        const double nearest = std::round(steps);
        return std::abs(steps - nearest) < rounding ? nearest : steps;
    }

    [[nodiscard]] double standard_age() const { return (age_ - model_.age_mean) / model_.age_sd; }

    void solve_equation(std::string_view gender)
    {
        std::vector<double> row;
        mean_ = 0;
        for (const norm_term& term : model_.terms) {
            const bool is_theirs = term.gender.empty() || term.gender == gender;
            row.push_back(is_theirs ? std::pow(standard_age(), term.age) : 0);
            mean_ += row.back() * term.coefficient;
        }
        double unscaled = 0;
        for (std::size_t i = 0; i < row.size(); ++i)
            for (std::size_t j = 0; j < row.size(); ++j)
                unscaled += row[i] * model_.covariance[i * row.size() + j] * row[j];
        sd_ = model_.sigma;
        mean_error_ = sd_ * std::sqrt(std::max(unscaled, 0.0));
    }

    void cut_surface()
    {
        for (const norm_term& term : model_.terms)
            surface_.terms.push_back({term.location, term.age, term.coefficient});
        surface_.age_mean = model_.age_mean;
        surface_.age_sd = model_.age_sd;
        surface_.lowest_age = surface_.highest_age = age_;
        surface_.lowest_location = model_.lowest_location;
        surface_.highest_location = model_.highest_location;
        surface_.n_falling = model_.fit.n_falling;
        constexpr int n_places = 200;  // mean and sd to a hundredth of their sampling error
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n_places; ++i) {
            const double location = quantile(detail::normal_distribution(0, 1), (i + 0.5) / n_places);
            const double score =
                surface_.score_at(std::clamp(location, surface_.lowest_location, surface_.highest_location), age_);
            sum += score;
            squares += score * score;
        }
        mean_ = sum / n_places;
        sd_ = std::sqrt(std::max(squares / n_places - mean_ * mean_, 0.0));
    }

    void share_steps()
    {
        double log_a = 0;
        double log_b = 0;
        for (std::size_t j = 0; j < model_.log_a.size(); ++j) {
            const double power = std::pow(standard_age(), static_cast<double>(j));
            log_a += model_.log_a[j] * power;
            log_b += model_.log_b[j] * power;
        }
        shares_ = beta_binomial_with(std::exp(log_a), std::exp(log_b), model_.n_steps);
        const auto n = static_cast<double>(model_.n_steps);
        const double whole = shares_.a + shares_.b;
        const double m = shares_.a / whole;
        mean_ = model_.first.value() + model_.step.value() * n * m;
        sd_ = model_.step.value() * std::sqrt(n * m * (1 - m) * (whole + n) / (whole + 1));
    }

    norm_model model_;
    double age_;
    double mean_ = std::numeric_limits<double>::quiet_NaN();
    double sd_ = std::numeric_limits<double>::quiet_NaN();
    double mean_error_ = std::numeric_limits<double>::quiet_NaN();
    continuous_norms surface_;
    beta_binomial shares_;
};

}  // namespace attune::inline v0
