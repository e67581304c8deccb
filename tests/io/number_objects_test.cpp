#include "attune/io/number_objects.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

namespace {

attune::number_table read(const std::string& text)
{
    return attune::read_number_objects(text, "paper.json", {"group", "score"});
}

}  // namespace

TEST(NumberObjects, AreRowsOfATable)
{
    const auto table = read(R"([{"group": "women", "n": 120, "mean": 3.8},
                                {"mean": null, "group": 2, "score": "anxiety", "sd": -1e-3}])");
    EXPECT_EQ(table.columns, (std::vector<std::string>{"n", "mean", "sd"}));
    EXPECT_EQ(table.ids, (std::vector<std::vector<std::string>>{{"women", ""}, {"2", "anxiety"}}));
    EXPECT_EQ(table.values(0, 0), 120);
    EXPECT_EQ(table.values(0, 1), 3.8);
    EXPECT_TRUE(std::isnan(table.values(0, 2)));
    EXPECT_TRUE(std::isnan(table.values(1, 0)));
    EXPECT_TRUE(std::isnan(table.values(1, 1)));
    EXPECT_EQ(table.values(1, 2), -1e-3);
}

TEST(NumberObjects, MayBeNone)
{
    EXPECT_EQ(read("[]").values.rows(), 0);
    EXPECT_EQ(read("[{}]").values.rows(), 1);
}

TEST(NumberObjects, ReportsAllFaultsAtOnceWithoutQuotingThem)
{
    EXPECT_TRUE(throws_message<attune::input_error>(
        [] { (void)read("[{\"n\": \"Canary\"},\n {\"n\": 1e200}, 7]"); },
        "paper.json:1:8: error: /0/n: expected a number such as 3.5, or null [table.not_a_number]\n"
        "paper.json:2:8: error: /1/n: expected a number such as 3.5, or null [table.not_a_number]\n"
        "paper.json:2:16: error: /2: expected an object [table.not_objects]"));
    EXPECT_TRUE(throws_message<attune::input_error>(
        [] { (void)read("{}"); }, "paper.json:1:1: error: expected an array of objects [table.not_objects]"));
    EXPECT_THROW((void)read("[{\"n\": 1]"), attune::input_error);  // the words are those of json_document_test.cpp
}
