#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "attune/core/estimate.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/reliability/conditional_sem.hpp"
#include "attune/stats/reliability/part_sums.hpp"

namespace attune::inline v0 {

/// Lord's binomial standard error: each step of an answer above the lowest counts as one of K independent items that
/// are solved or not, K = n_items (max - min), x = sum - n_items min:
///
///     csem_lord = sqrt(x (K - x) / (K - 1))
///
/// For items of two categories this is Lord's. For more it is a convention: the steps of one answer are not
/// independent, so its size says little, and its shape what `conditional_sem_keats()` makes of it.
///
/// @param sums  of any parts; only the range of their sums is used.
/// @return     id "csem_lord", a value for each sum between the lowest and the highest of the people; `too_few_persons`
///             when there is nobody.
/// @see        Lord (1955), Educational and Psychological Measurement 15, 325-336; Lord (1957), Educational and
///             Psychological Measurement 17, 510-521. Agrees with JASP's "Lord" for two categories.
[[nodiscard]] inline conditional_sem conditional_sem_lord(const part_sums& sums)
{
    const auto n_items = static_cast<std::int64_t>(sums.n_items());
    const std::int64_t n_steps = n_items * (sums.max() - sums.min());
    conditional_sem made{
        "csem_lord",
        fmt::format("binomial, {} steps from {} to {}", n_steps, sums.lowest_sum(), sums.lowest_sum() + n_steps),
        {}};
    const detail::level_pool all = detail::all_people(sums);
    if (all.n == 0)
        return detail::without_levels(std::move(made), estimate_status::too_few_persons, "nobody answered every item");
    detail::add_each_sum(made, sums, all, [&](std::int64_t at) {
        const auto x = static_cast<double>(at - sums.lowest_sum());
        const auto k = static_cast<double>(n_steps);
        return std::sqrt(x * (k - x) / (k - 1));
    });
    return made;
}

/// Keats' correction of the binomial standard error, which makes the mean error variance what the reliability says:
///
///     csem_keats = csem_lord sqrt((1 - reliability) / (1 - KR21)),   KR21 = K / (K - 1) (1 - M (K - M) / (K V)),
///
/// M and V mean and variance (divisor n - 1) of x. The convention about steps cancels: sqrt(x (K - x) c) with
/// c = (1 - reliability) V / (M (K - M) - V).
///
/// @param sums         as for `conditional_sem_lord()`.
/// @param reliability  of the sum, e.g. alpha; 0..1.
/// @return     id "csem_keats"; `too_few_persons` below two people, `not_known` when the reliability is NaN,
///             `not_defined` when it lies outside 0..1 or all scores are the two ends, `no_variance` when they are all
///             the same.
/// @see        Keats (1957), Psychometrika 22, 29-41; Feldt, Steffen & Gupta (1985), Applied Psychological Measurement
/// 9,
///             351-361, who recommend it. Agrees with JASP's "Keats" for two categories.
[[nodiscard]] inline conditional_sem conditional_sem_keats(const part_sums& sums, double reliability)
{
    conditional_sem made = conditional_sem_lord(sums);
    made.id = "csem_keats";
    made.method += std::isnan(reliability) ? ", brought to a reliability"
                                           : fmt::format(", brought to a reliability of {:.4f}", reliability);
    const auto refuse = [&](estimate_status status, std::string message) {
        made.levels.clear();
        return detail::without_levels(std::move(made), status, std::move(message));
    };
    const detail::level_pool all = detail::all_people(sums);
    if (all.n < 2)
        return refuse(estimate_status::too_few_persons, "a reliability needs 2 people who answered every item");
    if (std::isnan(reliability))
        return refuse(estimate_status::not_known, "the reliability is not known");
    if (reliability < 0 || reliability > 1)
        return refuse(estimate_status::not_defined,
                      fmt::format("a reliability lies in 0..1, but this is {:.3g}", reliability));
    if (all.lowest == all.highest)
        return refuse(estimate_status::no_variance, "all scores are the same");
    const auto n = static_cast<double>(all.n);
    const auto k = static_cast<double>(sums.n_items()) * (sums.max() - sums.min());
    const double mean = static_cast<double>(all.total) / n - static_cast<double>(sums.lowest_sum());
    double variance = 0;
    for (std::size_t i = 0; i < sums.levels().size(); ++i)
        variance += static_cast<double>(sums.levels()[i].n) * std::pow(static_cast<double>(i) - mean, 2) / (n - 1);
    const double kr21 = k / (k - 1) * (1 - mean * (k - mean) / (k * variance));
    if (!(kr21 < 1))
        return refuse(estimate_status::not_defined, "all scores are the lowest or the highest");
    for (level_error& level : made.levels)
        level.value *= std::sqrt((1 - reliability) / (1 - kr21));
    return made;
}

}  // namespace attune::inline v0
