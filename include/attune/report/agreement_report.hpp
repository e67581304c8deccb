#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/retest.hpp"
#include "attune/instrument/identity.hpp"

namespace attune::inline v0 {

/// A file that was read.
struct input_facts {
    std::string name;  ///< without folders; "-" for standard input
    std::string sha256;
    std::int64_t n_rows = 0;
    std::int64_t n_short_rows = 0;
};

/// What is known of a table of ratings besides its agreement.
struct ratings_run {
    std::vector<std::string> raters;  ///< names of the columns
    input_facts input;
    std::vector<std::pair<std::string, std::string>> options = {};  ///< as they were in force, by their long names
    std::vector<std::string> warnings = {};
};

/// The agreement of one score between two occasions.
struct score_agreement {
    std::string score;  ///< id of the score
    agreement found;    ///< of the persons on both occasions; those with a refused score are left out
};

/// What is known of two occasions besides the agreement of their scores.
struct retest_run {
    std::vector<std::string> occasions;  ///< names of the two, the earlier first
    std::vector<input_facts> inputs;     ///< one file with both occasions, or two
    std::int64_t n_paired = 0;           ///< persons on both occasions
    std::int64_t n_only_first = 0;
    std::int64_t n_only_second = 0;
    std::int64_t n_without_id = 0;        ///< rows
    std::int64_t n_without_occasion = 0;  ///< rows
    std::vector<std::pair<std::string, std::string>> options = {};
    std::vector<std::string> warnings = {};
};

/// Agreement of raters as JSON: {"schema": "attune.retest/1", "attune", "raters", "estimates", "f_tests", "summary"}.
[[nodiscard]] std::string ratings_json(const agreement& found, const ratings_run& run);

/// The same for a reader: a table, and a sentence for each coefficient.
[[nodiscard]] std::string ratings_text(const agreement& found, const ratings_run& run);

/// Agreement of occasions as JSON: {"schema": "attune.retest/1", "attune", "instrument", "occasions",
/// "scores": [{"id", "n_persons", "n_left_out", "estimates", "f_tests"}], "summary"}.
[[nodiscard]] std::string retest_json(const instrument_identity& identity, const std::vector<score_agreement>& scores,
                                      const retest_run& run);

/// The same for a reader: per score a table, and a sentence for each coefficient.
[[nodiscard]] std::string retest_text(const instrument_identity& identity, const std::vector<score_agreement>& scores,
                                      const retest_run& run);

}  // namespace attune::inline v0
