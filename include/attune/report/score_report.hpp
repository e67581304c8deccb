#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/scoring/key.hpp"
#include "attune/scoring/tally.hpp"

namespace attune::inline v0 {

/// What is known of a scoring run when it is over.
struct score_run {
    std::vector<std::string> columns;                          ///< per column of the key, its name in the input
    std::vector<std::pair<std::string, std::string>> options;  ///< as they were in force, by their long names
    std::vector<std::string> warnings;
    std::string input_name;  ///< without folders; "-" for standard input
    std::string input_sha256;
    std::int64_t n_short_rows = 0;
    std::int64_t n_blank_lines = 0;
    std::int64_t n_faulty_lines = 0;  ///< of NDJSON: answered by what is wrong with them
};

/// The head that every JSON output begins with: `"schema": ..., "attune": ..., "instrument": {...}`, without braces.
[[nodiscard]] std::string json_head(std::string_view command, const instrument_identity& identity);

/// A text as a JSON string, with its quotes.
[[nodiscard]] std::string json_string(std::string_view text);

/// One person as a JSON object: {"row", "id", "kept", "scores": [{"id", "value", "sum", "n_items", "n_answered",
/// "status"}]}.
///
/// @param row      1-based row of data.
/// @param id       what identifies the person, as JSON; from a table `cells_json()` of the identifying columns.
/// @param kept     what is carried along, as JSON.
/// @param outputs  what the scores are.
/// @param scores   the person's scores, one for each output.
/// @param further  per score further members as JSON, each behind a comma; empty when there are none.
[[nodiscard]] std::string person_json(std::int64_t row, std::string_view id, std::string_view kept,
                                      std::span<const scored_output> outputs, std::span<const raw_score> scores,
                                      std::span<const std::string> further = {});

/// Names and texts of cells as a JSON object.
[[nodiscard]] std::string cells_json(std::span<const std::pair<std::string, std::string>> cells);

/// The summary of a run as a JSON object: rows, counts by status of each score and by reason of each item, input hash,
/// options, warnings.
[[nodiscard]] std::string summary_json(const scoring_key& key, const score_tally& tally, const score_run& run);

/// The same in short, for a person: a line per score and one for what to look at.
[[nodiscard]] std::string summary_text(const scoring_key& key, const score_tally& tally, const score_run& run);

/// Why a score was refused, or what to know about it, in words; empty for a complete score.
[[nodiscard]] std::string reason_in_words(const scored_output& output, const raw_score& score, const scoring_key& key);

}  // namespace attune::inline v0
