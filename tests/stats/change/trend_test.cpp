#include "attune/stats/change/trend.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reference_file.hpp"

using attune::estimate_status;
using attune::trend_measured;
using attune::trend_ols;
using attune_test::unknown;

TEST(TrendOls, AgreesWithLm)
{
    const auto reference = attune_test::reference_file("change/values.json");
    for (const auto& values : reference.at("trends")) {
        const auto times = values.at("times").get<std::vector<double>>();
        const auto scores = values.at("scores").get<std::vector<double>>();
        const attune::estimate found = trend_ols(times, scores, values.at("level").get<double>());
        EXPECT_NEAR(found.value, values.at("slope").get<double>(), 1e-12);
        EXPECT_NEAR(found.std_error.value(), values.at("std_error").get<double>(), 1e-12);
        EXPECT_NEAR(found.ci->lower, values.at("ols").at(0).get<double>(), 1e-11);
        EXPECT_NEAR(found.ci->upper, values.at("ols").at(1).get<double>(), 1e-11);
        EXPECT_EQ(found.id, "trend_ols");
        EXPECT_EQ(found.ci->method, "t");
    }
}

TEST(TrendOls, IsTheSlopeOfALine)
{
    const attune::estimate found = trend_ols(std::vector<double>{0, 1, 4, 9}, std::vector<double>{5, 4.5, 3, .5});
    EXPECT_NEAR(found.value, -.5, 1e-15);
    EXPECT_NEAR(found.std_error.value(), 0, 1e-15);
}

TEST(TrendOls, ChangesWithTheUnitOfTimeAndNotWithItsOriginOrOrder)
{
    const std::vector<double> scores{5.1, 5.3, 4.2, 4.4};
    const double weekly = trend_ols(std::vector<double>{0, 2, 3, 9}, scores).value;
    EXPECT_NEAR(trend_ols(std::vector<double>{700, 714, 721, 763}, scores).value, weekly / 7, 1e-15);
    EXPECT_NEAR(trend_ols(std::vector<double>{9, 2, 0, 3}, std::vector<double>{4.4, 5.3, 5.1, 4.2}).value, weekly,
                1e-15);
}

TEST(TrendOls, LeavesOccasionsWithoutAScoreOut)
{
    const attune::estimate found = trend_ols(std::vector<double>{0, 1, 2, 3}, std::vector<double>{1, unknown, 3, 5});
    EXPECT_EQ(found.value, trend_ols(std::vector<double>{0, 2, 3}, std::vector<double>{1, 3, 5}).value);
}

TEST(TrendOls, HasNoIntervalFromTwoOccasions)
{
    const attune::estimate found = trend_ols(std::vector<double>{0, 4}, std::vector<double>{5, 3});
    EXPECT_EQ(found.value, -.5);
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_FALSE(found.ci.has_value());
    EXPECT_EQ(found.message, "two occasions lie on a line whatever their error: no interval");
}

TEST(TrendOls, SaysWhyThereIsNoSlope)
{
    const attune::estimate one = trend_ols(std::vector<double>{0, 1}, std::vector<double>{5, unknown});
    EXPECT_TRUE(std::isnan(one.value));
    EXPECT_EQ(one.status, estimate_status::too_few_occasions);
    EXPECT_EQ(one.message, "a trend needs at least 2 occasions with a score, and there are 1");
    const attune::estimate at_once = trend_ols(std::vector<double>{2, 2}, std::vector<double>{5, 4});
    EXPECT_EQ(at_once.status, estimate_status::no_variance);
    EXPECT_EQ(at_once.message, "all occasions have the same time");
}

TEST(TrendOls, RefusesWhatIsNoSeries)
{
    using attune_test::throws_message;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)trend_ols(std::vector<double>{0, 1}, std::vector<double>{5});
        },
        "trend_ols: scores must have 2 elements, but is 1 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)trend_ols(std::vector<double>{0, 1}, std::vector<double>{5, std::numeric_limits<double>::infinity()});
        },
        "trend_ols: scores must hold numbers up to 1e150 in size, or NaN for missing, but is inf"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)trend_ols(std::vector<double>{0, 1}, std::vector<double>{5, 4}, 1.5);
        },
        "trend_ols: level must lie between 0 and 1, but is 1.5"));
}

// Jacobson & Truax: the change over one unit of time in standard errors of a difference.
TEST(TrendMeasured, IsTheReliableChangeOfTwoOccasions)
{
    const attune::estimate found =
        trend_measured(std::vector<double>{0, 1}, std::vector<double>{32.5, 47.5}, 3.35410196625);
    EXPECT_EQ(found.id, "trend_measured");
    EXPECT_EQ(found.value, 15);
    EXPECT_NEAR(found.value / found.std_error.value(), 3.16227766017, 1e-10);
    EXPECT_NEAR(found.ci->upper - found.value, 9.296925484568, 1e-9);
    EXPECT_EQ(found.ci->method, "measurement_error");
}

TEST(TrendMeasured, KnowsMoreFromMoreOccasions)
{
    const attune::estimate found =
        trend_measured(std::vector<double>{0, 1, 2, 3, 4}, std::vector<double>{5, 5, 4, 4, 3}, .5, .9);
    EXPECT_NEAR(found.std_error.value(), .5 / std::sqrt(10.0), 1e-15);
    EXPECT_NEAR(found.value, -.5, 1e-15);
    EXPECT_NEAR(found.ci->lower, -.5 - 1.6448536269514722 * .5 / std::sqrt(10.0), 1e-14);
}

TEST(TrendMeasured, HasNoIntervalWithoutAnError)
{
    const attune::estimate found = trend_measured(std::vector<double>{0, 1}, std::vector<double>{5, 3}, unknown);
    EXPECT_EQ(found.value, -2);
    EXPECT_FALSE(found.ci.has_value());
    EXPECT_EQ(found.message, "the error of measurement is not known: no interval");
}

TEST(TrendMeasured, RefusesANegativeErrorAndSaysWhyThereIsNoSlope)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            (void)trend_measured(std::vector<double>{0, 1}, std::vector<double>{5, 4}, -1);
        },
        "trend_measured: sem must not be negative, but is -1"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            (void)trend_measured(std::vector<double>{0, 1}, std::vector<double>{5, 4}, 1, 0);
        },
        "trend_measured: level must lie between 0 and 1, but is 0"));
    EXPECT_EQ(trend_measured(std::vector<double>{0}, std::vector<double>{5}, 1).status,
              estimate_status::too_few_occasions);
}
