#pragma once

#include <string>
#include <vector>

#include "attune/scoring/explain.hpp"

namespace attune::inline v0 {

/// One person's scoring step by step: each answer, reversed or not, the sum, the rule, the result.
///
/// @param key    the key that was used.
/// @param steps  from `explain()`.
[[nodiscard]] std::string explain_text(const scoring_key& key, const std::vector<explained_score>& steps);

/// The same as a JSON object: {"schema", ..., "scores": [{"id", "answers": [...], ...}]}.
[[nodiscard]] std::string explain_json(const scoring_key& key, const std::vector<explained_score>& steps);

}  // namespace attune::inline v0
