#include "attune/stats/reliability/guttman.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "attune/stats/reliability/alpha.hpp"
#include "attune/stats/reliability/split_half.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reliability_reference.hpp"

using attune_test::closed_form;
using attune_test::covariances;
using attune_test::parallel_items;
using attune_test::reference_answers;
using attune_test::reliability_values;
using attune_test::throws_message;

namespace {

using bound = attune::estimate (*)(const attune::matrix_view&, attune::detail::person_count);
constexpr bound all_bounds[] = {attune::lambda1, attune::lambda2, attune::lambda3,
                                attune::lambda5, attune::lambda6, attune::mu2};

void expect_value(const attune::estimate& found, const char* id, double expected)
{
    EXPECT_EQ(found.id, id);
    EXPECT_NEAR(found.value, expected, closed_form * std::abs(expected)) << id;
    EXPECT_EQ(found.message, "") << id;
}

}  // namespace

TEST(Guttman, AgreesWithRForCovariances)
{
    const attune::matrix cov = covariances(reference_answers());
    for (const bound compute : all_bounds) {
        const attune::estimate found = compute(cov, {});
        expect_value(found, found.id.c_str(), reliability_values()[found.id]);
    }
}

TEST(Guttman, AgreesWithPsychForCorrelations)
{
    const attune::matrix r = attune_test::correlations(covariances(reference_answers()));
    const auto& values = reliability_values()["standardised"];
    for (const bound compute : all_bounds) {
        const attune::estimate found = compute(r, {});
        expect_value(found, found.id.c_str(), values[found.id]);
    }
    expect_value(attune::mu_r(r, 3), "mu3", values["mu3"]);
}

TEST(Guttman, MuStartsWithAlphaAndLambda2AndNeverFalls)
{
    for (unsigned number = 0; number < 50; ++number) {
        const attune::matrix cov = attune_test::random_covariances(7, number);
        EXPECT_NEAR(attune::mu_r(cov, 0).value, attune::alpha_raw(cov).value, 1e-13) << number;
        EXPECT_NEAR(attune::mu_r(cov, 1).value, attune::lambda2(cov).value, 1e-13) << number;
        for (int r = 0; r < 20; ++r)
            EXPECT_GE(attune::mu_r(cov, r + 1).value, attune::mu_r(cov, r).value - 1e-13) << number << ' ' << r;
    }
}

// All covariances equal: nothing is gained beyond alpha.
TEST(Guttman, BoundsOfParallelItemsAreSpearmanBrown)
{
    for (const double r : {0.1, 0.5, 0.9}) {
        const double expected = 6 * r / (1 + 5 * r);
        const attune::matrix cov = parallel_items(6, r);
        EXPECT_NEAR(attune::lambda1(cov).value, expected * 5 / 6, 1e-14) << r;
        EXPECT_NEAR(attune::lambda2(cov).value, expected, 1e-14) << r;
        EXPECT_NEAR(attune::lambda3(cov).value, expected, 1e-14) << r;
        EXPECT_NEAR(attune::mu_r(cov, 20).value, expected, 1e-14) << r;
        // SMC of one of k parallel items: (k - 1) r^2 / (1 + (k - 2) r).
        const double smc = 5 * r * r / (1 + 4 * r);
        EXPECT_NEAR(attune::lambda6(cov).value, 1 - 6 * (1 - smc) / (6 + 30 * r), 1e-13) << r;
    }
}

TEST(Guttman, AlphaIsAtMostLambda2AndLambda1AtMostLambda5)
{
    for (unsigned number = 0; number < 200; ++number) {
        const attune::matrix cov = attune_test::random_covariances(2 + number % 11, number);
        const double lambda2 = attune::lambda2(cov).value;
        EXPECT_LE(attune::alpha_raw(cov).value, lambda2 + 1e-13) << number;
        EXPECT_LE(attune::lambda1(cov).value, attune::lambda5(cov).value + 1e-13) << number;
        EXPECT_LE(lambda2, 1) << number;
        EXPECT_LE(attune::lambda6(cov).value, 1) << number;
    }
}

TEST(Guttman, UncorrelatedItemsHaveNoReliability)
{
    attune::matrix cov = attune::matrix::Zero(5, 5);
    cov.diagonal() << 0.1, 0.7, 1.3, 2.9, 1e-3;
    for (const bound compute : all_bounds)
        EXPECT_NEAR(compute(cov, {}).value, 0, 1e-15) << compute(cov, {}).id;
}

TEST(Guttman, DoesNotDependOnOrderOrUnitOfItems)
{
    const attune::matrix cov = covariances(reference_answers());
    for (const bound compute : all_bounds) {
        const attune::estimate found = compute(cov, 150);
        EXPECT_EQ(found.n_persons, 150);
        EXPECT_NEAR(compute(attune_test::reversed_items(cov), {}).value, found.value, 1e-13) << found.id;
        EXPECT_NEAR(compute(1e6 * cov, {}).value, found.value, 1e-13) << found.id;
    }
}

// The largest power is 2^20: without a common factor taken out, it would leave the range of doubles.
TEST(Guttman, MuStaysInTheRangeOfDoubles)
{
    EXPECT_NEAR(attune::mu_r(1e100 * parallel_items(4, 0.5), 20).value, 0.8, 1e-14);
    EXPECT_NEAR(attune::mu_r(1e-100 * parallel_items(4, 0.5), 20).value, 0.8, 1e-14);
}

TEST(Guttman, Lambda6NeedsAPositiveDefiniteMatrix)
{
    const char* message =
        "an item is a linear combination of others, or the covariances are not those of one set of people: squared "
        "multiple correlations do not exist";
    const attune::matrix cov = attune_test::random_covariances(5, 1);
    attune::matrix twin(6, 6);  // the last item is the sum of the first two
    Eigen::MatrixXd items = Eigen::MatrixXd::Identity(6, 5);
    items.row(5) << 1, 1, 0, 0, 0;
    twin = items * cov * items.transpose();
    attune::matrix constant = parallel_items(3, 0.5);
    constant.row(0).setZero();
    constant.col(0).setZero();
    attune::matrix indefinite = parallel_items(3, 0.9);  // pairwise counts can give this
    indefinite(0, 1) = indefinite(1, 0) = -0.9;
    for (const attune::matrix& singular : {twin, constant, indefinite}) {
        const attune::estimate found = attune::lambda6(singular, 40);
        EXPECT_TRUE(std::isnan(found.value));
        EXPECT_EQ(found.status, attune::estimate_status::not_positive_definite);
        EXPECT_EQ(found.message, message);
        EXPECT_EQ(found.n_persons, 40);
        EXPECT_EQ(attune::lambda2(singular).status, attune::estimate_status::ok);
    }
}

TEST(Guttman, HasNoValueWithoutUsableCovariances)
{
    for (const bound compute : all_bounds)
        attune_test::expect_refusals_of_covariances([=](const auto& cov) { return compute(cov, {}); });
}

TEST(Guttman, RefusesACallersMistakes)
{
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { static_cast<void>(attune::lambda2(attune::matrix::Zero(3, 4))); },
                                              "lambda2: cov must be square with at least 2 rows, but is 3 x 4"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(attune::mu_r(attune::matrix::Identity(3, 3), 21)); },
        "mu_r: r must lie in 0..20, but is 21"));
}
