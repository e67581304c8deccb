#include "attune/stats/groups/correlation.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/group_reference.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::matrix;
using attune_test::group_values;
using attune_test::people;
using attune_test::throws_message;
using attune_test::unknown;

TEST(Correlation, IsThatOfR)
{
    matrix scores(57, 2);
    scores << people("anxiety"), people("avoidance");
    const auto& expected = group_values()["correlation"];
    const auto found = attune::correlation(scores);
    EXPECT_EQ(found.r.id, "correlation");
    EXPECT_NEAR(found.r.value, expected["r"].get<double>(), 1e-12);
    EXPECT_NEAR(found.t, expected["t"].get<double>(), 1e-10);
    EXPECT_NEAR(found.p, expected["p"].get<double>(), 1e-12);
    EXPECT_NEAR(found.r.ci->lower, expected["ci"][0].get<double>(), 1e-12);
    EXPECT_NEAR(found.r.ci->upper, expected["ci"][1].get<double>(), 1e-12);
}

TEST(Correlation, OfALineIsCertain)
{
    const matrix line{{1, 2}, {2, 4}, {3, 6}, {5, 10}};
    const auto found = attune::correlation(line);
    EXPECT_EQ(found.r.value, 1);
    EXPECT_EQ(found.p, 0);
}

TEST(Correlation, SaysWhyThereIsNone)
{
    const auto few = attune::correlation(matrix{{1, 2}, {unknown, 4}});
    EXPECT_EQ(few.r.status, estimate_status::too_few_persons);
    EXPECT_EQ(few.r.message, "a correlation needs at least two persons with both scores");
    EXPECT_TRUE(std::isnan(few.p));
    const auto flat = attune::correlation(matrix{{1, 2}, {3, 2}, {4, 2}});
    EXPECT_EQ(flat.r.status, estimate_status::no_variance);
    EXPECT_EQ(flat.r.message, "all persons have the same value of one of the two");
    EXPECT_TRUE(std::isnan(attune::correlation(matrix{{1, 2}, {3, 5}}).p));
}

// Values of the unit tests of CECPfuns: .3 / .7.
TEST(Disattenuated, HasThePublishedValue)
{
    attune::estimate r{.id = "correlation", .value = 0.3, .ci = attune::fisher_interval(0.3, 100)};
    const auto found = attune::disattenuated(r, 0.7, 0.7);
    EXPECT_EQ(found.id, "correlation_true");
    EXPECT_NEAR(found.value, .4286, 5e-5);
    EXPECT_NEAR(found.ci->upper, r.ci->upper / 0.7, 1e-15);
    EXPECT_EQ(attune::disattenuated(r, 1, 1).value, 0.3);
    EXPECT_GT(attune::disattenuated({.id = "correlation", .value = 0.9}, 0.7, 0.7).value, 1);
}

TEST(Disattenuated, SaysWhyThereIsNone)
{
    const attune::estimate r{.id = "correlation", .value = 0.3};
    const auto not_known = attune::disattenuated(r, 0.7, unknown);
    EXPECT_EQ(not_known.status, estimate_status::not_known);
    EXPECT_EQ(not_known.message, "a reliability is not known");
    EXPECT_TRUE(std::isnan(not_known.value));
    const auto none = attune::disattenuated(r, 0.7, 0);
    EXPECT_EQ(none.status, estimate_status::not_defined);
    EXPECT_EQ(none.message, "reliabilities lie above 0 and up to 1");
    EXPECT_EQ(attune::disattenuated(r, 0.7, 1.2).status, estimate_status::not_defined);
    const auto refused = attune::disattenuated(attune::correlation(matrix{{1, 2}, {3, 2}}).r, 0.9, 0.9);
    EXPECT_EQ(refused.status, estimate_status::no_variance);
}

// R: d <- (atanh(.5) - atanh(.3)) / sqrt(1/97 + 1/77); 2 * pnorm(-abs(d)).
TEST(CorrelationDifference, IsFishersTest)
{
    const auto found = attune::correlation_difference_of({0.5, 100}, {0.3, 80});
    EXPECT_NEAR(found.z, 1.571018889458, 1e-11);
    EXPECT_NEAR(found.p, 0.116178261213, 1e-11);
    EXPECT_EQ(attune::correlation_difference_of({0.3, 80}, {0.5, 100}).z, -found.z);
    EXPECT_TRUE(std::isnan(attune::correlation_difference_of({unknown, 80}, {0.5, 100}).p));
}

TEST(CorrelationDifference, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::correlation_difference_of({1, 80}, {0.5, 100});
        },
        "correlation_difference_of: r must lie between -1 and 1, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::correlation_difference_of({0.4, 80}, {0.5, 3});
        },
        "correlation_difference_of: n_persons must be at least 4, but is 3"));
}
