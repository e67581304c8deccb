#include "attune/stats/reliability/split_half.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/reliability/alpha.hpp"
#include "attune/stats/reliability/guttman.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reliability_reference.hpp"

using attune_test::closed_form;
using attune_test::covariances;
using attune_test::parallel_items;
using attune_test::random_covariances;
using attune_test::reference_answers;
using attune_test::reliability_values;
using attune_test::throws_message;

namespace {

struct split {
    double coefficient;
    Eigen::Index n_second;
};

/// The coefficient of every split, item 1 in the first part, each from its definition.
std::vector<split> all_splits(const attune::matrix& cov)
{
    const Eigen::Index k = cov.rows();
    std::vector<split> made;
    for (unsigned code = 1; code < 1U << (k - 1); ++code) {
        Eigen::VectorXd second = Eigen::VectorXd::Zero(k);
        for (Eigen::Index item = 1; item < k; ++item)
            second(item) = (code >> (item - 1)) & 1U;
        const Eigen::VectorXd first = Eigen::VectorXd::Ones(k) - second;
        made.push_back({4 * first.dot(cov * second) / cov.sum(), static_cast<Eigen::Index>(second.sum())});
    }
    return made;
}

}  // namespace

TEST(SplitHalf, Lambda4IsTheBestOfAllSplits)
{
    for (Eigen::Index k = 2; k <= 8; ++k) {
        for (unsigned number = 0; number < 20; ++number) {
            const attune::matrix cov = random_covariances(k, number);
            double best = -std::numeric_limits<double>::infinity();
            for (const split& one : all_splits(cov))
                best = std::max(best, one.coefficient);
            EXPECT_NEAR(attune::lambda4(cov).value, best, 1e-13) << k << ' ' << number;
        }
    }
}

TEST(SplitHalf, EqualSplitsAreThoseOfEqualSize)
{
    for (Eigen::Index k = 2; k <= 9; ++k) {
        const attune::matrix cov = random_covariances(k, static_cast<unsigned>(k));
        double min = std::numeric_limits<double>::infinity();
        double max = -min;
        double sum = 0;
        int n_splits = 0;
        for (const split& one : all_splits(cov)) {
            if (std::abs(2 * one.n_second - k) > 1)
                continue;
            min = std::min(min, one.coefficient);
            max = std::max(max, one.coefficient);
            sum += one.coefficient;
            ++n_splits;
        }
        const attune::equal_splits found = attune::split_equal(cov);
        EXPECT_NEAR(found.min.value, min, 1e-13) << k;
        EXPECT_NEAR(found.max.value, max, 1e-13) << k;
        EXPECT_NEAR(found.mean.value, sum / n_splits, 1e-13) << k;
    }
}

TEST(SplitHalf, AgreesWithPsych)
{
    const attune::matrix cov = covariances(reference_answers());
    const attune::equal_splits found = attune::split_equal(cov, 150);
    for (const attune::estimate& one : {found.min, found.mean, found.max, attune::lambda4(cov, 150)}) {
        const double expected = reliability_values()[one.id];
        EXPECT_NEAR(one.value, expected, closed_form * expected) << one.id;
        EXPECT_EQ(one.method, "all splits");
        EXPECT_EQ(one.n_persons, 150);
    }
}

