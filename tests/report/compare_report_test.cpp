#include "attune/report/compare_report.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

attune::comparison_result two_groups()
{
    attune::comparison_result made;
    made.instrument =
        attune::instrument_identity{"demo", "1.0.0", "published", "aa", "bb", attune::confidence::single_source};
    made.by = "gender \"g\"";
    made.groups = {"women", "men"};
    made.scores = attune::compare_scores(
        {{"anxiety", {{3.8, 1.1, 120}, {3.4, 1.3, 80}}}, {"avoidance", {{3.0, 0.9, 120}, {3.1, 1.0, 80}}}});
    made.joint = attune::compare_jointly({"anxiety", "avoidance"},
                                         {attune::moments_of_two({3.8, 1.1, 120}, {3.0, 0.9, 120}, 0.4),
                                          attune::moments_of_two({3.4, 1.3, 80}, {3.1, 1.0, 80}, 0.3)});
    made.input_name = "answers.csv";
    made.input_sha256 = "ab12";
    made.n_rows = 210;
    made.n_without_group = 1;
    made.n_refused_rows = 9;
    made.options = {{"by", "gender \"g\""}};
    made.warnings = {"a warning"};
    return made;
}

}  // namespace

TEST(CompareJson, StatesScoresPairsAndWhereTheyComeFrom)
{
    const auto json = nlohmann::ordered_json::parse(attune::compare_json(two_groups()));
    std::vector<std::string> members;
    for (const auto& [name, value] : json.items())
        members.push_back(name);
    EXPECT_EQ(members, (std::vector<std::string>{"schema", "attune", "instrument", "by", "groups", "scores", "joint",
                                                 "correlations", "ancova", "outcomes", "summary"}));
    EXPECT_EQ(json["by"], "gender \"g\"");
    EXPECT_EQ(json["scores"][0]["groups"][1]["n_persons"], 80);
    EXPECT_EQ(json["scores"][0]["pairs"][0]["first"], "women");
    EXPECT_EQ(json["scores"][0]["pairs"][0]["estimates"][0]["id"], "mean_difference");
    EXPECT_EQ(json["scores"][1]["tests"][0]["id"], "anova");
    EXPECT_EQ(json["joint"]["scores"][1], "avoidance");
    EXPECT_EQ(json["joint"]["manova"][3]["id"], "roy");
    EXPECT_EQ(json["joint"]["status"], "ok");
    EXPECT_EQ(json["summary"]["rows_without_group"], 1);
    EXPECT_EQ(json["summary"]["input"]["sha256"], "ab12");
    EXPECT_EQ(json["summary"]["warnings"][0], "a warning");
}

TEST(CompareJson, OfATableOfMeansHasNoInstrument)
{
    attune::comparison_result table = two_groups();
    table.instrument.reset();
    table.joint.reset();
    const auto json = nlohmann::ordered_json::parse(attune::compare_json(table));
    EXPECT_FALSE(json.contains("instrument"));
    EXPECT_TRUE(json["joint"].is_null());
}

TEST(CompareText, HasATableForEachScoreAndPair)
{
    const std::string text = attune::compare_text(two_groups());
    EXPECT_EQ(text.substr(0, text.find("  women less men")),
              "demo 1.0.0, form published (key from a single source): 210 persons, groups by gender \"g\"\n"
              "  left out, of no group asked for: 1 person\n"
              "\n"
              "anxiety\n"
              "           n   mean     sd\n"
              "  women  120  3.800  1.100\n"
              "  men     80  3.400  1.300\n"
              "\n");
    EXPECT_NE(text.find("Welch's p over all comparisons (Holm): 0.050\n"), std::string::npos);
    EXPECT_NE(text.find("anxiety and avoidance together\n"), std::string::npos);
    EXPECT_NE(text.find("Hotelling's T2: F(2, 197) = "), std::string::npos);
    EXPECT_NE(text.find("say little about any one person in them.\n"), std::string::npos);
}

TEST(CompareText, TellsCovariatesAndOutcomes)
{
    attune::comparison_result result = two_groups();
    result.covariates = {"age"};
    attune::ancova_test refused;
    refused.status = attune::estimate_status::too_few_persons;
    refused.message = "a group has nobody with a score and every covariate";
    result.ancovas = {{"anxiety", refused}};
    attune::outcome_regression outcome;
    outcome.outcome = "therapy";
    outcome.main = {{.id = "anxiety", .status = attune::estimate_status::separated, .message = "told apart"}};
    outcome.n_persons = 1;
    result.outcomes = {outcome};
    result.correlations = {{"men", {{"anxiety, avoidance", attune::correlation_test{}}}, {}}};
    const std::string text = attune::compare_text(result);
    EXPECT_NE(text.find("anxiety with age held constant: a group has nobody with a score and every covariate\n"),
              std::string::npos);
    EXPECT_NE(text.find("therapy: 0 of 1 person yes; log odds\n"), std::string::npos);
    EXPECT_NE(text.find("  anxiety: told apart\n"), std::string::npos);
    EXPECT_NE(text.find("correlations, men\n"), std::string::npos);
    EXPECT_EQ(text.find("nan"), std::string::npos);
}
