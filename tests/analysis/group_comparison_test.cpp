#include "attune/analysis/group_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

using attune::group_summary;

namespace {

const std::vector<group_summary> three = {{3.0, 1.0, 20}, {3.5, 1.2, 30}, {4.1, 0.9, 25}};

double figure(const std::vector<attune::estimate>& all, const std::string& id)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
    return found == all.end() ? std::nan("") : found->value;
}

}  // namespace

TEST(TwoGroupEstimates, GathersWhatTwoGroupsTell)
{
    const auto found = attune::two_group_estimates({3.8, 1.1, 120}, {3.4, 1.3, 80});
    std::vector<std::string> ids;
    for (const auto& one : found)
        ids.push_back(one.id);
    EXPECT_EQ(ids, (std::vector<std::string>{"mean_difference", "welch_t", "welch_df", "welch_p", "student_t",
                                             "student_df", "student_p", "cohen_d", "hedges_g", "cl", "u3", "overlap"}));
    EXPECT_NEAR(figure(found, "welch_t"), 2.264252, 5e-7);
    EXPECT_NEAR(figure(found, "welch_df"), 149.763238, 5e-7);
    EXPECT_NEAR(figure(found, "student_t"), 2.340894, 5e-7);
    EXPECT_EQ(figure(found, "student_df"), 198);
    EXPECT_NEAR(figure(found, "overlap"), .865844, 5e-7);
}

TEST(TwoGroupEstimates, AllSayWhyThereIsNone)
{
    for (const auto& one : attune::two_group_estimates({3, 0, 9}, {4, 0, 9})) {
        EXPECT_TRUE(std::isnan(one.value)) << one.id;
        EXPECT_EQ(one.status, attune::estimate_status::no_variance) << one.id;
        EXPECT_EQ(one.message, "nobody differs from the others of the own group") << one.id;
        EXPECT_FALSE(one.ci) << one.id;
    }
}

TEST(CompareScores, ComparesEveryTwoGroups)
{
    const auto found = attune::compare_scores({{"anxiety", three}, {"avoidance", three}});
    ASSERT_EQ(found.size(), 2U);
    ASSERT_EQ(found[0].pairs.size(), 3U);
    EXPECT_EQ(found[0].pairs[1].first, 0U);
    EXPECT_EQ(found[0].pairs[1].second, 2U);
    EXPECT_NEAR(figure(found[0].pairs[1].estimates, "mean_difference"), -1.1, 1e-12);
    EXPECT_EQ(found[0].anova.test.df2, 72);
    EXPECT_EQ(found[1].id, "avoidance");
}

// Six tests, each of them there twice: the smallest p counts six times.
TEST(CompareScores, CorrectsOverAllPairsAndScores)
{
    const auto found = attune::compare_scores({{"anxiety", three}, {"avoidance", three}});
    const double smallest = figure(found[0].pairs[1].estimates, "welch_p");
    EXPECT_NEAR(found[0].pairs[1].welch_p_holm, 6 * smallest, 1e-15);
    EXPECT_EQ(found[0].pairs[1].welch_p_holm, found[1].pairs[1].welch_p_holm);
    const auto alone = attune::compare_scores({{"anxiety", {three[0], three[2]}}});
    EXPECT_NEAR(alone[0].pairs[0].welch_p_holm, smallest, 1e-15);
}

TEST(CompareJointly, ComparesEveryTwoGroupsOnBothScores)
{
    std::vector<attune::group_moments> groups;
    for (const group_summary& one : three)
        groups.push_back(attune::moments_of_two(one, {one.mean / 2, one.sd, one.n_persons}, 0.4));
    const auto found = attune::compare_jointly({"anxiety", "avoidance"}, groups);
    EXPECT_EQ(found.first, "anxiety");
    EXPECT_EQ(found.second, "avoidance");
    ASSERT_EQ(found.pairs.size(), 3U);
    EXPECT_EQ(found.pairs[2].first, 1U);
    EXPECT_EQ(found.pairs[2].test.d.value, attune::hotelling_two_groups(groups[1], groups[2]).d.value);
    EXPECT_EQ(found.manova.status, attune::estimate_status::ok);
}
