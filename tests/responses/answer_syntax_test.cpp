#include "attune/responses/answer_syntax.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::answer_code;
using attune::answer_syntax;
using attune::answer_syntax_options;
using attune::code_of;
using attune::missing_reason;
using attune_test::throws_message;

namespace {

constexpr answer_code not_answered = code_of(missing_reason::not_answered);
constexpr answer_code declined = code_of(missing_reason::declined);
constexpr answer_code unknown = code_of(missing_reason::unknown);
constexpr answer_code not_applicable = code_of(missing_reason::not_applicable);
constexpr answer_code out_of_range = code_of(attune::invalid_answer::out_of_range);
constexpr answer_code fractional = code_of(attune::invalid_answer::fractional);
constexpr answer_code not_a_number = code_of(attune::invalid_answer::not_a_number);

/// The text of a cell and what must become of it.
struct cell {
    std::string_view text;
    answer_code code;
};

void expect_cells(const answer_syntax& syntax, const std::vector<cell>& cells)
{
    for (const cell& each : cells)
        EXPECT_EQ(static_cast<int>(syntax.read(each.text)), static_cast<int>(each.code)) << "'" << each.text << "'";
}

answer_syntax with_missing(std::vector<attune::missing_code> codes)
{
    answer_syntax_options options;
    options.missing = std::move(codes);
    return answer_syntax(std::move(options));
}

std::string refusal_of(std::string_view code)
{
    return "answer_syntax: missing code must lie outside the answers, but is '" + std::string(code) + "'";
}

}  // namespace

TEST(AnswerSyntax, IsOfOneToSevenWithAPointUnlessSaidOtherwise)
{
    const answer_syntax syntax{answer_syntax_options{}};
    EXPECT_EQ(syntax.min(), 1);
    EXPECT_EQ(syntax.max(), 7);
    EXPECT_EQ(answer_syntax_options{}.decimal, '.');
    EXPECT_TRUE(answer_syntax_options{}.missing.empty());
    EXPECT_EQ(attune::missing_code{}.reason, missing_reason::not_answered);
}

TEST(AnswerSyntax, ReadsAWholeNumberWithinTheRange)
{
    expect_cells(answer_syntax{{}}, {{"1", 1},
                                     {"5", 5},
                                     {"7", 7},
                                     {" 5", 5},
                                     {"5 ", 5},
                                     {"  5\t", 5},
                                     {"5\r", 5},
                                     {"\n5\n", 5},
                                     {"5.0", 5},
                                     {"5.000", 5},
                                     {" 5.0 ", 5},
                                     {"05", 5},
                                     {"005", 5},
                                     {"05.0", 5},
                                     {"000000000000000000005", 5},
                                     {"7.00000000000000000000000000000000000000000", 7}});
}

TEST(AnswerSyntax, TakesAnEmptyCellAsNotAnswered)
{
    expect_cells(answer_syntax{{}}, {{"", not_answered},
                                     {std::string_view{}, not_answered},
                                     {" ", not_answered},
                                     {"   ", not_answered},
                                     {"\t", not_answered},
                                     {" \t\r\n", not_answered}});
}

TEST(AnswerSyntax, TakesAWholeNumberOutsideTheRangeAsOutOfRange)
{
    expect_cells(answer_syntax{{}}, {{"0", out_of_range},
                                     {"8", out_of_range},
                                     {"10", out_of_range},
                                     {"99", out_of_range},
                                     {"100", out_of_range},
                                     {"101", out_of_range},
                                     {"256", out_of_range},
                                     {"261", out_of_range},
                                     {"-1", out_of_range},
                                     {"-5", out_of_range},
                                     {"-99", out_of_range},
                                     {"-99.0", out_of_range},
                                     {" -99 ", out_of_range},
                                     {"8.0", out_of_range},
                                     {"4294967301", out_of_range},
                                     {"18446744073709551621", out_of_range},
                                     {"-18446744073709551611", out_of_range},
                                     {"99999999999999999999999999999999999999999999999999", out_of_range}});
}

