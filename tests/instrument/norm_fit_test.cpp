#include "attune/instrument/norm_fit.hpp"

#include <cstddef>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "attune/instrument/identity.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_norm_models.hpp"
#include "support/sample_norms.hpp"

namespace {

attune::norm_fit fit_of(const attune::norm_set& of, const attune::instrument& to,
                        const std::string& mode = "self_report")
{
    return attune::norm_fit_of(of, attune::resolve_form(to), attune::identity_of(to, attune::published_form), mode);
}

}  // namespace

TEST(NormFit, TakesNormsOfTheKey)
{
    const attune::norm_fit fit = fit_of(attune_test::sample_norms(), attune_test::two_scales());
    EXPECT_EQ(fit.refusal, "");
    EXPECT_TRUE(fit.flags.empty());
    ASSERT_TRUE(fit.set);
    EXPECT_EQ(fit.set->groups[0].scores[0].mean, 3.5);
}

TEST(NormFit, RefusesAnotherQuestionnaireFormRangeAndKey)
{
    const auto refusal = [](auto change) {
        attune::norm_set of = attune_test::sample_norms();
        change(of);
        const attune::norm_fit fit = fit_of(of, attune_test::two_scales());
        EXPECT_FALSE(fit.set);
        return fit.refusal;
    };
    EXPECT_EQ(refusal([](attune::norm_set& of) { of.instrument = "other"; }),
              "is of other; expected a norm set of sample");
    EXPECT_EQ(refusal([](attune::norm_set& of) { of.form = "short"; }),
              "is of the form short; expected one of the form published, as norms do not carry over between forms");
    EXPECT_EQ(refusal([](attune::norm_set& of) { of.max = 5; }), "is of answers 1..5; expected one of answers 1..7");
    EXPECT_EQ(refusal([](attune::norm_set& of) { of.scoring_sha256 = "ab"; }),
              "was made by another key of sample: scoring_sha256 ab; expected ");
    EXPECT_EQ(refusal([](attune::norm_set& of) { of.groups[0].scores[0].score = "worry"; }),
              "has figures of a score 'worry'; expected one of anxiety, avoidance");
}

TEST(NormFit, SaysAloudWhatIsDoubtful)
{
    attune::norm_set of = attune_test::sample_norms();
    of.age.reset();
    of.evidence = attune::norm_evidence::secondary;
    of.invariance_tested = false;
    of.groups[1].n_persons = 50;
    const attune::norm_fit fit = fit_of(of, attune_test::two_scales(), "read_aloud");
    ASSERT_EQ(fit.flags.size(), 5U);
    EXPECT_EQ(fit.flags[0], "norms of self_report are used for answers given by read_aloud");
    EXPECT_EQ(fit.flags[1], "the norms do not record ages: whether they suit a person's age cannot be checked");
    EXPECT_EQ(fit.flags[2], "the norms were read in a secondary source");
    EXPECT_EQ(fit.flags[3], "that scores mean the same in all groups of the norms was not tested");
    EXPECT_EQ(fit.flags[4], "the group women has only 50 people");
}

TEST(NormFit, DividesSumsByTheNumberOfItemsAndSaysSo)
{
    attune::norm_set of = attune_test::sample_norms();
    of.metric = attune::norm_metric::sum;
    const attune::norm_fit fit = fit_of(of, attune_test::two_scales());
    ASSERT_TRUE(fit.set);
    EXPECT_EQ(fit.set->groups[0].scores[0].mean, 1.75);
    EXPECT_EQ(fit.set->groups[0].scores[0].sd, 0.3544406025041679 / 2);
    EXPECT_EQ(fit.set->groups[0].scores[0].counts->first, (attune::fraction{3, 2}));
    EXPECT_EQ(fit.set->groups[0].scores[0].counts->step, (attune::fraction{1, 4}));
    ASSERT_EQ(fit.flags.size(), 1U);
    EXPECT_EQ(
        fit.flags[0],
        "the norms are sums of items: mean and SD of anxiety divided by 2, avoidance divided by 2, which is exact");
}

