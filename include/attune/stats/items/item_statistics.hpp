#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <Eigen/Cholesky>

#include "attune/core/check_square.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

/// How people answered one item, in the direction in which it is keyed.
struct item_distribution {
    std::int64_t n_answered = 0;
    double mean = std::numeric_limits<double>::quiet_NaN();      ///< NaN without answers
    double sd = std::numeric_limits<double>::quiet_NaN();        ///< divisor n - 1; NaN below two answers
    double skew = std::numeric_limits<double>::quiet_NaN();      ///< sum (x - mean)^3 / n / sd^3; NaN without variance
    double kurtosis = std::numeric_limits<double>::quiet_NaN();  ///< sum (x - mean)^4 / n / sd^4 - 3 (excess)
    std::vector<std::int64_t> n_chosen;                          ///< keyed answers min, min + 1, ..., max
    double floor = std::numeric_limits<double>::quiet_NaN();     ///< share of the lowest keyed answer among answers
    double ceiling = std::numeric_limits<double>::quiet_NaN();   ///< share of the highest
};

/// The distribution of the keyed answers to an item of a scale, over all who answered it.
///
/// Skew and kurtosis are of the third type: b1 and b2 - 3, with moments of divisor n over powers of the sd of divisor
/// n - 1, as psych::describe() gives them.
///
/// @param all    moments with the scale in their layout.
/// @param scale  its place there.
/// @param place  of the item within the scale.
/// @throws std::out_of_range  there is no such scale or item.
[[nodiscard]] inline item_distribution distribution_of(const moments& all, std::size_t scale, std::size_t place)
{
    const moment_scale& s = all.layout().scales.at(scale);
    const std::size_t item = s.items.at(place);
    const int min = all.layout().min;
    const int max = all.layout().max;
    item_distribution result;
    wide_integer sum = 0;
    for (int keyed = min; keyed <= max; ++keyed) {
        const std::int64_t n = all.n_chosen(item, s.is_reversed[place] ? min + max - keyed : keyed);
        result.n_chosen.push_back(n);
        result.n_answered += n;
        sum += wide_integer{n} * keyed;
    }
    if (result.n_answered == 0)
        return result;
    const auto n = static_cast<double>(result.n_answered);
    result.mean = static_cast<double>(sum) / n;
    result.floor = static_cast<double>(result.n_chosen.front()) / n;
    result.ceiling = static_cast<double>(result.n_chosen.back()) / n;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (int keyed = min; keyed <= max; ++keyed) {
        const double deviation = keyed - result.mean;
        const auto count = static_cast<double>(result.n_chosen[static_cast<std::size_t>(keyed - min)]);
        second += count * deviation * deviation;
        third += count * deviation * deviation * deviation;
        fourth += count * deviation * deviation * deviation * deviation;
    }
    if (result.n_answered < 2)
        return result;
    result.sd = std::sqrt(second / (n - 1));
    if (result.sd > 0) {
        result.skew = third / n / (result.sd * result.sd * result.sd);
        result.kurtosis = fourth / n / (result.sd * result.sd * result.sd * result.sd) - 3;
    }
    return result;
}

/// How one item goes with the others of its scale.
struct item_relations {
    double item_total_r = std::numeric_limits<double>::quiet_NaN();      ///< with the sum of all items
    double item_rest_r = std::numeric_limits<double>::quiet_NaN();       ///< with the sum of the other items
    double item_corrected_r = std::numeric_limits<double>::quiet_NaN();  ///< standardised, its own part replaced by
                                                                         ///< what it shares with the others
    double alpha_if_dropped = std::numeric_limits<double>::quiet_NaN();  ///< alpha_raw of the other items
};

/// The relations of every item of a scale, from covariances:
///
///     item_total_r      s_i / sqrt(v_i V)                      s_i = sum of row i, v_i = variance, V = sum of all
///     item_rest_r       (s_i - v_i) / sqrt(v_i (V + v_i - 2 s_i))
///     item_corrected_r  (r_i - 1 + h_i) / sqrt(R - k + sum h)   r_i, R the same sums of the correlations,
///                                                               h_i the squared multiple correlation with the others
///     alpha_if_dropped  alpha_raw of the covariances of the others
///
/// @param cov  k x k covariances of keyed items, k >= 2.
/// @return     per item; NaN where a variance is 0 or not known, item_corrected_r also where the correlations cannot be
///             inverted, alpha_if_dropped also with two items.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @see        psych::alpha()$item.stats: raw.r, r.drop, r.cor.
[[nodiscard]] inline std::vector<item_relations> relations_of_items(const matrix_view& cov)
{
    check_square("relations_of_items", "cov", cov, 2);
    const Eigen::Index k = cov.rows();
    const auto n_items = static_cast<double>(k);
    const Eigen::VectorXd variance = cov.diagonal();
    const Eigen::VectorXd row = cov.rowwise().sum();
    const double all = cov.sum();
    std::vector<item_relations> result(static_cast<std::size_t>(k));
    for (Eigen::Index i = 0; i < k; ++i) {
        item_relations& item = result[static_cast<std::size_t>(i)];
        const double rest = all + variance(i) - 2 * row(i);
        if (variance(i) > 0 && all > 0)
            item.item_total_r = row(i) / std::sqrt(variance(i) * all);
        if (variance(i) > 0 && rest > 0)
            item.item_rest_r = (row(i) - variance(i)) / std::sqrt(variance(i) * rest);
        if (k > 2 && rest > 0)
            item.alpha_if_dropped = (n_items - 1) / (n_items - 2) * (1 - (variance.sum() - variance(i)) / rest);
    }

    if (!(variance.minCoeff() > 0) || !cov.allFinite())
        return result;
    const Eigen::VectorXd scale = variance.cwiseSqrt().cwiseInverse();
    const matrix r = scale.asDiagonal() * cov * scale.asDiagonal();
    const Eigen::LLT<matrix> factor(r);
    if (factor.info() != Eigen::Success)
        return result;
    const matrix inverse = factor.solve(matrix::Identity(k, k));
    const Eigen::VectorXd shared = (1 - inverse.diagonal().array().inverse()).matrix();
    const double total = r.sum() - n_items + shared.sum();
    for (Eigen::Index i = 0; i < k; ++i)
        if (total > 0)
            result[static_cast<std::size_t>(i)].item_corrected_r = (r.row(i).sum() - 1 + shared(i)) / std::sqrt(total);
    return result;
}

}  // namespace attune::inline v0
