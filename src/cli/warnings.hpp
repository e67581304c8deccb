#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "exit_code.hpp"
#include "options.hpp"

namespace attune::cli {

/// Adds "what: count", unless the count is 0.
void add_count(std::vector<std::string>& warnings, std::int64_t count, std::string_view what);

/// Prints warnings on standard error, unless --quiet is given.
void print_warnings(const std::vector<std::string>& warnings, const common_options& common);

/// What a run that came to its end tells the shell: findings under --strict, if there are any.
[[nodiscard]] exit_code code_of(bool has_findings, const common_options& common);

}  // namespace attune::cli
