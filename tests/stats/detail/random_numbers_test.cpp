#include "attune/stats/detail/random_numbers.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace {

constexpr int n_draws = 200'000;

}  // namespace

TEST(RandomNumbers, AreUniformBetweenZeroAndOne)
{
    attune::philox_stream stream(1, 2);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n_draws; ++i) {
        const double drawn = attune::detail::draw_uniform(stream);
        ASSERT_GT(drawn, 0);
        ASSERT_LT(drawn, 1);
        sum += drawn;
        squares += drawn * drawn;
    }
    EXPECT_NEAR(sum / n_draws, 0.5, 0.003);  // four standard errors
    EXPECT_NEAR(squares / n_draws, 1.0 / 3, 0.003);
}

TEST(RandomNumbers, AreNormalWithMeanZeroAndVarianceOne)
{
    attune::philox_stream stream(1, 3);
    double sum = 0;
    double squares = 0;
    int n_far = 0;
    for (int i = 0; i < n_draws; ++i) {
        const double drawn = attune::detail::draw_normal(stream);
        sum += drawn;
        squares += drawn * drawn;
        n_far += std::abs(drawn) > 1.959963984540054 ? 1 : 0;
    }
    EXPECT_NEAR(sum / n_draws, 0, 0.009);  // four standard errors
    EXPECT_NEAR(squares / n_draws, 1, 0.013);
    EXPECT_NEAR(static_cast<double>(n_far) / n_draws, 0.05, 0.002);
}

TEST(RandomNumbers, AreTheSameForTheSameStream)
{
    attune::philox_stream one(9, 4);
    attune::philox_stream other(9, 4);
    EXPECT_EQ(attune::detail::draw_normal(one), attune::detail::draw_normal(other));
    EXPECT_EQ(attune::detail::draw_uniform(one), attune::detail::draw_uniform(other));
}
