#include "attune/stats/factor/rotation/rotate.hpp"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "attune/stats/factor/minimum_residual.hpp"
#include "support/expect_message.hpp"
#include "support/exploratory_reference.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::matrix;
using attune::rotate;
using attune::rotation_criterion;
using attune::rotation_options;
using attune_test::largest_difference;
using attune_test::of_fits;
using attune_test::unknown;

namespace {

const matrix& unrotated()
{
    static const matrix loadings = attune::minimum_residual_factors(attune_test::exploratory_covariances(), 3).loadings;
    return loadings;
}

/// Items in groups of four: nothing wanted of the loading on the own factor, 0 of the others.
matrix groups_of_four()
{
    matrix wanted = matrix::Zero(12, 3);
    for (Eigen::Index i = 0; i < 12; ++i)
        wanted(i, i / 4) = unknown;
    return wanted;
}

void agrees(const std::string& name, const rotation_options& options)
{
    const auto& expected = attune_test::exploratory_values()["rotations"][name];
    const auto found = rotate(unrotated(), options);
    ASSERT_EQ(found.status, estimate_status::ok) << name << found.message;
    EXPECT_LT(largest_difference(found.loadings, attune_test::matrix_of(expected["loadings"])), of_fits) << name;
    EXPECT_LT(largest_difference(found.correlations, attune_test::matrix_of(expected["correlations"])), of_fits)
        << name;
    EXPECT_EQ(found.n_converged, 10) << name;
}

}  // namespace

TEST(Rotate, AgreesWithRForEachCriterion)
{
    agrees("varimax", {.criterion = rotation_criterion::varimax});
    agrees("varimax_kaiser", {.criterion = rotation_criterion::varimax, .is_kaiser = true});
    agrees("oblimin", {});
    agrees("oblimin_kaiser", {.is_kaiser = true});
    agrees("geomin", {.criterion = rotation_criterion::geomin});
    agrees("geomin_orthogonal", {.criterion = rotation_criterion::geomin, .is_orthogonal = true});
    agrees("target", {.criterion = rotation_criterion::target, .wanted = groups_of_four()});
}

TEST(Rotate, AgreesWithROnEightPhysicalVariables)
{
    const auto& harman = attune_test::exploratory_values()["harman"];
    const auto found = rotate(attune_test::matrix_of(harman["loadings"]));
    EXPECT_LT(largest_difference(found.loadings, attune_test::matrix_of(harman["oblimin"]["loadings"])), of_fits);
    EXPECT_NEAR(found.correlations(0, 1), harman["oblimin"]["correlations"][0][1], of_fits);
}

TEST(Rotate, LeavesTheFitAsItWas)
{
    using enum rotation_criterion;
    for (const rotation_criterion criterion : {none, varimax, oblimin, geomin}) {
        const auto found = rotate(unrotated(), {.criterion = criterion, .is_kaiser = true});
        EXPECT_LT(largest_difference(found.loadings * found.correlations * found.loadings.transpose(),
                                     unrotated() * unrotated().transpose()),
                  1e-12);
        EXPECT_EQ(found.correlations.diagonal(), Eigen::VectorXd::Ones(3));
    }
}

// A perfect simple structure with correlated factors has an oblimin criterion of 0.
TEST(Rotate, FindsAPerfectSimpleStructure)
{
    matrix pattern = matrix::Zero(6, 2);
    pattern.col(0).head(3) << 0.9, 0.8, 0.7;
    pattern.col(1).tail(3) << 0.6, 0.5, 0.4;
    matrix transform(2, 2);
    transform << 1, 0.5, 0, std::sqrt(0.75);  // factors that correlate .5
    const auto found = rotate(pattern * transform.transpose());
    EXPECT_NEAR(found.value, 0, 1e-12);
    EXPECT_LT(largest_difference(found.loadings, pattern), 1e-6);
    EXPECT_NEAR(found.correlations(0, 1), 0.5, 1e-6);
}

