#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attune/core/bytes.hpp"
#include "attune/core/error.hpp"
#include "attune/core/matrix.hpp"
#include "attune/io/csv.hpp"

namespace attune::inline v0 {

/// How a table of numbers is written.
struct number_table_options {
    csv_options csv = {};
    char decimal = '.';                     ///< decimal separator, '.' or ','
    std::vector<std::string> id = {};       ///< names of the columns that identify a person; all others hold numbers
    std::vector<std::string> missing = {};  ///< cell texts that mean a missing number, besides the empty cell
};

/// A table of numbers with a header: one row a person.
struct number_table {
    std::vector<std::string> columns;           ///< names of the columns of numbers
    matrix values;                              ///< rows x columns, NaN where a cell is empty or missing
    std::vector<std::vector<std::string>> ids;  ///< per row, the cells of the id columns
    std::int64_t n_short = 0;                   ///< rows with fewer fields than the header: the others are missing
};

/// Reads a table of numbers; row 1 is the header.
///
/// A number is optional spaces, a sign, digits with one decimal separator and an optional exponent, up to 1e150 in
/// size. Nothing is guessed: thousands separators, "NA" and "inf" are no numbers.
///
/// @throws input_error  all findings, at most 20: `csv.empty`; `table.no_header` when row 1 holds nothing but numbers;
///                      `columns.not_found` and `columns.ambiguous` for id columns; `table.not_a_number` per cell;
///                      `csv.long_row`; or what the text itself is at fault for. No cell is quoted.
[[nodiscard]] number_table read_number_table(byte_source& source, const number_table_options& options);

}  // namespace attune::inline v0
