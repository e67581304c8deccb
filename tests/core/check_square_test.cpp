#include "attune/core/check_square.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

TEST(CheckSquare, AcceptsASquareMatrixOfTheSmallestSizeAndMore)
{
    EXPECT_NO_THROW(attune::check_square("alpha_raw", "cov", attune::matrix::Zero(2, 2), 2));
    EXPECT_NO_THROW(attune::check_square("alpha_raw", "cov", attune::matrix::Zero(5, 5), 2));
}

TEST(CheckSquare, RefusesOtherShapesAndNamesThem)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { attune::check_square("alpha_raw", "cov", attune::matrix::Zero(3, 4), 2); },
        "alpha_raw: cov must be square with at least 2 rows, but is 3 x 4"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { attune::check_square("alpha_raw", "cov", attune::matrix::Zero(1, 1), 2); },
        "alpha_raw: cov must be square with at least 2 rows, but is 1 x 1"));
}
