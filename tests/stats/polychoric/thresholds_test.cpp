#include "attune/stats/polychoric/thresholds.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "attune/stats/detail/bivariate_normal.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::category_counts;
using attune::normal_thresholds;
using attune_test::infinity;
using attune_test::throws_message;

namespace {

category_counts counts(std::initializer_list<std::int64_t> numbers)
{
    return Eigen::Map<const category_counts>(numbers.begin(), static_cast<Eigen::Index>(numbers.size()));
}

}  // namespace

TEST(NormalThresholds, CutOffTheSharesOfTheCategories)
{
    const Eigen::VectorXd found = normal_thresholds(counts({25, 100, 375, 400, 100}));
    ASSERT_EQ(found.size(), 4);
    const double shares[] = {0.025, 0.125, 0.5, 0.9};
    for (Eigen::Index c = 0; c < 4; ++c)
        EXPECT_NEAR(attune::detail::normal_cdf(found(c)), shares[c], 1e-15);
    EXPECT_NEAR(found(0), -1.959963984540054, 1e-14);
    EXPECT_EQ(found(2), 0);
}

TEST(NormalThresholds, AreNegatedByTurningTheCategoriesRound)
{
    const category_counts chosen = counts({3, 0, 17, 44, 9, 0});
    EXPECT_EQ(normal_thresholds(chosen.reverse()), -normal_thresholds(chosen).reverse());
}

TEST(NormalThresholds, OfUnusedCategoriesAreInfiniteOrTheSame)
{
    const Eigen::VectorXd found = normal_thresholds(counts({0, 5, 0, 5, 0}));
    EXPECT_EQ(found, Eigen::Vector4d(-infinity, 0, 0, infinity));
}

TEST(NormalThresholds, AreNotKnownWithoutAnswers)
{
    EXPECT_TRUE(normal_thresholds(counts({0, 0, 0})).array().isNaN().all());
}

TEST(NormalThresholds, RefuseACallersMistakes)
{
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { static_cast<void>(normal_thresholds(counts({4}))); },
                                              "normal_thresholds: n_chosen must have at least 2 categories, but is 1 "
                                              "long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(normal_thresholds(counts({4, -1})));
        },
        "normal_thresholds: n_chosen must hold no negative counts, but is -1"));
}
