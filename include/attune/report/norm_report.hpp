#pragma once

#include <string>
#include <vector>

#include "attune/instrument/norm_set.hpp"

namespace attune::inline v0 {

/// A norm set as a file that `load_norm_set()` reads again.
[[nodiscard]] std::string norm_set_json(const norm_set& of);

/// The same for a person: who the people are, figures by group, what is missing and what to beware of.
[[nodiscard]] std::string norm_set_text(const norm_set& of);

/// The list of norm sets in short, one a line.
[[nodiscard]] std::string norm_list_text(const std::vector<norm_set>& sets);

}  // namespace attune::inline v0
