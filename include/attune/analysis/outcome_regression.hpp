#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/groups/logistic.hpp"

namespace attune::inline v0 {

/// A yes-or-no outcome (therapy use, say) on scores and groups.
struct outcome_regression {
    std::string outcome;
    std::vector<estimate> main;     ///< log odds without interactions: the scores, then the groups against the first
    std::vector<estimate> crossed;  ///< with them: main terms, then each group times each score ("B:anxiety")
    chi_square_test scores;         ///< do the scores tell anything beside the groups?
    chi_square_test interactions;   ///< do they tell something else from group to group?
    std::int64_t n_persons = 0;
    std::int64_t n_with_outcome = 0;
    std::int64_t n_left_out = 0;  ///< with a missing outcome, score or group
};

/// What an outcome is regressed on.
struct outcome_design {
    std::vector<std::string> scores;  ///< ids, one a column of the scores
    std::vector<std::string> groups;  ///< names; the first is what the others are compared with
    double level = 0.95;              ///< of the intervals
};

/// Logistic regression of an outcome on scores, groups and their interactions. Scores are centred at their means, so
/// that the terms of groups hold for an average person.
///
/// @param outcome  0 or 1 a person; NaN is missing.
/// @param scores   n x p, NaN is missing or refused.
/// @param group    0..groups - 1 a person, negative for nobody's group.
/// @param design   names of scores and groups.
/// @return     log odds with Wald intervals and the tests of the likelihood ratio. A model that cannot be fitted has no
///             values, and says why (see `fit_logistic()`).
/// @throws std::invalid_argument  sizes that do not fit, an outcome besides 0 and 1, or level not between 0 and 1.
[[nodiscard]] inline outcome_regression regress_outcome(const Eigen::Ref<const Eigen::VectorXd>& outcome,
                                                        const matrix_view& scores, std::span<const int> group,
                                                        const outcome_design& design)
{
    const auto p = static_cast<Eigen::Index>(design.scores.size());
    const auto k = static_cast<Eigen::Index>(design.groups.size());
    check_count("regress_outcome", "scores", scores.rows(), outcome.size());
    check_count("regress_outcome", "columns of scores", scores.cols(), p);
    check_count("regress_outcome", "group", group.size(), static_cast<std::size_t>(outcome.size()));
    std::vector<Eigen::Index> rows;
    for (Eigen::Index i = 0; i < outcome.size(); ++i) {
        check_within<Eigen::Index>("regress_outcome", "group", group[static_cast<std::size_t>(i)],
                                   std::numeric_limits<int>::min(), k - 1);
        if (group[static_cast<std::size_t>(i)] >= 0 && !std::isnan(outcome[i]) && !scores.row(i).hasNaN())
            rows.push_back(i);
    }
    const auto n = static_cast<Eigen::Index>(rows.size());
    const Eigen::VectorXd y = outcome(rows);
    matrix centred = scores(rows, Eigen::all);
    if (n > 0)
        centred.rowwise() -= centred.colwise().mean().eval();
    matrix x = matrix::Zero(n, p + k + (k - 1) * p);
    x.leftCols(p) = centred;
    x.col(p).setOnes();
    for (Eigen::Index i = 0; i < n; ++i) {
        const Eigen::Index g = group[static_cast<std::size_t>(rows[static_cast<std::size_t>(i)])];
        if (g > 0) {
            x(i, p + g) = 1;
            x.block(i, p + k + (g - 1) * p, 1, p) = centred.row(i);
        }
    }
    const logistic_fit without_scores = fit_logistic(x.middleCols(p, k), y);
    const logistic_fit main = fit_logistic(x.leftCols(p + k), y);
    outcome_regression made;
    made.n_persons = n;
    made.n_with_outcome = static_cast<std::int64_t>(y.sum());
    made.n_left_out = outcome.size() - n;
    made.scores = compare_fits(without_scores, main);
    const auto add_main_terms = [&](std::vector<estimate>& into, const logistic_fit& fit) {
        for (Eigen::Index j = 0; j < p; ++j)
            into.push_back(logistic_coefficient(fit, j, design.scores[static_cast<std::size_t>(j)], design.level));
        for (Eigen::Index g = 1; g < k; ++g)
            into.push_back(logistic_coefficient(fit, p + g, design.groups[static_cast<std::size_t>(g)], design.level));
    };
    add_main_terms(made.main, main);
    if (k < 2)
        return made;
    const logistic_fit crossed = fit_logistic(x, y);
    made.interactions = compare_fits(main, crossed);
    add_main_terms(made.crossed, crossed);
    for (Eigen::Index g = 1; g < k; ++g)
        for (Eigen::Index j = 0; j < p; ++j)
            made.crossed.push_back(logistic_coefficient(crossed, p + k + (g - 1) * p + j,
                                                        fmt::format("{}:{}", design.groups[static_cast<std::size_t>(g)],
                                                                    design.scores[static_cast<std::size_t>(j)]),
                                                        design.level));
    return made;
}

}  // namespace attune::inline v0
