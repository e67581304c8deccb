#pragma once

#include <string_view>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/matrix.hpp"

namespace attune::inline v0::detail {

/// Checks that a probability such as the level of an interval lies between 0 and 1.
///
/// @throws std::invalid_argument  it does not.
inline void check_level(std::string_view function, std::string_view argument, double level)
{
    if (!(level > 0 && level < 1))
        fail_argument(function, argument, "lie between 0 and 1", fmt::format("{}", level));
}

/// Checks that scores are those of two occasions.
///
/// @throws std::invalid_argument  there are more or fewer columns than two.
inline void check_two_occasions(std::string_view function, const matrix_view& occasions)
{
    if (occasions.cols() != 2)
        fail_argument(function, "occasions", "have 2 columns", fmt::format("{} wide", occasions.cols()));
}

}  // namespace attune::inline v0::detail
