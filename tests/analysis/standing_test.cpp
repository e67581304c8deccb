#include "attune/analysis/standing.hpp"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "attune/scoring/key.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_norms.hpp"

namespace {

constexpr double few_roundings = 1e-12;  // a few roundings of numbers near 1

attune::score_standing standing(const std::string& group, std::size_t output, std::int64_t numerator,
                                std::int64_t denominator, attune::score_status status = attune::score_status::ok,
                                int n_answered = 2)
{
    const attune::norm_set set = attune_test::sample_norms();
    const attune::scoring_key key(attune_test::two_scales());
    attune::raw_score score;
    score.exact = {numerator, denominator};
    score.n_answered = n_answered;
    score.status = status;
    return attune::norm_reference(set, *set.find(group), key.outputs()[output]).standing(score);
}

}  // namespace

// 50 of 200 people below, 100 at the same score.
TEST(Standing, CountsPeopleWhereTheNormsHaveCounts)
{
    const attune::score_standing of = standing("all", 0, 7, 2);
    EXPECT_EQ(of.group, "all");
    EXPECT_EQ(of.z.value, 0);
    EXPECT_EQ(of.t_linear.value, 50);
    EXPECT_EQ(of.percentile.value, 50);
    EXPECT_NEAR(of.t_normalised.value, 50, few_roundings);
    EXPECT_EQ(of.percent_below.value, 25);
    EXPECT_EQ(of.percent_equal.value, 50);
    EXPECT_EQ(of.sten.value, 6);
    EXPECT_EQ(of.stanine.value, 5);
    EXPECT_EQ(of.percentile.method, "mid_rank, sample-norms:all");
    ASSERT_TRUE(of.percentile.ci);
    EXPECT_LT(of.percentile.ci->lower, 50);
    EXPECT_GT(of.percentile.ci->upper, 50);
}

TEST(Standing, PlacesAProratedScoreBetweenTheOthers)
{
    const attune::score_standing of = standing("all", 0, 10, 3, attune::score_status::prorated, 1);
    EXPECT_EQ(of.percentile.value, 25);
    EXPECT_EQ(of.percent_equal.value, 0);
}

TEST(Standing, TellsMeasurementErrorWithTheReliabilityOfTheGroup)
{
    const attune::score_standing of = standing("all", 0, 7, 2);
    const double sem = 0.3544406025041679 * 0.5;
    EXPECT_NEAR(of.measured.std_error.value(), sem, few_roundings);
    EXPECT_NEAR(of.measured.ci->lower, 3.5 - 1.959963984540054 * sem, few_roundings);
    EXPECT_EQ(of.measured.method, "observed, alpha_raw of sample-norms:all");
    // 3.153 lies above 50 people, 3.847 above 150
    ASSERT_TRUE(of.measured_percentile);
    EXPECT_EQ(of.measured_percentile->lower, 25);
    EXPECT_EQ(of.measured_percentile->upper, 75);
    EXPECT_EQ(of.measured_percentile->method, "measurement_error");
    EXPECT_NEAR(of.kelley.value, 3.5, few_roundings);
}

TEST(Standing, StepsTheReliabilityOfAProratedScoreDown)
{
    const attune::score_standing of = standing("all", 0, 7, 2, attune::score_status::prorated, 1);
    const double half = 0.75 / (2 - 0.75);  // Spearman-Brown with 1 of 2 items
    EXPECT_NEAR(of.measured.std_error.value(), 0.3544406025041679 * std::sqrt(1 - half), few_roundings);
}

TEST(Standing, AssumesNormalScoresWhereTheNormsHaveMeanSdAndN)
{
    const attune::score_standing of = standing("women", 0, 5, 1);
    EXPECT_EQ(of.z.value, 1);
    EXPECT_EQ(of.percentile.method, "assumes normal, sample-norms:women");
    EXPECT_NEAR(of.percentile.value, 83.9, 0.2);  // of a normal distribution 84.1
    EXPECT_TRUE(of.percentile.ci);
    EXPECT_TRUE(std::isnan(of.t_normalised.value));
    EXPECT_EQ(of.t_normalised.message, "the norm set has no counts of scores");
    ASSERT_TRUE(of.measured_percentile);
    EXPECT_LT(of.measured_percentile->lower, of.percentile.value);
    EXPECT_GT(of.measured_percentile->upper, of.percentile.value);
}

