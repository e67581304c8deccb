#include "attune/stats/norms/regression_norms.hpp"

#include <array>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/norm_model_reference.hpp"
#include "support/numbers.hpp"

using attune_test::closed_form;

namespace {

constexpr double ten_decimals = 1e-10;  // of the vectors, which have ten decimals

/// Ages, genders and scores of 16 people; every figure of them from stats::lm() of R 4.2.2.
struct sample {
    sample() : predictors(16, 2), scores(16)
    {
        predictors.col(0) << 18, 20, 22, 25, 28, 30, 34, 38, 41, 45, 50, 55, 60, 65, 70, 24;
        predictors.col(1) << 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1;
        scores << 4.1, 3.6, 4.0, 3.5, 3.9, 3.4, 3.6, 3.1, 3.4, 3.0, 3.1, 2.8, 2.9, 2.5, 2.7, 3.7;
    }

    attune::matrix predictors;
    Eigen::VectorXd scores;
};

}  // namespace

TEST(NormRegression, GivesTheFiguresOfR)
{
    const sample of;
    const attune::norm_regression norms = attune::fit_norm_regression(of.predictors, of.scores);
    EXPECT_NEAR(norms.coefficients[0], 4.5601904394, ten_decimals);
    EXPECT_NEAR(norms.coefficients[1], -0.0271873793, ten_decimals);
    EXPECT_NEAR(norms.coefficients[2], -0.3338668707, ten_decimals);
    EXPECT_NEAR(norms.sigma, 0.0727766075, ten_decimals);
    EXPECT_NEAR(norms.r_squared, 0.9800676968, ten_decimals);
    EXPECT_EQ(norms.df, 13);
    EXPECT_EQ(norms.n_persons, 16);
}

TEST(NormRegression, PlacesAFurtherPerson)
{
    const sample of;
    const attune::norm_regression norms = attune::fit_norm_regression(of.predictors, of.scores);
    const attune::regression_standing at = attune::standing_by_regression(norms, Eigen::Vector2d(35, 1), 3.4);
    EXPECT_NEAR(at.predicted, 3.2747652931, ten_decimals);
    EXPECT_NEAR(at.se_fit, 0.0259147515, ten_decimals);
    EXPECT_NEAR(at.z, (3.4 - 3.2747652931) / 0.0727766075, 1e-8);
    EXPECT_NEAR(at.t, (3.4 - 3.2747652931) / std::hypot(0.0727766075, 0.0259147515), 1e-8);
    EXPECT_GT(at.percentile, 90);
    EXPECT_LT(at.percentile, 100);
}

// 692 groups of people who share age, gender and score; lm() saw 900 rows.
TEST(NormRegression, GivesTheFiguresOfROfPeopleInGroups)
{
    const nlohmann::json& r = attune_test::norm_model_values()["regression"];
    const double mean = attune_test::norm_model_values()["age"]["mean"];
    const double sd = attune_test::norm_model_values()["age"]["sd"];
    std::map<std::pair<int, bool>, std::array<double, 3>> sums;  // n, sum, sum of squares
    for (const attune_test::drawn_people& some : attune_test::all_drawn_people()) {
        auto& [n, sum, squares] = sums[{some.age, some.gender == "women"}];
        n += static_cast<double>(some.n_persons);
        sum += static_cast<double>(some.n_persons) * some.score;
        squares += static_cast<double>(some.n_persons) * some.score * some.score;
    }
    const auto n_groups = static_cast<Eigen::Index>(sums.size());
    attune::predictor_groups groups{attune::matrix(n_groups, 4), Eigen::VectorXd(n_groups), Eigen::VectorXd(n_groups),
                                    Eigen::VectorXd(n_groups)};
    Eigen::Index row = 0;
    const auto predictors_of = [&](int age, bool is_woman) {
        const double a = (age - mean) / sd;
        return Eigen::Vector4d(a, a * a, a * a * a, is_woman ? 1 : 0);
    };
    for (const auto& [who, of] : sums) {
        groups.predictors.row(row) = predictors_of(who.first, who.second);
        groups.n_persons[row] = of[0];
        groups.means[row] = of[1] / of[0];
        groups.squares[row++] = of[2] - of[1] * of[1] / of[0];
    }
    const attune::norm_regression norms = attune::fit_norm_regression(groups);
    ASSERT_EQ(norms.status, attune::estimate_status::ok);
    EXPECT_EQ(norms.n_persons, 900);
    EXPECT_EQ(norms.df, r["df"]);
    EXPECT_NEAR(norms.sigma, r["sigma"], closed_form);
    EXPECT_NEAR(norms.r_squared, r["r_squared"], closed_form);
    for (Eigen::Index i = 0; i < 5; ++i) {
        EXPECT_NEAR(norms.coefficients[i], r["coefficients"][static_cast<std::size_t>(i)], closed_form);
        for (Eigen::Index j = 0; j < 5; ++j)
            EXPECT_NEAR(norms.unscaled_covariance(i, j), r["covariance"][static_cast<std::size_t>(5 * i + j)],
                        closed_form);
    }
    for (std::size_t i = 0; i < 3; ++i) {
        const auto at =
            attune::standing_by_regression(norms, predictors_of(r["ages"][i], r["genders"][i] == "women"), 12);
        EXPECT_NEAR(at.predicted, r["predicted"][i], closed_form);
        EXPECT_NEAR(at.se_fit, r["se_fit"][i], closed_form);
        EXPECT_NEAR(at.percentile, r["percentile_of_12"][i], 1e-8);
    }
}

