#pragma once

#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/check.hpp"

namespace attune::inline v0 {

/// How large a number may be so that sums of its square neither overflow nor lose their place.
inline constexpr double largest_moderate = 1e150;

/// Checks that a number is missing (NaN) or moderate: at most 1e150 in size, so that it can be squared and summed.
///
/// @throws std::invalid_argument  value is infinite or larger.
inline void check_moderate(std::string_view function, std::string_view argument, double value)
{
    if (std::abs(value) > largest_moderate)
        fail_argument(function, argument, "hold numbers up to 1e150 in size, or NaN for missing",
                      fmt::format("{}", value));
}

}  // namespace attune::inline v0
