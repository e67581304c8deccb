#include "attune/report/factors_report.hpp"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "attune/analysis/factors.hpp"
#include "support/exploratory_reference.hpp"
#include "support/sample_instruments.hpp"

using attune::factors_result;
using attune::scoring_key;

namespace {

scoring_key made_key()
{
    attune::instrument of = attune_test::items_only(12);
    of.items[2].topic.reset();
    of.scales = {attune_test::mean_scale("anxiety", attune::dimension::anxiety, {1, 2, 3, 4, 5, 6}, {2}, 5),
                 attune_test::mean_scale("avoidance", attune::dimension::avoidance, {7, 8, 9, 10, 11, 12}, {}, 5)};
    return scoring_key(of);
}

/// The reference as one set, and beside it a set that cannot be factored.
factors_result made_result(const scoring_key& key)
{
    factors_result result;
    result.input_name = "answers.csv";
    result.input_sha256 = "abc";
    result.n_rows = 310;
    result.warnings = {"a \"warning\""};
    attune::factor_data data;
    data.cov = attune_test::exploratory_covariances();
    data.n_persons = 310;
    data.n_used = data.n_complete = 300;
    const attune::factor_set set = attune::factor_sets(key, false).front();
    result.sets.push_back(attune::factors_of(set, data, result.options));
    data.n_used = 1;
    result.sets.push_back(attune::factors_of(set, data, result.options));
    return result;
}

}  // namespace

TEST(FactorsReport, JsonHasEveryFigureInItsPlace)
{
    const scoring_key key = made_key();
    const factors_result result = made_result(key);
    const auto json = nlohmann::json::parse(factors_json(key, result));
    EXPECT_EQ(json["schema"], "attune.factors/1");
    EXPECT_EQ(json["instrument"]["id"], "sample");
    EXPECT_EQ(json["missing"], "listwise");
    EXPECT_EQ(json["method"], "minres");
    EXPECT_EQ(json["rotation"], (nlohmann::json{{"criterion", "oblimin"}, {"kaiser", false}}));
    EXPECT_EQ(json["parallel"]["replicates"], 200);
    const auto& set = json["sets"][0];
    EXPECT_EQ(set["id"], "all");
    EXPECT_EQ(set["n_items"], 12);
    EXPECT_EQ(set["n_persons"], 310);
    EXPECT_EQ(set["n_used"], 300);
    EXPECT_EQ(set["kmo"]["value"], result.sets[0].adequacy.kmo.value);
    EXPECT_EQ(set["bartlett"]["df"], 66);
    EXPECT_EQ(set["eigenvalues"].size(), 12U);
    EXPECT_EQ(set["parallel"]["n_factors"], 3);
    EXPECT_EQ(set["map"]["n_factors_squared"], 3);
    EXPECT_EQ(set["n_factors"], 3);
    EXPECT_EQ(set["chosen_by"], "parallel");
    EXPECT_EQ(set["status"], "ok");
    EXPECT_EQ(set["factors"][1]["id"], "F2");
    EXPECT_EQ(set["factor_correlations"][0][0], 1);
    EXPECT_EQ(set["coefficients"][1]["id"], "omega_hierarchical");
    EXPECT_EQ(set["schmid_leiman"]["higher"].size(), 3U);
    const auto& item = set["items"][1];
    EXPECT_EQ(item["number"], 2);
    EXPECT_EQ(item["reversed"], true);
    EXPECT_EQ(item["scale"], "anxiety");
    EXPECT_EQ(item["topic"], "topic 2");
    EXPECT_EQ(item["loadings"][0], result.sets[0].loadings(1, 0));
    EXPECT_EQ(item["groups"].size(), 3U);
    EXPECT_TRUE(set["items"][2]["topic"].is_null());
    EXPECT_EQ(json["summary"]["warnings"][0], "a \"warning\"");
}

TEST(FactorsReport, JsonSaysWhyFiguresAreNull)
{
    const scoring_key key = made_key();
    const auto json = nlohmann::json::parse(factors_json(key, made_result(key)));
    const auto& set = json["sets"][1];
    EXPECT_EQ(set["status"], "too_few_persons");
    EXPECT_EQ(set["message"], "factors need 3 people or more, and there are 1");
    EXPECT_TRUE(set["items"][0]["loadings"].is_null());
    EXPECT_TRUE(set["items"][0]["uniqueness"].is_null());
    EXPECT_TRUE(set["kmo"]["value"].is_null());
    EXPECT_EQ(set["kmo"]["status"], "too_few_persons");
    EXPECT_EQ(set["bartlett"]["status"], "too_few_persons");
    EXPECT_EQ(set["schmid_leiman"]["status"], "too_few_persons");
    EXPECT_TRUE(set["eigenvalues"].empty());
}

