#pragma once

#include <cstddef>

#include <nlohmann/json.hpp>

#include "attune/core/matrix.hpp"

namespace attune_test {

/// A matrix from an array of rows, which must be there and equally long.
[[nodiscard]] inline attune::matrix table_of(const nlohmann::json& rows)
{
    attune::matrix table(rows.size(), rows.at(0).size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < rows[i].size(); ++j)
            table(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = rows[i].at(j).get<double>();
    return table;
}

}  // namespace attune_test
