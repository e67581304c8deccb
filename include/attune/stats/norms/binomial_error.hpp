#pragma once

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/norms/score_interval.hpp"

namespace attune::inline v0 {

/// The range of a score.
struct score_limits {
    double lowest = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not known
    double highest = std::numeric_limits<double>::quiet_NaN();
};

/// The standard error of measurement at one score by Keats' binomial form, from the mean M, the standard deviation S
/// and the reliability r of a group alone:
///
///     sqrt((x - min) (max - x) (1 - r) S^2 / ((M - min) (max - M) - S^2))
///
/// It is largest in the middle of the range and 0 at its ends; over the people of the group its mean square is
/// S^2 (1 - r), the constant error's.
///
/// @param x          a score within its limits; NaN when it is not known.
/// @param precision  M, S and r of the group; for a prorated score r is `stepped_reliability()`.
/// @param limits     of the score, the upper above the lower; NaN when they are not known.
/// @return     id "sem_conditional", in score units. NaN and `not_known` when a figure or the range is; `not_defined`
///             when r lies outside 0..1, or when the scores scatter so much that all of them are the two ends.
/// @throws std::invalid_argument  max is not above min.
/// @see        Keats (1957), Psychometrika 22, 29-41. Agrees with `conditional_sem_keats()`, which has the answers.
[[nodiscard]] inline estimate binomial_error(double x, const score_precision& precision, const score_limits& limits)
{
    const auto& [lowest, highest] = limits;
    const auto& [mean, sd, r] = precision;
    if (lowest >= highest)
        fail_argument("binomial_error", "limits", "rise", fmt::format("{} to {}", lowest, highest));
    estimate made{.id = "sem_conditional", .method = "binomial (Keats)"};
    const auto refuse = [&](estimate_status status, const char* message) {
        made.status = status;
        made.message = message;
        return made;
    };
    if (std::isnan(x + mean + sd + r) || std::isnan(lowest) || std::isnan(highest))
        return refuse(estimate_status::not_known, "the score, its range or a figure of the group is not known");
    if (r < 0 || r > 1)
        return refuse(estimate_status::not_defined, "a reliability lies in 0..1");
    const double room = (mean - lowest) * (highest - mean) - sd * sd;
    if (!(room > 0) || x < lowest || x > highest)
        return refuse(estimate_status::not_defined, "the scores do not scatter within their range");
    made.value = std::sqrt((x - lowest) * (highest - x) * (1 - r) * sd * sd / room);
    return made;
}

}  // namespace attune::inline v0
