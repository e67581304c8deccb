#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/agreement/test_retest.hpp"
#include "attune/stats/items/item_statistics.hpp"

namespace attune::inline v0 {

/// Directions of items: 1 as they are, -1 turned round.
using item_signs = std::vector<int>;

/// Covariances of items of which some are turned round: s_i s_j c_ij.
///
/// @throws std::invalid_argument  cov is not square, or there are more or fewer signs than items.
[[nodiscard]] inline matrix turned_covariances(const matrix_view& cov, const item_signs& signs)
{
    check_square("turned_covariances", "cov", cov, 1);
    check_count("turned_covariances", "signs", signs.size(), static_cast<std::size_t>(cov.rows()));
    matrix turned = cov;
    for (Eigen::Index i = 0; i < cov.rows(); ++i)
        for (Eigen::Index j = 0; j < cov.cols(); ++j)
            turned(i, j) *= signs[static_cast<std::size_t>(i)] * signs[static_cast<std::size_t>(j)];
    return turned;
}

/// The directions in which items agree best: those for which
///
///     sum over i < j of s_i s_j c_ij
///
/// is largest, so that no item has a negative covariance with the sum of the others. Found by turning items round, the
/// worst first, until none is left whose covariance with the others is negative; from the directions that each single
/// item asks for and from the given ones, of which the best end is taken. With few items that is the largest value
/// there is; with many it is one that no single item can better.
///
/// @param cov  k x k covariances of the items, k >= 1, all finite.
/// @return     at most half of them -1: the fewest turns that make the items agree. With exactly half of them the first
///             item stays as it is; the data cannot say which half is to be turned.
/// @throws std::invalid_argument  cov is not square or not finite.
[[nodiscard]] inline item_signs agreeing_signs(const matrix_view& cov)
{
    check_square("agreeing_signs", "cov", cov, 1);
    if (!cov.allFinite())
        fail_argument("agreeing_signs", "cov", "be finite", "NaN or infinite somewhere");
    const Eigen::Index k = cov.rows();
    Eigen::VectorXd best = Eigen::VectorXd::Ones(k);
    double best_sum = -std::numeric_limits<double>::infinity();
    const double rounding = 1e-12 * cov.cwiseAbs().sum();  // turning for less would never end
    for (Eigen::Index start = -1; start < k; ++start) {
        Eigen::VectorXd s = Eigen::VectorXd::Ones(k);
        if (start >= 0)
            for (Eigen::Index i = 0; i < k; ++i)
                s(i) = cov(i, start) < 0 ? -1 : 1;
        Eigen::VectorXd with_others = cov * s - cov.diagonal().cwiseProduct(s);
        Eigen::Index worst = 0;
        while (s.cwiseProduct(with_others).minCoeff(&worst) < -rounding) {
            s(worst) = -s(worst);
            with_others += 2 * s(worst) * cov.col(worst);
            with_others(worst) -= 2 * s(worst) * cov(worst, worst);
        }
        const double sum = s.dot(with_others);
        if (sum > best_sum + rounding) {
            best_sum = sum;
            best = s;
        }
    }
    const auto n_turned = (best.array() < 0).count();
    if (2 * n_turned > k || (2 * n_turned == k && best(0) < 0))
        best = -best;
    item_signs signs;
    for (Eigen::Index i = 0; i < k; ++i)
        signs.push_back(best(i) < 0 ? -1 : 1);
    return signs;
}

/// How one item goes with the sum of the others, and how sure that is.
struct item_rest_interval {
    double r = std::numeric_limits<double>::quiet_NaN();  ///< `item_rest_r`
    double lower = std::numeric_limits<double>::quiet_NaN();
    double upper = std::numeric_limits<double>::quiet_NaN();
    std::int64_t n_persons = 0;  ///< the fewest of any pair with the item
};

/// Item-rest correlations with Fisher's interval.
///
/// @param cov        k x k covariances of the keyed items, k >= 2.
/// @param n_persons  per pair of items, who answered both; an item's interval takes the fewest of its pairs.
/// @param level      of the interval, above 0 and below 1.
/// @return           per item; NaN where `relations_of_items()` has none, no limits below 4 people.
/// @throws std::invalid_argument  a matrix is not square, they differ in size, or the level is outside 0..1.
/// @see  fisher_interval(), relations_of_items()
[[nodiscard]] inline std::vector<item_rest_interval> item_rest_intervals(
    const matrix_view& cov, const Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>& n_persons, double level)
{
    check_square("item_rest_intervals", "cov", cov, 2);
    check_count("item_rest_intervals", "n_persons", n_persons.rows(), cov.rows());
    check_count("item_rest_intervals", "n_persons", n_persons.cols(), cov.cols());
    const std::vector<item_relations> relations = relations_of_items(cov);
    std::vector<item_rest_interval> result;
    for (Eigen::Index i = 0; i < cov.rows(); ++i) {
        item_rest_interval item;
        item.n_persons = n_persons.row(i).minCoeff();
        item.r = relations[static_cast<std::size_t>(i)].item_rest_r;
        if (std::isfinite(item.r) && item.n_persons >= 4) {
            item.r = std::clamp(item.r, -1.0, 1.0);  // pairs of different people can go beyond
            const confidence_interval limits = fisher_interval(item.r, item.n_persons, level);
            item.lower = limits.lower;
            item.upper = limits.upper;
        }
        result.push_back(item);
    }
    return result;
}

}  // namespace attune::inline v0
