#pragma once

#include <string>

#include "attune/core/estimate.hpp"

namespace attune::inline v0 {

/// An estimate as a JSON object on one line: {"id", "value", "std_error", "ci": {"lower", "upper", "level", "method"},
/// "n_persons", "status"}, and "message" when the status is not ok.
///
/// What is not known, and a number that is not finite, is null. Numbers are the shortest decimals that read back to
/// the same double.
[[nodiscard]] std::string estimate_json(const estimate& figure);

/// A number as JSON: the shortest decimal that reads back to the same double; null when it is not finite.
[[nodiscard]] std::string number_json(double number);

}  // namespace attune::inline v0
