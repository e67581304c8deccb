#include "attune/io/answer_reader.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "attune/core/bytes.hpp"
#include "attune/io/csv.hpp"
#include "support/expect_message.hpp"

using attune::answer_code;
using attune::answer_parser;
using attune::answer_reader;
using attune::answer_rows;
using attune::answer_syntax;
using attune::code_block;
using attune::code_of;
using attune::column_selection;
using attune::csv_chunk;
using attune::csv_options;
using attune::input_error;
using attune::invalid_answer;
using attune::missing_reason;
using attune_test::throws_message;
using codes = std::vector<int>;
using names = std::vector<std::string>;

namespace {

constexpr int unanswered = code_of(missing_reason::not_answered);
constexpr int out_of_range = code_of(invalid_answer::out_of_range);
constexpr int fractional = code_of(invalid_answer::fractional);
constexpr int not_a_number = code_of(invalid_answer::not_a_number);

const csv_options from_file{.source = "answers.csv"};

std::vector<codes> rows_of(const code_block& block)
{
    std::vector<codes> rows;
    for (std::size_t person = 0; person < block.n_persons(); ++person)
        rows.emplace_back(block.row(person).begin(), block.row(person).end());
    return rows;
}

/// Everything that the reader makes of a table.
std::vector<codes> read_all(std::string_view text, const column_selection& columns,
                            const answer_syntax& syntax = answer_syntax({}), const csv_options& options = from_file,
                            std::size_t chunk_bytes = attune::csv_chunker::default_chunk_bytes)
{
    attune::memory_source source(text);
    answer_reader reader(source, options, chunk_bytes);
    reader.select(columns, syntax);
    code_block block(columns.answers.size());
    std::vector<codes> rows;
    for (; reader.next(block); block.clear()) {
        const std::vector<codes> more = rows_of(block);
        rows.insert(rows.end(), more.begin(), more.end());
    }
    return rows;
}

/// All rows in one chunk, with what else is known of them.
struct parsed_text {
    csv_chunk chunk;
    answer_rows rows;

    [[nodiscard]] names kept() const
    {
        names texts;
        for (const attune::kept_cell& cell : rows.kept)
            texts.push_back(to_string(cell));
        return texts;
    }

    [[nodiscard]] names faults() const
    {
        names texts;
        for (const attune::diagnostic& fault : rows.faults)
            texts.push_back(to_string(fault));
        return texts;
    }
};

parsed_text parse_first_chunk(std::string_view text, const column_selection& columns,
                              const answer_syntax& syntax = answer_syntax({}), const csv_options& options = from_file)
{
    attune::memory_source source(text);
    answer_reader reader(source, options);
    reader.select(columns, syntax);
    parsed_text result{{}, answer_rows(columns.answers.size())};
    EXPECT_TRUE(reader.next(result.chunk));
    reader.parser().parse(result.chunk, result.rows);
    return result;
}

names header_of(std::string_view text, const csv_options& options = from_file)
{
    attune::memory_source source(text);
    return answer_reader(source, options).header();
}

std::string refusal_of_header(std::string_view text)
{
    try {
        header_of(text);
    } catch (const input_error& fault) {
        return fault.what();
    }
    return "";
}

std::string long_row(int line, int column, int n_fields, int n_columns)
{
    return fmt::format(
        "answers.csv:{}:{}: error: {} fields; expected {}, as in the header, with fields that hold a "
        "delimiter in quotes [csv.long_row]",
        line, column, n_fields, n_columns);
}

std::vector<std::size_t> places(std::size_t first, std::size_t end)
{
    std::vector<std::size_t> columns(end - first);
    std::iota(columns.begin(), columns.end(), first);
    return columns;
}

}  // namespace

// --- the header ---

TEST(AnswerReader, NamesTheColumns)
{
    EXPECT_EQ(header_of("id,Q1,Q2\n1,2,3\n"), (names{"id", "Q1", "Q2"}));
    EXPECT_EQ(header_of("id;Q1;Q2\r\n", {.delimiter = ';', .source = "-"}), (names{"id", "Q1", "Q2"}));
    EXPECT_EQ(header_of("id\tQ1"), names{"id\tQ1"});
    EXPECT_EQ(header_of(",,\n"), (names{"", "", ""}));
    EXPECT_EQ(header_of(" id , Q1\n"), (names{" id ", " Q1"})) << "nothing is trimmed";
    EXPECT_EQ(header_of("\xEF\xBB\xBFid,Q1\n"), (names{"id", "Q1"}));
    EXPECT_EQ(header_of("\xEF\xBB\xBF\"id\",Q1\n"), (names{"id", "Q1"}));
    EXPECT_EQ(header_of("\n\r\n\rid,Q1\n"), (names{"id", "Q1"})) << "empty lines before it do not count";
    EXPECT_EQ(header_of("Größe,漢\n"), (names{"Größe", "漢"}));
}

TEST(AnswerReader, UnquotesTheHeader)
{
    EXPECT_EQ(header_of("\"id\",\"say \"\"one\"\"\",\"a,b\",\"two\nlines\"\n"),
              (names{"id", "say \"one\"", "a,b", "two\nlines"}));
}

