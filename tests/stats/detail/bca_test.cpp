#include "attune/stats/detail/bca.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "support/numbers.hpp"
#include "support/reliability_reference.hpp"

using attune_test::closed_form;

namespace {

using attune::detail::bca_interval;
using attune::detail::bca_limits;
using attune::detail::jackknife_acceleration;
using attune::detail::replicate_quantile;

const nlohmann::json& bca_values()
{
    return attune_test::reliability_values()["bca"];
}

std::vector<double> numbers(const char* name)
{
    return bca_values()[name].get<std::vector<double>>();
}

}  // namespace

TEST(Bca, AgreesWithBootForTheSameReplicates)
{
    const double acceleration = jackknife_acceleration(numbers("without_one"));
    EXPECT_NEAR(acceleration, bca_values()["acceleration"].get<double>(), closed_form);
    for (const double level : {0.95, 0.80}) {
        const bca_limits found = bca_interval(numbers("replicates"), bca_values()["value"], acceleration, level);
        const auto& expected = bca_values()[level == 0.95 ? "ci_95" : "ci_80"];
        EXPECT_NEAR(found.bias, bca_values()["bias"].get<double>(), closed_form);
        EXPECT_NEAR(found.lower, expected[0].get<double>(), closed_form) << level;
        EXPECT_NEAR(found.upper, expected[1].get<double>(), closed_form) << level;
    }
}

TEST(Bca, WithoutBiasAndAccelerationIsThePercentileInterval)
{
    std::vector<double> replicates;
    for (int i = 1; i <= 999; ++i)
        replicates.push_back(i);
    // Place 1000 p among 999 numbers; of 1..999 half lie below 500.5.
    replicates.push_back(1000);
    const bca_limits found = bca_interval(replicates, 500.5, 0, 0.90);
    EXPECT_EQ(found.bias, 0);
    EXPECT_NEAR(found.lower, replicate_quantile(replicates, 0.05), 1e-9);
    EXPECT_NEAR(found.upper, replicate_quantile(replicates, 0.95), 1e-9);
}

TEST(Bca, DoesNotDependOnTheOrderOfReplicates)
{
    std::vector<double> turned = numbers("replicates");
    std::reverse(turned.begin(), turned.end());
    const double value = bca_values()["value"];
    EXPECT_EQ(bca_interval(turned, value, 0.02, 0.95).lower,
              bca_interval(numbers("replicates"), value, 0.02, 0.95).lower);
}

// Turning the scale round turns the interval round.
TEST(Bca, IsEquivariantUnderChangeOfSign)
{
    std::vector<double> negative = numbers("replicates");
    for (double& replicate : negative)
        replicate = -replicate;
    const double value = bca_values()["value"];
    const bca_limits found = bca_interval(numbers("replicates"), value, 0.02, 0.95);
    const bca_limits turned = bca_interval(negative, -value, -0.02, 0.95);
    EXPECT_NEAR(turned.lower, -found.upper, 1e-12);
    EXPECT_NEAR(turned.upper, -found.lower, 1e-12);
}

TEST(Bca, QuantileOfAWholePlaceIsThatReplicate)
{
    const std::vector<double> sorted{1, 2, 4, 8, 16, 32, 64};
    EXPECT_EQ(replicate_quantile(sorted, 0.125), 1);
    EXPECT_EQ(replicate_quantile(sorted, 0.5), 8);
    EXPECT_EQ(replicate_quantile(sorted, 0.875), 64);
    EXPECT_GT(replicate_quantile(sorted, 0.55), 8);
    EXPECT_LT(replicate_quantile(sorted, 0.55), 16);
}

TEST(Bca, HasNoLimitsBeyondTheOutermostReplicates)
{
    const std::vector<double> sorted{1, 2, 4, 8, 16, 32, 64};
    EXPECT_TRUE(std::isnan(replicate_quantile(sorted, 0.12)));
    EXPECT_TRUE(std::isnan(replicate_quantile(sorted, 0.88)));
    EXPECT_TRUE(std::isnan(bca_interval(sorted, 8, 0, 0.95).lower));
}

TEST(Bca, HasNoLimitsWhenAllReplicatesLieOnOneSide)
{
    const std::vector<double> sorted{1, 2, 4, 8};
    for (const double value : {0.0, 100.0}) {
        const bca_limits found = bca_interval(sorted, value, 0, 0.5);
        EXPECT_TRUE(std::isinf(found.bias));
        EXPECT_TRUE(std::isnan(found.lower));
        EXPECT_TRUE(std::isnan(found.upper));
    }
}

TEST(Bca, AccelerationOfEqualValuesIsNotDefinedAndThatOfSymmetricOnesIs0)
{
    EXPECT_TRUE(std::isnan(jackknife_acceleration(std::vector<double>{0.5, 0.5, 0.5})));
    EXPECT_NEAR(jackknife_acceleration(std::vector<double>{0.25, 0.5, 0.75}), 0, 1e-15);
}
