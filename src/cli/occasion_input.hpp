#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attune/report/agreement_report.hpp"
#include "scored_people.hpp"

namespace CLI {
class App;
}

namespace attune::cli {

/// Where the occasions of the same persons are: in a second table, or in a column of the first.
struct occasion_source {
    std::string second;
    std::string occasion;

    /// Adds --second and --occasion.
    void add_to(CLI::App& command, const std::string& of_second, const std::string& of_occasion);
};

/// The rows of one occasion.
struct occasion_rows {
    std::string name;
    const scored_people* people = nullptr;
    std::vector<std::size_t> rows = {};  ///< of `people`, from 0
    std::vector<std::string> ids = {};   ///< of those rows
};

/// The occasions of the same persons, read and scored.
struct read_occasions {
    std::unique_ptr<answer_input> first;                       ///< holds the key
    std::vector<std::unique_ptr<const scored_people>> tables;  ///< one or two
    std::vector<occasion_rows>
        occasions;                     ///< two tables: the first and the second; a column: see `read_occasions_of()`
    std::vector<std::string> carried;  ///< names of `scored_people::others`
    std::vector<input_facts> inputs;
    std::vector<std::pair<std::string, std::string>> options;  ///< as they were in force
    std::int64_t n_without_occasion = 0;                       ///< rows
    std::int64_t n_refused_rows = 0;                           ///< with at least one refused score

    /// A carried cell of one row of an occasion.
    [[nodiscard]] const std::string& cell(const occasion_rows& of, std::size_t row, const std::string& column) const;
};

/// Reads and scores all occasions. Values of an occasion column are ordered as numbers when all of them are, else by
/// where they first stand.
///
/// @param further      columns to carry along; the occasion column may be among them.
/// @param keeps_codes  keep the answers too.
/// @throws failure      exit code 2 for options that do not go together, or as `answer_input`.
/// @throws input_error  an input cannot be used; `retest.duplicate_id` for a person who stands twice on one occasion,
///                      `retest.occasions` for a column of more than 100 values.
[[nodiscard]] read_occasions read_occasions_of(const input_options& input, const common_options& common,
                                               const occasion_source& source,
                                               const std::vector<std::string>& further = {}, bool keeps_codes = false);

/// Puts the occasions of an occasion column into the order of --order.
///
/// @param order  all values of the column, the earlier first; empty: as they are.
/// @param input  where they were read.
/// @throws failure      exit code 2: a value is not there, or left out.
/// @throws input_error  `retest.occasions` when there are fewer than two.
void arrange_occasions(std::vector<occasion_rows>& occasions, const occasion_source& source,
                       const std::vector<std::string>& order, const std::string& input);

}  // namespace attune::cli
