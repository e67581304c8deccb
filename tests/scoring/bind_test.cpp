#include "attune/scoring/bind.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::bind_columns;
using attune::column_pattern;
using attune::expected_columns;
using attune::scoring_key;
using attune_test::throws_message;
using names = std::vector<std::string>;

namespace {

/// A cell that must not be repeated in any message when row 1 may be a person.
const std::string canary = "Annemarie-Canary";

scoring_key key_of(const attune::instrument& made, names targets = {})
{
    attune::key_options options;
    options.targets = std::move(targets);
    return scoring_key(made, options);
}

names pattern_columns(const attune::instrument& made, const std::string& pattern, names targets = {})
{
    return expected_columns(key_of(made, std::move(targets)), column_pattern(pattern));
}

/// The texts of all findings of a binding that fails.
names messages_of(const names& wanted, const names& header)
{
    const auto bound = bind_columns(wanted, header);
    EXPECT_FALSE(bound.value.has_value());
    names messages;
    for (const attune::diagnostic& finding : bound.found)
        messages.push_back(finding.message);
    return messages;
}

std::string pattern_refusal(const std::string& pattern)
{
    return "column_pattern: pattern must use only {n}, {n:02} and {target} in braces, but is '" + pattern + "'";
}

}  // namespace

// --- patterns ---

TEST(ColumnPattern, PutsInTheNumberAndTheTarget)
{
    EXPECT_EQ(column_pattern("Q{n}").name(7, ""), "Q7");
    EXPECT_EQ(column_pattern("Q{n}_t1").name(12, ""), "Q12_t1");
    EXPECT_EQ(column_pattern("{target}.{n}").name(7, "mother"), "mother.7");
    EXPECT_EQ(column_pattern("{n}").name(36, ""), "36");
    EXPECT_EQ(column_pattern("{n}/{n}").name(3, ""), "3/3");
}

TEST(ColumnPattern, PadsTheNumberWithZeros)
{
    EXPECT_EQ(column_pattern("Q{n:02}").name(7, ""), "Q07");
    EXPECT_EQ(column_pattern("Q{n:02}").name(36, ""), "Q36");
    EXPECT_EQ(column_pattern("Q{n:02}").name(100, ""), "Q100");
    EXPECT_EQ(column_pattern("Q{n:03}x").name(7, ""), "Q007x");
    EXPECT_EQ(column_pattern("{n:01}").name(7, ""), "7");
    EXPECT_EQ(column_pattern("{n:09}").name(7, ""), "000000007");
}

TEST(ColumnPattern, KnowsWhetherItNamesATarget)
{
    EXPECT_FALSE(column_pattern("Q{n}").has_target());
    EXPECT_TRUE(column_pattern("{target}_{n:02}").has_target());
}

TEST(ColumnPattern, LeavesAllOtherTextAlone)
{
    EXPECT_EQ(column_pattern("100% }{n}\xC3\xA9").name(1, ""), "100% }1\xC3\xA9");
}

TEST(ColumnPattern, RefusesOtherNamesInBraces)
{
    for (const char* const pattern : {"{item}", "{n}{}", "{N}", "{n:2}", "{n:00}", "{n:0x}", "{n:010}", "{n:02",
                                      "{n:02x", "{n", "{", "{ n}", "{{n}", "{target:02}{n}", "Q{n}{"})
        EXPECT_TRUE(throws_message<std::invalid_argument>([&] { column_pattern{pattern}; }, pattern_refusal(pattern)));
}

TEST(ColumnPattern, RefusesToNameAllItemsAlike)
{
    for (const std::string pattern : {"", "Q", "{target}", "Q}n{target}"})
        EXPECT_TRUE(throws_message<std::invalid_argument>(
            [&] { column_pattern{pattern}; },
            "column_pattern: pattern must contain {n}, the number of the item, but is '" + pattern + "'"));
}

// --- the names looked for ---

TEST(ExpectedColumns, AreTheItemIdsWithoutAPattern)
{
    EXPECT_EQ(expected_columns(key_of(attune_test::two_scales()), std::nullopt), (names{"q1", "q2", "q3", "q4"}));
    EXPECT_EQ(expected_columns(key_of(attune_test::with_targets()), std::nullopt),
              (names{"mother_q1", "mother_q2", "mother_q3", "mother_q4", "father_q1", "father_q2", "father_q3",
                     "father_q4"}));
}

TEST(ExpectedColumns, FollowThePattern)
{
    EXPECT_EQ(pattern_columns(attune_test::two_scales(), "ECR_{n:02}"),
              (names{"ECR_01", "ECR_02", "ECR_03", "ECR_04"}));
    EXPECT_EQ(pattern_columns(attune_test::with_targets(), "{target}{n}"),
              (names{"mother1", "mother2", "mother3", "mother4", "father1", "father2", "father3", "father4"}));
}

