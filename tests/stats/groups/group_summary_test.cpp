#include "attune/stats/groups/group_summary.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune_test::throws_message;
using attune_test::unknown;

TEST(GroupSummary, IsMeanSpreadAndSizeOfThosePresent)
{
    const auto found = attune::summary_of(std::vector{2.0, unknown, 4.0, 6.0});
    EXPECT_EQ(found.mean, 4);
    EXPECT_EQ(found.sd, 2);
    EXPECT_EQ(found.n_persons, 3);
    EXPECT_TRUE(std::isnan(attune::summary_of(std::vector{2.0}).sd));
    EXPECT_TRUE(std::isnan(attune::summary_of(std::vector<double>{}).mean));
}

TEST(GroupSummary, SaysWhyGroupsCannotBeCompared)
{
    const auto reason = [](const attune::group_summary& first, const attune::group_summary& second) {
        return attune::detail::why_not_comparable("compare", std::array{first, second});
    };
    EXPECT_FALSE(reason({3, 1, 20}, {4, 0, 2}));
    EXPECT_EQ(reason({3, 1, 20}, {4, 1, 1})->status, estimate_status::too_few_persons);
    EXPECT_EQ(reason({3, 1, 20}, {4, 1, 1})->message, "each group needs at least 2 persons");
    EXPECT_EQ(reason({3, unknown, 20}, {4, 1, 10})->status, estimate_status::not_known);
    EXPECT_EQ(reason({unknown, 1, 20}, {4, 1, 10})->message, "a mean or a standard deviation is not known");
    EXPECT_EQ(reason({3, 0, 20}, {4, 0, 10})->status, estimate_status::no_variance);
    EXPECT_EQ(reason({3, 0, 20}, {4, 0, 10})->message, "nobody differs from the others of the own group");
}

TEST(GroupSummary, IsRefusedWhenItCannotBe)
{
    const auto check = [](const attune::group_summary& group) { attune::detail::check_group("compare", group); };
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            check({3, -1, 20});
        },
        "compare: sd must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            check({3, 1, -2});
        },
        "compare: n_persons must not be negative, but is -2"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            check({std::numeric_limits<double>::infinity(), 1, 2});
        },
        "compare: mean must hold numbers up to 1e150 in size, or NaN for missing, but is inf"));
}
