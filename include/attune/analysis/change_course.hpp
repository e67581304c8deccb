#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "attune/analysis/change.hpp"
#include "attune/analysis/score_plane.hpp"
#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/scoring/status.hpp"
#include "attune/stats/change/movement.hpp"
#include "attune/stats/change/theil_sen.hpp"
#include "attune/stats/change/trend.hpp"

namespace attune::inline v0 {

/// One score of one person over the occasions that the person has, the earlier first.
struct score_course {
    std::vector<double> values;  ///< NaN where the score was refused
    std::vector<score_status> statuses;
    std::vector<estimate> trends = {};  ///< trend_ols, trend_measured, trend_theil_sen; with 3 occasions or more

    [[nodiscard]] double pre() const { return values.front(); }
    [[nodiscard]] double post() const { return values.back(); }
};

/// The movement of one person in the plane of anxiety and avoidance, in one relationship.
struct plane_movement {
    std::string target;                   ///< empty without targets, and for the global scores
    std::array<std::size_t, 2> scores{};  ///< places of the anxiety and the avoidance among the plans
    std::array<double, 2> goal{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    movement found = {};
};

/// One person over two occasions or more.
struct person_course {
    std::vector<std::string> id;         ///< cells of the columns that identify the person
    std::vector<std::size_t> occasions;  ///< places among the occasions of all, the earlier first
    std::vector<double> times = {};      ///< of them; NaN where it is not known
    std::vector<score_course> scores;    ///< one a plan
    std::vector<plane_movement> movements = {};
};

/// The planes that the scores span: for each relationship its first anxiety and its first avoidance.
[[nodiscard]] inline std::vector<plane_movement> planes_of(std::span<const change_plan> plans)
{
    std::vector<plane_movement> planes;
    for (const score_plane& pair : detail::pairs_of_dimensions(plans, &change_plan::score))
        if (std::none_of(planes.begin(), planes.end(),
                         [&](const plane_movement& plane) { return plane.target == pair.target; }))
            planes.push_back({pair.target, {pair.anxiety, pair.avoidance}});
    return planes;
}

/// Adds to a person what the scores of all occasions say together: trends, and movements from the first to the last.
///
/// @param person  with values and times; planes with their goals.
/// @param plans   one for each of the person's scores.
/// @throws std::invalid_argument  there are more or fewer scores than plans, or a number is infinite or above 1e150.
inline void add_movement(person_course& person, std::span<const change_plan> plans)
{
    check_count("add_movement", "person", person.scores.size(), plans.size());
    constexpr std::size_t enough = 3;  // with two occasions the trend is the change
    for (std::size_t i = 0; i < plans.size(); ++i) {
        score_course& course = person.scores[i];
        const double level = plans[i].figures.level;
        if (course.values.size() >= enough)
            course.trends = {trend_ols(person.times, course.values, level),
                             trend_measured(person.times, course.values, plans[i].sem.value, level),
                             trend_theil_sen(person.times, course.values, level)};
    }
    for (plane_movement& plane : person.movements) {
        std::array<double, 2> change{};
        std::array<double, 2> s_diff{};
        for (std::size_t k = 0; k < plane.scores.size(); ++k) {
            const score_course& course = person.scores[plane.scores[k]];
            change[k] = course.post() - course.pre();
            s_diff[k] = std::sqrt(2.0) * plans[plane.scores[k]].sem.value;
        }
        plane.found = movement_of(change, plane.goal, s_diff, plans[plane.scores[0]].figures.level);
    }
}

}  // namespace attune::inline v0
