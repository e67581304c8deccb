#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/reference_json.hpp"

namespace attune_test {

/// Sixty people with twelve answers each, and what R makes of them; see tests/reference/careless/make_values.R.
struct careless_reference {
    nlohmann::json json = reference_json("careless/values.json");
    std::vector<std::vector<double>> answers;  ///< NaN is missing
    std::vector<std::vector<double>> keyed;
    std::vector<std::vector<std::size_t>> scales = json.at("scales");

    careless_reference()
    {
        for (const nlohmann::json& row : json.at("answers")) {
            answers.emplace_back();
            for (const nlohmann::json& answer : row)
                answers.back().push_back(answer.is_null() ? std::numeric_limits<double>::quiet_NaN()
                                                          : answer.get<double>());
            keyed.push_back(answers.back());
            for (const std::size_t item : json.at("reversed"))
                keyed.back()[item] = 8 - keyed.back()[item];
        }
    }

    /// Compares a figure of one person with that of R, null for NaN.
    void expect(std::size_t person, const std::string& index, double found) const
    {
        const nlohmann::json& expected = json.at("people").at(person).at(index);
        if (expected.is_null())
            EXPECT_TRUE(std::isnan(found)) << index << " of person " << person << " is " << found;
        else
            EXPECT_NEAR(found, expected.get<double>(), 1e-10 * std::max(1.0, std::abs(expected.get<double>())))
                << index << " of person " << person;
    }
};

}  // namespace attune_test