TEST(ExpectedColumns, AreThoseOfTheTargetsThatAreAskedAbout)
{
    EXPECT_EQ(expected_columns(key_of(attune_test::with_targets(), {"father"}), std::nullopt),
              (names{"father_q1", "father_q2", "father_q3", "father_q4"}));
    EXPECT_EQ(pattern_columns(attune_test::with_targets(), "{target}{n}", {"father"}),
              (names{"father1", "father2", "father3", "father4"}));
}

TEST(ExpectedColumns, NeedNoTargetInThePatternWhenOnlyOneIsAskedAbout)
{
    EXPECT_EQ(pattern_columns(attune_test::with_targets(), "Q{n}", {"father"}), (names{"Q1", "Q2", "Q3", "Q4"}));
}

TEST(ExpectedColumns, UseTheNumbersPrintedOnTheForm)
{
    attune::key_options options;
    options.form = "backwards";
    const scoring_key key(attune_test::with_forms(), options);
    EXPECT_EQ(expected_columns(key, std::nullopt), (names{"q4", "q3", "q2", "q1"}));
    EXPECT_EQ(expected_columns(key, column_pattern("Q{n}")), (names{"Q1", "Q2", "Q3", "Q4"}));
}

TEST(ExpectedColumns, RefuseOneNameForSeveralTargets)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)pattern_columns(attune_test::with_targets(), "Q{n}"); },
        "expected_columns: pattern must contain {target}, as several targets are scored, but is without it"));
}

TEST(ExpectedColumns, RefuseATargetWhereThereIsNone)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)pattern_columns(attune_test::two_scales(), "{target}{n}"); },
        "expected_columns: pattern must not contain {target}, as the questionnaire has no targets, but is with it"));
}

// --- is row 1 a header? ---

TEST(IsHeader, NeedsThreeNamesWithOnePrefixAndNumbers)
{
    EXPECT_TRUE(attune::is_header({"id", "Q1", "Q2", "Q3"}));
    EXPECT_TRUE(attune::is_header({"item_07", "item_08", "item_09"}));
    EXPECT_FALSE(attune::is_header({"id", "Q1", "Q2"}));
    EXPECT_FALSE(attune::is_header({"Q1", "R1", "S1"}));
    EXPECT_FALSE(attune::is_header({}));
}

TEST(IsHeader, IsNoRowOfAnswers)
{
    EXPECT_FALSE(attune::is_header({"1", "2", "3", "4"}));
    EXPECT_FALSE(attune::is_header({"-1", "-2", "-3"}));
    EXPECT_FALSE(attune::is_header({"1.5", "1.25", "1.75"}));
    EXPECT_FALSE(attune::is_header({canary, "NA", "NA", "NA", "5", "3"}));
    EXPECT_FALSE(attune::is_header({"2024-01-01", "2024-01-02", "2024-01-03"}));
    EXPECT_FALSE(attune::is_header({"Q1", "Q2", "Q3", "5"}));
    EXPECT_FALSE(attune::is_header({"Q1", "Q2", "Q3", "-12"}));
    EXPECT_FALSE(attune::is_header({"_1", "_2", "_3"})) << "a prefix has a letter";
}

TEST(SplitNumber, TakesTheDigitsAtTheEndOfTheNameAlone)
{
    using attune::detail::split_number;
    using parts = std::pair<std::string_view, std::string_view>;
    EXPECT_EQ(split_number("q1_07"), parts("q1_", "07"));
    EXPECT_EQ(split_number("q1x"), parts("q1x", ""));
    EXPECT_EQ(split_number(""), parts("", ""));
    const std::string_view text = "123";
    EXPECT_EQ(split_number(text.substr(1)), parts("", "23")) << "what stands before the name is no part of it";
}

// --- binding ---

TEST(BindColumns, FindsEveryNameWhereverItStands)
{
    const auto bound = bind_columns({"q1", "q2", "q3"}, {"id", "q3", "age", "q1", "q2"});
    EXPECT_TRUE(bound.found.empty());
    ASSERT_TRUE(bound.value.has_value());
    EXPECT_EQ(bound.value->columns, (std::vector<std::size_t>{3, 4, 1}));
    EXPECT_EQ(bound.value->names, (names{"q1", "q2", "q3"}));
}

TEST(BindColumns, MindsNoOtherColumnsEvenWhenTheyStandTwice)
{
    EXPECT_TRUE(bind_columns({"q1"}, {"q1", "note", "note", ""}).value.has_value());
}

TEST(BindColumns, BindsExactNamesOnly)
{
    for (const char* const almost : {"Q1", " q1", "q1 ", "q01", "q_1", "q1.", "q11", "\"q1\"", "\xEF\xBB\xBFq1", ""})
        EXPECT_FALSE(bind_columns({"q1"}, {almost, "q2", "q3", "q4"}).value.has_value()) << almost;
}

