#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/groups/group_summary.hpp"

namespace attune::inline v0 {

/// What a comparison of several scores at once needs of one group.
struct group_moments {
    Eigen::VectorXd mean;  ///< one a score
    matrix cov;            ///< covariances of the scores (n - 1), symmetric
    std::int64_t n_persons = 0;
};

/// Means and covariances of the people of a group who have every score.
///
/// @param scores  n x p, any units; NaN is missing, and its row left out.
/// @return        means NaN without people, covariances NaN below 2.
/// @throws std::invalid_argument  a score is infinite or above 1e150.
[[nodiscard]] inline group_moments moments_of_group(const matrix_view& scores)
{
    const matrix complete = complete_rows(scores);
    for (const double score : complete.reshaped())
        check_moderate("moments_of_group", "scores", score);
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    group_moments made{Eigen::VectorXd::Constant(scores.cols(), unknown),
                       matrix::Constant(scores.cols(), scores.cols(), unknown), complete.rows()};
    if (complete.rows() > 0)
        made.mean = complete.colwise().mean();
    if (complete.rows() > 1) {
        const matrix deviations = complete.rowwise() - made.mean.transpose();
        made.cov = deviations.transpose() * deviations / static_cast<double>(complete.rows() - 1);
    }
    return made;
}

/// The moments of two scores of a group as a paper's table gives them.
///
/// @param first,second  of the same people.
/// @param r             correlation of the two scores in the group, -1..1; NaN when it is not reported.
/// @throws std::invalid_argument  the groups differ in size, or r lies outside -1..1.
[[nodiscard]] inline group_moments moments_of_two(const group_summary& first, const group_summary& second, double r)
{
    if (first.n_persons != second.n_persons)
        fail_argument("moments_of_two", "second", fmt::format("have {} persons as the first score", first.n_persons),
                      fmt::format("of {}", second.n_persons));
    if (std::abs(r) > 1)
        fail_argument("moments_of_two", "r", "lie in -1..1", fmt::format("{}", r));
    const double covariance = r * first.sd * second.sd;
    return {Eigen::Vector2d(first.mean, second.mean),
            Eigen::Matrix2d{{first.sd * first.sd, covariance}, {covariance, second.sd * second.sd}}, first.n_persons};
}

namespace detail {

/// Checks groups, and says why their means cannot be compared together: nothing when they can.
///
/// @throws std::invalid_argument  groups of several numbers of scores, or fewer than 2 groups.
[[nodiscard]] inline std::optional<refusal> why_not_comparable_together(std::string_view function,
                                                                        std::span<const group_moments> groups)
{
    if (groups.size() < 2)
        fail_argument(function, "groups", "hold at least 2 groups", fmt::format("{} long", groups.size()));
    std::int64_t n_persons = 0;
    for (const group_moments& group : groups) {
        const Eigen::Index p = groups[0].mean.size();
        if (p == 0 || group.mean.size() != p || group.cov.rows() != p || group.cov.cols() != p)
            fail_argument(
                function, "groups", fmt::format("have {} means and their covariances each", p),
                fmt::format("one with {} and {} x {}", group.mean.size(), group.cov.rows(), group.cov.cols()));
        n_persons += group.n_persons;
    }
    const auto df = n_persons - static_cast<std::int64_t>(groups.size());
    for (const group_moments& group : groups) {
        if (group.n_persons < 2 || df <= groups[0].mean.size())
            return refusal{estimate_status::too_few_persons,
                           "each group needs at least 2 persons, and all together more than there are scores"};
        if (!group.mean.allFinite() || !group.cov.allFinite())
            return refusal{estimate_status::not_known, "a mean, a standard deviation or a correlation is not known"};
    }
    return std::nullopt;
}

/// Sums of squares and products within the groups.
[[nodiscard]] inline matrix within_groups(std::span<const group_moments> groups)
{
    matrix sum = matrix::Zero(groups[0].cov.rows(), groups[0].cov.cols());
    for (const group_moments& group : groups)
        sum += static_cast<double>(group.n_persons - 1) * group.cov;
    return sum;
}

inline constexpr const char* no_spread_in_some_direction =
    "within the groups a score does not vary, or is a combination of the others";

/// Whether a matrix of sums of squares is positive definite beyond its rounding.
[[nodiscard]] inline bool is_definite(const matrix& sums)
{
    const Eigen::VectorXd scale = sums.diagonal().cwiseSqrt();
    if (!(scale.array() > 0).all())
        return false;
    const matrix r = sums.array() / (scale * scale.transpose()).array();
    const Eigen::LLT<matrix> root(r);
    constexpr double rounding = 1e-12;  // of a squared pivot of correlations, far above their own
    return root.info() == Eigen::Success && matrix(root.matrixL()).diagonal().array().square().minCoeff() > rounding;
}

}  // namespace detail

}  // namespace attune::inline v0
