#pragma once

#include <algorithm>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"
#include "attune/stats/reliability/detail/split_walk.hpp"

namespace attune::inline v0 {

/// Up to this many items every split is looked at, 131,071 of them at most; with more, some are searched.
inline constexpr int max_items_of_all_splits = 18;

/// Guttman's lambda4, the best of all split-half coefficients:
///
///     lambda4 = max over splits into parts A, B of 4 cov(A, B) / V,  cov(A, B) = sum of S_ij with i in A, j in B
///
/// over all 2^(k-1) - 1 splits, whatever the sizes of the parts; method "all splits". Above 18 items the best of 200
/// climbs from random splits (fixed seed, so the same figure every time), method "search": at most lambda4, and nearly
/// always lambda4 itself.
///
/// @param cov        S, k x k covariances of keyed items [score units^2]; symmetric (not checked), k >= 2; V = sum(S).
/// @param n_persons  how many people S rests on; handed on to the result.
/// @return     id "lambda4", dimensionless, a bound of reliability in the population; in a sample the maximum takes
///             advantage of chance. NaN with `not_known` when S holds a NaN, `no_variance` when the sum score has none,
///             `not_positive_definite` when a variance or that of the sum score is negative.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @note       At least alpha for an even number of items; an odd number cannot be halved, and lambda4 can stay below.
/// @see        Guttman (1945), Psychometrika 10, 255-282. psych::splitHalf()$maxrb looks at splits into equal parts
///             only, see `split_equal()`.
[[nodiscard]] inline estimate lambda4(const matrix_view& cov, detail::person_count n_persons = {})
{
    const bool is_exact = cov.rows() <= max_items_of_all_splits;
    return detail::coefficient("lambda4", is_exact ? "all splits" : "search", cov, n_persons, [&](double total) {
        const detail::part_sizes sizes{1, cov.rows() - 1};
        double best = -std::numeric_limits<double>::infinity();
        if (is_exact)
            detail::visit_splits(cov, sizes, [&](double between) { best = std::max(best, between); });
        else
            best = detail::searched_split(cov, sizes);
        return 4 * best / total;
    });
}

/// The split-half coefficients of all splits into equal parts.
struct equal_splits {
    estimate min;   ///< id "split_equal_min"
    estimate mean;  ///< id "split_equal_mean"
    estimate max;   ///< id "split_equal_max"
};

/// The smallest, the mean and the largest of the split-half coefficients 4 cov(A, B) / V over all splits into parts of
/// equal size; with an odd number of items one part has one more. One pass over all of them up to 18 items (24,310),
/// method "all splits"; above, the smallest and the largest are the best of 200 climbs each, method "search". The mean
/// is exact for any number, method "all splits": a pair of items is parted in the same share of all splits, so
///
///     mean = k / (k - 1) (1 - tr(S) / V), which is alpha, for even k;  (k + 1) / k (1 - tr(S) / V) for odd k
///
/// @param cov,n_persons  as for `lambda4()`.
/// @return     three estimates, dimensionless; each NaN with the status that `lambda4()` would have.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @note       Agrees with psych::splitHalf(covar = TRUE, brute = TRUE) for even k; for odd k psych does not visit all
///             splits.
[[nodiscard]] inline equal_splits split_equal(const matrix_view& cov, detail::person_count n_persons = {})
{
    check_square("split_equal", "cov", cov, 2);
    const bool is_exact = cov.rows() <= max_items_of_all_splits;
    const std::string_view method = is_exact ? "all splits" : "search";
    const Eigen::Index half = cov.rows() / 2;
    const detail::part_sizes sizes{half, cov.rows() - half};
    double smallest = std::numeric_limits<double>::infinity();
    double largest = -smallest;
    equal_splits made;
    made.max = detail::coefficient("split_equal_max", method, cov, n_persons, [&](double total) {
        if (is_exact) {
            detail::visit_splits(cov, sizes, [&](double between) {
                smallest = std::min(smallest, between);
                largest = std::max(largest, between);
            });
        } else {
            const matrix negative = -cov;
            smallest = -detail::searched_split(negative, sizes);
            largest = detail::searched_split(cov, sizes);
        }
        return 4 * largest / total;
    });
    made.min = detail::coefficient("split_equal_min", method, cov, n_persons,
                                   [&](double total) { return 4 * smallest / total; });
    made.mean = detail::coefficient("split_equal_mean", "all splits", cov, n_persons, [&](double total) {
        const auto k = static_cast<double>(cov.rows());
        const double share = cov.rows() % 2 == 0 ? k / (k - 1) : (k + 1) / k;
        return share * (1 - cov.trace() / total);
    });
    return made;
}

/// The reliability of a score made longer or shorter with items of the same kind (Spearman-Brown):
///
///     factor r / (1 + (factor - 1) r)
///
/// @param r       reliability of the score as it is.
/// @param factor  new length / old length, above 0: 2 from one half to the whole.
/// @return     NaN when an argument is NaN or the denominator is not positive, which takes a negative r.
/// @throws std::invalid_argument  factor is not above 0.
/// @see        Spearman (1910), British Journal of Psychology 3, 271-295; Brown (1910), ibid. 296-322. Agrees with
///             CECPfuns::SpearmanBrown.
[[nodiscard]] inline double spearman_brown(double r, double factor)
{
    if (factor <= 0)
        fail_argument("spearman_brown", "factor", "be above 0", fmt::format("{}", factor));
    const double denominator = 1 + (factor - 1) * r;
    return denominator > 0 ? factor * r / denominator : std::numeric_limits<double>::quiet_NaN();
}

/// The length that a score needs for a wanted reliability: wanted (1 - r) / (r (1 - wanted)) times its length now.
///
/// @param r       reliability of the score as it is, 0..1 without 0.
/// @param wanted  reliability it is to have, between 0 and 1.
/// @return     the factor of `spearman_brown()`; NaN when r is NaN or outside of its range: no length helps.
/// @throws std::invalid_argument  wanted is not between 0 and 1.
[[nodiscard]] inline double spearman_brown_factor(double r, double wanted)
{
    check_probability("spearman_brown_factor", "wanted", wanted);
    if (!(r > 0 && r <= 1))
        return std::numeric_limits<double>::quiet_NaN();
    return wanted * (1 - r) / (r * (1 - wanted));
}

}  // namespace attune::inline v0
