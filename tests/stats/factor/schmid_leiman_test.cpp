#include "attune/stats/factor/schmid_leiman.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/exploratory_reference.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::matrix;
using attune::schmid_leiman;
using attune_test::largest_difference;
using attune_test::unknown;

TEST(SchmidLeiman, AgreesWithR)
{
    const auto& rotated = attune_test::exploratory_values()["rotations"]["oblimin"];
    const auto& expected = attune_test::exploratory_values()["schmid_leiman"];
    const auto found =
        schmid_leiman(attune_test::matrix_of(rotated["loadings"]), attune_test::matrix_of(rotated["correlations"]));
    ASSERT_EQ(found.status, estimate_status::ok) << found.message;
    constexpr double of_closed_form = 1e-9;  // three factors are met exactly, by a search
    EXPECT_LT(largest_difference(found.higher, attune_test::vector_of(expected["higher"])), of_closed_form);
    EXPECT_LT(largest_difference(found.general, attune_test::vector_of(expected["general"])), of_closed_form);
    EXPECT_LT(largest_difference(found.groups, attune_test::matrix_of(expected["groups"])), of_closed_form);
    EXPECT_NEAR(found.ecv, attune_test::exploratory_values()["omega"]["ecv"], of_closed_form);
}

TEST(SchmidLeiman, TakesTwoFactorsAsEquallyGeneral)
{
    matrix loadings(4, 2);
    loadings << 0.8, 0, 0.7, 0, 0, 0.6, 0, 0.5;
    matrix correlations(2, 2);
    correlations << 1, 0.25, 0.25, 1;
    const auto found = schmid_leiman(loadings, correlations);
    EXPECT_NEAR(found.higher[0], 0.5, 1e-15);
    EXPECT_NEAR(found.general[0], 0.4, 1e-15);
    EXPECT_NEAR(found.groups(0, 0), 0.8 * std::sqrt(0.75), 1e-15);
    EXPECT_NEAR(found.ecv, 0.25, 1e-15);
    // The parts reproduce what the factors had in common.
    const matrix both = found.general * found.general.transpose() + found.groups * found.groups.transpose();
    EXPECT_LT(largest_difference(both, loadings * correlations * loadings.transpose()), 1e-15);
}

TEST(SchmidLeiman, LeavesOneFactorAsTheGeneralOne)
{
    const matrix loadings = matrix::Constant(3, 1, -0.5);
    const auto found = schmid_leiman(loadings, matrix::Ones(1, 1));
    EXPECT_EQ(found.general, Eigen::VectorXd::Constant(3, 0.5));
    EXPECT_EQ(found.higher[0], -1);
    EXPECT_EQ(found.ecv, 1);
}

TEST(SchmidLeiman, SaysWhyThereIsNoGeneralFactor)
{
    const auto refused = [](const matrix& correlations, estimate_status status, const std::string& message) {
        const auto found = schmid_leiman(matrix::Identity(correlations.rows(), correlations.rows()), correlations);
        EXPECT_EQ(found.status, status);
        EXPECT_EQ(found.message, message);
        EXPECT_TRUE(found.general.array().isNaN().all() && found.groups.array().isNaN().all() &&
                    found.higher.array().isNaN().all() && std::isnan(found.ecv));
    };
    matrix two(2, 2);
    two << 1, -0.25, -0.25, 1;
    refused(two, estimate_status::not_defined, "two factors that correlate -0.25 have no general factor behind them");
    refused(matrix::Ones(2, 2), estimate_status::heywood, "the two factors are one");
    matrix three(3, 3);
    three << 1, 0.9, 0.9, 0.9, 1, 0.7, 0.9, 0.7, 1;
    refused(three, estimate_status::heywood, "factor 1 would be the general factor itself (a Heywood case)");
    refused(matrix::Identity(3, 3), estimate_status::not_defined,
            "the correlations of the factors determine no general factor behind them");
}

TEST(SchmidLeiman, RefusesMatricesThatDoNotFit)
{
    using attune_test::throws_message;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)schmid_leiman(matrix::Constant(3, 2, unknown), matrix::Identity(2, 2)); },
        "schmid_leiman: loadings must be finite and not empty, but is 3 x 2 with NaN or infinity"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)schmid_leiman(matrix::Ones(3, 2), matrix::Identity(3, 3)); },
                                              "schmid_leiman: correlations must be 2 x 2 and finite, but is 3 x 3"));
}
