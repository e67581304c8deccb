#include "attune/core/missing.hpp"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

TEST(MissingReason, EveryNameReadsBackToItsReason)
{
    for (const auto& listed : attune::missing_reasons) {
        EXPECT_EQ(to_string(listed.first), listed.second);
        EXPECT_EQ(attune::missing_reason_named(listed.second), listed.first);
    }
}

TEST(MissingReason, NamesAndCodesAreFixedBecauseTheyStandInFiles)
{
    using enum attune::missing_reason;
    EXPECT_EQ(to_string(attune::missing_reason::not_answered), "not_answered");
    EXPECT_EQ(to_string(not_asked), "not_asked");
    EXPECT_EQ(to_string(declined), "declined");
    EXPECT_EQ(to_string(unknown), "unknown");
    EXPECT_EQ(to_string(not_applicable), "not_applicable");
    EXPECT_EQ(static_cast<int>(attune::missing_reason::not_answered), -1);
    EXPECT_EQ(static_cast<int>(not_asked), -2);
    EXPECT_EQ(static_cast<int>(declined), -3);
    EXPECT_EQ(static_cast<int>(unknown), -4);
    EXPECT_EQ(static_cast<int>(not_applicable), -5);
}

TEST(MissingReason, NoTwoAreAlike)
{
    std::set<attune::missing_reason> reasons;
    std::set<std::string_view> names;
    for (const auto& listed : attune::missing_reasons) {
        reasons.insert(listed.first);
        names.insert(listed.second);
    }
    EXPECT_EQ(reasons.size(), attune::missing_reasons.size());
    EXPECT_EQ(names.size(), attune::missing_reasons.size());
}

TEST(MissingReason, OtherNamesAreNone)
{
    for (const char* const name : {"", "Declined", " declined", "declined ", "na", "refused"})
        EXPECT_FALSE(attune::missing_reason_named(name).has_value()) << name;
}

TEST(MissingReason, NoAnswerAmongIntegersIsNotAnswered)
{
    EXPECT_EQ(attune::not_answered, -1);
}
