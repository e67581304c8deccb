#include "attune/stats/factor/sampling_adequacy.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/exploratory_reference.hpp"

using attune::bartlett_sphericity;
using attune::estimate_status;
using attune::kaiser_meyer_olkin;
using attune::matrix;

namespace {

constexpr double of_closed_forms = 1e-10;

matrix dependent()
{
    matrix r = matrix::Ones(3, 3);
    r(0, 2) = r(2, 0) = r(1, 2) = r(2, 1) = 0.5;
    return r;
}

}  // namespace

TEST(SamplingAdequacy, AgreesWithPsych)
{
    const auto& expected = attune_test::exploratory_values()["kmo"];
    const auto found = kaiser_meyer_olkin(attune_test::exploratory_covariances(), 300);
    EXPECT_NEAR(found.kmo.value, expected["all"], of_closed_forms);
    EXPECT_LT(attune_test::largest_difference(found.msa, attune_test::vector_of(expected["items"])), of_closed_forms);
    EXPECT_EQ(found.kmo.n_persons, 300);
}

// Three items with the same correlation r: each partial correlation is r / (1 + r).
TEST(SamplingAdequacy, IsAClosedFormForEqualCorrelations)
{
    const double r = 0.5;
    const auto found = kaiser_meyer_olkin(attune_test::equicorrelated(Eigen::Vector3d(1, 4, 9), r));
    const double partial = r / (1 + r);
    EXPECT_NEAR(found.kmo.value, r * r / (r * r + partial * partial), 1e-14);
    EXPECT_NEAR(found.msa[2], found.kmo.value, 1e-14);
}

TEST(SamplingAdequacy, IsOneHalfForTwoItems)
{
    EXPECT_NEAR(kaiser_meyer_olkin(attune_test::equicorrelated(Eigen::Vector2d(1, 1), 0.3)).kmo.value, 0.5, 1e-14);
}

TEST(SamplingAdequacy, SaysWhyItHasNoValue)
{
    EXPECT_EQ(kaiser_meyer_olkin(dependent()).kmo.message, "an item is a linear combination of others");
    EXPECT_EQ(kaiser_meyer_olkin(dependent()).kmo.status, estimate_status::not_positive_definite);
    EXPECT_TRUE(kaiser_meyer_olkin(dependent()).msa.array().isNaN().all());
    const auto alone = kaiser_meyer_olkin(matrix::Identity(3, 3));
    EXPECT_EQ(alone.kmo.status, estimate_status::not_defined);
    EXPECT_EQ(alone.kmo.message, "no two items correlate");
    matrix with_a_gap = matrix::Identity(3, 3);
    with_a_gap(1, 0) = std::numeric_limits<double>::infinity();
    EXPECT_EQ(kaiser_meyer_olkin(with_a_gap).kmo.status, estimate_status::not_known);
}

TEST(Sphericity, AgreesWithPsych)
{
    const auto& expected = attune_test::exploratory_values()["bartlett"];
    const auto found = bartlett_sphericity(attune_test::exploratory_covariances(), 300);
    attune_test::expect_close(found.chi_square, expected["chi_square"], of_closed_forms);
    EXPECT_EQ(found.df, expected["df"]);
    EXPECT_NEAR(found.p, expected["p"], of_closed_forms);
}

// Two items: |R| = 1 - r^2.
TEST(Sphericity, IsAClosedFormForTwoItems)
{
    const auto found = bartlett_sphericity(attune_test::equicorrelated(Eigen::Vector2d(2, 5), 0.1), 100);
    EXPECT_NEAR(found.chi_square, -(99 - 1.5) * std::log(1 - 0.01), 1e-12);
    EXPECT_EQ(found.df, 1);
    EXPECT_NEAR(found.p, std::erfc(std::sqrt(found.chi_square / 2)), 1e-12);
}

TEST(Sphericity, IsCertainWhereNothingCorrelates)
{
    const auto found = bartlett_sphericity(matrix::Identity(4, 4), 100);
    EXPECT_EQ(found.chi_square, 0);
    EXPECT_EQ(found.p, 1);
}

TEST(Sphericity, SaysWhyItHasNoValue)
{
    const auto few = bartlett_sphericity(matrix::Identity(4, 4), 3);
    EXPECT_EQ(few.status, estimate_status::too_few_persons);
    EXPECT_EQ(few.message, "3 people are too few for 4 items");
    EXPECT_TRUE(std::isnan(few.chi_square) && std::isnan(few.p));
    EXPECT_EQ(bartlett_sphericity(dependent(), 100).status, estimate_status::not_positive_definite);
}

TEST(Sphericity, RefusesWhatIsNoMatrixOfCorrelations)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)bartlett_sphericity(matrix::Ones(1, 1), 10); },
        "bartlett_sphericity: cov must be square with at least 2 rows, but is 1 x 1"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)kaiser_meyer_olkin(matrix::Ones(2, 3)); },
        "kaiser_meyer_olkin: cov must be square with at least 2 rows, but is 2 x 3"));
}
