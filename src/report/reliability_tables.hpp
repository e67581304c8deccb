#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/analysis/conditional_error.hpp"
#include "attune/analysis/missing_handling.hpp"
#include "attune/analysis/scale_quality.hpp"
#include "attune/core/version.hpp"

/// What the text and the page about reliability both show.
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

/// "1,234 of 1,300 people answered every item".
[[nodiscard]] std::string people_of(const scale_quality& scale);

/// Whose answers the figures rest on: "people who answered every item of the scale".
[[nodiscard]] std::string handling_in_words(missing_handling missing);

/// A p value in a sentence: "below 0.001".
[[nodiscard]] std::string p_in_words(double p);

/// The coefficients, each with what it says or why it has no value.
[[nodiscard]] shown_table coefficient_rows(const scale_quality& scale);

/// How well one factor does, in words that need no training.
///
/// @param fit  of a scale, with status ok.
[[nodiscard]] shown_table fit_rows(const factor_fit_statistics& fit);

/// The items, with how they go with the others.
[[nodiscard]] shown_table item_rows(const scale_quality& scale);

/// Errors at some ten scores from the lowest to the highest, with a column for each method; no rows where no method has
/// any.
[[nodiscard]] shown_table error_rows(const conditional_error& error);

}  // namespace attune::inline v0::detail
