#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/philox.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"
#include "attune/stats/reliability/detail/split_walk.hpp"
#include "attune/stats/reliability/split_half.hpp"

namespace attune::inline v0 {

/// How the split-half coefficients of a score are spread, counted in bins of one width.
struct split_distribution {
    std::string method;                                        ///< "all splits" or "random splits"
    std::int64_t n_splits = 0;                                 ///< the sum of `n_in_bin`
    double lowest = std::numeric_limits<double>::quiet_NaN();  ///< where the first bin begins: a multiple of `width`
    double width = std::numeric_limits<double>::quiet_NaN();   ///< 1, 2 or 5 times a power of ten
    std::vector<std::int64_t> n_in_bin;  ///< splits from lowest + i width up to, and without, lowest + (i + 1) width
    estimate_status status = estimate_status::ok;
    std::string message;  ///< one sentence when `status` is not ok; then there are no bins
};

namespace detail {

/// Calls visit(between) for random splits into parts of equal size (fixed seed); with an odd number of items one part
/// has one more.
template <typename Visit>
void draw_splits(const matrix_view& cov, int n_splits, Visit visit)
{
    philox_stream random(0, 0);
    std::vector<Eigen::Index> order(static_cast<std::size_t>(cov.rows()));
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    const std::size_t half = order.size() / 2;
    for (int split = 0; split < n_splits; ++split) {
        for (std::size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
        double between = 0;
        for (std::size_t a = 0; a < half; ++a)
            for (std::size_t b = half; b < order.size(); ++b)
                between += cov(order[a], order[b]);
        visit(between);
    }
}

/// The least of 1, 2 and 5 times a power of ten that parts a range into `n_bins` or fewer.
[[nodiscard]] inline double round_width(double range, int n_bins)
{
    const double least = range / n_bins;
    const double power = std::pow(10, std::floor(std::log10(least)));
    const double share = least / power;
    return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

}  // namespace detail

/// The distribution of the split-half coefficients 4 cov(A, B) / V over splits into parts of equal size; with an odd
/// number of items one part has one more. All splits up to 18 items (24,310), method "all splits"; above, 10,000 random
/// ones (fixed seed, so the same counts every time), method "random splits".
///
/// @param cov  S, k x k covariances of keyed items; symmetric (not checked), k >= 2; V = sum(S).
/// @return     some 20 bins; one of width .01 when all splits are the same. Without bins, with the status and message
///             that `split_equal()` would have, when S has no such coefficients.
/// @throws std::invalid_argument  cov is not square, or k < 2.
/// @see        `split_equal()` for the smallest, the mean and the largest. psych::splitHalf(raw = TRUE) keeps the
///             coefficients themselves.
[[nodiscard]] inline split_distribution split_half_distribution(const matrix_view& cov)
{
    constexpr std::string_view name = "split_half_distribution";
    constexpr int n_drawn = 10'000;  // the share of a bin is off by half a percent at most
    check_square(name, "cov", cov, 2);
    const bool is_exact = cov.rows() <= max_items_of_all_splits;
    split_distribution made;
    made.method = is_exact ? "all splits" : "random splits";
    std::vector<double> found;
    const estimate walked = detail::coefficient(name, made.method, cov, {}, [&](double total) {
        const auto keep = [&](double between) { found.push_back(4 * between / total); };
        const Eigen::Index half = cov.rows() / 2;
        if (is_exact)
            detail::visit_splits(cov, {half, cov.rows() - half}, keep);
        else
            detail::draw_splits(cov, n_drawn, keep);
        return found.front();
    });
    if (walked.status != estimate_status::ok) {
        made.status = walked.status;
        made.message = walked.message;
        return made;
    }
    made.n_splits = static_cast<std::int64_t>(found.size());
    const auto [least, most] = std::minmax_element(found.begin(), found.end());
    const double range = *most - *least;
    constexpr double rounding = 1e-9;  // of coefficients near 1 that are the same: splits of few items
    made.width = range > rounding ? detail::round_width(range, 20) : 0.01;
    const auto bin_of = [&](double value) { return std::floor(value / made.width + rounding); };
    const double first = bin_of(*least);
    made.lowest = first * made.width;
    made.n_in_bin.resize(static_cast<std::size_t>(bin_of(*most) - first) + 1);
    for (const double value : found)
        ++made.n_in_bin[static_cast<std::size_t>(bin_of(value) - first)];
    return made;
}

}  // namespace attune::inline v0
