#include "attune/core/matrix.hpp"

#include <type_traits>

#include <gtest/gtest.h>

namespace {

const double* data_of(const attune::matrix_view& view)
{
    return view.data();
}

double sum_of(const attune::matrix_view& view)
{
    return view.sum();
}

}  // namespace

TEST(Matrix, HoldsDoubles)
{
    EXPECT_TRUE((std::is_same_v<attune::matrix::Scalar, double>));
}

TEST(MatrixView, BindsToAWholeMatrixWithoutACopy)
{
    const attune::matrix whole = attune::matrix::Random(5, 3);
    EXPECT_EQ(data_of(whole), whole.data());
}

TEST(MatrixView, BindsToABlockWithoutACopy)
{
    const attune::matrix whole = attune::matrix::Random(5, 4);
    EXPECT_EQ(data_of(whole.block(1, 2, 3, 2)), &whole(1, 2));
    EXPECT_EQ(data_of(whole.col(3)), &whole(0, 3));
    EXPECT_EQ(sum_of(whole.block(1, 2, 3, 2)), whole.block(1, 2, 3, 2).sum());
}

TEST(MatrixView, TakesExpressionsByCopy)
{
    const attune::matrix whole = attune::matrix::Constant(2, 3, 1.5);
    EXPECT_EQ(sum_of(whole.transpose()), 9.0);
    EXPECT_EQ(sum_of(2 * whole), 18.0);
}
