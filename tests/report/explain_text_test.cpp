#include "attune/report/explain_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/shipped.hpp"

using attune_test::shipped_key;

namespace {

std::vector<attune::explained_score> steps(const attune::scoring_key& key, const std::vector<int>& answers)
{
    std::vector<attune::answer_code> codes(answers.size());
    attune::encode(answers, key.range().min, key.range().max, codes);
    return attune::explain(key, codes);
}

}  // namespace

TEST(ExplainText, ShowsEachAnswerItsReversalTheSumAndTheRule)
{
    const attune::scoring_key key = shipped_key("ecr-s");
    const std::string text =
        attune::explain_text(key, steps(key, {1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, attune::not_answered}));
    for (const char* part :
         {"ecr-s 1.0.0, form published, answers 1..7", "anxiety = 22/5 = 4.4", "reversed: 8 - 1",
          "  12       -       -  not_answered", "rule: at least 5 of 6 answered", "mean of the answered: 22 over 5",
          "status prorated: 5 of 6 items answered; the score rests on those", "avoidance = 5\n"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(ExplainText, ShowsHowADerivedScoreIsMade)
{
    const attune::scoring_key key = shipped_key("raas");
    const std::string text = attune::explain_text(key, steps(key, std::vector<int>(18, 5)));
    EXPECT_NE(text.find("6 - 0.5 * close - 0.5 * depend"), std::string::npos) << text;
    EXPECT_NE(text.find("avoidance = 10/3 = 3.33"), std::string::npos) << text;
}

TEST(ExplainJson, HoldsTheSameAsTheText)
{
    const attune::scoring_key key = shipped_key("ecr-rs");
    std::vector<int> answers(36, 2);
    answers[0] = 9;
    const auto json = nlohmann::json::parse(attune::explain_json(key, steps(key, answers)));
    EXPECT_EQ(json["schema"], "attune.explain/1");
    EXPECT_EQ(json["instrument"]["id"], "ecr-rs");
    const auto& avoidance = json["scores"][1];
    EXPECT_EQ(avoidance["id"], "mother_avoidance");
    EXPECT_EQ(avoidance["status"], "invalid_answer");
    EXPECT_EQ(avoidance["answers"][0]["not_used"], "out_of_range");
    EXPECT_TRUE(avoidance["answers"][0]["keyed"].is_null());
    EXPECT_EQ(avoidance["answers"][1]["keyed"], 6);
    EXPECT_EQ(json["scores"].back()["terms"].size(), 4U);
    EXPECT_EQ(json["scores"].back()["terms"][0]["weight"], "1/4");
}
