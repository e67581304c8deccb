#pragma once

#include <functional>
#include <string_view>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// Tells whether the part of a file at this JSON Pointer was read without a fault.
using soundness = std::function<bool(std::string_view pointer)>;

}  // namespace attune::inline v0
