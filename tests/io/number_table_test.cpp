#include "attune/io/number_table.hpp"

#include <cmath>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

namespace {

attune::number_table read(std::string_view text, attune::number_table_options options = {})
{
    attune::memory_source source(text);
    options.csv.source = "ratings.csv";
    return attune::read_number_table(source, options);
}

testing::AssertionResult refuses(std::string_view text, const attune::number_table_options& options,
                                 std::string_view message)
{
    return throws_message<attune::input_error>([&] { (void)read(text, options); }, message);
}

}  // namespace

TEST(NumberTable, HasOneRowAPersonAndOneColumnARater)
{
    const auto table = read("anna,ben\n1,2.5\n-3,4e1\n");
    EXPECT_EQ(table.columns, (std::vector<std::string>{"anna", "ben"}));
    attune::matrix expected(2, 2);
    expected << 1, 2.5, -3, 40;
    EXPECT_EQ(table.values, expected);
    EXPECT_EQ(table.n_short, 0);
}

TEST(NumberTable, SetsIdColumnsApart)
{
    const auto table = read("a,person,b,site\n1,p1,2,north\n3,p2,4,\n", {.id = {"site", "person"}});
    EXPECT_EQ(table.columns, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(table.ids, (std::vector<std::vector<std::string>>{{"north", "p1"}, {"", "p2"}}));
    EXPECT_EQ(table.values(1, 1), 4);
}

TEST(NumberTable, TakesEmptyCellsAndDeclaredCodesAsMissing)
{
    const auto table = read("a,b,c\n, NA ,3\n1,2\n", {.missing = {"NA"}});
    EXPECT_TRUE(std::isnan(table.values(0, 0)));
    EXPECT_TRUE(std::isnan(table.values(0, 1)));
    EXPECT_EQ(table.values(0, 2), 3);
    EXPECT_TRUE(std::isnan(table.values(1, 2)));
    EXPECT_EQ(table.n_short, 1);
}

TEST(NumberTable, ReadsDecimalCommas)
{
    const auto table = read("a;b\n1,5;+2\n", {.csv = {.delimiter = ';'}, .decimal = ','});
    EXPECT_EQ(table.values(0, 0), 1.5);
    EXPECT_EQ(table.values(0, 1), 2);
}

TEST(NumberTable, HasNoRowsWhenThereIsOnlyAHeader)
{
    const auto table = read("a,b\n");
    EXPECT_EQ(table.values.rows(), 0);
    EXPECT_EQ(table.values.cols(), 2);
}

TEST(NumberTable, NamesEveryCellThatIsNoNumberAndQuotesNone)
{
    EXPECT_TRUE(refuses("a,b\n1,two\nthree,4\n", {},
                        "ratings.csv:2: error: column 2 holds no number; expected one such as 3.5, or an empty cell "
                        "[table.not_a_number]\n"
                        "ratings.csv:3: error: column 1 holds no number; expected one such as 3.5, or an empty cell "
                        "[table.not_a_number]"));
}

TEST(NumberTable, GuessesAtNoSpelling)
{
    for (const char* cell : {"NA", "nan", "inf", "1e999", "1e200", "0x10", "1 000", "1.000.000", "--1", "+-1", "1e",
                             ".", "\"1,5\"", "3 points"})
        EXPECT_THROW((void)read(std::string("a,b\n1,") + cell + "\n"), attune::input_error) << cell;
    EXPECT_THROW((void)read("a;b\n1;2.5\n", {.csv = {.delimiter = ';'}, .decimal = ','}), attune::input_error);
}

TEST(NumberTable, ReportsNoMoreThanTwentyFaults)
{
    std::string text = "a,b\n";
    for (int i = 0; i < 50; ++i)
        text += "x,y\n";
    try {
        (void)read(text);
        FAIL() << "expected a refusal";
    } catch (const attune::input_error& faults) {
        EXPECT_EQ(faults.found().size(), 20U);
    }
}

TEST(NumberTable, NeedsAHeader)
{
    EXPECT_TRUE(refuses("9,2,5,8\n6,1,3,2\n", {},
                        "ratings.csv:1: error: row 1 holds nothing but numbers; expected the names of the columns "
                        "[table.no_header]"));
    EXPECT_TRUE(
        refuses("", {}, "ratings.csv: error: the input is empty; expected a header and rows of numbers [csv.empty]"));
}

TEST(NumberTable, NeedsItsIdColumnsOnce)
{
    EXPECT_TRUE(refuses("a,b,b\n1,2,3\n", {.id = {"person", "b"}},
                        "ratings.csv:1: error: no column 'person' [columns.not_found]\n"
                        "ratings.csv:1: error: column 'b' stands 2 times in the header; expected it once "
                        "[columns.ambiguous]"));
}

TEST(NumberTable, RefusesRowsThatAreTooLong)
{
    EXPECT_TRUE(refuses("a,b\n1,2,3\n", {},
                        "ratings.csv:2: error: 3 fields; expected 2, as in the header, with fields that hold a "
                        "delimiter in quotes [csv.long_row]"));
}
