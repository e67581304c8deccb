#include "attune/stats/norms/binomial_error.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::binomial_error;
using attune::estimate_status;
using attune::score_limits;
using attune::score_precision;

namespace {

constexpr double no_figure = std::numeric_limits<double>::quiet_NaN();
constexpr score_limits range_of_seven{1, 7};

}  // namespace

// M 4, S 1.5, r 0.84 on 1..7: the room is 9 - 2.25, the constant error 0.6.
TEST(BinomialError, IsLargestInTheMiddleAndNothingAtTheEnds)
{
    const score_precision precision{4, 1.5, 0.84};
    EXPECT_NEAR(binomial_error(4, precision, range_of_seven).value, std::sqrt(9 * 0.36 / 6.75), 1e-14);
    EXPECT_EQ(binomial_error(1, precision, range_of_seven).value, 0);
    EXPECT_EQ(binomial_error(7, precision, range_of_seven).value, 0);
    EXPECT_LT(binomial_error(2, precision, range_of_seven).value, binomial_error(3, precision, range_of_seven).value);
}

// Over the people of the group its mean square is that of the constant error.
TEST(BinomialError, HasTheConstantErrorAsItsMean)
{
    const std::vector<double> scores{1, 2, 2, 3, 5, 5, 6, 7};
    double sum = 0;
    double squares = 0;
    for (const double x : scores) {
        sum += x;
        squares += x * x;
    }
    const auto n = static_cast<double>(scores.size());
    const double mean = sum / n;
    const double variance = squares / n - mean * mean;
    double errors = 0;
    for (const double x : scores) {
        const double error = binomial_error(x, {mean, std::sqrt(variance), 0.9}, range_of_seven).value;
        errors += error * error;
    }
    EXPECT_NEAR(errors / n, variance * 0.1, 1e-12);
}

TEST(BinomialError, ScalesWithTheScore)
{
    const double of_mean = binomial_error(3, {4, 1.5, 0.84}, range_of_seven).value;
    EXPECT_NEAR(binomial_error(18, {24, 9, 0.84}, {6, 42}).value, 6 * of_mean, 1e-12);
}

TEST(BinomialError, SaysWhyThereIsNone)
{
    const auto reason = [](double x, const score_precision& precision, const score_limits& limits,
                           estimate_status status) {
        const attune::estimate found = binomial_error(x, precision, limits);
        EXPECT_EQ(found.status, status);
        EXPECT_TRUE(std::isnan(found.value));
        return found.message;
    };
    const char* not_known = "the score, its range or a figure of the group is not known";
    EXPECT_EQ(reason(no_figure, {4, 1, 0.8}, range_of_seven, estimate_status::not_known), not_known);
    EXPECT_EQ(reason(3, {4, 1, no_figure}, range_of_seven, estimate_status::not_known), not_known);
    EXPECT_EQ(reason(3, {4, 1, 0.8}, {}, estimate_status::not_known), not_known);
    EXPECT_EQ(reason(3, {4, 1, 1.2}, range_of_seven, estimate_status::not_defined), "a reliability lies in 0..1");
    EXPECT_EQ(reason(3, {4, 3, 0.8}, range_of_seven, estimate_status::not_defined),
              "the scores do not scatter within their range");
    EXPECT_EQ(reason(8, {4, 1, 0.8}, range_of_seven, estimate_status::not_defined),
              "the scores do not scatter within their range");
}

TEST(BinomialError, RefusesARangeThatFalls)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(binomial_error(3, {4, 1, 0.8}, {7, 1}));
        },
        "binomial_error: limits must rise, but is 7 to 1"));
}
