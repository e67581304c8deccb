#include "attune/stats/factor/maximum_likelihood.hpp"

#include <cmath>
#include <limits>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/factor_reference.hpp"
#include "support/reliability_reference.hpp"

using attune::estimate_status;
using attune::maximum_likelihood_factors;
using attune::ml_factors;
using attune_test::throws_message;

namespace {

constexpr double optimum = 1e-7;  // of loadings and uniquenesses: the gradient is below 1e-10, the curvature about 1

/// Covariances that hold exactly, with factors of the given loadings and uniquenesses.
attune::matrix implied(const attune::matrix& loadings, const Eigen::VectorXd& uniquenesses)
{
    attune::matrix cov = loadings * loadings.transpose();
    cov.diagonal() += uniquenesses;
    return cov;
}

attune::matrix six_by_two()
{
    attune::matrix loadings(6, 2);
    loadings << 0.9, 0.3, 0.8, 0.2, 0.7, -0.1, 0.4, 0.7, 0.5, -0.6, 0.6, -0.4;
    return loadings;
}

/// F as it is defined, from the implied covariances.
double discrepancy(const attune::matrix& s, const attune::matrix& c)
{
    const Eigen::PartialPivLU<attune::matrix> lu(c);
    return std::log(lu.determinant()) - std::log(s.determinant()) + lu.solve(s).trace() - static_cast<double>(s.rows());
}

}  // namespace

TEST(MaximumLikelihoodFactors, RecoverOneFactorThatHoldsExactly)
{
    const Eigen::VectorXd loadings = (Eigen::VectorXd(5) << 0.9, 1.8, 0.5, 2.4, 1.1).finished();
    const Eigen::VectorXd uniquenesses = (Eigen::VectorXd(5) << 0.4, 1.5, 0.9, 2.0, 0.3).finished();
    const ml_factors found = maximum_likelihood_factors(implied(loadings, uniquenesses), 1);
    EXPECT_EQ(found.status, estimate_status::ok) << found.message;
    EXPECT_EQ(found.df, 5);
    EXPECT_LT(found.gradient_norm, 1e-10);
    EXPECT_NEAR(found.discrepancy, 0, 1e-14);  // a square of the gradient
    EXPECT_LT((found.loadings.col(0) - loadings).cwiseAbs().maxCoeff(), optimum);
    EXPECT_LT((found.uniquenesses - uniquenesses).cwiseAbs().maxCoeff(), optimum);
}

// Two factors are known up to a rotation: their common part is what can be compared.
TEST(MaximumLikelihoodFactors, RecoverTheCommonPartOfTwoFactors)
{
    const Eigen::VectorXd uniquenesses = Eigen::VectorXd::LinSpaced(6, 0.2, 0.7);
    const ml_factors found = maximum_likelihood_factors(implied(six_by_two(), uniquenesses), 2);
    EXPECT_EQ(found.status, estimate_status::ok) << found.message;
    const attune::matrix expected = six_by_two() * six_by_two().transpose();
    EXPECT_LT((found.loadings * found.loadings.transpose() - expected).cwiseAbs().maxCoeff(), optimum);
    EXPECT_LT((found.uniquenesses - uniquenesses).cwiseAbs().maxCoeff(), optimum);
}

TEST(MaximumLikelihoodFactors, StandInTheCanonicalPosition)
{
    const attune::matrix cov = attune_test::covariances(attune_test::reference_answers());
    for (const int k : {1, 2}) {
        const ml_factors found = maximum_likelihood_factors(cov, k);
        ASSERT_EQ(found.status, estimate_status::ok) << found.message;
        const attune::matrix product =
            found.loadings.transpose() * found.uniquenesses.cwiseInverse().asDiagonal() * found.loadings;
        for (Eigen::Index m = 0; m < k; ++m) {
            EXPECT_GE(found.loadings.col(m).sum(), 0);
            for (Eigen::Index other = 0; other < m; ++other) {
                EXPECT_NEAR(product(m, other), 0, 1e-9);
                EXPECT_GE(product(other, other), product(m, m));
            }
        }
    }
}

// At the solution the variances are fitted exactly, and F from its definition is no lower anywhere around.
TEST(MaximumLikelihoodFactors, LieAtTheMinimumOfTheDiscrepancy)
{
    for (unsigned number = 0; number < 20; ++number) {
        const attune::matrix cov = attune_test::random_covariances(8, number);
        const ml_factors found = maximum_likelihood_factors(cov, 2);
        if (found.status == estimate_status::heywood)
            continue;
        ASSERT_EQ(found.status, estimate_status::ok) << number << found.message;
        EXPECT_LT(found.gradient_norm, 1e-8);
        const attune::matrix fitted = implied(found.loadings, found.uniquenesses);
        EXPECT_NEAR(discrepancy(cov, fitted), found.discrepancy, 1e-11);
        for (Eigen::Index item = 0; item < 8; ++item) {
            EXPECT_NEAR(fitted(item, item), cov(item, item), 1e-8 * cov(item, item));
            for (const double change : {0.99, 1.01}) {
                Eigen::VectorXd moved = found.uniquenesses;
                moved(item) *= change;
                EXPECT_GT(discrepancy(cov, implied(found.loadings, moved)), found.discrepancy);
                attune::matrix turned = found.loadings;
                turned(item, 0) *= change;
                EXPECT_GT(discrepancy(cov, implied(turned, found.uniquenesses)), found.discrepancy);
            }
        }
    }
}

