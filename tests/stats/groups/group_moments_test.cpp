#include "attune/stats/groups/group_moments.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::group_moments;
using attune_test::throws_message;
using attune_test::unknown;

TEST(GroupMoments, AreOfPeopleWithEveryScore)
{
    attune::matrix scores(4, 2);
    scores << 1, 2, 3, 6, unknown, 9, 5, 4;
    const auto found = attune::moments_of_group(scores);
    EXPECT_EQ(found.n_persons, 3);
    EXPECT_EQ(found.mean, Eigen::Vector2d(3, 4));
    EXPECT_TRUE(found.cov.isApprox(Eigen::Matrix2d{{4, 2}, {2, 4}}));
    EXPECT_TRUE(std::isnan(attune::moments_of_group(scores.topRows(1)).cov(0, 0)));
    EXPECT_TRUE(std::isnan(attune::moments_of_group(scores.topRows(0)).mean[0]));
}

TEST(GroupMoments, AreTakenFromATableToo)
{
    const auto found = attune::moments_of_two({3.5, 1.1, 398}, {3.1, 0.9, 398}, 0.4);
    EXPECT_EQ(found.mean, Eigen::Vector2d(3.5, 3.1));
    EXPECT_DOUBLE_EQ(found.cov(0, 1), 0.4 * 1.1 * 0.9);
    EXPECT_DOUBLE_EQ(found.cov(1, 1), 0.9 * 0.9);
    EXPECT_TRUE(std::isnan(attune::moments_of_two({3.5, 1.1, 9}, {3.1, 0.9, 9}, unknown).cov(0, 1)));
}

TEST(GroupMoments, SayWhyTheyCannotBeCompared)
{
    const auto reason = [](const group_moments& first, const group_moments& second) {
        return attune::detail::why_not_comparable_together("compare", std::vector{first, second});
    };
    const group_moments good = attune::moments_of_two({3.5, 1.1, 40}, {3.1, 0.9, 40}, 0.4);
    EXPECT_FALSE(reason(good, good));
    EXPECT_EQ(reason(good, attune::moments_of_two({3.5, 1.1, 1}, {3.1, 0.9, 1}, 0.4))->status,
              estimate_status::too_few_persons);
    EXPECT_EQ(reason(good, attune::moments_of_two({3.5, 1.1, 9}, {3.1, 0.9, 9}, unknown))->message,
              "a mean, a standard deviation or a correlation is not known");
}

TEST(GroupMoments, AreDefiniteUnlessAScoreIsACombinationOfOthers)
{
    EXPECT_TRUE(attune::detail::is_definite(Eigen::Matrix2d{{4e-8, 1e-3}, {1e-3, 900}}));
    EXPECT_FALSE(attune::detail::is_definite(Eigen::Matrix2d{{1, 1}, {1, 1}}));
    EXPECT_FALSE(attune::detail::is_definite(Eigen::Matrix2d{{1, 0}, {0, 0}}));
}

TEST(GroupMoments, RefuseWhatDoesNotFit)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::moments_of_two({3, 1, 9}, {3, 1, 8}, 0);
        },
        "moments_of_two: second must have 9 persons as the first score, but is of 8"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::moments_of_two({3, 1, 9}, {3, 1, 9}, 1.2);
        },
        "moments_of_two: r must lie in -1..1, but is 1.2"));
    const group_moments two = attune::moments_of_two({3, 1, 9}, {3, 1, 9}, 0);
    const group_moments three{Eigen::Vector3d(1, 1, 1), Eigen::Matrix3d::Identity(), 9};
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            (void)attune::detail::why_not_comparable_together("compare", std::vector{two, three});
        },
        "compare: groups must have 2 means and their covariances each, but is one with 3 and 3 x 3"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { (void)attune::detail::why_not_comparable_together("compare", std::vector{two}); },
        "compare: groups must hold at least 2 groups, but is 1 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::moments_of_group(attune::matrix::Constant(2, 2, 1e200)); },
        "moments_of_group: scores must hold numbers up to 1e150 in size, or NaN for missing, but is 1e+200"));
}
