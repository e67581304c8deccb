#include "attune/stats/groups/ancova.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/groups/one_way.hpp"
#include "support/expect_message.hpp"
#include "support/group_reference.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::matrix;
using attune_test::expect_f_test;
using attune_test::group_values;
using attune_test::people;
using attune_test::people_groups;
using attune_test::throws_message;
using attune_test::unknown;

namespace {

matrix covariates_of(const nlohmann::json& names)
{
    const auto list = names.is_array() ? names.get<std::vector<std::string>>() : std::vector{names.get<std::string>()};
    matrix made(people("age").size(), static_cast<Eigen::Index>(list.size()));
    for (std::size_t j = 0; j < list.size(); ++j)
        made.col(static_cast<Eigen::Index>(j)) = people(list[j]);
    return made;
}

}  // namespace

TEST(Ancova, IsThatOfR)
{
    for (const auto& expected : group_values()["ancova"]) {
        const auto found =
            attune::ancova(people("anxiety"), people_groups(), covariates_of(expected["covariates"]), {.n_groups = 3});
        EXPECT_EQ(found.status, estimate_status::ok);
        EXPECT_EQ(found.n_persons, 57);
        EXPECT_EQ(found.n_left_out, 0);
        expect_f_test(found.groups, expected["groups"], 1e-10);
        expect_f_test(found.slopes, expected["slopes"], 1e-10);
        for (std::size_t g = 0; g < 3; ++g) {
            const auto& [fit, lower, upper, std_error] = expected["adjusted"][g].get<std::array<double, 4>>();
            EXPECT_NEAR(found.adjusted_means[g].value, fit, 1e-10);
            EXPECT_NEAR(*found.adjusted_means[g].std_error, std_error, 1e-10);
            EXPECT_NEAR(found.adjusted_means[g].ci->lower, lower, 1e-10);
            EXPECT_NEAR(found.adjusted_means[g].ci->upper, upper, 1e-10);
        }
        for (std::size_t j = 0; j < found.slope_of.size(); ++j) {
            EXPECT_NEAR(found.slope_of[j].value, expected["slope_of"][j][0].get<double>(), 1e-10);
            EXPECT_NEAR(*found.slope_of[j].std_error, expected["slope_of"][j][1].get<double>(), 1e-10);
        }
    }
}

// A covariate that has nothing to do with the groups or the score costs one degree of freedom and nothing else.
TEST(Ancova, OfAnUnrelatedCovariateIsTheAnalysisOfVariance)
{
    const Eigen::VectorXd score{{1, 3, 2, 4, 5, 7, 6, 8}};
    const std::vector<int> group = {0, 0, 0, 0, 1, 1, 1, 1};
    const matrix covariate{{1}, {1}, {-1}, {-1}, {1}, {1}, {-1}, {-1}};
    matrix unrelated(8, 1);
    unrelated << 1, -1, -1, 1, 1, -1, -1, 1;
    const auto found = attune::ancova(score, group, unrelated);
    const auto anova = attune::one_way_from_summaries(std::vector{attune::summary_of(std::vector{1.0, 3.0, 2.0, 4.0}),
                                                                  attune::summary_of(std::vector{5.0, 7.0, 6.0, 8.0})});
    EXPECT_NEAR(found.groups.f, anova.test.f * 5 / 6, 1e-10);
    EXPECT_NEAR(found.adjusted_means[1].value, 6.5, 1e-12);
    EXPECT_NEAR(found.slope_of[0].value, 0, 1e-12);
    EXPECT_NEAR(found.slopes.f, 0, 1e-12);
}

TEST(Ancova, LeavesOutWhoLacksAValue)
{
    Eigen::VectorXd score = people("anxiety");
    matrix age = people("age");
    std::vector<int> group = people_groups();
    score[0] = unknown;
    age(20, 0) = unknown;
    group[50] = -1;
    const auto found = attune::ancova(score, group, age, {.n_groups = 3});
    EXPECT_EQ(found.n_persons, 54);
    EXPECT_EQ(found.n_left_out, 3);
    EXPECT_EQ(found.groups.df2, 50);
}

TEST(Ancova, SaysWhyThereIsNone)
{
    const Eigen::VectorXd score = people("anxiety");
    const auto empty = attune::ancova(score, people_groups(), people("age"), {.n_groups = 4});
    EXPECT_EQ(empty.status, estimate_status::too_few_persons);
    EXPECT_EQ(empty.message, "a group has nobody with a score and every covariate");
    EXPECT_TRUE(empty.adjusted_means.empty());
    const auto constant = attune::ancova(score, people_groups(), matrix::Ones(57, 1), {.n_groups = 3});
    EXPECT_EQ(constant.status, estimate_status::not_defined);
    EXPECT_EQ(constant.message, "a predictor does not vary, or is a combination of others");
}

// In a group where the covariate does not vary it has no slope of its own, but the common one stands.
TEST(Ancova, MayLackTheTestOfSlopesAlone)
{
    matrix covariate(6, 1);
    covariate << 1, 2, 3, 2, 2, 2;
    const auto found = attune::ancova(Eigen::VectorXd{{1, 2, 4, 3, 5, 4}}, std::vector{0, 0, 0, 1, 1, 1}, covariate);
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_FALSE(std::isnan(found.groups.p));
    EXPECT_TRUE(std::isnan(found.slopes.p));
}

TEST(Ancova, RefusesWhatDoesNotFit)
{
    const Eigen::VectorXd score = Eigen::VectorXd::Ones(3);
    const matrix covariate = matrix::Ones(3, 1);
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            (void)attune::ancova(score, std::vector{0, 1}, covariate);
        },
        "ancova: group must have 3 elements, but is 2 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            (void)attune::ancova(score, std::vector{0, 1, 2}, covariate);
        },
        "ancova: group must lie in -2147483648..1, but is 2"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            (void)attune::ancova(score, std::vector{0, 1, 1}, matrix(3, 0));
        },
        "ancova: covariates must have at least one column, but is 0 wide"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            (void)attune::ancova(score, std::vector{0, 1, 1}, covariate, {.n_groups = 1});
        },
        "ancova: n_groups must lie in 2..2147483647, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            (void)attune::ancova(score, std::vector{0, 1, 1}, covariate, {.level = 0});
        },
        "ancova: level must lie between 0 and 1, but is 0"));
}
