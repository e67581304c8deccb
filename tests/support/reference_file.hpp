#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace attune_test {

/// A file of tests/reference, by its path from there.
[[nodiscard]] inline nlohmann::json reference_file(const std::string& path)
{
    std::ifstream file(std::filesystem::path(ATTUNE_TEST_REFERENCE_DIR) / path);
    if (!file)
        throw std::runtime_error(path + ": cannot be read");
    return nlohmann::json::parse(file);
}

/// How many leading digits of a value are those of the certified one: NIST's log relative error, 15 when all are.
[[nodiscard]] inline double log_relative_error(double value, double certified)
{
    constexpr double all_digits = 15;
    const double error = std::abs((value - certified) / certified);
    return error == 0 ? all_digits : std::clamp(-std::log10(error), 0.0, all_digits);
}

}  // namespace attune_test
