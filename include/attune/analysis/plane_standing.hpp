#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attune/analysis/score_plane.hpp"
#include "attune/analysis/standing.hpp"
#include "attune/core/estimate.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/norms/joint_region.hpp"
#include "attune/stats/norms/score_difference.hpp"

namespace attune::inline v0 {

/// Where a person stands on both dimensions together, among the people of one group.
struct plane_standing {
    joint_region region;              ///< in score units; of two z scores it would be another
    score_difference difference;      ///< of the z scores, anxiety less avoidance
    estimate difference_reliability;  ///< of that difference
    double difference_percentile =
        std::numeric_limits<double>::quiet_NaN();  ///< of 100 in the group, with a smaller one
};

namespace detail {

/// A z score with its standard error of measurement: both scores are then in the same units.
[[nodiscard]] inline measured_score measured_z(const score_standing& of)
{
    return {of.z.value, of.measured.std_error.value_or(std::numeric_limits<double>::quiet_NaN()) / of.sd};
}

}  // namespace detail

/// The two dimensions together.
///
/// @param anxiety,avoidance  standings of the two scores in one group.
/// @param r                  their correlation in the group; nothing when it is not known.
/// @return     figures are NaN, with a status and a sentence, where a score was refused or the group reports no
///             reliability; without r the reliability and the percentile of the difference are.
[[nodiscard]] inline plane_standing plane_standing_of(const score_standing& anxiety, const score_standing& avoidance,
                                                      const std::optional<double>& r)
{
    plane_standing made;
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    made.region = region_of(anxiety, avoidance);
    made.difference = score_difference_of(detail::measured_z(anxiety), detail::measured_z(avoidance));
    made.difference_reliability =
        difference_reliability({1, 1, anxiety.reliability, avoidance.reliability, r.value_or(unknown)});
    if (r && *r < 1)
        made.difference_percentile = difference_percentile(anxiety.z.value, avoidance.z.value, *r);
    return made;
}

/// Two scores of one person on the same scale for two relationships.
struct target_difference {
    std::size_t first = 0;        ///< place among the scores of the key
    std::size_t second = 0;       ///< likewise
    score_difference difference;  ///< in score units, first less second
};

/// How a person's scores for different relationships differ, beyond measurement error.
///
/// @param outputs    scores of the key.
/// @param standings  of each of them in one group.
/// @return           each pair of targets of each scale; empty without targets. The norms do not hold correlations
///                   between targets, so that differences have intervals and no reliability.
[[nodiscard]] inline std::vector<target_difference> target_differences(std::span<const scored_output> outputs,
                                                                       std::span<const score_standing> standings)
{
    const auto measured = [&](std::size_t i) {
        const double unknown = std::numeric_limits<double>::quiet_NaN();
        return measured_score{standings[i].measured.value, standings[i].measured.std_error.value_or(unknown)};
    };
    std::vector<target_difference> differences;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        for (std::size_t j = i + 1; j < outputs.size(); ++j)
            if (!outputs[i].target.empty() && !outputs[j].target.empty() && outputs[i].base_id == outputs[j].base_id)
                differences.push_back({i, j, score_difference_of(measured(i), measured(j))});
    return differences;
}

}  // namespace attune::inline v0
