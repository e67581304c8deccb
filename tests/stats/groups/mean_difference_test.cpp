#include "attune/stats/groups/mean_difference.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/group_reference.hpp"
#include "support/numbers.hpp"

using attune::group_summary;
using attune_test::closed_form;
using attune_test::group_values;
using attune_test::people_of_group;
using attune_test::throws_message;

namespace {

void expect_test(const attune::t_test& found, const nlohmann::json& expected)
{
    EXPECT_NEAR(found.t, expected["t"].get<double>(), closed_form);
    EXPECT_NEAR(found.df, expected["df"].get<double>(), 100 * closed_form);
    EXPECT_NEAR(found.p, expected["p"].get<double>(), closed_form);
    EXPECT_NEAR(found.difference.value, expected["difference"].get<double>(), closed_form);
    ASSERT_TRUE(found.difference.ci);
    EXPECT_NEAR(found.difference.ci->lower, expected["ci"][0].get<double>(), closed_form);
    EXPECT_NEAR(found.difference.ci->upper, expected["ci"][1].get<double>(), closed_form);
}

}  // namespace

TEST(MeanDifference, HasThePublishedValues)
{
    struct expected {
        group_summary first, second;
        double t, df, p, student;
    };
    for (const auto& [first, second, t, df, p, student] :
         std::vector<expected>{{{3.8, 1.1, 120}, {3.4, 1.3, 80}, 2.264252, 149.763238, .0249943, 2.340894},
                               {{2.1, .9, 1200}, {2.3, 1.0, 800}, -4.558423, 1586.601659, 5.54888e-6, -4.655201},
                               {{20.6, 1.62, 22}, {22.5, 2.02, 28}, -3.690751, 47.968950, .000570954, -3.593894}}) {
        const auto welch = attune::welch_t_test(first, second);
        EXPECT_NEAR(welch.t, t, 5e-7);
        EXPECT_NEAR(welch.df, df, 5e-7);
        EXPECT_NEAR(welch.p, p, 5e-6 * p);
        EXPECT_NEAR(attune::student_t_test(first, second).t, student, 5e-7);
        EXPECT_EQ(attune::student_t_test(first, second).df,
                  static_cast<double>(first.n_persons + second.n_persons - 2));
    }
    const auto difference = attune::welch_t_test({3.8, 1.1, 120}, {3.4, 1.3, 80}).difference;
    EXPECT_NEAR(difference.ci->lower, .05093, 5e-6);
    EXPECT_NEAR(difference.ci->upper, .74907, 5e-6);
    EXPECT_EQ(difference.ci->method, "welch");
    EXPECT_EQ(difference.n_persons, 200);
}

TEST(MeanDifference, IsThatOfRFromRawScores)
{
    const auto first = attune::summary_of(people_of_group("anxiety", 0));
    const auto second = attune::summary_of(people_of_group("anxiety", 1));
    expect_test(attune::welch_t_test(first, second), group_values()["two_groups"]["welch"]);
    expect_test(attune::student_t_test(first, second), group_values()["two_groups"]["student"]);
}

TEST(MeanDifference, TurnsItsSignWhenGroupsChangePlaces)
{
    for (const auto test : {attune::welch_t_test, attune::student_t_test}) {
        const auto found = test({3.8, 1.1, 12}, {3.4, 1.3, 8}, 0.9);
        const auto turned = test({3.4, 1.3, 8}, {3.8, 1.1, 12}, 0.9);
        EXPECT_EQ(found.t, -turned.t);
        EXPECT_DOUBLE_EQ(found.df, turned.df);
        EXPECT_EQ(found.difference.value, -turned.difference.value);
        EXPECT_DOUBLE_EQ(found.difference.ci->lower, -turned.difference.ci->upper);
        EXPECT_DOUBLE_EQ(found.p, turned.p);
    }
}

TEST(MeanDifference, DoesNotDependOnTheUnit)
{
    const auto found = attune::welch_t_test({3.8, 1.1, 12}, {3.4, 1.3, 8});
    const auto tiny = attune::welch_t_test({3.8e-140, 1.1e-140, 12}, {3.4e-140, 1.3e-140, 8});
    EXPECT_NEAR(found.t, tiny.t, 1e-12);
    EXPECT_NEAR(found.df, tiny.df, 1e-12);
}

TEST(MeanDifference, OfEqualGroupsIsTheSameByBothTests)
{
    const auto welch = attune::welch_t_test({3.8, 1.1, 12}, {3.4, 1.1, 12});
    const auto student = attune::student_t_test({3.8, 1.1, 12}, {3.4, 1.1, 12});
    EXPECT_DOUBLE_EQ(welch.t, student.t);
    EXPECT_DOUBLE_EQ(welch.df, student.df);
}

TEST(MeanDifference, StandsAGroupWithoutSpread)
{
    const auto found = attune::welch_t_test({3.8, 0, 12}, {3.4, 1.3, 8});
    EXPECT_NEAR(found.df, 7, 1e-12);
    EXPECT_EQ(found.difference.status, attune::estimate_status::ok);
}

TEST(MeanDifference, SaysWhyThereIsNone)
{
    for (const auto test : {attune::welch_t_test, attune::student_t_test}) {
        const auto found = test({3.8, 1.1, 12}, {3.4, 1.3, 1}, 0.95);
        EXPECT_EQ(found.difference.status, attune::estimate_status::too_few_persons);
        EXPECT_EQ(found.difference.message, "each group needs at least 2 persons");
        EXPECT_TRUE(std::isnan(found.difference.value));
        EXPECT_TRUE(std::isnan(found.t) && std::isnan(found.df) && std::isnan(found.p));
        EXPECT_FALSE(found.difference.ci);
    }
    EXPECT_TRUE(std::isnan(attune::pooled_sd({3, 1, 1}, {3, 1, 1})));
}

TEST(MeanDifference, RefusesWhatIsNoLevel)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::welch_t_test({3, 1, 9}, {3, 1, 9}, 95);
        },
        "welch_t_test: level must lie between 0 and 1, but is 95"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::student_t_test({3, 1, 9}, {3, 1, 9}, 0);
        },
        "student_t_test: level must lie between 0 and 1, but is 0"));
}
