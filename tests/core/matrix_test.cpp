#include "attune/core/matrix.hpp"

#include <array>
#include <cstdint>
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

const std::int8_t* data_of(const attune::answer_view& view)
{
    return view.data();
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

TEST(AnswerView, BindsToPaddedRowsWithoutACopy)
{
    using rows = Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const std::array<std::int8_t, 8> padded{1, 2, 3, -1, 4, 5, 6, -1};
    const Eigen::Map<const rows, 0, Eigen::OuterStride<>> mapped(padded.data(), 2, 3, Eigen::OuterStride<>(4));
    EXPECT_EQ(data_of(mapped), padded.data());
    const attune::answer_view view = mapped;
    EXPECT_EQ(view(1, 0), 4);
    EXPECT_EQ(view(1, 2), 6);
    const rows whole = rows::Constant(3, 2, 7);
    EXPECT_EQ(data_of(whole), whole.data());
}
