#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/analysis/change.hpp"
#include "attune/analysis/change_course.hpp"
#include "attune/core/check.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// One person over two occasions or more, as a page shows it.
struct profile_course {
    std::vector<std::string> occasions;  ///< names, the earlier first
    std::vector<change_plan> plans;      ///< how changes are judged, one a score
    person_course person;                ///< scores by occasion, and movements in the planes that they span

    /// The movement in the plane of two scores; null when they span none.
    [[nodiscard]] const plane_movement* movement_in(std::size_t anxiety, std::size_t avoidance) const
    {
        for (const plane_movement& plane : person.movements)
            if (plane.scores[0] == anxiety && plane.scores[1] == avoidance)
                return &plane;
        return nullptr;
    }
};

/// Judges what became of the scores of one person.
///
/// @param key        whose scores they are.
/// @param occasions  names, the earlier first.
/// @param person     times, and values and statuses of every score, by occasion.
/// @param figures    by which changes are judged, one a score.
/// @param goals      what the person wanted of each score on the first occasion: below 0 less, above 0 more, 0 the
/// same,
///                   NaN not stated. In a plane where one goal is stated the other counts as 0.
/// @throws std::invalid_argument  there are not as many scores, figures or goals as the key has scores, or fewer than
/// two
///                                occasions; else as `plan_change()`.
[[nodiscard]] inline profile_course profile_course_of(const scoring_key& key, std::vector<std::string> occasions,
                                                      person_course person, std::span<const change_figures> figures,
                                                      std::span<const double> goals)
{
    const std::size_t n_scores = key.outputs().size();
    check_count("profile_course_of", "person", person.scores.size(), n_scores);
    check_count("profile_course_of", "figures", figures.size(), n_scores);
    check_count("profile_course_of", "goals", goals.size(), n_scores);
    if (occasions.size() < 2)
        fail_argument("profile_course_of", "occasions", "be two or more", fmt::format("{}", occasions.size()));
    check_count("profile_course_of", "times", person.times.size(), occasions.size());
    for (const score_course& course : person.scores)
        check_count("profile_course_of", "values", course.values.size(), occasions.size());
    profile_course made{std::move(occasions), {}, std::move(person)};
    for (std::size_t i = 0; i < n_scores; ++i) {
        const scored_output& output = key.outputs()[i];
        made.plans.push_back(
            plan_change({output.id, output.on, output.higher_means, output.target}, figures[i], change_sample{}));
    }
    made.person.movements = planes_of(made.plans);
    for (plane_movement& plane : made.person.movements)
        for (std::size_t k = 0; k < plane.scores.size(); ++k) {
            const double own = goals[plane.scores[k]];
            const bool is_stated = !std::isnan(own) || std::isnan(goals[plane.scores[1 - k]]);
            plane.goal[k] = is_stated ? own : 0;
        }
    add_movement(made.person, made.plans);
    return made;
}

}  // namespace attune::inline v0
