#pragma once

#include <Eigen/Core>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// A matrix of doubles: rows are persons, columns are items or scores, NaN is missing.
using matrix = Eigen::MatrixXd;

/// A matrix as an argument: binds to a whole matrix or to a block of one without copying.
using matrix_view = Eigen::Ref<const Eigen::MatrixXd>;

}  // namespace attune::inline v0
