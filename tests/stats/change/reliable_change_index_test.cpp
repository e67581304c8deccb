#include "attune/stats/change/reliable_change_index.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::reliable_change_index_of;
using attune_test::unknown;

// Jacobson & Truax (1991), the hypothetical client: 3.35, 4.74, 3.16 in print.
TEST(ReliableChangeIndex, IsThatOfJacobsonAndTruax)
{
    const auto found = reliable_change_index_of({.pre = 32.5, .post = 47.5, .sd = 7.5, .reliability = .8});
    EXPECT_NEAR(found.sem.value, 3.35410196625, 1e-11);
    EXPECT_NEAR(found.s_diff.value, 4.74341649025, 1e-11);
    EXPECT_NEAR(found.rci.value, 3.16227766017, 1e-11);
    EXPECT_EQ(found.rci.std_error, 1);
    EXPECT_NEAR(found.rci.ci->lower, 3.16227766017 - 1.959963984540054, 1e-11);
    EXPECT_NEAR(found.rci.ci->upper, 3.16227766017 + 1.959963984540054, 1e-11);
    EXPECT_EQ(found.rci.ci->method, "measurement_error");
    EXPECT_EQ(found.rci_threshold.id, "rci_threshold");
    EXPECT_EQ(found.sdc.id, "sdc");
}

// A unit test of CECPfuns::getRCI.
TEST(ReliableChangeIndex, HasTheThresholdOfCecpfuns)
{
    const auto found = reliable_change_index_of({.pre = 0, .post = 0, .sd = 7.5, .reliability = .8});
    EXPECT_NEAR(found.rci_threshold.value, 9.296925484568419, 1e-14);
    EXPECT_EQ(found.sdc.value, found.rci_threshold.value);
    EXPECT_EQ(found.rci.value, 0);
}

// The 30 couples: 11.3549997009 in programs that take 1.96, 11.354791 exactly.
TEST(ReliableChangeIndex, TakesTheExactQuantile)
{
    const auto found = reliable_change_index_of({.pre = 0, .post = 1, .sd = 11.8256612656, .reliability = .88});
    EXPECT_NEAR(found.sem.value, 4.09652922901, 1e-10);
    EXPECT_NEAR(found.s_diff.value, 5.79336719432, 1e-10);
    EXPECT_NEAR(1.96 * found.s_diff.value, 11.3549997009, 1e-9);
    EXPECT_NEAR(found.sdc.value, 11.354791, 5e-7);
}

TEST(ReliableChangeIndex, ChangesItsSignWithTheScores)
{
    const auto there = reliable_change_index_of({.pre = 4.5, .post = 3.6, .sd = 1.12, .reliability = .85, .level = .9});
    const auto back = reliable_change_index_of({.pre = 3.6, .post = 4.5, .sd = 1.12, .reliability = .85, .level = .9});
    EXPECT_NEAR(there.rci.value, -1.46711399, 6e-9);
    EXPECT_EQ(back.rci.value, -there.rci.value);
    EXPECT_NEAR(there.rci_threshold.value / there.s_diff.value, 1.6448536269514722, 1e-13);
}

TEST(ReliableChangeIndex, SaysWhyThereIsNone)
{
    const auto no_score = reliable_change_index_of({.pre = 3, .post = unknown, .sd = 1, .reliability = .8});
    EXPECT_TRUE(std::isnan(no_score.rci.value));
    EXPECT_EQ(no_score.rci.status, estimate_status::not_known);
    EXPECT_EQ(no_score.rci.message, "a score is not known");
    EXPECT_EQ(no_score.sdc.status, estimate_status::ok);
    const auto no_error = reliable_change_index_of({.pre = 3, .post = 4, .sd = 1, .reliability = 1});
    EXPECT_EQ(no_error.rci.status, estimate_status::no_variance);
    EXPECT_EQ(no_error.rci.message, "the error is 0, so no change can be told from error");
    EXPECT_FALSE(no_error.rci.ci.has_value());
    EXPECT_EQ(no_error.s_diff.value, 0);
    const auto undefined = reliable_change_index_of({.pre = 3, .post = 4, .sd = 1, .reliability = 1.5});
    for (const attune::estimate* figure :
         {&undefined.sem, &undefined.s_diff, &undefined.rci, &undefined.rci_threshold, &undefined.sdc}) {
        EXPECT_TRUE(std::isnan(figure->value)) << figure->id;
        EXPECT_EQ(figure->status, estimate_status::not_defined) << figure->id;
        EXPECT_EQ(figure->message, "a reliability lies in 0..1, but this is 1.5") << figure->id;
    }
}

TEST(ReliableChangeIndex, RefusesWhatIsNoScore)
{
    using attune_test::throws_message;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)reliable_change_index_of({.pre = 1, .post = 2, .sd = -1, .reliability = .8}); },
        "reliable_change_index_of: sd must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)reliable_change_index_of({.pre = 1e200, .post = 2, .sd = 1, .reliability = .8}); },
        "reliable_change_index_of: pre must hold numbers up to 1e150 in size, or NaN for missing, but is 1e+200"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)reliable_change_index_of({.pre = 1, .post = 2, .sd = 1, .reliability = .8, .level = 0}); },
        "reliable_change_index_of: level must lie between 0 and 1, but is 0"));
}