TEST(FactorsReport, ShowsTheFitOfMaximumLikelihood)
{
    const scoring_key key = made_key();
    factors_result result = made_result(key);
    EXPECT_TRUE(nlohmann::json::parse(factors_json(key, result))["sets"][0]["fit"]["maximum_likelihood"].is_null());
    attune::factor_fit_statistics fit;
    fit.n_persons = 300;
    fit.chi_square = 52.25;
    fit.df = 33;
    fit.p = 0.018;
    fit.cfi = 0.95;
    fit.tli = 0.9;
    fit.rmsea = 0.044;
    fit.rmsea_ci.lower = 0.019;
    fit.rmsea_ci.upper = 0.066;
    fit.srmr = 0.025;
    result.sets[0].likelihood = fit;
    const auto json = nlohmann::json::parse(factors_json(key, result))["sets"][0]["fit"]["maximum_likelihood"];
    EXPECT_EQ(json["model"], "exploratory");
    EXPECT_EQ(json["n_persons"], 300);
    EXPECT_EQ(json["chi_square"], 52.25);
    EXPECT_EQ(json["rmsea_ci"]["upper"], 0.066);
    EXPECT_EQ(json["status"], "ok");
    const std::string text = factors_text(key, result);
    for (const char* expected : {"  With Bartlett's correction for small samples: chi-square ", "  fit of 3 factors  ",
                                 "on 33 degrees of freedom", "0.019 to 0.066 (90 %)", "as the factors predict it"})
        EXPECT_NE(text.find(expected), std::string::npos) << expected << "\n" << text;
    result.sets[0].likelihood->status = attune::estimate_status::not_known;
    result.sets[0].likelihood->message = "no test of fit";
    EXPECT_NE(factors_text(key, result).find("\n  fit of 3 factors: no test of fit (srmr 0.025)\n"), std::string::npos);
}

TEST(FactorsReport, TextIsReadFromTopToBottom)
{
    const scoring_key key = made_key();
    const std::string text = factors_text(key, made_result(key));
    std::size_t at = 0;
    for (
        const char* expected :
        {"sample, form published; its key rests on a single source\nFrom people who answered every item.\nFactors by minimum residuals, rotated by oblimin",
         "\nall: 12 items, 310 people, 300 of them with every item answered\n", "KMO 0.",
         "Bartlett's test that no items correlate: chi-square ", " on 66 degrees of freedom, p below 0.001.\n",
         "How many factors", "Parallel analysis suggests 3 factors",
         "MAP suggests 3 by squared partial correlations, 2 by fourth powers", "3 are taken, as parallel analysis says",
         "Loadings", "2 reversed  topic 2", "Factors", "r with F1", "Residuals: root mean square", "chi-square",
         "omega_total", "ecv", "No factors: factors need 3 people or more, and there are 1."}) {
        const std::size_t found = text.find(expected, at);
        ASSERT_NE(found, std::string::npos) << expected << "\n" << text;
        at = found;
    }
    EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST(FactorsReport, FigureShowsEigenvaluesBesideThoseOfChance)
{
    const scoring_key key = made_key();
    const std::string svg = scree_svg(key, made_result(key));
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(svg.c_str()));
    const pugi::xml_node figure = document.child("svg");
    EXPECT_STREQ(figure.child("title").text().get(), "Scree plot of sample, form published");
    const std::string description = figure.child("desc").text().get();
    EXPECT_NE(description.find("all: the first eigenvalues of the correlations of 12 items are 4.34, 1.69, 1.44"),
              std::string::npos)
        << description;
    EXPECT_NE(description.find("3 of them are above what chance gives."), std::string::npos);
    EXPECT_EQ(document.select_nodes("//circle").size(), 12U);
    EXPECT_EQ(document.select_nodes("//polyline").size(), 3U);
    EXPECT_NE(svg.find("by chance, 95 % point (normal answers)"), std::string::npos);
    EXPECT_NE(svg.find("No eigenvalues: factors need 3 people or more, and there are 1"), std::string::npos);
    EXPECT_EQ(svg.find("nan"), std::string::npos);
}
