#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// A matrix of doubles: rows are persons, columns are items or scores, NaN is missing.
using matrix = Eigen::MatrixXd;

/// A matrix as an argument: binds to a whole matrix or to a block of one without copying.
using matrix_view = Eigen::Ref<const Eigen::MatrixXd>;

/// Answers as an argument: a row a person, a column an item, rows contiguous and at any distance from each other, so
/// that padded rows and an Eigen::Map of memory from elsewhere bind without copying.
using answer_view = Eigen::Ref<const Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>, 0,
                               Eigen::OuterStride<>>;

}  // namespace attune::inline v0
