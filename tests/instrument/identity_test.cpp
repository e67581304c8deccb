#include "attune/instrument/identity.hpp"

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

TEST(InstrumentIdentity, NamesDefinitionVersionFormAndConfidence)
{
    attune::instrument made = attune_test::with_forms();
    made.provenance.confidence = attune::confidence::verified;
    made.sha256 = "aa";
    made.scoring_sha256 = {{"published", "bb"}, {"backwards", "cc"}};
    const attune::instrument_identity identity = attune::identity_of(made, "backwards");
    EXPECT_EQ(identity.id, "sample");
    EXPECT_EQ(identity.version, "1.0.0");
    EXPECT_EQ(identity.form, "backwards");
    EXPECT_EQ(identity.sha256, "aa");
    EXPECT_EQ(identity.scoring_sha256, "cc");
    EXPECT_EQ(identity.confidence, attune::confidence::verified);
    EXPECT_EQ(attune::identity_of(made, "published").scoring_sha256, "bb");
}

TEST(InstrumentIdentity, OfWhatWasBuiltInMemoryHasNoHashes)
{
    const attune::instrument_identity identity = attune::identity_of(attune_test::two_scales(), "published");
    EXPECT_EQ(identity.sha256, "");
    EXPECT_EQ(identity.scoring_sha256, "");
    EXPECT_EQ(identity.confidence, attune::confidence::single_source);
}
