#pragma once

#include "score_options.hpp"

namespace attune::cli {

/// `attune score --from ndjson --format ndjson`: one person in, one out, at once. A line that cannot be read is
/// answered with what is wrong with it, and the next line is read. The last line of the output is the summary.
///
/// @throws failure  exit code 2 for options that belong to tables, 2 or 3 as `answer_setup`.
[[nodiscard]] exit_code score_lines(const score_options& options);

}  // namespace attune::cli
