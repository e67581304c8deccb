#pragma once

#include <string_view>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// Checks that a matrix has as many rows as columns, and enough of them.
///
/// @throws std::invalid_argument  it is not square, or smaller than `min_rows`.
inline void check_square(std::string_view function, std::string_view argument, const matrix_view& found,
                         Eigen::Index min_rows)
{
    if (found.rows() != found.cols() || found.rows() < min_rows)
        fail_argument(function, argument, fmt::format("be square with at least {} rows", min_rows),
                      fmt::format("{} x {}", found.rows(), found.cols()));
}

}  // namespace attune::inline v0