// Three items and one factor: as many parameters as covariances, so each loading has a closed form.
TEST(MaximumLikelihoodFactors, HaveAClosedFormForThreeItems)
{
    attune::matrix cov(3, 3);
    cov << 2, 0.8, 0.6, 0.8, 1.5, 0.5, 0.6, 0.5, 1;
    const ml_factors found = maximum_likelihood_factors(cov, 1);
    EXPECT_EQ(found.df, 0);
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_NEAR(found.loadings(0, 0), std::sqrt(0.8 * 0.6 / 0.5), optimum);
    EXPECT_NEAR(found.loadings(1, 0), std::sqrt(0.8 * 0.5 / 0.6), optimum);
    EXPECT_NEAR(found.loadings(2, 0), std::sqrt(0.6 * 0.5 / 0.8), optimum);
}

TEST(MaximumLikelihoodFactors, FollowTheUnitsAndTheOrderOfItems)
{
    const attune::matrix cov = attune_test::random_covariances(7, 5);
    const ml_factors found = maximum_likelihood_factors(cov, 2);
    const Eigen::VectorXd unit = (Eigen::VectorXd(7) << 1, 1e-4, 3, 1e5, 1, 0.5, 20).finished();
    const ml_factors scaled = maximum_likelihood_factors(unit.asDiagonal() * cov * unit.asDiagonal(), 2);
    EXPECT_NEAR(scaled.discrepancy, found.discrepancy, 1e-12);
    const Eigen::ArrayXd ratios = scaled.uniquenesses.array() / (found.uniquenesses.array() * unit.array().square());
    EXPECT_LT((ratios - 1).abs().maxCoeff(), optimum);
    const ml_factors reversed = maximum_likelihood_factors(cov.reverse(), 2);
    EXPECT_LT((reversed.uniquenesses.reverse() - found.uniquenesses).cwiseAbs().maxCoeff(), optimum);
}

TEST(MaximumLikelihoodFactors, AreTheSameFromAnyStartAndSoonerFromAGoodOne)
{
    const attune::matrix cov = attune_test::covariances(attune_test::reference_answers());
    const ml_factors found = maximum_likelihood_factors(cov, 1);
    const ml_factors poor = maximum_likelihood_factors(cov, 1, {.start = 1e-3 * cov.diagonal()});
    EXPECT_LT((poor.uniquenesses - found.uniquenesses).cwiseAbs().maxCoeff(), optimum);
    const ml_factors good = maximum_likelihood_factors(cov, 1, {.start = found.uniquenesses});
    EXPECT_EQ(good.n_iterations, 0);
    EXPECT_EQ(good.status, estimate_status::ok);
}

// Items 1 and 2 correlate less than their correlations with item 3 ask for: item 3 would need a negative error
// variance.
TEST(MaximumLikelihoodFactors, SayWhichItemIsAHeywoodCase)
{
    attune::matrix cov(4, 4);
    cov << 1, 0.3, 0.8, 0.3, 0.3, 1, 0.7, 0.3, 0.8, 0.7, 1, 0.5, 0.3, 0.3, 0.5, 1;
    const ml_factors found = maximum_likelihood_factors(cov, 1);
    EXPECT_EQ(found.status, estimate_status::heywood);
    EXPECT_EQ(found.heywood_items, std::vector<std::size_t>{2});
    EXPECT_EQ(found.message, "item 3 would have an error variance of 0 or less (a Heywood case)");
    EXPECT_LT(found.gradient_norm, 1e-8);
    EXPECT_NEAR(found.uniquenesses(2), 1e-6, 1e-15);
}

TEST(MaximumLikelihoodFactors, AreRefusedWhereOthersFitAsWell)
{
    // Items 1 and 2 alone have something in common: only the product of their loadings is known.
    attune::matrix cov = attune::matrix::Identity(5, 5);
    cov(0, 1) = cov(1, 0) = 0.5;
    const ml_factors pair = maximum_likelihood_factors(cov, 1);
    EXPECT_EQ(pair.status, estimate_status::not_defined);
    EXPECT_EQ(pair.message, "other loadings fit as well: the factors are not identified");
    EXPECT_TRUE(pair.loadings.array().isNaN().all());
    EXPECT_TRUE(pair.uniquenesses.array().isNaN().all());
    EXPECT_NE(maximum_likelihood_factors(attune::matrix::Identity(5, 5), 1).status, estimate_status::ok);
}

