#include "attune/stats/moments/column_covariances.hpp"

#include <cmath>

#include <gtest/gtest.h>

// Answers 1 2 3 4 and 2 4 4 6 of four people: covariance 2, variances 5/3 and 8/3, by hand.
TEST(ColumnCovariances, AreThoseOfThePeopleWhoAnsweredBoth)
{
    Eigen::MatrixXi answers(5, 2);
    answers << 1, 2, 2, 4, 3, 4, 4, 6, 7, -1;
    const attune::column_covariances found = attune::covariances_of_columns(attune::moments_of(answers, 1, 7));
    EXPECT_EQ(found.n_persons(0, 1), 4);
    EXPECT_EQ(found.n_persons(0, 0), 5);
    EXPECT_EQ(found.n_persons(1, 1), 4);
    EXPECT_DOUBLE_EQ(found.cov(0, 1), 2);
    EXPECT_DOUBLE_EQ(found.cov(1, 0), 2);
    EXPECT_DOUBLE_EQ(found.cov(1, 1), 8.0 / 3);
    EXPECT_DOUBLE_EQ(found.cov(0, 0), 5.3) << "of all who answered it";
}

TEST(ColumnCovariances, DoNotLookAtReversals)
{
    attune::moments plain({2, 1, 7, {{{0, 1}, {false, false}}}});
    attune::moments reversed({2, 1, 7, {{{0, 1}, {false, true}}}});
    for (const int answer : {1, 3, 4, 7}) {
        const std::int8_t row[] = {static_cast<std::int8_t>(answer), static_cast<std::int8_t>(8 - answer)};
        plain.add(row, 1, 2);
        reversed.add(row, 1, 2);
    }
    EXPECT_EQ(attune::covariances_of_columns(plain).cov, attune::covariances_of_columns(reversed).cov);
    EXPECT_LT(attune::covariances_of_columns(plain).cov(0, 1), 0);
}

TEST(ColumnCovariances, AreNotKnownForFewerThanTwoPeople)
{
    Eigen::MatrixXi answers(2, 2);
    answers << 1, 2, 3, -1;
    const attune::column_covariances found = attune::covariances_of_columns(attune::moments_of(answers, 1, 7));
    EXPECT_TRUE(std::isnan(found.cov(0, 1)));
    EXPECT_EQ(found.n_persons(0, 1), 1);
    EXPECT_DOUBLE_EQ(found.cov(0, 0), 2);
}

// The five people of the first test: r = 2 / sqrt(5/3 * 8/3) over the four who answered both.
TEST(ColumnCorrelations, HaveTheVariancesOfThePairsPeople)
{
    Eigen::MatrixXi answers(5, 3);
    answers << 1, 2, 4, 2, 4, 4, 3, 4, 4, 4, 6, 4, 7, -1, 4;
    const attune::matrix r = attune::correlations_of_columns(attune::moments_of(answers, 1, 7));
    EXPECT_NEAR(r(0, 1), 2 / std::sqrt(5.0 / 3 * 8 / 3), 1e-15);
    EXPECT_EQ(r(0, 1), r(1, 0));
    EXPECT_EQ(r(0, 0), 1);
    EXPECT_TRUE(std::isnan(r(0, 2))) << "no variance";
}
