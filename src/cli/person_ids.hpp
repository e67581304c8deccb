#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::cli {

/// The cells that identify a person as one text that no other cells give; empty when all of them are blank.
[[nodiscard]] std::string joined_id(std::span<const std::string> cells);

/// Checks that nobody stands twice in a list of persons.
///
/// @param ids       one a row; empty ones are nobody's.
/// @param rows      per id its row of the input, from 0.
/// @param source    name of the input in messages.
/// @param expected  what the input should have, after "expected ".
/// @throws input_error  `retest.duplicate_id` for every row that repeats one, at most 20.
void check_ids(const std::vector<std::string>& ids, const std::vector<std::size_t>& rows, const std::string& source,
               std::string_view expected);

}  // namespace attune::cli
