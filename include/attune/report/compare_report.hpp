#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/group_comparison.hpp"
#include "attune/analysis/outcome_regression.hpp"
#include "attune/instrument/identity.hpp"
#include "attune/stats/groups/ancova.hpp"
#include "attune/stats/groups/correlation.hpp"

namespace attune::inline v0 {

/// The correlations of one group, or of all.
struct group_correlations {
    std::string group;                                            ///< name; empty for the people of all groups together
    std::vector<std::pair<std::string, correlation_test>> found;  ///< by the names of both, "anxiety, age"
    std::vector<std::pair<std::string, estimate>> true_scores;    ///< without measurement error, where it is known
};

/// The analysis of covariance of one score.
struct score_ancova {
    std::string score;
    ancova_test found;
};

/// All that a comparison of groups found, and what it rests on.
struct comparison_result {
    std::optional<instrument_identity> instrument;  ///< nothing for a table of means
    std::string by;                                 ///< name of the grouping column
    std::vector<std::string> groups;                ///< their names
    std::vector<score_comparison> scores;
    std::optional<joint_comparison> joint;
    std::vector<group_correlations> correlations;
    std::vector<std::string> covariates;
    std::vector<score_ancova> ancovas;
    std::vector<outcome_regression> outcomes;
    std::string input_name;
    std::string input_sha256;
    std::int64_t n_rows = 0;
    std::int64_t n_without_group = 0;  ///< rows whose group is empty or not asked for
    std::int64_t n_refused_rows = 0;   ///< with at least one refused score
    std::int64_t n_short_rows = 0;
    std::vector<std::pair<std::string, std::string>> options;  ///< as they were in force, by their long names
    std::vector<std::string> warnings;
};

/// As JSON: {"schema": "attune.compare/1", "attune", "instrument", "by", "groups", "scores": [{"id", "groups":
/// [{"group", "n_persons", "mean", "sd"}], "pairs": [{"first", "second", "estimates", "welch_p_holm"}], "tests",
/// "estimates"}], "joint", "correlations", "ancova", "outcomes", "summary"}.
[[nodiscard]] std::string compare_json(const comparison_result& result);

/// The same for a reader.
[[nodiscard]] std::string compare_text(const comparison_result& result);

}  // namespace attune::inline v0
