#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

/// Covariances of answers as they were given, column by column, without any key.
struct column_covariances {
    matrix cov;                                                             ///< divisor n - 1 [answer units^2]
    Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> n_persons;  ///< who answered both
};

/// Covariances of every two columns among the people who answered both, with the means of these people.
///
/// @param all  moments of any layout; its scales and reversals are not looked at.
/// @return     NaN where fewer than two people answered both. Need not be positive semidefinite.
/// @see        Agrees with R's cov(use = "pairwise.complete.obs").
[[nodiscard]] inline column_covariances covariances_of_columns(const moments& all)
{
    const auto k = static_cast<Eigen::Index>(all.layout().n_items);
    column_covariances result{matrix(k, k), {k, k}};
    for (Eigen::Index i = 0; i < k; ++i)
        for (Eigen::Index j = 0; j <= i; ++j) {
            const moments::pair_sums p = all.pair(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
            result.cov(i, j) = result.cov(j, i) =
                detail::covariance_of(p.n, p.sum_i, p.sum_j, i == j ? p.square_i : p.product);
            result.n_persons(i, j) = result.n_persons(j, i) = p.n;
        }
    return result;
}

/// Correlations of every two columns among the people who answered both.
///
/// @return  NaN where fewer than two people answered both, or one of the columns has no variance among them.
/// @see     Agrees with R's cor(use = "pairwise.complete.obs").
[[nodiscard]] inline matrix correlations_of_columns(const moments& all)
{
    const auto k = static_cast<Eigen::Index>(all.layout().n_items);
    matrix r(k, k);
    for (Eigen::Index i = 0; i < k; ++i)
        for (Eigen::Index j = 0; j <= i; ++j) {
            const moments::pair_sums p = all.pair(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
            const double var_i = detail::covariance_of(p.n, p.sum_i, p.sum_i, p.square_i);
            const double var_j = detail::covariance_of(p.n, p.sum_j, p.sum_j, p.square_j);
            const double cov = detail::covariance_of(p.n, p.sum_i, p.sum_j, i == j ? p.square_i : p.product);
            r(i, j) = r(j, i) =
                var_i > 0 && var_j > 0 ? cov / std::sqrt(var_i * var_j) : std::numeric_limits<double>::quiet_NaN();
        }
    return r;
}

}  // namespace attune::inline v0
