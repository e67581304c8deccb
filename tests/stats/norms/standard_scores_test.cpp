#include "attune/stats/norms/standard_scores.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune_test::throws_message;
using attune_test::unknown;

namespace {

struct place {
    double z, stanine, sten, percent;
};

// The table of boundaries: every z lies on one or on a middle.
constexpr std::array<place, 11> places = {{{-2, 1, 2, 2.275},
                                           {-1.75, 2, 2, 4.0059},
                                           {-1.25, 3, 3, 10.565},
                                           {-0.75, 4, 4, 22.6627},
                                           {-0.25, 5, 5, 40.1294},
                                           {0, 5, 6, 50},
                                           {0.25, 6, 6, 59.8706},
                                           {0.75, 7, 7, 77.3373},
                                           {1.25, 8, 8, 89.435},
                                           {1.75, 9, 9, 95.9941},
                                           {2, 9, 10, 97.725}}};

}  // namespace

TEST(StandardScores, PutBoundariesIntoTheUpperClass)
{
    for (const auto& [z, stanine, sten, percent] : places) {
        EXPECT_EQ(attune::stanine(z), stanine) << z;
        EXPECT_EQ(attune::sten(z), sten) << z;
        EXPECT_NEAR(attune::normal_percentile(z), percent, 5e-5) << z;
    }
}

// (4.1 - 3.6) / 2 is 0.25 and (3.3 - 3.6) / 1.2 is -0.25, but their doubles lie a rounding below.
TEST(StandardScores, FindBoundariesThatDecimalsMiss)
{
    EXPECT_LT(attune::z_score(4.1, 3.6, 2), 0.25);
    EXPECT_EQ(attune::stanine(attune::z_score(4.1, 3.6, 2)), 6);
    EXPECT_EQ(attune::stanine(0.2499), 5);
    EXPECT_EQ(attune::sten(-1e-4), 5);
}

TEST(StandardScores, AreHeldToTheirRange)
{
    for (const double z : {-50.0, -2.26, -std::numeric_limits<double>::infinity()}) {
        EXPECT_EQ(attune::stanine(z), 1) << z;
        EXPECT_EQ(attune::sten(z - 0.3), 1) << z;
    }
    for (const double z : {50.0, 2.0, std::numeric_limits<double>::infinity()}) {
        EXPECT_EQ(attune::stanine(z), 9) << z;
        EXPECT_EQ(attune::sten(z), 10) << z;
    }
}

TEST(StandardScores, AreOnePlaceInOtherUnits)
{
    const double z = attune::z_score(4.5, 3.56, 1.12);
    EXPECT_NEAR(z, 0.8392857142857143, 1e-15);
    EXPECT_NEAR(attune::t_linear(z), 58.392857142857146, 1e-13);
    EXPECT_NEAR(attune::iq_type(z), 112.58928571428571, 1e-13);
    EXPECT_NEAR(attune::c_score(z), 6.678571428571429, 1e-14);
    EXPECT_EQ(attune::t_linear(0), 50);
}

// Rankit T of 1 2 2 3 3 3 4 4 5 7: percentiles 5, 20, 45, 70, 85, 95.
TEST(StandardScores, NormaliseAsCnormDoes)
{
    const std::array<std::array<double, 2>, 6> rankit = {
        {{5, 33.551464}, {20, 41.583788}, {45, 48.743387}, {70, 55.244005}, {85, 60.364334}, {95, 66.448536}}};
    for (const auto& [percentile, t] : rankit)
        EXPECT_NEAR(attune::t_normalised(percentile), t, 5e-7) << percentile;
    EXPECT_DOUBLE_EQ(attune::t_normalised(50), 50);
}

TEST(StandardScores, AreUnknownWhereANumberIs)
{
    EXPECT_TRUE(std::isnan(attune::z_score(unknown, 3, 1)));
    EXPECT_TRUE(std::isnan(attune::z_score(3, unknown, 1)));
    EXPECT_TRUE(std::isnan(attune::z_score(3, 3, unknown)));
    EXPECT_TRUE(std::isnan(attune::z_score(3, 3, 0)));
    for (const auto score : {attune::t_linear, attune::iq_type, attune::c_score, attune::sten, attune::stanine,
                             attune::normal_percentile, attune::t_normalised})
        EXPECT_TRUE(std::isnan(score(unknown)));
    EXPECT_TRUE(std::isnan(attune::t_normalised(0)));
    EXPECT_TRUE(std::isnan(attune::t_normalised(100)));
    EXPECT_TRUE(std::isnan(attune::pomp(unknown, 1, 7)));
}

TEST(StandardScores, PompIsTheShareOfTheRange)
{
    EXPECT_EQ(attune::pomp(1, 1, 7), 0);
    EXPECT_EQ(attune::pomp(4, 1, 7), 50);
    EXPECT_EQ(attune::pomp(7, 1, 7), 100);
    EXPECT_DOUBLE_EQ(attune::pomp(2.5, 1, 5), attune::pomp(6 * 2.5, 6, 30));
}

TEST(StandardScores, RefuseWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::z_score(3, 3, -1); },
                                                      "z_score: sd must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::t_normalised(100.5); },
                                                      "t_normalised: percentile must lie in 0..100, but is 100.5"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::pomp(3, 7, 7); },
                                                      "pomp: max must be above min = 7, but is 7"));
}
