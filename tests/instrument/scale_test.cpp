#include "attune/instrument/scale.hpp"

#include <gtest/gtest.h>

TEST(Scale, SaysNothingAboutItsMeaningUntilSomebodyDoes)
{
    const attune::scale made{};
    EXPECT_EQ(made.on, attune::dimension::other);
    EXPECT_EQ(made.higher_means, attune::polarity::neither);
    EXPECT_EQ(made.score, attune::aggregation::mean);
    EXPECT_EQ(made.missing.min_answered, 0);
}

TEST(DerivedScore, SaysNothingAboutItsMeaningUntilSomebodyDoes)
{
    const attune::derived_score made{};
    EXPECT_EQ(made.on, attune::dimension::other);
    EXPECT_EQ(made.higher_means, attune::polarity::neither);
    EXPECT_EQ(made.constant, (attune::decimal{0, 0}));
}

TEST(Dimension, HasTheNamesOfTheFileFormat)
{
    EXPECT_EQ(to_string(attune::dimension::anxiety), "anxiety");
    EXPECT_EQ(to_string(attune::dimension::avoidance), "avoidance");
    EXPECT_EQ(to_string(attune::dimension::other), "other");
}

TEST(Polarity, HasTheNamesOfTheFileFormat)
{
    EXPECT_EQ(to_string(attune::polarity::less_secure), "less_secure");
    EXPECT_EQ(to_string(attune::polarity::more_secure), "more_secure");
    EXPECT_EQ(to_string(attune::polarity::neither), "neither");
}

TEST(Aggregation, HasTheNamesOfTheFileFormat)
{
    EXPECT_EQ(to_string(attune::aggregation::mean), "mean");
    EXPECT_EQ(to_string(attune::aggregation::sum), "sum");
}
