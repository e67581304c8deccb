#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"

namespace attune_test {

using answer_rows = Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// What R computed from `reference_answers()`: tests/reference/reliability/make_values.R.
inline const nlohmann::json& reliability_values()
{
    static const nlohmann::json values = [] {
        std::ifstream file(ATTUNE_TEST_REFERENCE_DIR "/reliability/values.json");
        return nlohmann::json::parse(file);
    }();
    return values;
}

/// The answers of 150 made-up people to 8 items.
inline answer_rows reference_answers()
{
    std::ifstream file(ATTUNE_TEST_REFERENCE_DIR "/reliability/answers.csv");
    std::vector<std::int8_t> numbers;
    for (std::string line; std::getline(file, line);) {
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, ',');)
            numbers.push_back(static_cast<std::int8_t>(std::stoi(cell)));
    }
    return Eigen::Map<const answer_rows>(numbers.data(), static_cast<Eigen::Index>(numbers.size()) / 8, 8);
}

/// Covariances of the columns, with divisor n - 1.
inline attune::matrix covariances(const attune::matrix& data)
{
    const attune::matrix centred = data.rowwise() - data.colwise().mean();
    return centred.transpose() * centred / static_cast<double>(data.rows() - 1);
}

inline attune::matrix covariances(const answer_rows& answers)
{
    return covariances(attune::matrix(answers.cast<double>()));
}

/// Correlations of covariances.
inline attune::matrix correlations(const attune::matrix& cov)
{
    const Eigen::VectorXd sd = cov.diagonal().cwiseSqrt();
    return cov.array() / (sd * sd.transpose()).array();
}

/// k items that all have variance 1 and correlate by r: parallel.
inline attune::matrix parallel_items(Eigen::Index k, double r)
{
    attune::matrix cov = attune::matrix::Constant(k, k, r);
    cov.diagonal().setOnes();
    return cov;
}

/// A random positive semidefinite matrix of k items that have something in common. Seeded by its number.
inline attune::matrix random_covariances(Eigen::Index k, unsigned number)
{
    std::srand(number);
    const attune::matrix common = attune::matrix::Random(k + 5, 1);
    const attune::matrix own = attune::matrix::Random(k + 5, k);
    return covariances(attune::matrix(own + common.replicate(1, k)));
}

/// The same items in reverse order.
inline attune::matrix reversed_items(const attune::matrix& cov)
{
    return cov.reverse();
}

/// Expects that every function refuses covariances in the same words: `compute(cov)` gives the estimate.
template <typename Compute>
void expect_refusals_of_covariances(Compute compute)
{
    using enum attune::estimate_status;
    const auto expect_refusal = [&](const attune::matrix& cov, attune::estimate_status status, const char* message) {
        const attune::estimate found = compute(cov);
        EXPECT_TRUE(std::isnan(found.value)) << found.id;
        EXPECT_FALSE(found.ci.has_value()) << found.id;
        EXPECT_FALSE(found.std_error.has_value()) << found.id;
        EXPECT_EQ(found.status, status) << found.id;
        EXPECT_EQ(found.message, message) << found.id;
    };
    attune::matrix cov = parallel_items(4, 0.5);
    cov(1, 2) = cov(2, 1) = std::numeric_limits<double>::quiet_NaN();
    expect_refusal(cov, not_known, "a covariance of two items is not known");
    cov = parallel_items(4, 0.5);
    cov(2, 2) = -1;
    expect_refusal(cov, not_positive_definite, "the variance of item 3 is negative");
    cov = parallel_items(4, -0.5);
    expect_refusal(cov, not_positive_definite, "the covariances give the sum score a negative variance");
    cov = parallel_items(4, -1.0 / 3);
    expect_refusal(cov, no_variance, "the sum score has no variance");
}

}  // namespace attune_test
