#include "attune/analysis/audit_finding.hpp"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

using attune::audit_code;

TEST(AuditFinding, CodesAreThoseOfTheDocumentation)
{
    std::set<std::string_view> names;
    for (int code = 0; code <= static_cast<int>(audit_code::too_few_to_judge); ++code)
        names.insert(to_string(static_cast<audit_code>(code)));
    EXPECT_EQ(names, (std::set<std::string_view>{"already_keyed", "item_reversed", "wrong_form", "sibling_key",
                                                 "scales_swapped", "out_of_range", "group_item_reversed",
                                                 "group_out_of_range", "too_few_to_judge"}));
}

TEST(AuditFinding, OnlyTooFewToJudgeIsInformation)
{
    attune::audit_result result;
    EXPECT_FALSE(result.has_findings());
    result.findings.push_back({.code = audit_code::too_few_to_judge, .message = "few"});
    EXPECT_FALSE(result.has_findings());
    result.findings.push_back({.code = audit_code::out_of_range, .message = "many"});
    EXPECT_TRUE(result.has_findings());
}
