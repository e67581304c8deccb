#include "attune/report/profile_report.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "attune/io/message_file.hpp"
#include "support/numbers.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_norm_models.hpp"
#include "support/sample_norms.hpp"

using attune_test::unknown;

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

namespace {

/// The person of `profile({2, 7, 1, 4})`, who had other scores before.
attune::person_profile profile_over_time(double before, double reliability, double goal)
{
    attune::person_profile made = profile({2, 7, 1, 4});
    attune::person_course person;
    person.occasions = {0, 1};
    person.times = {0, 1};
    const std::vector<attune::score_status> ok(2, attune::score_status::ok);
    person.scores = {{{before, 4.5}, ok}, {{3, 2.5}, ok}};
    const std::vector<attune::change_figures> figures(
        2, {.sd = {1, "as given"}, .reliability = {reliability, "as given"}});
    made.scores[0].goal = goal;
    made.course =
        attune::profile_course_of(key(), {"May", "June"}, person, figures, std::vector<double>{goal, unknown});
    return made;
}

}  // namespace

TEST(ProfileReport, SaysWhatBecameOfEachScoreAndWhatThePersonWanted)
{
    const std::string text = attune::profile_text(profile_over_time(6.5, 0.9, -1), english());
    for (const char* sentence :
         {"\nOver time\n", "Between May and June your answers on attachment anxiety moved reliably towards security.",
          "Between May and June your answers on attachment avoidance show no change larger than measurement error.",
          "In the direction that you chose, your answers moved forward by 2 on the scale.",
          "You said that you would like less attachment anxiety.", "This is your aim."})
        EXPECT_NE(text.find(sentence), std::string::npos) << sentence << "\n" << text;
    EXPECT_EQ(text.find("one possible aim"), std::string::npos);
    const std::string back = attune::profile_text(profile_over_time(2.5, 0.9, -1), english());
    EXPECT_NE(back.find("moved reliably away from security"), std::string::npos);
    EXPECT_NE(back.find("your answers moved back by 2 on the scale"), std::string::npos);
    const std::string same = attune::profile_text(profile_over_time(4.5, 0.9, 1), english());
    EXPECT_NE(same.find("In the direction that you chose, there is no movement larger"), std::string::npos);
    EXPECT_NE(same.find("you would like more attachment anxiety"), std::string::npos);
    EXPECT_NE(attune::profile_text(profile_over_time(4.5, 0.9, 0), english()).find("may stay as it is"),
              std::string::npos);
}

TEST(ProfileReport, SaysWhyNoChangeCanBeTold)
{
    const std::string vague = attune::profile_text(profile_over_time(6.5, unknown, unknown), english());
    EXPECT_NE(vague.find("attachment anxiety went from 6.5 to 4.5. How exact these questions are is not known"),
              std::string::npos)
        << vague;
    const std::string refused = attune::profile_text(profile_over_time(unknown, 0.9, -1), english());
    EXPECT_NE(refused.find("On attachment anxiety there is no result for May or for June"), std::string::npos);
    EXPECT_EQ(refused.find("the direction that you chose"), std::string::npos);
    EXPECT_EQ(refused.find("nan"), std::string::npos);
}

TEST(ProfileReport, DrawsTheWayWithOlderMarksPaler)
{
    const std::string page = attune::profile_html(profile_over_time(6.5, 0.9, -1), english());
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(page.c_str()));
    const pugi::xpath_node_set steps = document.select_nodes("//svg//g[@opacity]");
    ASSERT_EQ(steps.size(), 2U);  // in the figures of both sheets
    EXPECT_STREQ(steps[0].node().attribute("opacity").value(), "0.55");
    EXPECT_STREQ(steps[0].node().child("line").attribute("class").value(), "way");
    EXPECT_NE(page.find("reliable_toward_security"), std::string::npos);
    EXPECT_EQ(attune::profile_html(profile({2, 7, 1, 4}), english()).find("opacity=\""), std::string::npos);
}

TEST(ProfileReport, HasTheCourseInJson)
{
    const auto json = nlohmann::json::parse(attune::profile_json(profile_over_time(6.5, 0.9, -1), 2));
    const auto& course = json.at("course");
    EXPECT_EQ(course.at("occasions"), (nlohmann::json{"May", "June"}));
    EXPECT_EQ(course.at("changes")[0].at("change"), -2);
    EXPECT_EQ(course.at("changes")[0].at("result"), "reliable_toward_security");
    EXPECT_EQ(course.at("changes")[0].at("values")[0], (nlohmann::json{{"value", 6.5}, {"status", "ok"}}));
    EXPECT_EQ(course.at("movements")[0].at("goal"), (nlohmann::json{{"anxiety", -1}, {"avoidance", 0}}));
    EXPECT_EQ(json.at("scores")[0].at("goal"), -1);
    EXPECT_TRUE(json.at("scores")[1].at("goal").is_null());
    EXPECT_TRUE(nlohmann::json::parse(attune::profile_json(profile({2, 7, 1, 4}), 2)).at("course").is_null());
}

TEST(ProfileReport, PrintsTheDateThatItIsGiven)
{
    EXPECT_NE(attune::profile_text(profile({2, 7, 1, 4}), english(), {.date = "1 May"}).find("Answered on 1 May\n"),
              std::string::npos);
}

TEST(ProfileText, NamesThePeopleOfACurveByTheirAge)
{
    const attune::norm_comparison norms(attune_test::sample_curves(), key(), {}, true);
    const std::vector<attune::answer_code> row{2, 7, 1, 4};
    const attune::person_groups groups = norms.groups_of("women", 34, {true, true});
    const attune::person_profile of = attune::profile_of(two_scales(), key(), row, &norms, groups);
    const std::string text = attune::profile_text(of, english());
    EXPECT_NE(text.find("women aged 34 only"), std::string::npos) << text;
    EXPECT_EQ(text.find("nan"), std::string::npos) << text;
}
