#pragma once

#include <string_view>

#ifdef __FAST_MATH__
#error "attune needs IEEE arithmetic: compile without -ffast-math"
#endif

namespace attune::inline v0 {

/// Version of the library and of the tool (semantic versioning). CMake reads it from this line.
inline constexpr std::string_view version = "0.1.0";

}  // namespace attune::inline v0
