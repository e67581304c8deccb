#pragma once

#include <string>

#include "attune/instrument/resolve.hpp"

namespace attune::inline v0::detail {

/// What moves a score on one form, as canonical JSON: range, items, scales, derived scores, targets, missing rules.
/// Order within lists of item numbers, topics, citations and notes do not enter.
[[nodiscard]] std::string scoring_form(const resolved_form& of);

}  // namespace attune::inline v0::detail
