#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/error.hpp"
#include "attune/instrument/soundness.hpp"

namespace attune::inline v0::detail {

/// The text of a JSON file of ours, or why there is none.
///
/// @param what  what is expected, e.g. "definition file".
[[nodiscard]] outcome<std::string> read_json_text(const std::filesystem::path& file, std::string_view what);

/// Tells of a part whether a fault lies in it, or in what it is part of.
[[nodiscard]] soundness soundness_of(const std::vector<diagnostic>& found);

/// Puts findings in the order of the file.
void sort_by_place(std::vector<diagnostic>& found);

}  // namespace attune::inline v0::detail
