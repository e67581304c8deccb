#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/core/estimate.hpp"

namespace attune::inline v0 {

/// What a calculator found as JSON: {"schema": "attune.<command>/1", "attune", "estimates": [...]}, each estimate as
/// `estimate_json()` has it and with its "method".
///
/// @param command    name of the schema, e.g. "compare".
/// @param estimates  in the order of the output.
[[nodiscard]] std::string estimates_json(std::string_view command, const std::vector<estimate>& estimates);

/// The same for a reader: a line a figure with its method and its interval, and below the table why one is missing.
[[nodiscard]] std::string estimates_text(const std::vector<estimate>& estimates);

/// A p value for a reader: three digits, or "< 0.001".
[[nodiscard]] std::string p_text(double p);

/// The same behind the letter p: "= 0.012" or "< 0.001".
[[nodiscard]] std::string p_relation(double p);

}  // namespace attune::inline v0
