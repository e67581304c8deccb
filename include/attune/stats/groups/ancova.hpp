#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/groups/linear_model.hpp"

namespace attune::inline v0 {

/// Whether groups differ in a score when covariates are held constant.
struct ancova_test {
    f_test groups;                         ///< of the groups, the covariates being held constant
    f_test slopes;                         ///< of covariates that work differently from group to group: if so, mind it
    std::vector<estimate> slope_of;        ///< id "slope", per covariate, the same for all groups
    std::vector<estimate> adjusted_means;  ///< id "adjusted_mean", per group at the mean of every covariate
    std::int64_t n_persons = 0;
    std::int64_t n_left_out = 0;  ///< with a missing score, covariate or group
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok; then there are no figures
};

/// What an analysis of covariance is made of.
struct ancova_options {
    int n_groups = 2;     ///< how many there are; each has somebody whose values are complete
    double level = 0.95;  ///< the convention of the field's journals
};

namespace detail {

inline void check_ancova(const Eigen::Ref<const Eigen::VectorXd>& score, std::span<const int> group,
                         const matrix_view& covariates, const ancova_options& options)
{
    check_probability("ancova", "level", options.level);
    check_within("ancova", "n_groups", options.n_groups, 2, std::numeric_limits<int>::max());
    check_count("ancova", "group", group.size(), static_cast<std::size_t>(score.size()));
    check_count("ancova", "covariates", covariates.rows(), score.size());
    if (covariates.cols() == 0)
        fail_argument("ancova", "covariates", "have at least one column", "0 wide");
    for (const int one : group)
        check_within("ancova", "group", one, std::numeric_limits<int>::min(), options.n_groups - 1);
}

}  // namespace detail

/// Analysis of covariance: score = group + sum of slope * covariate + error, with one slope for all groups,
///
///     F(groups)  of this model against the one without groups
///     F(slopes)  of the model with a slope for every group against this one
///
/// @param score       one a person; NaN is missing.
/// @param group       0..n_groups - 1 a person, negative for nobody's group.
/// @param covariates  n x c, c >= 1; NaN is missing.
/// @param options     n_groups at least 2, level between 0 and 1.
/// @return     the tests, slopes and adjusted means with std_error and ci of method "t". `too_few_persons` when there
///             are not more persons than coefficients or a group is empty, `not_defined` when a covariate does not vary
///             or is a combination of others or of the groups; of that kind `slopes` alone may be NaN too.
/// @throws std::invalid_argument  numbers of rows that differ, a group outside its range, no covariate, fewer than 2
///                                groups, or level not between 0 and 1.
/// @note       Groups that differ in the covariate from the start are not made equal by it (Lord's paradox).
/// @see        Fisher (1932). Agrees with anova(lm(y ~ x), lm(y ~ x + g), lm(y ~ x * g)) and predict() of R.
[[nodiscard]] inline ancova_test ancova(const Eigen::Ref<const Eigen::VectorXd>& score, std::span<const int> group,
                                        const matrix_view& covariates, const ancova_options& options = {})
{
    detail::check_ancova(score, group, covariates, options);
    ancova_test made;
    std::vector<Eigen::Index> rows;
    std::vector<std::int64_t> sizes(static_cast<std::size_t>(options.n_groups));
    for (Eigen::Index i = 0; i < score.size(); ++i) {
        const int of = group[static_cast<std::size_t>(i)];
        if (of < 0 || std::isnan(score[i]) || covariates.row(i).hasNaN())
            continue;
        rows.push_back(i);
        ++sizes[static_cast<std::size_t>(of)];
    }
    const auto n = static_cast<Eigen::Index>(rows.size());
    made.n_persons = n;
    made.n_left_out = score.size() - n;
    if (std::find(sizes.begin(), sizes.end(), 0) != sizes.end()) {
        made.status = estimate_status::too_few_persons;
        made.message = "a group has nobody with a score and every covariate";
        return made;
    }

    // Columns: an indicator a group, the covariates less their means, and those of each group but the first by itself.
    const Eigen::Index k = options.n_groups;
    const Eigen::Index c = covariates.cols();
    matrix centred = covariates(rows, Eigen::all);
    centred.rowwise() -= centred.colwise().mean().eval();
    const Eigen::VectorXd y = score(rows);
    matrix design = matrix::Zero(n, k + k * c);
    matrix without_groups(n, 1 + c);
    without_groups << Eigen::VectorXd::Ones(n), centred;
    design.middleCols(k, c) = centred;
    for (Eigen::Index i = 0; i < n; ++i) {
        const int of = group[static_cast<std::size_t>(rows[static_cast<std::size_t>(i)])];
        design(i, of) = 1;
        if (of > 0)
            design.block(i, k + of * c, 1, c) = centred.row(i);
    }
    const linear_fit common = fit_linear(design.leftCols(k + c), y);
    if (common.status != estimate_status::ok) {
        made.status = common.status;
        made.message = common.message;
        return made;
    }
    made.groups = compare_fits(fit_linear(without_groups, y), common);
    made.slopes = compare_fits(common, fit_linear(design, y));
    const double t = detail::two_sided_t(options.level, common.df);
    const auto coefficient = [&](const char* id, Eigen::Index which) {
        const double value = common.coefficients[which];
        const double std_error = std::sqrt(common.variance * common.unscaled_cov(which, which));
        estimate figure{.id = id, .value = value, .std_error = std_error, .n_persons = made.n_persons};
        figure.ci = confidence_interval{value - t * std_error, value + t * std_error, options.level, "t"};
        return figure;
    };
    for (Eigen::Index g = 0; g < k; ++g)
        made.adjusted_means.push_back(coefficient("adjusted_mean", g));
    for (Eigen::Index j = 0; j < c; ++j)
        made.slope_of.push_back(coefficient("slope", k + j));
    return made;
}

}  // namespace attune::inline v0
