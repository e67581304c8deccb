#include "attune/attune.h"

#include <atomic>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
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

// Codes and statuses are stored by programs, so their numbers stay.
static_assert(ATTUNE_OK == 0 && ATTUNE_ERROR_ARGUMENT == -1 && ATTUNE_ERROR_NOT_FOUND == -2 &&
              ATTUNE_ERROR_DEFINITION == -3 && ATTUNE_ERROR_MEMORY == -4 && ATTUNE_ERROR_SPACE == -5 &&
              ATTUNE_ERROR_INTERNAL == -70);
static_assert(ATTUNE_COMPLETE == 0 && ATTUNE_PRORATED == 1 && ATTUNE_TARGET_MISSING == 2 &&
              ATTUNE_TOO_FEW_ANSWERS == 3 && ATTUNE_NO_ANSWERS == 4 && ATTUNE_INVALID_ANSWER == 5);

TEST(CInterface, NamesStatusesByTheNumbersOfTheHeader)
{
    const char* const names[] = {"ok",         "prorated",       "target_missing", "too_few_answers",
                                 "no_answers", "invalid_answer", nullptr};
    for (std::int32_t status = ATTUNE_COMPLETE; status <= ATTUNE_INVALID_ANSWER + 1; ++status)
        EXPECT_STREQ(attune_status_name(status), names[status]) << status;
}

TEST(CInterface, TakesStructuresOfNewerProgramsAsLongAsTheyAskForNothingNew)
{
    struct {
        attune_key_options known = ATTUNE_KEY_OPTIONS_INIT;
        std::uint64_t added = 0;
    } options;
    options.known.size = sizeof options;
    EXPECT_EQ(attune_key_n_answers(loaded_key("ecr-s", &options.known).key), 12U);

    attune_instrument* instrument = nullptr;
    ASSERT_EQ(attune_instrument_by_id("ecr-s", ATTUNE_TEST_DATA_DIR, &instrument), ATTUNE_OK);
    attune_key* key = nullptr;
    options.added = 1;
    EXPECT_EQ(attune_key_compile(instrument, &options.known, &key), ATTUNE_ERROR_ARGUMENT);
    EXPECT_STREQ(
        attune_last_error(),
        "attune_key_compile: every member of the structure that this version does not know must be zero, but is "
        "set");
    attune_instrument_free(instrument);

    struct {
        attune_score_info known = ATTUNE_SCORE_INFO_INIT;
        std::uint64_t added = 7;
    } info;
    info.known.size = sizeof info;
    ASSERT_EQ(attune_key_score_info(loaded_key("ecr-s").key, 1, &info.known), ATTUNE_OK);
    EXPECT_EQ(info.known.size, sizeof info);
    EXPECT_EQ(info.known.n_items, 6);
    EXPECT_EQ(info.added, 0U);
}

TEST(CInterface, RefusesStructuresWhoseSizeWasNotSet)
{
    const loaded_key loaded("ecr-s");
    for (const std::size_t size : {std::size_t{0}, sizeof(std::size_t), ~std::size_t{0}}) {
        attune_score_info info = ATTUNE_SCORE_INFO_INIT;
        info.size = size;
        EXPECT_EQ(attune_key_score_info(loaded.key, 0, &info), ATTUNE_ERROR_ARGUMENT);
        EXPECT_EQ(
            std::string(attune_last_error()),
            "attune_key_score_info: size of the structure must be set to its sizeof, but is " + std::to_string(size));
        EXPECT_EQ(info.id, nullptr);
    }
}

TEST(CInterface, RefusesTargetsThatAreCountedButNotGiven)
{
    attune_instrument* instrument = nullptr;
    ASSERT_EQ(attune_instrument_by_id("ecr-rs", ATTUNE_TEST_DATA_DIR, &instrument), ATTUNE_OK);
    attune_key_options options = ATTUNE_KEY_OPTIONS_INIT;
    options.n_targets = 1;
    attune_key* key = nullptr;
    EXPECT_EQ(attune_key_compile(instrument, &options, &key), ATTUNE_ERROR_ARGUMENT);
    EXPECT_STREQ(attune_last_error(), "attune_key_compile: targets must point to something, but is null");
    attune_instrument_free(instrument);
}

TEST(CInterface, TakesPathsInUtf8)
{
    std::filesystem::path folder = std::filesystem::temp_directory_path() / u8"attune-\u00e9\u5b89-";
    folder += std::to_string(std::random_device{}());
    std::filesystem::create_directories(folder / "instruments");
    const std::filesystem::path file = folder / "instruments" / "maq.json";
    std::filesystem::copy_file(ATTUNE_TEST_DATA_DIR "/instruments/maq.json", file,
                               std::filesystem::copy_options::overwrite_existing);
    const auto utf8 = [](const std::filesystem::path& path) {
        const std::u8string text = path.u8string();
        return std::string(text.begin(), text.end());
    };
    attune_instrument* instrument = nullptr;
    EXPECT_EQ(attune_instrument_from_file(utf8(file).c_str(), &instrument), ATTUNE_OK) << attune_last_error();
    attune_instrument_free(instrument);
    EXPECT_EQ(attune_instrument_by_id("maq", utf8(folder).c_str(), &instrument), ATTUNE_OK) << attune_last_error();
    attune_instrument_free(instrument);
    EXPECT_EQ(attune_instrument_by_id("../maq", utf8(folder).c_str(), &instrument), ATTUNE_ERROR_NOT_FOUND);
    EXPECT_EQ(attune_instrument_by_id("..\\instruments\\maq", utf8(folder).c_str(), &instrument),
              ATTUNE_ERROR_NOT_FOUND);
    std::filesystem::remove_all(folder);
}

TEST(CInterface, KeepsErrorsOfThreadsApartWhileTheyShareHandles)
{
    constexpr int n_threads = 4;
    constexpr int n_rounds = 1000;
    attune_instrument* instrument = nullptr;
    ASSERT_EQ(attune_instrument_by_id("ecr-s", ATTUNE_TEST_DATA_DIR, &instrument), ATTUNE_OK);
    const loaded_key loaded("ecr-s");
    attune_instrument* none = nullptr;
    attune_instrument_from_memory("{", 1, &none);
    const std::string before = attune_last_error();
    std::atomic<int> n_right = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < n_threads; ++t)
            threads.emplace_back([&, t] {
                attune_key* own = nullptr;
                EXPECT_EQ(attune_key_compile(instrument, nullptr, &own), ATTUNE_OK);
                const std::vector<int32_t> answers(12, 4);
                std::vector<attune_score> scores(2);
                for (int i = 0; i < n_rounds; ++i) {
                    const attune_key* const key = i % 2 == 0 ? loaded.key : own;
                    const bool has_scored = attune_score_persons(key, answers.data(), 1, scores.data()) == ATTUNE_OK &&
                                            scores[1].value == 4.0 && std::string(attune_last_error()).empty();
                    attune_score_info info = ATTUNE_SCORE_INFO_INIT;
                    const std::size_t absent = 10U + static_cast<std::size_t>(t);
                    const bool has_refused =
                        attune_key_score_info(key, absent, &info) == ATTUNE_ERROR_ARGUMENT &&
                        std::string(attune_last_error()).ends_with("but is " + std::to_string(absent));
                    n_right += has_scored && has_refused ? 1 : 0;
                }
                attune_key_free(own);
            });
    }
    EXPECT_EQ(n_right, n_threads * n_rounds);
    EXPECT_EQ(attune_last_error(), before);
    attune_instrument_free(instrument);
}
