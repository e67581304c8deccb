#include "attune/attune.h"

#include <atomic>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace {

struct loaded_key {
    attune_key* key = nullptr;

    explicit loaded_key(const char* id, const attune_key_options* options = nullptr)
    {
        attune_instrument* instrument = nullptr;
        EXPECT_EQ(attune_instrument_by_id(id, ATTUNE_TEST_DATA_DIR, &instrument), ATTUNE_OK) << attune_last_error();
        EXPECT_EQ(attune_key_compile(instrument, options, &key), ATTUNE_OK) << attune_last_error();
        attune_instrument_free(instrument);
    }
    ~loaded_key() { attune_key_free(key); }
    loaded_key(const loaded_key&) = delete;
    loaded_key& operator=(const loaded_key&) = delete;
};

std::string reason(const loaded_key& loaded, std::size_t score, const attune_score& result)
{
    char text[200];
    EXPECT_EQ(attune_reason(loaded.key, score, &result, text, sizeof text, nullptr), ATTUNE_OK);
    return text;
}

}  // namespace

TEST(CInterface, ScoresRowsOfPeople)
{
    const loaded_key loaded("ecr-s");
    ASSERT_EQ(attune_key_n_answers(loaded.key), 12U);
    ASSERT_EQ(attune_key_n_scores(loaded.key), 2U);
    std::vector<int32_t> answers(36, 4);
    answers[12] = ATTUNE_NOT_ANSWERED;  // person 2, item 1: avoidance
    answers[25] = 9;                    // person 3, item 2: anxiety
    std::vector<attune_score> scores(6);
    ASSERT_EQ(attune_score_persons(loaded.key, answers.data(), 3, scores.data()), ATTUNE_OK);
    EXPECT_EQ(scores[0].value, 4.0);
    EXPECT_EQ(scores[0].status, ATTUNE_COMPLETE);
    EXPECT_EQ(scores[3].status, ATTUNE_PRORATED);
    EXPECT_EQ(scores[3].n_answered, 5);
    EXPECT_EQ(scores[4].status, ATTUNE_INVALID_ANSWER);
    EXPECT_TRUE(std::isnan(scores[4].value));
    EXPECT_EQ(reason(loaded, 0, scores[0]), "");
    EXPECT_EQ(reason(loaded, 0, scores[4]), "an answer is not a whole number within 1..7");
    EXPECT_EQ(attune_score_persons(loaded.key, nullptr, 0, nullptr), ATTUNE_OK);
}

TEST(CInterface, DescribesTheScoresOfAKey)
{
    const loaded_key loaded("raas");
    attune_score_info info = ATTUNE_SCORE_INFO_INIT;
    ASSERT_EQ(attune_key_score_info(loaded.key, 3, &info), ATTUNE_OK);
    EXPECT_STREQ(info.id, "avoidance");
    EXPECT_STREQ(info.dimension, "avoidance");
    EXPECT_STREQ(info.higher_means, "less_secure");
    EXPECT_EQ(info.n_items, 12);
    int32_t min = 0;
    int32_t max = 0;
    ASSERT_EQ(attune_key_range(loaded.key, &min, &max), ATTUNE_OK);
    EXPECT_EQ(min, 1);
    EXPECT_EQ(max, 5);
    EXPECT_EQ(std::string(attune_key_scoring_sha256(loaded.key)).size(), 64U);
}

TEST(CInterface, TakesFormTargetsAndKeyedAnswers)
{
    attune_key_options options = ATTUNE_KEY_OPTIONS_INIT;
    options.form = "open-psychometrics";
    int32_t min = 0;
    int32_t max = 0;
    attune_key_range(loaded_key("ecr", &options).key, &min, &max);
    EXPECT_EQ(max, 5);

    const char* const targets[] = {"mother", "friend"};
    options = ATTUNE_KEY_OPTIONS_INIT;
    options.targets = targets;
    options.n_targets = 2;
    EXPECT_EQ(attune_key_n_answers(loaded_key("ecr-rs", &options).key), 18U);

    options = ATTUNE_KEY_OPTIONS_INIT;
    options.already_keyed = 1;
    const loaded_key keyed("ecr-s", &options);
    const std::vector<int32_t> answers(12, 1);
    std::vector<attune_score> scores(2);
    attune_score_persons(keyed.key, answers.data(), 1, scores.data());
    EXPECT_EQ(scores[0].value, 1.0);
    EXPECT_EQ(scores[1].value, 1.0);
}

