#pragma once

#include <string>

#include "json_document.hpp"

namespace attune::inline v0::detail {

/// The canonical form of RFC 8785: members sorted by UTF-16 code units, shortest numbers, no white space.
[[nodiscard]] std::string canonical_json(const json_value& value);

}  // namespace attune::inline v0::detail
