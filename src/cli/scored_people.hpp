#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "answer_input.hpp"

namespace attune::cli {

/// Everybody of one input: who they are and what they score.
struct scored_people {
    std::vector<std::string> ids;  ///< per row the cells of --id as one text; empty when all of them are
    std::vector<std::vector<std::string>> id_cells;  ///< per column of --id the cells of all rows
    std::vector<std::vector<std::string>> others;    ///< per further carried column the cells of all rows
    std::vector<double> scores;                      ///< row by row the outputs of the key, NaN where refused
    std::vector<score_status> statuses;              ///< likewise
    std::vector<answer_code> codes;                  ///< row by row the columns of the key, when they are kept
    std::size_t n_scores = 0;
    std::int64_t n_refused_rows = 0;  ///< with at least one refused score
    std::int64_t n_short_rows = 0;

    [[nodiscard]] std::size_t n_rows() const { return ids.size(); }

    /// One score of one row; NaN when it is refused.
    [[nodiscard]] double score(std::size_t row, std::size_t which) const { return scores[row * n_scores + which]; }

    [[nodiscard]] score_status status(std::size_t row, std::size_t which) const
    {
        return statuses[row * n_scores + which];
    }
};

/// Reads and scores an input to its end and keeps the scores.
///
/// @param keeps_codes  keep the answers too.
/// @throws input_error  what makes the input unusable.
[[nodiscard]] scored_people score_everybody(answer_input& input, bool keeps_codes = false);

}  // namespace attune::cli