TEST(CInterface, LoadsFromMemoryAndFile)
{
    const std::string path = ATTUNE_TEST_DATA_DIR "/instruments/maq.json";
    std::ifstream stream(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    attune_instrument* instrument = nullptr;
    EXPECT_EQ(attune_instrument_from_memory(text.data(), text.size(), &instrument), ATTUNE_OK);
    attune_instrument_free(instrument);
    EXPECT_EQ(attune_instrument_from_file(path.c_str(), &instrument), ATTUNE_OK);
    attune_instrument_free(instrument);
    attune_instrument_free(nullptr);
    attune_key_free(nullptr);
}

TEST(CInterface, SaysWhatIsWrongInCodesAndWords)
{
    attune_instrument* instrument = nullptr;
    EXPECT_EQ(attune_instrument_from_memory("{", 1, &instrument), ATTUNE_ERROR_DEFINITION);
    EXPECT_NE(std::string(attune_last_error()).find("[json.syntax]"), std::string::npos) << attune_last_error();
    EXPECT_EQ(instrument, nullptr);
    EXPECT_EQ(attune_instrument_by_id("ecrr", ATTUNE_TEST_DATA_DIR, &instrument), ATTUNE_ERROR_NOT_FOUND);
    EXPECT_NE(std::string(attune_last_error()).find("nearest: "), std::string::npos);
    EXPECT_EQ(attune_instrument_from_file("absent.json", &instrument), ATTUNE_ERROR_DEFINITION);
    EXPECT_EQ(attune_instrument_from_memory(nullptr, 0, &instrument), ATTUNE_ERROR_ARGUMENT);
    EXPECT_STREQ(attune_last_error(), "attune_instrument_from_memory: json must point to something, but is null");
    EXPECT_EQ(attune_instrument_by_id("ecr", ATTUNE_TEST_DATA_DIR, nullptr), ATTUNE_ERROR_ARGUMENT);

    ASSERT_EQ(attune_instrument_by_id("ecr", ATTUNE_TEST_DATA_DIR, &instrument), ATTUNE_OK);
    EXPECT_STREQ(attune_last_error(), "");
    attune_key_options options = ATTUNE_KEY_OPTIONS_INIT;
    options.form = "paper";
    attune_key* key = nullptr;
    EXPECT_EQ(attune_key_compile(instrument, &options, &key), ATTUNE_ERROR_ARGUMENT);
    EXPECT_NE(std::string(attune_last_error()).find("must be one of published, open-psychometrics"), std::string::npos);
    options.size = 1;
    EXPECT_EQ(attune_key_compile(instrument, &options, &key), ATTUNE_ERROR_ARGUMENT);
    EXPECT_EQ(key, nullptr);
    attune_instrument_free(instrument);

    const loaded_key loaded("ecr-s");
    attune_score_info info = ATTUNE_SCORE_INFO_INIT;
    EXPECT_EQ(attune_key_score_info(loaded.key, 2, &info), ATTUNE_ERROR_ARGUMENT);
    EXPECT_EQ(attune_score_persons(loaded.key, nullptr, 1, nullptr), ATTUNE_ERROR_ARGUMENT);
    attune_score refused{0, 0, ATTUNE_NO_ANSWERS};
    std::size_t n_needed = 0;
    char small[4];
    EXPECT_EQ(attune_reason(loaded.key, 0, &refused, small, sizeof small, &n_needed), ATTUNE_ERROR_SPACE);
    EXPECT_EQ(n_needed, std::string("no item answered").size() + 1);
    refused.status = 99;
    EXPECT_EQ(attune_reason(loaded.key, 0, &refused, small, sizeof small, nullptr), ATTUNE_ERROR_ARGUMENT);
    EXPECT_EQ(attune_status_name(99), nullptr);
    EXPECT_EQ(attune_status_name(-1), nullptr);
    EXPECT_STREQ(attune_status_name(ATTUNE_TOO_FEW_ANSWERS), "too_few_answers");
}

TEST(CInterface, KeepsErrorsOfThreadsApartWhileTheyShareAKey)
{
    const loaded_key loaded("ecr-s");
    attune_instrument* none = nullptr;
    attune_instrument_from_memory("{", 1, &none);
    std::atomic<int> n_right = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                const std::vector<int32_t> answers(12, 4);
                std::vector<attune_score> scores(2);
                for (int i = 0; i < 1000; ++i)
                    n_right += attune_score_persons(loaded.key, answers.data(), 1, scores.data()) == ATTUNE_OK &&
                                       scores[1].value == 4.0 && std::string(attune_last_error()).empty()
                                   ? 1
                                   : 0;
            });
    }
    EXPECT_EQ(n_right, 4000);
    EXPECT_NE(std::string(attune_last_error()), "");
}
