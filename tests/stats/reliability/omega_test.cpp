#include "attune/stats/reliability/omega.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "attune/stats/reliability/alpha.hpp"
#include "support/expect_message.hpp"
#include "support/factor_reference.hpp"
#include "support/reliability_reference.hpp"

using attune::estimate_status;
using attune::omegas_of_one_factor;
using attune::one_factor_omegas;
using attune_test::factor_covariances;
using attune_test::factor_values;
using attune_test::parallel_items;
using attune_test::throws_message;

namespace {

constexpr double at_optimum = 1e-8;  // our gradient is below 1e-10, R's about 1e-13; the curvature is .01 to 1
constexpr double as_lavaan = 2e-6;   // lavaan stops where its gradient is about 1e-6

attune::matrix congeneric()
{
    const Eigen::VectorXd loadings = (Eigen::VectorXd(5) << 0.9, 1.8, 0.5, 2.4, 1.1).finished();
    const Eigen::VectorXd uniquenesses = (Eigen::VectorXd(5) << 0.4, 1.5, 0.9, 2.0, 0.3).finished();
    attune::matrix cov = loadings * loadings.transpose();
    cov.diagonal() += uniquenesses;
    return cov;
}

}  // namespace

// R carries lavaan's solution on to the optimum, and computes the standard errors from the information written out.
TEST(Omega, AgreesWithRAtTheOptimum)
{
    for (const auto& [name, values] : factor_values()["one_factor"].items()) {
        const one_factor_omegas found = omegas_of_one_factor(factor_covariances(name), values["n"].get<std::int64_t>());
        EXPECT_NEAR(found.model.value, values["omega_u"].get<double>(), at_optimum) << name;
        EXPECT_NEAR(found.observed.value, values["omega_u_obs"].get<double>(), at_optimum) << name;
        EXPECT_NEAR(found.model.std_error.value(), values["omega_u_se"].get<double>(), at_optimum) << name;
        EXPECT_NEAR(found.observed.std_error.value(), values["omega_u_obs_se"].get<double>(), at_optimum) << name;
        const Eigen::VectorXd loadings = attune_test::vector_of(values["loadings"]);
        const Eigen::VectorXd uniquenesses = attune_test::vector_of(values["uniquenesses"]);
        EXPECT_LT((found.factor.loadings.col(0) - loadings).cwiseAbs().maxCoeff(), at_optimum) << name;
        EXPECT_LT((found.factor.uniquenesses - uniquenesses).cwiseAbs().maxCoeff(), at_optimum) << name;
    }
}

TEST(Omega, AgreesWithSemToolsAndLavaanAndIsNearerToTheOptimum)
{
    for (const auto& [name, values] : factor_values()["one_factor"].items()) {
        const one_factor_omegas found = omegas_of_one_factor(factor_covariances(name), values["n"].get<std::int64_t>());
        EXPECT_NEAR(found.model.value, values["semtools_omega_u"].get<double>(), as_lavaan) << name;
        EXPECT_NEAR(found.observed.value, values["semtools_omega_u_obs"].get<double>(), as_lavaan) << name;
        EXPECT_NEAR(found.model.std_error.value(), values["lavaan_omega_u_se"].get<double>(), as_lavaan) << name;
        EXPECT_LT(found.factor.gradient_norm, 1e-8) << name;
        EXPECT_LT(found.factor.gradient_norm, values["lavaan_gradient"].get<double>()) << name;
    }
}

// Parallel items: omega is alpha, which is the Spearman-Brown formula.
TEST(Omega, IsAlphaForParallelItems)
{
    const one_factor_omegas found = omegas_of_one_factor(parallel_items(6, 0.4));
    EXPECT_NEAR(found.model.value, 6 * 0.4 / (1 + 5 * 0.4), 1e-10);
    EXPECT_NEAR(found.observed.value, found.model.value, 1e-10);
}

TEST(Omega, IsTheShareOfTheFactorAndNoLowerThanAlpha)
{
    const one_factor_omegas found = omegas_of_one_factor(congeneric());
    EXPECT_NEAR(found.model.value, 6.7 * 6.7 / (6.7 * 6.7 + 5.1), 1e-9);
    EXPECT_NEAR(found.observed.value, found.model.value, 1e-9);
    EXPECT_GT(found.model.value, attune::alpha_raw(congeneric()).value);
}

