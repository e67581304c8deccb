#include "attune/report/plane_report.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/analysis/prototype_figures.hpp"
#include "attune/io/instrument_search.hpp"
#include "attune/scoring/block.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_norms.hpp"

using attune::plane_report;

namespace {

std::vector<attune::raw_score> scores_by(const attune::scoring_key& key, const std::vector<int>& answers)
{
    attune::code_block block(key.n_columns());
    attune::encode(answers, 1, 7, block.append());
    attune::score_block scores(key.outputs().size());
    attune::score(key, block, scores);
    return {scores.row(0).begin(), scores.row(0).end()};
}

/// Norms in which (anxiety, avoidance) of `two_scales()` are z scores plus 4, with reliabilities of 0.84.
attune::norm_set plain_norms()
{
    attune::norm_set set = attune_test::sample_norms();
    for (attune::norm_group& group : set.groups) {
        group.scores = {{"anxiety", 4, 1, attune::norm_reliability{"alpha_raw", 0.84}, std::nullopt},
                        {"avoidance", 4, 1, attune::norm_reliability{"alpha_raw", 0.84}, std::nullopt}};
        group.r_anxiety_avoidance = 0.4;
    }
    return set;
}

nlohmann::json members_of(const std::string& text)
{
    return nlohmann::json::parse("{\"x\":0" + text + "}");
}

const attune::scoring_key& two_scales_key()
{
    static const attune::scoring_key made(attune_test::two_scales());
    return made;
}

const attune::scoring_key& published_ecr()
{
    static const attune::scoring_key made(attune::load_instrument_by_id("ecr", {ATTUNE_TEST_DATA_DIR}));
    return made;
}

}  // namespace

TEST(PlaneReport, NamesItsColumnsByRelationshipComparisonAndPoint)
{
    const attune::norm_comparison by_person(plain_norms(), two_scales_key(), {}, true);
    const auto columns = plane_report(two_scales_key(), &by_person, {true, "x_"}).columns();
    ASSERT_EQ(columns.size(), 16U);
    EXPECT_EQ(columns[0], "x_distance_secure");
    EXPECT_EQ(columns[4], "x_similarity_secure");
    EXPECT_EQ(columns[8], "x_same_distance_secure");
    EXPECT_TRUE(plane_report(two_scales_key(), &by_person, {}).columns().empty()) << "only when asked for";
    EXPECT_EQ(plane_report(published_ecr(), nullptr, {true, ""}).columns(),
              (std::vector<std::string>{"posterior_secure", "posterior_preoccupied", "posterior_dismissing",
                                        "posterior_fearful"}));
}

// (1, -0.5) as z scores: statistics of the field give distances 2.061553 .5 2.5 1.5 in the order S P D F.
TEST(PlaneReport, WritesDistancesAndSimilaritiesOfAllFourPoints)
{
    const attune::norm_comparison comparison(plain_norms(), two_scales_key());
    const plane_report report(two_scales_key(), &comparison, {true, ""});
    const auto scores = scores_by(two_scales_key(), {5, 5, 3, 4});  // anxiety 5, avoidance 3.5
    attune::text_buffer line;
    report.append_csv(line, scores, {});
    EXPECT_TRUE(std::string(line.view()).starts_with(",2.0615528128088303,0.5,2.5,1.5,0.0871443")) << line.view();

    const auto json = members_of(report.json(scores, {}));
    ASSERT_EQ(json["planes"].size(), 1U);
    EXPECT_EQ(json["planes"][0]["group"], "all");
    EXPECT_EQ(json["planes"][0]["distances"]["preoccupied"], 0.5);
    EXPECT_NEAR(json["planes"][0]["similarities"]["preoccupied"].get<double>(), .643914, 5e-7);
    EXPECT_NEAR(json["planes"][0]["region"]["semi_major"].get<double>(), 2.447746830680816 * 0.4, 1e-12);
    EXPECT_EQ(json["planes"][0]["region"]["error_r"], 0);
    ASSERT_EQ(json["differences"].size(), 1U);
    EXPECT_EQ(json["differences"][0]["units"], "z");
    EXPECT_NEAR(json["differences"][0]["value"].get<double>(), 1.5, 1e-12);
    EXPECT_NEAR(json["differences"][0]["reliability"].get<double>(), (0.84 - 0.4) / 0.6, 1e-12);
    EXPECT_FALSE(json.contains("posterior"));
}

