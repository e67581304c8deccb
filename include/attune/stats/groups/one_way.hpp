#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/groups/group_summary.hpp"

namespace attune::inline v0 {

/// Whether the means of several groups differ.
struct one_way_test {
    f_test test;
    estimate eta_squared;    ///< id "eta_squared": share of the variance that lies between groups, of the sample
    estimate omega_squared;  ///< id "omega_squared": the same of the population, nearly without bias; may be below 0
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok; then all figures are NaN
};

namespace detail {

inline void check_several(std::string_view function, std::span<const group_summary> groups)
{
    if (groups.size() < 2)
        fail_argument(function, "groups", "hold at least 2 groups", fmt::format("{} long", groups.size()));
}

[[nodiscard]] inline one_way_test no_one_way(const refusal& reason)
{
    one_way_test made;
    made.eta_squared = refused({.id = "eta_squared"}, reason);
    made.omega_squared = refused({.id = "omega_squared"}, reason);
    made.status = reason.status;
    made.message = reason.message;
    return made;
}

}  // namespace detail

/// One-way analysis of variance from means, standard deviations and sizes:
///
///     F = (sum n_g (m_g - m)^2 / (k - 1)) / (sum (n_g - 1) s_g^2 / (N - k)),   m = sum n_g m_g / N
///     eta^2 = SS_between / SS_total,   omega^2 = (SS_between - (k - 1) MS_within) / (SS_total + MS_within)
///
/// @param groups  at least 2 groups of at least 2 persons, any unit.
/// @return     F on k - 1 and N - k degrees of freedom with p. Refused with `too_few_persons`, `not_known` or
///             `no_variance` (all sds are 0).
/// @throws std::invalid_argument  fewer than 2 groups, an sd or a size is negative, or a number above 1e150.
/// @note       Of two groups F is the square of Student's t. Supposes equal spread: see `welch_anova()`.
/// @see        Fisher (1925), Statistical methods for research workers. Agrees with aov() of R.
[[nodiscard]] inline one_way_test one_way_from_summaries(std::span<const group_summary> groups)
{
    detail::check_several("one_way_from_summaries", groups);
    if (const auto reason = detail::why_not_comparable("one_way_from_summaries", groups))
        return detail::no_one_way(*reason);
    double n_persons = 0;
    double sum = 0;
    for (const group_summary& group : groups) {
        n_persons += static_cast<double>(group.n_persons);
        sum += static_cast<double>(group.n_persons) * (group.mean - groups[0].mean);
    }
    const double mean = groups[0].mean + sum / n_persons;
    double between = 0;
    double within = 0;
    for (const group_summary& group : groups) {
        const auto n = static_cast<double>(group.n_persons);
        between += n * (group.mean - mean) * (group.mean - mean);
        within += (n - 1) * group.sd * group.sd;
    }
    const auto k = static_cast<double>(groups.size());
    const double error = within / (n_persons - k);
    one_way_test made;
    made.test = {between / (k - 1) / error, k - 1, n_persons - k};
    made.test.p = detail::f_upper_tail(made.test.f, made.test.df1, made.test.df2);
    const auto n_all = static_cast<std::int64_t>(n_persons);
    made.eta_squared = {.id = "eta_squared", .value = between / (between + within), .n_persons = n_all};
    made.omega_squared = {
        .id = "omega_squared", .value = (between - (k - 1) * error) / (between + within + error), .n_persons = n_all};
    return made;
}

/// Welch's test of several means, for groups that may differ in spread: with w = n / s^2, W = sum w, m = sum w m_g / W,
///
///     A = sum w (m_g - m)^2 / (k - 1),   B = sum (1 - w / W)^2 / (n_g - 1),
///     F = A / (1 + 2 (k - 2) B / (k^2 - 1)),   df = k - 1, (k^2 - 1) / (3 B)
///
/// @param groups  as for `one_way_from_summaries()`, each with a spread of its own.
/// @return     F and p; refused as there, and with `no_variance` when one sd is 0.
/// @throws std::invalid_argument  as for `one_way_from_summaries()`.
/// @note       Of two groups F is the square of Welch's t, on its degrees of freedom.
/// @see        Welch (1951), Biometrika 38, 330-336. Agrees with oneway.test() of R.
[[nodiscard]] inline one_way_test welch_anova(std::span<const group_summary> groups)
{
    detail::check_several("welch_anova", groups);
    if (const auto reason = detail::why_not_comparable("welch_anova", groups))
        return detail::no_one_way(*reason);
    double weights = 0;
    double sum = 0;
    for (const group_summary& group : groups) {
        if (group.sd == 0)
            return detail::no_one_way({estimate_status::no_variance, "the scores of a group do not differ"});
        const double weight = static_cast<double>(group.n_persons) / (group.sd * group.sd);
        weights += weight;
        sum += weight * (group.mean - groups[0].mean);
    }
    const double mean = groups[0].mean + sum / weights;
    double between = 0;
    double correction = 0;
    for (const group_summary& group : groups) {
        const auto n = static_cast<double>(group.n_persons);
        const double weight = n / (group.sd * group.sd);
        between += weight * (group.mean - mean) * (group.mean - mean);
        correction += (1 - weight / weights) * (1 - weight / weights) / (n - 1);
    }
    const auto k = static_cast<double>(groups.size());
    const detail::refusal none{estimate_status::not_defined, "shares of variance suppose equal spread"};
    one_way_test made;
    made.eta_squared = detail::refused({.id = "eta_squared"}, none);
    made.omega_squared = detail::refused({.id = "omega_squared"}, none);
    made.test = {between / (k - 1) / (1 + 2 * (k - 2) * correction / (k * k - 1)), k - 1,
                 (k * k - 1) / (3 * correction)};
    made.test.p = detail::f_upper_tail(made.test.f, made.test.df1, made.test.df2);
    return made;
}

}  // namespace attune::inline v0
