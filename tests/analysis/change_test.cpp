#include "attune/analysis/change.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reference_file.hpp"
#include "support/table.hpp"

using attune::change_evidence;
using attune::change_method;
using attune::change_plan;
using attune::change_result;
using attune::change_sign;
using attune::changing_score;
using attune::crossing;
using attune::dimension;
using attune::polarity;
using attune_test::unknown;

namespace {

const changing_score anxiety{"anxiety", dimension::anxiety, polarity::less_secure};

/// Jacobson's 30 couples; a higher score is the better one.
attune::matrix couples()
{
    const auto reference = attune_test::reference_file("change/values.json");
    return attune_test::table_of(reference.at("samples").at(0).at("scores"));
}

change_plan plan_of_couples(attune::change_figures figures = {})
{
    const attune::change_sample sample = attune::sample_of_occasions(couples());
    figures.sd = {sample.sd_pre, "of these persons"};
    figures.reliability = {.88, "as given"};
    return attune::plan_change({"closeness", dimension::avoidance, polarity::more_secure}, figures, sample);
}

}  // namespace

TEST(ChangeResult, DependsOnWhichEndIsTheSecureOne)
{
    using enum change_result;
    EXPECT_EQ(anxiety.result_of(change_sign::decrease), reliable_toward_security);
    EXPECT_EQ(anxiety.result_of(change_sign::increase), reliable_away_from_security);
    EXPECT_EQ(anxiety.result_of(change_sign::none), none_beyond_error);
    EXPECT_EQ(anxiety.result_of(change_sign::unknown), unknown);
    const changing_score close{"close", dimension::avoidance, polarity::more_secure};
    EXPECT_EQ(close.result_of(change_sign::increase), reliable_toward_security);
    EXPECT_EQ(close.result_of(change_sign::decrease), reliable_away_from_security);
}

TEST(ChangeResult, HasNoWordOfSecurityForOtherScores)
{
    for (const changing_score& score : {changing_score{"x", dimension::other, polarity::less_secure},
                                        changing_score{"x", dimension::anxiety, polarity::neither}}) {
        EXPECT_FALSE(score.is_about_security());
        EXPECT_EQ(score.result_of(change_sign::increase), change_result::reliable_increase);
        EXPECT_EQ(score.result_of(change_sign::decrease), change_result::reliable_decrease);
        EXPECT_EQ(score.result_of(change_sign::none), change_result::none_beyond_error);
    }
}

TEST(ChangeResult, HasAnIdInEveryOutput)
{
    using enum change_result;
    EXPECT_EQ(to_string(change_result::unknown), "");
    EXPECT_EQ(to_string(reliable_toward_security), "reliable_toward_security");
    EXPECT_EQ(to_string(none_beyond_error), "none_beyond_error");
    EXPECT_EQ(to_string(reliable_away_from_security), "reliable_away_from_security");
    EXPECT_EQ(to_string(reliable_increase), "reliable_increase");
    EXPECT_EQ(to_string(reliable_decrease), "reliable_decrease");
}

TEST(SampleOfOccasions, LeavesRefusedScoresOut)
{
    attune::matrix scores(4, 2);
    scores << 1, 3, 2, unknown, 3, 4, 5, 8;
    const attune::change_sample sample = attune::sample_of_occasions(scores);
    EXPECT_EQ(sample.n_persons, 3);
    EXPECT_EQ(sample.mean_pre, 3);
    EXPECT_EQ(sample.mean_post, 5);
    EXPECT_EQ(sample.sd_pre, 2);
    EXPECT_NEAR(sample.sd_post, std::sqrt(7.0), 1e-15);
    EXPECT_NEAR(sample.retest_r, 10 / std::sqrt(8 * 14.0), 1e-15);
    EXPECT_TRUE(std::isnan(sample.reliability));
}

TEST(SampleOfOccasions, OfNobodyIsNotKnown)
{
    const attune::change_sample sample = attune::sample_of_occasions(attune::matrix(0, 2));
    EXPECT_EQ(sample.n_persons, 0);
    EXPECT_TRUE(std::isnan(sample.mean_pre));
    EXPECT_TRUE(std::isnan(sample.retest_r));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)attune::sample_of_occasions(attune::matrix(3, 1)); },
        "test_retest_r: occasions must have 2 columns, but is 1 wide"));
}

TEST(PlanChange, MarksMethodsThatTakeTheMeanChangeOfThePeopleThemselves)
{
    const change_plan plan = plan_of_couples();
    for (const change_method method : attune::change_methods)
        EXPECT_EQ(plan.method(method).evidence,
                  uses_mean_change(method) ? change_evidence::of_the_sample : change_evidence::usable)
            << to_string(method);
    EXPECT_NEAR(plan.sem.value, 4.09652922901, 1e-10);
    EXPECT_NEAR(plan.sdc.value, 11.354791, 5e-7);
    EXPECT_FALSE(plan.cuts.has_value());
    EXPECT_EQ(plan.crossed(60, 120), crossing::unknown);
}

