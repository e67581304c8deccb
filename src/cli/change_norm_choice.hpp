#pragma once

#include <string>
#include <vector>

#include "attune/analysis/change_norms.hpp"
#include "attune/scoring/key.hpp"
#include "options.hpp"

namespace attune::cli {

/// Norms that changes are judged by, with what to say aloud about them.
struct chosen_change_norms {
    change_norms norms;
    std::vector<std::string> flags;
};

/// Reads the norm sets of `attune change --norms`, each in the role that its type or group states.
///
/// @param choices  each "ID", "FILE", or either with ":GROUP".
/// @param mode     how the questionnaire was given.
/// @throws failure  exit code 2 for norms that do not fit the key, whose people have no role or one that is taken, or
///                  that give no cut-off between them; else as `load_norms()`.
[[nodiscard]] chosen_change_norms choose_change_norms(const std::vector<std::string>& choices, const scoring_key& key,
                                                      const std::string& mode, const common_options& common);

}  // namespace attune::cli
