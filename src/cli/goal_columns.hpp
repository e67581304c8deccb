#pragma once

#include <map>
#include <string>
#include <vector>

#include "attune/scoring/key.hpp"

namespace attune::cli {

/// The columns of --goal SCORE=COL, before the key is known.
[[nodiscard]] std::vector<std::string> columns_of_goals(const std::vector<std::string>& options);

/// Which column holds what people want of a score.
///
/// @return  columns by the id of the score.
/// @throws failure  exit code 2: no SCORE=COL, or a score that the key has not.
[[nodiscard]] std::map<std::string, std::string> goal_columns(const std::vector<std::string>& options,
                                                              const scoring_key& key);

}  // namespace attune::cli
