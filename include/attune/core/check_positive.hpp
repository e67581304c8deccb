#pragma once

#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/check.hpp"

namespace attune::inline v0 {

/// Checks that a number is above 0, and finite.
///
/// @throws std::invalid_argument  value is 0, negative, infinite or NaN.
inline void check_positive(std::string_view function, std::string_view argument, double value)
{
    if (!(value > 0) || std::isinf(value))
        fail_argument(function, argument, "be above 0 and finite", fmt::format("{}", value));
}

}  // namespace attune::inline v0
