#include "attune/analysis/outcome_regression.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/group_reference.hpp"
#include "support/numbers.hpp"

using attune::matrix;
using attune_test::group_values;
using attune_test::people;
using attune_test::people_groups;
using attune_test::throws_message;
using attune_test::unknown;

namespace {

matrix both_scores()
{
    matrix scores(57, 2);
    scores << people("anxiety"), people("avoidance");
    return scores;
}

const attune::outcome_design design{{"anxiety", "avoidance"}, {"a", "b", "c"}};

}  // namespace

// glm(therapy ~ (anxiety + avoidance) * group): slopes do not depend on the centring of the scores.
TEST(OutcomeRegression, IsThatOfR)
{
    const auto found = attune::regress_outcome(people("therapy"), both_scores(), people_groups(), design);
    const auto& expected = group_values()["logistic"];
    std::vector<std::string> ids;
    for (const auto& one : found.crossed)
        ids.push_back(one.id);
    EXPECT_EQ(ids, (std::vector<std::string>{"anxiety", "avoidance", "b", "c", "b:anxiety", "b:avoidance", "c:anxiety",
                                             "c:avoidance"}));
    for (std::size_t j = 0; j < 4; ++j) {
        EXPECT_NEAR(found.main[j].value, expected["main"]["coefficients"][j + 1][0].get<double>(), 1e-7);
        EXPECT_NEAR(*found.main[j].std_error, expected["main"]["coefficients"][j + 1][1].get<double>(), 1e-6);
    }
    for (const std::size_t j : {0U, 1U})
        EXPECT_NEAR(found.crossed[j].value, expected["crossed"]["coefficients"][j + 1][0].get<double>(), 1e-7);
    // R orders the interactions by score, here they stand by group.
    EXPECT_NEAR(found.crossed[5].value, expected["crossed"]["coefficients"][7][0].get<double>(), 1e-7);
    EXPECT_NEAR(found.interactions.chi_square, expected["lr"]["chi_square"].get<double>(), 1e-9);
    EXPECT_EQ(found.interactions.df, 4);
    EXPECT_EQ(found.scores.df, 2);
    EXPECT_EQ(found.n_persons, 57);
    EXPECT_EQ(found.n_with_outcome, static_cast<std::int64_t>(people("therapy").sum()));
}

TEST(OutcomeRegression, LeavesOutWhoLacksAValue)
{
    Eigen::VectorXd outcome = people("therapy");
    matrix scores = both_scores();
    std::vector<int> group = people_groups();
    outcome[3] = unknown;
    scores(9, 1) = unknown;
    group[30] = -1;
    const auto found = attune::regress_outcome(outcome, scores, group, design);
    EXPECT_EQ(found.n_persons, 54);
    EXPECT_EQ(found.n_left_out, 3);
}

TEST(OutcomeRegression, OfOneGroupHasNoInteractions)
{
    const auto found = attune::regress_outcome(people("therapy"), both_scores(), std::vector<int>(57, 0),
                                               {{"anxiety", "avoidance"}, {"all"}});
    EXPECT_EQ(found.main.size(), 2U);
    EXPECT_TRUE(found.crossed.empty());
    EXPECT_TRUE(std::isnan(found.interactions.p));
}

TEST(OutcomeRegression, SaysWhyThereIsNone)
{
    const auto found = attune::regress_outcome(Eigen::VectorXd::Ones(57), both_scores(), people_groups(), design);
    EXPECT_EQ(found.main[0].status, attune::estimate_status::no_variance);
    EXPECT_TRUE(std::isnan(found.scores.p));
    const auto nobody =
        attune::regress_outcome(Eigen::VectorXd::Ones(57), both_scores(), std::vector<int>(57, -1), design);
    EXPECT_EQ(nobody.main[0].status, attune::estimate_status::too_few_persons);
}

TEST(OutcomeRegression, RefusesWhatDoesNotFit)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::regress_outcome(people("therapy"), both_scores(), std::vector{1}, design); },
        "regress_outcome: group must have 57 elements, but is 1 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::regress_outcome(people("therapy"), both_scores(), std::vector<int>(57, 3), design); },
        "regress_outcome: group must lie in -2147483648..2, but is 3"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::regress_outcome(people("therapy"), matrix::Ones(57, 1), people_groups(), design); },
        "regress_outcome: columns of scores must have 2 elements, but is 1 long"));
}