TEST(PlaneReport, LeavesFieldsEmptyBesideARefusedScore)
{
    const attune::norm_comparison comparison(plain_norms(), two_scales_key(), {}, true);
    const plane_report report(two_scales_key(), &comparison, {true, ""});
    const auto refused = scores_by(two_scales_key(), {5, 9, 3, 4});
    const auto complete = scores_by(two_scales_key(), {5, 5, 3, 4});
    const attune::person_groups outside{attune::person_groups::none, "age_outside", true};
    for (const auto& [scores, groups] : {std::pair{refused, attune::person_groups{1}}, {complete, outside}}) {
        attune::text_buffer line;
        report.append_csv(line, scores, groups);
        EXPECT_EQ(line.view(), std::string(16, ','));
        const auto json = members_of(report.json(scores, groups));
        EXPECT_TRUE(json["planes"].empty());
        EXPECT_TRUE(json["differences"].empty());
    }
}

TEST(PlaneReport, ComparesRelationshipsAndSaysWhatIsNotKnown)
{
    const attune::scoring_key key(attune_test::with_targets());
    attune::norm_set set = plain_norms();
    for (attune::norm_group& group : set.groups) {
        for (const char* const id : {"mother_anxiety", "father_anxiety"})
            group.scores.push_back({id, 4, 1, attune::norm_reliability{"alpha_raw", 0.84}, std::nullopt});
    }
    const attune::norm_comparison comparison(set, key);
    const auto json = members_of(plane_report(key, &comparison).json(scores_by(key, {5, 5, 3, 4, 3, 5, 3, 4}), {}));
    EXPECT_EQ(json["planes"].size(), 3U);
    EXPECT_TRUE(json["planes"][0]["region"].is_null()) << "the norms have no avoidance of mothers";
    EXPECT_EQ(json["planes"][0]["because"], "a score or its standard error of measurement is not known");
    const auto& differences = json["differences"];
    const auto mother = std::find_if(differences.begin(), differences.end(),
                                     [](const auto& d) { return d["second"] == "father_anxiety"; });
    ASSERT_NE(mother, differences.end());
    EXPECT_EQ((*mother)["units"], "score");
    EXPECT_EQ((*mother)["value"], 1);
    EXPECT_TRUE((*mother)["reliability"].is_null());
    EXPECT_EQ((*mother)["because"], "the norms do not hold correlations between relationships");
}

// Avoidance 3.0 and anxiety 3.5: softmax .240/.390/.199/.171 in the order S F P D.
TEST(PlaneReport, WritesThePosteriorOfThePublishedEcrAndWhatIsInDoubt)
{
    const plane_report report(published_ecr(), nullptr, {true, ""});
    std::vector<attune::raw_score> scores(2);
    for (std::size_t i = 0; i < 2; ++i)
        scores[i].exact = published_ecr().outputs()[i].on == attune::dimension::anxiety ? attune::fraction{7, 2}
                                                                                        : attune::fraction{3, 1};
    const auto json = members_of(report.json(scores, {}));
    EXPECT_NEAR(json["posterior"]["secure"].get<double>(), .240, 5e-4);
    EXPECT_NEAR(json["posterior"]["fearful"].get<double>(), .390, 5e-4);
    EXPECT_FALSE(json.contains("planes")) << "no norms";
    attune::text_buffer line;
    report.append_csv(line, scores, {});
    EXPECT_EQ(std::count(line.view().begin(), line.view().end(), ','), 4);

    const auto about = nlohmann::json::parse(report.prototypes_json());
    EXPECT_EQ(about["exploratory"], true);
    EXPECT_TRUE(about["convention"].is_null());
    EXPECT_NE(about["posterior"].get<std::string>().find("one digit is disputed"), std::string::npos);
    EXPECT_TRUE(report.prototypes_text().starts_with("posterior: discriminant functions of 1998"));
}

TEST(PlaneReport, SaysWhyThereIsNoPosterior)
{
    const attune::norm_comparison comparison(plain_norms(), two_scales_key());
    const plane_report report(two_scales_key(), &comparison, {true, ""});
    const auto about = nlohmann::json::parse(report.prototypes_json());
    EXPECT_EQ(about["convention"], std::string(attune::prototype_convention));
    EXPECT_TRUE(about["posterior"].is_null());
    EXPECT_NE(about["because"].get<std::string>().find("these are scores of sample"), std::string::npos);
    const std::string text = report.prototypes_text();
    EXPECT_TRUE(text.starts_with("distances and similarities: reference points one standard deviation")) << text;
    EXPECT_NE(text.find("\nno posterior: the discriminant functions of 1998 are for the published form of the ecr"),
              std::string::npos);
}
