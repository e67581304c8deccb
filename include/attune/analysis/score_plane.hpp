#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "attune/core/version.hpp"
#include "attune/instrument/scale.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// The two dimensions of one relationship, of which a person has a place in the plane.
struct score_plane {
    std::string target;         ///< the relationship; empty without targets
    std::size_t anxiety = 0;    ///< place among the scores
    std::size_t avoidance = 0;  ///< likewise
};

namespace detail {

/// Every pair of a score of anxiety and a score of avoidance of one relationship, in the order of the anxieties.
///
/// @param scores    anything that has scores, in their order.
/// @param score_of  what of it says which dimension (`on`) and relationship (`target`) a score is of.
template <typename Scores, typename ScoreOf = std::identity>
[[nodiscard]] std::vector<score_plane> pairs_of_dimensions(const Scores& scores, ScoreOf score_of = {})
{
    std::vector<score_plane> pairs;
    for (std::size_t a = 0; a < scores.size(); ++a)
        for (std::size_t v = 0; v < scores.size(); ++v) {
            const auto& anxiety = std::invoke(score_of, scores[a]);
            const auto& avoidance = std::invoke(score_of, scores[v]);
            if (anxiety.on == dimension::anxiety && avoidance.on == dimension::avoidance &&
                anxiety.target == avoidance.target)
                pairs.push_back({anxiety.target, a, v});
        }
    return pairs;
}

}  // namespace detail

/// Every pair of scores of anxiety and avoidance of one relationship, where higher is less secure on both. The target
/// of means over relationships is "global".
[[nodiscard]] inline std::vector<score_plane> planes_of(std::span<const scored_output> outputs)
{
    std::vector<score_plane> planes;
    for (score_plane& pair : detail::pairs_of_dimensions(outputs)) {
        const scored_output& anxiety = outputs[pair.anxiety];
        if (anxiety.higher_means != polarity::less_secure ||
            outputs[pair.avoidance].higher_means != polarity::less_secure)
            continue;
        if (anxiety.origin == score_origin::global)
            pair.target = "global";
        planes.push_back(std::move(pair));
    }
    return planes;
}

/// The one score of anxiety and the one of avoidance of a person; with targets those of the means over them.
///
/// @return  nothing when there is not exactly one score of each.
[[nodiscard]] inline std::optional<score_plane> only_plane_of(std::span<const scored_output> outputs)
{
    std::optional<score_plane> only;
    for (score_plane& pair : detail::pairs_of_dimensions(outputs))
        if (pair.target.empty()) {
            if (only)
                return {};
            only = std::move(pair);
        }
    return only;
}

}  // namespace attune::inline v0
