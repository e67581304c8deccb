#include "attune/report/agreement_report.hpp"

#include <cmath>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

attune::matrix table(std::initializer_list<std::array<double, 2>> rows)
{
    attune::matrix made(static_cast<Eigen::Index>(rows.size()), 2);
    Eigen::Index i = 0;
    for (const auto& row : rows)
        made.row(i++) << row[0], row[1];
    return made;
}

const attune::ratings_run ratings{.raters = {"anna", "ben \"b\""},
                                  .input = {"ratings.csv", "ab12", 5, 1},
                                  .options = {{"decimal", ","}},
                                  .warnings = {"a warning"}};

attune::retest_run occasions()
{
    return {.occasions = {"before", "after"},
            .inputs = {{"before.csv", "ab", 9, 1}, {"after.csv", "cd", 7, 2}},
            .n_paired = 4,
            .n_only_first = 5,
            .n_only_second = 3,
            .n_without_id = 2,
            .n_without_occasion = 0};
}

const attune::instrument_identity verified_demo{"demo", "1.0.0", "published", "aa", "bb", attune::confidence::verified};

}  // namespace

TEST(RatingsJson, StatesEstimatesTestsAndWhereTheyComeFrom)
{
    const auto found = attune::agreement_of_ratings(table({{1, 2}, {2, 2}, {4, 5}, {6, std::nan("")}}));
    const auto json = nlohmann::ordered_json::parse(attune::ratings_json(found, ratings));
    std::vector<std::string> members;
    for (const auto& [name, value] : json.items())
        members.push_back(name);
    EXPECT_EQ(members, (std::vector<std::string>{"schema", "attune", "raters", "estimates", "f_tests", "summary"}));
    EXPECT_EQ(json.at("schema"), "attune.retest/1");
    EXPECT_EQ(json.at("raters").at(1), "ben \"b\"");
    EXPECT_EQ(json.at("estimates").size(), 17U);
    EXPECT_EQ(json.at("f_tests").size(), 6U);
    EXPECT_EQ(json.at("f_tests").at(0).at("df2"), 3);
    const auto& summary = json.at("summary");
    EXPECT_EQ(summary.at("rows"), 5);
    EXPECT_EQ(summary.at("n_persons"), 3);
    EXPECT_EQ(summary.at("n_left_out"), 1);
    EXPECT_EQ(summary.at("short_rows"), 1);
    EXPECT_EQ(summary.at("input").at("sha256"), "ab12");
    EXPECT_EQ(summary.at("options").at("decimal"), ",");
    EXPECT_EQ(summary.at("warnings").at(0), "a warning");
}

TEST(RatingsText, HasATableAndASentenceForEachCoefficient)
{
    const auto found = attune::agreement_of_ratings(table({{1, 3}, {2, 4}, {4, 6}, {6, std::nan("")}}));
    const std::string text = attune::ratings_text(found, ratings);
    EXPECT_EQ(text.substr(0, text.find("  icc_3_1")),
              R"(Agreement of 2 raters on 3 persons; 1 person left out for a missing rating

                              value     95 % interval     F    df        p
  icc_1_1                     0.400   -0.746 to 0.978  2.33  2, 3    0.245
  icc_2_1                     0.538    0.001 to 0.978   inf  2, 2  < 0.001
)");
    EXPECT_EQ(
        text.substr(text.find("  sdc_consistency_group: ")),
        "  sdc_consistency_group: A mean of these 3 persons that moves by more than 0.000 points moves by more than "
        "measurement error; that one rater is more lenient than another does not count.\n"
        "  test_retest_r: How far persons keep their places between the two raters: 1 is entirely, 0 not at all.\n"
        "  bias: Ratings of the second rater are 2.000 points higher than those of the first rater on average.\n"
        "  sd_differences: How much the differences vary from person to person.\n"
        "  loa_lower: About 2 or 3 of 100 persons have a difference below 2.000, if differences are normal.\n"
        "  loa_upper: About 2 or 3 of 100 persons have a difference above 2.000, if differences are normal.\n\n"
        "  short rows, whose end counts as missing: 1\n");
}