TEST(AnswerReader, RefusesAnInputWithoutHeader)
{
    const std::string empty =
        "answers.csv: error: the input is empty; expected a header and rows of answers [csv.empty]";
    const std::string blank = "answers.csv: error: only empty lines; expected a header and rows of answers [csv.empty]";
    EXPECT_EQ(refusal_of_header(""), empty);
    EXPECT_EQ(refusal_of_header("\xEF\xBB\xBF"), empty);
    EXPECT_EQ(refusal_of_header("\n"), blank);
    EXPECT_EQ(refusal_of_header("\r\n\n\r"), blank);
    EXPECT_EQ(refusal_of_header("\xEF\xBB\xBF\n"), blank);
    EXPECT_EQ(refusal_of_header(std::string(600'000, '\n')), blank);
}

TEST(AnswerReader, FindsTheHeaderBehindAnyNumberOfBlankLines)
{
    const std::string blank(600'000, '\n');
    EXPECT_EQ(header_of(blank + "a,b\n1,2\n"), (names{"a", "b"}));
    EXPECT_EQ(parse_first_chunk(blank + "a,b\n1,2,3\n", {.answers = {0, 1}}).faults(),
              names{long_row(600'002, 5, 3, 2)});
}
TEST(AnswerReader, RefusesAHeaderWithFaults)
{
    EXPECT_EQ(
        refusal_of_header("id,Q\"1\"\n1,2\n"),
        "answers.csv:1:5: error: a quote inside a field that does not begin with one; expected the whole field in "
        "quotes, inner quotes doubled [csv.quote_in_text]");
    EXPECT_EQ(
        refusal_of_header("\n\"id\nname\" ,Q1\n1,2\n"),
        "answers.csv:3:6: error: text after a closing quote; expected a delimiter, a line end, or a doubled quote "
        "[csv.text_after_quote]");
    EXPECT_EQ(refusal_of_header("id,\"Q1\n1,2\n"),
              "answers.csv:1:4: error: a quote that is never closed; expected a closing quote [csv.unclosed_quote]");
    EXPECT_EQ(
        refusal_of_header("id,Gr\xF6\xDF"
                          "e\n1,2\n"),
        "answers.csv:1:6: error: not valid UTF-8; expected UTF-8, or the encoding of the file given by --encoding "
        "(for example windows-1252) [csv.invalid_utf8]");
    EXPECT_EQ(refusal_of_header({"id,Q1\0\n", 7}),
              "answers.csv:1:6: error: a NUL byte; expected text (for UTF-16 give --encoding utf-16) [csv.nul_byte]");
    EXPECT_EQ(refusal_of_header({"\xFE\xFF\0i", 4}),
              "answers.csv:1:1: error: the file is UTF-16; expected UTF-8, or --encoding utf-16 [csv.utf16]");
}

TEST(AnswerReader, ReadsAHeaderWithoutRows)
{
    for (const std::string_view text : {"Q1,Q2", "Q1,Q2\n", "Q1,Q2\r\n", "Q1,Q2\r", "Q1,Q2\n\n\n"})
        EXPECT_TRUE(read_all(text, {.answers = {0, 1}}).empty()) << testing::PrintToString(text);
}

// --- the selection ---

TEST(AnswerReader, FillsTheBlockInTheOrderOfTheSelection)
{
    const std::string text = "id,a,b,c,d\n9,1,2,3,4\n9,5,6,7,1\n";
    EXPECT_EQ(read_all(text, {.answers = {1, 2, 3, 4}}), (std::vector<codes>{{1, 2, 3, 4}, {5, 6, 7, 1}}));
    EXPECT_EQ(read_all(text, {.answers = {4, 3, 2, 1}}), (std::vector<codes>{{4, 3, 2, 1}, {1, 7, 6, 5}}));
    EXPECT_EQ(read_all(text, {.answers = {3, 1}}), (std::vector<codes>{{3, 1}, {7, 5}}));
    EXPECT_EQ(read_all(text, {.answers = {2}}), (std::vector<codes>{{2}, {6}}));
    EXPECT_EQ(read_all(text, {.answers = {2, 3, 1, 4}}), (std::vector<codes>{{2, 3, 1, 4}, {6, 7, 5, 1}}));
}

TEST(AnswerReader, ReadsAnswersInSeveralRunsOfColumns)
{
    std::mt19937 random(20'264);
    for (int round = 0; round < 200; ++round) {
        const auto n_columns = std::uniform_int_distribution<std::size_t>(1, 60)(random);
        std::vector<std::size_t> answers = places(0, n_columns);
        if (round % 2 == 0)
            std::shuffle(answers.begin(), answers.end(), random);
        answers.resize(std::uniform_int_distribution<std::size_t>(1, n_columns)(random));
        std::vector<int> row(n_columns);
        for (int& answer : row)
            answer = std::uniform_int_distribution<int>(1, 7)(random);
        codes expected;
        for (const std::size_t column : answers)
            expected.push_back(row[column]);
        const std::string line = fmt::format("{}\n", fmt::join(row, ","));
        EXPECT_EQ(read_all(line + line + line, {.answers = answers}), (std::vector<codes>{expected, expected}));
    }
}

TEST(AnswerReader, LeavesOtherColumnsAlone)
{
    EXPECT_EQ(read_all("id,Q1,note,Q2,time\nM\xC3\xBCller,1,\"a, \"\"b\"\"\n\",2,99:99\n,3,,4,\n", {.answers = {1, 3}}),
              (std::vector<codes>{{1, 2}, {3, 4}}));
}

TEST(AnswerReader, RefusesColumnsThatDoNotExist)
{
    attune::memory_source source("a,b\n1,2\n");
    answer_reader reader(source, {});
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            reader.select({.answers = {0, 2}}, answer_syntax({}));
        },
        "answer_parser: selection must name columns below 2, but is 2"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { reader.select({.answers = {0}, .kept = {7}}, answer_syntax({})); },
                                              "answer_parser: selection must name columns below 2, but is 7"));
}

TEST(AnswerReader, RefusesAColumnThatIsSelectedTwice)
{
    attune::memory_source source("a,b\n1,2\n");
    answer_reader reader(source, {});
    const std::string message = "answer_parser: selection must name each column once, but is 1 twice";
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            reader.select({.answers = {1, 0, 1}}, answer_syntax({}));
        },
        message));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            reader.select({.answers = {1}, .kept = {1, 1}}, answer_syntax({}));
        },
        message));
}

