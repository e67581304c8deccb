#pragma once

#include "attune/instrument/instrument.hpp"
#include "object_reader.hpp"

namespace attune::inline v0::detail {

/// Reads a definition from a JSON object. Whatever has the wrong shape is reported and left at its default.
[[nodiscard]] instrument read_definition(const json_cursor& root);

}  // namespace attune::inline v0::detail
