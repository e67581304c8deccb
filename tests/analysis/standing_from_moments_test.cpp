#include "attune/analysis/standing_from_moments.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::estimate_status;
using attune_test::throws_message;

namespace {

std::vector<std::string> ids_of(const std::vector<attune::estimate>& figures)
{
    std::vector<std::string> ids;
    for (const attune::estimate& figure : figures)
        ids.push_back(figure.id);
    return ids;
}

}  // namespace

TEST(StandingFromMoments, GathersThePlaceOfAScore)
{
    const auto found = attune::standing_from_moments(4.5, {3.56, 1.12, 100}, {.reliability = 0.92});
    EXPECT_EQ(ids_of(found),
              (std::vector<std::string>{"z", "t_linear", "sten", "stanine", "percentile", "score", "kelley"}));
    EXPECT_NEAR(found[0].value, 0.94 / 1.12, 1e-15);
    EXPECT_EQ(found[2].value, 7);
    EXPECT_NEAR(found[4].value, 79.7170, 5e-5);
    EXPECT_NEAR(found[5].ci->upper, 4.5 + 1.959963984540054 * 1.12 * std::sqrt(0.08), 1e-12);
    EXPECT_NEAR(found[6].value, 3.56 + 0.92 * 0.94, 1e-12);
    for (const attune::estimate& figure : found)
        EXPECT_EQ(figure.status, estimate_status::ok) << figure.id;
}

TEST(StandingFromMoments, LeavesOutMeasurementErrorWithoutAReliability)
{
    EXPECT_EQ(ids_of(attune::standing_from_moments(4.5, {3.56, 1.12, 100})),
              (std::vector<std::string>{"z", "t_linear", "sten", "stanine", "percentile"}));
}

TEST(StandingFromMoments, SaysWhatEachFigureLacks)
{
    const auto without_n = attune::standing_from_moments(4.5, {3.56, 1.12, {}});
    EXPECT_EQ(without_n[0].status, estimate_status::ok);
    EXPECT_EQ(without_n[4].message, "the size of the reference group is not reported");
    const auto flat = attune::standing_from_moments(4.5, {3.56, 0, 100});
    for (const attune::estimate& figure : flat) {
        EXPECT_TRUE(std::isnan(figure.value)) << figure.id;
        EXPECT_EQ(figure.status, estimate_status::no_variance);
        EXPECT_EQ(figure.message, "the scores of the reference group do not differ");
    }
    const auto unknown = attune::standing_from_moments(std::numeric_limits<double>::quiet_NaN(), {3.56, 1, 100});
    EXPECT_EQ(unknown[0].status, estimate_status::not_known);
    EXPECT_EQ(unknown[0].message, "the score, the mean or the standard deviation is not known");
}

TEST(StandingFromMoments, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::standing_from_moments(4, {3, -1, 9});
        },
        "z_score: sd must not be negative, but is -1"));
}
