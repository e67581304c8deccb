#include "attune/stats/groups/logistic.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/group_reference.hpp"

using attune::estimate_status;
using attune::matrix;
using attune_test::group_values;
using attune_test::people;
using attune_test::people_groups;
using attune_test::throws_message;

namespace {

/// Intercept, anxiety, avoidance, groups b and c, and, when crossed, each group times each dimension.
matrix design(bool is_crossed)
{
    const std::vector<int> group = people_groups();
    matrix made = matrix::Ones(57, is_crossed ? 9 : 5);
    made.col(1) = people("anxiety");
    made.col(2) = people("avoidance");
    for (Eigen::Index i = 0; i < 57; ++i)
        for (const int g : {1, 2}) {
            const double is_in = group[static_cast<std::size_t>(i)] == g ? 1 : 0;
            made(i, 2 + g) = is_in;
            if (is_crossed) {
                made(i, 4 + g) = is_in * made(i, 1);
                made(i, 6 + g) = is_in * made(i, 2);
            }
        }
    return made;
}

void expect_fit(const attune::logistic_fit& found, const nlohmann::json& expected)
{
    ASSERT_EQ(found.status, estimate_status::ok) << found.message;
    EXPECT_NEAR(found.deviance, expected["deviance"].get<double>(), 1e-9);
    for (Eigen::Index j = 0; j < found.coefficients.size(); ++j) {
        const auto& line = expected["coefficients"][static_cast<std::size_t>(j)];
        // The fit is solved to rounding; glm() stops when the deviance changes by less than 1e-14 of itself.
        EXPECT_NEAR(found.coefficients[j], line[0].get<double>(), 1e-7);
        EXPECT_NEAR(std::sqrt(found.cov(j, j)), line[1].get<double>(), 1e-6);
    }
}

}  // namespace

TEST(Logistic, IsThatOfR)
{
    const auto main = attune::fit_logistic(design(false), people("therapy"));
    const auto crossed = attune::fit_logistic(design(true), people("therapy"));
    expect_fit(main, group_values()["logistic"]["main"]);
    expect_fit(crossed, group_values()["logistic"]["crossed"]);
    const auto test = attune::compare_fits(main, crossed);
    const auto& expected = group_values()["logistic"]["lr"];
    EXPECT_NEAR(test.chi_square, expected["chi_square"].get<double>(), 1e-9);
    EXPECT_EQ(test.df, 4);
    EXPECT_NEAR(test.p, expected["p"].get<double>(), 1e-10);
}

// With one group a predictor the coefficients are the log odds of the 2 x 2 table: 12 of 20 and 5 of 15.
TEST(Logistic, OfATableIsItsOddsRatio)
{
    matrix x = matrix::Ones(35, 2);
    Eigen::VectorXd y = Eigen::VectorXd::Zero(35);
    x.col(1).tail(15).setZero();
    y.head(12).setOnes();
    y.segment(20, 5).setOnes();
    const auto fit = attune::fit_logistic(x, y);
    EXPECT_EQ(fit.n_persons, 35);
    EXPECT_EQ(fit.n_with_outcome, 17);
    const auto odds = attune::logistic_coefficient(fit, 1, "group");
    EXPECT_EQ(odds.id, "group");
    EXPECT_NEAR(odds.value, std::log(12.0 / 8 / (5.0 / 10)), 1e-12);
    EXPECT_NEAR(*odds.std_error, std::sqrt(1.0 / 12 + 1.0 / 8 + 1.0 / 5 + 1.0 / 10), 1e-12);
    EXPECT_NEAR(odds.ci->upper, odds.value + 1.959963984540054 * *odds.std_error, 1e-12);
    EXPECT_EQ(odds.ci->method, "wald");
}

