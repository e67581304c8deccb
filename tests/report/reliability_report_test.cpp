#include "attune/report/reliability_report.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/quality_details.hpp"
#include "attune/analysis/quality_of_scale.hpp"
#include "support/sample_instruments.hpp"

using attune::reliability_result;

namespace {

/// Two groups of people who answered four items; in the second nobody differs.
reliability_result made_result(const attune::scoring_key& key)
{
    reliability_result result;
    result.by = "site";
    result.citation = "Nobody (1998)";
    result.input_name = "answers.csv";
    result.input_sha256 = "abc";
    result.n_rows = 60;
    result.n_short_rows = 1;
    result.warnings = {"a \"warning\""};
    for (const std::string name : {"north", "south"}) {
        attune::moments all(attune::layout_of(key));
        for (int i = 0; i < 30; ++i) {
            const bool differs = name == "north";
            const std::vector<std::int8_t> row{static_cast<std::int8_t>(differs ? 1 + i % 7 : 4),
                                               static_cast<std::int8_t>(differs ? 1 + i % 5 : 4),
                                               static_cast<std::int8_t>(differs ? 7 - i % 6 : 4),
                                               static_cast<std::int8_t>(differs && i % 10 != 0 ? 2 + i % 3 : 4)};
            all.add(row.data(), 1, row.size());
        }
        attune::reliability_group group{name, all.n_persons(), {}};
        for (std::size_t s = 0; s < all.layout().scales.size(); ++s)
            group.scales.push_back(attune::quality_of_scale(key, all, s));
        result.groups.push_back(std::move(group));
    }
    result.comparisons.push_back({"anxiety", 2, {1.5, 1, 0.22, {}, {}}});
    return result;
}

/// The same with what a page shows beside the figures; errors are made up.
reliability_result made_page_result(const attune::scoring_key& key)
{
    reliability_result result = made_result(key);
    for (attune::reliability_group& group : result.groups)
        for (const attune::scale_quality& scale : group.scales) {
            const bool differs = group.by == "north";
            attune::matrix cov = attune::matrix::Constant(2, 2, differs ? 0.5 : 0);
            cov.diagonal().setConstant(differs ? 1 : 0);
            group.details.push_back(attune::details_of_scale(scale, cov, {}));
            attune::conditional_error error{scale.id, attune::aggregation::mean, {}};
            error.methods.push_back({"csem_thorndike", "halves", {{1, 2, 20, 0.25}, {3, 7, 25, 0.5}}, {}, {}});
            error.methods.push_back({"csem_lord", "binomial", {{1, 1, 1, 0}, {7, 7, 1, 0.75}}, {}, {}});
            error.methods.push_back({"csem_keats", "binomial", {}, attune::estimate_status::not_known, "no alpha"});
            group.conditional.push_back(error);
        }
    return result;
}

}  // namespace

TEST(ReliabilityReport, JsonHasEveryFigureInItsPlace)
{
    const attune::scoring_key key(attune_test::two_scales());
    const auto json = nlohmann::json::parse(reliability_json(key, made_result(key)));
    EXPECT_EQ(json["schema"], "attune.reliability/1");
    EXPECT_EQ(json["instrument"]["id"], "sample");
    EXPECT_EQ(json["missing"], "listwise");
    EXPECT_EQ(json["groups"].size(), 2U);
    EXPECT_EQ(json["groups"][0]["by"], (nlohmann::json{{"site", "north"}}));
    EXPECT_EQ(json["groups"][0]["n_persons"], 30);
    const auto& scale = json["groups"][0]["scales"][0];
    EXPECT_EQ(scale["id"], "anxiety");
    EXPECT_EQ(scale["n_items"], 2);
    EXPECT_EQ(scale["n_complete"], 30);
    EXPECT_EQ(scale["coefficients"][0]["id"], "alpha_raw");
    EXPECT_TRUE(scale["coefficients"][0]["ci"]["lower"].is_number());
    EXPECT_EQ(scale["items"][1]["number"], 3);
    EXPECT_EQ(scale["items"][1]["reversed"], true);
    EXPECT_EQ(scale["items"][1]["n_chosen"].size(), 7U);
    EXPECT_EQ(json["comparisons"][0]["p"], 0.22);
    EXPECT_EQ(json["summary"]["rows"], 60);
    EXPECT_EQ(json["summary"]["short_rows"], 1);
    EXPECT_EQ(json["summary"]["input_sha256"], "abc");
    EXPECT_EQ(json["summary"]["warnings"][0], "a \"warning\"");
}

