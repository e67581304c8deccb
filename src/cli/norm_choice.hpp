#pragma once

#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/norm_comparison.hpp"
#include "attune/instrument/norm_set.hpp"
#include "options.hpp"
#include "person_groups.hpp"

namespace attune::cli {

/// Reads a norm set by its id, or by its path when the name ends in ".json" or holds a "/".
///
/// @throws failure  exit code 2 for an unknown id, 3 for a norm set with faults.
[[nodiscard]] norm_set load_norms(const std::string& name, const common_options& common);

/// What `check` prints about a norm set.
///
/// @param is_valid  set to false when it has an error.
[[nodiscard]] std::string norm_findings(const std::string& file, bool& is_valid);

/// Every norm set of a questionnaire that can be found, in the order of their ids.
[[nodiscard]] std::vector<norm_set> norms_of(const std::string& instrument, const common_options& common);

/// "ID:GROUP,GROUP" as id and groups; a colon of a path is none of these.
[[nodiscard]] std::pair<std::string, std::vector<std::string>> split_norm_choice(const std::string& choice);

/// The norms that scores are compared with.
struct chosen_norms {
    norm_comparison comparison;
    std::vector<std::string> flags;  ///< what to say aloud
};

/// Norms by "ID", or by "ID:GROUP,GROUP" for groups by name.
///
/// @param mode  how the questionnaire was given.
/// @throws failure  exit code 2 for norms that do not fit the key, and for an unknown group; else as `load_norms()`.
[[nodiscard]] chosen_norms choose_norms(const std::string& choice, const scoring_key& key, const std::string& mode,
                                        const person_group_options& people, const common_options& common);

}  // namespace attune::cli
