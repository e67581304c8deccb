#include "attune/stats/norms/percentile.hpp"

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reference_file.hpp"

using attune::percentile_definition;
using attune::percentile_interval_method;
using attune_test::closed_form;
using attune_test::throws_message;

namespace {

constexpr std::array all_methods = {percentile_interval_method::logit, percentile_interval_method::jeffreys,
                                    percentile_interval_method::tie_mixture,
                                    percentile_interval_method::clopper_pearson};

const std::vector<double> ten_people = {1, 2, 2, 3, 3, 3, 4, 4, 5, 7};

double percentile_of(double score, percentile_definition definition)
{
    return attune::percentile(attune::distribution_of(ten_people).place(score), {.definition = definition}).value;
}

}  // namespace

TEST(Percentile, HasThreeDefinitions)
{
    struct expected {
        double score, below, at_or_below, mid_rank;
    };
    for (const auto& [score, below, at_or_below, mid_rank] :
         std::vector<expected>{{3, 30, 60, 45}, {6, 90, 90, 90}, {7, 90, 100, 95}, {2, 10, 30, 20}}) {
        EXPECT_DOUBLE_EQ(percentile_of(score, percentile_definition::below), below);
        EXPECT_DOUBLE_EQ(percentile_of(score, percentile_definition::at_or_below), at_or_below);
        EXPECT_DOUBLE_EQ(percentile_of(score, percentile_definition::mid_rank), mid_rank);
    }
    EXPECT_EQ(to_string(percentile_definition::mid_rank), "mid_rank");
    EXPECT_EQ(to_string(percentile_definition::below), "below");
    EXPECT_EQ(to_string(percentile_definition::at_or_below), "at_or_below");
}

TEST(Percentile, HasTheIntervalsOfR)
{
    const nlohmann::json values = attune_test::reference_file("standing/values.json");
    for (const auto& expected : values["percentiles"]) {
        const attune::score_place place{expected["m"], expected["k"], expected["n"]};
        for (const auto method : all_methods) {
            const auto found = attune::percentile(place, {.interval = method, .level = expected["level"]});
            const std::string name(to_string(method));
            EXPECT_EQ(found.id, "percentile");
            EXPECT_EQ(found.method, "mid_rank");
            EXPECT_NEAR(found.value, expected["value"].get<double>(), 100 * closed_form);
            EXPECT_NEAR(*found.std_error, expected["std_error"].get<double>(), closed_form);
            ASSERT_TRUE(found.ci);
            EXPECT_EQ(found.ci->method, name);
            EXPECT_NEAR(found.ci->lower, expected[name][0].get<double>(), 100 * closed_form) << name;
            EXPECT_NEAR(found.ci->upper, expected[name][1].get<double>(), 100 * closed_form) << name;
        }
    }
}

TEST(Percentile, NeverFallsAsTheScoreRises)
{
    const auto scores = attune::distribution_of(ten_people);
    for (const auto definition :
         {percentile_definition::mid_rank, percentile_definition::below, percentile_definition::at_or_below})
        for (const auto method : all_methods) {
            attune::confidence_interval last{.lower = 0, .upper = 0};
            double last_value = 0;
            for (double score = 0; score < 9; score += 0.25) {
                const auto found =
                    attune::percentile(scores.place(score), {.definition = definition, .interval = method});
                EXPECT_GE(found.value, last_value) << score;
                EXPECT_LE(found.ci->lower, found.value + 1e-9) << score;
                EXPECT_GE(found.ci->upper, found.value - 1e-9) << score;
                last_value = found.value;
            }
        }
}

TEST(Percentile, MirrorsWhenTheScaleIsTurned)
{
    for (const auto method : all_methods) {
        const auto found = attune::percentile({12, 5, 60}, {.interval = method});
        const auto turned = attune::percentile({43, 5, 60}, {.interval = method});
        EXPECT_NEAR(found.value + turned.value, 100, 1e-12);
        EXPECT_NEAR(found.ci->lower + turned.ci->upper, 100, 1e-9) << to_string(method);
        EXPECT_NEAR(*found.std_error, *turned.std_error, 1e-12);
    }
}

TEST(Percentile, WithoutTiesHasTheErrorOfAShare)
{
    EXPECT_NEAR(*attune::percentile({30, 0, 100}).std_error, 100 * std::sqrt(0.3 * 0.7 / 100), 1e-12);
}

TEST(Percentile, TakesTheIntervalOfItsOwnShareByOtherDefinitions)
{
    const auto below = attune::percentile({12, 5, 60}, {.definition = percentile_definition::below});
    EXPECT_EQ(below.ci->lower, attune::percentile({12, 0, 60}).ci->lower);
    const auto at_or_below = attune::percentile({12, 5, 60}, {.definition = percentile_definition::at_or_below});
    EXPECT_EQ(at_or_below.ci->upper, attune::percentile({17, 0, 60}).ci->upper);
}

// Below or above everybody, and with everybody's score, the logit has no interval.
TEST(Percentile, TakesTheIntervalOfJeffreysWhereTheLogitHasNone)
{
    const auto lowest = attune::percentile({0, 0, 50});
    EXPECT_EQ(lowest.value, 0);
    EXPECT_EQ(lowest.ci->method, "jeffreys");
    EXPECT_EQ(lowest.ci->lower, 0);
    EXPECT_NEAR(lowest.ci->upper, 4.9, 0.1);
    const auto highest = attune::percentile({50, 0, 50});
    EXPECT_EQ(highest.value, 100);
    EXPECT_EQ(highest.ci->upper, 100);
    EXPECT_NEAR(highest.ci->lower, 100 - lowest.ci->upper, 1e-9);
    const auto same = attune::percentile({0, 50, 50});
    EXPECT_EQ(same.value, 50);
    EXPECT_EQ(same.ci->method, "jeffreys");
    EXPECT_EQ(*same.std_error, 0);
}

TEST(Percentile, StaysWithinItsRangeAtTheEnds)
{
    for (const auto method : all_methods) {
        EXPECT_EQ(attune::percentile({0, 0, 9}, {.interval = method}).ci->lower, 0) << to_string(method);
        EXPECT_EQ(attune::percentile({9, 0, 9}, {.interval = method}).ci->upper, 100) << to_string(method);
    }
}

TEST(Percentile, NeedsSomebodyToCompareWith)
{
    const auto found = attune::percentile({0, 0, 0});
    EXPECT_TRUE(std::isnan(found.value));
    EXPECT_EQ(found.status, attune::estimate_status::too_few_persons);
    EXPECT_EQ(found.message, "a percentile needs at least one person to compare with");
    EXPECT_FALSE(found.ci);
}

TEST(Percentile, TakesWeightedCounts)
{
    const auto found = attune::percentile(attune::rescaled({30, 10, 100}, 91.6));
    EXPECT_DOUBLE_EQ(found.value, 35);
    EXPECT_EQ(found.n_persons, 92);
    EXPECT_GT(*found.std_error, *attune::percentile({30, 10, 100}).std_error);
}

TEST(Percentile, RefusesWhatIsNoPlace)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::percentile({-1, 0, 5});
        },
        "percentile: place must have counts from 0 to n, but is -1 below and 0 equal of 5"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::percentile({4, 2, 5});
        },
        "percentile: place must have counts from 0 to n, but is 4 below and 2 equal of 5"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::percentile({1, 1, 5}, {.level = 95});
        },
        "percentile: level must lie between 0 and 1, but is 95"));
}