TEST(PlanChange, TakesAMeanChangeFromUntreatedPeople)
{
    attune::change_figures figures{.sd = {1, "as given"}, .reliability = {.85, "as given"}};
    figures.untreated = {
        .mean_pre = 3.56, .sd_pre = 1.12, .mean_post = 3.50, .sd_post = 1.10, .retest_r = .85, .n_persons = 120};
    const change_plan plan = attune::plan_change(anxiety, figures, {.mean_pre = 5, .sd_pre = 1, .mean_post = 3});
    EXPECT_EQ(plan.method(change_method::chelune).evidence, change_evidence::usable);
    EXPECT_NEAR(plan.method(change_method::chelune).rule.index(4.5, 3.6), -1.36930639, 6e-9);
    EXPECT_NEAR(plan.method(change_method::crawford_garthwaite).rule.index(4.5, 3.6), -1.16839847, 6e-9);
    EXPECT_EQ(plan.method(change_method::edwards_nunnally).rule.anchor_pre, 5);
    EXPECT_EQ(plan.result(change_method::chelune, 4.5, 3.6), change_result::none_beyond_error);
    EXPECT_EQ(plan.result(change_method::chelune, 4.5, 2.5), change_result::reliable_toward_security);
}

TEST(PlanChange, HasCutOffsOnlyWithBothGroups)
{
    attune::change_figures figures{.sd = {1.2, ""}, .reliability = {.9, ""}};
    figures.clinical = {4.6, 1.2};
    EXPECT_FALSE(attune::plan_change(anxiety, figures, {}).cuts.has_value());
    figures.functional = {3.4, 1.1};
    const change_plan plan = attune::plan_change(anxiety, figures, {});
    EXPECT_NEAR(plan.cuts->c.value, 3.97391304348, 1e-11);
    EXPECT_EQ(plan.crossed(4.5, 3.5), crossing::towards_functional);
    EXPECT_EQ(plan.crossed(3.5, 4.5), crossing::towards_clinical);
    EXPECT_EQ(plan.crossed(unknown, 4.5), crossing::unknown);
}

// The six methods of the package clinicalsignificance on 30 couples.
TEST(CompareMethods, CountsWhatEachSaysOfThirtyCouples)
{
    const attune::method_comparison found = attune::compare_methods(plan_of_couples(), couples());
    const auto& jacobson = found.methods.at(0);
    EXPECT_EQ(jacobson.n_up, 19);
    EXPECT_EQ(jacobson.n_down, 1);
    EXPECT_EQ(jacobson.n_none, 10);
    EXPECT_EQ(jacobson.n_agree, 30);
    const auto& hsu = found.methods.at(2);
    EXPECT_EQ(hsu.method, change_method::hsu_linn_lord);
    EXPECT_EQ(hsu.evidence, change_evidence::of_the_sample);
    EXPECT_EQ(hsu.n_up, 7);
    EXPECT_EQ(hsu.n_down, 8);
    EXPECT_EQ(hsu.n_none, 15);
    EXPECT_EQ(found.methods.at(3).n_up, 21);
    EXPECT_EQ(found.n_persons, 30);
    EXPECT_EQ(found.n_left_out, 0);
    EXPECT_GE(found.n_disagree, 21);
    EXPECT_EQ(found.n_disagree_evidence, 3);
}

TEST(CompareMethods, LeavesRefusedScoresOutAndCountsThem)
{
    attune::matrix scores(3, 2);
    scores << 5, 2, 5, unknown, unknown, 5;
    attune::change_figures figures{.sd = {1.2, ""}, .reliability = {.9, ""}};
    figures.clinical = {4.6, 1.2};
    figures.functional = {3.4, 1.1};
    const auto found = attune::compare_methods(attune::plan_change(anxiety, figures, {}), scores);
    EXPECT_EQ(found.n_persons, 1);
    EXPECT_EQ(found.n_left_out, 2);
    EXPECT_EQ(found.methods.at(0).n_up, 1);
    EXPECT_EQ(found.methods.at(1).n_unknown, 1);
    EXPECT_EQ(found.n_disagree, 0);
    EXPECT_EQ(found.n_crossed_towards, 1);
    EXPECT_EQ(found.n_crossed_away, 0);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { (void)attune::compare_methods(attune::plan_change(anxiety, figures, {}), attune::matrix(3, 1)); },
        "compare_methods: occasions must have 2 columns, but is 1 wide"));
}
