#include "attune/analysis/profile.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"
#include "support/sample_key.hpp"
#include "support/sample_norms.hpp"

using attune_test::two_scales_key;

namespace {

const attune::instrument& instrument_of_two_scales()
{
    static const attune::instrument made = attune_test::two_scales();
    return made;
}

std::vector<attune::answer_code> profile_codes(const std::vector<int>& answers)
{
    return {answers.begin(), answers.end()};
}

constexpr int none = static_cast<int>(attune::missing_reason::not_answered);

}  // namespace

TEST(Profile, HoldsTheStepsAndLimitsOfEveryScore)
{
    const attune::person_profile profile =
        attune::profile_of(instrument_of_two_scales(), two_scales_key(), profile_codes({2, 7, 1, 4}));
    ASSERT_EQ(profile.scores.size(), 2U);
    EXPECT_EQ(profile.scores[0].step.result.id, "anxiety");
    EXPECT_EQ(profile.scores[0].step.result.value, 4.5);  // 2 and 8 - 1
    EXPECT_EQ(profile.scores[0].lowest, 1);
    EXPECT_EQ(profile.scores[0].highest, 7);
    EXPECT_EQ(profile.scores[0].step.answers.size(), 2U);
    EXPECT_FALSE(profile.scores[0].everybody);
    EXPECT_EQ(profile.norms, nullptr);
    EXPECT_EQ(profile.name, "Sample of the tests");
}

TEST(Profile, PutsAnxietyAndAvoidanceIntoOnePlane)
{
    const attune::norm_comparison norms(attune_test::sample_norms(), two_scales_key(), {}, true);
    const attune::person_profile profile =
        attune::profile_of(instrument_of_two_scales(), two_scales_key(), profile_codes({2, 7, 1, 4}), &norms,
                           norms.groups_of("women", 20, {true, true}));
    ASSERT_EQ(profile.points.size(), 1U);
    EXPECT_EQ(profile.points[0].anxiety, 0U);
    EXPECT_EQ(profile.points[0].avoidance, 1U);
    ASSERT_TRUE(profile.scores[0].everybody);
    ASSERT_TRUE(profile.scores[0].like);
    EXPECT_EQ(profile.scores[0].everybody->group, "all");
    EXPECT_EQ(profile.scores[0].like->group, profile.like->id);
    EXPECT_EQ(profile.norms, &norms.set());
}

TEST(Profile, ComparesNobodyWhoseAgeTheNormsDoNotHave)
{
    const attune::norm_comparison norms(attune_test::sample_norms(), two_scales_key(), {}, true);
    const attune::person_profile profile =
        attune::profile_of(instrument_of_two_scales(), two_scales_key(), profile_codes({2, 7, 1, 4}), &norms,
                           norms.groups_of("women", 99, {true, true}));
    EXPECT_FALSE(profile.scores[0].everybody);
    EXPECT_EQ(profile.like, nullptr);
    EXPECT_EQ(profile.flags, std::vector<std::string>{"age_outside"});
}

// The sample: mean 3.5, sd .354, alpha .75 on 1..7; sem sqrt((4.5 - 1) (7 - 4.5) / ((3.5 - 1) (7 - 3.5) - .1256)).
TEST(Profile, KnowsTheStandardErrorAtTheScore)
{
    const attune::norm_comparison norms(attune_test::sample_norms(), two_scales_key());
    const attune::person_profile profile =
        attune::profile_of(instrument_of_two_scales(), two_scales_key(), profile_codes({2, 7, 1, 4}), &norms);
    const double variance = 0.3544406025041679 * 0.3544406025041679;
    EXPECT_NEAR(profile.scores[0].conditional.value, std::sqrt(variance * 0.25 * 3.5 * 2.5 / (2.5 * 3.5 - variance)),
                1e-15);
    EXPECT_EQ(profile.scores[1].conditional.status, attune::estimate_status::not_known);  // no reliability
    const attune::person_profile alone =
        attune::profile_of(instrument_of_two_scales(), two_scales_key(), profile_codes({2, 7, 1, 4}));
    EXPECT_EQ(alone.scores[0].conditional.status, attune::estimate_status::not_known);
    EXPECT_TRUE(std::isnan(alone.scores[0].goal));
    EXPECT_FALSE(alone.course);
}

TEST(Profile, DerivesNothingFromARefusedScore)
{
    const attune::norm_comparison norms(attune_test::sample_norms(), two_scales_key(), {}, false);
    const attune::person_profile profile =
        attune::profile_of(instrument_of_two_scales(), two_scales_key(), profile_codes({2, 7, 1, none}), &norms);
    EXPECT_TRUE(attune::is_refused(profile.scores[1].step.result.status));
    EXPECT_NE(profile.scores[1].everybody->percentile.status, attune::estimate_status::ok);
    EXPECT_EQ(profile.points[0].region.status, attune::estimate_status::not_known);
}

TEST(Profile, KnowsTheLimitsOfDerivedScores)
{
    const attune::instrument of = attune_test::with_derived();
    const attune::scoring_key with_derived(of);
    const std::vector<attune::answer_code> middle(with_derived.n_columns(), 3);
    for (const attune::profile_score& score : attune::profile_of(of, with_derived, middle).scores) {
        EXPECT_LT(score.lowest, score.highest) << score.step.output.id;
        EXPECT_LE(score.lowest, *score.step.result.value) << score.step.output.id;
        EXPECT_GE(score.highest, *score.step.result.value) << score.step.output.id;
    }
}

TEST(Profile, HasAPointForEveryRelationshipAndOneForAll)
{
    const attune::instrument of = attune_test::with_targets();
    const attune::scoring_key with_targets(of);
    const std::vector<attune::answer_code> middle(with_targets.n_columns(), 3);
    const attune::person_profile profile = attune::profile_of(of, with_targets, middle);
    for (const attune::profile_point& point : profile.points) {
        EXPECT_EQ(profile.scores[point.anxiety].step.output.target, profile.scores[point.avoidance].step.output.target);
        EXPECT_FALSE(point.target.empty());
    }
}

TEST(Profile, IsTheSameWithShortcuts)
{
    const attune::norm_comparison norms(attune_test::sample_norms(), two_scales_key(), {}, true);
    const attune::person_groups groups = norms.groups_of("women", 20, {true, true});
    const attune::person_profile whole =
        attune::profile_of(instrument_of_two_scales(), two_scales_key(), profile_codes({2, 7, 1, 4}), &norms, groups);
    attune::standing_memo memo(norms);
    for (int round = 0; round < 2; ++round) {
        const attune::person_profile quick = attune::profile_of(
            instrument_of_two_scales(), two_scales_key(), profile_codes({2, 7, 1, 4}), &norms, groups, {&memo, false});
        EXPECT_TRUE(quick.scores[0].step.answers.empty());
        EXPECT_EQ(quick.scores[0].step.result.value, whole.scores[0].step.result.value);
        EXPECT_EQ(quick.scores[0].like->percentile.value, whole.scores[0].like->percentile.value);
        EXPECT_EQ(quick.scores[0].conditional.value, whole.scores[0].conditional.value);
        EXPECT_EQ(quick.points[0].region.status, whole.points[0].region.status);
    }
}

TEST(Profile, RefusesARowOfAnotherLength)
{
    EXPECT_THROW(
        static_cast<void>(attune::profile_of(instrument_of_two_scales(), two_scales_key(), profile_codes({2, 7}))),
        std::invalid_argument);
}