TEST(Standing, HasNoPercentileWithoutTheNumberOfPeople)
{
    const attune::score_standing of = standing("men", 0, 5, 1);
    EXPECT_EQ(of.t_linear.value, 60);
    EXPECT_TRUE(std::isnan(of.percentile.value));
    EXPECT_EQ(of.percentile.status, attune::estimate_status::not_known);
    EXPECT_NE(of.percentile.message, "");
    EXPECT_FALSE(of.measured_percentile);
    EXPECT_TRUE(of.measured.ci) << "the reliability is known";
}

TEST(Standing, HasNoMeasurementErrorWithoutAReliability)
{
    const attune::score_standing of = standing("all", 1, 5, 1);
    EXPECT_EQ(of.z.value, 2);
    EXPECT_FALSE(of.measured.ci);
    EXPECT_EQ(of.measured.message, "the norm group reports no reliability");
    EXPECT_EQ(of.kelley.message, "the norm group reports no reliability");
}

TEST(Standing, HasNoFiguresBesideARefusedScore)
{
    const attune::score_standing of = standing("all", 0, 0, 1, attune::score_status::too_few_answers);
    for (const attune::estimate* figure : {&of.z, &of.t_linear, &of.t_normalised, &of.sten, &of.stanine, &of.percentile,
                                           &of.percent_below, &of.percent_equal, &of.measured, &of.kelley}) {
        EXPECT_TRUE(std::isnan(figure->value)) << figure->id;
        EXPECT_FALSE(figure->ci) << figure->id;
        EXPECT_EQ(figure->message, "the score was refused") << figure->id;
    }
    EXPECT_FALSE(of.measured_percentile);
}

TEST(Standing, SaysWhenAGroupHasNoFiguresOfAScore)
{
    EXPECT_EQ(standing("women", 1, 5, 1).z.message, "the norm group has no figures of this score");
}

TEST(Standing, HasNoNormalisedTBeyondEverybody)
{
    const attune::score_standing of = standing("all", 0, 7, 1);
    EXPECT_EQ(of.percentile.value, 100);
    EXPECT_TRUE(std::isnan(of.t_normalised.value));
    EXPECT_EQ(of.t_normalised.message, "nobody in the group scores on this side of it");
}

TEST(Standing, HasPercentilesThatNeverFallWithTheScore)
{
    for (const char* group : {"all", "women"}) {
        double before = -1;
        for (std::int64_t k = 4; k <= 28; ++k) {
            const double now = standing(group, 0, k, 4).percentile.value;
            EXPECT_GE(now, before) << group << " " << k;
            before = now;
        }
    }
}

TEST(Standing, RestsOnTheEffectiveNumberOfPeopleWhenTheyAreWeighted)
{
    attune::norm_set set = attune_test::sample_norms();
    const attune::scoring_key key(attune_test::two_scales());
    attune::raw_score score;
    score.exact = {7, 2};
    score.n_answered = 2;
    const auto width = [&] {
        const auto ci = *attune::norm_reference(set, set.groups[0], key.outputs()[0]).standing(score).percentile.ci;
        return ci.upper - ci.lower;
    };
    const double unweighted = width();
    set.groups[0].n_effective = 50;
    set.groups[0].scores[0].counts->weights = {25, 50, 25};
    EXPECT_GT(width(), 1.5 * unweighted);
}

TEST(RegionOf, IsAnEllipseOnlyWhereBothErrorsAreKnown)
{
    const attune::score_standing anxiety = standing("all", 0, 7, 2);
    EXPECT_EQ(attune::region_of(anxiety, anxiety).status, attune::estimate_status::ok);
    EXPECT_NEAR(attune::region_of(anxiety, anxiety).semi_major,
                std::sqrt(-2 * std::log(0.05)) * *anxiety.measured.std_error, few_roundings);
    EXPECT_EQ(attune::region_of(anxiety, standing("all", 1, 5, 1)).status, attune::estimate_status::not_known);
}

TEST(GroupLike, StatesMostAmongThoseThatFit)
{
    const attune::norm_set set = attune_test::sample_norms();
    EXPECT_EQ(attune::group_like(set, "women", 20)->id, "women.age.18-24");
    EXPECT_EQ(attune::group_like(set, "women", 30)->id, "women");
    EXPECT_EQ(attune::group_like(set, "women", {})->id, "women");
    EXPECT_EQ(attune::group_like(set, "other", 20), nullptr);
    EXPECT_EQ(attune::group_like(set, {}, 20), nullptr);
}

TEST(GroupLike, IsNoneOfPeopleWhoWereChosenForSomethingElse)
{
    attune::norm_set set = attune_test::sample_norms();
    set.groups[1].clinical = true;
    EXPECT_EQ(attune::group_like(set, "women", 30), nullptr);
}
