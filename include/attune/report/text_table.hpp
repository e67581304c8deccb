#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/estimate.hpp"

namespace attune::inline v0 {

/// Lines of cells that stand below each other on a terminal.
///
///     text_table table({"id", "value"}, 1);
///     table.add({"alpha_raw", number_text(0.9379)});
///     table.text("  ")  //  "  id         value\n  alpha_raw  0.938\n"
///
/// Widths are counted in characters (UTF-8 code points), so that names in any script keep their column.
class text_table {
public:
    /// @param head    names of the columns; all empty: no line is printed for them.
    /// @param n_left  how many of the columns are set flush left, from the first; the others are set flush right.
    text_table(std::vector<std::string> head, std::size_t n_left);

    /// Adds a line.
    ///
    /// @throws std::invalid_argument  there are more or fewer cells than columns.
    void add(std::vector<std::string> cells);

    /// All lines, two spaces between the columns, none at the end of a line.
    ///
    /// @param indent  what every line begins with.
    [[nodiscard]] std::string text(std::string_view indent = "") const;

private:
    std::vector<std::vector<std::string>> lines_;
    std::size_t n_left_;
};

/// A number for a reader: `places` digits behind the point, and a dash where there is none.
///
/// @param number  what is printed; NaN and infinity are a dash.
/// @param places  0..15.
[[nodiscard]] std::string number_text(double number, int places = 3);

/// "0.135 to 0.719", or a dash without an interval.
[[nodiscard]] std::string interval_text(const estimate& figure, int places = 3);

}  // namespace attune::inline v0
