#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// A table before it is text or HTML: every row has as many cells as the head.
struct shown_table {
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows = {};
};

/// A table for a terminal.
///
/// @param n_left  columns from the first on that are aligned on the left.
[[nodiscard]] std::string text_of(const shown_table& table, std::size_t n_left);

/// A p value in a sentence or a cell: "below 0.001", "0.147"; "not known" when it is NaN.
[[nodiscard]] std::string p_in_words(double p);

}  // namespace attune::inline v0::detail
