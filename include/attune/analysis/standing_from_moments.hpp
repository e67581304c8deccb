#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/norms/percentile_from_moments.hpp"
#include "attune/stats/norms/reference_moments.hpp"
#include "attune/stats/norms/score_interval.hpp"
#include "attune/stats/norms/standard_scores.hpp"

namespace attune::inline v0 {

/// How a score is placed by what a publication tells.
struct standing_options {
    double reliability = std::numeric_limits<double>::quiet_NaN();  ///< of the score, 0..1; NaN: no Kelley estimate
    double level = 0.95;                                            ///< the convention of the field's journals
};

/// Where one score stands in a group of which only mean, sd and n are known.
///
/// @param x          a score.
/// @param reference  of the group; its n may be unknown.
/// @param options    reliability of the score, and the level.
/// @return     in this order: "z", "t_linear", "sten", "stanine" (boundaries belong to the upper class), "percentile"
/// with
///             the interval of the norm's sampling error, and with a reliability "score" with the interval of
///             measurement and "kelley". What cannot be computed is NaN with the reason.
/// @throws std::invalid_argument  sd or n is negative, or level not between 0 and 1.
[[nodiscard]] inline std::vector<estimate> standing_from_moments(double x, const reference_moments& reference,
                                                                 const standing_options& options = {})
{
    const estimate percentile = percentile_from_moments(x, reference, options.level).percentile;
    const double z = z_score(x, reference.mean, reference.sd);
    std::vector<estimate> all;
    const auto add = [&](std::string_view id, double value, std::string_view method) {
        estimate figure{.id = std::string(id), .n_persons = reference.n_persons, .method = std::string(method)};
        figure.value = value;
        if (std::isnan(value)) {
            figure.status = reference.sd == 0 ? estimate_status::no_variance : estimate_status::not_known;
            figure.message = reference.sd == 0 ? "the scores of the reference group do not differ"
                                               : "the score, the mean or the standard deviation is not known";
        }
        all.push_back(std::move(figure));
    };
    add("z", z, "(x - mean) / sd");
    add("t_linear", t_linear(z), "50 + 10 z");
    add("sten", sten(z), "a boundary belongs to the upper sten");
    add("stanine", stanine(z), "a boundary belongs to the upper stanine");
    all.push_back(percentile);
    if (!std::isnan(options.reliability)) {
        const score_precision precision{reference.mean, reference.sd, options.reliability};
        all.push_back(score_interval(x, precision, score_interval_method::observed, options.level));
        all.push_back(score_interval(x, precision, score_interval_method::kelley, options.level));
    }
    return all;
}

}  // namespace attune::inline v0
