#include "attune/stats/norms/norm_surface.hpp"

#include <cmath>

#include <gtest/gtest.h>

using attune::continuous_norms;

namespace {

/// score = 3 + L + A / 2 at ages 20..60, of which 40 is the mean and 10 the standard deviation.
continuous_norms level_surface()
{
    continuous_norms norms;
    norms.terms = {{0, 0, 3}, {1, 0, 1}, {0, 1, 0.5}};
    norms.age_mean = 40;
    norms.age_sd = 10;
    norms.lowest_age = 20;
    norms.highest_age = 60;
    norms.lowest_location = -2.5;
    norms.highest_location = 2.5;
    return norms;
}

}  // namespace

TEST(NormSurface, HasAScoreAtEachLocationAndAge)
{
    EXPECT_EQ(level_surface().score_at(1.5, 50), 5);
    EXPECT_EQ(level_surface().score_at(0, 30), 2.5);
    EXPECT_TRUE(std::isnan(continuous_norms{}.score_at(0, 30)));
}

TEST(NormSurface, FindsTheLocationOfAScoreWithinItsData)
{
    EXPECT_NEAR(level_surface().location_of(5, 50), 1.5, 1e-14);
    EXPECT_EQ(level_surface().location_of(100, 50), 2.5);
    EXPECT_EQ(level_surface().location_of(-100, 50), -2.5);
    EXPECT_TRUE(std::isnan(level_surface().location_of(5, 61)));
    EXPECT_TRUE(std::isnan(level_surface().location_of(5, 19)));
    EXPECT_EQ(attune::n_falling_places(level_surface()), 0);
}

TEST(NormSurface, SaysWhereItIsNotMonotone)
{
    continuous_norms norms;
    norms.terms = {{1, 0, 1}, {1, 1, 1}};  // score = L (1 + A): falls where A is below -1
    norms.lowest_age = -2;
    norms.highest_age = 2;
    norms.lowest_location = -2;
    norms.highest_location = 2;
    EXPECT_EQ(attune::n_falling_places(norms), 500);
    norms.n_falling = 500;
    EXPECT_TRUE(std::isnan(norms.location_of(1, 0)));
}
