#pragma once

#include <cmath>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "attune/core/matrix.hpp"
#include "support/reference_json.hpp"

namespace attune_test {

/// What R computed from `factor_answers()`: tests/reference/exploratory/make_values.R.
inline const nlohmann::json& factor_values()
{
    static const nlohmann::json values = reference_json("exploratory/values.json");
    return values;
}

/// The answers of 300 made-up people to 12 items, which are in groups of four.
inline Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> factor_answers()
{
    return reference_answers("exploratory/answers.csv").cast<std::int8_t>();
}

/// Covariances of the columns, with divisor n - 1.
inline attune::matrix covariances_of(const attune::matrix& data)
{
    const attune::matrix centred = data.rowwise() - data.colwise().mean();
    return centred.transpose() * centred / static_cast<double>(data.rows() - 1);
}

inline attune::matrix factor_covariances()
{
    return covariances_of(factor_answers().cast<double>());
}

/// Rows of a JSON array of arrays.
inline attune::matrix matrix_of(const nlohmann::json& rows)
{
    attune::matrix made(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows[0].size()));
    for (Eigen::Index i = 0; i < made.rows(); ++i)
        for (Eigen::Index j = 0; j < made.cols(); ++j)
            made(i, j) = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    return made;
}

inline Eigen::VectorXd vector_of(const nlohmann::json& numbers)
{
    Eigen::VectorXd made(static_cast<Eigen::Index>(numbers.size()));
    for (Eigen::Index i = 0; i < made.size(); ++i)
        made[i] = numbers[static_cast<std::size_t>(i)];
    return made;
}

/// The largest difference of two matrices of one size.
inline double largest_difference(const attune::matrix& one, const attune::matrix& other)
{
    return (one - other).cwiseAbs().maxCoeff();
}

/// A covariance matrix with the given variances and all correlations the same.
inline attune::matrix equicorrelated(const Eigen::VectorXd& variances, double r)
{
    const Eigen::VectorXd sd = variances.cwiseSqrt();
    attune::matrix cov = r * sd * sd.transpose();
    cov.diagonal() = variances;
    return cov;
}

}  // namespace attune_test
