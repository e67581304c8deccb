#include "attune/analysis/couples.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::estimate_status;
using attune::group_people;
using attune::similarity_of_score;
using attune_test::throws_message;

namespace {

const std::vector<std::string> three_couples{"a", "b", "a", "c", "c", "b"};
const std::vector<double> their_scores{1, 2, 1.5, 4, 5, 2.5};

}  // namespace

TEST(Couples, ArePeopleOfOneName)
{
    const auto found = group_people({"b", "a", "", "b", "a", "a"});
    ASSERT_EQ(found.groups.size(), 2U);
    EXPECT_EQ(found.groups[0].name, "b");
    EXPECT_EQ(found.groups[0].rows, (std::vector<std::size_t>{0, 3}));
    EXPECT_EQ(found.groups[1].rows, (std::vector<std::size_t>{1, 4, 5}));
    EXPECT_EQ(found.n_without_group, 1);
    EXPECT_TRUE(group_people({}).groups.empty());
}

TEST(Couples, HaveTheRolesThatAreNamed)
{
    EXPECT_EQ(attune::distinct_roles({"wife", "", "husband", "wife"}), (std::vector<std::string>{"husband", "wife"}));
}

TEST(Couples, AreAlikeByTheScoresOfTheirRows)
{
    const auto found = similarity_of_score("anxiety", their_scores, group_people(three_couples));
    const auto expected = attune::similarity({{1, 1.5}, {2, 2.5}, {4, 5}});
    EXPECT_EQ(found.score, "anxiety");
    EXPECT_EQ(found.members.icc.figure.value, expected.icc.figure.value);
    EXPECT_EQ(found.members.double_entry.value, expected.double_entry.value);
    EXPECT_TRUE(found.roles.empty());
}

TEST(Couples, AreCorrelatedByRole)
{
    const auto found = similarity_of_score("anxiety", their_scores, group_people(three_couples),
                                           {"wife", "husband", "husband", "wife", "husband", "wife"});
    ASSERT_EQ(found.roles.size(), 1U);
    EXPECT_EQ(found.roles[0].first, "husband");
    EXPECT_EQ(found.roles[0].second, "wife");
    EXPECT_EQ(found.roles[0].found.r.value, attune::correlation(attune::matrix{{1.5, 1}, {2, 2.5}, {5, 4}}).r.value);
}

// Two wives cannot be told apart by their role, so that their couple says nothing about roles.
TEST(Couples, OfOneRoleTwiceAreLeftOutOfItsCorrelation)
{
    const auto found = similarity_of_score("anxiety", their_scores, group_people(three_couples),
                                           {"wife", "husband", "wife", "wife", "husband", "wife"});
    EXPECT_EQ(found.roles[0].found.r.n_persons, 2);
    EXPECT_EQ(found.members.n_groups, 3);
    const auto none =
        similarity_of_score("anxiety", their_scores, group_people(three_couples), {"x", "x", "x", "x", "y", "x"});
    EXPECT_EQ(none.roles[0].found.r.status, estimate_status::too_few_persons);
    EXPECT_EQ(none.roles[0].found.r.message,
              "fewer than two couples or families have the score of one person in each role");
}

TEST(Couples, RefuseWhatDoesNotFit)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)similarity_of_score("anxiety", their_scores, group_people(three_couples), {"wife"}); },
        "similarity_of_score: roles must have 6 elements, but is 1 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)similarity_of_score("anxiety", std::vector<double>{1, 2}, group_people(three_couples));
        },
        "similarity_of_score: groups must lie in 1..2, but is 3"));
}
