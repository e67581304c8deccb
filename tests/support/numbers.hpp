#pragma once

#include <limits>

namespace attune_test {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

inline constexpr double gap = unknown;  ///< no answer

inline constexpr double closed_form = 1e-10;  ///< relative, as for every closed form that R computed too

inline constexpr double of_fits = 1e-6;  ///< what optimised fits of two programs agree to

inline constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace attune_test
