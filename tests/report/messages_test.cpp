#include "attune/report/messages.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

const attune::message_texts english_texts{
    "en",
    {{"left_out", "{n, plural, one {One question} other {# questions}} of {total} had no answer."},
     {"higher", "higher than about {below} of 100"},
     {"fixed", "It's a page."}}};

attune::messages said(const attune::message_texts& texts)
{
    return attune::value_or_throw(attune::messages::compiled(texts));
}

std::vector<std::string> lines(const std::vector<attune::diagnostic>& found)
{
    std::vector<std::string> text;
    for (const attune::diagnostic& one : found)
        text.push_back(fmt::format("{}: {} [{}]", one.where.pointer, one.message, one.code));
    return text;
}

}  // namespace

TEST(Messages, AreFilledInByNameWithThePluralsOfTheLanguage)
{
    const attune::messages say = said(english_texts);
    EXPECT_EQ(say.language(), "en");
    EXPECT_EQ(say("left_out", {{"n", std::int64_t{1}}, {"total", std::int64_t{18}}}),
              "One question of 18 had no answer.");
    EXPECT_EQ(say("left_out", {{"total", std::int64_t{18}}, {"n", std::int64_t{3}}}),
              "3 questions of 18 had no answer.");
    EXPECT_EQ(say("higher", {{"below", std::string("fewer than 1")}}), "higher than about fewer than 1 of 100");
    // In Polish 2 and 5 are different plurals.
    const attune::messages polish =
        said({"pl", {{"left_out", "{n, plural, one {# pytanie} few {# pytania} many {# pytań} other {# pytania}}"}}});
    EXPECT_EQ(polish("left_out", {{"n", std::int64_t{2}}}), "2 pytania");
    EXPECT_EQ(polish("left_out", {{"n", std::int64_t{5}}}), "5 pytań");
}

TEST(Messages, WriteNumbersAsTheLanguageDoes)
{
    const attune::message_texts german{"de", {{"average", "im Schnitt {value} von {n}"}}};
    EXPECT_EQ(said(german)("average", {{"value", 3.25}, {"n", std::int64_t{12345}}}), "im Schnitt 3,3 von 12.345");
    EXPECT_EQ(said({"en", german.texts})("average", {{"value", 3.0}, {"n", std::int64_t{12345}}}),
              "im Schnitt 3 von 12,345");
}

TEST(Messages, NeedEveryValueAndAKnownSentence)
{
    const attune::messages say = said(english_texts);
    EXPECT_TRUE(say.has("fixed"));
    EXPECT_FALSE(say.has("absent"));
    const auto failure = [&](std::string_view id, const attune::message_values& values) {
        try {
            return say(id, values);
        } catch (const std::invalid_argument& problem) {
            return std::string(problem.what());
        }
    };
    EXPECT_EQ(failure("absent", {}), "messages: id must name a sentence, but is absent");
    EXPECT_EQ(failure("left_out", {{"n", std::int64_t{1}}}),
              "messages: values must have 'total', which 'left_out' needs, but is without it");
}

TEST(Messages, ReportEveryPatternAtFault)
{
    const auto broken = attune::messages::compiled(
        {"en", {{"a", "{n, plural, one {x}}"}, {"b", "{unclosed"}, {"c", "{0} of {1}"}, {"d", "sound"}}});
    EXPECT_FALSE(broken.value);
    EXPECT_EQ(
        lines(broken.found),
        (std::vector<std::string>{
            "/messages/a: cannot be read from character 1 on, \"{n, plural, one\"; expected a pattern of ICU's MessageFormat "
            "[messages.pattern]",
            "/messages/b: cannot be read from character 1 on, \"{unclosed\"; expected a pattern of ICU's MessageFormat "
            "[messages.pattern]",
            "/messages/c: has places with numbers for names; expected names, as in {n_items} [messages.pattern]"}));
    const auto unknown = attune::messages::compiled({"xx-unknown", {}});
    EXPECT_EQ(
        lines(unknown.found),
        std::vector<std::string>{"/language: 'xx-unknown'; expected a language such as en or de [messages.language]"});
}

TEST(Messages, OfALanguageHaveTheSameSentencesWithTheSamePlaces)
{
    EXPECT_TRUE(attune::compare_messages(english_texts, english_texts).empty());
    attune::message_texts other = english_texts;
    other.texts.erase("fixed");
    other.texts["higher"] = "höher als etwa {bellow} von 100";
    other.texts["own"] = "one more";
    other.texts["left_out"] = "{";
    EXPECT_EQ(
        lines(attune::compare_messages(english_texts, other)),
        (std::vector<std::string>{
            "/messages/fixed: missing; expected a sentence [messages.missing]",
            "/messages/higher: has the places bellow; expected below [messages.places]",
            "/messages/left_out: cannot be read from character 1 on, \"{\"; expected a pattern of ICU's MessageFormat "
            "[messages.pattern]",
            "/messages/own: is no sentence of ours; expected an id of the shipped languages [messages.unknown]"}));
    EXPECT_EQ(attune::compare_messages(english_texts, {"xx", {}}).size(), 1U);
}
