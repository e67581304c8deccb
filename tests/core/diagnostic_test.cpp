#include "attune/core/diagnostic.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

attune::diagnostic finding(attune::location where, attune::severity level = attune::severity::error)
{
    return {level, "instrument.item.duplicate_id", "duplicate id 'q3'", std::move(where)};
}

}  // namespace

TEST(Diagnostic, IsAnErrorAtAnUnknownPlaceUnlessSaidOtherwise)
{
    const attune::diagnostic made{};
    EXPECT_EQ(made.level, attune::severity::error);
    EXPECT_EQ(made.where.line, 0U);
    EXPECT_EQ(made.where.column, 0U);
    EXPECT_TRUE(made.where.source.empty());
    EXPECT_TRUE(made.where.pointer.empty());
}

TEST(Diagnostic, ReadsLikeACompilerMessage)
{
    EXPECT_EQ(to_string(finding({"ecr.json", "/items/3/id", 41, 7})),
              "ecr.json:41:7: error: /items/3/id: duplicate id 'q3' [instrument.item.duplicate_id]");
}

TEST(Diagnostic, SaysWarningForAWarning)
{
    EXPECT_EQ(to_string(finding({"ecr.json", "", 41, 7}, attune::severity::warning)),
              "ecr.json:41:7: warning: duplicate id 'q3' [instrument.item.duplicate_id]");
}

TEST(Diagnostic, LeavesOutWhatIsNotKnown)
{
    EXPECT_EQ(to_string(finding({"ecr.json", "", 41, 0})),
              "ecr.json:41: error: duplicate id 'q3' [instrument.item.duplicate_id]");
    EXPECT_EQ(to_string(finding({"ecr.json", "", 0, 7})),
              "ecr.json: error: duplicate id 'q3' [instrument.item.duplicate_id]");
    EXPECT_EQ(to_string(finding({"", "/items", 0, 0})),
              "error: /items: duplicate id 'q3' [instrument.item.duplicate_id]");
    attune::diagnostic bare = finding({});
    bare.code.clear();
    EXPECT_EQ(to_string(bare), "error: duplicate id 'q3'");
}

TEST(Diagnostic, StandsInOneLineWhateverItQuotes)
{
    attune::diagnostic made = finding({"a.json", "/x\ty", 1, 2});
    made.message = "a value of\ntwo lines\x7F";
    EXPECT_EQ(to_string(made),
              "a.json:1:2: error: /x\\x09y: a value of\\ntwo lines\\x7f [instrument.item.duplicate_id]");
}

TEST(Diagnostic, OneErrorAmongWarningsCounts)
{
    using attune::severity;
    EXPECT_FALSE(attune::has_error({}));
    EXPECT_FALSE(attune::has_error({finding({}, severity::warning), finding({}, severity::warning)}));
    EXPECT_TRUE(attune::has_error({finding({}, severity::warning), finding({}, severity::error)}));
}
