#include "attune/instrument/validate_norms.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "support/sample_norm_models.hpp"
#include "support/sample_norms.hpp"

// What each finding says of a file stands in tests/reference/norms.

namespace {

std::string codes_of(const attune::norm_set& of)
{
    std::string codes;
    for (const attune::diagnostic& finding : attune::validate(of))
        codes += finding.code + " ";
    return codes;
}

}  // namespace

TEST(ValidateNorms, FindsNothingInASoundSet)
{
    EXPECT_EQ(codes_of(attune_test::sample_norms()), "");
}

TEST(ValidateNorms, FindsAllFaultsAtOnce)
{
    attune::norm_set of = attune_test::sample_norms();
    of.max = of.min;
    of.groups[1].id = "all";
    of.groups[1].n_persons = 29;
    of.groups[1].n_effective = 30;
    of.groups[2].scores.clear();
    EXPECT_EQ(codes_of(of),
              "norms.range norms.group.duplicate_id norms.group.too_few norms.group.n_effective norms.score.none ");
}

TEST(ValidateNorms, TakesAnswersThatAscendWithin0To100)
{
    attune::norm_set of = attune_test::sample_norms();
    const auto codes = [&](int min, int max) {
        of.min = min;
        of.max = max;
        return codes_of(of);
    };
    EXPECT_EQ(codes(0, 1), "");
    EXPECT_EQ(codes(99, 100), "");
    EXPECT_EQ(codes(-1, 7), "norms.range ");
    EXPECT_EQ(codes(4, 4), "norms.range ");
    EXPECT_EQ(codes(5, 4), "norms.range ");
    EXPECT_EQ(codes(1, 101), "norms.range ");
    // What was not read says nothing about the other.
    for (const std::string unread : {"/instrument/min", "/instrument/max"})
        EXPECT_TRUE(attune::validate(of, [&](std::string_view pointer) { return pointer != unread; }).empty());
}

TEST(ValidateNorms, WarnsOfGroupsOfFewerThanAHundred)
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups[1].n_persons = 99;
    ASSERT_EQ(codes_of(of), "norms.group.few ");
    EXPECT_FALSE(has_error(attune::validate(of)));
    of.groups[1].n_persons = 100;
    EXPECT_EQ(codes_of(of), "");
}

TEST(ValidateNorms, HoldsCountsToPeopleMeanAndSd)
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups[0].scores[0].counts->persons[0] += 1;
    EXPECT_EQ(codes_of(of), "norms.counts.total ");
    of.groups[0].scores[0].counts->persons[1] -= 1;
    EXPECT_EQ(codes_of(of), "norms.counts.moments ");
}

TEST(ValidateNorms, HoldsWeightsToMeanAndSdWithTheEffectiveNumberOfPeople)
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups[0].n_effective = 150;
    of.groups[0].scores[0].counts->weights = {50, 100, 50};
    EXPECT_EQ(codes_of(of), "norms.counts.moments ");
    of.groups[0].scores[0].sd = std::sqrt(0.125 * 150 / 149);
    EXPECT_EQ(codes_of(of), "");
    of.groups[0].scores[0].counts->weights = {1};
    EXPECT_EQ(codes_of(of), "norms.counts.weights ");
}

TEST(ValidateNorms, WantsARetestInSetsOfUntreatedPeopleAndThereOnly)
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups = {of.groups[1]};
    of.groups[0].scores[0].retest = attune::norm_retest{3.9, 1, 0.8, 42};
    EXPECT_EQ(codes_of(of), "norms.score.retest_type ");
    of.type = attune::norm_sample::untreated_retest;
    EXPECT_EQ(codes_of(of), "");
    of.groups[0].scores[0].retest->sd = 0;
    EXPECT_EQ(codes_of(of), "norms.score.retest_sd ");
    of.groups[0].scores[0].retest.reset();
    EXPECT_EQ(codes_of(of), "norms.score.retest_missing ");
    EXPECT_TRUE(attune::validate(of, [](std::string_view part) { return part != "/type"; }).empty());
}

TEST(ValidateNorms, SkipsWhatWasNotReadWhole)
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups[0].scores[0].sd = 0;
    EXPECT_EQ(codes_of(of), "norms.score.sd norms.counts.moments ");
    const auto found = attune::validate(of, [](std::string_view part) { return part != "/groups/0/scores/0"; });
    EXPECT_TRUE(found.empty());
}

TEST(ValidateNorms, FindsNothingInSoundCurves)
{
    EXPECT_EQ(codes_of(attune_test::sample_curves()), "");
    attune::norm_set of = attune_test::sample_norms();
    of.models = {attune_test::sample_surface()};
    EXPECT_EQ(codes_of(of), "");
    of.models = {attune_test::sample_distribution()};
    EXPECT_EQ(codes_of(of), "");
}

TEST(ValidateNorms, HoldsCurvesToTheirAgesPeopleAndCoefficients)
{
    attune::norm_set of = attune_test::sample_curves();
    of.models[0].lowest_age = of.models[0].highest_age;
    of.models[0].n_persons = 99;
    of.models[0].fit.n_falling = 1;
    of.models[0].covariance.pop_back();
    of.models[1].terms[2].gender = "other";
    of.models[1].sigma = 0;
    EXPECT_EQ(codes_of(of),
              "norms.model.age norms.model.too_few norms.model.falls norms.model.coefficients norms.model.coefficients "
              "norms.model.coefficients ");
}

TEST(ValidateNorms, WantsOneCurveOfOneMethodForEachPersonAndScore)
{
    attune::norm_set of = attune_test::sample_curves();
    of.models.push_back(attune_test::sample_equation({}));
    EXPECT_EQ(codes_of(of), "norms.model.duplicate ");
    of.models.back() = attune_test::sample_distribution();
    of.models.back().genders = {"women"};
    of.models.back().log_b.pop_back();
    EXPECT_EQ(codes_of(of), "norms.model.method norms.model.coefficients ");
}
