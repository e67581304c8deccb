#include "attune/core/error.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

namespace {

std::vector<attune::diagnostic> two_findings()
{
    return {{attune::severity::warning, "a.b", "first", {"x.json", "", 2, 5}},
            {attune::severity::error, "c.d", "second", {"x.json", "/e", 0, 0}}};
}

constexpr const char* two_findings_text =
    "x.json:2:5: warning: first [a.b]\n"
    "x.json: error: /e: second [c.d]";

}  // namespace

TEST(Error, EveryKindCanBeCaughtAsOne)
{
    EXPECT_TRUE((std::is_base_of_v<std::runtime_error, attune::error>));
    EXPECT_TRUE((std::is_base_of_v<attune::error, attune::input_error>));
    EXPECT_TRUE((std::is_base_of_v<attune::error, attune::output_error>));
    EXPECT_TRUE(throws_message<attune::error>([] { throw attune::output_error("out.csv: no space left"); },
                                              "out.csv: no space left"));
}

TEST(InputError, HoldsAllFindingsAndSaysThemOneALine)
{
    const attune::input_error thrown(two_findings());
    EXPECT_STREQ(thrown.what(), two_findings_text);
    ASSERT_EQ(thrown.found().size(), 2U);
    EXPECT_EQ(thrown.found()[0].message, "first");
    EXPECT_EQ(thrown.found()[1].code, "c.d");
}

TEST(Outcome, WithAValueGivesItAway)
{
    attune::outcome<std::unique_ptr<int>> result;
    result.value = std::make_unique<int>(7);
    result.found = {{attune::severity::warning, "a.b", "only a warning", {}}};
    EXPECT_EQ(*attune::value_or_throw(std::move(result)), 7);
}

TEST(Outcome, WithoutAValueThrowsEveryFinding)
{
    EXPECT_TRUE(throws_message<attune::input_error>(
        [] {
            (void)attune::value_or_throw(attune::outcome<int>{std::nullopt, two_findings()});
        },
        two_findings_text));
}