TEST(BindColumns, BindsNothingByPosition)
{
    EXPECT_EQ(messages_of({"q1", "q2"}, {"alpha", "beta"}), (names{"no column 'q1'", "no column 'q2'"}));
}

TEST(BindColumns, ReportsEveryNameThatIsAbsent)
{
    const auto bound = bind_columns({"q1", "q2", "q3", "q4"}, {"q2", "q4", "x"});
    ASSERT_EQ(bound.found.size(), 2U);
    EXPECT_FALSE(bound.value.has_value());
    EXPECT_EQ(bound.found[0].code, "columns.not_found");
    EXPECT_EQ(bound.found[0].level, attune::severity::error);
    EXPECT_EQ(bound.found[0].message, "no column 'q1'");
    EXPECT_EQ(bound.found[0].where.line, 1U);
    EXPECT_EQ(bound.found[0].where.column, 0U);
    EXPECT_EQ(bound.found[1].message, "no column 'q3'");
}

TEST(BindColumns, RefusesANameThatStandsTwice)
{
    const auto bound = bind_columns({"q1", "q2"}, {"q1", "q2", "q1", "q1"});
    ASSERT_EQ(bound.found.size(), 1U);
    EXPECT_FALSE(bound.value.has_value());
    EXPECT_EQ(bound.found[0].code, "columns.ambiguous");
    EXPECT_EQ(bound.found[0].level, attune::severity::error);
    EXPECT_EQ(bound.found[0].message, "column 'q1' stands 3 times in the header; expected it once");
    EXPECT_EQ(bound.found[0].where.line, 1U);
    EXPECT_EQ(bound.found[0].where.column, 0U);
    EXPECT_EQ(messages_of({"q1"}, {"q1", "q1", "q2"}),
              names{"column 'q1' stands 2 times in the header; expected it once"});
}

TEST(BindColumns, SaysWhichColumnsLookAlike)
{
    EXPECT_EQ(messages_of({"q1"}, {"id", "Q1", "Q2", "Q3"}), names{"no column 'q1'; looks like it: 'Q1'"});
    EXPECT_EQ(messages_of({"q1"}, {"id", "q_01", "q_02", "q_03"}), names{"no column 'q1'; looks like it: 'q_01'"});
    EXPECT_EQ(messages_of({"ECR_12"}, {"ecr 12", "ecr 13", "ecr 14"}),
              names{"no column 'ECR_12'; looks like it: 'ecr 12'"});
}

TEST(BindColumns, OverlooksZerosAtTheStartOfANumberOnly)
{
    EXPECT_EQ(messages_of({"01q"}, {"x", "1q"}), names{"no column '01q'; looks like it: column 2"});
    EXPECT_EQ(messages_of({"q0"}, {"x", "q"}), names{"no column 'q0'; looks like it: column 2"});
    EXPECT_EQ(messages_of({"q10x"}, {"x", "q1x"}), names{"no column 'q10x'"});
}

TEST(BindColumns, OverlooksMarksButNoLettersBeyondAscii)
{
    EXPECT_EQ(messages_of({"qa"}, {"x", "q\x7F\ta"}), names{"no column 'qa'; looks like it: column 2"});
    EXPECT_EQ(messages_of({"\xC3\x80q"}, {"x", "\xC3q", "\xC3\x81q"}), names{"no column '\xC3\x80q'"});
    EXPECT_EQ(messages_of({"\xC3\x80q"}, {"x", "\xC3\x80Q"}), names{"no column '\xC3\x80q'; looks like it: column 2"});
}

TEST(BindColumns, FallsBackOnColumnsWithTheSameNumber)
{
    EXPECT_EQ(messages_of({"q3"}, {"item1", "item2", "item3", "item13"}),
              names{"no column 'q3'; looks like it: 'item3'"});
}

TEST(BindColumns, FallsBackOnTheNumberOfNamesThatAreNumbers)
{
    EXPECT_EQ(messages_of({"3"}, {"item1", "item2", "item3"}), names{"no column '3'; looks like it: 'item3'"});
}

TEST(BindColumns, NamesNoMoreThanThreeCandidates)
{
    EXPECT_EQ(messages_of({"q3"}, {"a3", "b3", "c3", "d3", "x1", "x2", "x3"}),
              names{"no column 'q3'; looks like it: 'a3', 'b3', 'c3'"});
}

TEST(BindColumns, DoesNotTakeTenForOne)
{
    EXPECT_EQ(messages_of({"q10"}, {"Q1", "Q2", "Q3"}), names{"no column 'q10'"});
    EXPECT_EQ(messages_of({"q1"}, {"Q10", "Q20", "Q30"}), names{"no column 'q1'"});
}

