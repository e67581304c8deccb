#include "attune/stats/norms/beta_binomial_norms.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/norms/beta_binomial.hpp"
#include "support/expect_message.hpp"
#include "support/norm_model_reference.hpp"

using attune::beta_binomial_norms;
using attune::estimate_status;
using attune::fit_beta_binomial_norms;
using attune::step_counts;
using attune_test::throws_message;

namespace {

std::vector<step_counts> drawn_groups()
{
    std::vector<step_counts> groups;
    for (const auto& [age, counts] : attune_test::drawn_by_age())
        groups.push_back({static_cast<double>(age), counts});
    return groups;
}

/// A million people of an age as a beta-binomial distribution has them, rounded to whole people.
step_counts exact_people(double age, double a, double b)
{
    step_counts group{age, {}};
    for (const double share : attune::beta_binomial_with(a, b, 12).shares)
        group.n_persons.push_back(std::llround(1e6 * share));
    return group;
}

}  // namespace

TEST(BetaBinomialNorms, AreThoseOfR)
{
    const nlohmann::json& r = attune_test::norm_model_values()["beta_binomial"];
    const beta_binomial_norms found = fit_beta_binomial_norms(drawn_groups(), {.age_power = 2});
    ASSERT_EQ(found.status, estimate_status::ok);
    EXPECT_EQ(found.n_persons, 900);
    EXPECT_EQ(found.n_steps, 24);
    EXPECT_NEAR(found.age_mean, attune_test::norm_model_values()["age"]["mean"], 1e-12);
    EXPECT_NEAR(found.age_sd, attune_test::norm_model_values()["age"]["sd"], 1e-10);
    for (std::size_t j = 0; j < 3; ++j) {  // both are Newton's optimum: only rounding is left
        EXPECT_NEAR(found.log_a[j], r["coefficients"][j], 1e-9);
        EXPECT_NEAR(found.log_b[j], r["coefficients"][3 + j], 1e-9);
    }
}

// dbetabinom is (n choose x) B(x + a, n - x + b) / B(a, b); both leave the first factor out.
TEST(BetaBinomialNorms, HaveTheLikelihoodOfR)
{
    const beta_binomial_norms found = fit_beta_binomial_norms(drawn_groups(), {.age_power = 2});
    const double r = attune_test::norm_model_values()["beta_binomial"]["log_likelihood"];
    EXPECT_NEAR(found.log_likelihood, r, 1e-9 * std::abs(r));
}

TEST(BetaBinomialNorms, FindTheCurvesThatPeopleWereMadeBy)
{
    std::vector<step_counts> groups;
    for (double age = 20; age <= 60; age += 5) {
        const double a = (age - 40) / std::sqrt(500.0 / 3);  // 9 ages of as many people: variance 166.7
        groups.push_back(exact_people(age, std::exp(0.7 - 0.2 * a), std::exp(0.4 + 0.1 * a)));
    }
    const beta_binomial_norms found = fit_beta_binomial_norms(groups, {.age_power = 1});
    ASSERT_EQ(found.status, estimate_status::ok);
    EXPECT_NEAR(found.log_a[0], 0.7, 1e-4);  // people are whole
    EXPECT_NEAR(found.log_a[1], -0.2, 1e-4);
    EXPECT_NEAR(found.log_b[0], 0.4, 1e-4);
    EXPECT_NEAR(found.log_b[1], 0.1, 1e-4);
    EXPECT_EQ(found.lowest_age, 20);
    EXPECT_EQ(found.highest_age, 60);
}

TEST(BetaBinomialNorms, DoNotDependOnTheOrderOfAgesNorOnHowPeopleAreSplit)
{
    std::vector<step_counts> groups = drawn_groups();
    const beta_binomial_norms once = fit_beta_binomial_norms(groups);
    std::swap(groups.front(), groups.back());
    step_counts part = groups[3];
    for (std::size_t x = 0; x < part.n_persons.size(); ++x) {
        part.n_persons[x] /= 2;
        groups[3].n_persons[x] -= part.n_persons[x];
    }
    groups.push_back(part);
    const beta_binomial_norms again = fit_beta_binomial_norms(groups);
    for (std::size_t j = 0; j < once.log_a.size(); ++j) {
        EXPECT_NEAR(again.log_a[j], once.log_a[j], 1e-9);
        EXPECT_NEAR(again.log_b[j], once.log_b[j], 1e-9);
    }
}

TEST(BetaBinomialNorms, SayWhyThereAreNone)
{
    const auto reason = [](const std::vector<step_counts>& groups, estimate_status status) {
        const beta_binomial_norms found = fit_beta_binomial_norms(groups, {.age_power = 1});
        EXPECT_EQ(found.status, status);
        EXPECT_TRUE(found.log_a.empty());
        return found.message;
    };
    EXPECT_EQ(reason({{20, {0, 9, 0}}, {30, {0, 9, 0}}}, estimate_status::no_variance), "all scores are the same");
    EXPECT_EQ(reason({{20, {1, 9, 1}}, {30, {1, 9, 1}}}, estimate_status::not_defined),
              "the scores scatter as no beta-binomial distribution does");
    EXPECT_EQ(reason({{20, {4, 3, 4}}, {20, {4, 3, 4}}}, estimate_status::too_few_persons),
              "there are fewer ages than a curve of this power needs");
    const auto hasty = fit_beta_binomial_norms(drawn_groups(), {.max_iterations = 1});
    EXPECT_EQ(hasty.status, estimate_status::not_converged);
    EXPECT_EQ(hasty.message, "the fit did not settle");
}

TEST(BetaBinomialNorms, RefuseWhatIsNoCount)
{
    const auto fit = [](const std::vector<step_counts>& groups, int power = 1) {
        return [groups, power] { static_cast<void>(fit_beta_binomial_norms(groups, {.age_power = power})); };
    };
    const step_counts some{20, {4, 3, 4}};
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        fit({some}), "fit_beta_binomial_norms: groups must be at least 2, of 3 or more scores, but is fewer"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        fit({some, {30, {4, 3}}}), "fit_beta_binomial_norms: n_persons must have 3 elements, but is 2 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        fit({some, {30, {4, -3, 1}}}), "fit_beta_binomial_norms: n_persons must not be negative, but is -3"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        fit({some, {30, {0, 0, 0}}}), "fit_beta_binomial_norms: groups must hold people, but is empty"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(fit({some, some}, 7),
                                                      "fit_beta_binomial_norms: age_power must lie in 0..6, but is 7"));
}
