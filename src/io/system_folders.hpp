#pragma once

#include <filesystem>

#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// The folder that an environment variable names; empty when it is not set.
[[nodiscard]] std::filesystem::path folder_in_environment(const char* variable);

/// Where a site keeps its own definitions; empty when the system does not say.
[[nodiscard]] std::filesystem::path site_folder();

/// The folder that the running program lies in; empty when the system does not say.
[[nodiscard]] std::filesystem::path folder_of_program();

}  // namespace attune::inline v0::detail