TEST(SplitHalf, CountsEverySplitOnce)
{
    const attune::matrix cov = attune::matrix::Ones(18, 18);
    int n_equal = 0;
    attune::detail::visit_splits(cov, {9, 9}, [&](double between) {
        ++n_equal;
        ASSERT_EQ(between, 81);
    });
    EXPECT_EQ(n_equal, 24'310);
    int n_all = 0;
    attune::detail::visit_splits(cov, {1, 17}, [&](double between) {
        ++n_all;
        ASSERT_GE(between, 17);  // with 1 item against 17; 0 would be a part without items
    });
    EXPECT_EQ(n_all, 131'071);
    int n_odd = 0;
    attune::detail::visit_splits(cov.topLeftCorner(7, 7), {3, 4}, [&](double) { ++n_odd; });
    EXPECT_EQ(n_odd, 35);
}

// Cronbach (1951), Psychometrika 16, 297-334, section 3.
TEST(SplitHalf, MeanOfEqualSplitsIsAlpha)
{
    const attune::matrix cov = random_covariances(10, 5);
    EXPECT_NEAR(attune::split_equal(cov).mean.value, attune::alpha_raw(cov).value, 1e-14);
}

TEST(SplitHalf, ParallelItemsGiveSpearmanBrownForEverySplit)
{
    const double expected = attune::spearman_brown(0.3, 8);
    const attune::equal_splits found = attune::split_equal(parallel_items(8, 0.3));
    for (const attune::estimate& one : {found.min, found.mean, found.max, attune::lambda4(parallel_items(8, 0.3))})
        EXPECT_NEAR(one.value, expected, 1e-14) << one.id;
}

// With an even number of items alpha is the mean of some of the splits that lambda4 is the best of.
TEST(SplitHalf, Lambda4OfAnEvenNumberOfItemsIsAtLeastAlpha)
{
    for (unsigned number = 0; number < 200; ++number) {
        const Eigen::Index k = 2 + 2 * (number % 5);
        const attune::matrix cov = random_covariances(k, number);
        EXPECT_GE(attune::lambda4(cov).value, attune::alpha_raw(cov).value - 1e-13) << number;
        EXPECT_GE(attune::lambda4(cov).value, attune::split_equal(cov).max.value - 1e-13) << number;
    }
}

// Three parallel items cannot be halved: 4 * 2 r / V against alpha's 9 r / V.
TEST(SplitHalf, Lambda4OfAnOddNumberOfItemsCanBeBelowAlpha)
{
    const attune::matrix cov = parallel_items(3, 0.5);
    EXPECT_NEAR(attune::lambda4(cov).value, 4.0 / 6, 1e-15);
    EXPECT_NEAR(attune::alpha_raw(cov).value, 4.5 / 6, 1e-15);
}

TEST(SplitHalf, SearchFindsWhatAllSplitsHold)
{
    for (unsigned number = 0; number < 10; ++number) {
        const attune::matrix cov = random_covariances(14, number);
        const attune::matrix negative = -cov;
        EXPECT_NEAR(4 * attune::detail::searched_split(cov, {1, 13}) / cov.sum(), attune::lambda4(cov).value, 1e-12);
        const attune::equal_splits found = attune::split_equal(cov);
        EXPECT_NEAR(4 * attune::detail::searched_split(cov, {7, 7}) / cov.sum(), found.max.value, 1e-12);
        EXPECT_NEAR(-4 * attune::detail::searched_split(negative, {7, 7}) / cov.sum(), found.min.value, 1e-12);
    }
}

TEST(SplitHalf, SearchesAbove18ItemsAndSaysSo)
{
    const attune::matrix cov = random_covariances(19, 3);
    EXPECT_EQ(attune::lambda4(cov).method, "search");
    EXPECT_EQ(attune::lambda4(cov).value, attune::lambda4(cov).value);
    const attune::equal_splits found = attune::split_equal(cov);
    EXPECT_EQ(found.min.method, "search");
    EXPECT_EQ(found.max.method, "search");
    EXPECT_EQ(found.mean.method, "all splits");
    EXPECT_LT(found.min.value, found.mean.value);
    EXPECT_LT(found.mean.value, found.max.value);
    EXPECT_LE(found.max.value, attune::lambda4(cov).value + 1e-13);
    EXPECT_NEAR(found.mean.value, 20.0 / 19 * attune::lambda1(cov).value, 1e-14);
    EXPECT_NEAR(attune::split_equal(parallel_items(36, 0.3)).min.value, attune::spearman_brown(0.3, 36), 1e-13);
}

TEST(SplitHalf, DoesNotDependOnOrderOrUnitOfItems)
{
    const attune::matrix cov = random_covariances(9, 11);
    const attune::matrix reversed = attune_test::reversed_items(cov);
    EXPECT_NEAR(attune::lambda4(reversed).value, attune::lambda4(cov).value, 1e-13);
    EXPECT_NEAR(attune::split_equal(reversed).min.value, attune::split_equal(cov).min.value, 1e-13);
    EXPECT_NEAR(attune::lambda4(1e6 * cov).value, attune::lambda4(cov).value, 1e-13);
}

TEST(SplitHalf, TwoItemsHaveOneSplit)
{
    const attune::equal_splits found = attune::split_equal(parallel_items(2, 0.5));
    EXPECT_NEAR(found.min.value, 2.0 / 3, 1e-15);
    EXPECT_EQ(found.min.value, found.max.value);
    EXPECT_EQ(attune::lambda4(parallel_items(2, 0.5)).value, found.max.value);
}

// Lambda4 can be negative: a part without items, which would give 0, is no split.
TEST(SplitHalf, NegativeCovariancesGiveANegativeLambda4)
{
    EXPECT_NEAR(attune::lambda4(parallel_items(3, -0.4)).value, 4 * -0.8 / 0.6, 1e-13);
}

TEST(SplitHalf, HasNoValueWithoutUsableCovariances)
{
    attune_test::expect_refusals_of_covariances([](const auto& cov) { return attune::lambda4(cov); });
    attune_test::expect_refusals_of_covariances([](const auto& cov) { return attune::split_equal(cov).min; });
    attune_test::expect_refusals_of_covariances([](const auto& cov) { return attune::split_equal(cov).mean; });
    attune_test::expect_refusals_of_covariances([](const auto& cov) { return attune::split_equal(cov).max; });
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(attune::split_equal(attune::matrix::Zero(1, 1))); },
        "split_equal: cov must be square with at least 2 rows, but is 1 x 1"));
}