TEST(NormFit, DividesTheScoresOfARetestToo)
{
    attune::norm_set of = attune_test::sample_norms();
    of.metric = attune::norm_metric::sum;
    of.groups[0].scores[0].retest = attune::norm_retest{3.4, 0.4, 0.8, 42};
    const attune::norm_fit fit = fit_of(of, attune_test::two_scales());
    ASSERT_TRUE(fit.set);
    const attune::norm_retest& retest = *fit.set->groups[0].scores[0].retest;
    EXPECT_EQ(retest.mean, 1.7);
    EXPECT_EQ(retest.sd, 0.2);
    EXPECT_EQ(retest.r, 0.8);
    EXPECT_EQ(retest.days, 42);
}

TEST(NormFit, MultipliesMeansWhereTheFormScoresSums)
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups = {of.groups[1]};
    of.groups[0].scores[0].score = "total";
    const attune::norm_fit fit = fit_of(of, attune_test::with_sum_score());
    ASSERT_TRUE(fit.set);
    EXPECT_EQ(fit.set->groups[0].scores[0].mean, 16);
    EXPECT_EQ(fit.set->groups[0].scores[0].sd, 4);
}

TEST(NormFit, MultipliesCountsRetestsAndCurvesToo)
{
    attune::norm_set of = attune_test::sample_curves();
    of.groups = {of.groups[0]};
    of.groups[0].scores = {of.groups[0].scores[0]};
    of.groups[0].scores[0].retest = attune::norm_retest{3.5, 0.5, 0.8, 42};
    of.models.push_back(attune_test::sample_distribution());
    of.groups[0].scores[0].score = "total";
    for (attune::norm_model& model : of.models)
        model.score = "total";
    const attune::norm_fit fit = fit_of(of, attune_test::with_sum_score());  // of four items
    ASSERT_TRUE(fit.set) << fit.refusal;
    const attune::norm_figures& figures = fit.set->groups[0].scores[0];
    EXPECT_EQ(figures.retest->mean, 14);
    EXPECT_EQ(figures.retest->sd, 2);
    EXPECT_EQ(figures.counts->first, (attune::fraction{12, 1}));
    EXPECT_EQ(figures.counts->step, (attune::fraction{2, 1}));
    ASSERT_EQ(fit.set->models.size(), 3U);
    EXPECT_EQ(fit.set->models[0].terms[0].coefficient, 16);
    EXPECT_EQ(fit.set->models[0].sigma, 4);
    EXPECT_EQ(fit.set->models[0].fit.rmse, 4);
    EXPECT_EQ(fit.set->models[2].first, (attune::fraction{4, 1}));
    EXPECT_EQ(fit.set->models[2].step, (attune::fraction{2, 1}));
}

TEST(NormFit, ConvertsOnlyTheScoresInAnotherMetric)
{
    attune::instrument to = attune_test::with_derived();
    to.scales[1].score = attune::aggregation::sum;
    attune::norm_set of = attune_test::sample_norms();
    of.groups = {of.groups[0]};
    of.groups[0].scores.push_back(of.groups[0].scores[1]);
    of.groups[0].scores[2].score = "security";
    const attune::norm_fit fit = fit_of(of, to);
    ASSERT_TRUE(fit.set) << fit.refusal;
    ASSERT_EQ(fit.set->groups[0].scores.size(), 2U);
    EXPECT_EQ(fit.set->groups[0].scores[0].mean, 3.5);
    EXPECT_EQ(fit.set->groups[0].scores[1].mean, 6);
    ASSERT_EQ(fit.flags.size(), 2U);
    EXPECT_EQ(fit.flags[0], "the norms are means of items: mean and SD of avoidance multiplied by 2, which is exact");
    EXPECT_EQ(fit.flags[1], "the norms of security are left out: they have no exact conversion");
}

TEST(NormFit, LeavesOutDerivedScoresThatHaveNoExactConversion)
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups = {of.groups[1]};
    of.groups[0].scores[0].score = "security";
    EXPECT_TRUE(fit_of(of, attune_test::with_derived()).flags.empty());
    of.metric = attune::norm_metric::sum;
    const attune::norm_fit fit = fit_of(of, attune_test::with_derived());
    ASSERT_TRUE(fit.set);
    EXPECT_TRUE(fit.set->groups[0].scores.empty());
    ASSERT_EQ(fit.flags.size(), 1U);
    EXPECT_EQ(fit.flags[0], "the norms of security are left out: they have no exact conversion");
}

