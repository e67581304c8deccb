#include "attune/stats/dyads/similarity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/agreement/icc.hpp"
#include "support/dyad_reference.hpp"
#include "support/expect_message.hpp"

using attune::estimate_status;
using attune_test::throws_message;

namespace {

constexpr double no_member = std::numeric_limits<double>::quiet_NaN();
constexpr double precision_of_r = 1e-10;  // relative to R, whose sums round

using value_groups = std::vector<std::vector<double>>;

}  // namespace

TEST(Similarity, IsThatOfR)
{
    for (const std::string of : {"couples", "families"})
        for (const std::string score : {"anxiety", "avoidance"}) {
            const auto found = attune::similarity(attune_test::dyad_groups(of, score));
            const auto& expected = attune_test::dyad_values(of)["similarity"][score];
            EXPECT_NEAR(found.icc.figure.value, expected["icc"].get<double>(), precision_of_r);
            EXPECT_NEAR(found.icc.figure.ci->lower, expected["ci"][0].get<double>(), precision_of_r);
            EXPECT_NEAR(found.icc.figure.ci->upper, expected["ci"][1].get<double>(), precision_of_r);
            EXPECT_EQ(found.icc.figure.ci->method, of == "couples" ? "f" : "f_approximate");
            EXPECT_NEAR(found.icc.test.f, expected["f"].get<double>(), precision_of_r);
            EXPECT_NEAR(found.icc.test.p, expected["p"].get<double>(), precision_of_r);
            EXPECT_EQ(found.icc.test.df2, expected["df2"].get<double>());
            EXPECT_EQ(found.n_groups, expected["n_groups"].get<std::int64_t>());
            EXPECT_EQ(found.icc.figure.n_persons, expected["n_persons"].get<std::int64_t>());
            if (of == "couples") {
                EXPECT_NEAR(found.double_entry.value, expected["double_entry"].get<double>(), precision_of_r);
            }
        }
}

// Groups of one size are persons rated by as many raters.
TEST(Similarity, OfGroupsOfOneSizeIsIccOneOne)
{
    const auto shrout_fleiss = attune::similarity(
        value_groups{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}});
    EXPECT_NEAR(shrout_fleiss.icc.figure.value, .165741768, 5e-10);
    EXPECT_NEAR(shrout_fleiss.icc.figure.ci->lower, -.1329323, 5e-8);
    EXPECT_NEAR(shrout_fleiss.icc.figure.ci->upper, .7225601, 5e-8);
}

TEST(Similarity, HasOneRelationToDoubleEntry)
{
    const auto found = attune::similarity(attune_test::dyad_groups("couples", "anxiety"));
    const double icc = found.icc.figure.value;
    const double r = found.double_entry.value;
    EXPECT_NEAR((1 + r) / (1 - r), (1 + icc) / (1 - icc) * 22 / 23, 1e-13);
}

TEST(Similarity, IsFreeOfUnitsAndOfOrder)
{
    value_groups people = attune_test::dyad_groups("families", "anxiety");
    const double before = attune::similarity(people).icc.figure.value;
    for (auto& family : people) {
        std::reverse(family.begin(), family.end());
        for (double& value : family)
            value = 32 - 4 * value;
    }
    std::reverse(people.begin(), people.end());
    EXPECT_NEAR(attune::similarity(people).icc.figure.value, before, 1e-13);
}

TEST(Similarity, LeavesOutWhoIsAlone)
{
    const auto found = attune::similarity(value_groups{{1, 2}, {3}, {4, no_member}, {}, {3, 5}, {6, 6.5}});
    const auto without = attune::similarity(value_groups{{1, 2}, {3, 5}, {6, 6.5}});
    EXPECT_EQ(found.n_alone, 3);
    EXPECT_EQ(found.n_groups, 3);
    EXPECT_EQ(found.icc.figure.value, without.icc.figure.value);
    EXPECT_EQ(found.double_entry.value, without.double_entry.value);
}

TEST(Similarity, OfEqualMembersIsOneAndOfOppositesMinusOne)
{
    const auto alike = attune::similarity(value_groups{{1, 1}, {3, 3}, {4.5, 4.5}});
    EXPECT_EQ(alike.icc.figure.value, 1);
    EXPECT_EQ(alike.icc.figure.ci->lower, 1);
    EXPECT_EQ(alike.icc.test.p, 0);
    EXPECT_EQ(alike.double_entry.value, 1);
    const auto opposite = attune::similarity(value_groups{{1, 5}, {2, 4}, {6, 0}});
    EXPECT_EQ(opposite.icc.figure.value, -1);
    EXPECT_EQ(opposite.double_entry.value, -1);
    EXPECT_EQ(opposite.icc.test.p, 1);
}

TEST(Similarity, SaysWhyThereIsNone)
{
    for (const auto& few : {value_groups{}, value_groups{{1, 2}}, value_groups{{1, 2}, {3}, {4, no_member}}}) {
        const auto found = attune::similarity(few);
        for (const auto& figure : {found.icc.figure, found.double_entry}) {
            EXPECT_TRUE(std::isnan(figure.value));
            EXPECT_EQ(figure.status, estimate_status::too_few_persons);
            EXPECT_EQ(figure.message,
                      "Likeness needs at least two couples or families with the values of two members.");
        }
    }
    const auto flat = attune::similarity(value_groups{{2, 2}, {2, 2, 2}});
    EXPECT_EQ(flat.icc.figure.status, estimate_status::no_variance);
    EXPECT_EQ(flat.icc.figure.message, "All members have the same value.");
    const auto family = attune::similarity(value_groups{{1, 2}, {2, 5, 3}});
    EXPECT_EQ(family.icc.figure.status, estimate_status::ok);
    EXPECT_EQ(family.double_entry.status, estimate_status::not_defined);
    EXPECT_EQ(family.double_entry.message, "Double entry is for couples, and a family has more than two members.");
}

TEST(Similarity, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::similarity(value_groups{{1, 2}, {3, 4}}, 1);
        },
        "similarity: level must lie between 0 and 1, but is 1"));
    EXPECT_THROW((void)attune::similarity(value_groups{{1, 1e200}, {3, 4}}), std::invalid_argument);
}
