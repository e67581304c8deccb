#include "attune/analysis/model_reference.hpp"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"
#include "support/sample_norm_models.hpp"

using attune::model_reference;

namespace {

attune::raw_score curve_score(std::int64_t numerator, std::int64_t denominator, int n_answered = 2)
{
    attune::raw_score score;
    score.exact = {numerator, denominator};
    score.n_answered = n_answered;
    return score;
}

model_reference curve_reference(const attune::norm_set& set, const std::string& gender, int age, std::size_t output = 0)
{
    const attune::scoring_key key(attune_test::two_scales());
    return {set, gender, age, key.outputs()[output], {.limits = {1, 7}}};
}

constexpr double curve_rounding = 1e-12;  // a few roundings of numbers near 1

}  // namespace

TEST(ModelReference, PlacesAPersonAmongThoseOfOneAge)
{
    const attune::norm_set set = attune_test::sample_curves();
    const attune::score_standing of = curve_reference(set, "women", 50).standing(curve_score(5, 1));  // 3.75 + 1.25
    EXPECT_EQ(of.group, "regression.women.age.50");
    EXPECT_EQ(of.n_persons, 400);
    EXPECT_NEAR(of.z.value, 1.25, curve_rounding);
    EXPECT_NEAR(of.t_linear.value, 62.5, 1e-11);
    EXPECT_NEAR(of.pomp.value, 100 * 4.0 / 6, 1e-11);
    EXPECT_EQ(of.stanine.value, 8);
    EXPECT_GT(of.percentile.value, 89);
    EXPECT_LT(of.percentile.value, 90);
    EXPECT_EQ(of.percentile.method, "sample-norms:regression.women.age.50");
    ASSERT_TRUE(of.percentile.ci);
    EXPECT_LT(of.percentile.ci->lower, of.percentile.value);
    EXPECT_NEAR(of.t_normalised.value, 62.3, 0.01);  // the mean of 50 is not known exactly
    EXPECT_EQ(of.percent_equal.message, "a curve has no counts of scores");
}

TEST(ModelReference, TakesThePersonOfUnknownGenderAsOneOfEverybody)
{
    const attune::norm_set set = attune_test::sample_curves();
    EXPECT_NEAR(curve_reference(set, "", 50).standing(curve_score(5, 1)).z.value, 1.5, curve_rounding);
    EXPECT_NEAR(curve_reference(set, "other", 50).z_of(curve_score(5, 1)), 1.5, curve_rounding);
}

// Women of all ages: sd 1, alpha 0.84. Within an age the sd is sigma = 1, so that the reliability stays.
TEST(ModelReference, KeepsTheErrorOfMeasurementOfAllAges)
{
    attune::norm_set set = attune_test::sample_curves();
    const attune::score_standing of = curve_reference(set, "women", 50).standing(curve_score(5, 1));
    EXPECT_NEAR(of.measured.std_error.value(), 0.4, curve_rounding);
    EXPECT_EQ(of.measured.method, "observed, alpha_raw of sample-norms:women");
    EXPECT_NEAR(of.sem_conditional.value, std::sqrt(4 * 2 * 0.16 / (3 * 3 - 1)), curve_rounding);
    EXPECT_NEAR(of.reliability, 0.84, curve_rounding);
    EXPECT_NEAR(of.kelley.value, 3.75 + 0.84 * 1.25, curve_rounding);
    ASSERT_TRUE(of.measured_percentile);
    EXPECT_LT(of.measured_percentile->lower, of.percentile.value);
    EXPECT_GT(of.measured_percentile->upper, of.percentile.value);

    for (attune::norm_model& model : set.models)
        model.sigma = 0.8;  // the same error among people who differ less
    const attune::score_standing narrow = curve_reference(set, "women", 50).standing(curve_score(5, 1));
    EXPECT_NEAR(narrow.measured.std_error.value(), 0.4, curve_rounding);
    EXPECT_NEAR(narrow.reliability, 0.75, curve_rounding);
}

TEST(ModelReference, StepsTheErrorOfAProratedScore)
{
    const attune::norm_set set = attune_test::sample_curves();
    const auto of = curve_reference(set, "women", 50).standing(curve_score(5, 1, 1));
    EXPECT_NEAR(of.measured.std_error.value(), std::sqrt(1 - 0.84 / (2 - 0.84)), curve_rounding);
}

TEST(ModelReference, HasNoFiguresOutsideItsAgesBesideARefusedScoreOrOfAnotherScore)
{
    const attune::norm_set set = attune_test::sample_curves();
    const auto has_none = [](const attune::score_standing& of, const std::string& reason) {
        for (const attune::estimate* figure : {&of.z, &of.t_linear, &of.t_normalised, &of.sten, &of.stanine,
                                               &of.percentile, &of.percent_below, &of.percent_equal}) {
            EXPECT_TRUE(std::isnan(figure->value)) << figure->id;
            EXPECT_EQ(figure->message, reason);
        }
        EXPECT_FALSE(of.measured.ci);
        EXPECT_FALSE(of.percentile.ci);
    };
    const std::string nothing = "the norms have no curve of this score at this age";
    has_none(curve_reference(set, "women", 61).standing(curve_score(5, 1)), nothing);
    has_none(curve_reference(set, "women", 17).standing(curve_score(5, 1)), nothing);
    has_none(curve_reference(set, "women", 50, 1).standing(curve_score(5, 1)), nothing);
    attune::raw_score refused;
    refused.status = attune::score_status::too_few_answers;
    has_none(curve_reference(set, "women", 50).standing(refused), "the score was refused");
    EXPECT_TRUE(std::isnan(curve_reference(set, "women", 61).z_of(curve_score(5, 1))));
}

TEST(ModelReference, CountsThoseWithTheSameScoreWhereTheCurveDoes)
{
    attune::norm_set set = attune_test::sample_curves();
    set.models = {attune_test::sample_distribution()};
    const auto of = curve_reference(set, "", 40).standing(curve_score(4, 1));
    EXPECT_NEAR(of.percentile.value, 50, 1e-10);
    EXPECT_NEAR(of.percent_below.value + of.percent_equal.value / 2, 50, 1e-10);
    EXPECT_FALSE(of.percentile.ci);
    EXPECT_EQ(curve_reference(set, "", 40).standing(4.0).percentile.value, of.percentile.value);
}

TEST(ModelReference, IsCalledByMethodGenderAndAge)
{
    const attune::norm_model of_both = attune_test::sample_equation({"men", "women"});
    EXPECT_EQ(attune::curve_id(of_both, "women", 34), "regression.women.age.34");
    EXPECT_EQ(attune::curve_id(attune_test::sample_surface(), "women", 34), "continuous.age.34");
}
