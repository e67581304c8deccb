#include "attune/analysis/ordinal_quality.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "support/polychoric_reference.hpp"

using attune::estimate;
using attune::estimate_status;
using attune::ordinal_quality;
using attune::ordinal_quality_of_scale;

TEST(OrdinalQuality, HasOmegaOfTheScoreFirstAndThenHypotheticalAlpha)
{
    const ordinal_quality found = ordinal_quality_of_scale("anxiety", attune_test::polychoric_tables("answers"));
    EXPECT_EQ(found.scale, "anxiety");
    ASSERT_EQ(found.coefficients.size(), 2U);
    EXPECT_EQ(found.coefficients[0].id, "omega_categorical");
    EXPECT_NEAR(found.coefficients[0].value,
                attune_test::polychoric_values()["answers"]["semTools"]["omega_uls"].get<double>(), 1e-6);
    EXPECT_EQ(found.coefficients[1].id, "ordinal_alpha");
    EXPECT_EQ(found.coefficients[1].message.find("hypothetical"), 0U);
    EXPECT_EQ(found.polychoric.r.rows(), 6);
}

TEST(OrdinalQuality, GivesOneReasonWhenAPairHasNoCorrelation)
{
    Eigen::MatrixXi answers = attune_test::reference_answers("polychoric/answers.csv");
    answers.col(1).setConstant(5);
    const ordinal_quality found = ordinal_quality_of_scale("anxiety", attune_test::tables_of(answers, 1, 7));
    for (const estimate& figure : found.coefficients) {
        EXPECT_TRUE(std::isnan(figure.value)) << figure.id;
        EXPECT_EQ(figure.status, estimate_status::no_variance);
        EXPECT_EQ(figure.message,
                  "items 1 and 2 have no correlation: all who answered both items chose the same category of one of "
                  "them");
    }
}

TEST(OrdinalQuality, OfASingleItemHasNoCoefficients)
{
    const ordinal_quality found = ordinal_quality_of_scale("model", attune::pair_tables(1, 1, 7));
    EXPECT_TRUE(found.coefficients.empty());
    EXPECT_EQ(found.polychoric.r.size(), 0);
}
