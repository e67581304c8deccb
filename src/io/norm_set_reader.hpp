#pragma once

#include "attune/instrument/norm_margins.hpp"
#include "attune/instrument/norm_set.hpp"
#include "object_reader.hpp"

namespace attune::inline v0::detail {

inline constexpr std::string_view norms_schema = "attune.norms/1";

/// Reads a norm set from a JSON object. Whatever has the wrong shape is reported and left at its default.
[[nodiscard]] norm_set read_norm_set(const json_cursor& root);

/// Reads the description of a norm set that is yet to be built.
[[nodiscard]] norm_set read_norm_description(const json_cursor& root);

/// Reads the shares that a sample is weighted towards.
[[nodiscard]] norm_margins read_norm_margins(const json_cursor& root);

}  // namespace attune::inline v0::detail
