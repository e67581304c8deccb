#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "attune/stats/moments/pair_tables.hpp"
#include "support/reference_json.hpp"

namespace attune_test {

/// What R computed from the made-up answers beside it: tests/reference/polychoric/make_values.R. "answers" holds 400
/// people and 6 items of 1..7, "yes_no" 300 people and 4 items of 0..1.
inline const nlohmann::json& polychoric_values()
{
    static const nlohmann::json values = reference_json("polychoric/values.json");
    return values;
}

/// Contingency tables of rows of answers.
inline attune::pair_tables tables_of(const Eigen::MatrixXi& answers, int min, int max)
{
    const Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows =
        answers.cast<std::int8_t>();
    attune::pair_tables tables(static_cast<std::size_t>(rows.cols()), min, max);
    tables.add(rows.data(), static_cast<std::size_t>(rows.rows()), static_cast<std::size_t>(rows.cols()));
    return tables;
}

inline attune::pair_tables polychoric_tables(const std::string& name)
{
    return tables_of(reference_answers("polychoric/" + name + ".csv"), name == "yes_no" ? 0 : 1,
                     name == "yes_no" ? 1 : 7);
}

}  // namespace attune_test
