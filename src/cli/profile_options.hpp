#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "occasion_input.hpp"
#include "options.hpp"
#include "person_groups.hpp"

namespace attune::cli {

/// Options of `attune profile`.
struct profile_options {
    common_options common;
    input_options input;
    person_group_options people;
    std::size_t row = 0;
    std::string norms;
    std::string language = "en";
    std::string own_messages;
    std::string country;
    std::string date;
    occasion_source source;
    std::vector<std::string> order;
    std::vector<std::string> goals;
    std::vector<std::string> sd;
    std::vector<std::string> reliability;
    std::string format = "text";
    std::string output = "-";
    bool is_client_only = false;
    bool json = false;

    [[nodiscard]] bool has_occasions() const { return !source.occasion.empty() || !source.second.empty(); }
    [[nodiscard]] bool is_json() const { return json || format == "json"; }

    /// Columns that are carried along besides those of the answers.
    [[nodiscard]] std::vector<std::string> further_columns() const;
};

}  // namespace attune::cli