TEST(Rotate, PutsFactorsInOrderAndTurnsThemUp)
{
    const auto before = rotate(unrotated());
    matrix shuffled(12, 3);
    shuffled << -unrotated().col(2), unrotated().col(0), -unrotated().col(1);
    const auto found = rotate(shuffled);
    EXPECT_LT(largest_difference(before.loadings, found.loadings), 1e-6);
    EXPECT_LT(largest_difference(before.correlations, found.correlations), 1e-6);
    const Eigen::VectorXd explained = (found.correlations * found.loadings.transpose() * found.loadings).diagonal();
    EXPECT_GT(explained[0], explained[1]);
    EXPECT_GT(explained[1], explained[2]);
    EXPECT_GT(found.loadings.colwise().sum().minCoeff(), 0);
}

TEST(Rotate, KeepsTheColumnsAndTheSignsOfATarget)
{
    matrix wanted = groups_of_four().rowwise().reverse();
    wanted.col(0).tail(4).setConstant(-0.7);
    const auto found = rotate(unrotated(), {.criterion = rotation_criterion::target, .wanted = wanted});
    ASSERT_EQ(found.status, estimate_status::ok);
    EXPECT_LT(found.loadings.col(0).tail(4).maxCoeff(), -0.3);
    EXPECT_GT(found.loadings.col(2).head(4).minCoeff(), 0.3);
}

TEST(Rotate, IsTheSameForTheSameSeedAndNearlyForAnyOther)
{
    const rotation_options options{.criterion = rotation_criterion::geomin};
    EXPECT_EQ(rotate(unrotated(), options).loadings, rotate(unrotated(), options).loadings);
    rotation_options other = options;
    other.seed = 77;
    EXPECT_LT(largest_difference(rotate(unrotated(), options).loadings, rotate(unrotated(), other).loadings), 1e-6);
}

TEST(Rotate, OnlyTurnsOneFactorUp)
{
    const auto found = rotate(-unrotated().leftCols(1));
    EXPECT_EQ(found.loadings, unrotated().leftCols(1));
    EXPECT_EQ(found.correlations, matrix::Ones(1, 1));
    EXPECT_EQ(found.status, estimate_status::ok);
}

TEST(Rotate, DividesNoRowOfZerosByItsLength)
{
    matrix loadings = unrotated();
    loadings.row(5).setZero();
    const auto found = rotate(loadings, {.is_kaiser = true});
    ASSERT_EQ(found.status, estimate_status::ok);
    EXPECT_EQ(found.loadings.row(5), Eigen::RowVectorXd::Zero(3));
}

TEST(Rotate, SaysWhenItFindsNothing)
{
    const auto found = rotate(unrotated(), {.n_starts = 2, .max_iterations = 1});
    EXPECT_EQ(found.status, estimate_status::not_converged);
    EXPECT_EQ(found.message, "no rotation was found from 2 starts in 1 steps each");
    EXPECT_TRUE(found.loadings.array().isNaN().all());
    EXPECT_EQ(found.n_converged, 0);
}

TEST(Rotate, RefusesArgumentsThatAreNotAsSaid)
{
    using attune_test::throws_message;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)rotate(matrix(2, 3)); },
        "rotate: unrotated must have 1 column or more, and at least as many rows, but is 2 x 3"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)rotate(matrix::Constant(3, 2, unknown)); },
                                              "rotate: unrotated must be finite, but is NaN or infinite in places"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)rotate(unrotated(), {.criterion = rotation_criterion::target}); },
        "rotate: wanted must be 12 x 3, but is 0 x 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)rotate(unrotated(), {.n_starts = 0}); },
                                                      "rotate: n_starts must lie in 1..100000, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)rotate(unrotated(), {.epsilon = 0}); },
                                                      "rotate: epsilon must be above 0 and finite, but is 0"));
}
