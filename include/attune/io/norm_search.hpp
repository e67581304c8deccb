#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/error.hpp"
#include "attune/instrument/norm_set.hpp"
#include "attune/io/instrument_search.hpp"

namespace attune::inline v0 {

/// No norm set has the id that was asked for; what() names the nearest ids and the folders that were searched.
class unknown_norm_set_error : public error {
public:
    using error::error;
};

/// The file of a norm set: `norms/<id>.json` in a folder of the path.
///
/// @param id    as in `attune norms show`, e.g. "ecr-open-psychometrics".
/// @param path  folders to search, the same in which definitions are found.
/// @throws unknown_norm_set_error  no folder has it.
/// @throws input_error             `search.ambiguous`: two folders have it with different contents;
///                                 `file.unreadable`: a folder is there and cannot be listed.
[[nodiscard]] std::filesystem::path find_norm_set(std::string_view id, const search_path& path = default_search_path());

/// Every id that can be found, sorted.
///
/// @throws input_error  `file.unreadable`: a folder is there and cannot be listed.
[[nodiscard]] std::vector<std::string> norm_set_ids(const search_path& path = default_search_path());

/// Finds and reads a norm set.
///
/// @throws input_error  as `load_norm_set(file)`; or `search.wrong_id`: the file is named after another id than it
///                      states.
[[nodiscard]] norm_set load_norm_set_by_id(std::string_view id, const search_path& path = default_search_path());

}  // namespace attune::inline v0
