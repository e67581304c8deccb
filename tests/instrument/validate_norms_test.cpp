#include "attune/instrument/validate_norms.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// Where the findings stand, each with its code.
std::string places_of(const attune::norm_set& of)
{
    std::string places;
    for (const attune::diagnostic& finding : attune::validate(of))
        places += finding.where.pointer + " " + finding.code + "\n";
    return places;
}

/// `sample_norms()` with the group of women alone, of whom nothing is counted.
attune::norm_set sample_women()
{
    attune::norm_set of = attune_test::sample_norms();
    of.groups = {of.groups[1]};
    return of;
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

TEST(ValidateNorms, TakesFromThirtyPeopleOnAndNoMoreThanThereAre)
{
    attune::norm_set of = sample_women();
    of.groups[0].n_persons = 30;
    EXPECT_EQ(codes_of(of), "norms.group.few ");
    of.groups[0].n_persons = 120;
    of.groups[0].n_effective = 120;
    EXPECT_EQ(codes_of(of), "");
    of.groups[0].n_persons.reset();
    EXPECT_EQ(codes_of(of), "");
}

TEST(ValidateNorms, TakesAgesThatDoNotDescend)
{
    attune::norm_set of = sample_women();
    const auto places = [&](std::optional<int> min, std::optional<int> max) {
        of.age = of.groups[0].age = attune::age_span{min, max};
        return places_of(of);
    };
    EXPECT_EQ(places(18, 18), "");
    EXPECT_EQ(places(18, std::nullopt), "");
    EXPECT_EQ(places(std::nullopt, 60), "");
    EXPECT_EQ(places(19, 18), "/age norms.age\n/groups/0/age norms.age\n");
    EXPECT_EQ(attune::validate(of).front().message, "ages 19..18; expected min <= max");
    EXPECT_EQ(attune::validate(of, [](std::string_view part) { return part != "/age"; }).size(), 1U);
    EXPECT_EQ(attune::validate(of, [](std::string_view part) { return part != "/groups/0/age"; }).size(), 1U);
}

TEST(ValidateNorms, ComparesNoAgeThatWasTakenBack)
{
    attune::norm_set of = sample_women();
    of.age = attune::age_span{90, 60};
    of.age->min.reset();
    EXPECT_EQ(places_of(of), "");
}

TEST(ValidateNorms, WantsGroupsAndEveryScoreOnce)
{
    attune::norm_set of = sample_women();
    of.groups[0].scores.push_back(of.groups[0].scores[0]);
    EXPECT_EQ(places_of(of), "/groups/0/scores/1/id norms.score.duplicate_id\n");
    of.groups.clear();
    EXPECT_EQ(places_of(of), "/groups norms.group.none\n");
}

TEST(ValidateNorms, FindingsHaveNoLineYet)
{
    attune::norm_set of = sample_women();
    of.groups.clear();
    const attune::location where = attune::validate(of).front().where;
    EXPECT_EQ(where.line, 0U);
    EXPECT_EQ(where.column, 0U);
}

TEST(ValidateNorms, SaysWhatTheAnswersRangeOver)
{
    attune::norm_set of = sample_women();
    of.min = 5;
    of.max = 4;
    EXPECT_EQ(attune::validate(of).front().message, "answers 5..4; expected min < max within 0..100");
}

TEST(ValidateNorms, HoldsCountsOfAtLeastTwoPeopleToMeanAndSd)
{
    attune::norm_set of = sample_women();
    of.groups[0].n_persons.reset();
    attune::norm_figures& figures = of.groups[0].scores[0];
    const auto codes = [&](std::vector<std::int64_t> persons, double mean, double sd, attune::fraction step = {1, 2}) {
        figures.mean = mean;
        figures.sd = sd;
        figures.counts = attune::norm_counts{{3, 1}, step, std::move(persons), {}};
        return codes_of(of);
    };
    EXPECT_EQ(codes({0, 1}, 3, 1), "");  // one person has no standard deviation
    EXPECT_EQ(codes({1, 1}, 3.25, std::sqrt(0.125)), "");
    EXPECT_EQ(codes({1, 1}, 3, std::sqrt(0.125)), "norms.counts.moments ");
    // 3 people at 3, and 1 at 5: the mean is 3.5, the sum of squares 3
    EXPECT_EQ(codes({3, 0, 0, 0, 1}, 3.5, 1), "");
    EXPECT_EQ(codes({3, 0, 0, 0, 1}, 3.5 + 5e-7, 1 - 5e-7), "");
    EXPECT_EQ(codes({3, 0, 0, 0, 1}, 3.5 + 5e-6, 1), "norms.counts.moments ");
    EXPECT_EQ(codes({3, 0, 0, 0, 1}, 3.5, 1 - 5e-6), "norms.counts.moments ");
    EXPECT_EQ(codes({1, 1}, 3, 1, {0, 1}), "norms.counts.step ");
    EXPECT_EQ(codes({1, 1}, 3, 1, {-1, 2}), "norms.counts.step ");
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

TEST(ValidateNorms, TakesCurvesOfAHundredPeople)
{
    attune::norm_set of = attune_test::sample_curves();
    of.models[0].n_persons = 100;
    EXPECT_EQ(codes_of(of), "");
}

TEST(ValidateNorms, NamesTheCoefficientsThatAreAtFault)
{
    attune::norm_set of = attune_test::sample_norms();
    of.models = {attune_test::sample_distribution()};
    of.models[0].step = {0, 1};
    EXPECT_EQ(places_of(of), "/models/0/step norms.model.coefficients\n");
    of.models = {attune_test::sample_surface()};
    of.models[0].genders = {"men"};
    of.models[0].terms[0].gender = "women";
    EXPECT_EQ(places_of(of), "/models/0/terms/0/gender norms.model.coefficients\n");
    of.models[0].terms.clear();
    EXPECT_EQ(places_of(of), "/models/0/terms norms.model.coefficients\n");
    of.models = {attune_test::sample_equation({})};
    of.models[0].covariance.pop_back();
    EXPECT_EQ(attune::validate(of).front().message, "3 numbers; expected 4, the square of the terms");
}

TEST(ValidateNorms, WantsOneCurveOfOneMethodForEachPersonAndScore)
{
    attune::norm_set of = attune_test::sample_curves();
    of.models.push_back(attune_test::sample_equation({}));
    EXPECT_EQ(places_of(of), "/models/2/score norms.model.duplicate\n");
    of.models.push_back(attune_test::sample_equation({}));
    EXPECT_EQ(places_of(of), "/models/2/score norms.model.duplicate\n/models/3/score norms.model.duplicate\n")
        << "each is found once";
    of.models.pop_back();
    of.models.back() = attune_test::sample_distribution();
    of.models.back().genders = {"women"};
    of.models.back().log_b.pop_back();
    EXPECT_EQ(codes_of(of), "norms.model.method norms.model.coefficients ");
}
