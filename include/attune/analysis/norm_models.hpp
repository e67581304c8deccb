#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/analysis/detail/years_of_people.hpp"
#include "attune/analysis/fitted_people.hpp"
#include "attune/analysis/norm_sample.hpp"
#include "attune/core/check.hpp"
#include "attune/instrument/norm_model.hpp"
#include "attune/stats/norms/beta_binomial_norms.hpp"
#include "attune/stats/norms/continuous_norms.hpp"
#include "attune/stats/norms/regression_norms.hpp"

namespace attune::inline v0 {

/// How curves over age are fitted.
struct norm_model_options {
    norm_method method = norm_method::regression;
    int age_power = 3;  ///< highest power of age; cNORM's default
};

namespace detail {

/// The largest difference of a percentile that the curve tells from the mid-rank among the people themselves, over
/// scores that somebody has and groups of 100 people and more.
[[nodiscard]] inline double largest_misfit_of(const norm_model& model, std::string_view gender,
                                              const std::vector<year_of_people>& years, const score_lattice& lattice)
{
    std::vector<double> ages;
    const std::vector<year_of_people> groups = pooled(years, ages);
    const std::vector<double> values = values_of(lattice);
    double largest = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const fitted_people people(model, gender, ages[g]);
        double below = 0;
        const auto n_persons = static_cast<double>(groups[g].n_persons);
        for (std::size_t v = 0; v < values.size(); ++v) {
            const auto count = static_cast<double>(groups[g].counts[v]);
            if (count > 0)
                largest = std::max(largest,
                                   std::abs(people.percentile_of(values[v]) - 100 * (below + count / 2) / n_persons));
            below += count;
        }
    }
    return largest;
}

/// Fits one curve.
class norm_model_fitter {
public:
    norm_model_fitter(const norm_sample_counts& sample, const norm_layout& layout, std::size_t output,
                      const norm_model_options& options)
        : sample_(sample), layout_(layout), output_(output), options_(options)
    {
    }

