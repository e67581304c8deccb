#include "attune/core/check_moderate.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

TEST(CheckModerate, AcceptsWhatCanBeSquaredAndSummed)
{
    for (const double value : {0.0, -3.5, 1e150, -1e150, 5e-324, std::nan("")})
        EXPECT_NO_THROW(attune::check_moderate("mean", "values", value)) << value;
}

TEST(CheckModerate, RefusesWhatCannot)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { attune::check_moderate("mean", "values", -2e150); },
        "mean: values must hold numbers up to 1e150 in size, or NaN for missing, but is -2e+150"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { attune::check_moderate("mean", "values", std::numeric_limits<double>::infinity()); },
        "mean: values must hold numbers up to 1e150 in size, or NaN for missing, but is inf"));
}