TEST(AnswerReader, RefusesASelectionWithoutAnswers)
{
    attune::memory_source source("a,b\n1,2\n");
    answer_reader reader(source, {});
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { reader.select({.answers = {}, .kept = {0}}, answer_syntax({})); },
        "answer_parser: selection must name at least one column of answers, but is empty"));
}

TEST(AnswerReader, IsNotReadWithoutSelection)
{
    attune::memory_source source("a,b\n1,2\n");
    answer_reader reader(source, {});
    code_block block(2);
    const std::string message =
        "answer_reader: reader must have columns selected before it is read, but is without "
        "selection";
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { reader.next(block); }, message));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { static_cast<void>(reader.parser()); }, message));
}

TEST(AnswerReader, RefusesABlockOfAnotherWidth)
{
    attune::memory_source source("a,b\n1,2\n");
    answer_reader reader(source, {});
    reader.select({.answers = {0, 1}}, answer_syntax({}));
    code_block block(3);
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { reader.next(block); }, "answer_reader::next: columns of answers must have 2 elements, but is 3 long"));
}

TEST(AnswerReader, SaysAgainAndAgainThatItIsAtTheEnd)
{
    attune::memory_source source("a,b\n1,2\n");
    answer_reader reader(source, {});
    reader.select({.answers = {0, 1}}, answer_syntax({}));
    code_block block(2);
    ASSERT_TRUE(reader.next(block));
    EXPECT_EQ(rows_of(block), (std::vector<codes>{{1, 2}}));
    EXPECT_FALSE(reader.next(block));
    EXPECT_FALSE(reader.next(block));
}

TEST(AnswerParser, KnowsHowManyAnswersARowHas)
{
    const answer_parser parser(5, {.answers = {0, 3}}, answer_syntax({}), {});
    EXPECT_EQ(parser.n_answers(), 2U);
}

TEST(AnswerParser, GoesOnWhenMoved)
{
    answer_parser parser(2, {.answers = {1}}, answer_syntax({}), {});
    const answer_parser moved = std::move(parser);
    parser = answer_parser(3, {.answers = {0, 1, 2}}, answer_syntax({}), {});
    EXPECT_EQ(moved.n_answers(), 1U);
    EXPECT_EQ(parser.n_answers(), 3U);
}

TEST(AnswerParser, ReplacesWhatTheRowsHeld)
{
    parsed_text result = parse_first_chunk("a,b\n1,2,3\n", {.answers = {0}, .kept = {1}});
    ASSERT_EQ(result.rows.faults.size(), 1U);
    attune::memory_source source("4\n\n5,x\n");
    attune::csv_chunker chunker(source, {});
    csv_chunk chunk;
    ASSERT_TRUE(chunker.next(chunk));
    answer_parser(2, {.answers = {0}, .kept = {1}}, answer_syntax({}), {}).parse(chunk, result.rows);
    EXPECT_EQ(rows_of(result.rows.answers), (std::vector<codes>{{4}, {5}}));
    EXPECT_EQ(result.kept(), (names{"", "x"}));
    EXPECT_EQ(result.rows.n_short, 1U);
    EXPECT_EQ(result.rows.n_blank, 1U);
    EXPECT_TRUE(result.rows.faults.empty());
}

// --- rows ---

TEST(AnswerParser, LeavesTheLastItemsOfAShortRowUnanswered)
{
    const parsed_text result =
        parse_first_chunk("id,a,b,c\n9,1,2\n9,3\n9\n9,1,2,3\n\"\"\n9,\n", {.answers = {1, 2, 3}});
    EXPECT_EQ(rows_of(result.rows.answers), (std::vector<codes>{{1, 2, unanswered},
                                                                {3, unanswered, unanswered},
                                                                {unanswered, unanswered, unanswered},
                                                                {1, 2, 3},
                                                                {unanswered, unanswered, unanswered},
                                                                {unanswered, unanswered, unanswered}}));
    EXPECT_EQ(result.rows.n_short, 5U);
    EXPECT_TRUE(result.rows.faults.empty());
}

