#include "attune/stats/factor/hierarchical_omega.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/exploratory_reference.hpp"
#include "support/numbers.hpp"

using attune::estimate;
using attune::estimate_status;
using attune::hierarchical_omega;
using attune::matrix;
using attune_test::of_fits;

TEST(HierarchicalOmega, AgreesWithR)
{
    const auto& expected = attune_test::exploratory_values()["omega"];
    const auto& psych = attune_test::exploratory_values()["psych"];
    const auto found = hierarchical_omega(attune_test::exploratory_covariances(), 300);
    constexpr double of_psych = 1e-5;  // which stops before the optimum
    EXPECT_NEAR(found.omega_total.value, expected["total"], of_fits);
    EXPECT_NEAR(found.omega_hierarchical.value, expected["hierarchical"], of_fits);
    EXPECT_NEAR(found.ecv.value, expected["ecv"], of_fits);
    EXPECT_NEAR(found.omega_total.value, psych["omega_total"], of_psych);
    EXPECT_NEAR(found.omega_hierarchical.value, psych["omega_hierarchical"], of_psych);
    EXPECT_NEAR(found.ecv.value, psych["ecv"], of_psych);
    EXPECT_EQ(found.omega_total.n_persons, 300);
    EXPECT_EQ(found.omega_total.id, "omega_total");
    EXPECT_EQ(found.omega_hierarchical.id, "omega_hierarchical");
    EXPECT_EQ(found.ecv.id, "ecv");
}

// A bifactor model with equal groups: 9 items load .6 on the general factor and .5 on one of three groups.
TEST(HierarchicalOmega, IsTheFormulaOfTheModelThatMadeTheCorrelations)
{
    matrix loadings = matrix::Zero(9, 4);
    loadings.col(0).setConstant(0.6);
    for (Eigen::Index i = 0; i < 9; ++i)
        loadings(i, 1 + i / 3) = 0.5;
    matrix r = loadings * loadings.transpose();
    r.diagonal().setOnes();
    const auto found = hierarchical_omega(r);
    EXPECT_NEAR(found.omega_hierarchical.value, 81 * 0.36 / r.sum(), 1e-7);
    EXPECT_NEAR(found.omega_total.value, 1 - 9 * (1 - 0.36 - 0.25) / r.sum(), 1e-7);
    EXPECT_NEAR(found.ecv.value, 0.36 / (0.36 + 0.25), 1e-7);
    EXPECT_FALSE(found.omega_total.n_persons);
}

TEST(HierarchicalOmega, DoesNotDependOnUnits)
{
    const matrix cov = attune_test::exploratory_covariances();
    const Eigen::VectorXd units = Eigen::VectorXd::LinSpaced(12, 0.1, 9);
    EXPECT_NEAR(hierarchical_omega(cov).omega_hierarchical.value,
                hierarchical_omega(units.asDiagonal() * cov * units.asDiagonal()).omega_hierarchical.value, 1e-7);
}

TEST(HierarchicalOmega, OfOneFactorIsThatOfItsLoadings)
{
    const matrix loadings = matrix::Constant(4, 1, 0.7);
    matrix r = loadings * loadings.transpose();
    r.diagonal().setOnes();
    const auto found = hierarchical_omega(r, {}, 1);
    EXPECT_NEAR(found.omega_total.value, 16 * 0.49 / r.sum(), 1e-9);
    EXPECT_NEAR(found.omega_hierarchical.value, found.omega_total.value, 1e-9);
    EXPECT_NEAR(found.ecv.value, 1, 1e-15);
}

TEST(HierarchicalOmega, HasNoValueBelowSixItems)
{
    for (const Eigen::Index p : {3, 5}) {
        const auto found = hierarchical_omega(attune_test::equicorrelated(Eigen::VectorXd::Ones(p), 0.4));
        for (const estimate* figure : {&found.omega_total, &found.omega_hierarchical, &found.ecv}) {
            EXPECT_TRUE(std::isnan(figure->value));
            EXPECT_EQ(figure->status, estimate_status::not_defined);
            EXPECT_EQ(figure->message, fmt::format("{} items are too few for 3 factors", p));
        }
    }
}

TEST(HierarchicalOmega, KeepsTheTotalWhereThereIsNoGeneralFactor)
{
    matrix loadings = matrix::Zero(9, 3);
    for (Eigen::Index i = 0; i < 9; ++i)
        loadings(i, i / 3) = 0.7;
    matrix r = loadings * loadings.transpose();
    r.diagonal().setOnes();
    const auto found = hierarchical_omega(r);
    EXPECT_NEAR(found.omega_total.value, 1 - 9 * 0.51 / r.sum(), 1e-9);
    EXPECT_TRUE(std::isnan(found.omega_hierarchical.value));
    EXPECT_TRUE(std::isnan(found.ecv.value));
    EXPECT_EQ(found.ecv.status, found.parts.status);
    EXPECT_EQ(found.ecv.message, found.parts.message);
    EXPECT_NE(found.ecv.status, estimate_status::ok);
}

TEST(HierarchicalOmega, HasTheReasonOfItsFactors)
{
    matrix cov = attune_test::exploratory_covariances();
    cov.row(2).setZero();
    cov.col(2).setZero();
    const auto found = hierarchical_omega(cov);
    EXPECT_EQ(found.omega_total.status, estimate_status::no_variance);
    EXPECT_EQ(found.omega_hierarchical.message, "item 3 has no variance, so it correlates with none");
}

TEST(HierarchicalOmega, RefusesArgumentsThatAreNotAsSaid)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)hierarchical_omega(matrix::Ones(2, 3)); },
        "hierarchical_omega: cov must be square with at least 1 rows, but is 2 x 3"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)hierarchical_omega(matrix::Identity(6, 6), {}, 0); },
        "hierarchical_omega: n_factors must lie in 1..100, but is 0"));
}
