#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/error.hpp"
#include "attune/instrument/instrument.hpp"

namespace attune::inline v0 {

/// No definition has the id that was asked for; what() names the nearest ids and the folders that were searched.
class unknown_instrument_error : public error {
public:
    using error::error;
};

/// Folders that hold a folder `instruments` with one `<id>.json` per questionnaire, or a folder `norms` with one per
/// norm set, the first to be searched first.
using search_path = std::vector<std::filesystem::path>;

/// Where definitions are looked for unless a program says otherwise: the folder in the environment variable
/// ATTUNE_DATA, the site's folder (/etc/attune, on Windows attune in ProgramData), and ../share/attune beside the
/// running program. Folders that do not exist are left out.
[[nodiscard]] search_path default_search_path();

/// The definition file of a questionnaire.
///
/// @param id    as in `attune list`, e.g. "ecr-r".
/// @param path  folders to search. A program that links attune hands over the `attune_DATA_DIR` of the CMake package.
/// @throws unknown_instrument_error  no folder has it.
/// @throws input_error               `search.ambiguous`: two folders have it with different contents;
///                                   `file.unreadable`: a folder is there and cannot be listed.
[[nodiscard]] std::filesystem::path find_instrument(std::string_view id,
                                                    const search_path& path = default_search_path());

/// Every id that can be found, sorted.
///
/// @throws input_error  `file.unreadable`: a folder is there and cannot be listed.
[[nodiscard]] std::vector<std::string> instrument_ids(const search_path& path = default_search_path());

/// Finds and reads a definition.
///
/// @throws input_error  as `load_instrument(file)`; or `search.wrong_id`: the file is named after another id than it
///                      states.
[[nodiscard]] instrument load_instrument_by_id(std::string_view id, const search_path& path = default_search_path());

}  // namespace attune::inline v0
