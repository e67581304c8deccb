#include "attune/report/profile_report.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "attune/io/message_file.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_norms.hpp"

namespace {

attune::messages english()
{
    return attune::value_or_throw(attune::messages::compiled(attune::load_messages_of("en", {ATTUNE_TEST_DATA_DIR})));
}

const attune::instrument& two_scales()
{
    static const attune::instrument made = attune_test::two_scales();
    return made;
}

const attune::scoring_key& key()
{
    static const attune::scoring_key made(two_scales());
    return made;
}

attune::person_profile profile(const std::vector<int>& answers, const attune::norm_comparison* norms = nullptr)
{
    const std::vector<attune::answer_code> row(answers.begin(), answers.end());
    return attune::profile_of(two_scales(), key(), row, norms);
}

constexpr int none = static_cast<int>(attune::missing_reason::not_answered);

}  // namespace

TEST(ProfileReport, IsAWellFormedPageThatLoadsNothing)
{
    const attune::norm_comparison norms(attune_test::sample_norms(), key());
    const std::string page = attune::profile_html(profile({2, 7, 1, 4}, &norms), english());
    EXPECT_TRUE(page.starts_with("<!DOCTYPE html><html lang=\"en\">")) << page.substr(0, 60);
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(page.c_str()));
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("src="), std::string::npos);
    EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
}

TEST(ProfileReport, EscapesWhatComesFromFiles)
{
    attune::norm_set set = attune_test::sample_norms();
    set.population = "people <b>& others";
    set.caveats = {"a < b"};
    const attune::norm_comparison norms(set, key());
    const std::string page = attune::profile_html(profile({2, 7, 1, 4}, &norms), english());
    EXPECT_NE(page.find("people &lt;b&gt;&amp; others"), std::string::npos);
    EXPECT_NE(page.find("<li>a &lt; b</li>"), std::string::npos);
}

TEST(ProfileReport, ShowsOfARefusedScoreTheReasonAlone)
{
    const attune::person_profile refused = profile({2, 7, 1, none});
    const std::string text = attune::profile_text(refused, english());
    EXPECT_NE(text.find("Too few questions of this part were answered (1 of 2), so there is no result."),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("attachment avoidance average"), std::string::npos);
    const auto json = nlohmann::json::parse(attune::profile_json(refused, 4));
    EXPECT_EQ(json.at("row"), 4);
    EXPECT_TRUE(json.at("scores")[1].at("value").is_null());
    EXPECT_TRUE(json.at("scores")[1].at("standing").at("all").is_null());
    EXPECT_TRUE(json.at("points")[0].at("region").is_null());
    const std::string page = attune::profile_html(refused, english());
    EXPECT_EQ(page.find("id=\"plane-title\""), std::string::npos);
}

TEST(ProfileReport, LeavesTheClinicianOutWhenAsked)
{
    const std::string page = attune::profile_html(profile({2, 7, 1, 4}), english(), {.has_clinician_page = false});
    EXPECT_EQ(page.find("For the clinician"), std::string::npos);
    EXPECT_EQ(page.find("topic 1"), std::string::npos);
    EXPECT_NE(attune::profile_html(profile({2, 7, 1, 4}), english()).find("topic 1"), std::string::npos);
}

TEST(ProfileReport, PrintsTheDateThatItIsGiven)
{
    EXPECT_NE(attune::profile_text(profile({2, 7, 1, 4}), english(), {.date = "1 May"}).find("Answered on 1 May\n"),
              std::string::npos);
}