TEST(RatingsText, GivesReasonsInsteadOfFigures)
{
    const std::string text = attune::ratings_text(attune::agreement_of_ratings(attune::matrix::Ones(1, 1)), ratings);
    EXPECT_NE(text.find("Agreement of 1 rater on 1 person\n"), std::string::npos) << text;
    EXPECT_NE(text.find("  icc_1_1                         -              -\n"), std::string::npos) << text;
    EXPECT_NE(text.find("  icc_1_1: An intraclass correlation needs at least two ratings of each person.\n"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("nan"), std::string::npos) << text;
}

TEST(RatingsText, SaysThatPersonsDoNotDiffer)
{
    const std::string text =
        attune::ratings_text(attune::agreement_of_ratings(table({{1, 3}, {2, 2}, {3, 1}})), ratings);
    EXPECT_NE(text.find("icc_1_1: In a single rating, persons differ no more than chance alone would make them.\n"),
              std::string::npos)
        << text;
}

TEST(RetestJson, StatesEveryScoreWithItsOwnPersons)
{
    const attune::matrix scores = table({{1, 2}, {2, 2}, {4, 5}, {6, 5}});
    attune::matrix refused = scores;
    refused(2, 1) = std::nan("");
    const auto json = nlohmann::json::parse(attune::retest_json(
        verified_demo,
        {{"anxiety", attune::agreement_of_occasions(scores)}, {"avoidance", attune::agreement_of_occasions(refused)}},
        occasions()));
    EXPECT_EQ(json.at("instrument").at("id"), "demo");
    EXPECT_EQ(json.at("occasions").at(0), "before");
    EXPECT_EQ(json.at("scores").at(0).at("n_persons"), 4);
    EXPECT_EQ(json.at("scores").at(1).at("n_persons"), 3);
    EXPECT_EQ(json.at("scores").at(1).at("n_left_out"), 1);
    EXPECT_EQ(json.at("scores").at(0).at("estimates").at(0).at("id"), "test_retest_r");
    EXPECT_EQ(json.at("scores").at(0).at("f_tests").size(), 2U);
    const auto& summary = json.at("summary");
    EXPECT_EQ(summary.at("rows"), nlohmann::json({9, 7}));
    EXPECT_EQ(summary.at("n_paired"), 4);
    EXPECT_EQ(summary.at("n_only_first"), 5);
    EXPECT_EQ(summary.at("n_only_second"), 3);
    EXPECT_EQ(summary.at("rows_without_id"), 2);
    EXPECT_EQ(summary.at("short_rows"), 3);
    EXPECT_EQ(summary.at("inputs").at(1).at("name"), "after.csv");
}

TEST(RetestText, SpeaksOfOccasionsAndNotOfRaters)
{
    const std::string text = attune::retest_text(
        verified_demo, {{"anxiety", attune::agreement_of_occasions(table({{1, 0.5}, {2, 2}, {4, 3.5}, {6, 5}}))}},
        occasions());
    EXPECT_EQ(text.substr(0, text.find("\n\n")),
              "demo 1.0.0, form published: 4 persons on both occasions; first before, second after\n"
              "  on one occasion only: 5 persons on the first, 3 persons on the second");
    EXPECT_NE(text.find("\nanxiety: 4 persons\n"), std::string::npos) << text;
    EXPECT_NE(
        text.find(
            "bias: Scores on the second occasion are 0.500 points lower than those on the first occasion on average.\n"),
        std::string::npos)
        << text;
    EXPECT_NE(text.find("icc_2_1: Of what differs in a single score, about 96 of 100 parts are differences between "
                        "persons; that everybody moved by the same amount counts as error.\n"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("rater"), std::string::npos) << text;
}
