#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/core/error.hpp"
#include "attune/io/number_table.hpp"

namespace attune::inline v0 {

/// Reads a table of numbers from JSON: an array of objects, one a row, as programs write tables.
///
///     [{"group": "women", "n": 120, "mean": 3.8}, {"group": "men", "n": 80, "mean": null}]
///
/// @param text    the JSON, at most 16 MiB.
/// @param source  name of the input in messages.
/// @param id      names of members that are texts; all others hold numbers.
/// @return        columns in the order in which their names first stand; what an object lacks, and null, is NaN, or an
/// empty
///                text. Numbers under a name of `id` are kept as they are spelt.
/// @throws input_error  `json.syntax` and its kind; `table.not_objects`; `table.not_a_number` per value. No value is
/// quoted.
[[nodiscard]] number_table read_number_objects(std::string_view text, const std::string& source,
                                               const std::vector<std::string>& id);

}  // namespace attune::inline v0
