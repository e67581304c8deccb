#include "attune/stats/reliability/alpha.hpp"

#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

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

void expect_value(const attune::estimate& found, const char* id)
{
    const double expected = reliability_values()[id];
    EXPECT_EQ(found.id, id);
    EXPECT_NEAR(found.value, expected, closed_form * std::abs(expected)) << id;
    EXPECT_EQ(found.status, attune::estimate_status::ok) << id;
    EXPECT_EQ(found.message, "") << id;
}

}  // namespace

// k parallel items with correlation r: alpha is the Spearman-Brown formula, exactly.
TEST(Alpha, EqualsSpearmanBrownForParallelItems)
{
    for (const double r : {-0.1, 0.0, 0.2, 0.5, 1.0}) {
        EXPECT_NEAR(attune::alpha_raw(parallel_items(4, r)).value, 4 * r / (1 + 3 * r), 1e-14) << r;
        EXPECT_NEAR(attune::alpha_std(parallel_items(4, r)).value, 4 * r / (1 + 3 * r), 1e-14) << r;
        EXPECT_NEAR(attune::inter_item_r_mean(parallel_items(4, r)).value, r, 1e-15) << r;
        EXPECT_EQ(attune::inter_item_r_median(parallel_items(4, r)).value, r) << r;
    }
}

TEST(Alpha, AgreesWithPsych)
{
    const attune::matrix cov = covariances(reference_answers());
    expect_value(attune::alpha_raw(cov), "alpha_raw");
    expect_value(attune::alpha_std(cov), "alpha_std");
    expect_value(attune::inter_item_r_mean(cov), "inter_item_r_mean");
    expect_value(attune::inter_item_r_median(cov), "inter_item_r_median");
}

// The example of Wikipedia's "Cronbach's alpha" and of StatsBase.jl: 0.8136.
TEST(Alpha, GivesAPublishedValue)
{
    attune::matrix cov = attune::matrix::Constant(4, 4, 6);
    cov.diagonal() << 10, 11, 12, 13;
    EXPECT_NEAR(attune::alpha_raw(cov).value, 4.0 / 3 * (1 - 46.0 / 118), 1e-15);
    EXPECT_NEAR(attune::alpha_raw(cov).value, 0.8136, 5e-5);
}

TEST(Alpha, DoesNotDependOnOrderOrUnitOfItems)
{
    const attune::matrix cov = covariances(reference_answers());
    const attune::matrix reversed = attune_test::reversed_items(cov);
    EXPECT_NEAR(attune::alpha_raw(reversed).value, attune::alpha_raw(cov).value, 1e-14);
    EXPECT_NEAR(attune::alpha_std(reversed).value, attune::alpha_std(cov).value, 1e-14);
    EXPECT_NEAR(attune::alpha_raw(1e6 * cov).value, attune::alpha_raw(cov).value, 1e-14);
    EXPECT_NEAR(attune::alpha_raw(1e-200 * cov).value, attune::alpha_raw(cov).value, 1e-14);
}

// Standardised coefficients do not see the unit of a single item, and are those of the correlations.
TEST(Alpha, StandardisedIsAlphaOfTheCorrelations)
{
    const attune::matrix cov = covariances(reference_answers());
    Eigen::VectorXd unit = Eigen::VectorXd::LinSpaced(8, 0.01, 100);
    const attune::matrix rescaled = unit.asDiagonal() * cov * unit.asDiagonal();
    EXPECT_NEAR(attune::alpha_std(rescaled).value, attune::alpha_std(cov).value, 1e-14);
    EXPECT_NEAR(attune::inter_item_r_median(rescaled).value, attune::inter_item_r_median(cov).value, 1e-14);
    EXPECT_NEAR(attune::alpha_raw(attune_test::correlations(cov)).value, attune::alpha_std(cov).value, 1e-14);
}

TEST(Alpha, DoesNotChangeWhenAnItemIsShifted)
{
    attune::matrix data = reference_answers().cast<double>();
    const double alpha = attune::alpha_raw(covariances(data)).value;
    data.col(3).array() += 40;
    EXPECT_NEAR(attune::alpha_raw(covariances(data)).value, alpha, 1e-13);
}

TEST(Alpha, MedianOfAnEvenNumberOfPairsIsTheMeanOfTheMiddleTwo)
{
    attune::matrix cov = attune::matrix::Identity(4, 4);
    const double pairs[] = {0.6, 0.1, 0.3, 0.2, 0.5, 0.4};
    int next = 0;
    for (Eigen::Index column = 1; column < 4; ++column)
        for (Eigen::Index row = 0; row < column; ++row)
            cov(row, column) = cov(column, row) = pairs[next++];
    EXPECT_NEAR(attune::inter_item_r_median(cov).value, 0.35, 1e-15);
    EXPECT_NEAR(attune::inter_item_r_median(cov.topLeftCorner(3, 3)).value, 0.3, 1e-15);
}

TEST(Alpha, CarriesTheNumberOfPersonsAndTheMethod)
{
    const attune::estimate raw = attune::alpha_raw(parallel_items(3, 0.5), 120);
    EXPECT_EQ(raw.n_persons, 120);
    EXPECT_EQ(raw.method, "covariances");
    EXPECT_FALSE(raw.ci.has_value());
    EXPECT_FALSE(attune::alpha_raw(parallel_items(3, 0.5)).n_persons.has_value());
    EXPECT_EQ(attune::alpha_std(parallel_items(3, 0.5), 120).n_persons, 120);
    EXPECT_EQ(attune::inter_item_r_mean(parallel_items(3, 0.5), 120).method, "correlations");
    EXPECT_EQ(attune::inter_item_r_median(parallel_items(3, 0.5), 120).n_persons, 120);
}

TEST(Alpha, HasNoValueWithoutUsableCovariances)
{
    attune_test::expect_refusals_of_covariances([](const auto& cov) { return attune::alpha_raw(cov); });
    attune_test::expect_refusals_of_covariances([](const auto& cov) { return attune::alpha_std(cov); });
}

TEST(Alpha, StandardisedHasNoValueWhenAnItemDoesNotVary)
{
    attune::matrix cov = parallel_items(4, 0.5);
    cov.row(1).setZero();
    cov.col(1).setZero();
    EXPECT_EQ(attune::alpha_raw(cov).status, attune::estimate_status::ok);
    for (const attune::estimate& found :
         {attune::alpha_std(cov), attune::inter_item_r_mean(cov), attune::inter_item_r_median(cov)}) {
        EXPECT_TRUE(std::isnan(found.value)) << found.id;
        EXPECT_EQ(found.status, attune::estimate_status::no_variance) << found.id;
        EXPECT_EQ(found.message, "item 2 has no variance, so it correlates with none") << found.id;
    }
    cov(3, 3) = -1;
    EXPECT_EQ(attune::inter_item_r_mean(cov).message, "the variance of item 4 is negative");
    cov(3, 3) = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(attune::inter_item_r_median(cov).message, "a covariance of two items is not known");
}

TEST(Alpha, RefusesWhatIsNoCovarianceMatrix)
{
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { static_cast<void>(attune::alpha_raw(attune::matrix::Zero(3, 4))); },
                                              "alpha_raw: cov must be square with at least 2 rows, but is 3 x 4"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { static_cast<void>(attune::alpha_std(attune::matrix::Zero(1, 1))); },
                                              "alpha_std: cov must be square with at least 2 rows, but is 1 x 1"));
    EXPECT_THROW(static_cast<void>(attune::inter_item_r_mean(attune::matrix::Zero(1, 1))), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(attune::inter_item_r_median(attune::matrix::Zero(1, 1))), std::invalid_argument);
}