TEST(MaximumLikelihoodFactors, NeedEnoughItems)
{
    const attune::matrix cov = attune_test::parallel_items(4, 0.5);
    EXPECT_EQ(maximum_likelihood_factors(cov, 2).status, estimate_status::not_defined);
    EXPECT_EQ(maximum_likelihood_factors(cov, 2).message, "4 items are too few for 2 factors");
    EXPECT_EQ(maximum_likelihood_factors(cov.topLeftCorner(2, 2), 1).message, "2 items are too few for 1 factor");
}

TEST(MaximumLikelihoodFactors, AreRefusedWithoutUsableCovariances)
{
    attune::matrix cov = attune_test::parallel_items(4, 0.5);
    cov(1, 0) = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(maximum_likelihood_factors(cov, 1).status, estimate_status::not_known);
    EXPECT_EQ(maximum_likelihood_factors(cov, 1).message, "a covariance of two items is not known");
    cov = attune_test::parallel_items(4, 0.5);
    cov.row(2).setZero();
    cov.col(2).setZero();
    EXPECT_EQ(maximum_likelihood_factors(cov, 1).status, estimate_status::no_variance);
    EXPECT_EQ(maximum_likelihood_factors(cov, 1).message, "item 3 has no variance");
    cov(2, 2) = -1;
    EXPECT_EQ(maximum_likelihood_factors(cov, 1).status, estimate_status::not_positive_definite);
    EXPECT_EQ(maximum_likelihood_factors(cov, 1).message, "the variance of item 3 is negative");
    const ml_factors twice = maximum_likelihood_factors(attune::matrix::Ones(4, 4), 1);
    EXPECT_EQ(twice.status, estimate_status::not_positive_definite);
    EXPECT_EQ(twice.message,
              "an item is a linear combination of others, or the covariances are not those of one set of people");
}

TEST(MaximumLikelihoodFactors, SayWhenTheyWereNotFound)
{
    const ml_factors found =
        maximum_likelihood_factors(attune_test::random_covariances(8, 1), 1, {.max_iterations = 1});
    EXPECT_EQ(found.status, estimate_status::not_converged);
    EXPECT_EQ(found.message, "the factors were not found in 1 steps");
    EXPECT_GT(found.gradient_norm, 1e-8);
    EXPECT_TRUE(found.loadings.array().isNaN().all());
}

TEST(MaximumLikelihoodFactors, RefuseArgumentsOutsideTheirRange)
{
    const attune::matrix cov = attune_test::parallel_items(4, 0.5);
    const auto fit = [&](int k, const attune::ml_factor_options& options) {
        static_cast<void>(maximum_likelihood_factors(cov, k, options));
    };
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { fit(4, {}); }, "maximum_likelihood_factors: n_factors must lie in 1..3, but is 4"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { fit(1, {.tolerance = 0}); },
        "maximum_likelihood_factors: tolerance must be above 0 and finite, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { fit(1, {.max_iterations = 0}); },
        "maximum_likelihood_factors: max_iterations must lie in 1..2147483647, but is 0"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { fit(1, {.start = Eigen::VectorXd::Ones(3)}); },
                                              "maximum_likelihood_factors: start must have 4 elements, but is 3 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { fit(1, {.start = -Eigen::VectorXd::Ones(4)}); },
        "maximum_likelihood_factors: start must be above 0 and finite, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(maximum_likelihood_factors(attune::matrix::Zero(3, 2), 1)); },
        "maximum_likelihood_factors: cov must be square with at least 2 rows, but is 3 x 2"));
}

// Holzinger and Swineford's nine tests with two and three factors, and 18 made-up items: our F is no higher than
// factanal's.
TEST(MaximumLikelihoodFactors, AgreeWithFactanal)
{
    const std::pair<const char*, const char*> cases[] = {{"holzinger_swineford", "holzinger_swineford"},
                                                         {"holzinger_swineford_two", "holzinger_swineford"},
                                                         {"made_up_18", "made_up_18"}};
    for (const auto& [name, set] : cases) {
        const auto& values = attune_test::factor_values()["several"][name];
        const attune::matrix cov = attune_test::factor_covariances(set);
        const ml_factors found = maximum_likelihood_factors(cov, values["n_factors"].get<int>());
        ASSERT_EQ(found.status, estimate_status::ok) << name << found.message;
        EXPECT_LE(found.discrepancy, values["discrepancy"].get<double>() + 1e-13) << name;
        EXPECT_NEAR(found.discrepancy, values["discrepancy"].get<double>(), 1e-8) << name;
        const Eigen::VectorXd variance = cov.diagonal();
        const Eigen::VectorXd uniquenesses = found.uniquenesses.array() / variance.array();
        EXPECT_LT((uniquenesses - attune_test::vector_of(values["uniquenesses"])).cwiseAbs().maxCoeff(), 1e-4) << name;
        const attune::matrix loadings = variance.cwiseSqrt().cwiseInverse().asDiagonal() * found.loadings;
        const attune::matrix common = attune_test::matrix_of(values["common"]);
        EXPECT_LT((loadings * loadings.transpose() - common).cwiseAbs().maxCoeff(), 1e-4) << name;
    }
}
