#include "attune/report/score_report.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/io/instrument_file.hpp"
#include "attune/scoring/block.hpp"

namespace {

const attune::scoring_key& rs_key()
{
    static const attune::scoring_key key(attune::load_instrument(ATTUNE_TEST_DATA_DIR "/instruments/ecr-rs.json"));
    return key;
}

const attune::scoring_key& s_key()
{
    static const attune::scoring_key key(attune::load_instrument(ATTUNE_TEST_DATA_DIR "/instruments/ecr-s.json"));
    return key;
}

std::vector<attune::raw_score> raw_scores(const attune::scoring_key& key, const std::vector<int>& answers)
{
    attune::code_block block(key.n_columns());
    attune::encode(answers, key.range().min, key.range().max, block.append());
    std::vector<attune::raw_score> scores(key.outputs().size());
    key.score_rows(block.padded_row(0), 1, scores.data());
    return scores;
}

std::string reason(const attune::scoring_key& key, const std::vector<int>& answers, std::size_t output)
{
    return attune::reason_in_words(key.outputs()[output], raw_scores(key, answers)[output], key);
}

}  // namespace

TEST(PersonJson, HasRowIdKeptAndScores)
{
    const std::vector<std::pair<std::string, std::string>> id{{"person", "a\"b"}};
    const auto json = nlohmann::json::parse(attune::person_json(
        7, attune::cells_json(id), "{}", s_key().outputs(),
        raw_scores(s_key(), {1, 2, 3, 4, 5, 6, 7, 1, 2, 3, attune::not_answered, attune::not_answered})));
    EXPECT_EQ(json["row"], 7);
    EXPECT_EQ(json["id"]["person"], "a\"b");
    EXPECT_EQ(json["kept"], nlohmann::json::object());
    EXPECT_EQ(json["scores"][0]["status"], "prorated");
    EXPECT_EQ(json["scores"][0]["sum"], 22);
    EXPECT_EQ(json["scores"][0]["value"], 22 / 5.0);
    EXPECT_EQ(json["scores"][0]["n_items"], 6);
}

TEST(PersonJson, GivesNoValueAndNoSumOfARefusedScore)
{
    const auto json = nlohmann::json::parse(attune::person_json(
        1, "null", "{}", s_key().outputs(),
        raw_scores(s_key(), {1, attune::not_answered, 3, attune::not_answered, 5, 6, 7, 1, 2, 3, 1, 1})));
    EXPECT_TRUE(json["scores"][0]["value"].is_null());
    EXPECT_TRUE(json["scores"][0]["sum"].is_null());
    EXPECT_EQ(json["scores"][0]["n_answered"], 4);
    EXPECT_EQ(json["scores"][0]["status"], "too_few_answers");
}

TEST(PersonJson, GivesNoSumOfAScoreThatIsNoSum)
{
    const auto scores = raw_scores(rs_key(), std::vector<int>(36, 3));
    const auto json = nlohmann::json::parse(attune::person_json(1, "{}", "{}", rs_key().outputs(), scores));
    EXPECT_EQ(json["scores"].back()["id"], "global_avoidance");
    EXPECT_FALSE(json["scores"].back()["value"].is_null());
    EXPECT_TRUE(json["scores"].back()["sum"].is_null());
}

TEST(ReasonInWords, SaysWhyThereIsNoScore)
{
    EXPECT_EQ(reason(s_key(), std::vector<int>(12, 4), 0), "");
    EXPECT_EQ(reason(s_key(), {4, attune::not_answered, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4}, 0),
              "5 of 6 items answered; the score rests on those");
    EXPECT_EQ(reason(s_key(), {4, attune::not_answered, 4, attune::not_answered, 4, 4, 4, 4, 4, 4, 4, 4}, 0),
              "4 of 6 items answered; the rule asks for at least 5");
    EXPECT_EQ(reason(s_key(), std::vector<int>(12, attune::not_answered), 0), "no item answered");
    EXPECT_EQ(reason(s_key(), {4, 9, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4}, 0), "an answer is not a whole number within 1..7");
    std::vector<int> answers(36, 4);
    std::fill(answers.begin(), answers.begin() + 9, attune::not_answered);
    EXPECT_EQ(reason(rs_key(), answers, rs_key().outputs().size() - 1),
              "not every relationship was answered about, so there is no mean over them");
}

TEST(Summary, CountsByStatusAndItemInTextAndJson)
{
    attune::code_block block(12);
    attune::encode(std::vector<int>(12, 4), 1, 7, block.append());
    attune::encode(std::vector<int>{4, 0, 4, 4, 4, 4, 4, 4, 4, 4, attune::not_answered, 4}, 1, 7, block.append());
    attune::score_block scores(2);
    attune::score(s_key(), block, scores);
    attune::score_tally tally(12, 2);
    tally.add(block, scores);
    attune::score_run run;
    run.columns.assign(12, "q");
    run.options = {{"form", "published"}};
    run.warnings = {"mind this"};
    run.n_short_rows = 3;

    const auto json = nlohmann::json::parse(attune::summary_json(s_key(), tally, run));
    EXPECT_EQ(json["rows"], 2);
    EXPECT_EQ(json["refused_rows"], 1);
    EXPECT_EQ(json["counts"][0]["persons"]["invalid_answer"], 1);
    EXPECT_EQ(json["counts"][1]["persons"]["prorated"], 1);
    EXPECT_EQ(json["items"][1]["invalid"]["out_of_range"], 1);
    EXPECT_EQ(json["items"][10]["missing"]["not_answered"], 1);
    EXPECT_EQ(json["items"][10]["n_answered"], 1);
    EXPECT_EQ(json["warnings"][0], "mind this");

    const std::string text = attune::summary_text(s_key(), tally, run);
    EXPECT_NE(text.find("ecr-s 1.0.0, form published: 2 rows"), std::string::npos) << text;
    EXPECT_NE(text.find("anxiety: 1 scored, 0 of them prorated; 1 refused (1 invalid_answer)"), std::string::npos);
    EXPECT_NE(text.find("3 rows were short"), std::string::npos);
}
