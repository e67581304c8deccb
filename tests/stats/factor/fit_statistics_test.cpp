#include "attune/stats/factor/fit_statistics.hpp"

#include <cmath>

#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/factor_reference.hpp"
#include "support/reliability_reference.hpp"

using attune::estimate_status;
using attune::factor_fit_statistics;
using attune::fit_of_factors;
using attune::maximum_likelihood_factors;
using attune_test::factor_covariances;
using attune_test::factor_values;
using attune_test::throws_message;

namespace {

factor_fit_statistics fit_of(const attune::matrix& cov, std::int64_t n_persons, int n_factors = 1)
{
    return fit_of_factors(cov, maximum_likelihood_factors(cov, n_factors), n_persons);
}

void expect_fit(const factor_fit_statistics& found, const nlohmann::json& values, const std::string& name)
{
    EXPECT_EQ(found.df, values["df"].get<int>()) << name;
    EXPECT_EQ(found.baseline_df, values["baseline_df"].get<int>()) << name;
    const auto expect_near = [&](const char* figure, double value, double tolerance) {
        EXPECT_NEAR(value, values[figure].get<double>(), tolerance) << name << ' ' << figure;
    };
    expect_near("chi_square", found.chi_square, 1e-6 * found.chi_square);
    expect_near("p", found.p, 1e-8);
    expect_near("baseline_chi_square", found.baseline_chi_square, 1e-9 * found.baseline_chi_square);
    expect_near("cfi", found.cfi, 1e-6);
    expect_near("tli", found.tli, 1e-6);
    expect_near("rmsea", found.rmsea, 1e-6);
    expect_near("rmsea_lower", found.rmsea_ci.lower, 2e-5);
    expect_near("rmsea_upper", found.rmsea_ci.upper, 2e-5);
    expect_near("srmr", found.srmr, 1e-6);
}

}  // namespace

// lavaan stops about 1e-6 from the optimum, where F is flat; its limits of rmsea are found to about 1e-5.
TEST(FactorFit, AgreesWithLavaan)
{
    for (const auto& [name, values] : factor_values()["one_factor"].items()) {
        if (values["df"] == 0)
            continue;
        const factor_fit_statistics found = fit_of(factor_covariances(name), values["n"].get<std::int64_t>());
        EXPECT_EQ(found.status, estimate_status::ok) << name;
        expect_fit(found, values, name);
        EXPECT_EQ(found.rmsea_ci.method, "noncentral_chi_square");
        EXPECT_EQ(found.rmsea_ci.level, 0.9);
    }
}

// lavaan::efa() in the same way. psych::fa() multiplies F by n - 1 - (2 p + 5) / 6 - 2 k / 3 in both chi-squares of its
// TLI, and takes F times that weight over n for its RMSEA.
TEST(FactorFit, OfSeveralFactorsAgreesWithLavaan)
{
    for (const auto& [name, values] : factor_values()["several"].items()) {
        const int k = values["n_factors"];
        const double n = values["n"];
        const factor_fit_statistics found =
            fit_of(attune_test::matrix_of(values["cov"]), values["n"].get<std::int64_t>(), k);
        ASSERT_EQ(found.status, estimate_status::ok) << name;
        expect_fit(found, values, name);
        const auto p = static_cast<double>(values["uniquenesses"].size());
        const double weight = n - 1 - (2 * p + 5) / 6 - 2 * k / 3.0;
        const double chi_square = found.chi_square / n * weight;
        EXPECT_NEAR(chi_square, values["factanal_chi_square"], 1e-6 * chi_square) << name;
        const auto& psych = values["psych"];
        EXPECT_NEAR(chi_square, psych["chi_square"], 1e-6 * chi_square) << name;
        const double baseline = found.baseline_chi_square / n * weight / found.baseline_df;
        EXPECT_NEAR((baseline - chi_square / found.df) / (baseline - 1), psych["tli"], 1e-6) << name;
        EXPECT_NEAR(std::sqrt(chi_square / (n * found.df) - 1 / (n - 1)), psych["rmsea"], 1e-6) << name;
    }
}

// The four measures of lavaan's tutorial for the three-factor model need the model; for one factor of all nine tests
// the tutorial's data give chi-square 312.264 on 27 degrees of freedom (Rosseel 2012, Journal of Statistical Software
// 48(2), the data; the value is lavaan's).
TEST(FactorFit, RejectsOneFactorOfNineTestsOfThreeAbilities)
{
    const factor_fit_statistics found = fit_of(factor_covariances("holzinger_swineford"), 301);
    EXPECT_NEAR(found.chi_square, 312.264, 5e-4);
    EXPECT_LT(found.cfi, 0.7);
    EXPECT_GT(found.rmsea_ci.lower, 0.15);
}

