#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attune/analysis/factor_analysis.hpp"
#include "attune/analysis/factor_sets.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/factor/average_partial.hpp"
#include "attune/stats/factor/detail/usable_correlations.hpp"
#include "attune/stats/factor/fit_statistics.hpp"
#include "attune/stats/factor/maximum_likelihood.hpp"
#include "attune/stats/factor/minimum_residual.hpp"
#include "attune/stats/factor/parallel_analysis.hpp"
#include "attune/stats/factor/residual_fit.hpp"
#include "attune/stats/factor/rotation/rotate.hpp"
#include "attune/stats/factor/sampling_adequacy.hpp"
#include "attune/stats/factor/schmid_leiman.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// Factors the items of a set.
///
/// The number of factors is `options.n_factors`; otherwise one for each scale with a target, and else the number of
/// eigenvalues that are above the percentile of parallel analysis. Communalities are 1 - uniquenesses.
///
/// @param set      of `factor_sets()`.
/// @param data     of the same items, in their order.
/// @param options  how; `options.rotation.wanted` is not read.
/// @return         what cannot be computed is NaN or empty, and status and message say why: a matrix that is not
///                 positive semidefinite has no factors, eigenvalues or adequacy at all. After a Heywood case loadings
///                 stand, and there is neither a Schmid-Leiman solution nor a coefficient. The coefficients are there
///                 in any case, each with its reason; omega_total also when a rotation does not converge.
/// @see            Hofmann (1978), Multivariate Behavioral Research 13, 247-250 for complexity.
[[nodiscard]] inline factor_analysis factors_of(const factor_set& set, const factor_data& data,
                                                const factor_options& options);

namespace detail {

/// A target from the key: items of other scales load 0, the rest is free.
[[nodiscard]] inline matrix target_of_key(const factor_set& set)
{
    matrix wanted =
        matrix::Zero(static_cast<Eigen::Index>(set.items.size()), static_cast<Eigen::Index>(set.scales.size()));
    for (std::size_t i = 0; i < set.items.size(); ++i)
        for (std::size_t s = 0; s < set.scales.size(); ++s)
            if (set.items[i].scale == set.scales[s])
                wanted(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(s)) =
                    std::numeric_limits<double>::quiet_NaN();
    return wanted;
}

[[nodiscard]] inline chance_eigenvalues chance_of(const factor_data& data, Eigen::Index n_items,
                                                  const factor_options& options)
{
    if (!options.is_permuted)
        return parallel_normal(data.n_used, static_cast<int>(n_items), options.parallel);
    const Eigen::Map<const Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> answers(
        data.complete.data(), static_cast<Eigen::Index>(data.complete.size()) / n_items, n_items);
    return parallel_permuted(answers, options.parallel);
}

/// Unrotated loadings of standardised items and what belongs to them, into `made`; nothing else of it is changed.
///
/// @param n_complete  how many people the correlations rest on, each with every item; nothing when there is no such
///                    number.
[[nodiscard]] inline matrix extract(const matrix& r, factor_method method, std::optional<std::int64_t> n_complete,
                                    factor_analysis& made)
{
    const auto take = [&](auto&& found) {
        made.uniquenesses = std::move(found.uniquenesses);
        made.gradient_norm = found.gradient_norm;
        made.n_iterations = found.n_iterations;
        made.status = found.status;
        made.message = std::move(found.message);
        return std::move(found.loadings);
    };
    if (method == factor_method::ml) {
        ml_factors found = maximum_likelihood_factors(r, made.n_factors);
        made.likelihood = fit_of_factors(r, found, n_complete);
        return take(std::move(found));
    }
    return take(minimum_residual_factors(r, made.n_factors));
}

/// (sum of l^2)^2 / sum of l^4 of each row.
[[nodiscard]] inline Eigen::VectorXd complexity_of(const matrix& loadings)
{
    const Eigen::ArrayXXd squares = loadings.array().square();
    return squares.rowwise().sum().square() / squares.square().rowwise().sum();
}

/// A message with "item 3" or "items 3, 7" in the numbers of the form, in place of those of the set.
[[nodiscard]] inline std::string in_numbers_of_form(const factor_set& set, std::string_view message)
{
    std::string made;
    bool is_list = false;  // only numbers and what stands between them were read since the word
    for (std::size_t at = 0; at < message.size();) {
        const std::size_t end = std::min(message.find_first_not_of("0123456789", at), message.size());
        if (end > at) {
            const std::size_t place = std::stoul(std::string(message.substr(at, end - at)));
            const bool is_item = is_list && place >= 1 && place <= set.items.size();
            made += is_item ? fmt::format("{}", set.items[place - 1].number) : message.substr(at, end - at);
            at = end;
            continue;
        }
        made += message[at++];
        if (made.ends_with("item ") || made.ends_with("items "))
            is_list = true;
        else if (made.back() != ',' && made.back() != ' ')
            is_list = false;
    }
    return made;
}

/// The coefficients of a sum of the standardised items, as far as what was fitted tells them.
///
/// @param variance  of the sum; NaN when it has none or is not known.
inline void add_omegas(factor_analysis& made, double variance)
{
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const std::string method = fmt::format("{} factors, Schmid-Leiman", made.n_factors);
    const auto figure = [&](std::string_view id, double value) {
        estimate of = unknown_estimate(id, method, made.n_used);
        of.value = value;
        if (std::isfinite(value))
            return of;
        if (made.status == estimate_status::ok && std::isnan(variance))
            return without_value(std::move(of), estimate_status::no_variance,
                                 "the sum of the standardised items has no variance");
        return made.status != estimate_status::ok ? without_value(std::move(of), made.status, made.message)
                                                  : without_value(std::move(of), made.parts.status, made.parts.message);
    };
    const bool has_uniquenesses = made.uniquenesses.size() > 0 && made.status != estimate_status::heywood;
    const double general = made.parts.general.size() > 0 ? made.parts.general.sum() : nan;
    made.coefficients = {figure("omega_total", has_uniquenesses ? 1 - made.uniquenesses.sum() / variance : nan),
                         figure("omega_hierarchical", general * general / variance), figure("ecv", made.parts.ecv)};
}

}  // namespace detail

