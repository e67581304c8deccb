#include "attune/stats/norms/score_interval.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::score_interval_method;
using attune_test::throws_message;
using attune_test::unknown;

namespace {

constexpr double printed = 5e-5;  // half of the last digit of the published values

void expect_interval(const attune::estimate& found, double value, double lower, double upper)
{
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_NEAR(found.value, value, 1e-12);
    ASSERT_TRUE(found.ci);
    EXPECT_NEAR(found.ci->lower, lower, printed);
    EXPECT_NEAR(found.ci->upper, upper, printed);
}

}  // namespace

TEST(ScoreInterval, HasThePublishedValues)
{
    const attune::score_precision high{100, 15, 0.90};
    const auto observed = attune::score_interval(130, high);
    expect_interval(observed, 130, 120.7031, 139.2969);
    EXPECT_EQ(observed.id, "score");
    EXPECT_NEAR(*observed.std_error, 4.743416, 5e-7);
    const auto kelley = attune::score_interval(130, high, score_interval_method::kelley);
    expect_interval(kelley, 127, 118.1802, 135.8198);
    EXPECT_EQ(kelley.id, "kelley");
    EXPECT_NEAR(*kelley.std_error, 4.5, 1e-12);
    const auto same_width = attune::score_interval(130, high, score_interval_method::kelley_sem);
    expect_interval(same_width, 127, 117.7031, 136.2969);
    const auto retest = attune::score_interval(130, high, score_interval_method::retest);
    expect_interval(retest, 127, 114.1851, 139.8149);
    EXPECT_EQ(retest.id, "retest");
    EXPECT_NEAR(*retest.std_error, 6.538348, 5e-7);

    const attune::score_precision higher{100, 15, 0.95};
    expect_interval(attune::score_interval(70, higher), 70, 63.4261, 76.5739);
    expect_interval(attune::score_interval(70, higher, score_interval_method::kelley), 71.5, 65.0925, 77.9075);
    EXPECT_NEAR(*attune::score_interval(70, higher, score_interval_method::kelley).std_error, 3.269174, 5e-7);
    EXPECT_NEAR(*attune::score_interval(70, higher, score_interval_method::retest).std_error, 4.683748, 5e-7);
    const auto third = attune::score_interval(32.5, {40, 7.5, 0.8}, score_interval_method::kelley);
    expect_interval(third, 34, 28.1201, 39.8799);
    EXPECT_NEAR(*third.std_error, 3, 1e-12);
}

TEST(ScoreInterval, NamesItsMethod)
{
    for (const auto& [method, name] :
         std::vector<std::pair<score_interval_method, std::string>>{{score_interval_method::observed, "observed"},
                                                                    {score_interval_method::kelley, "kelley"},
                                                                    {score_interval_method::kelley_sem, "kelley_sem"},
                                                                    {score_interval_method::retest, "retest"}}) {
        const auto found = attune::score_interval(4, {3.5, 1.1, 0.9}, method, 0.68);
        EXPECT_EQ(found.method, name);
        EXPECT_EQ(found.ci->method, name);
        EXPECT_EQ(found.ci->level, 0.68);
    }
}

TEST(ScoreInterval, IsAPointForAPerfectScoreAndTheMeanForAWorthlessOne)
{
    const auto perfect = attune::score_interval(4, {3.5, 1.1, 1}, score_interval_method::kelley);
    EXPECT_EQ(perfect.value, 4);
    EXPECT_EQ(perfect.ci->lower, 4);
    EXPECT_EQ(perfect.ci->upper, 4);
    EXPECT_EQ(attune::score_interval(4, {3.5, 1.1, 0}, score_interval_method::kelley).value, 3.5);
}

TEST(ScoreInterval, NeedsNoMeanAroundTheObservedScore)
{
    EXPECT_EQ(attune::score_interval(4, {unknown, 1.1, 0.9}).value, 4);
}

TEST(ScoreInterval, TakesAConditionalErrorToo)
{
    const auto found = attune::observed_score_interval(4, 0.5, 0.95, "conditional");
    EXPECT_NEAR(found.ci->upper, 4 + 0.5 * 1.959963984540054, 1e-15);
    EXPECT_EQ(found.ci->method, "conditional");
    EXPECT_EQ(attune::observed_score_interval(130, 15 * std::sqrt(1 - 0.9)).ci->lower,
              attune::score_interval(130, {100, 15, 0.9}).ci->lower);
}

// 15 of 18 items with a reliability of .90: .75 / .85.
TEST(ScoreInterval, StepsTheReliabilityToWhatWasAnswered)
{
    EXPECT_NEAR(attune::stepped_reliability(0.9, 15, 18), 0.75 / 0.85, 1e-15);
    EXPECT_EQ(attune::stepped_reliability(0.9, 18, 18), 0.9);
    EXPECT_TRUE(std::isnan(attune::stepped_reliability(unknown, 15, 18)));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::stepped_reliability(0.9, 0, 18); },
                                                      "stepped_reliability: n_answered must lie in 1..18, but is 0"));
}

TEST(ScoreInterval, SaysWhyThereIsNone)
{
    const auto expect_none = [](const attune::estimate& found, estimate_status status, const std::string& message) {
        EXPECT_TRUE(std::isnan(found.value));
        EXPECT_FALSE(found.ci);
        EXPECT_FALSE(found.std_error);
        EXPECT_EQ(found.status, status);
        EXPECT_EQ(found.message, message);
    };
    using method = score_interval_method;
    expect_none(attune::score_interval(4, {3.5, 1.1, unknown}), estimate_status::not_known,
                "the standard deviation or the reliability is not known");
    expect_none(attune::score_interval(4, {3.5, 1.1, 1.2}), estimate_status::not_defined,
                "a reliability lies in 0..1, but this is 1.2");
    expect_none(attune::score_interval(unknown, {3.5, 1.1, 0.9}), estimate_status::not_known,
                "the score or the mean of the reference group is not known");
    expect_none(attune::score_interval(4, {unknown, 1.1, 0.9}, method::kelley), estimate_status::not_known,
                "the score or the mean of the reference group is not known");
    expect_none(attune::observed_score_interval(4, unknown), estimate_status::not_known,
                "the score or its standard error of measurement is not known");
}

TEST(ScoreInterval, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::score_interval(4, {3.5, -1, 0.9});
        },
        "sem: sd must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::observed_score_interval(4, -1); },
                                                      "observed_score_interval: sem must not be negative, but is -1"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)attune::observed_score_interval(4, 1, 2); },
                                              "observed_score_interval: level must lie between 0 and 1, but is 2"));
}