TEST(ReliabilityReport, JsonHasNullAndAReasonForWhatIsNotThere)
{
    const attune::scoring_key key(attune_test::two_scales());
    const auto json = nlohmann::json::parse(reliability_json(key, made_result(key)));
    const auto& alpha = json["groups"][1]["scales"][0]["coefficients"][0];
    EXPECT_TRUE(alpha["value"].is_null());
    EXPECT_EQ(alpha["status"], "no_variance");
    EXPECT_FALSE(alpha["message"].get<std::string>().empty());
    EXPECT_TRUE(json["groups"][1]["scales"][0]["items"][0]["item_rest_r"].is_null());
}

TEST(ReliabilityReport, TextHasTheGroupsTheirFiguresAndWhatTheyMean)
{
    const attune::scoring_key key(attune_test::two_scales());
    const std::string text = reliability_text(key, made_result(key));
    for (const char* part :
         {"sample, form published", "== site north: 30 people", "== site south: 30 people",
          "anxiety: 2 items, 30 people, all with every item answered; mean", "alpha_raw",
          "a bound that is never below alpha", "3 q3  reversed", "Is alpha the same in all values of site?",
          "anxiety: 2 groups, chi-square 1.50 on 1 degrees of freedom, p 0.220"})
        EXPECT_NE(text.find(part), std::string::npos) << part << " not in\n" << text;
    EXPECT_EQ(text.find(" \n"), std::string::npos) << "spaces at the end of a line";
}

TEST(ReliabilityReport, MethodsNameWhatAReaderNeedsToRepeatIt)
{
    const attune::scoring_key key(attune_test::two_scales());
    const std::string text = reliability_methods(key, made_result(key));
    for (const char* part :
         {"questionnaire sample (form published; Nobody (1998))", "people who answered every item",
          "anxiety, site north (2 items): coefficient alpha = ", "95 % CI [", "distribution-free (Maydeu-Olivares",
          "anxiety, site south (2 items): coefficient alpha is "
          "not available",
          "Computed with attune ", "input sha256 abc"})
        EXPECT_NE(text.find(part), std::string::npos) << part << " not in\n" << text;
}

TEST(ReliabilityReport, PageHasFourFiguresAScaleEachBesideItsTable)
{
    const attune::scoring_key key(attune_test::two_scales());
    const std::string html = reliability_html(key, made_page_result(key));
    pugi::xml_document page;
    ASSERT_TRUE(page.load_string(html.c_str(), pugi::parse_default | pugi::parse_doctype));
    EXPECT_STREQ(page.select_node("//h1").node().text().get(), "Reliability of sample, form published");
    const auto sections = page.select_nodes("//section");
    ASSERT_EQ(sections.size(), 5U);  // two scales of two groups, and the comparison
    const pugi::xml_node first = sections[0].node();
    EXPECT_STREQ(first.child("h2").text().get(), "anxiety, site north");
    ASSERT_EQ(first.select_nodes("svg").size(), 4U);
    for (const pugi::xpath_node& figure : first.select_nodes("svg")) {
        EXPECT_STREQ(figure.node().attribute("role").value(), "img");
        EXPECT_GT(std::string(figure.node().child("desc").text().get()).size(), 20U);
        EXPECT_TRUE(figure.node().next_sibling("div").child("table"));
    }
    EXPECT_NE(html.find("How each item goes with the others"), std::string::npos);
    EXPECT_NE(html.find("csem_keats: binomial; no alpha"), std::string::npos);
    EXPECT_NE(html.find("Is alpha the same in all values of site?"), std::string::npos);
    EXPECT_NE(html.find("a \"warning\""), std::string::npos);
    EXPECT_EQ(html.find("nan"), std::string::npos);
    EXPECT_EQ(html.find("<script"), std::string::npos);
}

TEST(ReliabilityReport, PageSaysWhyThereIsNoFigure)
{
    const attune::scoring_key key(attune_test::two_scales());
    const std::string html = reliability_html(key, made_page_result(key));
    EXPECT_NE(html.find("There is nothing to show: the sum score has no variance."), std::string::npos);
    EXPECT_NE(html.find("No item has an item-rest correlation."), std::string::npos);
}
