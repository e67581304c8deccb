#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/scale_quality.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/factor/fit_statistics.hpp"
#include "attune/stats/factor/hierarchical_omega.hpp"
#include "attune/stats/items/item_statistics.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/moments/moments.hpp"
#include "attune/stats/reliability/alpha.hpp"
#include "attune/stats/reliability/alpha_adf.hpp"
#include "attune/stats/reliability/alpha_interval.hpp"
#include "attune/stats/reliability/guttman.hpp"
#include "attune/stats/reliability/measurement_error.hpp"
#include "attune/stats/reliability/omega.hpp"
#include "attune/stats/reliability/split_half.hpp"

namespace attune::inline v0 {

/// Covariances to compute coefficients from, in place of those that the moments have: by EM, for one.
struct given_covariances {
    matrix cov;
    std::int64_t n_persons = 0;
    estimate_status status = estimate_status::ok;  ///< when not ok, nothing is computed, and every figure says why
    std::string message;
};

/// The quality of one scale of a form.
///
/// Reliability coefficients, each of the score of all items of the scale, are alpha_raw, alpha_std, inter_item_r_mean,
/// inter_item_r_median, omega_u, omega_u_obs, omega_total, omega_hierarchical, ecv, lambda1 to lambda6, mu2,
/// split_equal_min, split_equal_mean, split_equal_max, sem and sdc; the last two in the units of the score, from its sd
/// and alpha_raw. Under pairwise and em neither alpha nor omega has an interval, and one factor no test: nobody knows
/// how many people they rest on.
///
/// @param key    of the form.
/// @param all    moments of the layout that `layout_of(key)` gives.
/// @param scale  place of the scale in that layout.
/// @param options  handling of people who left items out, kind and level of the interval.
/// @param given  covariances by EM; needed when `options.missing` is em.
/// @return       figures that cannot be computed are NaN with a status and a sentence. A scale of one item has items
///               and no coefficients.
[[nodiscard]] scale_quality quality_of_scale(const scoring_key& key, const moments& all, std::size_t scale,
                                             const quality_options& options = {}, const given_covariances& given = {});

namespace detail {

inline constexpr const char* no_interval_without_complete_answers =
    "no interval without complete answers: it would rest on a number of people that is not there";

[[nodiscard]] inline estimate alpha_with_interval(const moments& all, std::size_t scale, const matrix& cov,
                                                  std::int64_t n_persons, const quality_options& options)
{
    if (options.missing != missing_handling::listwise) {
        estimate alpha = alpha_raw(cov, n_persons);
        if (alpha.status == estimate_status::ok)
            alpha.message = no_interval_without_complete_answers;
        return alpha;
    }
    switch (options.interval) {
    case alpha_interval_method::adf: return alpha_interval_adf(all, scale, options.level);
    case alpha_interval_method::feldt: return alpha_interval_feldt(cov, n_persons, options.level);
    case alpha_interval_method::van_zyl: return alpha_interval_van_zyl(cov, n_persons, options.level);
    case alpha_interval_method::bonett: return alpha_interval_bonett(cov, n_persons, options.level);
    }
    return alpha_raw(cov, n_persons);
}

/// Adds the omegas, the fit of their factor and what becomes of omega without each item.
inline void add_omegas(scale_quality& result, const matrix& cov, std::int64_t n_persons, const quality_options& options)
{
    const bool is_listwise = options.missing == missing_handling::listwise;
    const person_count n_complete = is_listwise && n_persons > 0 ? person_count(n_persons) : std::nullopt;
    one_factor_omegas omegas = omegas_of_one_factor(cov, n_complete, options.level);
    for (estimate* omega : {&omegas.model, &omegas.observed}) {
        omega->n_persons = n_persons;
        if (omega->status == estimate_status::ok && !n_complete)
            omega->message = no_interval_without_complete_answers;
        result.coefficients.push_back(std::move(*omega));
    }
    result.fit = fit_of_factors(cov, omegas.factor, n_complete);
    const std::vector<double> without = omega_u_if_dropped(cov, omegas.factor);
    for (std::size_t p = 0; p < without.size(); ++p)
        result.items[p].omega_if_dropped = without[p];
}

}  // namespace detail

inline scale_quality quality_of_scale(const scoring_key& key, const moments& all, std::size_t scale,
                                      const quality_options& options, const given_covariances& given)
{
    const scored_output& output = *detail::scale_outputs(key).at(scale);
    const moment_scale& layout = all.layout().scales.at(scale);
    const moments::scale_sums sums = all.scale(scale);
    scale_quality result;
    result.id = output.id;
    result.n_items = output.n_items;
    result.n_persons = all.n_persons();
    result.n_complete = sums.n;

    const auto k = static_cast<double>(output.n_items);
    bool is_mean = true;
    for (const attune::scale& s : key.form().scales)
        if (s.id == output.base_id)
            is_mean = s.score == aggregation::mean;
    const double unit = is_mean ? k : 1;  // what one answer unit of the total is in the score
    if (sums.n > 0)
        result.mean = static_cast<double>(sums.total) / static_cast<double>(sums.n) / unit;
    result.sd = std::sqrt(detail::covariance_of(sums.n, sums.total, sums.total, sums.total_2)) / unit;

    const scale_covariances found = options.missing == missing_handling::pairwise ? pairwise_covariances(all, scale)
                                                                                  : listwise_covariances(all, scale);
    const matrix& cov = options.missing == missing_handling::em ? given.cov : found.cov;
    const std::int64_t n = options.missing == missing_handling::em ? given.n_persons : found.n_persons;
    const std::size_t n_in_form = key.form().items.size();
    for (std::size_t p = 0; p < layout.items.size(); ++p) {
        const item& asked = key.form().items[layout.items[p] % n_in_form];
        result.items.push_back({asked.number, asked.id, layout.is_reversed[p], distribution_of(all, scale, p), {}});
    }
    if (output.n_items < 2)
        return result;

    const bool is_known = options.missing != missing_handling::em || given.status == estimate_status::ok;
    const matrix unknown =
        matrix::Constant(static_cast<Eigen::Index>(layout.items.size()), static_cast<Eigen::Index>(layout.items.size()),
                         std::numeric_limits<double>::quiet_NaN());
    const matrix& from = is_known ? cov : unknown;
    result.coefficients = {detail::alpha_with_interval(all, scale, from, n, options), alpha_std(from, n),
                           inter_item_r_mean(from, n), inter_item_r_median(from, n)};
    detail::add_omegas(result, from, n, options);
    const hierarchical_omega_result several = hierarchical_omega(from, n);
    result.coefficients.insert(result.coefficients.end(),
                               {several.omega_total, several.omega_hierarchical, several.ecv});
    const equal_splits splits = split_equal(from, n);
    result.coefficients.insert(result.coefficients.end(),
                               {lambda1(from, n), lambda2(from, n), lambda3(from, n), lambda4(from, n),
                                lambda5(from, n), lambda6(from, n), mu2(from, n), splits.min, splits.mean, splits.max});
    const double alpha = result.coefficients.front().value;
    result.coefficients.push_back(sem(result.sd, alpha));
    result.coefficients.push_back(sdc(result.sd, alpha, options.level));
    if (!is_known) {
        for (estimate& figure : result.coefficients) {
            figure.status = given.status;
            figure.message = given.message;
        }
        result.fit->status = given.status;
        result.fit->message = given.message;
    } else {
        const std::vector<item_relations> relations = relations_of_items(from);
        for (std::size_t p = 0; p < relations.size(); ++p)
            result.items[p].relations = relations[p];
    }
    return result;
}

}  // namespace attune::inline v0
