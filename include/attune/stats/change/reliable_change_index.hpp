#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"
#include "attune/stats/reliability/measurement_error.hpp"

namespace attune::inline v0 {

/// Two scores of one person, and what is known of the error of such scores.
struct two_scores {
    double pre = std::numeric_limits<double>::quiet_NaN();
    double post = std::numeric_limits<double>::quiet_NaN();
    double sd = std::numeric_limits<double>::quiet_NaN();           ///< of the group that the reliability is of, >= 0
    double reliability = std::numeric_limits<double>::quiet_NaN();  ///< 0..1
    double level = 0.95;  ///< share of unchanged people within the threshold; the convention of the field's journals
};

/// The reliable change index of one person with all that it is made of.
struct reliable_change_index {
    estimate sem;            ///< standard error of one score [score units]
    estimate s_diff;         ///< standard error of the difference of two scores [score units]
    estimate rci;            ///< the change in standard errors of a difference
    estimate rci_threshold;  ///< a change beyond it, either way, has an index beyond z [score units]
    estimate sdc;            ///< smallest detectable change [score units]; equals rci_threshold
};

/// The reliable change index of Jacobson and Truax:
///
///     sem = sd sqrt(1 - reliability),   s_diff = sqrt(2) sem,   rci = (post - pre) / s_diff,
///     rci_threshold = z s_diff,         sdc = z sqrt(2) sem
///
/// with the exact two-sided normal quantile z of the level.
///
/// @param of   scores in any one unit; NaN is not known.
/// @return     ids "sem", "s_diff", "rci", "rci_threshold", "sdc". The index has a standard error of 1, as the error it
///             is counted in is taken as known, and the interval rci -+ z. NaN with `not_known` when what it needs is
///             not known, `not_defined` when the reliability lies outside 0..1; the index with `no_variance` when
///             s_diff is 0.
/// @throws std::invalid_argument  a score or sd is infinite or above 1e150, sd is negative, or the level not between 0
///                                and 1.
/// @see        Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19; Christensen & Mendoza
///             (1986), Behavior Therapy 17, 305-308, for the sqrt(2). Agrees with CECPfuns::getRCI.
[[nodiscard]] inline reliable_change_index reliable_change_index_of(const two_scores& of)
{
    check_moderate("reliable_change_index_of", "pre", of.pre);
    check_moderate("reliable_change_index_of", "post", of.post);
    check_moderate("reliable_change_index_of", "sd", of.sd);
    check_probability("reliable_change_index_of", "level", of.level);
    if (of.sd < 0)
        fail_argument("reliable_change_index_of", "sd", "not be negative", fmt::format("{}", of.sd));
    const double z = detail::two_sided_z(of.level);
    reliable_change_index made;
    made.sem = sem(of.sd, of.reliability);
    made.sdc = sdc(of.sd, of.reliability, of.level);
    made.s_diff = made.rci_threshold = made.rci = made.sem;
    made.s_diff.id = "s_diff";
    made.s_diff.method = "sqrt(2) sem";
    made.s_diff.value *= std::sqrt(2.0);
    made.rci_threshold.id = "rci_threshold";
    made.rci_threshold.method = fmt::format("z s_diff, level {}", of.level);
    made.rci_threshold.value = made.sdc.value;
    made.rci.id = "rci";
    made.rci.method = "(post - pre) / s_diff";
    if (made.rci.status != estimate_status::ok)
        return made;
    if (std::isnan(of.pre) || std::isnan(of.post))
        made.rci = detail::without_value(std::move(made.rci), estimate_status::not_known, "a score is not known");
    else if (made.s_diff.value == 0)
        made.rci = detail::without_value(std::move(made.rci), estimate_status::no_variance,
                                         "the error is 0, so no change can be told from error");
    else {
        made.rci.value = (of.post - of.pre) / made.s_diff.value;
        made.rci.std_error = 1;
        made.rci.ci = confidence_interval{made.rci.value - z, made.rci.value + z, of.level, "measurement_error"};
    }
    return made;
}

}  // namespace attune::inline v0
