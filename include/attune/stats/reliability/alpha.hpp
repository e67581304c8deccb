#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

namespace detail {

/// The k (k - 1) / 2 correlations of different items.
[[nodiscard]] inline std::vector<double> different_pairs(const matrix& r)
{
    std::vector<double> made;
    for (Eigen::Index column = 1; column < r.cols(); ++column)
        for (Eigen::Index row = 0; row < column; ++row)
            made.push_back(r(row, column));
    return made;
}

}  // namespace detail

/// Coefficient alpha of a sum score from covariances (Cronbach's alpha, Guttman's lambda3):
///
///     alpha = k / (k - 1) * (1 - tr(S) / sum(S))
///
/// @param cov        S, k x k covariances of the item scores, all items keyed in one direction [score units^2];
///                   symmetric (not checked), k >= 2. The divisor (n or n - 1) does not matter.
/// @param n_persons  how many people S rests on; handed on to the result.
/// @return     id "alpha_raw", dimensionless, at most 1 when S is positive semidefinite, may be negative; no interval
///             (see alpha_interval.hpp). NaN with `not_known` when S holds a NaN, `no_variance` when the sum score has
///             none, `not_positive_definite` when a variance or that of the sum score is negative.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @note       Equals reliability only for uncorrelated errors and equal loadings; a lower bound of it as long as
///             errors are uncorrelated.
/// @see        Cronbach (1951), Psychometrika 16, 297-334. Agrees with psych::alpha()$total$raw_alpha.
[[nodiscard]] inline estimate alpha_raw(const matrix_view& cov, detail::person_count n_persons = {})
{
    const auto k = static_cast<double>(cov.rows());
    return detail::coefficient("alpha_raw", "covariances", cov, n_persons,
                               [&](double total) { return k / (k - 1) * (1 - cov.trace() / total); });
}

/// Standardised alpha: the alpha of the sum of standardised items, from correlations:
///
///     alpha = k r / (1 + (k - 1) r),  r = mean correlation of different items
///
/// @param cov,n_persons  as for `alpha_raw()`.
/// @return     id "alpha_std". NaN with `not_known` when `cov` holds a NaN, `no_variance` when an item or the sum of
/// the
///             standardised items has none, `not_positive_definite` when that sum has a negative variance.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @note       It describes a score that nobody computes: questionnaires add up items as they are. Report
/// `alpha_raw()`.
/// @see        Falk & Savalei (2011), Journal of Personality Assessment 93, 445-453. Agrees with
///             psych::alpha()$total$std.alpha.
[[nodiscard]] inline estimate alpha_std(const matrix_view& cov, detail::person_count n_persons = {})
{
    check_square("alpha_std", "cov", cov, 2);
    estimate made = detail::unknown_estimate("alpha_std", "correlations", n_persons);
    const auto r = detail::correlations(cov, made);
    if (!r)
        return made;
    const auto k = static_cast<double>(cov.rows());
    return detail::coefficient(made.id, made.method, *r, n_persons,
                               [k](double total) { return k / (k - 1) * (1 - k / total); });
}

/// The mean correlation of different items, k (k - 1) / 2 of them.
///
/// @param cov,n_persons  as for `alpha_raw()`.
/// @return     id "inter_item_r_mean", -1 / (k - 1)..1. NaN with `not_known` when `cov` holds a NaN, `no_variance` when
///             an item has none, `not_positive_definite` when a variance is negative.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @see        Clark & Watson (1995), Psychological Assessment 7, 309-319. Agrees with psych::alpha()$total$average_r.
[[nodiscard]] inline estimate inter_item_r_mean(const matrix_view& cov, detail::person_count n_persons = {})
{
    check_square("inter_item_r_mean", "cov", cov, 2);
    estimate made = detail::unknown_estimate("inter_item_r_mean", "correlations", n_persons);
    if (const auto r = detail::correlations(cov, made)) {
        const auto pairs = detail::different_pairs(*r);
        made.value = std::accumulate(pairs.begin(), pairs.end(), 0.0) / static_cast<double>(pairs.size());
    }
    return made;
}

/// The median correlation of different items; of an even number of them the mean of the middle two.
///
/// @param cov,n_persons  as for `alpha_raw()`.
/// @return     id "inter_item_r_median", -1..1. NaN as for `inter_item_r_mean()`.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @note       Far from the mean when some items belong together more than others. Agrees with
///             psych::alpha()$total$median_r.
[[nodiscard]] inline estimate inter_item_r_median(const matrix_view& cov, detail::person_count n_persons = {})
{
    check_square("inter_item_r_median", "cov", cov, 2);
    estimate made = detail::unknown_estimate("inter_item_r_median", "correlations", n_persons);
    if (const auto r = detail::correlations(cov, made)) {
        auto pairs = detail::different_pairs(*r);
        std::sort(pairs.begin(), pairs.end());
        made.value = (pairs[(pairs.size() - 1) / 2] + pairs[pairs.size() / 2]) / 2;
    }
    return made;
}

}  // namespace attune::inline v0