TEST(NormRegression, RefusesGroupsOfNobody)
{
    attune::predictor_groups groups{attune::matrix::Ones(3, 1), Eigen::VectorXd::Zero(3), Eigen::VectorXd::Zero(3),
                                    Eigen::VectorXd::Zero(3)};
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(attune::fit_norm_regression(groups)); },
        "fit_norm_regression: groups must hold people, and squares of 0 or more, but is otherwise"));
}

TEST(NormRegression, PutsThePersonWithThePredictedScoreInTheMiddle)
{
    const sample of;
    const attune::norm_regression norms = attune::fit_norm_regression(of.predictors, of.scores);
    const double middle = attune::standing_by_regression(norms, Eigen::Vector2d(50, 0), 0).predicted;
    EXPECT_NEAR(attune::standing_by_regression(norms, Eigen::Vector2d(50, 0), middle).percentile, 50, 1e-10);
}

TEST(NormRegression, WithoutPredictorsIsMeanAndStandardDeviation)
{
    const sample of;
    const attune::norm_regression norms = attune::fit_norm_regression(attune::matrix(16, 0), of.scores);
    EXPECT_NEAR(norms.coefficients[0], of.scores.mean(), 1e-14);
    EXPECT_NEAR(norms.sigma, std::sqrt((of.scores.array() - of.scores.mean()).square().sum() / 15), 1e-14);
    EXPECT_NEAR(norms.r_squared, 0, 1e-14);
}

TEST(NormRegression, FollowsAChangeOfUnits)
{
    const sample of;
    const attune::norm_regression norms = attune::fit_norm_regression(of.predictors, 10 * of.scores);
    EXPECT_NEAR(norms.sigma, 0.727766075, 1e-9);
    EXPECT_NEAR(norms.r_squared, 0.9800676968, ten_decimals);
}

TEST(NormRegression, HasNoFiguresOfTooFewPeopleDependentPredictorsOrEqualScores)
{
    const sample of;
    const auto few = attune::fit_norm_regression(of.predictors.topRows(3), of.scores.head(3));
    EXPECT_EQ(few.status, attune::estimate_status::too_few_persons);
    EXPECT_EQ(few.message, "an equation needs more people than it has coefficients");
    attune::matrix doubled(16, 2);
    doubled << of.predictors.col(0), 2 * of.predictors.col(0);
    const auto dependent = attune::fit_norm_regression(doubled, of.scores);
    EXPECT_EQ(dependent.status, attune::estimate_status::not_defined);
    EXPECT_EQ(dependent.message, "a predictor follows from the others");
    const auto flat = attune::fit_norm_regression(of.predictors, Eigen::VectorXd::Ones(16));
    EXPECT_EQ(flat.status, attune::estimate_status::no_variance);
    EXPECT_EQ(flat.message, "all scores are the same");
    EXPECT_TRUE(std::isnan(attune::standing_by_regression(flat, Eigen::Vector2d(35, 1), 3).predicted));
}

TEST(NormRegression, RefusesOtherNumbersOfScoresAndPredictors)
{
    const sample of;
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(attune::fit_norm_regression(of.predictors, of.scores.head(3))); },
        "fit_norm_regression: scores must have 16 elements, but is 3 long"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(attune::fit_norm_regression(of.predictors, of.scores * std::nan(""))); },
        "fit_norm_regression: predictors and scores must be finite, but is not finite"));
    const attune::norm_regression norms = attune::fit_norm_regression(of.predictors, of.scores);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(attune::standing_by_regression(norms, Eigen::VectorXd::Ones(1), 3)); },
        "standing_by_regression: predictors must have 2 elements, but is 1 long"));
}
