#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/analysis/conditional_error.hpp"
#include "attune/analysis/missing_handling.hpp"
#include "attune/analysis/scale_quality.hpp"
#include "attune/core/version.hpp"
#include "shown_table.hpp"

/// What the text and the page about reliability both show.
namespace attune::inline v0::detail {

/// "1,234 of 1,300 people answered every item".
[[nodiscard]] std::string people_of(const scale_quality& scale);

/// Whose answers the figures rest on: "people who answered every item of the scale".
[[nodiscard]] std::string handling_in_words(missing_handling missing);

/// The coefficients, each with what it says or why it has no value.
[[nodiscard]] shown_table coefficient_rows(const scale_quality& scale);

/// The items, with how they go with the others.
[[nodiscard]] shown_table item_rows(const scale_quality& scale);

/// Errors at some ten scores from the lowest to the highest, with a column for each method; no rows where no method has
/// any.
[[nodiscard]] shown_table error_rows(const conditional_error& error);

}  // namespace attune::inline v0::detail
