#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/reference_file.hpp"

namespace attune_test {

/// What tests/reference/dyads/make_values.R computed, of "couples" or "families".
[[nodiscard]] inline const nlohmann::json& dyad_values(const std::string& of)
{
    static const nlohmann::json values = reference_file("dyads/values.json");
    return values.at(of);
}

/// A variable of the people that it drew; NaN is missing.
[[nodiscard]] inline std::vector<double> dyad_column(const std::string& of, const std::string& variable)
{
    std::vector<double> column;
    for (const auto& value : dyad_values(of).at(variable))
        column.push_back(value.is_number() ? value.get<double>() : std::nan(""));
    return column;
}

/// A variable by couple or family.
[[nodiscard]] inline std::vector<std::vector<double>> dyad_groups(const std::string& of, const std::string& variable)
{
    const std::vector<double> column = dyad_column(of, variable);
    const auto group = dyad_values(of).at("group").get<std::vector<std::size_t>>();
    std::vector<std::vector<double>> groups(group.back());
    for (std::size_t i = 0; i < group.size(); ++i)
        groups[group[i] - 1].push_back(column[i]);
    return groups;
}

}  // namespace attune_test
