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

/// Covariances of a set of that file, divisor n.
inline attune::matrix factor_covariances(const std::string& set)
{
    return matrix_of(factor_values()["one_factor"][set]["cov"]);
}

}  // namespace attune_test