    /// @param genders  whom it is for, as places among the sample's; empty: everybody.
    /// @param reason   why there is no curve, when there is none.
    [[nodiscard]] std::optional<norm_model> fit(const std::vector<std::size_t>& genders, std::string& reason)
    {
        years_ = years_of(sample_, output_, genders);
        model_ = {};
        model_.score = layout_.key().outputs()[output_].id;
        model_.method = options_.method;
        for (const std::size_t g : genders)
            model_.genders.push_back(sample_.genders()[g]);
        double ages = 0;
        double squares = 0;
        for (const year_of_people& year : years_) {
            model_.n_persons += year.n_persons;
            ages += static_cast<double>(year.n_persons) * year.age;
            squares += static_cast<double>(year.n_persons) * year.age * year.age;
        }
        if (model_.n_persons < few_norm_persons) {
            reason = fmt::format("{} people with a stated age; a curve needs at least {}", model_.n_persons,
                                 few_norm_persons);
            return std::nullopt;
        }
        const auto n_persons = static_cast<double>(model_.n_persons);
        model_.lowest_age = years_.front().age;
        model_.highest_age = years_.back().age;
        if (model_.lowest_age == model_.highest_age) {
            reason = "everybody has one age";
            return std::nullopt;
        }
        model_.age_mean = ages / n_persons;
        model_.age_sd = std::sqrt(squares / n_persons - model_.age_mean * model_.age_mean);
        switch (options_.method) {
        case norm_method::regression: reason = fit_equation(); break;
        case norm_method::continuous: reason = fit_surface(); break;
        case norm_method::beta_binomial: reason = fit_shares(); break;
        }
        if (!reason.empty())
            return std::nullopt;
        model_.fit.largest_misfit = 0;
        for (std::size_t g = 0; g < std::max<std::size_t>(genders.size(), 1); ++g)
            model_.fit.largest_misfit = std::max(
                model_.fit.largest_misfit,
                genders.empty() ? largest_misfit_of(model_, "", years_, layout_.lattice(output_))
                                : largest_misfit_of(model_, model_.genders[g], years_of(sample_, output_, {genders[g]}),
                                                    layout_.lattice(output_)));
        return model_;
    }

private:
    [[nodiscard]] std::string fit_equation()
    {
        const score_lattice& lattice = layout_.lattice(output_);
        const auto n_genders = static_cast<Eigen::Index>(std::max<std::size_t>(model_.genders.size(), 1));
        const auto n_years = static_cast<Eigen::Index>(years_.size());
        predictor_groups groups;
        groups.predictors = matrix::Zero(n_years, options_.age_power + n_genders - 1);
        groups.n_persons.resize(n_years);
        groups.means.resize(n_years);
        groups.squares.resize(n_years);
        for (Eigen::Index y = 0; y < n_years; ++y) {
            const year_of_people& year = years_[static_cast<std::size_t>(y)];
            double sum = 0;
            double squares = 0;
            for (std::size_t v = 0; v < year.counts.size(); ++v) {
                sum += static_cast<double>(year.counts[v]) * static_cast<double>(v);
                squares += static_cast<double>(year.counts[v]) * static_cast<double>(v) * static_cast<double>(v);
            }
            const auto n = static_cast<double>(year.n_persons);
            const double step = lattice.step.value();
            groups.n_persons[y] = n;
            groups.means[y] = lattice.first.value() + step * sum / n;
            groups.squares[y] = step * step * std::max(squares - sum * sum / n, 0.0);
            const double age = (year.age - model_.age_mean) / model_.age_sd;
            for (int j = 1; j <= options_.age_power; ++j)
                groups.predictors(y, j - 1) = std::pow(age, j);
            for (std::size_t g = 1; g < model_.genders.size(); ++g)
                if (sample_.genders()[year.gender] == model_.genders[g])
                    groups.predictors(y, options_.age_power + static_cast<Eigen::Index>(g) - 1) = 1;
        }
        const norm_regression found = fit_norm_regression(groups);
        if (found.status != estimate_status::ok)
            return found.message;
        for (int j = 0; j <= options_.age_power; ++j)
            model_.terms.push_back({0, j, "", found.coefficients[j]});
        for (std::size_t g = 1; g < model_.genders.size(); ++g)
            model_.terms.push_back(
                {0, 0, model_.genders[g], found.coefficients[options_.age_power + static_cast<Eigen::Index>(g)]});
        model_.sigma = found.sigma;
        model_.df = found.df;
        for (Eigen::Index i = 0; i < found.unscaled_covariance.rows(); ++i)
            for (Eigen::Index j = 0; j < found.unscaled_covariance.cols(); ++j)
                model_.covariance.push_back(found.unscaled_covariance(i, j));
        model_.fit.r_squared = found.r_squared;
        model_.fit.rmse = found.sigma;
        return {};
    }

    /// Of surfaces with ever fewer terms the first that rises everywhere.
    [[nodiscard]] std::string fit_surface()
    {
        std::vector<double> ages;
        const std::vector<year_of_people> pools = pooled(years_, ages);
        if (pools.size() < 2)
            return fmt::format("a surface needs 2 groups of {} people of different ages", few_norm_persons);
        const std::vector<double> values = values_of(layout_.lattice(output_));
        std::vector<age_group_counts> groups;
        for (std::size_t g = 0; g < pools.size(); ++g)
            groups.push_back({ages[g], values, pools[g].counts});
        continuous_norms found;
        continuous_norm_options how{.age_power = options_.age_power};
        for (; how.max_terms > 0; --how.max_terms) {
            found = fit_continuous_norms(groups, how);
            if (found.status != estimate_status::ok)
                return found.message;
            if (found.n_falling == 0)
                break;
        }
        if (found.n_falling != 0)
            return "every surface falls somewhere as the rank rises";
        for (const surface_term& term : found.terms)
            model_.terms.push_back({term.location, term.age, "", term.coefficient});
        model_.age_mean = found.age_mean;
        model_.age_sd = found.age_sd;
        model_.lowest_age = static_cast<int>(std::ceil(found.lowest_age));
        model_.highest_age = static_cast<int>(std::floor(found.highest_age));
        model_.lowest_location = found.lowest_location;
        model_.highest_location = found.highest_location;
        model_.fit.r_squared = found.r_squared;
        model_.fit.rmse = found.rmse;
        return model_.lowest_age < model_.highest_age ? "" : "its groups of people lie within one year of age";
    }

