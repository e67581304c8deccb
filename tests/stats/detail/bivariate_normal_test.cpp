#include "attune/stats/detail/bivariate_normal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reference_json.hpp"

using attune::detail::bivariate_normal;
using attune::detail::normal_cdf;
using attune_test::infinity;
using attune_test::throws_message;

namespace {

constexpr double correlations[] = {-1, -0.9999, -0.95, -0.92, -0.5, 0, 0.1, 0.4, 0.77, 0.925, 0.93, 0.99, 1};
constexpr double coordinates[] = {-infinity, -3.1, -1, -0.2, 0, 0.2, 1.4, 2.9, infinity};

}  // namespace

// Integrals of 40 digits.
TEST(BivariateNormal, GivesTheValuesOfPreciseIntegrals)
{
    double largest = 0;
    for (const auto& point : attune_test::reference_json("bivariate_normal/values.json").at("points")) {
        const double found = bivariate_normal(point[2]).cdf(point[0], point[1]);
        largest = std::max(largest, std::abs(found - point[3].get<double>()));
    }
    EXPECT_LT(largest, 1e-15);
}

// Sheppard: a quarter of the plane holds 1/4 + asin(r) / (2 pi).
TEST(BivariateNormal, IsSheppardsFormulaAtTheOrigin)
{
    for (const double r : correlations)
        EXPECT_NEAR(bivariate_normal(r).cdf(0, 0), 0.25 + std::asin(r) / (2 * std::numbers::pi), 4e-16) << r;
}

TEST(BivariateNormal, OfUncorrelatedVariablesIsAProduct)
{
    for (const double a : coordinates)
        for (const double b : coordinates)
            EXPECT_EQ(bivariate_normal(0).cdf(a, b), normal_cdf(a) * normal_cdf(b));
}

TEST(BivariateNormal, OfOneVariableIsTheSmallerShare)
{
    for (const double a : coordinates)
        for (const double b : coordinates) {
            EXPECT_NEAR(bivariate_normal(1).cdf(a, b), normal_cdf(std::min(a, b)), 1e-16);
            EXPECT_NEAR(bivariate_normal(-1).cdf(a, b), std::max(0.0, normal_cdf(a) - normal_cdf(-b)), 2e-16);
        }
}

TEST(BivariateNormal, DoesNotChangeWhenTheVariablesTradePlacesOrOneIsTurned)
{
    for (const double r : correlations)
        for (const double a : coordinates)
            for (const double b : coordinates) {
                const double found = bivariate_normal(r).cdf(a, b);
                EXPECT_NEAR(bivariate_normal(r).cdf(b, a), found, 4e-16);
                EXPECT_NEAR(normal_cdf(a) - bivariate_normal(-r).cdf(a, -b), found, 1e-15);
            }
}

TEST(BivariateNormal, RisesWithTheCorrelationAsFastAsTheDensity)
{
    for (const double r : {-0.97, -0.9, -0.4, 0.2, 0.924, 0.96}) {
        const double step = 1e-5;
        const double slope =
            (bivariate_normal(r + step).cdf(0.3, -0.9) - bivariate_normal(r - step).cdf(0.3, -0.9)) / (2 * step);
        EXPECT_NEAR(slope, bivariate_normal(r).density(0.3, -0.9), 1e-7) << r;
    }
    EXPECT_EQ(bivariate_normal(0.5).density(infinity, 0), 0);
}

TEST(BivariateNormal, GivesRectanglesThatDifferencesOfSharesAreTooCoarseFor)
{
    for (const double r : {-0.99, -0.9, -0.3, 0.0, 0.6, 0.95}) {
        const bivariate_normal normal(r);
        const double by_shares = normal.cdf(0.5, 1) - normal.cdf(-1, 1) - normal.cdf(0.5, -0.2) + normal.cdf(-1, -0.2);
        EXPECT_NEAR(normal.rectangle(-1, 0.5, -0.2, 1), by_shares, 1e-10) << r;
        EXPECT_NEAR(normal.rectangle(-infinity, 0.5, -infinity, infinity), normal_cdf(0.5), 1e-10) << r;
    }
    // X below -2 while Y is above 2, by an integral of 40 digits (mpmath 1.3): differences have no digit of it.
    EXPECT_NEAR(bivariate_normal(0.9).rectangle(-infinity, -2, 2, infinity) / 3.738650480648083e-21, 1, 1e-9);
    EXPECT_EQ(bivariate_normal(0.9).rectangle(infinity, infinity, -1, 1), 0);
}

TEST(BivariateNormal, RefusesACorrelationThatIsNone)
{
    for (const double r : {1.5, std::nan("")})
        EXPECT_THROW(bivariate_normal{r}, std::invalid_argument);
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { static_cast<void>(bivariate_normal(1.5)); },
                                                      "bivariate_normal: r must lie in -1..1, but is 1.5"));
}
