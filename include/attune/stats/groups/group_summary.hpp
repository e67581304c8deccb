#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/moments/univariate.hpp"

namespace attune::inline v0 {

/// What a paper's table tells of one group, and all that a comparison of means needs.
struct group_summary {
    double mean = std::numeric_limits<double>::quiet_NaN();  ///< NaN when it is not known
    double sd = std::numeric_limits<double>::quiet_NaN();    ///< of the sample (n - 1), >= 0
    std::int64_t n_persons = 0;
};

/// Mean, standard deviation and size of a group, exactly as `univariate()` has them.
///
/// @param scores  one a person, any unit; NaN is missing and left out.
/// @return        mean NaN without people, sd NaN below 2.
/// @throws std::invalid_argument  a score is infinite or above 1e150.
[[nodiscard]] inline group_summary summary_of(std::span<const double> scores)
{
    const univariate_moments found = univariate(scores);
    return {found.mean.value, found.sd.value, *found.mean.n_persons};
}

namespace detail {

/// Why a figure has no value.
struct refusal {
    estimate_status status = estimate_status::not_known;
    std::string message;
};

inline void check_group(std::string_view function, const group_summary& group)
{
    check_moderate(function, "mean", group.mean);
    check_moderate(function, "sd", group.sd);
    if (group.sd < 0)
        fail_argument(function, "sd", "not be negative", fmt::format("{}", group.sd));
    if (group.n_persons < 0)
        fail_argument(function, "n_persons", "not be negative", fmt::format("{}", group.n_persons));
}

/// Checks groups, and says why they cannot be compared: nothing when they can.
///
/// @throws std::invalid_argument  a standard deviation or a size is negative, or a number above 1e150.
[[nodiscard]] inline std::optional<refusal> why_not_comparable(std::string_view function,
                                                               std::span<const group_summary> groups)
{
    for (const group_summary& group : groups)
        check_group(function, group);
    bool varies = false;
    for (const group_summary& group : groups) {
        if (group.n_persons < 2)
            return refusal{estimate_status::too_few_persons, "each group needs at least 2 persons"};
        if (std::isnan(group.mean) || std::isnan(group.sd))
            return refusal{estimate_status::not_known, "a mean or a standard deviation is not known"};
        varies |= group.sd > 0;
    }
    if (!varies)
        return refusal{estimate_status::no_variance, "nobody differs from the others of the own group"};
    return std::nullopt;
}

/// The estimate with the reason why it has no value.
[[nodiscard]] inline estimate refused(estimate made, const refusal& reason)
{
    made.status = reason.status;
    made.message = reason.message;
    return made;
}

}  // namespace detail

}  // namespace attune::inline v0
