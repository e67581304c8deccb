#include "attune/io/answer_lines.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

using attune::answer_code;
using codes = std::vector<answer_code>;

/// Hands out a text in pieces of a given size, as a pipe may.
class piecewise_source final : public attune::byte_source {
public:
    piecewise_source(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}

    std::size_t read(std::span<char> buffer) override
    {
        const std::size_t count = std::min({buffer.size(), piece_, text_.size() - at_});
        std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(at_), count, buffer.begin());
        at_ += count;
        return count;
    }

private:
    std::string text_;
    std::size_t piece_;
    std::size_t at_ = 0;
};

std::vector<std::string> lines_of(const std::string& text, std::size_t piece = 1U << 16U)
{
    piecewise_source source(text, piece);
    attune::line_reader reader(source);
    std::vector<std::string> lines;
    for (std::string line; reader.next(line);)
        lines.push_back(line);
    return lines;
}

attune::outcome<attune::answer_line> parsed(std::string_view line)
{
    const attune::answer_line_parser parser({"q1", "q2", "q3"}, attune::answer_syntax({.min = 1, .max = 7}));
    return parser.parse(line, 12, "in");
}

std::string finding(std::string_view line)
{
    const auto result = parsed(line);
    EXPECT_FALSE(result.value);
    return result.found.empty() ? "" : attune::to_string(result.found.front());
}

}  // namespace

TEST(LineReader, SplitsAtEveryKindOfPiece)
{
    const std::string text = "one\r\n\ntwo\nthree";
    for (const std::size_t piece : {1U, 2U, 3U, 1000U})
        EXPECT_EQ(lines_of(text, piece), (std::vector<std::string>{"one", "", "two", "three"})) << piece;
    EXPECT_TRUE(lines_of("").empty());
    EXPECT_EQ(lines_of("\n"), std::vector<std::string>{""});
}

TEST(LineReader, CutsLinesThatAreTooLongAndGoesOn)
{
    const std::string longest(attune::line_reader::max_line_bytes, 'x');
    piecewise_source source(longest + "\n" + longest + "yz\nshort\n", 5000);
    attune::line_reader reader(source);
    std::string line;
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, longest);
    EXPECT_FALSE(reader.was_cut());
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, longest);
    EXPECT_TRUE(reader.was_cut());
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, "short");
    EXPECT_FALSE(reader.was_cut());
}

TEST(AnswerLine, ReadsNumbersTextsAndNull)
{
    const auto person = parsed(R"({"id": {"b": 1, "a": "x"}, "answers": {"q3": 7, "q1": " 2.0 ", "q2": null}})");
    ASSERT_TRUE(person.value);
    EXPECT_EQ(person.value->id, R"({"a":"x","b":1})");
    EXPECT_EQ(person.value->answers, (codes{2, -1, 7}));
}

TEST(AnswerLine, HandsOverTheTextsOfMembersThatAreAskedFor)
{
    const attune::answer_line_parser parser({"q1"}, attune::answer_syntax({.min = 1, .max = 7}), {"sex", "age", ""});
    const auto kept = [&](std::string_view line) { return parser.parse(line, 1, "in").value->kept; };
    EXPECT_EQ(kept(R"({"answers": {"q1": 3}, "sex": "f", "age": 34.0})"), (std::vector<std::string>{"f", "34.0", ""}));
    EXPECT_EQ(kept(R"({"answers": {"q1": 3}, "sex": null, "age": [34]})"), (std::vector<std::string>{"", "", ""}));
}

TEST(AnswerLine, TakesWhatIsAbsentAsNotAnswered)
{
    const auto person = parsed(R"({"answers": {"q2": 5}, "session": 8})");
    ASSERT_TRUE(person.value);
    EXPECT_EQ(person.value->id, "null");
    EXPECT_EQ(person.value->answers, (codes{-1, 5, -1}));
}

TEST(AnswerLine, TakesWhatIsNoAnswerAsInvalid)
{
    const auto person = parsed(R"({"answers": {"q1": 8, "q2": 2.5, "q3": true}})");
    ASSERT_TRUE(person.value);
    EXPECT_EQ(person.value->answers,
              (codes{code_of(attune::invalid_answer::out_of_range), code_of(attune::invalid_answer::fractional),
                     code_of(attune::invalid_answer::not_a_number)}));
}

TEST(AnswerLine, SaysWhatIsWrongWithoutQuotingTheLine)
{
    EXPECT_EQ(finding(R"({"answers": {"q1": Canary)"),
              "in:12:20: error: not JSON as it should be; expected one object in the line [json.syntax]");
    EXPECT_EQ(finding(R"({"answers": {"q1": 3, "q1": 4}})"),
              "in:12:23: error: a name stands twice in one object; expected each name once [json.duplicate_key]");
    EXPECT_EQ(finding(R"({"id": "Canary"})"),
              "in:12:1: error: no object \"answers\"; expected {\"id\": ..., \"answers\": {\"NAME\": ANSWER, ...}} "
              "[ndjson.no_answers]");
    EXPECT_EQ(finding("[]").find("in:12:1: error: no object"), 0U);
    EXPECT_EQ(
        finding(R"({"answers": {"q1": 3, "Canary": 4}})"),
        "in:12:33: error: an answer under a name that belongs to no item; expected names as --columns or the item "
        "ids give them [ndjson.unknown_answer]");
}

TEST(AnswerLine, SurvivesAnyBytes)
{
    std::mt19937 generator(7);
    const std::string alphabet = "{}[]\":,0123456789.eE-+ \\/untrfalsq\n\t\x80\xC3\xA9\xFF answersid";
    std::uniform_int_distribution<std::size_t> any(0, alphabet.size() - 1);
    for (int i = 0; i < 20000; ++i) {
        std::string line = i % 2 == 0 ? R"({"answers": {"q1": 3}})" : "";
        for (int k = 0; k < 12; ++k)
            line.insert(line.begin() + static_cast<std::ptrdiff_t>(any(generator) % (line.size() + 1)),
                        alphabet[any(generator)]);
        const auto result = parsed(line);
        EXPECT_NE(result.value.has_value(), !result.found.empty());
    }
}
