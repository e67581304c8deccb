#pragma once

#include <string>
#include <vector>

#include "attune/instrument/norm_set.hpp"
#include "support/sample_norms.hpp"

namespace attune_test {

/// anxiety = 4 - 0.5 A, and 0.25 more for women, with sigma 1; ages 18 to 60, of which 40 is the mean and 10 the sd.
[[nodiscard]] inline attune::norm_model sample_equation(std::vector<std::string> genders)
{
    attune::norm_model model;
    model.score = "anxiety";
    model.method = attune::norm_method::regression;
    model.lowest_age = 18;
    model.highest_age = 60;
    model.age_mean = 40;
    model.age_sd = 10;
    model.n_persons = 400;
    model.terms = {{0, 0, "", 4}, {0, 1, "", -0.5}};
    if (!genders.empty())
        model.terms.push_back({0, 0, "women", 0.25});
    model.genders = std::move(genders);
    model.sigma = 1;
    model.df = 400 - static_cast<double>(model.terms.size());
    for (std::size_t i = 0; i < model.terms.size(); ++i)
        for (std::size_t j = 0; j < model.terms.size(); ++j)
            model.covariance.push_back(i == j ? 0.01 : 0);
    model.fit = {0.2, 1, 3, 0};
    return model;
}

/// The same as a surface without genders: score = 4 - 0.5 A + L.
[[nodiscard]] inline attune::norm_model sample_surface()
{
    attune::norm_model model = sample_equation({});
    model.method = attune::norm_method::continuous;
    model.terms.push_back({1, 0, "", 1});
    model.covariance.clear();
    model.lowest_location = -2.5;
    model.highest_location = 2.5;
    return model;
}

/// Halves from 1 to 7 with a = b = exp(1 + 0.1 A): symmetric around 4.
[[nodiscard]] inline attune::norm_model sample_distribution()
{
    attune::norm_model model = sample_equation({});
    model.method = attune::norm_method::beta_binomial;
    model.terms.clear();
    model.covariance.clear();
    model.first = {1, 1};
    model.step = {1, 2};
    model.n_steps = 12;
    model.log_a = model.log_b = {1, 0.1};
    return model;
}

/// `sample_norms()` with equations of anxiety for everybody, and for men and women.
[[nodiscard]] inline attune::norm_set sample_curves()
{
    attune::norm_set set = sample_norms();
    set.models = {sample_equation({}), sample_equation({"men", "women"})};
    return set;
}

}  // namespace attune_test
