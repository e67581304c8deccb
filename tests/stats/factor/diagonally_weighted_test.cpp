#include "attune/stats/factor/diagonally_weighted.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/polychoric/polychoric_matrix.hpp"
#include "support/expect_message.hpp"
#include "support/polychoric_reference.hpp"

using attune::diagonally_weighted_factor;
using attune::estimate_status;
using attune::matrix;
using attune::weighted_factor;
using attune_test::throws_message;

namespace {

matrix one_factor_correlations(const Eigen::VectorXd& loadings)
{
    matrix r = loadings * loadings.transpose();
    r.diagonal().setOnes();
    return r;
}

matrix equal_weights(Eigen::Index p)
{
    return matrix::Ones(p, p);
}

void expect_refusal(const matrix& r, estimate_status status, const char* message,
                    const attune::weighted_factor_options& options = {})
{
    const weighted_factor found = diagonally_weighted_factor(r, equal_weights(r.rows()), options);
    EXPECT_EQ(found.status, status);
    EXPECT_EQ(found.message, message);
    EXPECT_TRUE(found.loadings.array().isNaN().all());
}

}  // namespace

// Three items: l_1 = sqrt(r_12 r_13 / r_23), whatever the weights.
TEST(DiagonallyWeightedFactor, OfThreeItemsIsAClosedForm)
{
    matrix r = matrix::Identity(3, 3);
    r(1, 0) = 0.56;
    r(2, 0) = 0.42;
    r(2, 1) = 0.35;
    matrix weights = equal_weights(3);
    weights(1, 0) = 7;
    for (const matrix& w : {equal_weights(3), weights}) {
        const weighted_factor found = diagonally_weighted_factor(r, w);
        EXPECT_EQ(found.status, estimate_status::ok);
        EXPECT_NEAR(found.loadings(0), std::sqrt(0.56 * 0.42 / 0.35), 1e-9);
        EXPECT_NEAR(found.loadings(1), std::sqrt(0.56 * 0.35 / 0.42), 1e-9);
        EXPECT_NEAR(found.loadings(2), std::sqrt(0.42 * 0.35 / 0.56), 1e-9);
        EXPECT_NEAR(found.discrepancy, 0, 1e-18);
    }
}

TEST(DiagonallyWeightedFactor, FindsLoadingsThatFitExactly)
{
    const Eigen::VectorXd loadings = (Eigen::VectorXd(5) << 0.9, -0.2, 0.4, 0.75, 0.6).finished();
    const weighted_factor found = diagonally_weighted_factor(one_factor_correlations(loadings), equal_weights(5));
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_LT((found.loadings - loadings).cwiseAbs().maxCoeff(), 1e-9);
    EXPECT_LT(found.gradient_norm, 1e-10);
}

// Newton's method in R to the last digit; lavaan 0.6-14 stops about 1e-6 short.
TEST(DiagonallyWeightedFactor, AgreesWithR)
{
    for (const char* name : {"answers", "yes_no"}) {
        const nlohmann::json& values = attune_test::polychoric_values().at(name);
        const attune::polychoric_correlations from = attune::polychoric_matrix(attune_test::polychoric_tables(name));
        const weighted_factor dwls = diagonally_weighted_factor(from.r, from.std_error.cwiseAbs2().cwiseInverse());
        const weighted_factor uls = diagonally_weighted_factor(from.r, equal_weights(from.r.rows()));
        for (Eigen::Index i = 0; i < from.r.rows(); ++i) {
            const auto item = static_cast<std::size_t>(i);
            EXPECT_NEAR(dwls.loadings(i), values["loadings_dwls"][item].get<double>(), 1e-8) << name << i;
            EXPECT_NEAR(uls.loadings(i), values["loadings_uls"][item].get<double>(), 1e-9) << name << i;
            EXPECT_NEAR(dwls.loadings(i), values["lavaan"]["loadings_dwls"][item].get<double>(), 3e-6) << name << i;
            EXPECT_NEAR(uls.loadings(i), values["lavaan"]["loadings_uls"][item].get<double>(), 3e-6) << name << i;
        }
    }
}

