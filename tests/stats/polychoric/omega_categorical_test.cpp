#include "attune/stats/polychoric/omega_categorical.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "support/polychoric_reference.hpp"

using attune::estimate_status;
using attune::omega_categorical;
using attune::polychoric_correlations;
using attune_test::polychoric_tables;
using attune_test::polychoric_values;

namespace {

/// k yes-or-no items cut in the middle that all correlate by r.
polychoric_correlations parallel(Eigen::Index k, double r)
{
    polychoric_correlations made;
    made.r = attune::matrix::Constant(k, k, r);
    made.r.diagonal().setOnes();
    made.std_error = attune::matrix::Constant(k, k, 0.1);
    made.thresholds = attune::matrix::Zero(k, 1);
    made.n_persons = 50;
    return made;
}

}  // namespace

// Two answers cut in the middle have the covariance asin(r) / (2 pi), and the variance 1/4.
TEST(OmegaCategorical, OfHalvesIsAClosedForm)
{
    for (const double r : {0.3, 0.6, 0.95}) {
        const double correlation = 2 * std::asin(r) / std::numbers::pi;  // of the answers
        EXPECT_NEAR(omega_categorical(parallel(5, r)).value, 5 * correlation / (1 + 4 * correlation), 1e-9) << r;
    }
}

// lavaan stops about 1e-6 short of the best loadings.
TEST(OmegaCategorical, AgreesWithSemToolsForBothWeights)
{
    for (const char* name : {"answers", "yes_no"}) {
        const polychoric_correlations from = attune::polychoric_matrix(polychoric_tables(name));
        const nlohmann::json& values = polychoric_values()[name]["semTools"];
        const attune::estimate weighted = omega_categorical(from, {attune::correlation_weights::precision});
        EXPECT_EQ(weighted.method, "one factor by DWLS");
        EXPECT_NEAR(weighted.value, values["omega_dwls"].get<double>(), 1e-6) << name;
        EXPECT_NEAR(omega_categorical(from).value, values["omega_uls"].get<double>(), 1e-6) << name;
    }
}

// Six items that correlate by .3 and two by .8 with each other only: one factor does not fit, and the weighted one lies
// far above what the sum has.
TEST(OmegaCategorical, StaysWithTheSumWhereOneFactorDoesNotFit)
{
    polychoric_correlations from = parallel(8, 0.3);
    from.r(6, 7) = from.r(7, 6) = 0.9;
    from.std_error(6, 7) = from.std_error(7, 6) = 0.01;
    const double equal = omega_categorical(from).value;
    EXPECT_NEAR(equal, omega_categorical(parallel(8, 0.3)).value, 0.03);
    EXPECT_GT(omega_categorical(from, {attune::correlation_weights::precision}).value, equal + 0.03);
}

TEST(OmegaCategorical, DoesNotChangeWhenAllItemsAreTurnedOrTradePlaces)
{
    const Eigen::MatrixXi answers = attune_test::reference_answers("polychoric/answers.csv");
    const double value = omega_categorical(attune::polychoric_matrix(polychoric_tables("answers"))).value;
    for (const Eigen::MatrixXi& same :
         {Eigen::MatrixXi(8 - answers.array()), Eigen::MatrixXi(answers.rowwise().reverse())})
        EXPECT_NEAR(omega_categorical(attune::polychoric_matrix(attune_test::tables_of(same, 1, 7))).value, value,
                    1e-10);
    // A range that nobody uses the ends of adds categories and no variance.
    EXPECT_NEAR(omega_categorical(attune::polychoric_matrix(attune_test::tables_of(answers, 0, 9))).value, value,
                1e-12);
}

TEST(OmegaCategorical, SaysWhatItRestsOn)
{
    const attune::estimate found = omega_categorical(parallel(4, 0.5));
    EXPECT_EQ(found.id, "omega_categorical");
    EXPECT_EQ(found.method, "one factor by ULS");
    EXPECT_EQ(found.n_persons, 50);
    EXPECT_FALSE(found.ci.has_value());
}

TEST(OmegaCategorical, SaysWhyItHasNoValue)
{
    const auto expect_refusal = [](const polychoric_correlations& from, estimate_status status, const char* message) {
        const attune::estimate found = omega_categorical(from);
        EXPECT_TRUE(std::isnan(found.value));
        EXPECT_EQ(found.status, status);
        EXPECT_EQ(found.message, message);
    };
    expect_refusal(parallel(2, 0.5), estimate_status::not_defined,
                   "2 items do not tell what a factor is; 3 are needed");
    expect_refusal(parallel(4, 0), estimate_status::not_defined,
                   "other loadings fit as well: the factor is not identified");
    polychoric_correlations from = parallel(3, 0.9);
    from.r(0, 2) = from.r(2, 0) = 0.3;
    expect_refusal(from, estimate_status::heywood, "item 2 has a loading of 1 or more");
    from.status = estimate_status::no_variance;
    from.message = "items 1 and 3 have no correlation: all chose the same";
    expect_refusal(from, estimate_status::no_variance, "items 1 and 3 have no correlation: all chose the same");
}
