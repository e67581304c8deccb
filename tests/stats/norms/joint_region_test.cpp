#include "attune/stats/norms/joint_region.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune_test::throws_message;
using attune_test::unknown;

// Semi-axes for errors of .2963 and .2915: .7253 and .7135, from a chi-square of 5.991464547.
TEST(JointRegion, HasThePublishedAxes)
{
    const auto region = attune::joint_region_of({3.5, 0.2963}, {3.0, 0.2915});
    EXPECT_NEAR(region.semi_major, 0.7253, 5e-5);
    EXPECT_NEAR(region.semi_minor, 0.7135, 5e-5);
    EXPECT_NEAR(region.semi_major, std::sqrt(5.991464547107979) * 0.2963, 1e-14);
    EXPECT_EQ(region.angle, 0);
    EXPECT_NEAR(attune::joint_region_of({0, 1}, {0, 1}, {.level = 0.9}).semi_major, std::sqrt(4.605170185988091),
                1e-14);
}

TEST(JointRegion, LiesAlongTheScoreOfTheLargerError)
{
    const auto upright = attune::joint_region_of({3.5, 0.1}, {3.0, 0.4});
    EXPECT_NEAR(upright.angle, std::numbers::pi / 2, 1e-15);
    EXPECT_NEAR(upright.semi_major / upright.semi_minor, 4, 1e-13);
}

// With a correlation of the errors the axes are those of the eigenvectors: (1 +- r) for equal errors, at 45 degrees.
TEST(JointRegion, TurnsWithTheCorrelationOfTheErrors)
{
    const auto region = attune::joint_region_of({0, 0.5}, {0, 0.5}, {.error_r = 0.6});
    EXPECT_NEAR(region.angle, std::numbers::pi / 4, 1e-15);
    const double radius = std::sqrt(5.991464547107979) * 0.5;
    EXPECT_NEAR(region.semi_major, radius * std::sqrt(1.6), 1e-14);
    EXPECT_NEAR(region.semi_minor, radius * std::sqrt(0.4), 1e-14);
    EXPECT_NEAR(attune::joint_region_of({0, 0.5}, {0, 0.5}, {.error_r = -0.6}).angle, -std::numbers::pi / 4, 1e-15);
}

// The edge is where (d1, d2) C^-1 (d1, d2)' is the quantile of chi-square.
TEST(JointRegion, ContainsWhatItsQuadraticFormSays)
{
    const double r = 0.3;
    const double s1 = 0.4;
    const double s2 = 0.25;
    const auto region = attune::joint_region_of({3.5, s1}, {2.0, s2}, {.error_r = r});
    const auto form = [&](double x, double y) {
        const double a = (x - 3.5) / s1;
        const double b = (y - 2.0) / s2;
        return (a * a - 2 * r * a * b + b * b) / (1 - r * r);
    };
    const attune::matrix edge = region.points(37);
    EXPECT_EQ(edge.rows(), 37);
    for (Eigen::Index i = 0; i < edge.rows(); ++i) {
        EXPECT_NEAR(form(edge(i, 0), edge(i, 1)), 5.991464547107979, 1e-12);
        EXPECT_TRUE(region.contains(edge(i, 0), edge(i, 1)));
        EXPECT_TRUE(region.contains(3.5 + 0.99 * (edge(i, 0) - 3.5), 2.0 + 0.99 * (edge(i, 1) - 2.0)));
        EXPECT_FALSE(region.contains(3.5 + 1.01 * (edge(i, 0) - 3.5), 2.0 + 1.01 * (edge(i, 1) - 2.0)));
    }
    EXPECT_TRUE(region.contains(3.5, 2.0));
}

TEST(JointRegion, IsALineOrAPointWhereThereIsNoError)
{
    const auto line = attune::joint_region_of({3.5, 0.3}, {2, 0});
    EXPECT_EQ(line.semi_minor, 0);
    EXPECT_TRUE(line.contains(3.9, 2));
    EXPECT_FALSE(line.contains(3.9, 2.01));
    const auto point = attune::joint_region_of({3.5, 0}, {2, 0});
    EXPECT_EQ(point.semi_major, 0);
    EXPECT_TRUE(point.contains(3.5, 2));
    EXPECT_FALSE(point.contains(3.51, 2));
}

TEST(JointRegion, IsNotKnownWhenAScoreIsNot)
{
    for (const auto& [first, second] :
         {std::pair<attune::measured_score, attune::measured_score>{{unknown, 0.3}, {2, 0.3}},
          {{3.5, 0.3}, {2, unknown}}}) {
        const auto region = attune::joint_region_of(first, second);
        EXPECT_EQ(region.status, attune::estimate_status::not_known);
        EXPECT_EQ(region.message, "a score or its standard error of measurement is not known");
        EXPECT_TRUE(std::isnan(region.semi_major));
        EXPECT_FALSE(region.contains(3.5, 2));
    }
}

TEST(JointRegion, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::joint_region_of({3, -1}, {3, 1});
        },
        "joint_region_of: sem must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::joint_region_of({3, 1}, {3, 1}, {.level = 1});
        },
        "joint_region_of: level must lie between 0 and 1, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::joint_region_of({3, 1}, {3, 1}, {.error_r = -1});
        },
        "joint_region_of: error_r must lie between -1 and 1, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::joint_region_of({3, 1}, {3, 1}).points(2);
        },
        "joint_region::points: n_points must be at least 3, but is 2"));
}
