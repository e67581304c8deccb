#pragma once

#include <string>
#include <string_view>

#include "attune/core/version.hpp"
#include "attune/stats/factor/factor_fit.hpp"
#include "shown_table.hpp"

/// How well factors fit, as all reports show it.
namespace attune::inline v0::detail {

/// How well factors do, in words that need no training.
///
/// @param fit  with status ok.
[[nodiscard]] shown_table fit_rows(const factor_fit_statistics& fit, int n_factors = 1);

/// The same for a terminal, or why there is no fit.
[[nodiscard]] std::string fit_text(const factor_fit_statistics& fit, int n_factors = 1);

/// All figures as a JSON object.
///
/// @param model  what was fitted, e.g. "one_factor".
[[nodiscard]] std::string fit_json(const factor_fit_statistics& fit, std::string_view model);

}  // namespace attune::inline v0::detail
