#include "attune/stats/norms/prototypes.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

namespace {

using four = std::array<double, 4>;

void expect_near(const four& found, const four& expected, double tolerance)
{
    for (std::size_t k = 0; k < found.size(); ++k)
        EXPECT_NEAR(found[k], expected[k], tolerance) << attune::reference_points[k].id;
}

}  // namespace

TEST(Prototypes, HaveThePublishedDistancesAndWeights)
{
    const auto middle = attune::prototype_similarities(0, 0);
    expect_near(middle.distances, {1.414214, 1.414214, 1.414214, 1.414214}, 5e-7);
    expect_near(middle.weights, {.25, .25, .25, .25}, 1e-15);
    const auto aside = attune::prototype_similarities(1, -0.5);
    expect_near(aside.distances, {2.061553, .5, 2.5, 1.5}, 5e-7);
    expect_near(aside.weights, {.087144, .643914, .032059, .236883}, 5e-7);
    expect_near(attune::prototype_similarities(0.4, 0.1).weights, {.139563, .310603, .170463, .379371}, 5e-7);
    expect_near(attune::prototype_similarities(-1, -1).weights, {.775803, .104994, .104994, .014209}, 5e-7);
}

TEST(Prototypes, AreNearestAtTheirOwnPoint)
{
    for (std::size_t k = 0; k < attune::reference_points.size(); ++k) {
        const auto& [id, anxiety, avoidance] = attune::reference_points[k];
        const auto found = attune::prototype_similarities(anxiety, avoidance);
        EXPECT_EQ(found.distances[k], 0) << id;
        EXPECT_EQ(found.nearness[k], 1) << id;
        EXPECT_EQ(found.nearness[3 - k], 0) << id;  // the opposite corner is the farthest
    }
}

TEST(Prototypes, HaveWeightsThatSumToOneHoweverFarOut)
{
    for (const double far : {0.3, 5.0, 40.0, 1e6}) {
        const auto found = attune::prototype_similarities(far, -far / 2);
        EXPECT_NEAR(std::accumulate(found.weights.begin(), found.weights.end(), 0.0), 1, 1e-15) << far;
    }
}

TEST(Prototypes, LoseTheirContrastAsTheSpreadGrows)
{
    expect_near(attune::prototype_similarities(1, -0.5, {.spread = 1e4}).weights, {.25, .25, .25, .25}, 1e-6);
}

// Mahalanobis distance with r = .4: of the point from the mean it is 1.964285714 squared, so from (1, 1) that of (0,
// -1.5).
TEST(Prototypes, MeasureByTheCorrelationOfTheNorm)
{
    const auto found = attune::prototype_similarities(1, -0.5, {.r = 0.4});
    EXPECT_NEAR(found.distances[3], std::sqrt(1.5 * 1.5 / (1 - 0.16)), 1e-15);
    EXPECT_NEAR(found.distances[1], std::sqrt(0.25 / (1 - 0.16)), 1e-15);
}

TEST(Prototypes, TurnTheAxesByHalfARightAngle)
{
    EXPECT_NEAR(attune::security_axis(1, -0.5), -.35355339, 5e-9);
    EXPECT_NEAR(attune::activation_axis(1, -0.5), 1.06066017, 5e-9);
    EXPECT_NEAR(attune::security_axis(1.2, 0.8), -1.41421356, 5e-9);
    EXPECT_NEAR(attune::activation_axis(1.2, 0.8), .28284271, 5e-9);
}

TEST(Prototypes, AreUnknownWhenAScoreIs)
{
    const auto found = attune::prototype_similarities(std::numeric_limits<double>::quiet_NaN(), 1);
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_TRUE(std::isnan(found.distances[k]));
        EXPECT_TRUE(std::isnan(found.weights[k]));
        EXPECT_TRUE(std::isnan(found.nearness[k]));
    }
}

TEST(Prototypes, NameTheirConvention)
{
    EXPECT_EQ(attune::prototype_convention,
              "reference points one standard deviation from the mean on both scores, plain distances, spread 1; "
              "exploratory");
}

TEST(Prototypes, RefuseOptionsOutsideTheirRange)
{
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)attune::prototype_similarities(1, 1, {.spread = 0}); },
                                              "prototype_similarities: spread must be above 0 and finite, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::prototype_similarities(1, 1, {.r = 1}); },
                                                      "prototype_similarities: r must lie between -1 and 1, but is 1"));
}
