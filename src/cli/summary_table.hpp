#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attune/analysis/group_comparison.hpp"
#include "options.hpp"

namespace attune::cli {

/// Means, standard deviations and sizes of groups as a paper prints them.
struct summary_table {
    std::vector<std::string> groups;       ///< in the order in which they first stand
    std::vector<summarised_score> scores;  ///< likewise, each with every group
    std::vector<double> correlations;      ///< of two scores within each group; empty when not all are given
    std::string name;                      ///< of the file, without folders
    std::string sha256;
    std::int64_t n_rows = 0;
};

/// Reads a table with the columns group, n, mean, sd and, where there are several scores, score; r is the correlation
/// of two scores within the group, on either of their rows. A name that ends in ".json" is an array of objects with
/// these members, all else CSV.
///
/// @param how  its delimiter, decimal separator, encoding and missing codes are those of the CSV.
/// @throws input_error  `compare.columns`, `compare.row`, `compare.groups`, and what `read_number_table()` and
///                      `read_number_objects()` refuse.
[[nodiscard]] summary_table read_summary_table(const std::string& path, const input_options& how);

}  // namespace attune::cli