TEST(NormFit, ConvertsScoresOfTargetsAndTheirMean)
{
    attune::norm_set of = attune_test::sample_norms();
    of.metric = attune::norm_metric::sum;
    of.groups = {of.groups[1], of.groups[1]};
    of.groups[0].scores[0].score = "mother_anxiety";
    of.groups[1].scores[0].score = "global_anxiety";
    const attune::norm_fit fit = fit_of(of, attune_test::with_targets());
    ASSERT_TRUE(fit.set);
    for (const attune::norm_group& group : fit.set->groups)
        EXPECT_EQ(group.scores[0].mean, 2);
}

TEST(NormFit, DividesByTheItemsOfTheScaleThatIsNamed)
{
    attune::instrument to = attune_test::with_targets();
    to.scales[0].items.push_back(to.scales[1].items[0]);  // 3 and 2
    attune::norm_set of = attune_test::sample_norms();
    of.metric = attune::norm_metric::sum;
    of.groups = {of.groups[1]};
    const attune::norm_figures six{"", 6, 1, std::nullopt, std::nullopt};
    of.groups[0].scores.assign(4, six);
    const char* const ids[] = {"mother_avoidance", "father_anxiety", "global_avoidance", "global_anxiety"};
    for (std::size_t i = 0; i < 4; ++i)
        of.groups[0].scores[i].score = ids[i];
    const attune::norm_fit fit = fit_of(of, to);
    ASSERT_TRUE(fit.set) << fit.refusal;
    EXPECT_EQ(fit.set->groups[0].scores[0].mean, 3);
    EXPECT_EQ(fit.set->groups[0].scores[1].mean, 2);
    EXPECT_EQ(fit.set->groups[0].scores[2].mean, 3);
    EXPECT_EQ(fit.set->groups[0].scores[3].mean, 2);
}

TEST(NormFit, HasNoScoreOfEverybodyWhereNobodyIsAskedAboutOthers)
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups = {of.groups[1]};
    of.groups[0].scores[0].score = "global_anxiety";
    EXPECT_NE(fit_of(of, attune_test::two_scales()).refusal, "");
}

TEST(NormFit, WarnsOfFewPeopleBelowAHundred)
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups[1].n_persons = attune::few_norm_persons;
    EXPECT_TRUE(fit_of(of, attune_test::two_scales()).flags.empty());
    of.groups[1].n_persons = attune::few_norm_persons - 1;
    EXPECT_EQ(fit_of(of, attune_test::two_scales()).flags.size(), 1U);
}

TEST(NormFit, PutsCurvesIntoTheUnitsOfTheScores)
{
    attune::norm_set of = attune_test::sample_curves();
    of.metric = attune::norm_metric::sum;  // of two items
    const attune::norm_fit fit = fit_of(of, attune_test::two_scales());
    ASSERT_TRUE(fit.set);
    EXPECT_EQ(fit.set->models[1].terms[0].coefficient, 2);
    EXPECT_EQ(fit.set->models[1].terms[2].coefficient, 0.125);
    EXPECT_EQ(fit.set->models[1].sigma, 0.5);
    EXPECT_EQ(fit.set->models[1].fit.rmse, 0.5);
    EXPECT_EQ(fit.set->models[1].covariance, of.models[1].covariance) << "has no units";
    of.models = {attune_test::sample_distribution()};
    const attune::norm_fit halved = fit_of(of, attune_test::two_scales());
    EXPECT_EQ(to_string(halved.set->models[0].first), "1/2");
    EXPECT_EQ(to_string(halved.set->models[0].step), "1/4");
}

TEST(NormFit, LeavesOutCurvesOfDerivedScoresThatHaveNoExactConversion)
{
    attune::norm_set of = attune_test::sample_curves();
    of.models[1].score = "security";
    EXPECT_EQ(fit_of(of, attune_test::with_derived()).set->models.size(), 2U);
    of.metric = attune::norm_metric::sum;
    const attune::norm_fit fit = fit_of(of, attune_test::with_derived());
    ASSERT_TRUE(fit.set) << fit.refusal;
    ASSERT_EQ(fit.set->models.size(), 1U);
    EXPECT_EQ(fit.set->models[0].score, "anxiety");
}

TEST(NormFit, RefusesACurveOfAnotherScore)
{
    attune::norm_set of = attune_test::sample_curves();
    of.models[1].score = "worry";
    EXPECT_EQ(fit_of(of, attune_test::two_scales()).refusal,
              "has a curve of a score 'worry'; expected one of anxiety, avoidance");
}
