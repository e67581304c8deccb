#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attune/analysis/screen.hpp"
#include "attune/analysis/screen_sensitivity.hpp"
#include "attune/core/text_buffer.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// What is known of a run of `attune screen` besides the people.
struct screen_run {
    double critical = 0.6;  ///< beyond which correlation items are synonyms or antonyms
    std::string input_name;
    std::string input_sha256;
    std::int64_t n_rows = 0;
    std::int64_t n_short_rows = 0;
    std::vector<std::string> warnings;
};

/// The names of the columns of indices, in their order.
[[nodiscard]] std::vector<std::string> screen_columns();

/// Appends the indices of one person as fields of CSV, each behind a comma; what is not known is empty.
void append_screen_fields(text_buffer& line, const careless_indices& person);

/// One person as a JSON object: {"row", "id", "kept", "n_answered", and each index or null}.
///
/// @param row     1-based row of data.
/// @param id      what identifies the person, as JSON.
/// @param kept    what is carried along, as JSON.
/// @param person  the indices.
[[nodiscard]] std::string screen_person_json(std::int64_t row, std::string_view id, std::string_view kept,
                                             const careless_indices& person);

/// What a JSON output has besides the people, without braces: "indices": [{"id", "look_at", "why_unknown"}], "pairs",
/// "everybody", "sensitivity": [{"index", "share", "n_ranked", "n_left_out", "scales": [{"id", "n_complete", "mean",
/// "sd", "alpha"}]}], "summary".
[[nodiscard]] std::string screen_json(const scoring_key& key, const careless_screen& screen,
                                      const screen_sensitivity& sensitivity, const screen_run& run);

/// The sensitivity table for a person.
[[nodiscard]] std::string screen_text(const scoring_key& key, const careless_screen& screen,
                                      const screen_sensitivity& sensitivity, const screen_run& run);

}  // namespace attune::inline v0
