#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_positive.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

// People lie on two continua and not in four classes: taxometric studies find none (Fraley, Hudson, Heffernan & Segal
// 2015, Journal of Personality and Social Psychology 109, 354-368). So these figures are exploratory, come for all
// four reference points together, and name no label.

/// A corner of the anxiety x avoidance plane that a pattern of the literature is named after.
struct reference_point {
    std::string_view id;
    double anxiety = 0;    ///< z score
    double avoidance = 0;  ///< z score
};

/// One standard deviation off the mean on both scores. A convention: no data say where the corners lie.
inline constexpr std::array<reference_point, 4> reference_points = {
    {{"secure", -1, -1}, {"preoccupied", 1, -1}, {"dismissing", -1, 1}, {"fearful", 1, 1}}};

/// How a person's nearness to the reference points is told.
struct prototype_options {
    double spread = 1;  ///< s, the reach of a reference point in standard deviations: 1, so that the corners overlap
    double r = 0;       ///< correlation of the scores in the norm: Mahalanobis distances; 0: plain distances
};

/// Nearness to the four reference points, in their order.
struct prototype_similarity {
    std::array<double, 4> distances{};  ///< in standard deviations; NaN when a z score is not known
    std::array<double, 4> weights{};    ///< sum to 1: exp(-d^2 / (2 s^2)) over the sum of the four
    std::array<double, 4> nearness{};   ///< 1 - d / the largest of the four: 0 for the farthest
};

/// What `prototype_similarities()` takes by default, as it stands beside every result.
inline constexpr std::string_view prototype_convention =
    "reference points one standard deviation from the mean on both scores, plain distances, spread 1; exploratory";

/// How near a person lies to each of the four reference points:
///
///     d_k = sqrt(((a - a_k)^2 - 2 r (a - a_k)(v - v_k) + (v - v_k)^2) / (1 - r^2)),
///     weight_k = exp(-d_k^2 / (2 s^2)) / sum_j exp(-d_j^2 / (2 s^2))
///
/// with a and v the z scores of anxiety and avoidance; with r = 0 these are plain distances.
///
/// @param z_anxiety,z_avoidance  standard deviations above the mean of the reference group.
/// @param options                spread s above 0, r between -1 and 1.
/// @return     distances, weights, nearness; all NaN when a z score is not finite.
/// @throws std::invalid_argument  an option lies outside its range.
/// @note       A weight is no probability of belonging to a class: at the mean all four are 0.25.
[[nodiscard]] inline prototype_similarity prototype_similarities(double z_anxiety, double z_avoidance,
                                                                 const prototype_options& options = {})
{
    check_positive("prototype_similarities", "spread", options.spread);
    if (!(std::abs(options.r) < 1))
        fail_argument("prototype_similarities", "r", "lie between -1 and 1", fmt::format("{}", options.r));
    prototype_similarity made;
    if (!std::isfinite(z_anxiety) || !std::isfinite(z_avoidance)) {
        for (auto* figures : {&made.distances, &made.weights, &made.nearness})
            figures->fill(std::numeric_limits<double>::quiet_NaN());
        return made;
    }
    for (std::size_t k = 0; k < reference_points.size(); ++k) {
        const double a = z_anxiety - reference_points[k].anxiety;
        const double v = z_avoidance - reference_points[k].avoidance;
        made.distances[k] = std::sqrt((a * a - 2 * options.r * a * v + v * v) / (1 - options.r * options.r));
    }
    const auto [nearest, farthest] = std::minmax_element(made.distances.begin(), made.distances.end());
    double sum = 0;
    for (std::size_t k = 0; k < reference_points.size(); ++k) {
        const double d = made.distances[k];
        // Relative to the nearest, so that far from all of them the weights keep their digits.
        made.weights[k] = std::exp((*nearest - d) * (*nearest + d) / (2 * options.spread * options.spread));
        made.nearness[k] = 1 - d / *farthest;
        sum += made.weights[k];
    }
    for (double& weight : made.weights)
        weight /= sum;
    return made;
}

/// Security as one diagonal of the plane: -(z_anxiety + z_avoidance) / sqrt(2); higher is more secure.
[[nodiscard]] inline double security_axis(double z_anxiety, double z_avoidance)
{
    return -(z_anxiety + z_avoidance) / std::numbers::sqrt2;
}

/// The other diagonal: (z_anxiety - z_avoidance) / sqrt(2); higher is reaching out (hyperactivation), lower is keeping
/// to oneself (deactivation).
[[nodiscard]] inline double activation_axis(double z_anxiety, double z_avoidance)
{
    return (z_anxiety - z_avoidance) / std::numbers::sqrt2;
}

}  // namespace attune::inline v0
