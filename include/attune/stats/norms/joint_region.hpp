#pragma once

#include <cmath>
#include <limits>
#include <string>

#include <Eigen/Core>
#include <boost/math/constants/constants.hpp>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"

namespace attune::inline v0 {

/// A score and its standard error of measurement, in the same units.
struct measured_score {
    double value = std::numeric_limits<double>::quiet_NaN();
    double sem = std::numeric_limits<double>::quiet_NaN();  ///< constant or conditional, >= 0
};

/// How a region is drawn.
struct joint_region_options {
    double level = 0.95;  ///< the share of such regions that hold the point of a person's true scores
    double error_r =
        0.0;  ///< correlation of the two errors: 0 for scales without a common item; only a norm tells more
};

/// An ellipse in the plane of two scores, x and y (anxiety and avoidance).
struct joint_region {
    double x = std::numeric_limits<double>::quiet_NaN();  ///< of the centre
    double y = std::numeric_limits<double>::quiet_NaN();
    double semi_major = std::numeric_limits<double>::quiet_NaN();  ///< half of the longer axis [score units]
    double semi_minor = std::numeric_limits<double>::quiet_NaN();
    double angle = std::numeric_limits<double>::quiet_NaN();  ///< from the x axis to the longer one, -pi/2..pi/2
    joint_region_options options = {};
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok

    /// Whether a point lies in the region or on its edge; not for a region without a value.
    [[nodiscard]] bool contains(double point_x, double point_y) const
    {
        const double dx = point_x - x;
        const double dy = point_y - y;
        const double along = dx * std::cos(angle) + dy * std::sin(angle);
        const double across = dy * std::cos(angle) - dx * std::sin(angle);
        const auto in_units_of = [](double distance, double axis) {
            return axis > 0 ? distance / axis : distance == 0 ? 0.0 : std::numeric_limits<double>::infinity();
        };
        return std::hypot(in_units_of(along, semi_major), in_units_of(across, semi_minor)) <= 1 + 1e-12;
    }

    /// Points of the edge to draw it by, counter-clockwise from the end of the longer axis; the first is not repeated.
    ///
    /// @param n_points  at least 3.
    /// @return          n_points x 2: x and y.
    /// @throws std::invalid_argument  n_points is below 3.
    [[nodiscard]] matrix points(Eigen::Index n_points) const
    {
        if (n_points < 3)
            fail_argument("joint_region::points", "n_points", "be at least 3", fmt::format("{}", n_points));
        matrix edge(n_points, 2);
        for (Eigen::Index i = 0; i < n_points; ++i) {
            const double turn =
                boost::math::double_constants::two_pi * static_cast<double>(i) / static_cast<double>(n_points);
            const double along = semi_major * std::cos(turn);
            const double across = semi_minor * std::sin(turn);
            edge(i, 0) = x + along * std::cos(angle) - across * std::sin(angle);
            edge(i, 1) = y + along * std::sin(angle) + across * std::cos(angle);
        }
        return edge;
    }
};

/// The region that measurement error leaves to a person in the plane of two scores:
///
///     (d1, d2) C^-1 (d1, d2)' <= chi^2_2(level) = -2 log(1 - level),   C = (s1^2, r s1 s2; r s1 s2, s2^2)
///
/// with s the standard errors of measurement and r the correlation of the errors.
///
/// @param first,second  x and y.
/// @param options       level between 0 and 1, error_r between -1 and 1.
/// @return     the ellipse; with equal errors and r = 0 a circle, whose angle is 0. NaN and `not_known` when a score or
///             an error is NaN. Where an error is 0 the region is a line or a point.
/// @throws std::invalid_argument  an error is negative, or an option outside its range.
/// @note       Two intervals of 95 % are no region of 95 %: as a rectangle they hold both true scores in 90 %.
/// @see        Anderson (2003), An introduction to multivariate statistical analysis, 2.3 and 3.3.
[[nodiscard]] inline joint_region joint_region_of(const measured_score& first, const measured_score& second,
                                                  const joint_region_options& options = {})
{
    check_probability("joint_region_of", "level", options.level);
    if (!(std::abs(options.error_r) < 1))
        fail_argument("joint_region_of", "error_r", "lie between -1 and 1", fmt::format("{}", options.error_r));
    for (const double sem : {first.sem, second.sem})
        if (sem < 0)
            fail_argument("joint_region_of", "sem", "not be negative", fmt::format("{}", sem));
    joint_region made{.x = first.value, .y = second.value, .options = options};
    if (std::isnan(first.value + first.sem + second.value + second.sem)) {
        made.status = estimate_status::not_known;
        made.message = "a score or its standard error of measurement is not known";
        return made;
    }
    const double radius = std::sqrt(-2 * std::log1p(-options.level));
    const double half_sum = (first.sem * first.sem + second.sem * second.sem) / 2;
    const double half_difference = (first.sem * first.sem - second.sem * second.sem) / 2;
    const double covariance = options.error_r * first.sem * second.sem;
    const double spread = std::hypot(half_difference, covariance);
    // The smaller eigenvalue from the determinant, which does not cancel.
    const double larger = half_sum + spread;
    const double determinant =
        first.sem * first.sem * second.sem * second.sem * (1 - options.error_r) * (1 + options.error_r);
    made.semi_major = radius * std::sqrt(larger);
    made.semi_minor = larger > 0 ? radius * std::sqrt(determinant / larger) : 0;
    made.angle = std::atan2(covariance, half_difference) / 2;
    return made;
}

}  // namespace attune::inline v0
