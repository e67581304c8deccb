#pragma once

#include <cmath>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "attune/core/matrix.hpp"
#include "support/reference_json.hpp"

namespace attune_test {

/// What R computed from `exploratory_answers()`: tests/reference/exploratory/make_values.R.
inline const nlohmann::json& exploratory_values()
{
    static const nlohmann::json values = reference_json("exploratory/values.json");
    return values;
}

/// The answers of 300 made-up people to 12 items, which are in groups of four.
inline Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> exploratory_answers()
{
    return reference_answers("exploratory/answers.csv").cast<std::int8_t>();
}

/// Covariances of the columns, with divisor n - 1.
inline attune::matrix covariances_of(const attune::matrix& data)
{
    const attune::matrix centred = data.rowwise() - data.colwise().mean();
    return centred.transpose() * centred / static_cast<double>(data.rows() - 1);
}

inline attune::matrix exploratory_covariances()
{
    return covariances_of(exploratory_answers().cast<double>());
}

inline attune::matrix exploratory_correlations()
{
    const attune::matrix cov = exploratory_covariances();
    const Eigen::VectorXd scale = cov.diagonal().cwiseSqrt().cwiseInverse();
    return scale.asDiagonal() * cov * scale.asDiagonal();
}

/// Correlations that a factor model with these loadings implies.
inline attune::matrix implied_correlations(const attune::matrix& loadings)
{
    attune::matrix r = loadings * loadings.transpose();
    r.diagonal().setOnes();
    return r;
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
