#pragma once

#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// How far a person moved in the plane of two scores (or any number of them), and how far in the direction wanted.
struct movement {
    estimate distance;    ///< id "distance": length of the way from the first place to the second
    estimate along_goal;  ///< id "along_goal": the part of it in the direction wanted; negative: the other way
    estimate off_goal;    ///< id "off_goal": length of what is left
};

/// Splits a change in several scores by the direction that the person chose:
///
///     u = goal / |goal|,   along_goal = sum u_i d_i,   SE = sqrt(sum u_i^2 s_i^2),   off_goal = |d - along_goal u|
///
/// with d_i the change of score i and s_i its standard error of a difference. Errors of different scores do not
/// correlate here, as they come from different items.
///
/// @param change  one a score, all in one unit; NaN is not known.
/// @param goal    per score what the person wants: below 0 less of it, above 0 more, 0 the same. Only the direction
///                counts, not the length. NaN is not stated.
/// @param s_diff  per score the standard error of a difference, >= 0; NaN is not known.
/// @param level   of the interval, between 0 and 1.
/// @return        in score units; along_goal with the interval along_goal -+ z SE, without it when a needed s_diff is
/// not
///                known. NaN with `not_known` when a change is not known or, along and off the goal, a goal is not
///                stated; `not_defined` along and off a goal that is 0 in every score: wanting all to stay has no
///                direction.
/// @throws std::invalid_argument  lengths differ, a number is infinite or above 1e150, s_diff is negative, or the level
///                                not between 0 and 1.
[[nodiscard]] inline movement movement_of(std::span<const double> change, std::span<const double> goal,
                                          std::span<const double> s_diff, double level = 0.95)
{
    check_count("movement_of", "goal", goal.size(), change.size());
    check_count("movement_of", "s_diff", s_diff.size(), change.size());
    check_probability("movement_of", "level", level);
    movement made{detail::unknown_estimate("distance", "Euclidean", {}),
                  detail::unknown_estimate("along_goal", "projection on the direction wanted", {}),
                  detail::unknown_estimate("off_goal", "Euclidean, across the direction wanted", {})};
    double length = 0;
    double wanted = 0;
    for (std::size_t i = 0; i < change.size(); ++i) {
        check_moderate("movement_of", "change", change[i]);
        check_moderate("movement_of", "goal", goal[i]);
        check_moderate("movement_of", "s_diff", s_diff[i]);
        if (s_diff[i] < 0)
            fail_argument("movement_of", "s_diff", "not be negative", fmt::format("{}", s_diff[i]));
        length = std::hypot(length, change[i]);
        wanted = std::hypot(wanted, goal[i]);
    }
    made.distance.value = length;
    const auto refuse = [](estimate& figure, estimate_status status, const char* reason) {
        figure = detail::without_value(std::move(figure), status, reason);
    };
    if (std::isnan(length))
        for (estimate* figure : {&made.distance, &made.along_goal, &made.off_goal})
            refuse(*figure, estimate_status::not_known, "a change is not known");
    else if (std::isnan(wanted) || wanted == 0)
        for (estimate* figure : {&made.along_goal, &made.off_goal})
            refuse(*figure, wanted == 0 ? estimate_status::not_defined : estimate_status::not_known,
                   wanted == 0 ? "a goal that nothing change has no direction" : "a goal is not stated");
    if (made.along_goal.status != estimate_status::ok)
        return made;

    double along = 0;
    double std_error = 0;
    for (std::size_t i = 0; i < change.size(); ++i) {
        along += goal[i] / wanted * change[i];
        if (goal[i] != 0)  // the error of a score that the direction leaves out does not matter
            std_error = std::hypot(std_error, goal[i] / wanted * s_diff[i]);
    }
    double across = 0;
    for (std::size_t i = 0; i < change.size(); ++i)
        across = std::hypot(across, change[i] - goal[i] / wanted * along);
    made.along_goal.value = along;
    made.off_goal.value = across;
    if (std::isnan(std_error))
        made.along_goal.message = "the error of a change is not known: no interval";
    else {
        const double half = detail::two_sided_z(level) * std_error;
        made.along_goal.std_error = std_error;
        made.along_goal.ci = confidence_interval{along - half, along + half, level, "measurement_error"};
    }
    return made;
}

}  // namespace attune::inline v0