TEST(FactorFit, IsPerfectWhereTheModelHolds)
{
    const Eigen::VectorXd loadings = Eigen::VectorXd::LinSpaced(6, 0.4, 0.9);
    attune::matrix cov = loadings * loadings.transpose();
    cov.diagonal().setOnes();
    const factor_fit_statistics found = fit_of(cov, 500);
    EXPECT_NEAR(found.chi_square, 0, 1e-10);
    EXPECT_NEAR(found.p, 1, 1e-10);
    EXPECT_EQ(found.cfi, 1);
    EXPECT_GT(found.tli, 1);
    EXPECT_EQ(found.rmsea, 0);
    EXPECT_EQ(found.rmsea_ci.lower, 0);
    EXPECT_EQ(found.rmsea_ci.upper, 0);
    EXPECT_NEAR(found.srmr, 0, 1e-9);
}

TEST(FactorFit, DoesNotDependOnUnits)
{
    const attune::matrix cov = factor_covariances("bfi_neuroticism");
    const factor_fit_statistics found = fit_of(cov, 300);
    const Eigen::VectorXd unit = Eigen::VectorXd::LinSpaced(5, 0.01, 50);
    const factor_fit_statistics scaled = fit_of(unit.asDiagonal() * cov * unit.asDiagonal(), 300);
    EXPECT_NEAR(scaled.chi_square, found.chi_square, 1e-10 * found.chi_square);
    EXPECT_NEAR(scaled.srmr, found.srmr, 1e-9);
}

// Whatever its size: the limits are those at which the distribution has the promised shares.
TEST(FactorFit, NoncentralitiesLeaveThePromisedShares)
{
    using distribution = boost::math::non_central_chi_squared_distribution<double, attune::detail::math_policy>;
    for (const double chi_square : {12.0, 60.0, 400.0, 2e4, 1e6})
        for (const double p : {0.05, 0.95}) {
            const double ncp = attune::detail::noncentrality(chi_square, 9, p);
            if (ncp == 0)
                continue;
            EXPECT_NEAR(cdf(complement(distribution(9, ncp), chi_square)), p, 1e-8) << chi_square;
        }
    EXPECT_EQ(attune::detail::noncentrality(2, 9, 0.05), 0);
}

TEST(FactorFit, IsNotTestableWithThreeItems)
{
    const factor_fit_statistics found = fit_of(factor_covariances("holzinger_swineford_visual"), 301);
    EXPECT_EQ(found.status, estimate_status::not_defined);
    EXPECT_EQ(found.message, "the fit is not testable: the model has as many parameters as there are covariances");
    EXPECT_TRUE(std::isnan(found.chi_square));
    EXPECT_TRUE(std::isnan(found.rmsea));
    EXPECT_NEAR(found.srmr, 0, 1e-9);
}

TEST(FactorFit, HasNoTestWithoutANumberOfPeople)
{
    const attune::matrix cov = factor_covariances("bfi_openness");
    const attune::ml_factors factors = maximum_likelihood_factors(cov, 1);
    const factor_fit_statistics found = fit_of_factors(cov, factors, {});
    EXPECT_EQ(found.status, estimate_status::not_known);
    EXPECT_EQ(found.message,
              "no test of fit without complete answers: it would rest on a number of people that is not there");
    EXPECT_TRUE(std::isnan(found.chi_square));
    EXPECT_NEAR(found.srmr, fit_of_factors(cov, factors, 100).srmr, 1e-15);
}

TEST(FactorFit, HasTheReasonOfFactorsThatWereNotFound)
{
    const attune::matrix cov = attune::matrix::Ones(4, 4);
    const factor_fit_statistics found = fit_of(cov, 100);
    EXPECT_EQ(found.status, estimate_status::not_positive_definite);
    EXPECT_EQ(found.message,
              "an item is a linear combination of others, or the covariances are not those of one set of people");
    EXPECT_TRUE(std::isnan(found.srmr));
}

// Items that go together less than chance lets them leave nothing to be better than.
TEST(FactorFit, HasNoTliWhereTheBaselineHasNothingToExplain)
{
    attune::matrix cov = attune::matrix::Identity(5, 5);
    for (Eigen::Index i = 0; i < 5; ++i)
        for (Eigen::Index j = 0; j < i; ++j)
            cov(i, j) = cov(j, i) = 0.05;
    const factor_fit_statistics found = fit_of(cov, 50);
    ASSERT_EQ(found.status, estimate_status::ok) << found.message;
    EXPECT_EQ(found.cfi, 1);
    EXPECT_TRUE(std::isnan(found.tli));
}

TEST(FactorFit, RefusesArgumentsOutsideTheirRange)
{
    const attune::matrix cov = factor_covariances("bfi_openness");
    const attune::ml_factors factors = maximum_likelihood_factors(cov, 1);
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { static_cast<void>(fit_of_factors(cov, factors, 0)); },
        "fit_of_factors: n_persons must lie in 1..9223372036854775807, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { static_cast<void>(fit_of_factors(cov, factors, 10, 1)); },
                                                      "fit_of_factors: level must lie between 0 and 1, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { static_cast<void>(fit_of_factors(attune_test::parallel_items(4, 0.5), factors, 10)); },
        "fit_of_factors: uniquenesses must have 4 elements, but is 5 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { static_cast<void>(fit_of_factors(attune::matrix::Zero(3, 2), factors, 10)); },
        "fit_of_factors: cov must be square with at least 2 rows, but is 3 x 2"));
}
