#pragma once

#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// A scale and the group that its standard error of measurement is of; NaN is not known.
struct keats_scale {
    double lowest = std::numeric_limits<double>::quiet_NaN();   ///< score that nobody can fall below
    double highest = std::numeric_limits<double>::quiet_NaN();  ///< score that nobody can exceed
    double mean = std::numeric_limits<double>::quiet_NaN();     ///< of the group
    double sd = std::numeric_limits<double>::quiet_NaN();       ///< of the group, divisor n - 1, >= 0
    double sem = std::numeric_limits<double>::quiet_NaN();      ///< of the group, see `sem()`, >= 0
};

/// Keats' standard error of measurement at one score, from the figures of a group instead of its answers:
///
///     csem_keats(x) = sem sqrt((x - lowest) (highest - x) / ((mean - lowest) (highest - mean) - sd^2))
///
/// It is what `conditional_sem_keats()` gives with sem = sd sqrt(1 - reliability), and does not depend on how many
/// steps the scale has: smaller towards either end than in the middle, about `sem` where most people are. Over
/// the people of the group its mean square is sem^2, exactly so where sd has the divisor n.
///
/// @param score  sum or mean of the answers to all items of the scale [score units].
/// @param of     the scale and its group, in the units of the score.
/// @return     id "csem_keats" [score units]. `not_known` when a figure is NaN; `not_defined` when the score lies
///             outside the scale, or people of the group differ so much that all of them stand at its two ends.
/// @throws std::invalid_argument  a figure is infinite or above 1e150, or sd or sem negative.
/// @note       0 at either end of the scale, where the binomial model has nothing to say.
/// @see        Keats (1957), Psychometrika 22, 29-41; Feldt, Steffen & Gupta (1985), Applied Psychological Measurement
///             9, 351-361.
[[nodiscard]] inline estimate csem_keats_at(double score, const keats_scale& of)
{
    for (const double figure : {score, of.lowest, of.highest, of.mean, of.sd, of.sem})
        check_moderate("csem_keats_at", "figures", figure);
    for (const double spread : {of.sd, of.sem})
        if (spread < 0)
            fail_argument("csem_keats_at", "sd and sem", "not be negative", fmt::format("{}", spread));
    estimate made = detail::unknown_estimate("csem_keats", "binomial, brought to the error of the group", {});
    if (std::isnan(score + of.lowest + of.highest + of.mean + of.sd + of.sem))
        return detail::without_value(std::move(made), estimate_status::not_known,
                                     "the score, the scale or the error of the group is not known");
    if (score < of.lowest || score > of.highest)
        return detail::without_value(
            std::move(made), estimate_status::not_defined,
            fmt::format("a score lies in {:g}..{:g}, but this is {:.3g}", of.lowest, of.highest, score));
    const double share = (of.mean - of.lowest) * (of.highest - of.mean) - of.sd * of.sd;
    if (!(share > 0))
        return detail::without_value(std::move(made), estimate_status::not_defined,
                                     "the people of the group are at the two ends of the scale");
    made.value = of.sem * std::sqrt((score - of.lowest) * (of.highest - score) / share);
    return made;
}

}  // namespace attune::inline v0
