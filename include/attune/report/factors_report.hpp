#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attune/analysis/factor_analysis.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// What a run of `attune factors` found.
struct factors_result {
    factor_options options;
    std::vector<factor_analysis> sets;
    std::string input_name;
    std::string input_sha256;
    std::int64_t n_rows = 0;
    std::int64_t n_short_rows = 0;
    std::vector<std::string> warnings;
};

/// All figures as JSON: {"schema", "attune", "instrument", "missing", "method", "rotation", "parallel", "sets",
/// "summary"}.
[[nodiscard]] std::string factors_json(const scoring_key& key, const factors_result& result);

/// The same for a person: per set how many factors there are, a table of loadings, and what the factors explain.
[[nodiscard]] std::string factors_text(const scoring_key& key, const factors_result& result);

/// Eigenvalues beside those of chance as a figure of its own, in SVG: one panel a set, below each other. It loads
/// nothing, follows light and dark, and has a title and a description in words.
[[nodiscard]] std::string scree_svg(const scoring_key& key, const factors_result& result);

}  // namespace attune::inline v0
