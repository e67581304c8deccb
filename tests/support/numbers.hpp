#pragma once

#include <limits>

namespace attune_test {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

inline constexpr double gap = unknown;  ///< no answer

inline constexpr double closed_form = 1e-10;  ///< relative, as for every closed form that R computed too

}  // namespace attune_test
