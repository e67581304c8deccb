#include "attune/stats/change/theil_sen.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/reference_file.hpp"

using attune::estimate_status;
using attune::trend_theil_sen;

TEST(TrendTheilSen, HasTheMedianSlopeAndTheIntervalOfKendallsStatistic)
{
    const auto reference = attune_test::reference_file("change/values.json");
    for (const auto& values : reference.at("trends")) {
        const attune::estimate found =
            trend_theil_sen(values.at("times").get<std::vector<double>>(),
                            values.at("scores").get<std::vector<double>>(), values.at("level").get<double>());
        EXPECT_NEAR(found.value, values.at("theil_sen").get<double>(), 1e-14);
        ASSERT_EQ(found.ci.has_value(), !values.at("sen").is_null());
        if (found.ci) {
            EXPECT_NEAR(found.ci->lower, values.at("sen").at(0).get<double>(), 1e-14);
            EXPECT_NEAR(found.ci->upper, values.at("sen").at(1).get<double>(), 1e-14);
            EXPECT_EQ(found.ci->method, "sen");
        }
    }
}

// Every order of six scores is as likely when there is no trend: so many of the intervals miss 0.
TEST(TrendTheilSen, MissesTheSlopeInNoMoreThanItsShareOfAllOrders)
{
    const std::vector<double> times{0, 1, 3, 4, 8, 9};
    std::vector<double> scores(times.size());
    std::iota(scores.begin(), scores.end(), 1);
    int n_orders = 0;
    int n_missed = 0;
    do {
        const attune::estimate found = trend_theil_sen(times, scores, .9);
        ++n_orders;
        n_missed += found.ci->lower > 0 || found.ci->upper < 0 ? 1 : 0;
    } while (std::next_permutation(scores.begin(), scores.end()));
    EXPECT_EQ(n_orders, 720);
    EXPECT_LE(n_missed, 72);
    EXPECT_EQ(n_missed, 2 * 20);  // orders with at most 2 inversions of 15: 1 + 5 + 14
}

TEST(TrendTheilSen, IsHardlyMovedByOneOddOccasion)
{
    const std::vector<double> times{0, 1, 2, 3, 4, 5, 6};
    const std::vector<double> scores{5, 4.5, 4, 3.5, 3, 2.5, 40};
    EXPECT_EQ(trend_theil_sen(times, scores).value, -.5);
}

TEST(TrendTheilSen, TakesNoMoreThanFiveOccasionsForAnInterval)
{
    const std::vector<double> times{0, 1, 2, 3, 4};
    const attune::estimate five = trend_theil_sen(times, std::vector<double>{5, 4, 4.5, 3, 2});
    EXPECT_EQ(five.ci->lower, -1.5);
    EXPECT_EQ(five.ci->upper, .5);
    const attune::estimate four = trend_theil_sen(std::vector<double>{0, 1, 2, 3}, std::vector<double>{5, 4, 4.5, 3});
    EXPECT_FALSE(four.ci.has_value());
    EXPECT_EQ(four.message, "4 occasions are too few for an interval of level 0.95");
    EXPECT_TRUE(trend_theil_sen(std::vector<double>{0, 1, 2, 3}, std::vector<double>{5, 4, 4.5, 3}, .9).ci.has_value());
}

// Five orders of 120 have at most one inversion, each of either kind: a level of 110/120 may cut exactly those off.
TEST(TrendTheilSen, CutsAShareOffThatEqualsTheTail)
{
    EXPECT_EQ(attune::detail::slopes_cut_off(5, 1 - 2 * 5.0 / 120), 1);
    EXPECT_EQ(attune::detail::slopes_cut_off(5, 1 - 2 * 4.9 / 120), 0);
}

TEST(TrendTheilSen, CutsAsManyOffByTheNormalApproximationAsExactly)
{
    const auto n_exact = attune::detail::slopes_cut_off(60, .95);
    const auto n_next = attune::detail::slopes_cut_off(61, .95);
    EXPECT_GT(n_next, n_exact);
    EXPECT_LT(n_next, n_exact + 61);
}

TEST(TrendTheilSen, SaysWhyThereIsNoIntervalOrSlope)
{
    const attune::estimate tied =
        trend_theil_sen(std::vector<double>{0, 1, 1, 2, 3, 4}, std::vector<double>{5, 4, 3, 3, 2, 1});
    EXPECT_FALSE(std::isnan(tied.value));
    EXPECT_FALSE(tied.ci.has_value());
    EXPECT_EQ(tied.message, "two occasions have the same time: no interval");
    EXPECT_EQ(trend_theil_sen(std::vector<double>{1, 1}, std::vector<double>{5, 4}).status,
              estimate_status::no_variance);
    EXPECT_EQ(trend_theil_sen(std::vector<double>{1}, std::vector<double>{5}).status,
              estimate_status::too_few_occasions);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            (void)trend_theil_sen(std::vector<double>{0, 1}, std::vector<double>{5, 4}, 0);
        },
        "trend_theil_sen: level must lie between 0 and 1, but is 0"));
}
