#pragma once

#include <string>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "attune/core/matrix.hpp"
#include "support/reference_json.hpp"

namespace attune_test {

/// What R computed: tests/reference/factor/make_values.R.
inline const nlohmann::json& factor_values()
{
    static const nlohmann::json values = reference_json("factor/values.json");
    return values;
}

/// Rows of numbers as a matrix.
inline attune::matrix matrix_of(const nlohmann::json& rows)
{
    attune::matrix made(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows.at(0).size()));
    for (Eigen::Index row = 0; row < made.rows(); ++row)
        for (Eigen::Index column = 0; column < made.cols(); ++column)
            made(row, column) = rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)].get<double>();
    return made;
}

/// Numbers as a vector.
inline Eigen::VectorXd vector_of(const nlohmann::json& numbers)
{
    Eigen::VectorXd made(static_cast<Eigen::Index>(numbers.size()));
    for (Eigen::Index place = 0; place < made.size(); ++place)
        made(place) = numbers[static_cast<std::size_t>(place)].get<double>();
    return made;
}

/// Covariances of a set of that file, divisor n.
inline attune::matrix factor_covariances(const std::string& set)
{
    return matrix_of(factor_values()["one_factor"][set]["cov"]);
}

}  // namespace attune_test
