#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/norm_comparison.hpp"
#include "attune/analysis/plane_standing.hpp"
#include "attune/analysis/profile_course.hpp"
#include "attune/analysis/standing.hpp"
#include "attune/analysis/standing_memo.hpp"
#include "attune/instrument/identity.hpp"
#include "attune/instrument/instrument.hpp"
#include "attune/scoring/explain.hpp"
#include "attune/scoring/key.hpp"
#include "attune/scoring/score.hpp"
#include "attune/stats/norms/joint_region.hpp"
#include "attune/stats/reliability/keats_error.hpp"

namespace attune::inline v0 {

/// One score of a person, and where it stands.
struct profile_score {
    explained_score step;                             ///< how the score came about
    std::shared_ptr<const score_standing> everybody;  ///< among all people of the norms; null without norms
    std::shared_ptr<const score_standing> like;  ///< among those most like the person; null when there is no such group
    double lowest = 0;                           ///< the lowest value that the score can have
    double highest = 0;
    estimate conditional = {};  ///< standard error at this score, see `csem_keats_at()`; among everybody of the norms
    double goal = std::numeric_limits<double>::quiet_NaN();  ///< what the person wants of it: below 0 less, above 0
                                                             ///< more, 0 the same; NaN not stated
};

/// Two scores of one relationship in the plane of anxiety and avoidance.
struct profile_point : score_plane {
    joint_region region;  ///< `not_known` without a reliability, or when one of the scores was refused
};

/// Everything that a page about one person says; no sentence, and nothing of another person.
struct person_profile {
    instrument_identity identity;
    std::string name;  ///< of the questionnaire
    reference_frame reference;
    response_range response;
    std::vector<profile_score> scores;
    std::vector<profile_point> points;
    const norm_set* norms = nullptr;            ///< as it was compared with: outlives the profile
    const norm_group* like = nullptr;           ///< the group most like the person; null when there is none
    std::vector<std::string> flags = {};        ///< what stands in the way of the comparison, a sentence each
    std::string mode = "self_report";           ///< how the questionnaire was given
    bool is_other_culture = false;              ///< the norms come from another country or language than the person
    std::optional<profile_course> course = {};  ///< with earlier occasions; nothing with one only
};

namespace detail {

/// The values between which a score of this key lies.
[[nodiscard]] inline std::pair<double, double> limits_of(const scoring_key& key, const explained_score& step)
{
    const double min = key.range().min;
    const double max = key.range().max;
    if (step.output.origin == score_origin::scale) {
        const auto k = step.score == aggregation::sum ? static_cast<double>(step.output.n_items) : 1.0;
        return {k * min, k * max};
    }
    if (step.output.origin == score_origin::global)
        return {min, max};
    const auto number = [](const decimal& of) { return fraction{of.units, power_of_ten(of.places)}.value(); };
    double lowest = number(step.constant);
    double highest = lowest;
    for (const derived_term& term : step.terms) {
        const double weight = number(term.weight);
        lowest += weight * (weight < 0 ? max : min);
        highest += weight * (weight < 0 ? min : max);
    }
    return {lowest, highest};
}

/// The standard error at a score, in the group that the score is compared with.
[[nodiscard]] inline estimate conditional_error_at(const profile_score& score, const norm_comparison* norms)
{
    const scored_output& output = score.step.output;
    keats_scale of{.lowest = score.lowest, .highest = score.highest};
    if (score.everybody && output.origin == score_origin::scale)
        if (const norm_figures* figures = norms->set().groups[norms->overall()].find(output.id)) {
            of.mean = figures->mean;
            of.sd = figures->sd;
            of.sem = score.everybody->measured.std_error.value_or(of.sem);
        }
    return csem_keats_at(score.step.result.value.value_or(std::numeric_limits<double>::quiet_NaN()), of);
}

}  // namespace detail

/// What makes profiles of many people quick.
struct profile_shortcuts {
    standing_memo* memo = nullptr;  ///< of the same norms; null for none
    bool has_answers = true;        ///< false leaves the single answers out: JSON does not show them
};

/// Puts together what is known of one person.
///
/// @param of      the instrument.
/// @param key     its key, whose scores are those of the profile.
/// @param row     codes of the person, one per column of the key.
/// @param norms   what to compare with; null for none. Outlives the profile.
/// @param groups  which of its groups the person belongs to: `norm_comparison::groups_of()`.
/// @param quick   for many people; nothing else depends on it.
/// @return        scores in the order of the key. A refused score has neither standing figures nor a region.
/// @throws std::invalid_argument  the row is not as long as the key has columns.
[[nodiscard]] inline person_profile profile_of(const instrument& of, const scoring_key& key,
                                               std::span<const answer_code> row, const norm_comparison* norms = nullptr,
                                               const person_groups& groups = {}, const profile_shortcuts& quick = {})
{
    person_profile profile{.identity = key.identity(),
                           .name = of.name,
                           .reference = of.reference,
                           .response = key.range(),
                           .scores = {},
                           .points = {}};
    std::vector<explained_score> steps =
        explain(key, row, quick.has_answers ? explain_depth::answers : explain_depth::scores);
    const std::vector<raw_score> raw = raw_scores(key, row);
    const bool is_compared = norms != nullptr && !groups.is_outside;
    if (norms != nullptr) {
        profile.norms = &norms->set();
        if (is_compared && groups.like != person_groups::none)
            profile.like = &norms->group(groups.like);
        if (!groups.flag.empty())
            profile.flags.emplace_back(groups.flag);
    }
    const auto standing = [&](std::size_t group, std::size_t i) {
        return quick.memo != nullptr ? quick.memo->of(group, i, raw[i])
                                     : std::make_shared<const score_standing>(norms->standing(group, i, raw[i]));
    };
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto [lowest, highest] = detail::limits_of(key, steps[i]);
        profile_score score{std::move(steps[i]), {}, {}, lowest, highest};
        if (is_compared && norms->overall() != person_groups::none)
            score.everybody = standing(norms->overall(), i);
        if (is_compared && groups.like != person_groups::none)
            score.like = standing(groups.like, i);
        score.conditional = detail::conditional_error_at(score, norms);
        profile.scores.push_back(std::move(score));
    }
    for (const score_plane& plane : planes_of(key.outputs())) {
        const auto& of_anxiety = profile.scores[plane.anxiety].everybody;
        const auto& of_avoidance = profile.scores[plane.avoidance].everybody;
        profile.points.push_back(
            {plane, of_anxiety && of_avoidance ? region_of(*of_anxiety, *of_avoidance) : region_of({}, {})});
    }
    return profile;
}

}  // namespace attune::inline v0