TEST(AnswerSyntax, TakesANumberThatIsNotWholeAsFractional)
{
    expect_cells(answer_syntax{{}}, {{"5.5", fractional},
                                     {"4.999", fractional},
                                     {"5.0000000000000000000000001", fractional},
                                     {"-0.5", fractional},
                                     {"99.5", fractional},
                                     {" 5.10 ", fractional}});
}

TEST(AnswerSyntax, GuessesNothing)
{
    expect_cells(
        answer_syntax{{}},
        {{"5.", not_a_number},    {".5", not_a_number},      {".", not_a_number},     {"..", not_a_number},
         {"5..0", not_a_number},  {"5.0.0", not_a_number},   {"5,0", not_a_number},   {"+5", not_a_number},
         {"--5", not_a_number},   {"-", not_a_number},       {"- 5", not_a_number},   {"5-", not_a_number},
         {"1e0", not_a_number},   {"5E0", not_a_number},     {"0x5", not_a_number},   {"5 0", not_a_number},
         {"5 .0", not_a_number},  {"5. 0", not_a_number},    {"5;", not_a_number},    {"'5'", not_a_number},
         {"\"5\"", not_a_number}, {"NA", not_a_number},      {"na", not_a_number},    {"NaN", not_a_number},
         {"inf", not_a_number},   {"null", not_a_number},    {"agree", not_a_number}, {"5 agree", not_a_number},
         {"five", not_a_number},  {"1.000,0", not_a_number}, {"1 000", not_a_number}});
}

TEST(AnswerSyntax, KnowsNoDigitsSpacesOrSignsOutsideAscii)
{
    expect_cells(answer_syntax{{}}, {{"\uFF11", not_a_number},   // fullwidth 1
                                     {"\u0665", not_a_number},   // Arabic-Indic 5
                                     {"\u00B2", not_a_number},   // superscript 2
                                     {"\u00A05", not_a_number},  // no-break space
                                     {"\uFEFF5", not_a_number},  // byte order mark
                                     {"\u22121", not_a_number},  // minus sign
                                     {"\xE9", not_a_number},     // not UTF-8 at all
                                     {"\v5", not_a_number},
                                     {std::string_view("5\0", 2), not_a_number},
                                     {std::string_view("\0", 1), not_a_number}});
}

TEST(AnswerSyntax, ReadsTheCommaWhereTheCommaIsTheSeparator)
{
    answer_syntax_options options;
    options.decimal = ',';
    expect_cells(answer_syntax(options), {{"5", 5},
                                          {"5,0", 5},
                                          {" 5,00 ", 5},
                                          {"5,5", fractional},
                                          {"8,0", out_of_range},
                                          {"5,", not_a_number},
                                          {",5", not_a_number},
                                          {"5.0", not_a_number},
                                          {"5.5", not_a_number},
                                          {"5,0,0", not_a_number}});
}

TEST(AnswerSyntax, UsesTheWholeOfItsRange)
{
    answer_syntax_options widest;
    widest.min = 0;
    widest.max = 100;
    const answer_syntax syntax(widest);
    for (int answer = 0; answer <= 100; ++answer)
        EXPECT_EQ(syntax.read(std::to_string(answer)), answer);
    expect_cells(syntax, {{"0.0", 0}, {"000", 0}, {"101", out_of_range}, {"1000", out_of_range}, {"-0.5", fractional}});
}

TEST(AnswerSyntax, ReadsOneByteLikeACellOfOneByte)
{
    for (const answer_syntax& syntax : {answer_syntax{{}}, with_missing({{"0", missing_reason::declined}}),
                                        with_missing({{"x", missing_reason::unknown}})})
        for (int byte = 0; byte < 256; ++byte) {
            const char single = static_cast<char>(byte);
            EXPECT_EQ(syntax.read(single), syntax.read(std::string_view(&single, 1))) << byte;
            const std::string spaced = std::string(" ") + single;
            EXPECT_EQ(syntax.read(single), syntax.read(spaced)) << byte;
        }
}

TEST(AnswerSyntax, ReadsADeclaredTextAsMissing)
{
    expect_cells(with_missing({{"NA", missing_reason::not_answered}, {"no comment", missing_reason::declined}}),
                 {{"NA", not_answered},
                  {" NA ", not_answered},
                  {"no comment", declined},
                  {"na", not_a_number},
                  {"N/A", not_a_number},
                  {"NAN", not_a_number},
                  {"no  comment", not_a_number},
                  {"5", 5}});
}

