#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/error.hpp"
#include "attune/io/instrument_search.hpp"

namespace attune::inline v0::detail {

/// Whether a folder holds definitions or norm sets.
[[nodiscard]] bool is_data_folder(const std::filesystem::path& folder);

/// The ids of all files `<folder>/<kind>/<id>.json`, sorted.
[[nodiscard]] std::vector<std::string> ids_of_kind(std::string_view kind, const search_path& path);

/// The files `<folder>/<kind>/<id>.json`, in the order of the path.
[[nodiscard]] std::vector<std::filesystem::path> files_of_id(std::string_view kind, std::string_view id,
                                                             const search_path& path);

/// "no questionnaire 'x'; nearest: ...; searched: ...".
///
/// @param what  what was looked for, e.g. "questionnaire".
[[nodiscard]] std::string not_found(std::string_view what, std::string_view kind, std::string_view id,
                                    const search_path& path);

/// Two files of one id have different contents.
[[nodiscard]] input_error ambiguous_id(std::string_view id, const std::filesystem::path& one,
                                       const std::filesystem::path& other);

/// A file is named after another id than it states.
[[nodiscard]] input_error wrong_id(std::string_view stated, std::string_view id, const std::filesystem::path& file);

}  // namespace attune::inline v0::detail
