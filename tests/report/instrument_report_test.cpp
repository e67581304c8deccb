#include "attune/report/instrument_report.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/shipped.hpp"

using attune_test::shipped_instrument;

TEST(InstrumentText, ShowsWhatAClinicianChecksAgainstThePaperForm)
{
    const std::string text = attune::instrument_text(shipped_instrument("raas"));
    for (const char* part :
         {"Form published", "answers 1..5", "none reversed", "reversed (6 - answer): 8 13 17",
          "scored with at least 5 of 6", "avoidance = 6 - 0.5 * close - 0.5 * depend",
          "avoidance; higher means less secure", "key: verified", "Sources of the key", "use: research", "sha256"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(InstrumentText, SaysWhereTheOrderOfItemsIsNotKnown)
{
    const auto json = nlohmann::json::parse(attune::instrument_json(shipped_instrument("ecr-r")));
    EXPECT_EQ(json["forms"][1]["id"], "alternating");
    EXPECT_TRUE(json["forms"][1]["items"][0]["topic"].is_null());
    EXPECT_EQ(json["forms"][1]["items"][0]["id"], "alternating_1");
    EXPECT_FALSE(json["forms"][0]["items"][0]["topic"].is_null());
}

TEST(InstrumentJson, HoldsKeyRulesSourcesAndHashes)
{
    const attune::instrument of = shipped_instrument("rq");
    const auto json = nlohmann::json::parse(attune::instrument_json(of));
    EXPECT_EQ(json["schema"], "attune.show/1");
    EXPECT_EQ(json["instrument"]["sha256"], of.sha256);
    EXPECT_EQ(json["forms"][0]["scoring_sha256"], of.scoring_sha256.at("published"));
    EXPECT_EQ(json["forms"][0]["derived"].size(), 4U);
    EXPECT_EQ(json["modes"].back(), "clinician_rated");
    EXPECT_EQ(json["use"]["clinical"], "unknown");
    EXPECT_FALSE(json["sources"].empty());
}

TEST(Catalogue, MarksKeysFromASingleSource)
{
    attune::instrument of = shipped_instrument("maq");
    EXPECT_EQ(attune::catalogue_text({of}).find("single source"), std::string::npos);
    of.provenance.confidence = attune::confidence::single_source;
    EXPECT_NE(attune::catalogue_text({of}).find("(key from a single source)"), std::string::npos);
    EXPECT_NE(attune::instrument_text(of).find("key: from a single source"), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(attune::catalogue_json({of}))["instruments"][0]["confidence"], "single_source");
}
