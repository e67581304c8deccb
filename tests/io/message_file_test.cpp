#include "attune/io/message_file.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"

namespace {

constexpr const char* sound =
    R"({"schema": "attune.messages/1", "language": "en", "version": "1.0.0", "messages": {"a": "A {n}"}})";

}  // namespace

TEST(MessageFile, HoldsPatternsById)
{
    const auto read = attune::parse_message_texts(sound, "own.json");
    ASSERT_TRUE(read.value);
    EXPECT_EQ(read.value->language, "en");
    EXPECT_EQ(read.value->texts.at("a"), "A {n}");
}

TEST(MessageFile, ReportsEveryFaultWithItsPlace)
{
    const auto read = attune::parse_message_texts(
        "{\"schema\": \"attune.messages/1\", \"language\": \"EN\",\n \"messages\": {\"a\": 1}, \"more\": 2}",
        "own.json");
    EXPECT_FALSE(read.value);
    std::string all;
    for (const attune::diagnostic& finding : read.found)
        all += to_string(finding) + "\n";
    for (const char* expected : {"own.json:1:45: error: /language: 'EN'; expected a BCP 47 tag",
                                 "/messages/a: ", "/version: missing", "/more: "})
        EXPECT_NE(all.find(expected), std::string::npos) << all;
}

TEST(MessageFile, IsFoundByItsLanguage)
{
    const attune_test::temporary_folder folder;
    std::filesystem::create_directories(folder.path() / "messages");
    std::ofstream(folder.path() / "messages/en.json") << sound;
    std::ofstream(folder.path() / "messages/de.json") << sound;
    EXPECT_EQ(attune::message_languages({folder.path()}), (std::vector<std::string>{"de", "en"}));
    EXPECT_EQ(attune::load_messages_of("en", {folder.path()}).texts.size(), 1U);
    const auto code_of = [&](const char* language) {
        try {
            static_cast<void>(attune::load_messages_of(language, {folder.path()}));
        } catch (const attune::input_error& faults) {
            return faults.found().front().code;
        }
        return std::string();
    };
    EXPECT_EQ(code_of("fr"), "search.language");
    EXPECT_EQ(code_of("de"), "search.wrong_id");
    EXPECT_TRUE(attune::is_message_file(folder.path() / "messages/en.json"));
    EXPECT_FALSE(attune::is_message_file(folder.path() / "messages"));
}
