#include "attune/analysis/plane_standing.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

using attune::estimate_status;

namespace {

/// A standing with the figures that matter here: z, the standard error of measurement, S and the reliability.
attune::score_standing plane_part(double x, double mean, double sd, double reliability)
{
    attune::score_standing made;
    made.sd = sd;
    made.reliability = reliability;
    made.z.value = (x - mean) / sd;
    made.measured.value = x;
    made.measured.std_error = sd * std::sqrt(1 - reliability);
    return made;
}

constexpr double plane_rounding = 1e-12;  // a few roundings of numbers near 1

}  // namespace

// Statistics of the field: SEM .2963 and .2915 give half axes of .7253 and .7135 at 95 %.
TEST(PlaneStanding, HasTheRegionOfBothScores)
{
    const auto of = attune::plane_standing_of(plane_part(3.5, 3, 1, 1 - .2963 * .2963),
                                              plane_part(2.5, 3, 1, 1 - .2915 * .2915), 0.4);
    EXPECT_NEAR(of.region.semi_major, .7253, 5e-5);
    EXPECT_NEAR(of.region.semi_minor, .7135, 5e-5);
    EXPECT_EQ(of.region.x, 3.5);
    EXPECT_EQ(of.region.y, 2.5);
}

TEST(PlaneStanding, ComparesTheDimensionsInStandardDeviations)
{
    const auto of = attune::plane_standing_of(plane_part(4, 3, 0.5, 0.84), plane_part(5, 3, 2, 0.91), 0.4);
    EXPECT_NEAR(of.difference.difference.value, 2 - 1, plane_rounding);
    EXPECT_NEAR(of.difference.difference.std_error.value(), std::sqrt(0.16 + 0.09), plane_rounding);
    EXPECT_NEAR(of.difference.difference.ci->lower, 1 - 1.959963984540054 * 0.5, plane_rounding);
    EXPECT_NEAR(of.difference.z, 2, plane_rounding);
    EXPECT_NEAR(of.difference_reliability.value, (0.84 + 0.91 - 0.8) / (2 - 0.8), plane_rounding);
    EXPECT_NEAR(of.difference_percentile, 100 * 0.5 * std::erfc(-1 / std::sqrt(1.2) / std::sqrt(2)), 1e-10);
}

TEST(PlaneStanding, DoesNotDependOnTheUnitsOfTheScores)
{
    const auto means = attune::plane_standing_of(plane_part(4, 3, 0.5, 0.84), plane_part(5, 3, 2, 0.91), 0.4);
    const auto sums = attune::plane_standing_of(plane_part(72, 54, 9, 0.84), plane_part(90, 54, 36, 0.91), 0.4);
    EXPECT_NEAR(sums.difference.difference.value, means.difference.difference.value, plane_rounding);
    EXPECT_NEAR(sums.difference.p, means.difference.p, plane_rounding);
    EXPECT_NEAR(sums.region.semi_major, 18 * means.region.semi_major, 1e-10);
}

TEST(PlaneStanding, KnowsNothingOfARefusedScore)
{
    const auto of = attune::plane_standing_of({}, plane_part(5, 3, 2, 0.91), 0.4);
    EXPECT_EQ(of.region.status, estimate_status::not_known);
    EXPECT_EQ(of.difference.difference.status, estimate_status::not_known);
    EXPECT_EQ(of.difference_reliability.status, estimate_status::not_known);
    EXPECT_TRUE(std::isnan(of.difference_percentile));
}

TEST(PlaneStanding, HasAnIntervalWithoutTheCorrelationButNoReliability)
{
    const auto of = attune::plane_standing_of(plane_part(4, 3, 0.5, 0.84), plane_part(5, 3, 2, 0.91), {});
    EXPECT_TRUE(of.difference.difference.ci);
    EXPECT_EQ(of.difference_reliability.status, estimate_status::not_known);
    EXPECT_EQ(of.difference_reliability.message, "a reliability, a standard deviation or the correlation is not known");
    EXPECT_TRUE(std::isnan(of.difference_percentile));
}

TEST(TargetDifferences, ComparesEachPairOfRelationshipsOnOneScale)
{
    const attune::scoring_key key(attune_test::with_targets());
    std::vector<attune::score_standing> standings;
    for (std::size_t i = 0; i < key.outputs().size(); ++i)
        standings.push_back(plane_part(static_cast<double>(i), 3, 1, 0.75));
    const auto differences = attune::target_differences(key.outputs(), standings);
    ASSERT_EQ(differences.size(), 3U) << "of mother and father: anxiety, avoidance, security";
    EXPECT_EQ(key.outputs()[differences[0].first].id, "mother_anxiety");
    EXPECT_EQ(key.outputs()[differences[0].second].id, "father_anxiety");
    EXPECT_EQ(differences[0].difference.difference.value, -3);
    EXPECT_NEAR(differences[0].difference.difference.std_error.value(), std::sqrt(0.5), plane_rounding);

    const attune::scoring_key of_one(attune_test::two_scales());
    EXPECT_TRUE(attune::target_differences(of_one.outputs(), std::vector<attune::score_standing>(2)).empty());
}