TEST(AnswerParser, CountsShortRowsWhereverTheRunsOfColumnsBreak)
{
    std::string text = "a,b,c,d,e,f,g,h\n";
    const std::string row = "1,2,3,4,5,6,7,1";
    for (std::size_t n_fields = 1; n_fields <= 8; ++n_fields)
        text += row.substr(0, 2 * n_fields - 1) + "\n";
    const std::vector<column_selection> selections{{.answers = places(0, 8)},
                                                   {.answers = {7, 6, 5, 4, 3, 2, 1, 0}},
                                                   {.answers = {2, 3, 6}},
                                                   {.answers = {0}, .kept = {1, 2}},
                                                   {.answers = {1, 7}, .kept = {7, 0, 1}}};
    for (const column_selection& selection : selections) {
        const parsed_text result = parse_first_chunk(text, selection);
        EXPECT_EQ(result.rows.n_short, 7U);
        ASSERT_EQ(result.rows.answers.n_persons(), 8U);
        for (std::size_t person = 0; person < 8; ++person)
            for (std::size_t a = 0; a < selection.answers.size(); ++a)
                EXPECT_EQ(result.rows.answers.row(person)[a],
                          selection.answers[a] <= person ? row[2 * selection.answers[a]] - '0' : unanswered);
    }
}

TEST(AnswerParser, SkipsAndCountsBlankLines)
{
    const parsed_text result = parse_first_chunk("a,b\n\n1,2\n\r\n\r3,4\n\n", {.answers = {0, 1}});
    EXPECT_EQ(rows_of(result.rows.answers), (std::vector<codes>{{1, 2}, {3, 4}}));
    EXPECT_EQ(result.rows.n_blank, 4U);
    EXPECT_EQ(result.rows.n_short, 0U);
}

TEST(AnswerParser, TakesABlankLineOfOneColumnAsARow)
{
    const parsed_text result = parse_first_chunk("a\n1\n\n\r\n2\n", {.answers = {0}});
    EXPECT_EQ(rows_of(result.rows.answers), (std::vector<codes>{{1}, {unanswered}, {unanswered}, {2}}));
    EXPECT_EQ(result.rows.n_blank, 0U);
    EXPECT_EQ(result.rows.n_short, 0U);
}

TEST(AnswerParser, TakesALineOfSpacesAsAShortRow)
{
    const parsed_text result = parse_first_chunk("a,b\n \n1,2\n", {.answers = {0, 1}});
    EXPECT_EQ(rows_of(result.rows.answers), (std::vector<codes>{{unanswered, unanswered}, {1, 2}}));
    EXPECT_EQ(result.rows.n_short, 1U);
}

TEST(AnswerParser, ReportsALongRowAtItsFirstFieldTooMany)
{
    const auto faults = [](const std::string& text, const column_selection& columns) {
        return parse_first_chunk(text, columns).faults();
    };
    EXPECT_EQ(faults("a,b\n1,2,3\n", {.answers = {0, 1}}), names{long_row(2, 5, 3, 2)});
    EXPECT_EQ(faults("a,b\n1,2,\n", {.answers = {0, 1}}), names{long_row(2, 5, 3, 2)});
    EXPECT_EQ(faults("a,b\n1,2,", {.answers = {0, 1}}), names{long_row(2, 5, 3, 2)});
    EXPECT_EQ(faults("a,b\n1,2,,,,\"x,\ny\"\n3,4\n", {.answers = {0, 1}}), names{long_row(2, 5, 6, 2)});
    EXPECT_EQ(faults("a,b\n1,2,3\n", {.answers = {1}}), names{long_row(2, 5, 3, 2)});
    EXPECT_EQ(faults("a,b\n1,2,3\n", {.answers = {0}, .kept = {1}}), names{long_row(2, 5, 3, 2)});
    EXPECT_EQ(faults("a\n1,2\n", {.answers = {0}}), names{long_row(2, 3, 2, 1)});
    EXPECT_EQ(faults("a,b\n\xC3\xA9,\xE6\xBC\xA2\xE6\xBC\xA2,3\n", {.answers = {0}}), names{long_row(2, 6, 3, 2)});
    EXPECT_EQ(faults("a,b\n1,2\r\n\"3\r\n4\",5,6\r\n", {.answers = {0}}), names{long_row(4, 6, 3, 2)});
    std::string wide = "a";
    for (int column = 2; column <= 20; ++column)
        wide += ",a";
    EXPECT_EQ(faults(wide + "\n1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\n", {.answers = places(0, 20)}),
              names{long_row(2, 41, 21, 20)});
}

TEST(AnswerParser, ReportsTheFirstTwentyFaults)
{
    std::string text = "a,b\n";
    for (int row = 0; row < 30; ++row)
        text += "1,2\n1,2,3\n";
    const parsed_text result = parse_first_chunk(text, {.answers = {0, 1}});
    names expected;
    for (int fault = 0; fault < 20; ++fault)
        expected.push_back(long_row(3 + 2 * fault, 5, 3, 2));
    EXPECT_EQ(result.faults(), expected);
}

TEST(AnswerParser, EndsAtAFaultOfTheText)
{
    const parsed_text result = parse_first_chunk("a,b\n1,2,3\n3,4\n5,\"6\"7\n1,2,3,4\n", {.answers = {0, 1}});
    EXPECT_EQ(result.faults(),
              (names{long_row(2, 5, 3, 2),
                     "answers.csv:4:6: error: text after a closing quote; expected a delimiter, a line "
                     "end, or a doubled quote [csv.text_after_quote]"}));
}

