#include "attune/stats/norms/regression_norms.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

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
