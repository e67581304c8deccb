#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/groups/bivariate_distance.hpp"
#include "attune/stats/groups/effect_size.hpp"
#include "attune/stats/groups/group_moments.hpp"
#include "attune/stats/groups/group_summary.hpp"
#include "attune/stats/groups/holm.hpp"
#include "attune/stats/groups/manova.hpp"
#include "attune/stats/groups/mean_difference.hpp"
#include "attune/stats/groups/one_way.hpp"

namespace attune::inline v0 {

/// All that two groups tell about one score, first less second: "mean_difference" (Welch's interval), "welch_t",
/// "welch_df", "welch_p", "student_t", "student_df", "student_p", "cohen_d", "hedges_g", "cl", "u3", "overlap".
///
/// @throws std::invalid_argument  an sd or a size is negative, a number above 1e150, or level not between 0 and 1.
[[nodiscard]] inline std::vector<estimate> two_group_estimates(const group_summary& first, const group_summary& second,
                                                               double level = 0.95)
{
    const t_test welch = welch_t_test(first, second, level);
    const t_test student = student_t_test(first, second, level);
    const estimate d = cohen_d(first, second, level);
    std::vector<estimate> all = {welch.difference};
    const auto add = [&](std::string_view id, double value, const t_test& test) {
        estimate figure = test.difference;  // for its status and its reason
        figure.id = id;
        figure.value = value;
        figure.std_error.reset();
        figure.ci.reset();
        all.push_back(std::move(figure));
    };
    add("welch_t", welch.t, welch);
    add("welch_df", welch.df, welch);
    add("welch_p", welch.p, welch);
    add("student_t", student.t, student);
    add("student_df", student.df, student);
    add("student_p", student.p, student);
    for (estimate& figure : std::vector{d, hedges_g(first, second, level), common_language(d), u3(d), overlap(d)})
        all.push_back(std::move(figure));
    return all;
}

/// Two groups compared on one score.
struct pair_comparison {
    std::size_t first = 0;   ///< place of the group
    std::size_t second = 0;  ///< place of the group
    std::vector<estimate> estimates;
    double welch_p_holm = std::numeric_limits<double>::quiet_NaN();  ///< over all pairs and all scores of a comparison
};

/// Groups compared on one score.
struct score_comparison {
    std::string id;  ///< of the score
    std::vector<group_summary> groups;
    std::vector<pair_comparison> pairs;  ///< every two groups
    one_way_test anova;
    one_way_test welch;
};

/// Two groups compared on two scores together.
struct joint_pair {
    std::size_t first = 0;
    std::size_t second = 0;
    hotelling_test test;
};

/// Groups compared on two scores together.
struct joint_comparison {
    std::string first;   ///< id of a score
    std::string second;  ///< id of a score
    std::vector<joint_pair> pairs;
    manova_test manova;
};

/// One score of every group.
struct summarised_score {
    std::string id;
    std::vector<group_summary> groups;  ///< in the same order for all scores
};

/// Compares groups on every score by itself, each group with each other, with Holm's correction of Welch's p over all
/// pairs and scores.
///
/// @param scores  at least 2 groups each.
/// @param level   of the intervals, between 0 and 1.
/// @throws std::invalid_argument  fewer than 2 groups, or what `two_group_estimates()` refuses.
[[nodiscard]] inline std::vector<score_comparison> compare_scores(const std::vector<summarised_score>& scores,
                                                                  double level = 0.95)
{
    std::vector<score_comparison> all;
    std::vector<double> p;
    for (const auto& [id, groups] : scores) {
        score_comparison one{id, groups, {}, one_way_from_summaries(groups), welch_anova(groups)};
        for (std::size_t a = 0; a < groups.size(); ++a)
            for (std::size_t b = a + 1; b < groups.size(); ++b) {
                one.pairs.push_back({a, b, two_group_estimates(groups[a], groups[b], level)});
                p.push_back(welch_t_test(groups[a], groups[b], level).p);
            }
        all.push_back(std::move(one));
    }
    const std::vector<double> adjusted = holm(p);
    std::size_t next = 0;
    for (score_comparison& one : all)
        for (pair_comparison& pair : one.pairs)
            pair.welch_p_holm = adjusted[next++];
    return all;
}

/// Compares groups on two scores together.
///
/// @param ids     of the two scores.
/// @param groups  their moments, at least 2 groups.
/// @param level   of the intervals, between 0 and 1.
/// @throws std::invalid_argument  fewer than 2 groups, or level not between 0 and 1.
[[nodiscard]] inline joint_comparison compare_jointly(std::pair<std::string, std::string> ids,
                                                      const std::vector<group_moments>& groups, double level = 0.95)
{
    joint_comparison made{std::move(ids.first), std::move(ids.second), {}, manova(groups)};
    for (std::size_t a = 0; a < groups.size(); ++a)
        for (std::size_t b = a + 1; b < groups.size(); ++b)
            made.pairs.push_back({a, b, hotelling_two_groups(groups[a], groups[b], level)});
    return made;
}

}  // namespace attune::inline v0
