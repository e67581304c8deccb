#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "attune/core/estimate.hpp"

namespace attune::inline v0 {

/// One term of the surface: coefficient * L^location * A^age.
struct surface_term {
    int location = 0;
    int age = 0;
    double coefficient = 0;
};

/// Norms for any age within the data as a surface: the score at each normal location L (0 mean, 1 standard deviation)
/// and age. `fit_continuous_norms()` makes one.
struct continuous_norms {
    std::vector<surface_term> terms;  ///< of standardised ages; empty when `status` is not ok
    double age_mean = 0;
    double age_sd = 1;
    double lowest_age = 0;
    double highest_age = 0;
    double lowest_location = 0;  ///< of the data: beyond it the surface is a guess
    double highest_location = 0;
    double r_squared = std::numeric_limits<double>::quiet_NaN();
    double rmse = std::numeric_limits<double>::quiet_NaN();  ///< root mean squared error [score units]
    std::int64_t n_persons = 0;
    std::int64_t n_falling = 0;  ///< of 100 x 20 places in the surface, where the score falls as L rises
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok, or when the surface is not monotone

    /// The score that people of an age have at a location.
    [[nodiscard]] double score_at(double location, double age) const
    {
        const double a = (age - age_mean) / age_sd;
        double score = 0;
        for (const surface_term& term : terms)
            score += term.coefficient * std::pow(location, term.location) * std::pow(a, term.age);
        return terms.empty() ? std::numeric_limits<double>::quiet_NaN() : score;
    }

    /// The location of a score among people of an age, by bisection within the locations of the data: the ends for
    /// scores beyond them. NaN outside the ages of the data, and where the surface is not monotone.
    [[nodiscard]] double location_of(double score, double age) const
    {
        if (terms.empty() || n_falling != 0 || std::isnan(score) || age < lowest_age || age > highest_age)
            return std::numeric_limits<double>::quiet_NaN();
        double lower = lowest_location;
        double upper = highest_location;
        constexpr int n_halvings = 60;  // to the last digit
        for (int i = 0; i < n_halvings; ++i) {
            const double middle = (lower + upper) / 2;
            (score_at(middle, age) < score ? lower : upper) = middle;
        }
        return (lower + upper) / 2;
    }
};

/// Places of a surface where the score falls as the location rises, of 100 locations x 20 ages over its data.
[[nodiscard]] inline std::int64_t n_falling_places(const continuous_norms& of)
{
    constexpr int n_locations = 100;
    constexpr int n_ages = 20;
    std::int64_t n_falling = 0;
    for (int a = 0; a < n_ages; ++a) {
        const double age = of.lowest_age + (of.highest_age - of.lowest_age) * a / (n_ages - 1);
        const double step = (of.highest_location - of.lowest_location) / n_locations;
        for (int i = 0; i < n_locations; ++i) {
            const double location = of.lowest_location + step * i;
            n_falling += of.score_at(location + step, age) < of.score_at(location, age) ? 1 : 0;
        }
    }
    return n_falling;
}

}  // namespace attune::inline v0
