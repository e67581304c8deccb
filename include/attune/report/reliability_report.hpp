#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attune/analysis/conditional_error.hpp"
#include "attune/analysis/ordinal_quality.hpp"
#include "attune/analysis/quality_details.hpp"
#include "attune/analysis/scale_quality.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/reliability/alpha_test.hpp"

namespace attune::inline v0 {

/// The scales of one group of people.
struct reliability_group {
    std::string by;  ///< value of the grouping column; empty without one
    std::int64_t n_persons = 0;
    std::vector<scale_quality> scales;
    std::vector<ordinal_quality> ordinal = {};        ///< of the same scales, where asked for
    std::vector<conditional_error> conditional = {};  ///< of the same scales, where asked for
    std::vector<quality_details> details = {};        ///< of the same scales, where a page is asked for
};

/// Whether a scale's alpha is the same in all groups that have one.
struct alpha_comparison {
    std::string scale;
    std::size_t n_groups = 0;  ///< that were compared
    equal_alphas_test test;
};

/// What a run of `attune reliability` found.
struct reliability_result {
    missing_handling missing = missing_handling::listwise;
    std::string by;  ///< name of the grouping column; empty without one
    std::vector<reliability_group> groups;
    std::vector<alpha_comparison> comparisons;
    std::string citation;  ///< of the questionnaire
    std::string input_name;
    std::string input_sha256;
    std::int64_t n_rows = 0;
    std::int64_t n_short_rows = 0;
    std::vector<std::string> warnings;
};

/// All figures as JSON: {"schema", "attune", "instrument", "missing", "groups", "comparisons", "summary"}. A group has
/// "ordinal" and "conditional_sem" where they were asked for.
[[nodiscard]] std::string reliability_json(const scoring_key& key, const reliability_result& result);

/// The same for a person: per group and scale a table of coefficients, each with a line of plain words, and a table of
/// items.
[[nodiscard]] std::string reliability_text(const scoring_key& key, const reliability_result& result);

/// The same as a page of its own: HTML that loads nothing and runs nothing, with four figures a scale (how items go
/// with the others, answers, halves, errors by score) and a table beside each. It follows light and dark, and prints.
///
/// @param key     of the scores.
/// @param result  whose groups have the details and conditional errors of all their scales.
[[nodiscard]] std::string reliability_html(const scoring_key& key, const reliability_result& result);

/// A paragraph for the methods section of a paper, and the facts that a reader needs to repeat the analysis.
[[nodiscard]] std::string reliability_methods(const scoring_key& key, const reliability_result& result);

}  // namespace attune::inline v0
