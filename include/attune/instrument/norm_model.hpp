#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/exact.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// How norms change with age.
enum class norm_method {
    regression,    ///< a mean by age and gender, and normal scores of one scatter around it
    continuous,    ///< a surface of scores over rank and age
    beta_binomial  ///< a distribution of sums whose two parameters change with age
};

[[nodiscard]] constexpr std::string_view to_string(norm_method value)
{
    switch (value) {
    case norm_method::regression: return "regression";
    case norm_method::continuous: return "continuous";
    case norm_method::beta_binomial: return "beta_binomial";
    }
    return "regression";
}

/// One term of a polynomial: coefficient * L^location * A^age, for people of the gender alone where there is one.
struct norm_term {
    int location = 0;         ///< power of the normal location L; of continuous norms only
    int age = 0;              ///< power of A = (age - age_mean) / age_sd
    std::string gender = {};  ///< empty: of everybody
    double coefficient = 0;   ///< in the units of the norm set
};

/// How well a curve suits the people it was fitted to.
struct norm_model_fit {
    double r_squared =
        std::numeric_limits<double>::quiet_NaN();            ///< explained share of the variance; NaN: no such figure
    double rmse = std::numeric_limits<double>::quiet_NaN();  ///< root mean squared error, in the units of the norm set
    double largest_misfit = std::numeric_limits<double>::quiet_NaN();  ///< of percentiles, over groups of 100 and more
    std::int64_t n_falling = 0;  ///< places, of 2000, where a better rank has a lower score
};

/// Norms of one score for every age between two, as a curve. The people at either end are those of the sample: beyond
/// them it says nothing.
struct norm_model {
    std::string score;  ///< id of a score of the form
    norm_method method = norm_method::regression;
    std::vector<std::string> genders;  ///< whom it is for; empty: everybody
    int lowest_age = 0;                ///< in whole years
    int highest_age = 0;
    double age_mean = 0;
    double age_sd = 1;
    std::int64_t n_persons = 0;
    norm_model_fit fit;

    std::vector<norm_term> terms;  ///< of the mean (regression), of the surface (continuous)

    double sigma = 0;                ///< regression: scatter around the mean, in the units of the norm set
    double df = 0;                   ///< regression: of sigma
    std::vector<double> covariance;  ///< regression: (X'X)^-1 of the terms, row by row

    double lowest_location = 0;  ///< continuous: of the data
    double highest_location = 0;

    fraction first;             ///< beta-binomial: the lowest score
    fraction step{1, 1};        ///< and the distance to the next
    std::int64_t n_steps = 0;   ///< to the highest
    std::vector<double> log_a;  ///< coefficients of the powers 0, 1, ... of A
    std::vector<double> log_b;

    /// Whether it holds for people of this gender; an empty gender is not known.
    [[nodiscard]] bool is_for(std::string_view gender) const
    {
        return genders.empty() || std::find(genders.begin(), genders.end(), gender) != genders.end();
    }

    [[nodiscard]] bool covers(int age) const { return age >= lowest_age && age <= highest_age; }
};

}  // namespace attune::inline v0
