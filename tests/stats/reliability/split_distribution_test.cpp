#include "attune/stats/reliability/split_distribution.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::estimate_status;
using attune::matrix;
using attune::split_distribution;
using attune::split_half_distribution;

namespace {

/// Unequal covariances of items of equal variance, smaller the further apart they stand.
matrix simplex(Eigen::Index k)
{
    matrix cov(k, k);
    for (Eigen::Index i = 0; i < k; ++i)
        for (Eigen::Index j = 0; j < k; ++j)
            cov(i, j) = std::pow(0.8, static_cast<double>(std::abs(i - j)));
    return cov;
}

std::int64_t n_in_bins(const split_distribution& of)
{
    return std::accumulate(of.n_in_bin.begin(), of.n_in_bin.end(), std::int64_t{0});
}

/// The mean, as far as bins tell it: from their middles.
double mean_of(const split_distribution& of)
{
    double sum = 0;
    for (std::size_t i = 0; i < of.n_in_bin.size(); ++i)
        sum += (of.lowest + (static_cast<double>(i) + 0.5) * of.width) * static_cast<double>(of.n_in_bin[i]);
    return sum / static_cast<double>(of.n_splits);
}

}  // namespace

// Of four items there are three splits, with coefficients 4 * 1.4 / 6, 4 * 1.2 / 6 and 4 * 1 / 6.
TEST(SplitDistribution, CountsTheThreeSplitsOfFourItems)
{
    matrix cov = matrix::Identity(4, 4);
    cov(0, 1) = cov(1, 0) = cov(2, 3) = cov(3, 2) = 0.2;
    cov(0, 2) = cov(2, 0) = cov(1, 3) = cov(3, 1) = 0.3;
    cov(0, 3) = cov(3, 0) = cov(1, 2) = cov(2, 1) = 0.4;
    const double total = cov.sum();
    const split_distribution found = split_half_distribution(cov);
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_EQ(found.method, "all splits");
    EXPECT_EQ(found.n_splits, 3);
    for (const double between : {1.4, 1.2, 1.0}) {
        const double place = (4 * between / total - found.lowest) / found.width;
        ASSERT_GE(place, 0);
        ASSERT_LT(place, static_cast<double>(found.n_in_bin.size()));
        EXPECT_EQ(found.n_in_bin[static_cast<std::size_t>(place + 1e-9)], 1);  // a bin's edge may be a rounding below
    }
}

TEST(SplitDistribution, VisitsEverySplitUpToEighteenItems)
{
    EXPECT_EQ(split_half_distribution(simplex(5)).n_splits, 10);
    for (const Eigen::Index k : {6, 12, 18}) {
        const split_distribution found = split_half_distribution(simplex(k));
        EXPECT_EQ(found.n_splits, k == 6 ? 10 : k == 12 ? 462 : 24310);
        EXPECT_EQ(n_in_bins(found), found.n_splits);
        EXPECT_GE(found.n_in_bin.size(), 5U);
        EXPECT_LE(found.n_in_bin.size(), 21U);
        EXPECT_GT(found.n_in_bin.front(), 0);
        EXPECT_GT(found.n_in_bin.back(), 0);
        const attune::equal_splits ends = attune::split_equal(simplex(k));
        EXPECT_NEAR(found.lowest, ends.min.value, found.width);
        EXPECT_NEAR(mean_of(found), ends.mean.value, found.width / 2);
        EXPECT_NEAR(found.lowest / found.width, std::round(found.lowest / found.width), 1e-9);
    }
}

TEST(SplitDistribution, DrawsSplitsOfMoreItemsTheSameEveryTime)
{
    const split_distribution found = split_half_distribution(simplex(36));
    EXPECT_EQ(found.method, "random splits");
    EXPECT_EQ(found.n_splits, 10'000);
    EXPECT_EQ(n_in_bins(found), 10'000);
    EXPECT_NEAR(mean_of(found), attune::split_equal(simplex(36)).mean.value, found.width / 2);
    EXPECT_EQ(found.n_in_bin, split_half_distribution(simplex(36)).n_in_bin);
}

TEST(SplitDistribution, IsOneBinWhereAllSplitsAreTheSame)
{
    matrix cov = matrix::Constant(8, 8, 0.5);
    cov.diagonal().setOnes();
    const split_distribution found = split_half_distribution(cov);
    EXPECT_EQ(found.n_in_bin, std::vector<std::int64_t>{35});
    EXPECT_EQ(found.width, 0.01);
    EXPECT_LE(found.lowest, 8.0 / 9 + 1e-9);
    EXPECT_EQ(split_half_distribution(cov.topLeftCorner(2, 2)).n_in_bin, std::vector<std::int64_t>{1});
}

TEST(SplitDistribution, IsTheSameInOtherUnits)
{
    EXPECT_EQ(split_half_distribution(simplex(8)).n_in_bin, split_half_distribution(4 * simplex(8)).n_in_bin);
}

TEST(SplitDistribution, SaysWhyThereIsNone)
{
    matrix partly_unknown = simplex(4);
    partly_unknown(0, 1) = std::numeric_limits<double>::quiet_NaN();
    const split_distribution found = split_half_distribution(partly_unknown);
    EXPECT_EQ(found.status, estimate_status::not_known);
    EXPECT_EQ(found.message, "a covariance of two items is not known");
    EXPECT_TRUE(found.n_in_bin.empty());
    const split_distribution none = split_half_distribution(matrix::Zero(4, 4));
    EXPECT_EQ(none.status, estimate_status::no_variance);
    EXPECT_EQ(none.message, "the sum score has no variance");
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { static_cast<void>(split_half_distribution(matrix::Zero(1, 1))); },
        "split_half_distribution: cov must be square with at least 2 rows, but is 1 x 1"));
}
