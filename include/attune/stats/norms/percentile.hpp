#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/tools/roots.hpp>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/detail/math_policy.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/norms/score_distribution.hpp"

namespace attune::inline v0 {

/// What a percentile counts. Three definitions are in use; a report names its own.
enum class percentile_definition {
    mid_rank,  ///< people below and half of those with the same score (definition C): the default, as 50 is the middle
    below,     ///< people below (definition A)
    at_or_below  ///< people below and those with the same score (definition B)
};

[[nodiscard]] constexpr std::string_view to_string(percentile_definition definition)
{
    switch (definition) {
    case percentile_definition::mid_rank: return "mid_rank";
    case percentile_definition::below: return "below";
    case percentile_definition::at_or_below: return "at_or_below";
    }
    return "mid_rank";
}

/// How the sampling error of a percentile is told, of a norm that is itself a sample.
enum class percentile_interval_method {
    logit,           ///< normal on the scale of the logit: the default, close to its level with ties and without
    jeffreys,        ///< conservative under ties: takes half of the ties as people below, known as such
    tie_mixture,     ///< including tie order: each number of ties that may lie below is as likely
    clopper_pearson  ///< exact for a share without ties, and wider than its level
};

[[nodiscard]] constexpr std::string_view to_string(percentile_interval_method method)
{
    switch (method) {
    case percentile_interval_method::logit: return "logit";
    case percentile_interval_method::jeffreys: return "jeffreys";
    case percentile_interval_method::tie_mixture: return "tie_mixture";
    case percentile_interval_method::clopper_pearson: return "clopper_pearson";
    }
    return "logit";
}

/// How a percentile is counted and its interval found.
struct percentile_options {
    percentile_definition definition = percentile_definition::mid_rank;       ///< 50 is the middle of the group
    percentile_interval_method interval = percentile_interval_method::logit;  ///< see its coverage in docs/
    double level = 0.95;                                                      ///< the convention of the field
};

namespace detail {

/// The place whose mid-rank is the percentile of this definition.
[[nodiscard]] inline score_place counted_by(percentile_definition definition, const score_place& place)
{
    switch (definition) {
    case percentile_definition::below: return {place.n_below, 0, place.n_persons};
    case percentile_definition::at_or_below: return {place.n_below + place.n_equal, 0, place.n_persons};
    case percentile_definition::mid_rank: break;
    }
    return place;
}

/// The variance of a mid-rank as a share: that of the mean of scores of 1 (below), 1/2 (equal) and 0 (above).
[[nodiscard]] inline double mid_rank_variance(const score_place& place)
{
    const double share = (place.n_below + place.n_equal / 2) / place.n_persons;
    const double squares = (place.n_below + place.n_equal / 4) / place.n_persons;
    return std::max(squares - share * share, 0.0) / place.n_persons;
}

/// The share that a beta variable stays below with probability p; 0 and 1 where a parameter vanishes.
[[nodiscard]] inline double beta_quantile(double a, double b, double p)
{
    if (a <= 0 || b <= 0)
        return a <= 0 ? 0 : 1;
    return boost::math::ibeta_inv(a, b, p, math_policy());
}

/// The quantile of the equal mixture of Beta(m + i + 1/2, n - m - i + 1/2), i = 0..k.
[[nodiscard]] inline double tie_mixture_quantile(const score_place& place, double p)
{
    const auto n_ties = static_cast<std::int64_t>(std::llround(place.n_equal));
    const auto excess = [&](double share) {
        double sum = 0;
        for (std::int64_t i = 0; i <= n_ties; ++i) {
            const double below = place.n_below + static_cast<double>(i);
            sum += boost::math::ibeta(below + 0.5, std::max(place.n_persons - below, 0.0) + 0.5, share, math_policy());
        }
        return sum / static_cast<double>(n_ties + 1) - p;
    };
    std::uintmax_t n_steps = 200;  // of a bisection that gains digits at every step; some 15 are taken
    const boost::math::tools::eps_tolerance<double> all_but_rounding(48);
    const auto [lower, upper] =
        boost::math::tools::toms748_solve(excess, 0.0, 1.0, -p, 1 - p, all_but_rounding, n_steps, math_policy());
    return (lower + upper) / 2;
}

/// The interval as shares, and the method it was found by.
[[nodiscard]] inline confidence_interval share_interval(const score_place& place, percentile_interval_method method,
                                                        double level)
{
    const double half = place.n_equal / 2;
    const double a = place.n_below + half;
    const double b = std::max(place.n_persons - a, 0.0);
    const double tail = (1 - level) / 2;
    const double share = a / place.n_persons;
    const double variance = mid_rank_variance(place);
    if (method == percentile_interval_method::logit && variance == 0)
        method = percentile_interval_method::jeffreys;
    confidence_interval made{.level = level, .method = std::string(to_string(method))};
    switch (method) {
    case percentile_interval_method::logit: {
        const double logit = std::log(share / (1 - share));
        const double reach = two_sided_z(level) * std::sqrt(variance) / (share * (1 - share));
        made.lower = 1 / (1 + std::exp(reach - logit));
        made.upper = 1 / (1 + std::exp(-reach - logit));
        break;
    }
    case percentile_interval_method::jeffreys:
        made.lower = a == 0 ? 0 : beta_quantile(a + 0.5, b + 0.5, tail);
        made.upper = b == 0 ? 1 : beta_quantile(a + 0.5, b + 0.5, 1 - tail);
        break;
    case percentile_interval_method::tie_mixture:
        made.lower = a == 0 ? 0 : tie_mixture_quantile(place, tail);
        made.upper = b == 0 ? 1 : tie_mixture_quantile(place, 1 - tail);
        break;
    case percentile_interval_method::clopper_pearson:
        made.lower = beta_quantile(a, b + 1, tail);
        made.upper = beta_quantile(a + 1, b, 1 - tail);
        break;
    }
    return made;
}

}  // namespace detail

/// The percentile of a score in a reference group whose scores are counted:
///
///     mid_rank 100 (m + k / 2) / n,   below 100 m / n,   at_or_below 100 (m + k) / n
///
/// for m people below, k with the same score, n in all, with the interval that the sampling of those n people leaves.
/// With P = (m + k / 2) / n:
///
///     logit            logit(P) +- z sqrt(v) / (P (1 - P)),  v = (m / n + k / (4 n) - P^2) / n
///     jeffreys         quantiles of Beta(m + k / 2 + 1/2, n - m - k / 2 + 1/2)
///     tie_mixture      of the equal mixture of Beta(m + i + 1/2, n - m - i + 1/2), i = 0..k
///     clopper_pearson  of Beta(m + k / 2, n - m - k / 2 + 1) and Beta(m + k / 2 + 1, n - m - k / 2)
///
/// The interval of another definition is that of its share, without ties.
///
/// @param place    m, k and n, whole or weighted (then `rescaled()` to the effective n); 0 <= m, 0 <= k, m + k <= n.
/// @param options  the definition, the method and the level.
/// @return     id "percentile", 0..100; std_error 100 sqrt(v), ci in percent, method the definition. Where v is 0 - the
///             score is below or above all others, or everybody has it - the logit has no interval: that of Jeffreys
///             stands there, and its name. At 0 and 100 that end is 0 and 100. `too_few_persons` when n is below 1.
/// @throws std::invalid_argument  counts are negative, not finite or more than n, or level is not between 0 and 1.
/// @see        Crawford, Garthwaite & Slick (2009), The Clinical Neuropsychologist 23, 1173-1195; Brown, Cai &
///             DasGupta (2001), Statistical Science 16, 101-133.
[[nodiscard]] inline estimate percentile(const score_place& place, const percentile_options& options = {})
{
    check_probability("percentile", "level", options.level);
    const bool is_place = place.n_below >= 0 && place.n_equal >= 0 && std::isfinite(place.n_persons) &&
                          place.n_below + place.n_equal <= place.n_persons * (1 + 1e-12);  // weights are rounded
    if (!is_place)
        fail_argument("percentile", "place", "have counts from 0 to n",
                      fmt::format("{} below and {} equal of {}", place.n_below, place.n_equal, place.n_persons));
    estimate made{.id = "percentile",
                  .n_persons = static_cast<std::int64_t>(std::llround(place.n_persons)),
                  .method = std::string(to_string(options.definition))};
    if (place.n_persons < 1) {
        made.status = estimate_status::too_few_persons;
        made.message = "a percentile needs at least one person to compare with";
        return made;
    }
    const score_place counted = detail::counted_by(options.definition, place);
    made.value = std::min(100 * (counted.n_below + counted.n_equal / 2) / counted.n_persons, 100.0);
    made.std_error = 100 * std::sqrt(detail::mid_rank_variance(counted));
    made.ci = detail::share_interval(counted, options.interval, options.level);
    made.ci->lower *= 100;
    made.ci->upper *= 100;
    return made;
}

}  // namespace attune::inline v0