TEST(AnswerParser, PointsAtFaultsOfTheTextInEveryKindOfColumn)
{
    const std::vector<column_selection> selections{{.answers = {0, 1, 2}},           {.answers = {0}},
                                                   {.answers = {0}, .kept = {1}},    {.answers = {0, 1}, .kept = {1}},
                                                   {.answers = {2}, .kept = {0, 1}}, {.answers = {1}}};
    for (const column_selection& selection : selections) {
        const auto faults = [&](std::string_view rows) {
            return parse_first_chunk("a,b,c\n\"1\n\",2,3\n" + std::string(rows), selection).faults();
        };
        EXPECT_EQ(
            faults("4,5\"6\",7\n"),
            names{"answers.csv:4:4: error: a quote inside a field that does not begin with one; expected the whole "
                  "field in quotes, inner quotes doubled [csv.quote_in_text]"});
        EXPECT_EQ(faults("4,\"5\"6,7\n"),
                  names{"answers.csv:4:6: error: text after a closing quote; expected a delimiter, a line end, or a "
                        "doubled quote [csv.text_after_quote]"});
        EXPECT_EQ(faults("4,\"5,6\n7,8,9\n"),
                  names{"answers.csv:4:3: error: a quote that is never closed; expected a closing quote "
                        "[csv.unclosed_quote]"});
        EXPECT_EQ(faults("4,5,6,7,\"8\"9,1\n"),
                  names{"answers.csv:4:12: error: text after a closing quote; expected a delimiter, a line end, or a "
                        "doubled quote [csv.text_after_quote]"})
            << "behind the last column";
    }
}

TEST(AnswerParser, PointsAtBytesThatAreNoText)
{
    const auto faults = [](std::string_view rows) {
        attune::memory_source source(rows);
        attune::csv_chunker chunker(source, from_file);
        parsed_text result{{}, answer_rows(1)};
        EXPECT_TRUE(chunker.next(result.chunk));
        answer_parser(3, {.answers = {0}}, answer_syntax({}), from_file).parse(result.chunk, result.rows);
        return result.faults();
    };
    EXPECT_EQ(faults("1,\xC3\xA9,3\n4,\xC3\xA9\xFF,6\n"),
              names{"answers.csv:2:4: error: not valid UTF-8; expected UTF-8, or the encoding of the file given by "
                    "--encoding (for example windows-1252) [csv.invalid_utf8]"});
    EXPECT_EQ(faults({"1,2,3\n4,5\0,6\n", 13}),
              names{"answers.csv:2:4: error: a NUL byte; expected text (for UTF-16 give --encoding utf-16) "
                    "[csv.nul_byte]"});
}

TEST(AnswerReader, ThrowsAllFaultsOfTheRowsAtHand)
{
    EXPECT_TRUE(throws_message<input_error>(
        [] {
            read_all("a,b\n1,2,3\n1,2\n1,2,3,4\n", {.answers = {0, 1}});
        },
        long_row(2, 5, 3, 2) + "\n" + long_row(4, 5, 4, 2)));
}

TEST(AnswerReader, CountsLinesBehindAHeaderOfSeveralLines)
{
    const column_selection both{.answers = {0, 1}};
    for (const auto& [text, line] :
         std::vector<std::pair<std::string, int>>{{"\"a\none\",b\n1,2\n1,2,3\n", 4},
                                                  {"\"a\r\none\",\"b\r\n\r\n\"\r\n1,2\r\n1,2,3\r\n", 6},
                                                  {"\"a\rone\",b\r1,2\r1,2,3\r", 4},
                                                  {"\xEF\xBB\xBF\n\r\n\"a\n\n\none\",b\n\n1,2\n1,2,3\n", 9}})
        EXPECT_EQ(parse_first_chunk(text, both).faults(), names{long_row(line, 5, 3, 2)})
            << testing::PrintToString(text);
}

