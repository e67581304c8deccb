#pragma once

#include <cstddef>

#include "attune/core/detail/instruction_set.hpp"
#include "attune/responses/answer_code.hpp"

namespace attune::inline v0::detail {

/// What the plain cells of a table look like.
struct plain_cells {
    char delimiter = ',';
    int min = 1;  ///< answers of one digit, `min` to `max`; max at most 9
    int max = 7;
    answer_code empty = 0;  ///< what a cell without characters means
};

/// How far a scan came.
struct scanned_cells {
    const char* at;              ///< begin of the next cell
    std::size_t n_cells;         ///< taken
    bool is_record_end = false;  ///< the last of them ended at a line feed
};

/// Takes plain cells from the begin of one: empty or one digit within the range, ended by the delimiter or a line feed.
/// Stops behind a line feed, after `limit` cells, and before a cell that is anything else.
///
/// @param at,end  text, with `csv_chunk::padding` zero bytes behind `end`.
/// @param codes   room for `limit` codes; those taken are written.
using cell_scan = scanned_cells (*)(const char* at, const char* end, const plain_cells& cells, answer_code* codes,
                                    std::size_t limit);

/// The scan for a set of instructions; the portable one where this machine cannot run it.
[[nodiscard]] cell_scan cell_scan_for(instruction_set set);

}  // namespace attune::inline v0::detail
