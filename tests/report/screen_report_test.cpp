#include "attune/report/screen_report.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/sample_instruments.hpp"

namespace {

attune::careless_indices some_person()
{
    attune::careless_indices person;
    person.values = {3, 1.5, std::numeric_limits<double>::quiet_NaN(), 4.25, 0.5, -0.5, 1, 0};
    person.n_answered = 4;
    return person;
}

attune::screen_sensitivity some_sensitivity()
{
    return {{{"anxiety", 1500, 3.25, 1.5, 0.75}, {"avoidance", 1400, 2.5, 1, 0.5}},
            {{attune::careless_index::irv, 0.05, 1500, 74, {{"anxiety", 1430, 3.5, 1.25, 0.5}, {"avoidance"}}}}};
}

const attune::screen_run screened{0.6, "answers.csv", "ab12", 1510, 2, {"a warning"}};

}  // namespace

TEST(ScreenReport, CsvFieldsFollowTheirColumns)
{
    EXPECT_EQ(attune::screen_columns(),
              (std::vector<std::string>{"n_answered", "longstring", "irv", "even_odd", "mahalanobis", "synonyms",
                                        "antonyms", "person_total_r", "share_missing"}));
    attune::text_buffer line;
    attune::append_screen_fields(line, some_person());
    EXPECT_EQ(line.view(), ",4,3,1.5,,4.25,0.5,-0.5,1,0");
}

TEST(ScreenReport, APersonAsJsonHasNullForWhatIsNotKnown)
{
    const auto json = nlohmann::json::parse(attune::screen_person_json(7, R"({"person":"x"})", "{}", some_person()));
    EXPECT_EQ(json.at("row"), 7);
    EXPECT_EQ(json.at("id").at("person"), "x");
    EXPECT_EQ(json.at("n_answered"), 4);
    EXPECT_EQ(json.at("irv"), 1.5);
    EXPECT_TRUE(json.at("even_odd").is_null());
}

TEST(ScreenReport, JsonStatesIndicesPairsAndSensitivity)
{
    const attune::scoring_key key(attune_test::two_scales());
    const attune::careless_screen screen(key, attune::moments(attune::layout_of(key)));
    const auto json = nlohmann::json::parse("{" + attune::screen_json(key, screen, some_sensitivity(), screened) + "}");
    EXPECT_EQ(json.at("indices").size(), 8U);
    EXPECT_EQ(json.at("indices").at(1).at("look_at"), "low");
    EXPECT_TRUE(json.at("pairs").at("synonyms").empty());
    EXPECT_EQ(json.at("everybody").at(0).at("alpha"), 0.75);
    const auto& step = json.at("sensitivity").at(0);
    EXPECT_EQ(step.at("index"), "irv");
    EXPECT_EQ(step.at("n_left_out"), 74);
    EXPECT_EQ(step.at("n_ranked"), 1500);
    EXPECT_TRUE(step.at("scales").at(1).at("mean").is_null());
    EXPECT_EQ(json.at("summary").at("warnings").at(0), "a warning");
}

TEST(ScreenReport, TextIsATableAndNoVerdict)
{
    const attune::scoring_key key(attune_test::two_scales());
    const attune::careless_screen screen(key, attune::moments(attune::layout_of(key)));
    const std::string text = attune::screen_text(key, screen, some_sensitivity(), screened);
    EXPECT_NE(text.find("sample, form published: 1,510 people\n"), std::string::npos);
    EXPECT_NE(text.find("\n  low irv   5 %      74         3.500       1.250          0.500"), std::string::npos)
        << text;
    EXPECT_NE(text.find("\nnobody has even_odd: it needs at least three scales\n"), std::string::npos);
    EXPECT_NE(text.find("No index is a verdict"), std::string::npos);
}