TEST(Logistic, TurnsItsSignsWithTheOutcome)
{
    const auto fit = attune::fit_logistic(design(false), people("therapy"));
    const auto turned = attune::fit_logistic(design(false), (1 - people("therapy").array()).matrix());
    EXPECT_LT((fit.coefficients + turned.coefficients).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_NEAR(fit.deviance, turned.deviance, 1e-11);
}

TEST(Logistic, SaysWhenThePredictorsTellTheOutcomesApart)
{
    matrix x = matrix::Ones(8, 2);
    x.col(1) << 1, 2, 3, 4, 5, 6, 7, 8;
    Eigen::VectorXd complete(8);
    complete << 0, 0, 0, 0, 1, 1, 1, 1;
    matrix with_a_tie = x;
    with_a_tie(3, 1) = 4.5;
    with_a_tie(4, 1) = 4.5;
    for (const matrix& predictors : {x, with_a_tie}) {
        const auto fit = attune::fit_logistic(predictors, complete);
        EXPECT_EQ(fit.status, estimate_status::separated);
        EXPECT_EQ(
            fit.message,
            "a combination of the predictors tells the outcomes apart without fail, so no finite coefficients are "
            "the most likely");
        EXPECT_EQ(fit.coefficients.size(), 0);
        const auto none = attune::logistic_coefficient(fit, 1, "anxiety");
        EXPECT_TRUE(std::isnan(none.value));
        EXPECT_EQ(none.status, estimate_status::separated);
        EXPECT_FALSE(none.ci);
    }
    // A group all of whose members have the outcome.
    matrix group = matrix::Ones(8, 2);
    group.col(1) << 0, 0, 0, 0, 1, 1, 1, 1;
    Eigen::VectorXd mixed(8);
    mixed << 0, 1, 0, 1, 1, 1, 1, 1;
    EXPECT_EQ(attune::fit_logistic(group, mixed).status, estimate_status::separated);
}

// One person on the wrong side is enough for finite coefficients, however steep.
TEST(Logistic, StandsDataThatAreAllButSeparated)
{
    matrix x = matrix::Ones(40, 2);
    Eigen::VectorXd y(40);
    for (Eigen::Index i = 0; i < 40; ++i) {
        x(i, 1) = static_cast<double>(i);
        y[i] = i >= 20 ? 1 : 0;
    }
    y[19] = 1;
    y[20] = 0;
    const auto fit = attune::fit_logistic(x, y);
    ASSERT_EQ(fit.status, estimate_status::ok) << fit.message;
    const Eigen::VectorXd chance = 1 / (1 + (-(x * fit.coefficients).array()).exp());
    EXPECT_LT((x.transpose() * (y - chance)).cwiseAbs().maxCoeff(), 1e-11);  // the score equations
}

TEST(Logistic, StandsPredictorsInAnyUnit)
{
    matrix x = design(false);
    x.col(1) *= 1e6;
    const auto fit = attune::fit_logistic(design(false), people("therapy"));
    const auto other = attune::fit_logistic(x, people("therapy"));
    EXPECT_NEAR(fit.coefficients[1], other.coefficients[1] * 1e6, 1e-9);
    EXPECT_NEAR(fit.deviance, other.deviance, 1e-10);
}

TEST(Logistic, SaysWhyThereIsNone)
{
    const auto same = attune::fit_logistic(design(false), Eigen::VectorXd::Ones(57));
    EXPECT_EQ(same.status, estimate_status::no_variance);
    EXPECT_EQ(same.message, "all persons have the same outcome");
    matrix twice = design(false);
    twice.col(2) = twice.col(1);
    EXPECT_EQ(attune::fit_logistic(twice, people("therapy")).status, estimate_status::not_defined);
    EXPECT_EQ(attune::fit_logistic(matrix::Ones(1, 1), Eigen::VectorXd::Ones(1)).status,
              estimate_status::too_few_persons);
    const auto hasty = attune::fit_logistic(design(false), people("therapy"), {.max_iterations = 2});
    EXPECT_EQ(hasty.status, estimate_status::not_converged);
    EXPECT_EQ(hasty.message, "the coefficients did not settle in 2 iterations");
    EXPECT_TRUE(std::isnan(attune::compare_fits(hasty, same).p));
}

TEST(Logistic, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::fit_logistic(matrix::Ones(4, 1), Eigen::VectorXd::Constant(4, 2)); },
        "fit_logistic: outcome must be 0 or 1, but is 2"));
    const auto fit = attune::fit_logistic(design(false), people("therapy"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)attune::logistic_coefficient(fit, 5, "x"); },
                                                      "logistic_coefficient: which must lie in 0..4, but is 5"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { (void)attune::logistic_coefficient(fit, 1, "x", 2); },
                                              "logistic_coefficient: level must lie between 0 and 1, but is 2"));
}
