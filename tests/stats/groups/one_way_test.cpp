#include "attune/stats/groups/one_way.hpp"

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/groups/mean_difference.hpp"
#include "support/expect_message.hpp"
#include "support/group_reference.hpp"
#include "support/numbers.hpp"

using attune::group_summary;
using attune_test::closed_form;
using attune_test::expect_f_test;
using attune_test::group_values;
using attune_test::people_of_group;
using attune_test::throws_message;

namespace {

std::vector<group_summary> three_groups()
{
    std::vector<group_summary> groups;
    for (const int group : {0, 1, 2})
        groups.push_back(attune::summary_of(people_of_group("anxiety", group)));
    return groups;
}

}  // namespace

TEST(OneWay, IsThatOfR)
{
    const auto found = attune::one_way_from_summaries(three_groups());
    expect_f_test(found.test, group_values()["one_way"], closed_form);
    EXPECT_NEAR(found.eta_squared.value, group_values()["one_way"]["eta_squared"].get<double>(), closed_form);
    EXPECT_EQ(found.eta_squared.n_persons, 57);
    expect_f_test(attune::welch_anova(three_groups()).test, group_values()["welch_anova"], closed_form);
}

TEST(OneWay, OfTwoGroupsIsTheSquareOfT)
{
    const std::array groups = {group_summary{3.8, 1.1, 120}, group_summary{3.4, 1.3, 80}};
    const auto student = attune::student_t_test(groups[0], groups[1]);
    const auto welch = attune::welch_t_test(groups[0], groups[1]);
    const auto found = attune::one_way_from_summaries(groups);
    EXPECT_NEAR(found.test.f, student.t * student.t, 1e-12);
    EXPECT_NEAR(found.test.p, student.p, 1e-14);
    const auto by_welch = attune::welch_anova(groups);
    EXPECT_NEAR(by_welch.test.f, welch.t * welch.t, 1e-12);
    EXPECT_NEAR(by_welch.test.df2, welch.df, 1e-9);
    EXPECT_NEAR(by_welch.test.p, welch.p, 1e-14);
}

// With F = 1 the groups differ as much as chance makes them: omega squared is 0.
TEST(OneWay, FindsNoEffectWhereFIsOne)
{
    const double mean = std::sqrt(2.0 / 10);  // of two groups of 10: F = 10 / 2 (difference)^2 = 1
    const auto found = attune::one_way_from_summaries(std::vector<group_summary>{{0, 1, 10}, {mean, 1, 10}});
    EXPECT_NEAR(found.test.f, 1, 1e-14);
    EXPECT_NEAR(found.omega_squared.value, 0, 1e-15);
    EXPECT_NEAR(found.eta_squared.value, 1.0 / 19, 1e-14);
}

TEST(OneWay, DoesNotDependOnTheOriginOrTheOrder)
{
    const auto found = attune::one_way_from_summaries(std::vector<group_summary>{{1, 1, 9}, {2, 2, 7}, {4, 1, 5}});
    const auto far =
        attune::one_way_from_summaries(std::vector<group_summary>{{1e6 + 4, 1, 5}, {1e6 + 1, 1, 9}, {1e6 + 2, 2, 7}});
    EXPECT_NEAR(found.test.f, far.test.f, 1e-9);
}

TEST(OneWay, SaysWhyThereIsNone)
{
    for (const auto test : {attune::one_way_from_summaries, attune::welch_anova}) {
        const auto found = test(std::vector<group_summary>{{3, 1, 9}, {4, 1, 1}});
        EXPECT_EQ(found.status, attune::estimate_status::too_few_persons);
        EXPECT_EQ(found.message, "each group needs at least 2 persons");
        EXPECT_TRUE(std::isnan(found.test.f) && std::isnan(found.test.p));
        EXPECT_EQ(found.eta_squared.status, attune::estimate_status::too_few_persons);
    }
    const auto flat = attune::welch_anova(std::vector<group_summary>{{3, 1, 9}, {4, 0, 9}});
    EXPECT_EQ(flat.status, attune::estimate_status::no_variance);
    EXPECT_EQ(flat.message, "the scores of a group do not differ");
    const auto welch = attune::welch_anova(three_groups());
    EXPECT_EQ(welch.eta_squared.status, attune::estimate_status::not_defined);
    EXPECT_EQ(welch.eta_squared.message, "shares of variance suppose equal spread");
}

TEST(OneWay, RefusesASingleGroup)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::one_way_from_summaries(std::vector<group_summary>{{3, 1, 9}});
        },
        "one_way_from_summaries: groups must hold at least 2 groups, but is 1 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::welch_anova(std::vector<group_summary>{{3, 1, 9}});
        },
        "welch_anova: groups must hold at least 2 groups, but is 1 long"));
}
