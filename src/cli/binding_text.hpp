#pragma once

#include <string>

#include "answer_input.hpp"

namespace attune::cli {

/// What a run would do: form, range, per score the items with their columns and reversals, rules, missing codes.
[[nodiscard]] std::string binding_text(const answer_input& input);

}  // namespace attune::cli
