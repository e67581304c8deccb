#include "attune/analysis/score_plane.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

TEST(PlanesOf, PairTheDimensionsOfEachRelationshipAndOfTheirMean)
{
    const auto one = attune::planes_of(attune::scoring_key(attune_test::with_derived()).outputs());
    ASSERT_EQ(one.size(), 1U) << "security is on neither dimension";
    EXPECT_EQ(one[0].target, "");
    EXPECT_EQ(one[0].anxiety, 0U);
    EXPECT_EQ(one[0].avoidance, 1U);

    const attune::scoring_key key(attune_test::with_targets());
    std::vector<std::string> pairs;
    for (const attune::score_plane& plane : attune::planes_of(key.outputs()))
        pairs.push_back(plane.target + ": " + key.outputs()[plane.anxiety].id + ", " +
                        key.outputs()[plane.avoidance].id);
    EXPECT_EQ(pairs, (std::vector<std::string>{"mother: mother_anxiety, mother_avoidance",
                                               "father: father_anxiety, father_avoidance",
                                               "global: global_anxiety, global_avoidance"}));
}

TEST(PlanesOf, AreNoneWhereHigherIsMoreSecure)
{
    attune::instrument turned = attune_test::two_scales();
    turned.scales[1].higher_means = attune::polarity::more_secure;
    EXPECT_TRUE(attune::planes_of(attune::scoring_key(turned).outputs()).empty());
}

TEST(OnlyPlaneOf, IsThatOfTheOneAnxietyAndTheOneAvoidance)
{
    const attune::scoring_key key(attune_test::with_derived());
    const auto plane = attune::only_plane_of(key.outputs());
    ASSERT_TRUE(plane);
    EXPECT_EQ(plane->anxiety, 0U);
    EXPECT_EQ(plane->avoidance, 1U);

    attune::instrument turned = attune_test::two_scales();
    turned.scales[1].higher_means = attune::polarity::more_secure;
    EXPECT_TRUE(attune::only_plane_of(attune::scoring_key(turned).outputs())) << "the direction does not matter";
}

TEST(OnlyPlaneOf, IsThatOfTheMeansOverRelationships)
{
    const attune::scoring_key key(attune_test::with_targets());
    const auto plane = attune::only_plane_of(key.outputs());
    ASSERT_TRUE(plane);
    EXPECT_EQ(key.outputs()[plane->anxiety].id, "global_anxiety");
    EXPECT_EQ(key.outputs()[plane->avoidance].id, "global_avoidance");
}

TEST(OnlyPlaneOf, IsNoneWhereThereAreMoreOrFewerScores)
{
    attune::instrument of = attune_test::two_scales();
    of.scales[1].on = attune::dimension::other;
    EXPECT_FALSE(attune::only_plane_of(attune::scoring_key(of).outputs()));
    of = attune_test::two_scales();
    of.scales.push_back(of.scales[1]);
    of.scales.back().id = "another_avoidance";
    EXPECT_FALSE(attune::only_plane_of(attune::scoring_key(of).outputs()));
}
