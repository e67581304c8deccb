#include "attune/core/check.hpp"

#include <cstddef>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

TEST(Check, FailArgumentNamesFunctionArgumentDemandAndFinding)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { attune::fail_argument("resolve_form", "form", "be one of a, b", "'c'"); },
        "resolve_form: form must be one of a, b, but is 'c'"));
}

TEST(Check, TextWithBracesIsQuotedAsItIs)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { attune::fail_argument("column_pattern", "pattern", "contain {n}", "'{} {0}'"); },
        "column_pattern: pattern must contain {n}, but is '{} {0}'"));
}

TEST(Check, CountAcceptsTheExpectedNumberOnly)
{
    EXPECT_NO_THROW(attune::check_count("score", "answers", 36, 36));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { attune::check_count("score", "answers", 35, 36); },
                                                      "score: answers must have 36 elements, but is 35 long"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { attune::check_count<std::size_t>("score", "answers", 1, 0); },
                                              "score: answers must have 0 elements, but is 1 long"));
}

TEST(Check, WithinIncludesBothEnds)
{
    for (int value = 3; value <= 5; ++value)
        EXPECT_NO_THROW(attune::check_within("scale", "min", value, 3, 5)) << value;
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { attune::check_within("scale", "min", 2, 3, 5); },
                                                      "scale: min must lie in 3..5, but is 2"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { attune::check_within("scale", "min", 6, 3, 5); },
                                                      "scale: min must lie in 3..5, but is 6"));
}