inline factor_analysis factors_of(const factor_set& set, const factor_data& data, const factor_options& options)
{
    factor_analysis made;
    made.set = set;
    made.n_persons = data.n_persons;
    made.n_used = data.n_used;
    made.n_complete = data.n_complete;
    const auto p = static_cast<Eigen::Index>(set.items.size());
    double variance = std::numeric_limits<double>::quiet_NaN();  // of the sum of the standardised items
    const auto refuse = [&](estimate_status why, const std::string& message) {
        made.status = made.parts.status = why;
        made.message = made.parts.message = detail::in_numbers_of_form(set, message);
        detail::add_omegas(made, variance);
        return made;
    };
    const auto refuse_all = [&](estimate_status why, const std::string& message) {
        refuse(why, message);
        made.adequacy.kmo =
            detail::without_value(detail::unknown_estimate("kmo", "correlations", data.n_used), why, made.message);
        made.sphericity.status = made.partials.status = why;
        made.sphericity.message = made.partials.message = made.message;
        return made;
    };
    if (p < 3)
        return refuse_all(estimate_status::not_defined, "factors need 3 items or more");
    if (data.status != estimate_status::ok)
        return refuse_all(data.status, data.message);
    if (data.n_used < 3)
        return refuse_all(estimate_status::too_few_persons,
                          fmt::format("factors need 3 people or more, and there are {}", data.n_used));
    const detail::usable_correlations usable = detail::correlations_to_factor(data.cov);
    if (usable.status != estimate_status::ok)
        return refuse_all(usable.status, usable.message);
    const matrix& r = usable.r;
    if (options.is_permuted && data.n_complete < 3)
        return refuse_all(
            estimate_status::too_few_persons,
            fmt::format("permuted answers need 3 complete people or more, and there are {}", data.n_complete));

    if (r.sum() > detail::rounding_of_sum(r))
        variance = r.sum();
    made.adequacy = kaiser_meyer_olkin(r, data.n_used);
    made.sphericity = bartlett_sphericity(r, data.n_used);
    made.partials = minimum_average_partial(r);
    made.eigenvalues = descending_eigenvalues(r);
    made.chance = detail::chance_of(data, p, options);
    made.n_parallel = n_factors_above(made.eigenvalues, made.chance.percentile);

    const bool is_target = options.rotation.criterion == rotation_criterion::target;
    made.is_asked = options.n_factors > 0;
    made.n_factors = made.is_asked ? options.n_factors
                     : is_target   ? static_cast<int>(set.scales.size())
                                   : made.n_parallel;
    if (made.n_factors == 0 && !made.chance.percentile.allFinite())
        return refuse(estimate_status::no_variance,
                      "among the people whose answers are permuted an item has no variance");
    if (made.n_factors == 0)
        return refuse(estimate_status::not_defined,
                      "parallel analysis finds no factor: the items have no more in common than by chance");
    if (made.n_factors >= p)
        return refuse(estimate_status::not_defined,
                      fmt::format("{} items are too few for {} factors", p, made.n_factors));

    const matrix unrotated = detail::extract(
        r, options.method, options.missing == missing_handling::listwise ? std::optional(data.n_used) : std::nullopt,
        made);
    if (made.likelihood)
        made.likelihood->message = detail::in_numbers_of_form(set, made.likelihood->message);
    if (made.status != estimate_status::ok)
        refuse(made.status, made.message);
    if (made.status != estimate_status::ok && made.status != estimate_status::heywood)
        return made;
    made.fit = fit_of_residuals(r, unrotated, made.uniquenesses, data.n_used);
    rotation_options how = options.rotation;
    if (is_target) {
        if (made.n_factors != static_cast<int>(set.scales.size()))
            return refuse(estimate_status::not_defined,
                          fmt::format("a target from the key has a factor for each scale: {}, not {}",
                                      set.scales.size(), made.n_factors));
        how.wanted = detail::target_of_key(set);
    }
    made.rotation = rotate(unrotated, how);
    made.loadings = made.rotation.loadings;
    made.correlations = made.rotation.correlations;
    if (made.rotation.status != estimate_status::ok)
        return refuse(made.rotation.status, made.rotation.message);
    for (int factor = 0; factor < made.n_factors; ++factor)
        made.names.push_back(is_target ? set.scales[static_cast<std::size_t>(factor)] : fmt::format("F{}", factor + 1));
    made.complexity = detail::complexity_of(made.loadings);
    made.explained = (made.correlations * made.loadings.transpose() * made.loadings).diagonal();
    if (made.status == estimate_status::ok)
        made.parts = schmid_leiman(made.loadings, made.correlations);
    detail::add_omegas(made, variance);
    return made;
}

}  // namespace attune::inline v0
