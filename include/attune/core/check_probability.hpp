#pragma once

#include <string_view>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// Checks that a number can be a level of confidence: between 0 and 1, both excluded.
///
/// @throws std::invalid_argument  it is not, or NaN.
inline void check_probability(std::string_view function, std::string_view argument, double found)
{
    if (!(found > 0 && found < 1))
        fail_argument(function, argument, "lie between 0 and 1", fmt::format("{}", found));
}

}  // namespace attune::inline v0
