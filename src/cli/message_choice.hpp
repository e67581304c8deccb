#pragma once

#include <string>

#include "attune/report/messages.hpp"
#include "options.hpp"

namespace attune::cli {

/// The sentences of a language, with those of a clinic's own file in their place.
///
/// @param own  a file of messages, or empty.
/// @throws failure  exit code 3: the language is not there, or a file has faults.
[[nodiscard]] messages choose_messages(const std::string& language, const std::string& own,
                                       const common_options& common);

/// What `check` prints about a file of messages: faults of its patterns, and what it lacks as warnings, as a clinic's
/// own file need not say everything.
///
/// @param is_valid  set to false when it has an error.
[[nodiscard]] std::string message_findings(const std::string& file, const common_options& common, bool& is_valid);

}  // namespace attune::cli