TEST(AnswerReader, CountsLinesThroughManyChunks)
{
    std::string text = "\"a\none\",b\n";
    for (int row = 0; row < 300'000; ++row)
        text += "1,\"2\r\n\"\n";
    text += "1,2,3\n";
    EXPECT_TRUE(throws_message<input_error>([&] { read_all(text, {.answers = {0, 1}}); }, long_row(600'003, 5, 3, 2)));
}

// --- cells ---

TEST(AnswerReader, ReadsCellsAsTheSyntaxSays)
{
    EXPECT_EQ(read_all("a\n1\n7\n8\n0\n 3 \n\"4\"\n\" 5\n\"\n6.0\n2.5\nx\n-1\n 0003.000 \n.\n10\n\n \n\"\"\n",
                       {.answers = {0}}),
              (std::vector<codes>{{1},
                                  {7},
                                  {out_of_range},
                                  {out_of_range},
                                  {3},
                                  {4},
                                  {5},
                                  {6},
                                  {fractional},
                                  {not_a_number},
                                  {out_of_range},
                                  {3},
                                  {not_a_number},
                                  {out_of_range},
                                  {unanswered},
                                  {unanswered},
                                  {unanswered}}));
}

TEST(AnswerReader, ReadsAnswersOfTwoAndThreeDigits)
{
    std::string text;
    std::string row;
    codes expected;
    for (int answer = 0; answer <= 101; ++answer) {
        row += (answer == 0 ? "" : ",") + std::to_string(answer);
        expected.push_back(answer <= 100 ? answer : out_of_range);
    }
    text = row + "\n" + row + "\n";
    EXPECT_EQ(read_all(text, {.answers = places(0, 102)}, answer_syntax({.min = 0, .max = 100})),
              std::vector<codes>{expected});
    for (codes::size_type answer = 0; answer <= 101; ++answer)
        if (answer < 10 || answer > 60)
            expected[answer] = out_of_range;
    EXPECT_EQ(read_all(text, {.answers = places(0, 102)}, answer_syntax({.min = 10, .max = 60})),
              std::vector<codes>{expected});
}

TEST(AnswerReader, ReadsEveryDigitInEveryRangeAtEveryPlace)
{
    const std::vector<std::size_t> columns = places(0, 20);
    for (int min = 0; min <= 9; ++min)
        for (int max = min; max <= 11; ++max) {
            std::string text = "0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9\n";
            std::vector<codes> expected;
            for (int shift = 0; shift < 20; ++shift) {
                codes row;
                for (int column = 0; column < 20; ++column) {
                    const int answer = (column + shift) % 10;
                    text += fmt::format("{}{}", answer, column == 19 ? '\n' : ',');
                    row.push_back(answer >= min && answer <= max ? answer : out_of_range);
                }
                expected.push_back(row);
            }
            EXPECT_EQ(read_all(text, {.answers = columns}, answer_syntax({.min = min, .max = max})), expected)
                << min << ".." << max;
        }
}

TEST(AnswerReader, KnowsMissingCodesAtEveryPlace)
{
    const answer_syntax syntax({.min = 1,
                                .max = 7,
                                .missing = {{"0", missing_reason::declined},
                                            {"9", missing_reason::not_applicable},
                                            {"-99", missing_reason::not_asked},
                                            {"NA", missing_reason::unknown},
                                            {".", missing_reason::not_answered}}});
    const std::string header = "a,b,c,d,e,f,g,h,i,j\n";
    const int declined = code_of(missing_reason::declined);
    const int not_applicable = code_of(missing_reason::not_applicable);
    const int not_asked = code_of(missing_reason::not_asked);
    const int unknown = code_of(missing_reason::unknown);
    EXPECT_EQ(read_all(header + "0,9,-99,NA,.,1,0,9,8,0\n9,0,1,1,1,1,1,1,1,9\n", {.answers = places(0, 10)}, syntax),
              (std::vector<codes>{{declined, not_applicable, not_asked, unknown, unanswered, 1, declined,
                                   not_applicable, out_of_range, declined},
                                  {not_applicable, declined, 1, 1, 1, 1, 1, 1, 1, not_applicable}}));
}

TEST(AnswerReader, ReadsDecimalCommasBesideAnotherDelimiter)
{
    EXPECT_EQ(read_all("a;b;c;d\n1;2,0;\"3,00\";4.0\n1,5;,;7;7,\n", {.answers = places(0, 4)},
                       answer_syntax({.decimal = ','}), {.delimiter = ';', .source = "-"}),
              (std::vector<codes>{{1, 2, 3, not_a_number}, {fractional, not_a_number, 7, not_a_number}}));
}

// --- kept cells ---

TEST(AnswerParser, KeepsCellsInTheOrderWanted)
{
    const std::string text = "id,Q1,name,Q2\n7,1,x,2\n8,3,y,4\n";
    EXPECT_EQ(parse_first_chunk(text, {.answers = {1, 3}, .kept = {0, 2}}).kept(), (names{"7", "x", "8", "y"}));
    EXPECT_EQ(parse_first_chunk(text, {.answers = {1, 3}, .kept = {2, 0}}).kept(), (names{"x", "7", "y", "8"}));
    EXPECT_EQ(parse_first_chunk(text, {.answers = {1, 3}, .kept = {3, 2, 1, 0}}).kept(),
              (names{"2", "x", "1", "7", "4", "y", "3", "8"}));
    EXPECT_TRUE(parse_first_chunk(text, {.answers = {1, 3}}).kept().empty());
}

TEST(AnswerParser, KeepsAColumnThatIsAnAnswerToo)
{
    const parsed_text result = parse_first_chunk("a,b,c\n1,\" 2 \",3\n4,x,5\n6\n", {.answers = {0, 1, 2}, .kept = {1}});
    EXPECT_EQ(rows_of(result.rows.answers),
              (std::vector<codes>{{1, 2, 3}, {4, not_a_number, 5}, {6, unanswered, unanswered}}));
    EXPECT_EQ(result.kept(), (names{" 2 ", "x", ""}));
    EXPECT_EQ(result.rows.n_short, 1U);
}

TEST(AnswerParser, KeepsTheTextOfACellAsItStands)
{
    const parsed_text result = parse_first_chunk(
        "a,b\nplain,1\n\"in, quotes\",1\n\"say \"\"one\"\"\",1\n\"two\r\nlines\",1\n,1\n\"\",1\n\"\"\"\",1\n é ,1\n",
        {.answers = {1}, .kept = {0}});
    const std::vector<attune::kept_cell>& kept = result.rows.kept;
    ASSERT_EQ(kept.size(), 8U);
    const auto expect_cell = [&](std::size_t place, std::string_view raw, bool was_quoted, bool has_doubled_quote) {
        EXPECT_EQ(kept[place].raw, raw);
        EXPECT_EQ(kept[place].was_quoted, was_quoted) << raw;
        EXPECT_EQ(kept[place].has_doubled_quote, has_doubled_quote) << raw;
    };
    expect_cell(0, "plain", false, false);
    expect_cell(1, "in, quotes", true, false);
    expect_cell(2, "say \"\"one\"\"", true, true);
    expect_cell(3, "two\r\nlines", true, false);
    expect_cell(4, "", false, false);
    expect_cell(5, "", true, false);
    expect_cell(6, "\"\"", true, true);
    expect_cell(7, " é ", false, false);
    EXPECT_EQ(result.kept(), (names{"plain", "in, quotes", "say \"one\"", "two\r\nlines", "", "", "\"", " é "}));
}

TEST(KeptCell, OfNothingIsEmpty)
{
    EXPECT_EQ(to_string(attune::kept_cell{}), "");
}

// --- the fast path against the slow one ---

namespace {

/// One way of writing answers.
struct dialect {
    answer_syntax syntax;
    csv_options options;
    std::vector<std::string> cells;  ///< what stands in a cell, besides digits
};

std::vector<dialect> dialects()
{
    const std::vector<std::string> usual{
        "",    " ",  " 3", "4 ", "\"5\"", "\"\"",     "10",       "12", "100", "00",     "x",      "NA", "-99", "3.0",
        "2.5", "-1", ".",  "+1", "1 2",   "\"\"\"\"", "\" 6\n\"", "é",  ":",   "\"7,\"", "\"a;\"", "/",  "1e0"};
    std::vector<dialect> all;
    all.push_back({answer_syntax({}), {}, usual});
    all.push_back({answer_syntax({.min = 0, .max = 9}), {}, usual});
    all.push_back({answer_syntax({.min = 0, .max = 100}), {}, usual});
    all.push_back({answer_syntax({.min = 3, .max = 12}), {}, usual});
    all.push_back({answer_syntax({.min = 1,
                                  .max = 5,
                                  .missing = {{"9", missing_reason::declined},
                                              {"0", missing_reason::not_asked},
                                              {"NA", missing_reason::unknown},
                                              {"-99", missing_reason::not_applicable}}}),
                   {},
                   usual});
    std::vector<std::string> european = usual;
    for (const std::string more : {"3,0", "2,5", "7,00", ",", "1,", ",5"})
        european.push_back(more);
    all.push_back({answer_syntax({.min = 1, .max = 7, .decimal = ','}), {.delimiter = ';'}, european});
    all.push_back({answer_syntax({}), {.delimiter = '\t'}, usual});
    all.push_back({answer_syntax({.min = 10, .max = 20}), {.delimiter = '|'}, usual});
    return all;
}

struct random_rows {
    std::string text;
    std::vector<std::size_t> answers;
};

/// A header and rows that are mostly digits, some of them short, and blank lines.
random_rows make_rows(const dialect& way, std::size_t n_rows, std::mt19937& random)
{
    const auto below = [&](std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
    };
    static const std::array<std::string, 3> line_ends{"\n", "\r\n", "\r"};
    const std::size_t n_columns = 2 + below(45);
    const std::string& usual_end = line_ends[below(4) % 3];
    const std::size_t n_odd = std::array<std::size_t, 4>{0, 3, 20, 100}[below(4)];  // of 100 cells
    random_rows made;
    for (std::size_t column = 0; column < n_columns; ++column)
        made.text += (column == 0 ? "c" : std::string(1, way.options.delimiter) + "c") + std::to_string(column);
    made.text += usual_end;
    for (std::size_t row = 0; row < n_rows; ++row) {
        const std::size_t n_fields = below(20) == 0 ? 1 + below(n_columns) : n_columns;
        std::string line;
        for (std::size_t field = 0; field < n_fields; ++field) {
            if (field != 0)
                line += way.options.delimiter;
            const std::string& odd = way.cells[below(way.cells.size())];
            line += below(100) < n_odd && odd.front() != way.options.delimiter
                        ? odd
                        : std::string(1, static_cast<char>('0' + below(10)));
        }
        made.text += line;
        if (row + 1 != n_rows || below(2) == 0 || line.empty())
            made.text += below(50) == 0 ? line_ends[below(3)] : usual_end;
        if (below(40) == 0)
            made.text += usual_end;
    }
    made.answers = places(0, n_columns);
    if (below(3) == 0)
        std::shuffle(made.answers.begin(), made.answers.end(), random);
    if (below(2) == 0)
        made.answers.resize(1 + below(n_columns));
    return made;
}

/// Cell by cell, with csv_reader and answer_syntax::read alone.
std::vector<codes> read_slowly(const random_rows& table, const dialect& way, std::size_t& n_short)
{
    attune::memory_source source(table.text);
    attune::csv_reader reader(source, way.options);
    std::vector<std::string> fields;
    reader.next(fields);
    const std::size_t n_columns = fields.size();
    std::vector<codes> rows;
    while (reader.next(fields)) {
        n_short += fields.size() < n_columns ? 1 : 0;
        codes row;
        for (const std::size_t column : table.answers)
            row.push_back(column < fields.size() ? way.syntax.read(fields[column]) : unanswered);
        rows.push_back(row);
    }
    return rows;
}

/// Through csv_chunker and answer_parser, with chunks of any size.
std::vector<codes> read_in_chunks(const random_rows& table, const dialect& way, std::size_t chunk_bytes,
                                  std::size_t& n_short)
{
    const std::size_t n_columns = header_of(table.text, way.options).size();
    const answer_parser parser(n_columns, {.answers = table.answers}, way.syntax, way.options);
    attune::memory_source source(table.text);
    attune::csv_chunker chunker(source, way.options, chunk_bytes);
    csv_chunk chunk;
    answer_rows parsed(table.answers.size());
    std::vector<codes> rows;
    while (chunker.next(chunk)) {
        parser.parse(chunk, parsed);
        EXPECT_TRUE(parsed.faults.empty()) << attune::to_string(parsed.faults.front());
        n_short += parsed.n_short;
        const std::vector<codes> more = rows_of(parsed.answers);
        rows.insert(rows.end(), more.begin(), more.end());
    }
    rows.erase(rows.begin());  // the header, read as a row
    return rows;
}

}  // namespace

TEST(AnswerParser, ReadsEveryCellAsTheSlowReaderDoes)
{
    std::mt19937 random(20'265);
    std::size_t n_rows = 0;
    const std::vector<dialect> ways = dialects();
    for (std::size_t round = 0; n_rows < 20'000; ++round) {
        const dialect& way = ways[round % ways.size()];
        const random_rows table = make_rows(way, 50, random);
        std::size_t n_short = 0;
        const std::vector<codes> expected = read_slowly(table, way, n_short);
        n_rows += expected.size();
        ASSERT_EQ(read_all(table.text, {.answers = table.answers}, way.syntax, way.options), expected)
            << testing::PrintToString(table.text);
        for (const std::size_t chunk_bytes : {4U, 61U, 1000U}) {
            std::size_t n_short_here = 0;
            ASSERT_EQ(read_in_chunks(table, way, chunk_bytes, n_short_here), expected)
                << testing::PrintToString(table.text);
            ASSERT_EQ(n_short_here, n_short) << testing::PrintToString(table.text);
        }
    }
}

TEST(AnswerParser, KeepsTheCellsOfEachRowWhereUsualRowsStandAmongOthers)
{
    std::mt19937 random(20'267);
    const answer_parser parser(4, {.answers = {1, 2}, .kept = {3, 0}}, answer_syntax({}), {});
    for (const std::size_t n_odd : {0U, 1U, 10U, 50U}) {  // of 100 rows
        std::string text;
        std::vector<std::string> expected;
        for (int person = 0; person < 1000; ++person) {
            const std::string id = fmt::format("P{}", person);
            const bool is_odd = std::uniform_int_distribution<std::size_t>(0, 99)(random) < n_odd;
            const int kind = person % 5;
            if (is_odd && kind == 4)
                text += "\n";
            expected.push_back(is_odd && kind == 0 ? "" : "x" + id);
            expected.push_back(id);
            text += !is_odd || kind == 4 ? fmt::format("{0},1,,x{0}\n", id)
                    : kind == 0          ? fmt::format("{},1\n", id)
                    : kind == 1          ? fmt::format("\"{0}\",1,2,x{0}\n", id)
                    : kind == 2          ? fmt::format("{0},12,2,x{0}\n", id)
                                         : fmt::format("{0},1,2,x{0}\r\n", id);
        }
        for (const std::size_t chunk_bytes : {std::size_t{700}, std::size_t{4000}, text.size()}) {
            attune::memory_source source(text);
            attune::csv_chunker chunker(source, {}, chunk_bytes);
            csv_chunk chunk;
            answer_rows rows(2);
            std::vector<std::string> kept;
            while (chunker.next(chunk)) {
                parser.parse(chunk, rows);
                ASSERT_TRUE(rows.faults.empty());
                ASSERT_EQ(rows.kept.size(), 2 * rows.answers.n_persons());
                for (const attune::kept_cell& cell : rows.kept)
                    kept.push_back(to_string(cell));
            }
            ASSERT_EQ(kept, expected) << n_odd << ", " << chunk_bytes;
        }
    }
}

TEST(AnswerReader, ReadsALargeTableAsTheSlowReaderDoes)
{
    std::mt19937 random(20'266);
    const std::vector<dialect> ways = dialects();
    for (std::size_t round = 0; round < 4; ++round) {
        const dialect& way = ways[round * 2];
        const random_rows table = make_rows(way, 40'000, random);
        std::size_t n_short = 0;
        ASSERT_EQ(read_all(table.text, {.answers = table.answers}, way.syntax, way.options),
                  read_slowly(table, way, n_short));
    }
}

TEST(AnswerReader, HandsOutChunksFromBehindTheHeader)
{
    std::string text = "a,b\n";
    for (int row = 0; row < 300'000; ++row)
        text += "1,2\n";
    attune::memory_source source(text);
    answer_reader reader(source, {});
    reader.select({.answers = {0, 1}}, answer_syntax({}));
    csv_chunk chunk;
    answer_rows rows(2);
    std::size_t n_rows = 0;
    std::size_t line = 2;
    while (reader.next(chunk)) {
        EXPECT_EQ(chunk.first_line, line);
        reader.parser().parse(chunk, rows);
        n_rows += rows.answers.n_persons();
        line += rows.answers.n_persons();
    }
    EXPECT_EQ(n_rows, 300'000U);
}

TEST(AnswerReader, ReadsTheSameHoweverMuchItTakesAtOnce)
{
    std::string text = "id,q1,q2\n";
    for (int person = 0; person < 200; ++person)
        text += fmt::format("P{},{},{}\n", person, 1 + person % 7, person % 5 == 0 ? "" : "3");
    const column_selection columns{.answers = {1, 2}};
    const std::vector<codes> expected = read_all(text, columns);
    ASSERT_EQ(expected.size(), 200U);
    for (const std::size_t chunk_bytes : {1U, 10U, 64U, 1000U})
        EXPECT_EQ(read_all(text, columns, answer_syntax({}), from_file, chunk_bytes), expected) << chunk_bytes;
}
