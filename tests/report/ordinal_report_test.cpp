#include "attune/report/ordinal_report.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/polychoric_reference.hpp"

using attune::ordinal_quality;

namespace {

ordinal_quality quality_of(Eigen::MatrixXi answers)
{
    return attune::ordinal_quality_of_scale("anxiety", attune_test::tables_of(answers, 1, 7));
}

Eigen::MatrixXi reference()
{
    return attune_test::reference_answers("polychoric/answers.csv");
}

}  // namespace

TEST(OrdinalReport, HoldsTheCorrelationsAndWhatTheyRestOn)
{
    const ordinal_quality quality = quality_of(reference());
    const auto json = nlohmann::json::parse(attune::ordinal_json(quality));
    EXPECT_EQ(json["scale"], "anxiety");
    EXPECT_EQ(json["coefficients"][0]["id"], "omega_categorical");
    EXPECT_EQ(json["coefficients"][1]["value"], quality.coefficients[1].value);
    EXPECT_EQ(json["note"].get<std::string>().find("ordinal_alpha is hypothetical"), 0U);
    const nlohmann::json& from = json["polychoric"];
    EXPECT_EQ(from["n_persons"], 400);
    EXPECT_EQ(from["r"][3][1], quality.polychoric.r(3, 1));
    EXPECT_EQ(from["std_error"][5][0], quality.polychoric.std_error(5, 0));
    EXPECT_EQ(from["thresholds"].size(), 6U);
    EXPECT_EQ(from["thresholds"][0].size(), 6U);
    EXPECT_EQ(from["empty_pairs"], 15);
    EXPECT_EQ(from["positive_definite"], true);
    EXPECT_EQ(from["status"], "ok");
    EXPECT_FALSE(from.contains("message"));
}

TEST(OrdinalReport, IsNullWithAReasonWhereThereIsNoCorrelation)
{
    Eigen::MatrixXi answers = reference();
    answers.col(1).setConstant(5);
    const auto json = nlohmann::json::parse(attune::ordinal_json(quality_of(answers)));
    EXPECT_TRUE(json["coefficients"][0]["value"].is_null());
    EXPECT_TRUE(json["polychoric"]["r"][1][0].is_null());
    EXPECT_TRUE(json["polychoric"]["thresholds"][1][0].is_null());
    EXPECT_EQ(json["polychoric"]["status"], "no_variance");
    EXPECT_EQ(json["polychoric"]["message"].get<std::string>().find("items 1 and 2 have no correlation"), 0U);
    EXPECT_NE(attune::ordinal_text(quality_of(answers)).find("items 1 and 2 have no correlation"), std::string::npos);
}

TEST(OrdinalReport, SaysInWordsThatAlphaIsHypothetical)
{
    const std::string text = attune::ordinal_text(quality_of(reference()));
    EXPECT_NE(text.find("omega_categorical"), std::string::npos);
    EXPECT_NE(text.find("hypothetical: of continuous responses"), std::string::npos);
    EXPECT_NE(text.find("positive definite; 15 of 15 pairs have categories that nobody chose together."),
              std::string::npos);
    EXPECT_EQ(attune::ordinal_text(attune::ordinal_quality_of_scale("one", attune::pair_tables(1, 1, 7))), "");
}
