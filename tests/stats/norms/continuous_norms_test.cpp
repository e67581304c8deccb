#include "attune/stats/norms/continuous_norms.hpp"

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/norm_model_reference.hpp"
#include "support/numbers.hpp"

using attune::age_group_counts;
using attune::continuous_norms;
using attune::fit_continuous_norms;
using attune_test::closed_form;
using attune_test::throws_message;

namespace {

/// 199 people of an age, each with a score of their own: mean + sd * the normal location of the rank.
age_group_counts normal_people(double age, double mean, double sd)
{
    age_group_counts group{age, {}};
    for (int rank = 1; rank <= 199; ++rank) {
        group.scores.push_back(mean + sd * quantile(attune::detail::normal_distribution(0, 1), (rank - 0.5) / 199));
        group.n_persons.push_back(1);
    }
    return group;
}

}  // namespace

// Locations of the mid-ranks of 1 2 2 3 3 3 4 4 5 7 as T: the vector of cNORM's Rankit.
TEST(RankLocations, AreThoseOfRankit)
{
    const std::vector<age_group_counts> groups{{20, {1, 2, 3, 4, 5, 7}, {1, 2, 3, 2, 1, 1}}};
    const auto points = attune::detail::rank_locations(groups);
    const std::vector<double> t{33.551464, 41.583788, 48.743387, 55.244005, 60.364334, 66.448536};
    ASSERT_EQ(points.location.size(), t.size());
    for (std::size_t i = 0; i < t.size(); ++i)
        EXPECT_NEAR(50 + 10 * points.location[i], t[i], 1e-6);
    EXPECT_EQ(points.weight, (std::vector<double>{1, 2, 3, 2, 1, 1}));
}

// Normal scores whose mean falls and whose spread rises with age lie on a surface of four terms, exactly.
TEST(ContinuousNorms, FindASurfaceThatIsThere)
{
    std::vector<age_group_counts> groups;
    for (double age = 20; age <= 60; age += 10)
        groups.push_back(normal_people(age, 50 - 0.2 * age, 5 + 0.05 * age));
    const continuous_norms norms = fit_continuous_norms(groups, {.wanted_r_squared = 1 - 1e-12});
    EXPECT_EQ(norms.status, attune::estimate_status::ok);
    EXPECT_NEAR(norms.r_squared, 1, 1e-10);
    EXPECT_EQ(norms.n_falling, 0);
    EXPECT_EQ(norms.message, "");
    EXPECT_EQ(norms.n_persons, 995);
    for (const double age : {20.0, 33.0, 45.5, 60.0})
        for (const double location : {-2.0, 0.0, 1.3}) {
            const double score = 50 - 0.2 * age + location * (5 + 0.05 * age);
            EXPECT_NEAR(norms.score_at(location, age), score, 1e-6);
            EXPECT_NEAR(norms.location_of(score, age), location, 1e-6);
        }
}

// With every term to L^2 A^1 allowed, and nothing else to choose among, the surface is that of lm().
TEST(ContinuousNorms, FitTheSurfaceOfR)
{
    const nlohmann::json& r = attune_test::norm_model_values()["continuous"];
    std::vector<age_group_counts> groups;
    const int ends[] = {27, 37, 47, 57, 65};
    for (const auto& [age, counts] : attune_test::drawn_by_age()) {
        const std::size_t g = groups.size();
        if (g == 0 || age > ends[g - 1]) {
            groups.push_back({r["middle"][g], {}, std::vector<std::int64_t>(25)});
            for (int score = 0; score < 25; ++score)
                groups.back().scores.push_back(score);
        }
        for (std::size_t score = 0; score < 25; ++score)
            groups.back().n_persons[score] += counts[score];
    }
    const continuous_norms norms =
        fit_continuous_norms(groups, {.location_power = 2, .age_power = 1, .wanted_r_squared = 1, .max_terms = 6});
    ASSERT_EQ(norms.terms.size(), 6U);
    for (const attune::surface_term& term : norms.terms)
        for (std::size_t t = 0; t < 6; ++t) {
            if (r["terms"][t][0] == term.location && r["terms"][t][1] == term.age) {
                EXPECT_NEAR(term.coefficient, r["coefficients"][t], closed_form) << term.location << " " << term.age;
            }
        }
    EXPECT_NEAR(norms.age_sd, r["age_sd"], closed_form);
    EXPECT_NEAR(norms.r_squared, r["r_squared"], closed_form);
    EXPECT_NEAR(norms.lowest_location, r["locations"][0], closed_form);
    EXPECT_NEAR(norms.highest_location, r["locations"][1], closed_form);
    EXPECT_EQ(norms.n_falling, 0);
}

