#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include <boost/math/special_functions/gamma.hpp>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/detail/math_policy.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/detail/noncentral_t.hpp"
#include "attune/stats/groups/group_summary.hpp"
#include "attune/stats/groups/mean_difference.hpp"

namespace attune::inline v0 {

// How far two groups lie apart, in units that need no knowledge of the scale. All are first less second: when the
// groups change places, d and g change their sign, CL and U3 become 1 less themselves, the overlap stays.

/// Hedges' factor for the bias of Cohen's d, exact:
///
///     J = Gamma(df / 2) / (sqrt(df / 2) Gamma((df - 1) / 2)),   about 1 - 3 / (4 df - 1)
///
/// @param df  above 1.
/// @throws std::invalid_argument  df is not above 1, or not finite.
/// @see       Hedges (1981), Journal of Educational Statistics 6, 107-128.
[[nodiscard]] inline double hedges_factor(double df)
{
    if (!(df > 1) || std::isinf(df))
        fail_argument("hedges_factor", "df", "be above 1 and finite", fmt::format("{}", df));
    const double ratio = boost::math::tgamma_delta_ratio((df - 1) / 2, 0.5, detail::math_policy());
    return 1 / (std::sqrt(df / 2) * ratio);
}

/// Cohen's d of two groups: their difference in pooled standard deviations.
///
///     d = (m1 - m2) / s_p,   SE = sqrt((n1 + n2) / (n1 n2) + d^2 / (2 (n1 + n2)))
///
/// with the interval of the noncentral t: the effects for which t = d sqrt(n1 n2 / (n1 + n2)) lies at the quantiles
/// (1 +- level) / 2 of its distribution.
///
/// @param first,second  any unit, the same for both; at least 2 persons each.
/// @param level         of the interval, between 0 and 1.
/// @return     id "cohen_d" with std_error and ci of method "noncentral_t". NaN and `too_few_persons`, `not_known` or
///             `no_variance` (both sds are 0).
/// @throws std::invalid_argument  an sd or a size is negative, a number above 1e150, or level not between 0 and 1.
/// @note       Supposes normal scores of equal spread. Biased upwards in small groups: see `hedges_g()`.
/// @see        Cohen (1988), Statistical power analysis; Steiger & Fouladi (1997), in Harlow et al. (eds.), What if
///             there were no significance tests?, 221-257. Agrees with MBESS::ci.smd.
[[nodiscard]] inline estimate cohen_d(const group_summary& first, const group_summary& second, double level = 0.95)
{
    check_probability("cohen_d", "level", level);
    estimate made{.id = "cohen_d", .n_persons = first.n_persons + second.n_persons, .method = "pooled sd"};
    if (const auto reason = detail::why_not_comparable("cohen_d", std::array{first, second}))
        return detail::refused(std::move(made), *reason);
    const auto n1 = static_cast<double>(first.n_persons);
    const auto n2 = static_cast<double>(second.n_persons);
    made.value = (first.mean - second.mean) / pooled_sd(first, second);
    made.std_error = std::sqrt((n1 + n2) / (n1 * n2) + made.value * made.value / (2 * (n1 + n2)));
    const double scale = std::sqrt(1 / n1 + 1 / n2);
    const auto [lower, upper] = detail::noncentrality_interval(made.value / scale, n1 + n2 - 2, level);
    made.ci = confidence_interval{lower * scale, upper * scale, level, "noncentral_t"};
    return made;
}

/// Hedges' g: Cohen's d without its bias, J d with the exact factor J of n1 + n2 - 2 degrees of freedom.
///
/// @param first,second,level  as for `cohen_d()`.
/// @return     id "hedges_g"; std_error and ci are J times those of d. NaN as for `cohen_d()`.
/// @throws std::invalid_argument  as for `cohen_d()`.
/// @see        Hedges (1981), Journal of Educational Statistics 6, 107-128.
[[nodiscard]] inline estimate hedges_g(const group_summary& first, const group_summary& second, double level = 0.95)
{
    estimate made = cohen_d(first, second, level);
    made.id = "hedges_g";
    made.method = "pooled sd, exact factor";
    if (made.status != estimate_status::ok)
        return made;
    const double j = hedges_factor(static_cast<double>(first.n_persons + second.n_persons - 2));
    made.value *= j;
    *made.std_error *= j;
    made.ci->lower *= j;
    made.ci->upper *= j;
    return made;
}

namespace detail {

/// A figure that rises with d; its interval is that of d, carried over.
template <typename Rising>
[[nodiscard]] estimate carried_over(std::string_view id, estimate d, Rising figure)
{
    d.id = id;
    d.method = "from cohen_d, assumes normal";
    d.std_error.reset();
    if (d.status != estimate_status::ok)
        return d;
    d.value = figure(d.value);
    d.ci->lower = figure(d.ci->lower);
    d.ci->upper = figure(d.ci->upper);
    return d;
}

}  // namespace detail

/// Common-language effect size: the chance that somebody of the first group scores higher than somebody of the second,
/// Phi(d / sqrt(2)).
///
/// @param d  what `cohen_d()` gave, or `hedges_g()`.
/// @return   id "cl", 0..1, with the interval of d carried over; NaN with the reason that d has.
/// @see      McGraw & Wong (1992), Psychological Bulletin 111, 361-365.
[[nodiscard]] inline estimate common_language(const estimate& d)
{
    return detail::carried_over("cl", d, [](double x) { return detail::normal_share(x / std::sqrt(2.0)); });
}

/// Cohen's U3: the share of the second group below the mean of the first, Phi(d).
///
/// @param d  as for `common_language()`.
/// @return   id "u3", 0..1, otherwise as for `common_language()`.
/// @see      Cohen (1988), Statistical power analysis, 2.2.
[[nodiscard]] inline estimate u3(const estimate& d)
{
    return detail::carried_over("u3", d, [](double x) { return detail::normal_share(x); });
}

/// The overlap of two normal distributions of equal spread: 2 Phi(-|d| / 2).
///
/// @param d  as for `common_language()`.
/// @return   id "overlap", 0..1. Its interval runs over all effects in that of d: it ends at 1 when that holds 0.
/// @see      Reiser & Faraggi (1999), The Statistician 48, 413-418.
[[nodiscard]] inline estimate overlap(const estimate& d)
{
    const auto overlap_of = [](double x) { return 2 * detail::normal_share(-std::abs(x) / 2); };
    estimate made = detail::carried_over("overlap", d, overlap_of);
    if (made.status == estimate_status::ok) {
        const auto [smaller, larger] = std::minmax(made.ci->lower, made.ci->upper);
        const bool holds_zero = d.ci->lower <= 0 && d.ci->upper >= 0;
        *made.ci = {smaller, holds_zero ? 1 : larger, d.ci->level, d.ci->method};
    }
    return made;
}

}  // namespace attune::inline v0
