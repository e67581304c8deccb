#include "attune/stats/norms/beta_binomial.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::beta_binomial;
using attune::beta_binomial_of;
using attune_test::throws_message;

namespace {

constexpr double sum_tolerance = 1e-12;  // of sums of exponentials of differences of lgamma

double mean_of(const beta_binomial& of)
{
    double mean = 0;
    for (std::size_t x = 0; x < of.shares.size(); ++x)
        mean += static_cast<double>(x) * of.shares[x];
    return mean;
}

}  // namespace

// a = b = 1 gives every score one share: mean n / 2, variance n (n + 2) / 12.
TEST(BetaBinomial, IsUniformForTheMomentsOfAUniformDistribution)
{
    const beta_binomial of = beta_binomial_of(5, std::sqrt(10.0), 10);
    EXPECT_NEAR(of.a, 1, sum_tolerance);
    EXPECT_NEAR(of.b, 1, sum_tolerance);
    for (const double share : of.shares)
        EXPECT_NEAR(share, 1.0 / 11, sum_tolerance);
    EXPECT_NEAR(of.percentile(5), 50, 1e-10);
    EXPECT_NEAR(of.percentile(0), 100.0 / 22, 1e-10);
    EXPECT_NEAR(of.percentile(2.5), 300.0 / 11, 1e-10);
}

TEST(BetaBinomial, HasTheMeanAndTheStandardDeviationItWasMadeOf)
{
    const beta_binomial of = beta_binomial_of(37.7, 14.45, 72);
    EXPECT_NEAR(std::accumulate(of.shares.begin(), of.shares.end(), 0.0), 1, sum_tolerance);
    const double mean = mean_of(of);
    EXPECT_NEAR(mean, 37.7, 1e-10);
    double variance = 0;
    for (std::size_t x = 0; x < of.shares.size(); ++x)
        variance += (static_cast<double>(x) - mean) * (static_cast<double>(x) - mean) * of.shares[x];
    EXPECT_NEAR(std::sqrt(variance), 14.45, 1e-10);
}

TEST(BetaBinomial, TurnsRoundWithTheScale)
{
    const beta_binomial of = beta_binomial_of(7, 4, 20);
    const beta_binomial turned = beta_binomial_of(13, 4, 20);
    for (std::size_t x = 0; x <= 20; ++x)
        EXPECT_NEAR(of.shares[x], turned.shares[20 - x], sum_tolerance);
    EXPECT_NEAR(of.percentile(6) + turned.percentile(14), 100, 1e-10);
}

TEST(BetaBinomial, HasPercentilesThatNeverFall)
{
    const beta_binomial of = beta_binomial_of(4, 3, 30);
    for (double x = -1; x < 31; x += 0.5)
        EXPECT_LE(of.percentile(x), of.percentile(x + 0.5));
    EXPECT_EQ(of.percentile(-1), 0);
    EXPECT_NEAR(of.percentile(31), 100, 1e-10);
}

TEST(BetaBinomial, HasNoSharesForMomentsItCannotHave)
{
    EXPECT_EQ(beta_binomial_of(0, 1, 10).message, "the mean lies at an end of the scale");
    EXPECT_EQ(beta_binomial_of(5, 1, 10).message, "the scores scatter less than a beta-binomial distribution can");
    EXPECT_EQ(beta_binomial_of(5, 6, 10).message, "the scores scatter more than a beta-binomial distribution can");
    EXPECT_EQ(beta_binomial_of(5, 6, 10).status, attune::estimate_status::not_defined);
    EXPECT_TRUE(std::isnan(beta_binomial_of(5, 6, 10).percentile(3)));
    EXPECT_TRUE(std::isnan(beta_binomial_of(5, 3, 10).percentile(std::nan(""))));
}

TEST(BetaBinomial, RefusesArgumentsThatAreNone)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { static_cast<void>(beta_binomial_of(1, 1, 1)); },
                                                      "beta_binomial_of: n_steps must be at least 2, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(beta_binomial_of(1, -1, 4)); },
        "beta_binomial_of: mean and sd must be finite, and sd not negative, but is 1 and -1"));
}

TEST(LargestMisfit, IsTheLargestDifferenceOfCumulatedShares)
{
    const beta_binomial of = beta_binomial_of(1, std::sqrt(2.0 / 3), 2);  // uniform on 0, 1, 2
    EXPECT_NEAR(attune::largest_misfit(of, std::vector<std::int64_t>{10, 10, 10}), 0, sum_tolerance);
    EXPECT_NEAR(attune::largest_misfit(of, std::vector<std::int64_t>{20, 5, 5}), 1.0 / 3, sum_tolerance);
    EXPECT_TRUE(std::isnan(attune::largest_misfit(of, std::vector<std::int64_t>{0, 0, 0})));
    EXPECT_TRUE(std::isnan(attune::largest_misfit({}, {})));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { static_cast<void>(attune::largest_misfit(of, std::vector<std::int64_t>{1})); },
        "largest_misfit: counts must have 3 elements, but is 1 long"));
}
