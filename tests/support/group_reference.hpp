#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "support/reference_file.hpp"

namespace attune_test {

/// What tests/reference/groups/make_values.R computed.
[[nodiscard]] inline const nlohmann::json& group_values()
{
    static const nlohmann::json values = reference_file("groups/values.json");
    return values;
}

/// A variable of the people that it drew.
[[nodiscard]] inline Eigen::VectorXd people(const std::string& variable)
{
    const auto values = group_values()["people"][variable].get<std::vector<double>>();
    return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

/// The group of each of them: 0, 1 or 2.
[[nodiscard]] inline std::vector<int> people_groups()
{
    return group_values()["people"]["group"].get<std::vector<int>>();
}

/// Values of those of one group.
[[nodiscard]] inline std::vector<double> people_of_group(const std::string& variable, int group)
{
    const Eigen::VectorXd values = people(variable);
    const std::vector<int> groups = people_groups();
    std::vector<double> chosen;
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (groups[i] == group)
            chosen.push_back(values[static_cast<Eigen::Index>(i)]);
    return chosen;
}

inline void expect_f_test(const attune::f_test& found, const nlohmann::json& expected, double tolerance)
{
    EXPECT_NEAR(found.f, expected["f"].get<double>(), tolerance * expected["f"].get<double>());
    EXPECT_NEAR(found.df1, expected["df1"].get<double>(), tolerance);
    EXPECT_NEAR(found.df2, expected["df2"].get<double>(), tolerance * expected["df2"].get<double>());
    EXPECT_NEAR(found.p, expected["p"].get<double>(), tolerance);
}

}  // namespace attune_test
