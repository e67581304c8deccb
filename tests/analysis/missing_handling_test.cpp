#include "attune/analysis/missing_handling.hpp"

#include <gtest/gtest.h>

using attune::missing_handling;
using attune::missing_handling_named;

TEST(MissingHandling, HasTheNamesOfTheCommandLine)
{
    for (const missing_handling handling :
         {missing_handling::listwise, missing_handling::pairwise, missing_handling::em})
        EXPECT_EQ(missing_handling_named(to_string(handling)), handling);
    EXPECT_EQ(to_string(missing_handling::pairwise), "pairwise");
}

TEST(MissingHandling, IsListwiseUnlessNamed)
{
    EXPECT_EQ(missing_handling_named(""), missing_handling::listwise);
    EXPECT_EQ(missing_handling_named("Pairwise"), missing_handling::listwise);
}
