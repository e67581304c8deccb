#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/scoring/key.hpp"

namespace attune::cli {

/// Numbers by score that an option states: SCORE=NUMBERS, or NUMBERS for every score.
class score_figures {
public:
    /// Reads the values of an option.
    ///
    /// @param option  name of the option in messages.
    /// @param values  as given, each with `n_numbers` numbers with commas between them.
    /// @throws failure  exit code 2: an unknown score, one that is stated twice, or not so many numbers.
    score_figures(const std::string& option, const std::vector<std::string>& values, std::size_t n_numbers,
                  const scoring_key& key);

    /// The numbers of a score; nothing when none were stated.
    [[nodiscard]] std::optional<std::vector<double>> of(const std::string& score) const;

private:
    std::map<std::string, std::vector<double>> numbers_;  ///< "" for every score
};

/// Splits SCORE=TEXT.
///
/// @return  the score, "" when there is none, and the text.
/// @throws failure  exit code 2: the score is none of the key.
[[nodiscard]] std::pair<std::string, std::string> score_and_text(const std::string& option, const std::string& value,
                                                                 const scoring_key& key);

}  // namespace attune::cli
