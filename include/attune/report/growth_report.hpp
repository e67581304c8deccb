#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/instrument/identity.hpp"
#include "attune/report/agreement_report.hpp"
#include "attune/stats/change/growth.hpp"

namespace attune::inline v0 {

/// How one score moves over time, from person to person.
struct score_growth {
    std::string score;  ///< id of the score
    growth_model model;
    estimate icc;                           ///< of the empty model
    std::optional<likelihood_ratio> slope;  ///< whether people differ in how they change; none without random slopes
};

/// What is known of a growth analysis besides its models.
struct growth_run {
    input_facts input;
    std::string time;               ///< name of the column: the unit of slopes
    std::string predictor;          ///< name of the column, empty without one
    std::vector<std::string> ids;   ///< per person the cells of --id, as one text
    std::int64_t n_without_id = 0;  ///< rows
    std::int64_t n_unreadable = 0;  ///< rows whose time is no number
    std::vector<std::pair<std::string, std::string>> options = {};
    std::vector<std::string> warnings = {};
};

/// Growth as JSON: {"schema": "attune.change_growth/1", "attune", "instrument", "time", "predictor",
/// "scores": [{"id", "n_persons", "n_observations", "n_left_out", "status", "is_boundary", "message", "estimates",
/// "random_slope_test", "persons": [{"id", "n_observations", "intercept", "slope", "slope_std_error", "slope_ci"}]}],
/// "summary"}.
[[nodiscard]] std::string growth_json(const instrument_identity& identity, const std::vector<score_growth>& scores,
                                      const growth_run& run);

/// The same for a reader, without the persons: per score a table, and a sentence for each question.
[[nodiscard]] std::string growth_text(const instrument_identity& identity, const std::vector<score_growth>& scores,
                                      const growth_run& run);

}  // namespace attune::inline v0
