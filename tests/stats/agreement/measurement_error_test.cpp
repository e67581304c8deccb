#include "attune/stats/agreement/measurement_error.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "attune/stats/agreement/icc.hpp"
#include "support/expect_message.hpp"
#include "support/reference_file.hpp"
#include "support/table.hpp"

using attune_test::table_of;

namespace {

nlohmann::json reference(const char* id)
{
    const auto tables = attune_test::reference_file("agreement/values.json").at("tables");
    for (const auto& table : tables)
        if (table.at("id") == id)
            return table;
    throw std::runtime_error("no such table");
}

}  // namespace

TEST(MeasurementError, AgreesWithR)
{
    const auto tables = attune_test::reference_file("agreement/values.json").at("tables");
    for (const auto& table : tables) {
        const auto error = attune::measurement_error_of(table_of(table.at("ratings")), table.at("level"));
        const auto expect_near = [&](const attune::estimate& figure, const char* name) {
            const auto& sem = table.at("sem");
            const auto ci = sem.at(std::string(name) + "_ci");
            EXPECT_NEAR(figure.value / sem.at(name).get<double>(), 1, 1e-10) << table.at("id") << name;
            EXPECT_NEAR(figure.ci->lower / ci.at(0).get<double>(), 1, 1e-10) << table.at("id") << name;
            EXPECT_NEAR(figure.ci->upper / ci.at(1).get<double>(), 1, 1e-10) << table.at("id") << name;
        };
        expect_near(error.sem_agreement, "agreement");
        expect_near(error.sem_consistency, "consistency");
    }
}

// Two occasions: sem_agreement is the root of mean d^2 / 2, sem_consistency the sd of differences over sqrt 2. The
// repeatability 2 sqrt(mean d^2) of Bland & Altman's peak flow is 43.29379795.
TEST(MeasurementError, IsThatOfThePeakFlowMeter)
{
    const attune::matrix readings = table_of(reference("peak_flow_repeated").at("ratings"));
    const auto error = attune::measurement_error_of(readings);
    EXPECT_NEAR(2 * std::sqrt(2) * error.sem_agreement.value, 43.29379795, 5e-9);
    EXPECT_NEAR(std::sqrt(2) * error.sem_consistency.value, 21.72403792, 5e-9);
}

TEST(MeasurementError, GoesWithTheIntraclassCorrelations)
{
    const attune::matrix ratings = table_of(reference("shrout_fleiss").at("ratings"));
    const auto error = attune::measurement_error_of(ratings);
    const auto coefficients = attune::icc(ratings);
    // icc_2_1 = var_persons / (var_persons + sem_agreement^2), icc_3_1 likewise.
    const double var_persons = (coefficients.anova.persons.mean_square - coefficients.anova.residual.mean_square) / 4;
    const auto ratio = [&](double sem) { return var_persons / (var_persons + sem * sem); };
    EXPECT_NEAR(coefficients.all[1].figure.value, ratio(error.sem_agreement.value), 1e-14);
    EXPECT_NEAR(coefficients.all[2].figure.value, ratio(error.sem_consistency.value), 1e-14);
}

// The couples with r = .88: SEM 4.09652922901; MDC95 with the exact quantile, and with the 1.96 of the publication.
TEST(SmallestDetectableChange, IsExactUnlessTheOldQuantileIsAskedFor)
{
    constexpr double sem = 4.09652922901;
    EXPECT_NEAR(attune::smallest_detectable_change(sem), 11.354791, 5e-7);
    EXPECT_NEAR(attune::smallest_detectable_change(sem, 1.96), 11.3549997009, 5e-10);
}

TEST(MeasurementError, MakesTheChangeThatCanBeDetected)
{
    const attune::matrix scores = table_of(reference("couples").at("ratings"));
    const auto error = attune::measurement_error_of(scores);
    const double z = 1.959963984540054;
    EXPECT_NEAR(error.sdc_agreement_individual.value, z * std::sqrt(2) * error.sem_agreement.value, 1e-13);
    EXPECT_NEAR(error.sdc_agreement_group.value, error.sdc_agreement_individual.value / std::sqrt(30), 1e-13);
    EXPECT_NEAR(error.sdc_consistency_individual.value, z * 16.5674865081, 5e-9);  // z times the sd of differences
    EXPECT_NEAR(error.sdc_consistency_group.ci->upper, z * std::sqrt(2.0 / 30) * error.sem_consistency.ci->upper,
                1e-13);
    EXPECT_EQ(error.sdc_agreement_individual.id, "sdc_agreement_individual");
    EXPECT_EQ(error.sdc_agreement_group.id, "sdc_agreement_group");
    EXPECT_EQ(error.sdc_consistency_individual.id, "sdc_consistency_individual");
    EXPECT_EQ(error.sdc_consistency_group.id, "sdc_consistency_group");
    EXPECT_EQ(error.sdc_agreement_group.n_persons, 30);
}

TEST(MeasurementError, ScalesWithTheUnit)
{
    const attune::matrix ratings = table_of(reference("five_raters").at("ratings"));
    const auto before = attune::measurement_error_of(ratings);
    const auto after = attune::measurement_error_of(-18 * ratings);
    EXPECT_NEAR(after.sem_agreement.value / before.sem_agreement.value, 18, 1e-13);
    EXPECT_NEAR(after.sdc_consistency_individual.ci->lower / before.sdc_consistency_individual.ci->lower, 18, 1e-13);
}

TEST(MeasurementError, IsNothingBetweenIdenticalOccasions)
{
    attune::matrix scores(3, 2);
    scores << 1, 1, 2, 2, 4, 4;
    const auto error = attune::measurement_error_of(scores);
    EXPECT_EQ(error.sem_agreement.value, 0);
    EXPECT_EQ(error.sem_consistency.value, 0);
    EXPECT_EQ(error.sdc_agreement_individual.value, 0);
    EXPECT_FALSE(error.sem_agreement.ci.has_value());
    EXPECT_EQ(error.sem_agreement.status, attune::estimate_status::ok);
}

TEST(MeasurementError, NeedsTwoScoresOfTwoPersons)
{
    const auto one_score = attune::measurement_error_of(attune::matrix::Ones(5, 1));
    EXPECT_TRUE(std::isnan(one_score.sem_agreement.value));
    EXPECT_EQ(one_score.sem_agreement.status, attune::estimate_status::too_few_raters);
    EXPECT_EQ(one_score.sdc_consistency_group.status, attune::estimate_status::too_few_raters);
    EXPECT_EQ(one_score.sem_consistency.message, "Measurement error needs at least two scores of each person.");
    attune::matrix scores(2, 2);
    scores << 1, 2, std::nan(""), 3;
    const auto one_person = attune::measurement_error_of(scores);
    EXPECT_TRUE(std::isnan(one_person.sdc_agreement_individual.value));
    EXPECT_EQ(one_person.sem_agreement.status, attune::estimate_status::too_few_persons);
    EXPECT_EQ(one_person.sem_agreement.message, "Measurement error needs at least two persons with all scores.");
    EXPECT_EQ(one_person.n_left_out, 1);
}

TEST(MeasurementError, RefusesALevelThatIsNoProbability)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)attune::measurement_error_of(attune::matrix::Ones(5, 2), 0); },
        "measurement_error_of: level must lie between 0 and 1, but is 0"));
}
