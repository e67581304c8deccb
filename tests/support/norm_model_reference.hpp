#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/reference_file.hpp"

namespace attune_test {

/// What tests/reference/norm_models/make_values.R computed.
[[nodiscard]] inline const nlohmann::json& norm_model_values()
{
    static const nlohmann::json values = reference_file("norm_models/values.json");
    return values;
}

/// Some of the people that it drew: one age, gender and score.
struct drawn_people {
    int age = 0;
    std::string gender;
    int score = 0;
    std::int64_t n_persons = 0;
};

[[nodiscard]] inline std::vector<drawn_people> all_drawn_people()
{
    const nlohmann::json& of = norm_model_values()["people"];
    std::vector<drawn_people> all;
    for (std::size_t i = 0; i < of["age"].size(); ++i)
        all.push_back({of["age"][i], of["gender"][i], of["score"][i], of["n_persons"][i]});
    return all;
}

/// Counts of the scores 0..24 by age.
[[nodiscard]] inline std::map<int, std::vector<std::int64_t>> drawn_by_age()
{
    std::map<int, std::vector<std::int64_t>> ages;
    for (const drawn_people& some : all_drawn_people()) {
        ages[some.age].resize(25);
        ages[some.age][static_cast<std::size_t>(some.score)] += some.n_persons;
    }
    return ages;
}

}  // namespace attune_test
