#include "attune/report/norm_report.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/io/norm_file.hpp"
#include "support/sample_norm_models.hpp"
#include "support/sample_norms.hpp"

namespace fs = std::filesystem;

namespace {

std::string contents_of(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST(NormSetJson, IsReadAgainToTheSameSet)
{
    for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(ATTUNE_TEST_DATA_DIR) / "norms"))
        EXPECT_EQ(attune::norm_set_json(attune::load_norm_set(entry.path())), contents_of(entry.path()));
}

TEST(NormSetJson, KeepsDoublesAndWeights)
{
    attune::norm_set of = attune_test::sample_norms();
    for (std::string* text : {&of.population, &of.year, &of.sampling, &of.source, &of.licence})
        *text = "these tests";
    of.scoring_sha256 = std::string(64, 'a');
    of.weighting = attune::norm_weighting{"gender", 1.25};
    of.data = attune::norm_data{"answers.csv", std::string(64, 'b'), 250};
    of.exclusions = {{"younger than 18", 50}};
    of.groups[0].n_effective = 160;
    of.groups[0].scores[0].counts->weights = {50, 100, 50};
    of.groups[0].scores[0].sd = 0.3546634510659543;
    const auto again = attune::parse_norm_set(attune::norm_set_json(of), "n.json");
    ASSERT_TRUE(again.value) << to_string(again.found.front());
    EXPECT_EQ(again.value->groups[0].scores[0].sd, of.groups[0].scores[0].sd);
    EXPECT_EQ(again.value->groups[0].scores[0].counts->weights, of.groups[0].scores[0].counts->weights);
    EXPECT_EQ(again.value->groups[0].n_effective, 160);
    EXPECT_EQ(again.value->weighting->design_effect, 1.25);
    EXPECT_EQ(again.value->data->n_rows, 250);
    EXPECT_EQ(again.value->groups[2].age, of.groups[2].age);
}

TEST(NormSetJson, KeepsCurves)
{
    attune::norm_set of = attune_test::sample_curves();
    for (std::string* text : {&of.population, &of.year, &of.sampling, &of.source, &of.licence})
        *text = "these tests";
    of.scoring_sha256 = std::string(64, 'a');
    for (const std::vector<attune::norm_model>& models :
         {of.models, {attune_test::sample_surface()}, {attune_test::sample_distribution()}}) {
        of.models = models;
        const std::string text = attune::norm_set_json(of);
        const auto again = attune::parse_norm_set(text, "n.json");
        ASSERT_TRUE(again.value) << to_string(again.found.front());
        EXPECT_EQ(attune::norm_set_json(*again.value), text);
    }
}

TEST(NormSetText, SaysWhatCurvesCoverAndHowTheyFit)
{
    attune::norm_set of = attune_test::sample_curves();
    const std::string text = attune::norm_set_text(of);
    EXPECT_NE(
        text.find("\nCurves over age\n"
                  "  anxiety of everybody: regression, ages 18 to 60, 400 people; R2 0.2000, rmse 1; percentiles at "
                  "most 3.0 off\n"
                  "  anxiety of men, women: regression, ages 18 to 60"),
        std::string::npos)
        << text;
    of.models.clear();
    EXPECT_EQ(attune::norm_set_text(of).find("Curves"), std::string::npos);
}

TEST(NormSetJson, KeepsTheRetestOfUntreatedPeople)
{
    attune::norm_set of = attune_test::sample_norms();
    for (std::string* text : {&of.population, &of.year, &of.sampling, &of.source, &of.licence})
        *text = "these tests";
    of.scoring_sha256 = std::string(64, 'a');
    of.type = attune::norm_sample::untreated_retest;
    of.groups = {of.groups[1]};
    of.groups[0].scores[0].retest = attune::norm_retest{3.9, 0.95, 0.8, 42.5};
    const auto again = attune::parse_norm_set(attune::norm_set_json(of), "n.json");
    ASSERT_TRUE(again.value) << to_string(again.found.front());
    ASSERT_TRUE(again.value->groups[0].scores[0].retest);
    EXPECT_EQ(again.value->groups[0].scores[0].retest->sd, 0.95);
    EXPECT_EQ(again.value->groups[0].scores[0].retest->days, 42.5);
    const std::string text = attune::norm_set_text(of);
    EXPECT_NE(text.find("      later, without treatment: mean 3.9, sd 0.95, r 0.800; 42.5 days later\n"),
              std::string::npos)
        << text;
    of.groups[0].scores[0].retest->days.reset();
    EXPECT_NE(attune::norm_set_text(of).find("r 0.800; after a time that was not reported\n"), std::string::npos);
}

TEST(NormSetText, SaysWhoThePeopleAreAndWhatIsNotReported)
{
    const std::string text = attune::norm_set_text(attune_test::sample_norms());
    EXPECT_NE(text.find("sample-norms 1.0.0: Invented people\n"), std::string::npos) << text;
    EXPECT_NE(text.find("aged 18 to 60"), std::string::npos);
    EXPECT_NE(text.find("  all (everybody): 200 people; r of anxiety and avoidance 0.250\n"
                        "    anxiety: mean 3.5, sd 0.3544; alpha_raw 0.750; percentiles from the distribution\n"
                        "    avoidance: mean 3, sd 1; reliability not reported: no standard error of measurement; "
                        "percentiles assume a normal distribution\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("  men (men): number of people not reported"), std::string::npos);
    EXPECT_NE(text.find("no percentiles\n"), std::string::npos);
}

TEST(NormListText, HasALineForEachSet)
{
    EXPECT_EQ(attune::norm_list_text({attune_test::sample_norms()}),
              "  sample-norms (form published, answers 1..7; other; number of people not reported): Invented people\n");
}