TEST(Omega, StandardErrorOfParallelItemsIsNoSmallerThanThatOfAlpha)
{
    const attune::matrix cov = parallel_items(6, 0.4);
    const one_factor_omegas found = omegas_of_one_factor(cov, 1000);
    // Alpha is then the estimate of fewest parameters, with the variance 2 k (1 - alpha)^2 / ((k - 1) n).
    const double alpha_se = (1 - found.model.value) * std::sqrt(2 * 6 / (5 * 1000.0));
    EXPECT_GE(found.model.std_error.value(), alpha_se - 1e-12);
    EXPECT_LT(found.model.std_error.value(), 1.02 * alpha_se);
}

TEST(Omega, DoesNotDependOnTheUnitAndTheOrderOfItems)
{
    const attune::matrix cov = factor_covariances("answers");
    const one_factor_omegas found = omegas_of_one_factor(cov, 150);
    for (const attune::matrix& other : {attune::matrix(1e6 * cov), attune_test::reversed_items(cov)}) {
        const one_factor_omegas same = omegas_of_one_factor(other, 150);
        EXPECT_NEAR(same.model.value, found.model.value, 1e-9);
        EXPECT_NEAR(same.observed.value, found.observed.value, 1e-9);
        EXPECT_NEAR(same.model.std_error.value(), found.model.std_error.value(), 1e-9);
        EXPECT_NEAR(same.observed.std_error.value(), found.observed.std_error.value(), 1e-9);
    }
}

TEST(Omega, IntervalIsSymmetricOnTheLogit)
{
    const one_factor_omegas found = omegas_of_one_factor(factor_covariances("bfi_agreeableness"), 2709, 0.9);
    const auto logit = [](double p) { return std::log(p / (1 - p)); };
    for (const attune::estimate& omega : {found.model, found.observed}) {
        ASSERT_TRUE(omega.ci);
        EXPECT_EQ(omega.ci->method, "delta");
        EXPECT_EQ(omega.ci->level, 0.9);
        EXPECT_EQ(omega.n_persons, 2709);
        EXPECT_NEAR(logit(omega.ci->lower) + logit(omega.ci->upper), 2 * logit(omega.value), 1e-12);
        const double half = 1.6448536269514722 * *omega.std_error / (omega.value * (1 - omega.value));
        EXPECT_NEAR(logit(omega.ci->upper) - logit(omega.value), half, 1e-12);
    }
    EXPECT_EQ(found.model.id, "omega_u");
    EXPECT_EQ(found.observed.id, "omega_u_obs");
    EXPECT_EQ(found.model.method, "one factor, implied variance");
    EXPECT_EQ(found.observed.method, "one factor, observed variance");
}

TEST(Omega, SaysWhereTheIntervalOfTheObservedOneIsApproximate)
{
    const attune::matrix cov = factor_covariances("made_up_18");
    EXPECT_EQ(omegas_of_one_factor(cov, 499).observed.message, "the interval is approximate below 500 people");
    EXPECT_TRUE(omegas_of_one_factor(cov, 499).observed.ci);
    EXPECT_EQ(omegas_of_one_factor(cov, 500).observed.message, "");
    EXPECT_EQ(omegas_of_one_factor(cov, 50).model.message, "");
}

TEST(Omega, HasNoIntervalWithoutANumberOfPeople)
{
    const attune::estimate found = attune::omega_u(congeneric());
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_FALSE(found.std_error);
    EXPECT_FALSE(found.ci);
    EXPECT_EQ(attune::omega_u(congeneric(), 100).value, found.value);
    EXPECT_EQ(attune::omega_u_obs(congeneric(), 100).id, "omega_u_obs");
}

// Loadings of both signs whose sum is 0: the sum of the items has nothing of the factor.
TEST(Omega, HasNoIntervalAtZero)
{
    const Eigen::VectorXd loadings = (Eigen::VectorXd(4) << 0.5, -0.5, 0.7, -0.7).finished();
    attune::matrix cov = loadings * loadings.transpose();
    cov.diagonal().setOnes();
    const attune::estimate found = attune::detail::with_logit_interval({.id = "omega_u", .value = 0}, 0.01, 0.95);
    EXPECT_EQ(found.message, "omega does not lie between 0 and 1: there is no interval");
    EXPECT_FALSE(found.ci);
    EXPECT_NEAR(attune::omega_u(cov, 100).value, 0, 1e-12);
}

TEST(Omega, OfThreeItemsHasAValue)
{
    const one_factor_omegas found = omegas_of_one_factor(factor_covariances("holzinger_swineford_visual"), 301);
    EXPECT_EQ(found.factor.df, 0);
    EXPECT_NEAR(found.model.value, 0.6325532, 1e-6);
    EXPECT_NEAR(found.observed.value, found.model.value, 1e-8);
    EXPECT_TRUE(found.model.ci);
}

