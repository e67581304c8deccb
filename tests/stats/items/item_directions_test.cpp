#include "attune/stats/items/item_directions.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "attune/core/philox.hpp"
#include "support/expect_message.hpp"

using attune::item_signs;
using attune::matrix;

namespace {

/// One factor: loadings l, uniquenesses 1.
matrix one_factor(const Eigen::VectorXd& l)
{
    matrix cov = l * l.transpose();
    cov.diagonal().array() += 1;
    return cov;
}

double sum_over_pairs(const matrix& cov, const item_signs& signs)
{
    const matrix turned = attune::turned_covariances(cov, signs);
    return (turned.sum() - turned.trace()) / 2;
}

item_signs signs_of(unsigned bits, Eigen::Index k)
{
    item_signs signs;
    for (Eigen::Index i = 0; i < k; ++i)
        signs.push_back((bits >> i & 1U) != 0 ? -1 : 1);
    return signs;
}

}  // namespace

TEST(ItemDirections, FollowTheSignsOfTheLoadings)
{
    Eigen::VectorXd loadings(7);
    loadings << 0.5, -0.7, 0.9, 0.2, -0.1, 0.6, 1.4;
    EXPECT_EQ(attune::agreeing_signs(one_factor(loadings)), (item_signs{1, -1, 1, 1, -1, 1, 1}));
}

TEST(ItemDirections, TurnTheFewestItems)
{
    Eigen::VectorXd loadings(5);
    loadings << -1, -1, 1, -1, 1;
    EXPECT_EQ(attune::agreeing_signs(one_factor(loadings)), (item_signs{1, 1, -1, 1, -1}));
}

TEST(ItemDirections, LeaveTheFirstItemWhereHalfOfThemPointEachWay)
{
    Eigen::VectorXd loadings(4);
    loadings << -1, 1, -1, 1;
    EXPECT_EQ(attune::agreeing_signs(one_factor(loadings)), (item_signs{1, -1, 1, -1}));
}

TEST(ItemDirections, DoNotDependOnTheDirectionsTheyStartFrom)
{
    attune::philox_stream draw(5, 0);
    for (int sample = 0; sample < 50; ++sample) {
        matrix a(9, 9);
        for (Eigen::Index i = 0; i < a.size(); ++i)
            a.data()[i] = static_cast<double>(draw.below(2001)) / 1000 - 1;
        const matrix cov = a * a.transpose();
        const item_signs start = signs_of(draw.below(512), 9);
        const item_signs found = attune::agreeing_signs(cov);
        item_signs turned = attune::agreeing_signs(attune::turned_covariances(cov, start));
        for (std::size_t i = 0; i < turned.size(); ++i)
            turned[i] *= start[i];
        EXPECT_NEAR(sum_over_pairs(cov, turned), sum_over_pairs(cov, found), 1e-9);
    }
}

// Of 200 random covariance matrices of 8 items, all 128 ways to turn them tried.
TEST(ItemDirections, AreTheBestOfAllOfFewItems)
{
    attune::philox_stream draw(8, 0);
    for (int sample = 0; sample < 200; ++sample) {
        matrix a(8, 8);
        for (Eigen::Index i = 0; i < a.size(); ++i)
            a.data()[i] = static_cast<double>(draw.below(2001)) / 1000 - 1;
        const matrix cov = a * a.transpose();
        double best = 0;
        for (unsigned bits = 0; bits < 128; ++bits)
            best = std::max(best, sum_over_pairs(cov, signs_of(bits, 8)));
        EXPECT_NEAR(sum_over_pairs(cov, attune::agreeing_signs(cov)), best, 1e-9) << sample;
    }
}

TEST(ItemDirections, LeaveNoItemAgainstTheOthers)
{
    attune::philox_stream draw(36, 0);
    matrix a(36, 36);
    for (Eigen::Index i = 0; i < a.size(); ++i)
        a.data()[i] = static_cast<double>(draw.below(2001)) / 1000 - 1;
    const matrix cov = a * a.transpose();
    const matrix turned = attune::turned_covariances(cov, attune::agreeing_signs(cov));
    EXPECT_GE((turned.rowwise().sum() - turned.diagonal()).minCoeff(), 0);
}

// Three items with correlations .5: item-rest r = 1 / sqrt(3). R: tanh(atanh(1/sqrt(3)) + c(-1,1) *
// qnorm(.995)/sqrt(97))
TEST(ItemDirections, IntervalIsFishersOfTheFewestPeople)
{
    matrix cov = matrix::Constant(3, 3, 0.5);
    cov.diagonal().setOnes();
    Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> n(3, 3);
    n << 120, 100, 110, 100, 115, 105, 110, 105, 130;
    const auto found = attune::item_rest_intervals(cov, n, 0.99);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].n_persons, 100);
    EXPECT_EQ(found[2].n_persons, 105);
    EXPECT_NEAR(found[0].r, 1 / std::sqrt(3.0), 1e-14);
    EXPECT_NEAR(std::atanh(found[0].upper) - std::atanh(found[0].r), 2.5758293035489004 / std::sqrt(97.0), 1e-12);
    EXPECT_NEAR(std::atanh(found[0].r) - std::atanh(found[0].lower), 2.5758293035489004 / std::sqrt(97.0), 1e-12);
}

TEST(ItemDirections, IntervalIsAbsentWithoutVarianceOrPeople)
{
    matrix cov = matrix::Identity(2, 2);
    cov(1, 1) = 0;
    Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> n =
        Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>::Constant(2, 2, 50);
    EXPECT_TRUE(std::isnan(attune::item_rest_intervals(cov, n, 0.99)[1].upper));
    cov(1, 1) = 1;
    n.setConstant(3);
    const auto few = attune::item_rest_intervals(cov, n, 0.99);
    EXPECT_EQ(few[0].r, 0);
    EXPECT_TRUE(std::isnan(few[0].lower));
}

TEST(ItemDirections, RefuseWhatIsNoCovarianceMatrix)
{
    using attune_test::throws_message;
    const matrix square = matrix::Identity(2, 2);
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { static_cast<void>(attune::agreeing_signs(matrix(2, 3))); },
                                              "agreeing_signs: cov must be square with at least 1 rows, but is 2 x 3"));
    const matrix unknown_covariances = matrix::Constant(2, 2, std::numeric_limits<double>::quiet_NaN());
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { static_cast<void>(attune::agreeing_signs(unknown_covariances)); },
                                              "agreeing_signs: cov must be finite, but is NaN or infinite somewhere"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { static_cast<void>(attune::turned_covariances(square, {1})); },
                                              "turned_covariances: signs must have 2 elements, but is 1 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            static_cast<void>(attune::item_rest_intervals(square, {3, 3}, 0.99));
        },
        "item_rest_intervals: n_persons must have 2 elements, but is 3 long"));
}
