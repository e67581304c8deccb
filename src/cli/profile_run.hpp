#pragma once

#include "exit_code.hpp"
#include "profile_options.hpp"

namespace attune::cli {

/// Writes pages about people on one occasion, row by row.
///
/// @throws failure      exit code 2 or 3.
/// @throws input_error  the table has faults.
[[nodiscard]] exit_code write_profiles(const profile_options& options);

/// Writes pages about people on several occasions: of the last one, with the way to it.
///
/// @throws failure      exit code 2 or 3.
/// @throws input_error  a table has faults, or a person has two rows for one occasion.
[[nodiscard]] exit_code write_profile_courses(const profile_options& options);

}  // namespace attune::cli
