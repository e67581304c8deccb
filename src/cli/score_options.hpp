#pragma once

#include <string>
#include <vector>

#include "options.hpp"
#include "person_groups.hpp"

namespace attune::cli {

/// Options of `attune score`.
struct score_options {
    common_options common;
    input_options input;
    std::string output = "-";
    std::string format = "csv";
    std::vector<std::string> keep;
    bool keep_all = false;
    std::string prefix;
    std::string refused;
    std::string norms;
    bool has_prototypes = false;
    bool has_all_figures = false;
    person_group_options people;
    bool dry_run = false;
};

}  // namespace attune::cli
