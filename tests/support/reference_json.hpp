#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/core/matrix.hpp"

namespace attune_test {

/// A file of reference values, by its path within tests/reference.
[[nodiscard]] inline nlohmann::json reference_json(const std::string& path)
{
    std::ifstream file(std::filesystem::path(ATTUNE_TEST_REFERENCE_DIR) / path);
    return nlohmann::json::parse(file);
}

/// Rows of integers under a header; an empty cell is -1.
[[nodiscard]] inline Eigen::MatrixXi reference_answers(const std::string& path)
{
    std::ifstream file(std::filesystem::path(ATTUNE_TEST_REFERENCE_DIR) / path);
    std::vector<std::vector<int>> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        rows.emplace_back();
        for (std::size_t begin = 0; begin <= line.size();) {
            const std::size_t end = std::min(line.find(',', begin), line.size());
            rows.back().push_back(end == begin ? -1 : std::stoi(line.substr(begin, end - begin)));
            begin = end + 1;
        }
    }
    Eigen::MatrixXi answers(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows.front().size()));
    for (Eigen::Index i = 0; i < answers.rows(); ++i)
        for (Eigen::Index j = 0; j < answers.cols(); ++j)
            answers(i, j) = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    return answers;
}

/// Relative agreement of two numbers; of small ones, absolute.
inline void expect_close(double found, double expected, double tolerance)
{
    EXPECT_NEAR(found, expected, tolerance * std::max(1.0, std::abs(expected)));
}

inline void expect_close(const attune::matrix& found, const nlohmann::json& expected, double tolerance)
{
    ASSERT_EQ(found.rows(), static_cast<Eigen::Index>(expected.size()));
    for (Eigen::Index i = 0; i < found.rows(); ++i)
        for (Eigen::Index j = 0; j < found.cols(); ++j)
            expect_close(found(i, j), expected[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)], tolerance);
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

}  // namespace attune_test
