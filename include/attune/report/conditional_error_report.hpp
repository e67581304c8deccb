#pragma once

#include <string>

#include "attune/analysis/conditional_error.hpp"

namespace attune::inline v0 {

/// Standard errors by score as JSON: {"scale", "metric", "methods": [{"id", "method", "status", "levels": [{"lowest",
/// "highest", "n_persons", "sem"}]}]}.
[[nodiscard]] std::string conditional_error_json(const conditional_error& error);

/// The same for a person: a table of about ten scores with a column a method, and a line about each method.
[[nodiscard]] std::string conditional_error_text(const conditional_error& error);

}  // namespace attune::inline v0
