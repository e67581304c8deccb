#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "attune/core/estimate.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/norms/discriminant_functions.hpp"
#include "attune/stats/norms/prototypes.hpp"

namespace attune::inline v0 {

/// Why the discriminant functions of 1998 say nothing about the scores of a key; empty when they do, which is so for
/// the published form of the ECR with answers 1..7 alone.
[[nodiscard]] inline std::string why_no_discriminant(const scoring_key& key)
{
    const instrument_identity& identity = key.identity();
    if (identity.id != "ecr" || identity.form != published_form || key.range().min != 1 || key.range().max != 7)
        return fmt::format(
            "the discriminant functions of 1998 are for the published form of the ecr with answers 1..7, but these are "
            "scores of {}, form {}, answers {}..{}",
            identity.id, identity.form, key.range().min, key.range().max);
    return {};
}

namespace detail {

[[nodiscard]] inline estimate prototype_figure(std::string_view what, std::string_view id, double value,
                                               std::string_view method)
{
    estimate made{.id = fmt::format("{}_{}", what, id), .value = value, .method = std::string(method)};
    if (std::isnan(value)) {
        made.status = estimate_status::not_known;
        made.message = "the score of anxiety or avoidance is not known";
    }
    return made;
}

}  // namespace detail

/// How near a person lies to the four reference points, all of them and no label: "distance_<point>", then
/// "similarity_<point>" (the softmax weights).
///
/// @param z_anxiety,z_avoidance  by a norm; NaN when not known.
/// @return     8 figures; `method` names the convention. NaN and `not_known` when a z score is.
[[nodiscard]] inline std::vector<estimate> prototype_figures(double z_anxiety, double z_avoidance)
{
    const prototype_similarity found = prototype_similarities(z_anxiety, z_avoidance);
    std::vector<estimate> all;
    for (std::size_t k = 0; k < reference_points.size(); ++k)
        all.push_back(
            detail::prototype_figure("distance", reference_points[k].id, found.distances[k], prototype_convention));
    for (std::size_t k = 0; k < reference_points.size(); ++k)
        all.push_back(
            detail::prototype_figure("similarity", reference_points[k].id, found.weights[k], prototype_convention));
    return all;
}

/// The posterior of the discriminant functions of 1998, all four and no label: "posterior_<point>".
///
/// @param key                what the scores were made with.
/// @param anxiety,avoidance  means of 18 items, 1..7; NaN when refused.
/// @return     4 figures; `method` names what is in doubt. NaN with `not_known` when a score is, with `not_defined` and
///             the reason when the functions are not for this key.
/// @throws std::invalid_argument  the functions are for this key, and a score lies outside 1..7.
[[nodiscard]] inline std::vector<estimate> discriminant_figures(const scoring_key& key, double anxiety,
                                                                double avoidance)
{
    const std::string reason = why_no_discriminant(key);
    const bool is_theirs = reason.empty();
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    const discriminant_posterior found =
        is_theirs ? discriminant_posterior_of(anxiety, avoidance) : discriminant_posterior_of(unknown, unknown);
    std::vector<estimate> all;
    for (std::size_t k = 0; k < reference_points.size(); ++k) {
        all.push_back(
            detail::prototype_figure("posterior", reference_points[k].id, found.posterior[k], discriminant_note));
        if (!is_theirs) {
            all.back().status = estimate_status::not_defined;
            all.back().message = reason;
        }
    }
    return all;
}

}  // namespace attune::inline v0
