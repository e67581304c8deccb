#include "attune/instrument/norm_set.hpp"

#include <gtest/gtest.h>

#include "support/sample_norms.hpp"

using attune::age_span;

TEST(AgeSpan, HoldsBothOfItsEnds)
{
    EXPECT_TRUE((age_span{18, 24}.contains(18)));
    EXPECT_TRUE((age_span{18, 24}.contains(24)));
    EXPECT_FALSE((age_span{18, 24}.contains(17)));
    EXPECT_FALSE((age_span{18, 24}.contains(25)));
}

TEST(AgeSpan, IsOpenWhereAnEndIsNotStated)
{
    EXPECT_TRUE((age_span{65, {}}.contains(120)));
    EXPECT_TRUE((age_span{{}, 17}.contains(0)));
    EXPECT_FALSE((age_span{65, {}}.contains(64)));
}

TEST(NormSet, FindsGroupsAndScoresByTheirIds)
{
    const attune::norm_set of = attune_test::sample_norms();
    ASSERT_NE(of.find("women"), nullptr);
    EXPECT_EQ(of.find("women")->n_persons, 120);
    EXPECT_EQ(of.find("nobody"), nullptr);
    ASSERT_NE(of.find("all")->find("avoidance"), nullptr);
    EXPECT_EQ(of.find("all")->find("security"), nullptr);
}

TEST(NormSet, HasNoRangeAndNoTestOfInvarianceUnlessItIsSaid)
{
    const attune::norm_set of;
    EXPECT_EQ(of.min, 0);
    EXPECT_EQ(of.max, 0);
    EXPECT_FALSE(of.invariance_tested);
}

TEST(NormSet, HasWordsAsInItsFile)
{
    EXPECT_EQ(to_string(attune::norm_metric::sum), "sum");
    EXPECT_EQ(to_string(attune::norm_metric::mean), "mean");
    using attune::norm_sample;
    EXPECT_EQ(to_string(norm_sample::community), "community");
    EXPECT_EQ(to_string(norm_sample::students), "students");
    EXPECT_EQ(to_string(norm_sample::clinical), "clinical");
    EXPECT_EQ(to_string(norm_sample::untreated_retest), "untreated_retest");
    EXPECT_EQ(to_string(norm_sample::volunteers), "volunteers");
    EXPECT_EQ(to_string(norm_sample::other), "other");
    EXPECT_EQ(to_string(attune::norm_evidence::computed), "computed");
    EXPECT_EQ(to_string(attune::norm_evidence::published), "published");
    EXPECT_EQ(to_string(attune::norm_evidence::secondary), "secondary");
}
