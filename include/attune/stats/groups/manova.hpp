#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include <Eigen/Eigenvalues>
#include <fmt/format.h>

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/groups/group_moments.hpp"

namespace attune::inline v0 {

/// One of the four statistics of a multivariate analysis of variance, and the F that stands for it.
struct manova_statistic {
    std::string_view id;
    double value = std::numeric_limits<double>::quiet_NaN();
    f_test test = {};  ///< exact for two groups, or one score; otherwise approximate, of "roy" an upper bound
};

/// Whether several groups differ in their means on several scores.
struct manova_test {
    std::array<manova_statistic, 4> statistics = {
        {{.id = "pillai"}, {.id = "wilks"}, {.id = "hotelling_lawley"}, {.id = "roy"}}};
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok; then all figures are NaN
};

/// One-way multivariate analysis of variance from means, covariances and sizes of groups: with the eigenvalues e of
/// W^-1 B (B and W sums of squares and products between and within groups),
///
///     pillai sum e / (1 + e),  wilks prod 1 / (1 + e),  hotelling_lawley sum e,  roy the largest e
///
/// and their usual F approximations. Pillai's is the most robust, and stands first.
///
/// @param groups  at least 2 groups of at least 2 persons with the same p scores, N - k >= p.
/// @return     the four statistics. Refused with `too_few_persons`, `not_known`, or `no_variance` when W is not
///             positive definite.
/// @throws std::invalid_argument  fewer than 2 groups, or groups that differ in the number of scores.
/// @note       Of two groups all four say the same as `hotelling_two_groups()`.
/// @see        Rencher & Christensen (2012), Methods of multivariate analysis, 6.1. Agrees with summary.manova() of R.
[[nodiscard]] inline manova_test manova(std::span<const group_moments> groups)
{
    manova_test made;
    if (const auto reason = detail::why_not_comparable_together("manova", groups)) {
        made.status = reason->status;
        made.message = reason->message;
        return made;
    }
    const matrix within = detail::within_groups(groups);
    if (!detail::is_definite(within)) {
        made.status = estimate_status::no_variance;
        made.message = detail::no_spread_in_some_direction;
        return made;
    }
    double n_persons = 0;
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(within.rows());
    for (const group_moments& group : groups) {
        n_persons += static_cast<double>(group.n_persons);
        sum += static_cast<double>(group.n_persons) * (group.mean - groups[0].mean);
    }
    const Eigen::VectorXd mean = groups[0].mean + sum / n_persons;
    matrix between = matrix::Zero(within.rows(), within.cols());
    for (const group_moments& group : groups)
        between += static_cast<double>(group.n_persons) * (group.mean - mean) * (group.mean - mean).transpose();
    const Eigen::VectorXd eigenvalues =
        Eigen::GeneralizedSelfAdjointEigenSolver<matrix>(between, within, Eigen::EigenvaluesOnly | Eigen::Ax_lBx)
            .eigenvalues()
            .cwiseMax(0);

    const auto p = static_cast<double>(within.rows());
    const auto q = static_cast<double>(groups.size()) - 1;
    const double error = n_persons - q - 1;
    const double s = std::min(p, q);
    const double m = (std::abs(p - q) - 1) / 2;
    const double n = (error - p - 1) / 2;
    const auto set = [&](std::size_t which, double value, double f, double df1, double df2) {
        made.statistics[which].value = value;
        made.statistics[which].test = {f, df1, df2, detail::f_upper_tail(f, df1, df2)};
    };
    const double pillai = (eigenvalues.array() / (1 + eigenvalues.array())).sum();
    const double pillai_df1 = s * (2 * m + s + 1);
    const double pillai_df2 = s * (2 * n + s + 1);
    set(0, pillai, pillai_df2 / pillai_df1 * pillai / (s - pillai), pillai_df1, pillai_df2);

    const double wilks = 1 / (1 + eigenvalues.array()).prod();
    const double squares = p * p + q * q - 5;
    const double root = squares > 0 ? std::sqrt((p * p * q * q - 4) / squares) : 1;
    const double wilks_df2 = (error - (p - q + 1) / 2) * root - (p * q - 2) / 2;
    const double ratio = std::pow(wilks, 1 / root);
    set(1, wilks, (1 - ratio) / ratio * wilks_df2 / (p * q), p * q, wilks_df2);

    const double trace = eigenvalues.sum();
    const double trace_df2 = 2 * (s * n + 1);
    set(2, trace, trace_df2 * trace / (s * s * (2 * m + s + 1)), s * (2 * m + s + 1), trace_df2);

    const double largest = eigenvalues.maxCoeff();
    const double larger = std::max(p, q);
    set(3, largest, (error - larger + q) * largest / larger, larger, error - larger + q);
    return made;
}

}  // namespace attune::inline v0
