#include "attune/report/audit_report.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/sample_instruments.hpp"

namespace {

attune::audit_result found()
{
    attune::audit_result result;
    result.n_persons = 1234;
    result.is_judged = true;
    result.findings = {{.code = attune::audit_code::group_item_reversed,
                        .scale = "anxiety",
                        .items = {3},
                        .group = "south \"s\"",
                        .n_persons = 600,
                        .message = "item 3 points elsewhere"},
                       {.code = attune::audit_code::wrong_form,
                        .n_persons = 1234,
                        .fits = attune::key_name{"sample", "web"},
                        .message = "the form web fits"}};
    attune::published_comparison figures;
    figures.scale = "anxiety";
    figures.sample = "students";
    figures.source = "a paper";
    figures.mean_published = 3.5;
    figures.n_complete = 1000;
    figures.mean = 3.25;
    figures.remark = "look at it";
    result.published = {figures};
    return result;
}

const attune::audit_run audited{"site", "answers.csv", "ab12", 1234, 2, {"a warning"}};

}  // namespace

TEST(AuditReport, JsonStatesFindingsFiguresAndWhereTheyComeFrom)
{
    const attune::scoring_key key(attune_test::two_scales());
    const auto json = nlohmann::ordered_json::parse(attune::audit_json(key, found(), audited));
    EXPECT_EQ(json.at("schema"), "attune.audit/1");
    EXPECT_EQ(json.at("instrument").at("id"), "sample");
    const auto& group = json.at("findings").at(0);
    EXPECT_EQ(group.at("code"), "group_item_reversed");
    EXPECT_EQ(group.at("scale"), "anxiety");
    EXPECT_EQ(group.at("items"), nlohmann::ordered_json::array({3}));
    EXPECT_EQ(group.at("by").at("site"), "south \"s\"");
    EXPECT_EQ(group.at("n_persons"), 600);
    EXPECT_TRUE(group.at("fits").is_null());
    const auto& form = json.at("findings").at(1);
    EXPECT_TRUE(form.at("scale").is_null());
    EXPECT_TRUE(form.at("by").empty());
    EXPECT_EQ(form.at("fits").at("form"), "web");
    const auto& figures = json.at("published").at(0);
    EXPECT_EQ(figures.at("mean"), 3.5);
    EXPECT_TRUE(figures.at("alpha").is_null());
    EXPECT_TRUE(figures.at("n_persons").is_null());
    EXPECT_EQ(figures.at("here").at("mean"), 3.25);
    EXPECT_TRUE(figures.at("here").at("sd").is_null());
    EXPECT_EQ(figures.at("remark"), "look at it");
    EXPECT_EQ(json.at("summary").at("short_rows"), 2);
    EXPECT_EQ(json.at("summary").at("warnings").at(0), "a warning");
}

TEST(AuditReport, TextGivesAVerdictAndAParagraphForEachFinding)
{
    const attune::scoring_key key(attune_test::two_scales());
    EXPECT_EQ(attune::audit_text(key, found(), audited),
              "sample, form published; its key rests on a single source: 1,234 people\n"
              "The answers and the key contradict each other.\n"
              "\ngroup_item_reversed, site south \"s\", anxiety (600 people)\n  item 3 points elsewhere\n"
              "\nwrong_form (1,234 people)\n  the form web fits\n"
              "\nPublished | here, for information:\n\n"
              "  scale    sample           mean     sd  alpha\n"
              "  anxiety  students  3.50 | 3.25  - | -  - | -\n"
              "\n  anxiety: look at it\n");
}

TEST(AuditReport, TextSaysWhenNothingIsFoundOrCanBeFound)
{
    const attune::scoring_key key(attune_test::two_scales());
    attune::audit_result result;
    result.n_persons = 7;
    EXPECT_NE(attune::audit_text(key, result, audited).find("There are too few people to say"), std::string::npos);
    result.is_judged = true;
    EXPECT_NE(attune::audit_text(key, result, audited).find("Nothing in the answers contradicts the key.\n"),
              std::string::npos);
    result.findings = {{.code = attune::audit_code::too_few_to_judge, .group = "", .message = "few"}};
    const std::string text = attune::audit_text(key, result, audited);
    EXPECT_NE(text.find("Nothing in the answers contradicts the key.\n"), std::string::npos);
    EXPECT_NE(text.find("too_few_to_judge, site (empty)"), std::string::npos);
}