TEST(DiagonallyWeightedFactor, FollowsTheOrderAndDirectionOfItemsAndTheRatiosOfWeights)
{
    const attune::polychoric_correlations from = attune::polychoric_matrix(attune_test::polychoric_tables("answers"));
    const matrix weights = from.std_error.cwiseAbs2().cwiseInverse();
    const Eigen::VectorXd loadings = diagonally_weighted_factor(from.r, weights).loadings;
    const Eigen::VectorXd reversed = diagonally_weighted_factor(from.r.reverse(), 1000 * weights.reverse()).loadings;
    EXPECT_LT((reversed.reverse() - loadings).cwiseAbs().maxCoeff(), 1e-9);
    Eigen::VectorXd sign = Eigen::VectorXd::Ones(6);
    sign(2) = -1;
    const matrix turned = sign.asDiagonal() * from.r * sign.asDiagonal();
    const Eigen::VectorXd of_turned = diagonally_weighted_factor(turned, weights).loadings;
    EXPECT_LT((sign.asDiagonal() * of_turned - loadings).cwiseAbs().maxCoeff(), 1e-9);
}

TEST(DiagonallyWeightedFactor, NamesItemsWithALoadingOfOneOrMore)
{
    matrix r = matrix::Identity(3, 3);
    r(1, 0) = 0.9;
    r(2, 0) = 0.8;
    r(2, 1) = 0.3;
    const weighted_factor found = diagonally_weighted_factor(r, equal_weights(3));
    EXPECT_EQ(found.status, estimate_status::heywood);
    EXPECT_EQ(found.message, "item 1 has a loading of 1 or more");
    EXPECT_EQ(found.heywood_items, std::vector<std::size_t>{0});
    EXPECT_NEAR(found.loadings(0), std::sqrt(0.9 * 0.8 / 0.3), 1e-9);
}

TEST(DiagonallyWeightedFactor, SaysWhyThereAreNoLoadings)
{
    matrix partly_unknown = matrix::Identity(4, 4);
    partly_unknown(2, 1) = std::numeric_limits<double>::quiet_NaN();
    expect_refusal(partly_unknown, estimate_status::not_known, "a correlation of two items is not known");
    expect_refusal(matrix::Identity(4, 4), estimate_status::not_defined,
                   "other loadings fit as well: the factor is not identified");
    expect_refusal(one_factor_correlations(Eigen::Vector4d(0.9, 0.8, 0.3, 0.2)), estimate_status::not_converged,
                   "the factor was not found in 1 steps", {.max_iterations = 1});
}

TEST(DiagonallyWeightedFactor, RefusesACallersMistakes)
{
    const auto expect_error = [](const matrix& r, const matrix& w, const attune::weighted_factor_options& options,
                                 const char* message) {
        EXPECT_TRUE(throws_message<std::invalid_argument>(
            [&] { static_cast<void>(diagonally_weighted_factor(r, w, options)); }, message));
    };
    expect_error(matrix::Identity(2, 2), equal_weights(2), {},
                 "diagonally_weighted_factor: r must be square with at least 3 rows, but is 2 x 2");
    expect_error(matrix::Identity(3, 3), equal_weights(4), {},
                 "diagonally_weighted_factor: weights must have 3 elements, but is 4 long");
    expect_error(matrix::Identity(3, 3), matrix::Zero(3, 3), {},
                 "diagonally_weighted_factor: weights must be above 0 and finite, but is 0");
    expect_error(matrix::Identity(3, 3), equal_weights(3), {.max_iterations = 0},
                 "diagonally_weighted_factor: max_iterations must lie in 1..2147483647, but is 0");
    expect_error(matrix::Identity(3, 3), equal_weights(3), {.tolerance = 0},
                 "diagonally_weighted_factor: tolerance must be above 0 and finite, but is 0");
}