TEST(ContinuousNorms, StopWhenEnoughIsExplained)
{
    std::vector<age_group_counts> groups;
    for (double age = 20; age <= 60; age += 10)
        groups.push_back(normal_people(age, 30, 5));
    const continuous_norms norms = fit_continuous_norms(groups);
    ASSERT_EQ(norms.terms.size(), 2U);
    EXPECT_EQ(norms.terms[1].location, 1);
    EXPECT_EQ(norms.terms[1].age, 0);
    EXPECT_NEAR(norms.terms[0].coefficient, 30, 1e-9);
    EXPECT_NEAR(norms.terms[1].coefficient, 5, 1e-9);
    EXPECT_NEAR(norms.rmse, 0, 1e-9);
}

TEST(ContinuousNorms, WeighScoresByPeople)
{
    std::vector<age_group_counts> groups{normal_people(20, 30, 5), normal_people(40, 20, 5)};
    const continuous_norms one = fit_continuous_norms(groups);
    for (age_group_counts& group : groups)
        for (std::int64_t& count : group.n_persons)
            count = 3;
    const continuous_norms three = fit_continuous_norms(groups);
    EXPECT_EQ(three.n_persons, 3 * one.n_persons);
    EXPECT_NEAR(three.score_at(1, 30), one.score_at(1, 30), 1e-9);
}

TEST(ContinuousNorms, SayNothingOutsideTheirData)
{
    const std::vector<age_group_counts> groups{normal_people(20, 30, 5), normal_people(40, 20, 5)};
    const continuous_norms norms = fit_continuous_norms(groups);
    EXPECT_TRUE(std::isnan(norms.location_of(30, 19)));
    EXPECT_TRUE(std::isnan(norms.location_of(30, 41)));
    EXPECT_TRUE(std::isnan(norms.location_of(std::nan(""), 30)));
    EXPECT_NEAR(norms.location_of(1000, 30), norms.highest_location, 1e-12);
    EXPECT_NEAR(norms.location_of(-1000, 30), norms.lowest_location, 1e-12);
}

TEST(ContinuousNorms, HaveNoSurfaceOfFewPeopleOrEqualScores)
{
    const std::vector<age_group_counts> few{normal_people(20, 30, 5), {30, {1, 2}, {20, 9}}};
    EXPECT_EQ(fit_continuous_norms(few).status, attune::estimate_status::too_few_persons);
    EXPECT_EQ(fit_continuous_norms(few).message, "a group has 29 people; ranks need at least 30");
    EXPECT_TRUE(std::isnan(fit_continuous_norms(few).score_at(0, 25)));
    const std::vector<age_group_counts> flat{{20, {3}, {50}}, {30, {3}, {50}}};
    EXPECT_EQ(fit_continuous_norms(flat).status, attune::estimate_status::no_variance);
    EXPECT_EQ(fit_continuous_norms(flat).message, "all scores are the same");
}

TEST(ContinuousNorms, RefuseGroupsAndOptionsThatAreNone)
{
    const auto refusal = [](std::vector<age_group_counts> groups, attune::continuous_norm_options options,
                            std::string_view message) {
        return throws_message<std::invalid_argument>([&] { static_cast<void>(fit_continuous_norms(groups, options)); },
                                                     message);
    };
    const age_group_counts one = normal_people(20, 30, 5);
    EXPECT_TRUE(refusal({one}, {}, "fit_continuous_norms: groups must be at least 2, but is 1"));
    EXPECT_TRUE(refusal({one, one}, {}, "fit_continuous_norms: ages must differ, but is all the same"));
    EXPECT_TRUE(refusal({one, one}, {.age_power = 9}, "fit_continuous_norms: age_power must lie in 1..6, but is 9"));
    EXPECT_TRUE(
        refusal({one, {30, {1, 2}, {40}}}, {}, "fit_continuous_norms: n_persons must have 2 elements, but is 1 long"));
    EXPECT_TRUE(refusal({one, {30, {2, 1}, {40, 40}}}, {},
                        "fit_continuous_norms: scores must ascend, but is in another order"));
    EXPECT_TRUE(
        refusal({one, {30, {1, 2}, {40, -1}}}, {}, "fit_continuous_norms: n_persons must not be negative, but is -1"));
}
