#include "attune/stats/dyads/actor_partner.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/dyad_reference.hpp"
#include "support/expect_message.hpp"

using attune::actor_partner_data;
using attune::estimate_status;
using attune_test::throws_message;

namespace {

constexpr double refused_score = std::numeric_limits<double>::quiet_NaN();
const attune::actor_partner_options of_both_scores{{"anxiety", "avoidance"}};

actor_partner_data people_of(const std::string& which, bool has_roles = false)
{
    actor_partner_data data;
    data.group = attune_test::dyad_values(which).at("group").get<std::vector<std::size_t>>();
    data.outcome = attune_test::dyad_column(which, "outcome");
    data.scores.resize(static_cast<Eigen::Index>(data.group.size()), 2);
    const auto anxiety = attune_test::dyad_column(which, "anxiety");
    const auto avoidance = attune_test::dyad_column(which, "avoidance");
    for (std::size_t i = 0; i < data.group.size(); ++i)
        data.scores.row(static_cast<Eigen::Index>(i)) << anxiety[i], avoidance[i];
    if (has_roles)
        data.role = attune_test::dyad_values(which).at("role").get<std::vector<int>>();
    return data;
}

void expect_table(const attune::actor_partner_table& found, const nlohmann::json& expected)
{
    constexpr double precision = 1e-10;  // of R, relative to the largest
    ASSERT_EQ(found.terms.size(), expected["value"].size());
    for (std::size_t c = 0; c < found.terms.size(); ++c) {
        const auto near = [&](double value, const char* what, double scale) {
            EXPECT_NEAR(value, expected[what][c].get<double>(), precision * scale) << found.terms[c].figure.id;
        };
        near(found.terms[c].figure.value, "value", 1);
        near(*found.terms[c].figure.std_error, "std_error", 1);
        near(found.terms[c].df, "df", 10);
        near(found.terms[c].p, "p", 1);
    }
}

}  // namespace

TEST(ActorPartner, IsThatOfClubSandwich)
{
    const auto couples = attune::actor_partner(people_of("couples"), of_both_scores);
    expect_table(couples, attune_test::dyad_values("couples")["table"]);
    EXPECT_EQ(couples.n_persons, 44);
    EXPECT_EQ(couples.n_groups, 23);
    EXPECT_EQ(couples.n_left_out, 2);
    EXPECT_EQ(couples.n_larger_groups, 0);
    std::vector<std::string> ids;
    for (const auto& term : couples.terms)
        ids.push_back(term.figure.id);
    EXPECT_EQ(ids, (std::vector<std::string>{"intercept", "actor_anxiety", "actor_avoidance", "partner_anxiety",
                                             "partner_avoidance"}));
    const auto families = attune::actor_partner(people_of("families"), of_both_scores);
    expect_table(families, attune_test::dyad_values("families")["table"]);
    EXPECT_EQ(families.n_larger_groups, 8);
}

TEST(ActorPartner, LetsEffectsDifferByRole)
{
    const auto found = attune::actor_partner(people_of("couples", true), of_both_scores);
    expect_table(found, attune_test::dyad_values("couples")["table_with_roles"]);
    EXPECT_EQ(found.terms[5].figure.id, "role");
    EXPECT_EQ(found.terms[9].figure.id, "role_x_partner_avoidance");
}

// Without error: every coefficient comes back.
TEST(ActorPartner, FindsTheEffectsThatThereAre)
{
    actor_partner_data data = people_of("couples");
    for (std::size_t i = 0; i < data.outcome.size(); ++i) {
        const auto own = static_cast<Eigen::Index>(i);
        const Eigen::Index partner = own % 2 == 0 ? own + 1 : own - 1;
        data.outcome[i] = 2 - 0.5 * data.scores(own, 0) + 0.25 * data.scores(own, 1) - 1.5 * data.scores(partner, 0) +
                          3 * data.scores(partner, 1);
    }
    const auto found = attune::actor_partner(data, of_both_scores);
    const std::vector<double> effects{-0.5, 0.25, -1.5, 3};
    for (std::size_t c = 0; c < effects.size(); ++c)
        EXPECT_NEAR(found.terms[c + 1].figure.value, effects[c], 1e-12);
}

TEST(ActorPartner, LeavesOutWhoseScoresAreNotKnown)
{
    actor_partner_data data = people_of("couples");
    const auto before = attune::actor_partner(data, of_both_scores);
    data.group.insert(data.group.end(), {90, 91, 91});  // alone, and a couple with a refused score
    data.outcome.insert(data.outcome.end(), {4, 4, 5});
    data.scores.conservativeResize(static_cast<Eigen::Index>(data.group.size()), Eigen::NoChange);
    data.scores.bottomRows(3) << 1, 2, 3, 4, refused_score, 3;
    const auto after = attune::actor_partner(data, of_both_scores);
    EXPECT_EQ(after.n_left_out, before.n_left_out + 3);
    EXPECT_EQ(after.n_persons, before.n_persons);
    EXPECT_NEAR(after.terms[1].figure.value, before.terms[1].figure.value, 1e-13);
}

TEST(ActorPartner, SaysWhyThereIsNone)
{
    actor_partner_data data = people_of("couples");
    const auto expect = [&](estimate_status status, const std::string& message) {
        const auto found = attune::actor_partner(data, of_both_scores);
        EXPECT_EQ(found.status, status);
        EXPECT_EQ(found.message, message);
        EXPECT_EQ(found.terms.size(), data.role.empty() ? 5U : 10U);
        for (const auto& term : found.terms) {
            EXPECT_TRUE(std::isnan(term.figure.value));
            EXPECT_EQ(term.figure.status, status);
        }
    };
    data.role.assign(data.group.size(), 1);
    expect(estimate_status::not_defined, "a predictor does not vary, or is a combination of others");
    data.role.clear();
    data.outcome.assign(data.group.size(), 4.5);
    expect(estimate_status::no_variance, "all persons have the same outcome");
    data.outcome.assign(data.group.size(), refused_score);
    expect(estimate_status::too_few_persons, "there are not more persons than coefficients");
    data = people_of("couples");
    data.group.assign(data.group.size(), 1);
    expect(estimate_status::not_defined, "a predictor does not vary, or is a combination of others");
}

TEST(ActorPartner, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            auto data = people_of("couples");
            data.outcome.pop_back();
            (void)attune::actor_partner(data, of_both_scores);
        },
        "actor_partner: outcome must have 46 elements, but is 45 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            auto data = people_of("couples", true);
            data.role[3] = 2;
            (void)attune::actor_partner(data, of_both_scores);
        },
        "actor_partner: role must lie in 0..1, but is 2"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::actor_partner(people_of("couples"), {{"anxiety", "avoidance"}, 2});
        },
        "actor_partner: level must lie between 0 and 1, but is 2"));
    EXPECT_THROW((void)attune::actor_partner(people_of("couples"), {{"anxiety"}}), std::invalid_argument);
}
