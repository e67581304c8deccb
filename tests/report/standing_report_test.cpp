#include "attune/report/standing_report.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/scoring/block.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_norms.hpp"

using attune::standing_format;
using attune::standing_report;

namespace {

const attune::scoring_key& key()
{
    static const attune::scoring_key made(attune_test::with_derived());
    return made;
}

std::vector<attune::raw_score> scores_of(const std::vector<int>& answers)
{
    attune::code_block block(key().n_columns());
    attune::encode(answers, 1, 7, block.append());
    attune::score_block scores(key().outputs().size());
    attune::score(key(), block, scores);
    return {scores.row(0).begin(), scores.row(0).end()};
}

std::string line_of(const attune::norm_comparison& comparison, const std::vector<int>& answers,
                    const attune::person_groups& groups)
{
    standing_report report(key(), comparison, standing_format::csv);
    attune::text_buffer line;
    report.append_csv(line, scores_of(answers), groups);
    const std::string once(line.view());
    line.clear();
    report.append_csv(line, scores_of(answers), groups);
    EXPECT_EQ(line.view(), once) << "remembered";
    return once;
}

const std::string nothing(10, ',');

}  // namespace

TEST(StandingReport, NamesItsColumnsByScoreAndComparison)
{
    const attune::norm_comparison by_person(attune_test::sample_norms(), key(), {}, true);
    const auto columns = standing_report(key(), by_person, standing_format::csv, "x_").columns();
    ASSERT_EQ(columns.size(), 3U * 20 + 2);
    EXPECT_EQ(columns[0], "x_anxiety_z");
    EXPECT_EQ(columns[9], "x_anxiety_measured_percentile_upper");
    EXPECT_EQ(columns[10], "x_anxiety_same_z");
    EXPECT_EQ(columns[60], "x_norm_group");
    EXPECT_EQ(columns[61], "x_norm_flag");

    const attune::norm_comparison by_name(attune_test::sample_norms(), key(), {"men"});
    const auto named = standing_report(key(), by_name, standing_format::csv).columns();
    ASSERT_EQ(named.size(), 3U * 20 + 1);
    EXPECT_EQ(named[10], "anxiety_men_z");
    EXPECT_EQ(named.back(), "norm_flag");
}

TEST(StandingReport, HasAFieldForEveryColumn)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), key(), {}, true);
    const auto n_columns =
        static_cast<std::ptrdiff_t>(standing_report(key(), comparison, standing_format::csv).columns().size());
    for (const std::vector<int>& answers : {std::vector<int>{3, 4, 4, 5}, std::vector<int>{9, 4, 4, 5}})
        for (const attune::person_groups& groups : {attune::person_groups{}, attune::person_groups{1, "", false},
                                                    attune::person_groups{1, "age_outside", true}}) {
            const std::string line = line_of(comparison, answers, groups);
            EXPECT_EQ(std::count(line.begin(), line.end(), ','), n_columns) << line;
        }
}

TEST(StandingReport, WritesEverybodyAndTheGroupOfThePerson)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), key(), {}, true);
    const std::string line = line_of(comparison, {3, 4, 4, 5}, {1, "", false});  // anxiety 7/2, avoidance 9/2
    EXPECT_TRUE(line.starts_with(",0,50,50,50,45.1")) << line;
    EXPECT_TRUE(line.ends_with(nothing + nothing + ",women,")) << "security has no norms: " << line;
}

TEST(StandingReport, WritesNoFigureBesideARefusedScore)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), key());
    EXPECT_EQ(line_of(comparison, {9, 9, 9, 9}, {}), nothing + nothing + nothing + ",");
    EXPECT_EQ(line_of(comparison, {3, 4, 4, 5}, {attune::person_groups::none, "age_outside", true}),
              nothing + nothing + nothing + ",age_outside");
    standing_report report(key(), comparison, standing_format::json);
    for (const std::string& text : report.json(scores_of({9, 9, 9, 9}), {}))
        EXPECT_EQ(text, ",\"norms\":[]");
}

TEST(StandingReport, SaysInJsonWhyAFigureIsNull)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), key(), {"men"});
    standing_report report(key(), comparison, standing_format::json);
    const std::vector<std::string> texts = report.json(scores_of({3, 4, 4, 5}), {});
    ASSERT_EQ(texts.size(), 3U);
    const auto anxiety = nlohmann::json::parse("{\"x\":0" + texts[0] + "}")["norms"];
    ASSERT_EQ(anxiety.size(), 2U);
    EXPECT_EQ(anxiety[0]["group"], "all");
    EXPECT_EQ(anxiety[0]["percentile"], 50);
    EXPECT_EQ(anxiety[0]["percentile_ci"]["method"], "logit");
    EXPECT_FALSE(anxiety[0].contains("because"));
    EXPECT_EQ(anxiety[1]["group"], "men");
    EXPECT_EQ(anxiety[1]["n_persons"], nullptr);
    EXPECT_EQ(anxiety[1]["percentile"], nullptr);
    EXPECT_EQ(anxiety[1]["because"]["t_normalised"], "the norm set has no counts of scores");
    EXPECT_EQ(anxiety[1]["t_linear"], 45);
}

TEST(StandingCsv, RoundsToSixDecimalsAndWritesNothingForWhatIsNotKnown)
{
    attune::score_standing of;
    of.z.value = -0.00000001;
    of.t_linear.value = 50.123456789;
    EXPECT_EQ(attune::standing_csv(of), ",0,50.123457,,,,,,,,");
}

TEST(NormsJson, NamesTheSetAndWhatToSayAloud)
{
    const auto json = nlohmann::json::parse(attune::norms_json(attune_test::sample_norms(), {"not your age"}));
    EXPECT_EQ(json["id"], "sample-norms");
    EXPECT_EQ(json["n_persons"], nullptr);
    EXPECT_EQ(json["flags"], nlohmann::json({"not your age"}));
}