TEST(BindColumns, PointsToColumnsByTheirPlaceWhenRow1IsNotSurelyAHeader)
{
    EXPECT_EQ(messages_of({"q1", "q2"}, {"q1", "Q2"}), names{"no column 'q2'; looks like it: column 2"});
}

TEST(BindColumns, CountsNamesOfARowThatMayBeAPersonWithoutSayingSo)
{
    EXPECT_EQ(messages_of({"q1"}, {"q1", "q1"}), names{"no single column 'q1'; looks like it: column 1, column 2"});
}

// --- privacy: a file without a header has a person in row 1 ---

TEST(BindColumns, QuotesNothingOfARowThatMayBeAPerson)
{
    EXPECT_EQ(messages_of({"q1", "q2"}, {canary + "1", "5", "2", "Q2"}),
              (names{"no column 'q1'", "no column 'q2'; looks like it: column 4"}));
}

TEST(BindColumns, RepeatsNoCellOfAPersonWhateverIsLookedFor)
{
    const std::vector<names> rows{{canary, "5", "3", "7", "2"},
                                  {canary + "1", canary + "2", "5", "3", "7"},
                                  {"5", "3", canary + "-1", "1", "4"},
                                  {canary + "_q1", "NA", "NA", "NA", "NA"},
                                  {"17.03.1984", canary + " 4", "3", "2", "1"}};
    for (const names& row : rows)
        for (const names& wanted :
             {names{"q1", "q2", "q3", "q4"}, names{"mother_q1", "father_q1"}, names{"ecr_01", canary + "x"}})
            for (const std::string& message : messages_of(wanted, row)) {
                std::string rest = message;
                if (const auto own = rest.find(canary + "x"); own != std::string::npos)
                    rest.erase(own, canary.size());  // the name that was looked for may be repeated
                EXPECT_EQ(rest.find(canary), std::string::npos) << message;
                EXPECT_EQ(rest.find("1984"), std::string::npos) << message;
            }
}

// With the pattern {n} an answer looks like a column: that an answer is a wanted name makes row 1 no header.
TEST(BindColumns, RepeatsNoCellOfAPersonWhenColumnsAreCalledByNumbers)
{
    const names wanted = pattern_columns(attune_test::two_scales(), "{n}");
    for (const std::string& message : messages_of(wanted, {canary + "1", "4", "4", "2", "5"}))
        EXPECT_EQ(message.find(canary), std::string::npos) << message;
}

TEST(BindColumns, PointsToNoAnswerWhenColumnsAreCalledByNumbers)
{
    const names expected{
        "the header lacks some of the columns '2' to '7', or has them twice; as these are numbers, row 1 may hold "
        "answers, so none is named; expected a header with each of them once"};
    for (const names& row : {names{canary, "4", "4", "2", "5"}, {"2", "4"}, {"1", "1"}, {"2", "4", "7", "7"}})
        EXPECT_EQ(messages_of({"2", "4", "7"}, row), expected);
    EXPECT_TRUE(bind_columns({"2", "4", "7"}, {"7", "4", "id", "2"}).value.has_value());
    EXPECT_EQ(messages_of({"2", "q4", "7"}, {"1", "4"}).size(), 1U);
    const attune::location where = bind_columns({"2"}, {"1"}).found.at(0).where;
    EXPECT_EQ(where.line, 1U);
    EXPECT_EQ(where.column, 0U);
}

// "looks like it: column 3" for a name that ends in 2 says that the answer in column 3 is 2.
TEST(BindColumns, SaysTheSameWhateverAPersonAnswered)
{
    const names wanted{"q1", "q2", "q3", "q4"};
    EXPECT_EQ(messages_of(wanted, {"2", "4", "1", "3"}), messages_of(wanted, {"7", "5", "6", "5"}));
    EXPECT_EQ(messages_of(wanted, {canary, "2.1", "-1"}), messages_of(wanted, {canary, "7.5", "-9"}));
}

// Target "a" with item 11 and target "a1" with item 1 would share the column a11.
TEST(BindColumns, BindsNoColumnTwice)
{
    attune::instrument made = attune_test::items_only(11);
    made.scales = {
        attune_test::mean_scale("all", attune::dimension::other, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {}, 9)};
    made.targets = {"a", "a1"};
    names header;
    for (const char* const target : {"a", "a1"})
        for (int number = 1; number <= 11; ++number)
            if (const std::string name = target + std::to_string(number);
                std::find(header.begin(), header.end(), name) == header.end())
                header.push_back(name);
    bool is_bound = false;
    try {
        is_bound = bind_columns(pattern_columns(made, "{target}{n}"), header).value.has_value();
    } catch (const std::invalid_argument&) {  // refusing the pattern is as good
    }
    EXPECT_FALSE(is_bound);
}
