#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

/// Covariances of the keyed items of a scale, and what they rest on.
struct scale_covariances {
    matrix cov;                   ///< k x k, divisor n - 1 [answer units^2]; NaN where fewer than two people answered
    std::int64_t n_persons = 0;   ///< listwise: people with all items; pairwise: the fewest of any pair
    std::int64_t n_complete = 0;  ///< people with all items of the scale
};

namespace detail {

/// (n xy - x y) / (n (n - 1)): integers until the one division.
[[nodiscard]] inline double covariance_of(std::int64_t n, wide_integer sum_x, wide_integer sum_y, wide_integer product)
{
    if (n < 2)
        return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(wide_integer{n} * product - sum_x * sum_y) /
           static_cast<double>(wide_integer{n} * (n - 1));
}

/// The sums of a pair of items as they are keyed in a scale.
[[nodiscard]] inline moments::pair_sums keyed_pair(const moments& all, std::size_t scale, std::size_t i, std::size_t j)
{
    const moment_scale& s = all.layout().scales.at(scale);
    moments::pair_sums p = all.pair(s.items.at(i), s.items.at(j));
    const std::int64_t flip = all.layout().min + all.layout().max;
    // Turning x into flip - x, in the product with the other and in its own sums.
    if (s.is_reversed[i]) {
        p.product = flip * p.sum_j - p.product;
        p.square_i = flip * flip * p.n - 2 * flip * p.sum_i + p.square_i;
        p.sum_i = flip * p.n - p.sum_i;
    }
    if (s.is_reversed[j]) {
        p.product = flip * p.sum_i - p.product;
        p.square_j = flip * flip * p.n - 2 * flip * p.sum_j + p.square_j;
        p.sum_j = flip * p.n - p.sum_j;
    }
    return p;
}

}  // namespace detail

/// Covariances among the people who answered every item of a scale.
///
/// @param all    moments with the scale in their layout.
/// @param scale  its place there.
/// @return       NaN everywhere below two complete people. Each entry is an exact integer quotient, rounded by the
///               conversion of its two integers and one division. Positive semidefinite up to that rounding.
/// @throws std::out_of_range  there is no such scale.
/// @see          Agrees with R's cov(use = "complete.obs").
[[nodiscard]] inline scale_covariances listwise_covariances(const moments& all, std::size_t scale)
{
    const moments::scale_sums sums = all.scale(scale);
    const auto k = static_cast<Eigen::Index>(sums.x.size());
    scale_covariances result{matrix(k, k), sums.n, sums.n};
    for (Eigen::Index i = 0; i < k; ++i)
        for (Eigen::Index j = 0; j <= i; ++j) {
            const auto a = static_cast<std::size_t>(i);
            const auto b = static_cast<std::size_t>(j);
            result.cov(i, j) = result.cov(j, i) =
                detail::covariance_of(sums.n, sums.x[a], sums.x[b], sums.product[detail::triangle_place(a, b)]);
        }
    return result;
}

/// Covariances of each pair of items among the people who answered both, with the means of these people; variances
/// among all who answered the item.
///
/// @param all,scale  as for `listwise_covariances()`.
/// @return           NaN where fewer than two people answered both. Need not be positive semidefinite: nothing is
///                   smoothed, see `is_positive_semidefinite()`.
/// @throws std::out_of_range  there is no such scale.
/// @note             What `cov2cor()` makes of it differs from `pairwise_correlations()`: there the variances are those
///                   of the pair's people too.
/// @see              Agrees with R's cov(use = "pairwise.complete.obs").
[[nodiscard]] inline scale_covariances pairwise_covariances(const moments& all, std::size_t scale)
{
    const auto k = static_cast<Eigen::Index>(all.layout().scales.at(scale).items.size());
    scale_covariances result{matrix(k, k), std::numeric_limits<std::int64_t>::max(), all.scale(scale).n};
    for (Eigen::Index i = 0; i < k; ++i)
        for (Eigen::Index j = 0; j <= i; ++j) {
            const moments::pair_sums p =
                detail::keyed_pair(all, scale, static_cast<std::size_t>(i), static_cast<std::size_t>(j));
            const std::int64_t product = i == j ? p.square_i : p.product;
            result.cov(i, j) = result.cov(j, i) = detail::covariance_of(p.n, p.sum_i, p.sum_j, product);
            result.n_persons = std::min(result.n_persons, p.n);
        }
    return result;
}

/// Correlations of each pair of items among the people who answered both.
///
/// @return  NaN where fewer than two people answered both, or one of the items has no variance among them; 1 in the
///          diagonal otherwise.
/// @throws std::out_of_range  there is no such scale.
/// @see     Agrees with R's cor(use = "pairwise.complete.obs").
[[nodiscard]] inline matrix pairwise_correlations(const moments& all, std::size_t scale)
{
    const auto k = static_cast<Eigen::Index>(all.layout().scales.at(scale).items.size());
    matrix r(k, k);
    for (Eigen::Index i = 0; i < k; ++i)
        for (Eigen::Index j = 0; j <= i; ++j) {
            const moments::pair_sums p =
                detail::keyed_pair(all, scale, static_cast<std::size_t>(i), static_cast<std::size_t>(j));
            const double var_i = detail::covariance_of(p.n, p.sum_i, p.sum_i, p.square_i);
            const double var_j = detail::covariance_of(p.n, p.sum_j, p.sum_j, p.square_j);
            const double cov = detail::covariance_of(p.n, p.sum_i, p.sum_j, i == j ? p.square_i : p.product);
            r(i, j) = r(j, i) =
                var_i > 0 && var_j > 0 ? cov / std::sqrt(var_i * var_j) : std::numeric_limits<double>::quiet_NaN();
        }
    return r;
}

}  // namespace attune::inline v0
