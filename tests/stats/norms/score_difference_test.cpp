#include "attune/stats/norms/score_difference.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune_test::throws_message;
using attune_test::unknown;

// Two scores with errors of 0.3 and 0.4: the error of their difference is 0.5.
TEST(ScoreDifference, AddsTheErrorsOfBothScores)
{
    const auto found = attune::score_difference_of({4.5, 0.3}, {3.5, 0.4});
    EXPECT_EQ(found.difference.id, "difference");
    EXPECT_EQ(found.difference.value, 1);
    EXPECT_NEAR(*found.difference.std_error, 0.5, 1e-15);
    EXPECT_NEAR(found.difference.ci->lower, 1 - 0.5 * 1.959963984540054, 1e-15);
    EXPECT_NEAR(found.difference.ci->upper, 1 + 0.5 * 1.959963984540054, 1e-15);
    EXPECT_EQ(found.difference.ci->method, "measurement_error");
    EXPECT_NEAR(found.z, 2, 1e-15);
    EXPECT_NEAR(found.p, 0.04550026389635839, 1e-15);  // R: 2 * pnorm(-2)
}

TEST(ScoreDifference, IsMoreCertainWhenTheErrorsGoTogether)
{
    EXPECT_NEAR(*attune::score_difference_of({4.5, 0.3}, {3.5, 0.4}, {.error_r = 0.5}).difference.std_error,
                std::sqrt(0.13), 1e-15);
}

TEST(ScoreDifference, TurnsWithTheOrderOfTheScores)
{
    const auto found = attune::score_difference_of({4.5, 0.3}, {3.7, 0.4}, {.level = 0.9});
    const auto turned = attune::score_difference_of({3.7, 0.4}, {4.5, 0.3}, {.level = 0.9});
    EXPECT_EQ(found.difference.value, -turned.difference.value);
    EXPECT_EQ(found.difference.ci->lower, -turned.difference.ci->upper);
    EXPECT_EQ(found.z, -turned.z);
    EXPECT_EQ(found.p, turned.p);
}

TEST(ScoreDifference, WithoutErrorsIsCertain)
{
    const auto found = attune::score_difference_of({4.5, 0}, {3.5, 0});
    EXPECT_EQ(found.p, 0);
    EXPECT_TRUE(std::isnan(attune::score_difference_of({4.5, 0}, {4.5, 0}).p));
}

TEST(ScoreDifference, IsNotKnownWhenAScoreIsNot)
{
    const auto found = attune::score_difference_of({4.5, unknown}, {3.5, 0.2});
    EXPECT_EQ(found.difference.status, estimate_status::not_known);
    EXPECT_EQ(found.difference.message, "a score or its standard error of measurement is not known");
    EXPECT_TRUE(std::isnan(found.difference.value));
    EXPECT_TRUE(std::isnan(found.p));
}

// Of two equally reliable z scores: (reliability - r) / (1 - r).
TEST(DifferenceReliability, IsTheKnownFormForZScores)
{
    const auto found = attune::difference_reliability({.reliability_first = 0.9, .reliability_second = 0.9, .r = 0.4});
    EXPECT_EQ(found.id, "difference_reliability");
    EXPECT_NEAR(found.value, 0.5 / 0.6, 1e-15);
    EXPECT_NEAR(attune::difference_reliability({.reliability_first = 0.9, .reliability_second = 0.8, .r = 0}).value,
                0.85, 1e-15);
}

// Hageman & Arrindell's r_dd of the 30 couples: both occasions with a reliability of S^2 less the SEM of the first.
TEST(DifferenceReliability, IsThatOfThePublishedCouples)
{
    EXPECT_NEAR(
        attune::difference_reliability({11.8256612656, 19.2418142022, 0.88, 0.954674763150, 0.517721362632}).value,
        0.87772184976, 1e-10);
}

TEST(DifferenceReliability, SaysWhyThereIsNone)
{
    const auto unknown_r = attune::difference_reliability({.reliability_first = 0.9, .reliability_second = 0.9});
    EXPECT_EQ(unknown_r.status, estimate_status::not_known);
    EXPECT_EQ(unknown_r.message, "a reliability, a standard deviation or the correlation is not known");
    const auto same = attune::difference_reliability({.reliability_first = 0.9, .reliability_second = 0.9, .r = 1});
    EXPECT_EQ(same.status, estimate_status::no_variance);
    EXPECT_EQ(same.message, "the difference of the two scores has no variance");
    const auto outside = attune::difference_reliability({.reliability_first = 1.1, .reliability_second = 0.9, .r = 0});
    EXPECT_EQ(outside.status, estimate_status::not_defined);
    EXPECT_EQ(outside.message, "reliabilities lie in 0..1 and correlations in -1..1");
}

TEST(DifferencePercentile, IsNormal)
{
    EXPECT_EQ(attune::difference_percentile(1, 1, 0.3), 50);
    EXPECT_NEAR(attune::difference_percentile(1, 0, 0.5), 84.13447460685429, 1e-12);  // R: 100 * pnorm(1)
    EXPECT_TRUE(std::isnan(attune::difference_percentile(1, unknown, 0.5)));
}

TEST(ScoreDifference, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::score_difference_of({3, -1}, {3, 1});
        },
        "score_difference_of: sem must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::score_difference_of({3, 1}, {3, 1}, {.level = 0});
        },
        "score_difference_of: level must lie between 0 and 1, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::score_difference_of({3, 1}, {3, 1}, {.error_r = 1});
        },
        "score_difference_of: error_r must lie between -1 and 1, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::difference_reliability({.sd_first = 0}); },
                                                      "difference_reliability: sd must be above 0, but is 0"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)attune::difference_percentile(1, 1, 1); },
                                              "difference_percentile: r must lie in -1..1 without 1, but is 1"));
}
