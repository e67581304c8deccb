#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// The folder that an environment variable names; empty when it is not set.
[[nodiscard]] std::filesystem::path folder_in_environment(const char* variable);

/// Where a site keeps its own definitions; empty when the system does not say.
[[nodiscard]] std::filesystem::path site_folder();

/// The folder that the running program lies in; empty when the system does not say.
[[nodiscard]] std::filesystem::path folder_of_program();

/// Names of what is in a folder, in no order; none when there is no such folder.
///
/// @throws input_error  `file.unreadable`: the folder is there and cannot be listed.
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path& folder);

}  // namespace attune::inline v0::detail
