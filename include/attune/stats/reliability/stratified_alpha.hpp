#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// Stratified alpha of the sum over all items when they fall into groups that measure different things:
///
///     alpha_s = 1 - sum over strata g of V_g (1 - alpha_g) / V
///
/// with V_g the variance of the sum over stratum g and alpha_g its alpha; V the variance of the whole sum.
///
/// @param cov      k x k covariances of keyed items [score units^2]; symmetric (not checked).
/// @param stratum  per item the stratum it belongs to; equal numbers are one stratum. k numbers; at least two items in
///                 each stratum, as a single item has no alpha.
/// @param n_persons  how many people `cov` rests on; handed on to the result.
/// @return     id "stratified_alpha", dimensionless, alpha itself when there is one stratum. NaN with `not_known` when
///             `cov` holds a NaN, `no_variance` when the whole sum has none (a stratum without variance adds nothing),
///             `not_positive_definite` when a variance or that of the whole sum is negative.
/// @throws std::invalid_argument  cov is not square, `stratum` is not as long, or a stratum holds a single item.
/// @see        Rajaratnam, Cronbach & Gleser (1965), Psychometrika 30, 39-56.
[[nodiscard]] inline estimate stratified_alpha(const matrix_view& cov, std::span<const int> stratum,
                                               detail::person_count n_persons = {})
{
    check_square("stratified_alpha", "cov", cov, 2);
    check_count("stratified_alpha", "stratum", stratum.size(), static_cast<std::size_t>(cov.rows()));
    std::map<int, std::vector<Eigen::Index>> items_of;
    for (std::size_t item = 0; item < stratum.size(); ++item)
        items_of[stratum[item]].push_back(static_cast<Eigen::Index>(item));
    for (const auto& [number, items] : items_of)
        if (items.size() < 2)
            fail_argument("stratified_alpha", "stratum", "name each stratum for two items or more",
                          fmt::format("{} for item {} alone", number, items.front() + 1));

    return detail::coefficient("stratified_alpha", "covariances", cov, n_persons, [&](double total) {
        double error = 0;
        for (const auto& [number, items] : items_of) {
            const matrix within = cov(items, items);
            const auto k = static_cast<double>(items.size());
            const double variance = within.sum();
            error += variance - k / (k - 1) * (variance - within.trace());
        }
        return 1 - error / total;
    });
}

}  // namespace attune::inline v0