TEST(Omega, IsRefusedWithTheReasonOfTheFactor)
{
    const auto expect_refusal = [](const attune::matrix& cov, estimate_status status, const char* message) {
        const one_factor_omegas found = omegas_of_one_factor(cov, 100);
        for (const attune::estimate& omega : {found.model, found.observed}) {
            EXPECT_TRUE(std::isnan(omega.value));
            EXPECT_FALSE(omega.ci);
            EXPECT_FALSE(omega.std_error);
            EXPECT_EQ(omega.status, status);
            EXPECT_EQ(omega.message, message);
            EXPECT_EQ(omega.n_persons, 100);
        }
    };
    attune::matrix heywood(4, 4);
    heywood << 1, 0.3, 0.8, 0.3, 0.3, 1, 0.7, 0.3, 0.8, 0.7, 1, 0.5, 0.3, 0.3, 0.5, 1;
    expect_refusal(heywood, estimate_status::heywood,
                   "item 3 would have an error variance of 0 or less (a Heywood case)");
    expect_refusal(parallel_items(2, 0.5), estimate_status::not_defined, "2 items are too few for 1 factor");
    expect_refusal(parallel_items(4, -0.5), estimate_status::not_positive_definite,
                   "an item is a linear combination of others, or the covariances are not those of one set of people");
    attune::matrix with_a_gap = parallel_items(4, 0.5);
    with_a_gap(3, 1) = std::numeric_limits<double>::quiet_NaN();
    expect_refusal(with_a_gap, estimate_status::not_known, "a covariance of two items is not known");
}

TEST(Omega, IfDroppedAgreesWithR)
{
    const attune::matrix cov = factor_covariances("made_up_18");
    const std::vector<double> found = omega_u_if_dropped(cov, attune::maximum_likelihood_factors(cov, 1));
    const Eigen::VectorXd expected =
        attune_test::vector_of(factor_values()["one_factor"]["made_up_18"]["omega_u_if_dropped"]);
    for (std::size_t item = 0; item < 18; ++item)
        EXPECT_NEAR(found[item], expected(static_cast<Eigen::Index>(item)), at_optimum) << item;
}

TEST(Omega, IfDroppedIsOmegaOfTheOthers)
{
    const attune::matrix cov = factor_covariances("answers");
    const std::vector<double> found = omega_u_if_dropped(cov, attune::maximum_likelihood_factors(cov, 1));
    EXPECT_NEAR(found.back(), attune::omega_u(cov.topLeftCorner(7, 7)).value, 1e-9);
    EXPECT_NEAR(found.front(), attune::omega_u(cov.bottomRightCorner(7, 7)).value, 1e-9);
    // Of three items two remain, and they have no omega.
    for (const double none :
         omega_u_if_dropped(parallel_items(3, 0.5), attune::maximum_likelihood_factors(parallel_items(3, 0.5), 1)))
        EXPECT_TRUE(std::isnan(none));
    // Without a factor of all items, each of the others still has its own.
    const attune::ml_factors none = attune::maximum_likelihood_factors(cov, 1, {.max_iterations = 1});
    EXPECT_NEAR(omega_u_if_dropped(cov, none).back(), found.back(), 1e-9);
}

TEST(Omega, RefusesArgumentsOutsideTheirRange)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(omegas_of_one_factor(attune::matrix::Zero(3, 2))); },
        "omegas_of_one_factor: cov must be square with at least 2 rows, but is 3 x 2"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(attune::omega_u(parallel_items(4, 0.5), 0)); },
        "omegas_of_one_factor: n_persons must lie in 1..9223372036854775807, but is 0"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { static_cast<void>(attune::omega_u(parallel_items(4, 0.5), 10, 0)); },
                                              "omegas_of_one_factor: level must lie between 0 and 1, but is 0"));
    const attune::ml_factors factor = attune::maximum_likelihood_factors(parallel_items(4, 0.5), 1);
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { static_cast<void>(omega_u_if_dropped(attune::matrix::Zero(3, 2), factor)); },
        "omega_u_if_dropped: cov must be square with at least 2 rows, but is 3 x 2"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { static_cast<void>(omega_u_if_dropped(parallel_items(5, 0.5), factor)); },
        "omega_u_if_dropped: uniquenesses must have 5 elements, but is 4 long"));
}
