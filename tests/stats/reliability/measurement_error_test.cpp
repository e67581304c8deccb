#include "attune/stats/reliability/measurement_error.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune_test::throws_message;
using attune_test::unknown;

// Jacobson & Truax (1991): SD 7.5, reliability .80.
TEST(MeasurementError, GivesThePublishedStandardError)
{
    const attune::estimate found = attune::sem(7.5, 0.80);
    EXPECT_EQ(found.id, "sem");
    EXPECT_NEAR(found.value, 3.35410196625, 1e-10);
}

// The 30 couples of Jacobson (1989), reliability .88.
TEST(MeasurementError, GivesTheFiguresOfThirtyCouples)
{
    EXPECT_NEAR(attune::sem(11.8256612656, 0.88).value, 4.09652922901, 1e-10);
    EXPECT_NEAR(attune::sdc(11.8256612656, 0.88).value, 11.354791, 5e-7);
}

// Value of the tests of the R package CECPfuns.
TEST(MeasurementError, GivesTheReliableChangeCriterionOfCecpfuns)
{
    const attune::estimate found = attune::sdc(7.5, 0.8);
    EXPECT_EQ(found.id, "sdc");
    EXPECT_EQ(found.method, "z sqrt(2) sem, level 0.95");
    EXPECT_NEAR(found.value, 9.296925484568419, 1e-13);
}

// Named compatibility case: software that takes 1.96 for the quantile.
TEST(MeasurementError, DiffersFromTheLiteral196AsItShould)
{
    EXPECT_NEAR(1.96 * std::sqrt(2.0) * attune::sem(11.8256612656, 0.88).value, 11.3549997009, 1e-9);
}

TEST(MeasurementError, GrowsWithTheUnitAndTheLevel)
{
    EXPECT_NEAR(attune::sdc(75, 0.8).value, 10 * attune::sdc(7.5, 0.8).value, 1e-12);
    EXPECT_NEAR(attune::sdc(1, 0.8, 0.9).value, 1.040297, 5e-7);  // 1.644854 sqrt(2) sqrt(0.2)
    EXPECT_EQ(attune::sem(7.5, 1).value, 0);
    EXPECT_EQ(attune::sem(7.5, 0).value, 7.5);
}

TEST(MeasurementError, OfAGroupShrinksWithItsSize)
{
    const attune::estimate found = attune::sdc_group(attune::sdc(7.5, 0.8), 25);
    EXPECT_EQ(found.id, "sdc_group");
    EXPECT_EQ(found.n_persons, 25);
    EXPECT_EQ(found.method, "z sqrt(2) sem, level 0.95, divided by sqrt(n_persons)");
    EXPECT_NEAR(found.value, 9.296925484568419 / 5, 1e-13);
}

TEST(MeasurementError, HasNoValueWithoutAReliability)
{
    for (const double r : {-0.01, 1.01}) {
        const attune::estimate found = attune::sdc(7.5, r);
        EXPECT_TRUE(std::isnan(found.value)) << r;
        EXPECT_EQ(found.id, "sdc");
        EXPECT_EQ(found.status, attune::estimate_status::not_defined) << r;
    }
    EXPECT_EQ(attune::sem(7.5, -0.25).message, "a reliability lies in 0..1, but this is -0.25");
    for (const attune::estimate& found :
         {attune::sem(unknown, 0.8), attune::sem(7.5, unknown), attune::sdc_group(attune::sdc(7.5, unknown), 4)}) {
        EXPECT_TRUE(std::isnan(found.value));
        EXPECT_EQ(found.status, attune::estimate_status::not_known);
        EXPECT_EQ(found.message, "the standard deviation or the reliability is not known");
    }
}

TEST(MeasurementError, RefusesACallersMistakes)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { static_cast<void>(attune::sem(-1, 0.8)); },
                                                      "sem: sd must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { static_cast<void>(attune::sdc(-1, 0.8)); },
                                                      "sdc: sd must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { static_cast<void>(attune::sdc(1, 0.8, 95)); },
                                                      "sdc: level must lie between 0 and 1, but is 95"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { static_cast<void>(attune::sdc_group(attune::sdc(1, 0.8), 0)); },
                                              "sdc_group: n_persons must lie in 1..9223372036854775807, but is 0"));
}

// Values of the tests of the R package CECPfuns.
TEST(Attenuation, GivesPublishedValues)
{
    EXPECT_NEAR(attune::attenuated_r(0.9, 0.7, 0.7), 0.63, 1e-15);
    EXPECT_NEAR(attune::corrected_r(0.3, 0.7, 0.7), 0.4286, 5e-5);
    EXPECT_NEAR(attune::corrected_r(attune::attenuated_r(0.4, 0.9, 0.6), 0.9, 0.6), 0.4, 1e-15);
    EXPECT_GT(attune::corrected_r(0.6, 0.5, 0.5), 1);
}

TEST(Attenuation, HasNoValueWithoutReliabilities)
{
    for (const double r : {-0.1, 1.1, unknown}) {
        EXPECT_TRUE(std::isnan(attune::attenuated_r(0.5, r, 0.8))) << r;
        EXPECT_TRUE(std::isnan(attune::corrected_r(0.5, 0.8, r))) << r;
    }
    EXPECT_TRUE(std::isnan(attune::corrected_r(0.5, 0, 0.8)));
    EXPECT_EQ(attune::attenuated_r(0.5, 0, 0.8), 0);
    EXPECT_TRUE(std::isnan(attune::attenuated_r(unknown, 0.8, 0.8)));
}
