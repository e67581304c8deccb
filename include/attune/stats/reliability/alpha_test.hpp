#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/reliability/alpha_interval.hpp"

namespace attune::inline v0 {

/// Whether the alphas of two independent groups differ.
struct two_alphas_test {
    double f = std::numeric_limits<double>::quiet_NaN();    ///< (1 - larger alpha) / (1 - smaller alpha), 0..1
    double df1 = std::numeric_limits<double>::quiet_NaN();  ///< of the F distribution that f is compared with
    double df2 = std::numeric_limits<double>::quiet_NaN();
    double p_one_sided = std::numeric_limits<double>::quiet_NaN();  ///< of an f this small or smaller
    double p_two_sided = std::numeric_limits<double>::quiet_NaN();
    estimate_status status = estimate_status::ok;
    std::string message;  ///< one sentence when `status` is not ok
};

/// Whether the alphas of several independent groups differ.
struct equal_alphas_test {
    double chi_square = std::numeric_limits<double>::quiet_NaN();
    int df = 0;                                           ///< groups less one
    double p = std::numeric_limits<double>::quiet_NaN();  ///< of a chi-square this large or larger
    estimate_status status = estimate_status::ok;
    std::string message;  ///< one sentence when `status` is not ok
};

namespace detail {

/// A test that could not be computed, and why.
template <typename Test>
[[nodiscard]] Test refused(estimate_status status, std::string message)
{
    Test made;
    made.status = status;
    made.message = std::move(message);
    return made;
}

/// Marks a test of alphas that are not known or leave no error to compare.
///
/// @return  whether the alphas can be compared; if not, `made` says why.
template <typename Test>
[[nodiscard]] bool has_comparable(std::span<const alpha_sample> groups, Test& made)
{
    for (const alpha_sample& group : groups) {
        if (std::isnan(group.alpha)) {
            made = refused<Test>(estimate_status::not_known, "the alpha of a group is not known");
            return false;
        }
        if (group.alpha >= 1) {
            made = refused<Test>(estimate_status::not_defined,
                                 "an alpha of 1 or more leaves no error that could be compared");
            return false;
        }
    }
    return true;
}

}  // namespace detail

/// Feldt's test that the alphas of two independent groups are equal, for normal answers and parallel items.
///
/// With group 1 that of the smaller alpha, W = (1 - alpha_2) / (1 - alpha_1) is distributed like a product of two F
/// variables, one with d1 = n_1 - 1 and d2 = (n_1 - 1)(k_1 - 1), the other with d3 = (n_2 - 1)(k_2 - 1) and d4 = n_2 -
/// 1 degrees of freedom, which an F distribution of the same mean A and mean square B stands for:
///
///     A   = d2 / (d2 - 2) * d4 / (d4 - 2)
///     B   = (d1 + 2) d2^2 / ((d2 - 2)(d2 - 4) d1) * (d3 + 2) d4^2 / ((d4 - 2)(d4 - 4) d3)
///     df2 = 2 A / (A - 1),  df1 = 2 A^2 / (2 B - A B - A^2)
///
/// @param one,other  the groups, in any order; k items and n persons may differ.
/// @return     NaN with `not_known` when an alpha is, `not_defined` when an alpha is 1 or more, `too_few_persons` when
///             d2 or d4 is 4 or less: the mean square does not exist. p_two_sided is twice p_one_sided, at most 1.
/// @throws std::invalid_argument  a group has fewer than 2 items or negative n_persons.
/// @see        Feldt (1969), Psychometrika 34, 363-373; Feldt & Ankenmann (1999), Psychological Methods 4, 366-377.
/// @note       CECPfuns::getPdiff2alphas has the same W, df1 and df2, but gives the F distribution df2 for its
/// numerator
///             and df1 for its denominator: for alphas .7 and .8 of 8 items and 200 and 150 persons .00731, where this
///             gives .00641 and a simulation of the mean squares .0064.
[[nodiscard]] inline two_alphas_test alpha_difference_test(const alpha_sample& one, const alpha_sample& other)
{
    for (const alpha_sample* group : {&one, &other})
        detail::check_alpha_sample("alpha_difference_test", *group);
    two_alphas_test made;
    const alpha_sample groups[] = {one, other};
    if (!detail::has_comparable(groups, made))
        return made;

    const auto order = [](const alpha_sample& group) {
        return std::tuple(group.alpha, -group.n_persons, -group.n_items);
    };
    const bool one_is_larger = order(one) >= order(other);
    const alpha_sample& larger = one_is_larger ? one : other;
    const alpha_sample& smaller = one_is_larger ? other : one;
    const auto d1 = static_cast<double>(smaller.n_persons - 1);
    const double d2 = d1 * static_cast<double>(smaller.n_items - 1);
    const auto d4 = static_cast<double>(larger.n_persons - 1);
    const double d3 = d4 * static_cast<double>(larger.n_items - 1);
    if (d2 <= 4 || d4 <= 4)
        return detail::refused<two_alphas_test>(
            estimate_status::too_few_persons,
            fmt::format("{} and {} persons are too few to compare alphas", one.n_persons, other.n_persons));
    const double mean = d2 / (d2 - 2) * d4 / (d4 - 2);
    const double square =
        (d1 + 2) * d2 * d2 / ((d2 - 2) * (d2 - 4) * d1) * (d3 + 2) * d4 * d4 / ((d4 - 2) * (d4 - 4) * d3);
    made.f = (1 - larger.alpha) / (1 - smaller.alpha);
    made.df1 = 2 * mean * mean / (2 * square - mean * square - mean * mean);
    made.df2 = 2 * mean / (mean - 1);
    made.p_one_sided = cdf(detail::f_distribution(made.df1, made.df2), made.f);
    made.p_two_sided = std::min(1.0, 2 * made.p_one_sided);
    return made;
}

/// The test of Feldt, Woodruff and Salih that the alphas of several independent groups are equal:
///
///     u_g        = (1 - alpha_g)^(-1/3)
///     S_g^2      = 2 / (9 (m_g - 1) (1 - alpha_g)^(2/3)),  m_g = n_g (k_g - 1) / (k_g + 1)
///     chi_square = sum of (u_g - mean u)^2 / mean S^2,     groups - 1 degrees of freedom
///
/// @param groups  two or more; items and persons may differ.
/// @return     NaN with `not_known` when an alpha is, `not_defined` when an alpha is 1 or more, `too_few_persons` when
///             some m_g is 1 or less.
/// @throws std::invalid_argument  fewer than two groups, or a group has fewer than 2 items or negative n_persons.
/// @note       Cautious: it takes the variance of log(1 - alpha) for about (k + 1) / k times what it is for normal
///             answers. For two groups `alpha_difference_test()` is sharper.
/// @see        Feldt, Woodruff & Salih (1987), Applied Psychological Measurement 11, 93-103. Agrees with
///             cocron::cocron.n.coefficients(dep = FALSE).
[[nodiscard]] inline equal_alphas_test alpha_equality_test(std::span<const alpha_sample> groups)
{
    if (groups.size() < 2)
        fail_argument("alpha_equality_test", "groups", "be at least two", fmt::format("{}", groups.size()));
    for (const alpha_sample& group : groups)
        detail::check_alpha_sample("alpha_equality_test", group);
    equal_alphas_test made;
    if (!detail::has_comparable(groups, made))
        return made;

    const auto n_groups = static_cast<double>(groups.size());
    double mean_u = 0;
    double mean_variance = 0;
    for (const alpha_sample& group : groups) {
        const auto k = static_cast<double>(group.n_items);
        const double m = static_cast<double>(group.n_persons) * (k - 1) / (k + 1);
        if (m <= 1)
            return detail::refused<equal_alphas_test>(
                estimate_status::too_few_persons,
                fmt::format("{} persons are too few to compare alphas", group.n_persons));
        const double root = std::cbrt(1 - group.alpha);
        mean_u += 1 / root / n_groups;
        mean_variance += 2 / (9 * (m - 1) * root * root) / n_groups;
    }
    made.chi_square = 0;
    for (const alpha_sample& group : groups) {
        const double deviation = 1 / std::cbrt(1 - group.alpha) - mean_u;
        made.chi_square += deviation * deviation / mean_variance;
    }
    made.df = static_cast<int>(groups.size()) - 1;
    made.p = cdf(complement(detail::chi_square_distribution(made.df), made.chi_square));
    return made;
}

}  // namespace attune::inline v0
