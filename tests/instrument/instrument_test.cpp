#include "attune/instrument/instrument.hpp"

#include <gtest/gtest.h>

TEST(ResponseRange, ContainsBothItsEnds)
{
    const attune::response_range range{1, 7, {}};
    EXPECT_FALSE(range.contains(0));
    EXPECT_TRUE(range.contains(1));
    EXPECT_TRUE(range.contains(7));
    EXPECT_FALSE(range.contains(8));
    EXPECT_FALSE(range.contains(-1));
}

TEST(Instrument, PermitsNothingAndIsNotConfirmedUntilSomebodySaysSo)
{
    const attune::instrument made{};
    EXPECT_EQ(made.use.research, attune::permission::unknown);
    EXPECT_EQ(made.use.clinical, attune::permission::unknown);
    EXPECT_EQ(made.use.commercial, attune::permission::unknown);
    EXPECT_FALSE(made.use.training_required);
    EXPECT_EQ(made.provenance.confidence, attune::confidence::single_source);
}

TEST(Instrument, HasNoRangeNumbersAndYearUntilSomebodySaysSo)
{
    const attune::instrument made{};
    EXPECT_EQ(made.response.min, 0);
    EXPECT_EQ(made.response.max, 0);
    EXPECT_EQ(made.year, 0);
    EXPECT_EQ(attune::item{}.number, 0);
}

TEST(Instrument, BuiltInMemoryHasNoHashes)
{
    const attune::instrument made{};
    EXPECT_TRUE(made.sha256.empty());
    EXPECT_TRUE(made.scoring_sha256.empty());
}

TEST(Form, PrintsThePublishedOrderUnlessItSaysOtherwise)
{
    const attune::form made{};
    EXPECT_FALSE(made.reordered);
    EXPECT_FALSE(made.order.has_value());
    EXPECT_FALSE(made.response.has_value());
    EXPECT_FALSE(made.scales.has_value());
    EXPECT_FALSE(made.derived.has_value());
}

TEST(Form, TheOneAtTheTopLevelIsCalledPublished)
{
    EXPECT_EQ(attune::published_form, "published");
}

TEST(Permission, HasTheNamesOfTheFileFormat)
{
    EXPECT_EQ(to_string(attune::permission::allowed), "allowed");
    EXPECT_EQ(to_string(attune::permission::ask), "ask");
    EXPECT_EQ(to_string(attune::permission::forbidden), "forbidden");
    EXPECT_EQ(to_string(attune::permission::unknown), "unknown");
}

TEST(Permission, ThatDoesNotExistIsUnknown)
{
    EXPECT_EQ(to_string(static_cast<attune::permission>(99)), "unknown");
}

TEST(Confidence, HasTheNamesOfTheFileFormat)
{
    EXPECT_EQ(to_string(attune::confidence::verified), "verified");
    EXPECT_EQ(to_string(attune::confidence::single_source), "single_source");
}
