#include "attune/stats/change/change_method.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include <gtest/gtest.h>

TEST(ChangeMethod, HasAnIdOfItsOwn)
{
    std::set<std::string_view> ids;
    for (const attune::change_method method : attune::change_methods)
        EXPECT_TRUE(ids.insert(to_string(method)).second) << to_string(method);
    EXPECT_EQ(to_string(attune::change_method::jacobson_truax), "jacobson_truax");
    EXPECT_EQ(to_string(attune::change_method::sd_of_differences), "sd_of_differences");
    EXPECT_EQ(to_string(attune::change_method::crawford_garthwaite), "crawford_garthwaite");
}

TEST(ChangeMethod, UsesTheMeanChangeOfAGroupInEightCases)
{
    using enum attune::change_method;
    for (const auto method : {jacobson_truax, gulliksen_lord_novick, edwards_nunnally, nunnally_kotsch})
        EXPECT_FALSE(uses_mean_change(method)) << to_string(method);
    EXPECT_EQ(std::count_if(attune::change_methods.begin(), attune::change_methods.end(), attune::uses_mean_change), 8);
}
