#include "attune/report/standing_report.hpp"

#include <algorithm>
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

const attune::scoring_key& derived_key()
{
    static const attune::scoring_key made(attune_test::with_derived());
    return made;
}

std::vector<attune::raw_score> scores_of(const std::vector<int>& answers)
{
    attune::code_block block(derived_key().n_columns());
    attune::encode(answers, 1, 7, block.append());
    attune::score_block scores(derived_key().outputs().size());
    attune::score(derived_key(), block, scores);
    return {scores.row(0).begin(), scores.row(0).end()};
}

std::string line_of(const attune::norm_comparison& comparison, const std::vector<int>& answers,
                    const attune::person_groups& groups)
{
    standing_report report(derived_key(), comparison, standing_format::csv);
    attune::text_buffer line;
    report.append_csv(line, scores_of(answers), groups);
    const std::string once(line.view());
    line.clear();
    report.append_csv(line, scores_of(answers), groups);
    EXPECT_EQ(line.view(), once) << "remembered";
    return once;
}

const std::string nothing(12, ',');
const std::string pomp_of_anxiety = ",41.666666666666664";  // 3.5 on 1..7

}  // namespace

TEST(StandingReport, NamesItsColumnsByScoreAndComparison)
{
    const attune::norm_comparison by_person(attune_test::sample_norms(), derived_key(), {}, true);
    const auto columns = standing_report(derived_key(), by_person, standing_format::csv, {false, "x_"}).columns();
    ASSERT_EQ(columns.size(), 3U * 25 + 2);
    EXPECT_EQ(columns[0], "x_anxiety_pomp");
    EXPECT_EQ(columns[1], "x_anxiety_z");
    EXPECT_EQ(columns[12], "x_anxiety_measured_percentile_upper");
    EXPECT_EQ(columns[13], "x_anxiety_same_z");
    EXPECT_EQ(columns[75], "x_norm_group");
    EXPECT_EQ(columns[76], "x_norm_flag");

    const attune::norm_comparison by_name(attune_test::sample_norms(), derived_key(), {"men"});
    const auto named = standing_report(derived_key(), by_name, standing_format::csv).columns();
    ASSERT_EQ(named.size(), 3U * 25 + 1);
    EXPECT_EQ(named[13], "anxiety_men_z");
    EXPECT_EQ(named.back(), "norm_flag");

    const auto all = standing_report(derived_key(), by_name, standing_format::csv, {true, ""}).columns();
    ASSERT_EQ(all.size(), 3U * 47 + 1);
    EXPECT_EQ(all[13], "anxiety_percent_below");
    EXPECT_EQ(all[23], "anxiety_kelley_upper");
}

TEST(StandingReport, HasAFieldForEveryColumn)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key(), {}, true);
    const auto n_columns =
        static_cast<std::ptrdiff_t>(standing_report(derived_key(), comparison, standing_format::csv).columns().size());
    for (const std::vector<int>& answers : {std::vector<int>{3, 4, 4, 5}, std::vector<int>{9, 4, 4, 5}})
        for (const attune::person_groups& groups : {attune::person_groups{}, attune::person_groups{1, "", false},
                                                    attune::person_groups{1, "age_outside", true}}) {
            const std::string line = line_of(comparison, answers, groups);
            EXPECT_EQ(std::count(line.begin(), line.end(), ','), n_columns) << line;
        }
}

TEST(StandingReport, WritesEverybodyAndTheGroupOfThePerson)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key(), {}, true);
    const std::string line = line_of(comparison, {3, 4, 4, 5}, {1, "", false});  // anxiety 7/2, avoidance 9/2
    EXPECT_TRUE(line.starts_with(pomp_of_anxiety + ",0,50,50,6,5,50,45.1")) << line;
    EXPECT_TRUE(line.ends_with(nothing + nothing + ",women,")) << "security has no norms: " << line;
}

TEST(StandingReport, WritesNoFigureBesideARefusedScore)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key());
    const std::string nothing_at_all = "," + nothing;
    EXPECT_EQ(line_of(comparison, {9, 9, 9, 9}, {}), nothing_at_all + nothing_at_all + nothing_at_all + ",");
    const std::string outside = line_of(comparison, {3, 4, 4, 5}, {attune::person_groups::none, "age_outside", true});
    EXPECT_TRUE(outside.starts_with(pomp_of_anxiety + nothing)) << "which needs no norms: " << outside;
    EXPECT_TRUE(outside.ends_with(nothing + ",age_outside")) << outside;
    standing_report report(derived_key(), comparison, standing_format::json);
    for (const std::string& text : report.json(scores_of({9, 9, 9, 9}), {}))
        EXPECT_EQ(text, ",\"norms\":[]");
}

TEST(StandingReport, SaysInJsonWhyAFigureIsNull)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key(), {"men"});
    standing_report report(derived_key(), comparison, standing_format::json);
    const std::vector<std::string> texts = report.json(scores_of({3, 4, 4, 5}), {});
    ASSERT_EQ(texts.size(), 3U);
    const auto members = nlohmann::json::parse("{\"x\":0" + texts[0] + "}");
    EXPECT_NEAR(members["pomp"].get<double>(), 100 * 2.5 / 6, 1e-12);
    const auto& anxiety = members["norms"];
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

TEST(StandingCsv, WritesTheShortestNumbersThatReadBackTheSame)
{
    attune::score_standing of;
    of.z.value = -0.00000001;
    of.t_linear.value = 1.0 / 3;
    of.percentile.ci = attune::confidence_interval{0.1 + 0.2, 1e22, 0.95, ""};
    EXPECT_EQ(attune::standing_csv(of), ",-1e-08,0.3333333333333333,,,,,0.30000000000000004,1e+22,,,,");
}

TEST(StandingReport, WritesEveryFigureWhenAskedFor)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key());
    standing_report csv(derived_key(), comparison, standing_format::csv, {true, ""});
    attune::text_buffer line;
    csv.append_csv(line, scores_of({3, 4, 4, 5}), {});
    const std::string text(line.view());
    EXPECT_EQ(std::count(text.begin(), text.end(), ','), 3 * 24 + 1);
    EXPECT_NE(text.find(",25,50,"), std::string::npos) << "below and equal: " << text;

    standing_report json(derived_key(), comparison, standing_format::json, {true, ""});
    const auto anxiety =
        nlohmann::json::parse("{\"x\":0" + json.json(scores_of({3, 4, 4, 5}), {})[0] + "}")["norms"][0];
    EXPECT_EQ(anxiety["percentile_jeffreys_ci"]["method"], "jeffreys");
    EXPECT_EQ(anxiety["percentile_ties_ci"]["method"], "tie_mixture");
    EXPECT_LT(anxiety["percentile_ties_ci"]["lower"], anxiety["percentile_ci"]["lower"]) << "half of them are ties";
    EXPECT_GT(anxiety["sem_conditional"], anxiety["sem"]) << "in the middle of the range";
}

TEST(NormsJson, NamesTheSetAndWhatToSayAloud)
{
    const auto json = nlohmann::json::parse(attune::norms_json(attune_test::sample_norms(), {"not your age"}));
    EXPECT_EQ(json["id"], "sample-norms");
    EXPECT_EQ(json["n_persons"], nullptr);
    EXPECT_EQ(json["flags"], nlohmann::json({"not your age"}));
}
