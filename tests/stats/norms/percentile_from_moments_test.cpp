#include "attune/stats/norms/percentile_from_moments.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reference_file.hpp"

using attune::estimate_status;
using attune_test::throws_message;
using attune_test::unknown;

// The first agrees with the unit test of singcar (t = -1.936).
TEST(PercentileFromMoments, HasThePublishedValues)
{
    struct expected {
        double x, mean, sd;
        std::int64_t n;
        double t, value, lower, upper;
    };
    for (const auto& [x, mean, sd, n, t, value, lower, upper] :
         std::vector<expected>{{-2, 0, 1, 15, -1.936492, 3.6629, .1993, 13.6141},
                               {-2, 0, 1, 20, -1.951800, 3.2930, .2895, 11.0675},
                               {45, 55, 8, 16, -1.212678, 12.2003, 2.8765, 28.1678},
                               {4.5, 3.56, 1.12, 100, .835120, 79.7170, 72.8924, 85.6750}}) {
        const auto found = attune::percentile_from_moments(x, {mean, sd, n});
        EXPECT_NEAR(found.t, t, 5e-7);
        EXPECT_EQ(found.df, static_cast<double>(n - 1));
        EXPECT_NEAR(found.percentile.value, value, 5e-5);
        EXPECT_NEAR(found.percentile.ci->lower, lower, 5e-5);
        EXPECT_NEAR(found.percentile.ci->upper, upper, 5e-5);
        EXPECT_EQ(found.percentile.id, "percentile");
        EXPECT_EQ(found.percentile.method, "assumes normal");
        EXPECT_EQ(found.percentile.n_persons, n);
    }
}

TEST(PercentileFromMoments, HasTheValuesOfR)
{
    // pt() of R with a noncentrality is good to some 10 digits.
    const nlohmann::json values = attune_test::reference_file("standing/values.json");
    for (const auto& expected : values["from_moments"]) {
        const auto found = attune::percentile_from_moments(
            expected["x"], {expected["mean"], expected["sd"], expected["n"].get<std::int64_t>()}, expected["level"]);
        EXPECT_NEAR(found.t, expected["t"].get<double>(), 1e-12);
        EXPECT_NEAR(found.percentile.value, expected["value"].get<double>(), 1e-10);
        EXPECT_NEAR(found.percentile.ci->lower, expected["ci"][0].get<double>(), 1e-6);
        EXPECT_NEAR(found.percentile.ci->upper, expected["ci"][1].get<double>(), 1e-6);
    }
}

// Noncentralities from the integral of the normal distribution over that of s; pt() of R is an approximation here.
TEST(PercentileFromMoments, StandsLargeSamples)
{
    const auto found = attune::percentile_from_moments(4.5, {3.56, 1.12, 22000});
    EXPECT_NEAR(found.percentile.ci->lower, 79.50053864, 1e-8);
    EXPECT_NEAR(found.percentile.ci->upper, 80.36259999, 1e-8);
}

// At the size where the approximation takes over it is off by less than 0.0002 of a percentile, wherever the score is.
TEST(PercentileFromMoments, ChangesToTheApproximationWithoutAStep)
{
    for (const double z : {-3.0, -2.0, -0.5, 0.0, 1.0, 2.5}) {
        const auto exact = attune::percentile_from_moments(z, {0, 1, 50001}).percentile;
        const auto approximate = attune::percentile_from_moments(z, {0, 1, 50002}).percentile;
        EXPECT_NEAR(exact.ci->lower, approximate.ci->lower, 2e-4) << z;
        EXPECT_NEAR(exact.ci->upper, approximate.ci->upper, 2e-4) << z;
    }
}

TEST(PercentileFromMoments, RisesWithTheScoreAndMirrorsAtTheMean)
{
    double last = 0;
    for (double x = 1; x <= 7; x += 0.125) {
        const auto found = attune::percentile_from_moments(x, {4, 1.1, 80}).percentile;
        EXPECT_GT(found.value, last);
        EXPECT_LE(found.ci->lower, found.value);
        EXPECT_GE(found.ci->upper, found.value);
        const auto mirrored = attune::percentile_from_moments(8 - x, {4, 1.1, 80}).percentile;
        EXPECT_NEAR(found.value + mirrored.value, 100, 1e-10);
        EXPECT_NEAR(found.ci->lower + mirrored.ci->upper, 100, 1e-9);
        last = found.value;
    }
}

TEST(PercentileFromMoments, IsFarOutAtItsEnds)
{
    const auto found = attune::percentile_from_moments(400, {4, 1, 30}).percentile;
    EXPECT_GT(found.value, 99.999);
    EXPECT_LE(found.ci->upper, 100);
    EXPECT_LE(attune::percentile_from_moments(7, {4, 1, 2}).percentile.ci->upper, 100);
}

TEST(PercentileFromMoments, SaysWhyThereIsNone)
{
    const auto expect_none = [](const attune::person_against_sample& found, estimate_status status,
                                const std::string& message) {
        EXPECT_TRUE(std::isnan(found.percentile.value));
        EXPECT_TRUE(std::isnan(found.t));
        EXPECT_FALSE(found.percentile.ci);
        EXPECT_EQ(found.percentile.status, status);
        EXPECT_EQ(found.percentile.message, message);
    };
    expect_none(attune::percentile_from_moments(unknown, {4, 1, 80}), estimate_status::not_known,
                "the score is not known");
    expect_none(attune::percentile_from_moments(4, {unknown, 1, 80}), estimate_status::not_known,
                "the mean or the standard deviation is not known");
    expect_none(attune::percentile_from_moments(4, {4, 1, {}}), estimate_status::not_known,
                "the size of the reference group is not reported");
    expect_none(attune::percentile_from_moments(4, {4, 1, 1}), estimate_status::too_few_persons,
                "a reference group needs at least 2 persons");
    expect_none(attune::percentile_from_moments(4, {4, 0, 80}), estimate_status::no_variance,
                "the scores of the reference group do not differ");
}

TEST(PercentileFromMoments, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::percentile_from_moments(4, {4, -1, 80});
        },
        "z_score: sd must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::percentile_from_moments(4, {4, 1, -3});
        },
        "percentile_from_moments: n_persons must not be negative, but is -3"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::percentile_from_moments(4, {4, 1, 80}, 1);
        },
        "percentile_from_moments: level must lie between 0 and 1, but is 1"));
}