// Values of the tests of the R package CECPfuns.
TEST(SpearmanBrown, GivesPublishedValues)
{
    EXPECT_NEAR(attune::spearman_brown(0.8, 3.4), 0.931506849315, 1e-12);
    EXPECT_NEAR(attune::spearman_brown(0.7, 0.5), 0.538461538462, 1e-12);
    EXPECT_NEAR(attune::spearman_brown_factor(0.7, 0.9), 3.857142857143, 1e-12);
}

TEST(SpearmanBrown, FactorLeadsToTheWantedReliability)
{
    for (const double wanted : {0.05, 0.5, 0.7, 0.95})
        EXPECT_NEAR(attune::spearman_brown(0.7, attune::spearman_brown_factor(0.7, wanted)), wanted, 1e-15);
    EXPECT_EQ(attune::spearman_brown(0.7, 1), 0.7);
}

TEST(SpearmanBrown, HasNoValueWhereNoLengthHelps)
{
    EXPECT_TRUE(std::isnan(attune::spearman_brown(-0.5, 3)));
    EXPECT_TRUE(std::isnan(attune::spearman_brown(std::numeric_limits<double>::quiet_NaN(), 2)));
    for (const double r : {-0.1, 0.0, 1.1, std::numeric_limits<double>::quiet_NaN()})
        EXPECT_TRUE(std::isnan(attune::spearman_brown_factor(r, 0.9))) << r;
    EXPECT_EQ(attune::spearman_brown_factor(1, 0.9), 0);
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { static_cast<void>(attune::spearman_brown(0.5, 0)); },
                                                      "spearman_brown: factor must be above 0, but is 0"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { static_cast<void>(attune::spearman_brown_factor(0.5, 1)); },
                                              "spearman_brown_factor: wanted must lie between 0 and 1, but is 1"));
}
