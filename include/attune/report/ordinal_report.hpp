#pragma once

#include <string>

#include "attune/analysis/ordinal_quality.hpp"

namespace attune::inline v0 {

/// The ordinal figures of a scale as JSON: {"scale", "coefficients", "note", "polychoric": {"n_persons", "r",
/// "std_error", "thresholds", "empty_pairs", "smallest_eigenvalue", "positive_definite", "status"}}. Matrices are lists
/// of rows; a threshold beyond which nobody is, is null.
[[nodiscard]] std::string ordinal_json(const ordinal_quality& quality);

/// The same for a person: a table of coefficients and a line about the correlations.
[[nodiscard]] std::string ordinal_text(const ordinal_quality& quality);

}  // namespace attune::inline v0