TEST(AnswerSyntax, ReadsADeclaredNumberAsMissingHoweverItIsWritten)
{
    expect_cells(with_missing({{"-99", missing_reason::declined},
                               {"0", missing_reason::not_applicable},
                               {"9.50", missing_reason::unknown}}),
                 {{"-99", declined},
                  {"-99.0", declined},
                  {" -99.000 ", declined},
                  {"-099", declined},
                  {"0", not_applicable},
                  {"0.0", not_applicable},
                  {"00", not_applicable},
                  {"9.5", unknown},
                  {"99", out_of_range},
                  {"-9", out_of_range},
                  {"-99.5", fractional},
                  {"--99", not_a_number}});
}

TEST(AnswerSyntax, ReadsDeclaredNumbersWithTheSeparatorOfTheData)
{
    answer_syntax_options options;
    options.decimal = ',';
    options.missing = {{"-99", missing_reason::declined}};
    expect_cells(answer_syntax(options), {{"-99", declined}, {"-99,0", declined}, {"-99.0", not_a_number}});
}

TEST(AnswerSyntax, GivesEveryReasonItsCode)
{
    for (const auto& listed : attune::missing_reasons)
        EXPECT_EQ(with_missing({{"-99", listed.first}}).read("-99"), code_of(listed.first)) << listed.second;
}

TEST(AnswerSyntax, ReadsAPointAsMissingWhenItIsDeclared)
{
    expect_cells(with_missing({{".", missing_reason::not_answered}}),
                 {{".", not_answered}, {" . ", not_answered}, {"..", not_a_number}, {"5.0", 5}});
}

TEST(AnswerSyntax, TrimsDeclaredTexts)
{
    expect_cells(with_missing({{" NA ", missing_reason::declined}}), {{"NA", declined}, {"  NA", declined}});
}

// What an empty cell means can be declared like anything else: codes are compared before anything else.
TEST(AnswerSyntax, GivesEmptyCellsTheReasonDeclaredForThem)
{
    expect_cells(with_missing({{"", missing_reason::declined}}), {{"  ", declined}, {" ", declined}, {"", declined}});
}

TEST(AnswerSyntax, FirstOfTwoEqualCodesCounts)
{
    expect_cells(with_missing({{"-9", missing_reason::declined}, {"-9.0", missing_reason::not_applicable}}),
                 {{"-9", declined}, {"-9.0", declined}});
}

TEST(AnswerSyntax, RefusesAMissingCodeThatIsAnAnswer)
{
    for (const char* const code : {"1", "5", "7", "5.0", " 5 ", "05"})
        EXPECT_TRUE(throws_message<std::invalid_argument>(
            [&] {
                (void)with_missing({{code, missing_reason::declined}});
            },
            refusal_of(code)));
    for (const char* const code : {"0", "8", "-5", "5.5", "five", ""})
        EXPECT_NO_THROW((void)with_missing({{code, missing_reason::declined}})) << code;
}

TEST(AnswerSyntax, RefusesARangeOutside0To100)
{
    const auto with_range = [](int min, int max) {
        answer_syntax_options options;
        options.min = min;
        options.max = max;
        return answer_syntax(options);
    };
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)with_range(-1, 7); },
                                                      "answer_syntax: min must lie in 0..100, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)with_range(101, 101); },
                                                      "answer_syntax: min must lie in 0..100, but is 101"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)with_range(1, 101); },
                                                      "answer_syntax: max must lie in 1..100, but is 101"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)with_range(5, 4); },
                                                      "answer_syntax: max must lie in 5..100, but is 4"));
    EXPECT_EQ(with_range(3, 3).read("3"), 3);
}

TEST(AnswerSyntax, CanBeCopied)
{
    answer_syntax copy{{}};
    {
        const answer_syntax original = with_missing({{"NA", missing_reason::declined}});
        copy = original;
    }
    expect_cells(copy, {{"NA", declined}, {"5", 5}});
}
