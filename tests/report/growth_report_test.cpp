#include "attune/report/growth_report.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

const attune::instrument_identity sample{"sample", "1.0.0", "published", "aa", "bb", attune::confidence::single_source};

attune::score_growth fitted(const attune::growth_data& data)
{
    return {.score = "anxiety",
            .model = attune::growth(data),
            .icc = attune::icc_empty(data),
            .slope = attune::random_slope_test(data)};
}

const attune::growth_data four_people{{0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3},
                                      {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2},
                                      {4, 3.6, 3.5, 5, 4.9, 4.1, 3, 3.3, 2.9, 4.5, 3.6, 3.8}};

attune::growth_run run_of_four()
{
    attune::growth_run run;
    run.time = "week";
    run.ids = {"a", "b\"", "c", "d"};
    run.input.n_rows = 12;
    return run;
}

}  // namespace

TEST(GrowthReport, HoldsEveryFigureAndPersonAsJson)
{
    const auto json = nlohmann::json::parse(attune::growth_json(sample, {fitted(four_people)}, run_of_four()));
    EXPECT_EQ(json.at("schema"), "attune.change_growth/1");
    EXPECT_EQ(json.at("time"), "week");
    EXPECT_TRUE(json.at("predictor").is_null());
    const auto& score = json.at("scores")[0];
    EXPECT_EQ(score.at("n_observations"), 12);
    EXPECT_EQ(score.at("estimates").size(), 9U);
    EXPECT_EQ(score.at("persons").size(), 4U);
    EXPECT_EQ(score.at("persons")[1].at("id"), "b\"");
    EXPECT_TRUE(score.at("random_slope_test").at("p").is_number());
    EXPECT_EQ(json.at("summary").at("rows"), 12);
}

TEST(GrowthReport, AnswersQuestionsInWords)
{
    const std::string text = attune::growth_text(sample, {fitted(four_people)}, run_of_four());
    EXPECT_TRUE(text.starts_with("sample 1.0.0, form published (key from a single source): 4 persons over week\n"))
        << text;
    EXPECT_NE(text.find("time: The score of an average person falls by"), std::string::npos) << text;
    EXPECT_NE(text.find("parts of what differs between scores lie between persons."), std::string::npos);
}

TEST(GrowthReport, SaysWhyThereIsNoModel)
{
    const attune::growth_data one{{0, 0}, {0, 1}, {3, 4}};
    const std::string text = attune::growth_text(sample, {fitted(one)}, run_of_four());
    EXPECT_NE(text.find("  no model: A two-level model needs at least two persons"), std::string::npos) << text;
    const auto json = nlohmann::json::parse(attune::growth_json(sample, {fitted(one)}, run_of_four()));
    EXPECT_EQ(json.at("scores")[0].at("status"), "too_few_persons");
    EXPECT_TRUE(json.at("scores")[0].at("estimates")[0].at("value").is_null());
}