    [[nodiscard]] std::string fit_shares()
    {
        std::vector<step_counts> groups;
        for (const year_of_people& year : years_) {
            if (!groups.empty() && groups.back().age == year.age) {  // another gender
                for (std::size_t v = 0; v < year.counts.size(); ++v)
                    groups.back().n_persons[v] += year.counts[v];
                continue;
            }
            groups.push_back({static_cast<double>(year.age), year.counts});
        }
        const beta_binomial_norms found = fit_beta_binomial_norms(groups, {.age_power = options_.age_power});
        if (found.status != estimate_status::ok)
            return found.message;
        const score_lattice& lattice = layout_.lattice(output_);
        model_.age_mean = found.age_mean;
        model_.age_sd = found.age_sd;
        model_.first = lattice.first;
        model_.step = lattice.step;
        model_.n_steps = found.n_steps;
        model_.log_a = found.log_a;
        model_.log_b = found.log_b;
        return {};
    }

    const norm_sample_counts& sample_;
    const norm_layout& layout_;
    std::size_t output_;
    norm_model_options options_;
    std::vector<year_of_people> years_;
    norm_model model_;
};

}  // namespace detail

/// Curves over age of every score that is counted: of everybody, and besides of the genders, in one equation
/// (regression) or each in a curve of its own. A beta-binomial distribution is for scales alone, whose scores are sums.
///
/// Years of age enter one by one; for ranks they are put together from the youngest on until a group has 100 people.
/// Of surfaces, that with the most terms is taken which rises with the rank everywhere.
///
/// @param sample    counted with `norm_grouping::keeps_ages`.
/// @param layout    what was counted.
/// @param options   age_power 1..6.
/// @param left_out  gets "score of whom: reason" for every curve that cannot be fitted.
/// @throws std::invalid_argument  a power outside its range, or ages were not kept.
/// @see        `fit_norm_regression()`, `fit_continuous_norms()`, `fit_beta_binomial_norms()`.
[[nodiscard]] inline std::vector<norm_model> norm_models_of(const norm_sample_counts& sample, const norm_layout& layout,
                                                            const norm_model_options& options,
                                                            std::vector<std::string>& left_out)
{
    constexpr int highest_power = 6;
    check_within("norm_models_of", "age_power", options.age_power, 1, highest_power);
    std::vector<std::vector<std::size_t>> whom{{}};
    std::vector<std::size_t> all;
    for (std::size_t g = 0; g < sample.genders().size(); ++g) {
        all.push_back(g);
        if (options.method != norm_method::regression)
            whom.push_back({g});
    }
    if (options.method == norm_method::regression && !all.empty())
        whom.push_back(all);
    std::vector<norm_model> models;
    for (std::size_t i = 0; i < layout.key().outputs().size(); ++i) {
        const bool is_scale = layout.key().outputs()[i].origin == score_origin::scale;
        if (!layout.is_counted(i) || (options.method == norm_method::beta_binomial && !is_scale))
            continue;
        for (const std::vector<std::size_t>& genders : whom) {
            std::string reason;
            if (auto model = detail::norm_model_fitter(sample, layout, i, options).fit(genders, reason)) {
                models.push_back(std::move(*model));
                continue;
            }
            const std::string people = genders.empty()       ? "everybody"
                                       : genders.size() == 1 ? sample.genders()[genders.front()]
                                                             : "all genders";
            left_out.push_back(fmt::format("curve of {} of {}: {}", layout.key().outputs()[i].id, people, reason));
        }
    }
    return models;
}

}  // namespace attune::inline v0
