#include "attune/instrument/validate.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

using attune::fraction;
using attune::instrument;
using attune_test::mean_scale;
using attune_test::vector_of;
using findings = std::vector<attune::diagnostic>;

namespace {

/// Every part was read without fault, but for those listed.
attune::soundness sound_but_for(std::set<std::string, std::less<>> unsound)
{
    return [unsound = std::move(unsound)](std::string_view pointer) { return !unsound.contains(pointer); };
}

/// Succeeds when this is the only finding.
::testing::AssertionResult is_only(const findings& found, std::string_view code, std::string_view pointer,
                                   std::string_view message)
{
    std::string all;
    for (const attune::diagnostic& finding : found)
        all += "\n  " + to_string(finding);
    if (found.size() != 1)
        return ::testing::AssertionFailure() << "expected 1 finding, but there are " << found.size() << all;
    const attune::diagnostic& only = found.front();
    if (only.code != code || only.where.pointer != pointer || only.message != message ||
        only.level != attune::severity::error)
        return ::testing::AssertionFailure()
               << "expected\n  error: " << pointer << ": " << message << " [" << code << "]\nbut found" << all;
    return ::testing::AssertionSuccess();
}

std::vector<std::string> codes_of(const findings& found)
{
    std::vector<std::string> codes;
    for (const attune::diagnostic& finding : found)
        codes.push_back(finding.code);
    return codes;
}

/// A form of `two_scales()` in the order 4, 3, 2, 1 with its own scales and vector.
attune::form backwards_form()
{
    return attune_test::with_forms().forms[2];
}

instrument with_form(attune::form form)
{
    instrument made = attune_test::with_derived();
    made.forms = {std::move(form)};
    return made;
}

instrument with_figure(std::string score, std::string form)
{
    instrument made = attune_test::with_forms();
    attune::published_figure figure;
    figure.score = std::move(score);
    figure.form = std::move(form);
    made.published = {figure};
    return made;
}

}  // namespace

TEST(Validate, FindsNothingInTheSamples)
{
    for (const instrument& made :
         {attune_test::two_scales(), attune_test::with_derived(), attune_test::with_targets(),
          attune_test::with_shared_item(), attune_test::with_unscored_item(), attune_test::with_sum_score(),
          attune_test::with_forms(), with_figure("security", "published"), with_figure("anxiety", "shuffled")})
        for (const attune::diagnostic& finding : attune::validate(made))
            ADD_FAILURE() << to_string(finding);
}

TEST(Validate, LeavesSourceLineAndColumnToTheReader)
{
    instrument made = attune_test::two_scales();
    made.response.max = 101;
    const findings found = attune::validate(made);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].where.source, "");
    EXPECT_EQ(found[0].where.line, 0U);
    EXPECT_EQ(found[0].where.column, 0U);
}

// --- response ---

TEST(ValidateResponse, RangeLiesWithin0To100)
{
    instrument made = attune_test::two_scales();
    made.response.max = 101;
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.response.range", "/response",
                        "range 1..101; expected min < max, both within 0..100"));
    made.response = {-1, 7, {}};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.response.range", "/response",
                        "range -1..7; expected min < max, both within 0..100"));
}

TEST(ValidateResponse, RangeHasTwoAnswersAtLeast)
{
    instrument made = attune_test::two_scales();
    made.response = {4, 4, {}};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.response.range", "/response",
                        "range 4..4; expected min < max, both within 0..100"));
    made.response = {7, 1, {}};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.response.range", "/response",
                        "range 7..1; expected min < max, both within 0..100"));
}

TEST(ValidateResponse, WidestRangeIsAllowed)
{
    instrument made = attune_test::two_scales();
    made.response = {0, 100, {{0, "never"}, {100, "always"}}};
    made.vectors = {vector_of({0, 100, 100, 0}, {{"anxiety", fraction{0, 1}}, {"avoidance", fraction{0, 1}}})};
    EXPECT_TRUE(attune::validate(made).empty());
}

TEST(ValidateResponse, AnchorsAreAnswers)
{
    instrument made = attune_test::two_scales();
    made.response.anchors[8] = "beyond";
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.response.anchor", "/response/anchors/8",
                        "anchor at 8, outside the range 1..7"));
}

TEST(ValidateResponse, RangeOfAFormIsCheckedToo)
{
    attune::form narrow = attune_test::with_forms().forms[1];
    narrow.response = attune::response_range{0, 6, {{7, "beyond"}}};
    EXPECT_TRUE(is_only(attune::validate(with_form(narrow)), "instrument.response.anchor",
                        "/forms/0/response/anchors/7", "anchor at 7, outside the range 0..6"));
    narrow.response = attune::response_range{6, 0, {}};
    EXPECT_TRUE(is_only(attune::validate(with_form(narrow)), "instrument.response.range", "/forms/0/response",
                        "range 6..0; expected min < max, both within 0..100"));
}

// --- items ---

TEST(ValidateItems, AreNotNone)
{
    EXPECT_TRUE(is_only(attune::validate(instrument{}, sound_but_for({"/response", "/scales", ""})),
                        "instrument.item.none", "/items", "no items; expected at least 1"));
}

TEST(ValidateItems, StandInTheOrderOfTheirNumbers)
{
    instrument made = attune_test::two_scales();
    made.items[3].number = 5;
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.item.number", "/items/3/number",
                        "number 5; expected 4: items stand in the order of their numbers, from 1, without gaps"));
}

TEST(ValidateItems, HaveIdsOfTheirOwn)
{
    instrument made = attune_test::two_scales();
    made.items[3].id = "q2";
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.item.duplicate_id", "/items/3/id",
                        "duplicate id 'q2', first at /items/1/id"));
}

TEST(ValidateItems, AreScoredOrListedAsUnscored)
{
    instrument made = attune_test::with_unscored_item();
    made.unscored.clear();
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.item.unaccounted", "/items/4",
                        "item 5 is in no scale and not listed in unscored; expected it in one of them"));
}

TEST(ValidateItems, AreAccountedForFromTheFirst)
{
    instrument made = attune_test::two_scales();
    made.scales[0].items = {3};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.item.unaccounted", "/items/0",
                        "item 1 is in no scale and not listed in unscored; expected it in one of them"));
}

TEST(ValidateItems, AreAccountedForOnEveryForm)
{
    attune::form form = backwards_form();
    form.scales->front().items = {4};
    form.scales->front().reversed = {};
    EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.item.unaccounted", "/forms/0/scales",
                        "item 2 is in no scale and not listed in unscored; expected it in one of them"));
}

// --- unscored ---

TEST(ValidateUnscored, NumbersExist)
{
    instrument made = attune_test::two_scales();
    made.unscored = {5};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.unscored.unknown_item", "/unscored/0",
                        "item 5; expected a number within 1..4"));
    made.unscored = {0};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.unscored.unknown_item", "/unscored/0",
                        "item 0; expected a number within 1..4"));
}

TEST(ValidateUnscored, NumbersStandOnce)
{
    instrument made = attune_test::with_unscored_item();
    made.unscored = {5, 5};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.unscored.duplicate_item", "/unscored/1",
                        "item 5 twice; expected each item once"));
}

TEST(ValidateUnscored, ItemsAreInNoScale)
{
    instrument made = attune_test::with_unscored_item();
    made.unscored = {5, 2};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.unscored.scored", "/unscored/1",
                        "item 2 is listed in unscored and stands in a scale; expected one of them"));
}

TEST(ValidateUnscored, ItemsAreInNoScaleOfAForm)
{
    instrument made = attune_test::with_unscored_item();
    attune::form wide;
    wide.id = "wide";
    wide.scales = made.scales;
    wide.scales->front().items.push_back(5);
    wide.vectors = {vector_of({1, 1, 1, 1, 1}, {{"anxiety", fraction{3, 1}}, {"avoidance", fraction{4, 1}}})};
    made.forms = {wide};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.unscored.scored", "/forms/0/scales",
                        "item 5 is listed in unscored and stands in a scale; expected one of them"));
}

// The published item 5 is printed first on a form that runs backwards.
TEST(ValidateUnscored, ItemsKeepTheirPlaceOnAReorderedForm)
{
    instrument made = attune_test::with_unscored_item();
    attune::form backwards;
    backwards.id = "backwards";
    backwards.reordered = true;
    backwards.order = std::vector<int>{5, 4, 3, 2, 1};
    backwards.scales = {mean_scale("anxiety", attune::dimension::anxiety, {5, 3}, {3}, 1),
                        mean_scale("avoidance", attune::dimension::avoidance, {4, 2}, {4}, 2)};
    backwards.vectors = {vector_of({7, 4, 1, 7, 2}, {{"anxiety", fraction{9, 2}}, {"avoidance", fraction{5, 2}}})};
    made.forms = {backwards};
    for (const attune::diagnostic& finding : attune::validate(made))
        ADD_FAILURE() << to_string(finding);
}

// --- scales ---

TEST(ValidateScales, AreNotNone)
{
    instrument made = attune_test::items_only(2);
    made.unscored = {1, 2};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.scale.none", "/scales", "no scales; expected at least 1"));
}

TEST(ValidateScales, HaveIdsOfTheirOwn)
{
    instrument made = attune_test::two_scales();
    made.scales[1].id = "anxiety";
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.scale.duplicate_id", "/scales/1/id",
                        "duplicate id 'anxiety', first at /scales/0/id"));
}

TEST(ValidateScales, ShareTheirIdsWithNoDerivedScore)
{
    instrument made = attune_test::with_derived();
    made.derived[0].id = "avoidance";
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.scale.duplicate_id", "/derived/0/id",
                        "duplicate id 'avoidance', first at /scales/1/id"));
}

TEST(ValidateScales, HoldItems)
{
    instrument made = attune_test::two_scales();
    made.scales.push_back(mean_scale("empty", attune::dimension::other, {}, {}, 1));
    EXPECT_TRUE(
        is_only(attune::validate(made), "instrument.scale.empty", "/scales/2/items", "no items; expected at least 1"));
}

TEST(ValidateScales, HoldItemsThatExist)
{
    instrument made = attune_test::two_scales();
    made.scales[1].items.push_back(44);
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.scale.unknown_item", "/scales/1/items/2",
                        "item 44; expected a number within 1..4"));
    made.scales[1].items.back() = -1;
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.scale.unknown_item", "/scales/1/items/2",
                        "item -1; expected a number within 1..4"));
}

TEST(ValidateScales, HoldEachItemOnce)
{
    instrument made = attune_test::two_scales();
    made.scales[1].items.push_back(4);
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.scale.duplicate_item", "/scales/1/items/2",
                        "item 4 twice; expected each item once"));
}

TEST(ValidateScales, ReverseEachItemOnce)
{
    instrument made = attune_test::two_scales();
    made.scales[1].reversed = {2, 2};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.scale.duplicate_item", "/scales/1/reversed/1",
                        "item 2 twice; expected each item once"));
}

TEST(ValidateScales, ReverseOnlyTheirOwnItems)
{
    instrument made = attune_test::two_scales();
    made.scales[1].reversed = {2, 3};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.scale.reversed_outside", "/scales/1/reversed/1",
                        "item 3 is not in this scale; expected one of its items"));
}

TEST(ValidateScales, AskForAtLeastOneAnswerAndNoMoreThanTheyHave)
{
    instrument made = attune_test::two_scales();
    for (const int asked : {0, -1, 3}) {
        made.scales[0].missing.min_answered = asked;
        EXPECT_TRUE(is_only(attune::validate(made), "instrument.scale.min_answered", "/scales/0/missing/min_answered",
                            std::to_string(asked) + "; expected 1..2, the number of items"));
    }
}

TEST(ValidateScales, OfAFormAreCheckedAtTheirPlace)
{
    attune::form form = backwards_form();
    form.scales->back().missing.min_answered = 3;
    EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.scale.min_answered",
                        "/forms/0/scales/1/missing/min_answered", "3; expected 1..2, the number of items"));
}

// --- derived ---

TEST(ValidateDerived, HaveTerms)
{
    instrument made = attune_test::with_derived();
    made.derived[0].terms.clear();
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.derived.empty", "/derived/0/terms",
                        "no terms; expected at least 1"));
}

TEST(ValidateDerived, NameScales)
{
    instrument made = attune_test::with_derived();
    made.derived[0].terms[1].score = "closeness";
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.derived.unknown_score", "/derived/0/terms/1/score",
                        "'closeness'; expected the id of a scale"));
}

TEST(ValidateDerived, NameNoOtherDerivedScores)
{
    instrument made = attune_test::with_derived();
    made.derived.push_back(made.derived[0]);
    made.derived[1].id = "insecurity";
    made.derived[1].terms = {{"security", {-1, 0}}};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.derived.unknown_score", "/derived/1/terms/0/score",
                        "'security'; expected the id of a scale"));
}

TEST(ValidateDerived, NameEachScaleOnce)
{
    instrument made = attune_test::with_derived();
    made.derived[0].terms.push_back({"anxiety", {1, 0}});
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.derived.duplicate_term", "/derived/0/terms/2/score",
                        "scale 'anxiety' twice; expected each scale once"));
}

TEST(ValidateDerived, StayExact)
{
    instrument made = attune_test::with_derived();
    made.derived[0].constant = {9'999'999'999'999'999, 7};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.derived.too_fine", "/derived",
                        "score 'security' needs integers of 2^53 or more; expected fewer decimals or terms"));
}

TEST(ValidateDerived, StayExactAsGlobalScores)
{
    instrument made = attune_test::with_targets();
    made.derived[0].constant = {2'000'000'000'000'000, 7};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.derived.too_fine", "/derived",
                        "score 'global_security' needs integers of 2^53 or more; expected fewer decimals or terms"));
}

TEST(ValidateDerived, StayExactOnEveryForm)
{
    attune::form form = backwards_form();
    form.derived->front().constant = {9'999'999'999'999'999, 7};
    EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.derived.too_fine", "/forms/0/derived",
                        "score 'security' needs integers of 2^53 or more; expected fewer decimals or terms"));
}

// --- targets ---

TEST(ValidateTargets, AreNotCalledGlobal)
{
    instrument made = attune_test::with_targets();
    made.targets.push_back("global");
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.target.reserved", "/targets/2",
                        "'global' is the name of the mean over targets; expected another id"));
}

TEST(ValidateTargets, StandOnce)
{
    instrument made = attune_test::with_targets();
    made.targets.push_back("mother");
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.target.duplicate", "/targets/2",
                        "target 'mother' twice; expected each target once"));
}

// --- forms ---

TEST(ValidateForms, HaveIdsOfTheirOwn)
{
    instrument made = attune_test::with_forms();
    made.forms[0].id = "backwards";
    EXPECT_TRUE(
        is_only(attune::validate(made), "instrument.form.duplicate_id", "/forms/2/id",
                "duplicate id 'backwards'; expected an id of its own ('published' is the form at the top level)"));
}

TEST(ValidateForms, AreNotCalledPublished)
{
    instrument made = attune_test::with_forms();
    made.forms[0].id = "published";
    EXPECT_TRUE(
        is_only(attune::validate(made), "instrument.form.duplicate_id", "/forms/0/id",
                "duplicate id 'published'; expected an id of its own ('published' is the form at the top level)"));
}

TEST(ValidateForms, OrderHoldsEveryPublishedNumberOnce)
{
    for (const std::vector<int>& order :
         {std::vector<int>{4, 3, 2, 2}, std::vector<int>{4, 3, 2}, std::vector<int>{4, 3, 2, 1, 1},
          std::vector<int>{3, 2, 1, 0}, std::vector<int>{5, 4, 3, 2}, std::vector<int>{}}) {
        attune::form form = backwards_form();
        form.order = order;
        EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.form.order", "/forms/0/order",
                            "not a rearrangement of 1..4; expected every published number once"));
    }
}

// A list without gaps, but longer than the published items.
TEST(ValidateForms, OrderHoldsNoNumberBeyondThePublishedOnes)
{
    attune::form form = backwards_form();
    form.order = std::vector<int>{5, 4, 3, 2, 1};
    EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.form.order", "/forms/0/order",
                        "not a rearrangement of 1..4; expected every published number once"));
}

TEST(ValidateForms, WithAnotherOrderOrRangeRestateTheirScales)
{
    const std::string message = "another range or order without scales; expected scales restated in full";
    attune::form form = backwards_form();
    form.scales = std::nullopt;
    EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.form.incomplete", "/forms/0", message));
    form = attune_test::with_forms().forms[1];
    form.scales = std::nullopt;
    EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.form.incomplete", "/forms/0", message));
}

TEST(ValidateForms, WithAnotherOrderOrRangeRestateTheirDerivedScores)
{
    const std::string message = "another range or order without derived; expected derived restated in full";
    attune::form form = backwards_form();
    form.derived = std::nullopt;
    EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.form.incomplete", "/forms/0", message));
    form = attune_test::with_forms().forms[1];
    form.derived = std::nullopt;
    EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.form.incomplete", "/forms/0", message));
}

TEST(ValidateForms, NeedNoDerivedScoresWhereThereAreNone)
{
    instrument made = attune_test::two_scales();
    attune::form form = backwards_form();
    form.derived = std::nullopt;
    form.vectors[0].scores.erase("security");
    made.forms = {form};
    EXPECT_TRUE(attune::validate(made).empty());
}

TEST(ValidateForms, WithAKeyOfTheirOwnHaveVectorsOfTheirOwn)
{
    const std::string message = "a key of its own without vectors; expected at least 1 vector";
    attune::form reordered = backwards_form();
    attune::form other_scales;
    other_scales.id = "other_scales";
    other_scales.scales = attune_test::two_scales().scales;
    attune::form other_derived;
    other_derived.id = "other_derived";
    other_derived.derived = attune_test::with_derived().derived;
    for (attune::form form : {reordered, other_scales, other_derived}) {
        form.vectors.clear();
        EXPECT_TRUE(is_only(attune::validate(with_form(form)), "instrument.form.incomplete", "/forms/0", message))
            << form.id;
    }
}

// A form may restate derived scores alone: they are checked against the published scales.
TEST(ValidateForms, WithDerivedScoresAloneNameScales)
{
    attune::form form;
    form.id = "other_derived";
    form.derived = attune_test::with_derived().derived;
    form.derived->front().terms[1].score = "closeness";
    form.vectors = {attune_test::with_derived().vectors[0]};
    findings found;
    EXPECT_NO_THROW(found = attune::validate(with_form(form)));
    EXPECT_TRUE(is_only(found, "instrument.derived.unknown_score", "/forms/0/derived/0/terms/1/score",
                        "'closeness'; expected the id of a scale"));
}

// --- published figures ---

TEST(ValidatePublished, NameAForm)
{
    EXPECT_TRUE(is_only(attune::validate(with_figure("anxiety", "printed")), "instrument.published.unknown_form",
                        "/published/0/form",
                        "'printed'; expected one of published, same_key, zero_to_six, backwards, shuffled"));
}

TEST(ValidatePublished, NameAScoreOfTheirForm)
{
    EXPECT_TRUE(is_only(attune::validate(with_figure("secure", "published")), "instrument.published.unknown_score",
                        "/published/0/score", "'secure'; expected one of anxiety, avoidance, security"));
}

TEST(ValidatePublished, NameATargetWhereThereAreTargets)
{
    instrument made = attune_test::with_targets();
    attune::published_figure figure;
    figure.form = "published";
    figure.score = "global_anxiety";
    made.published = {figure};
    EXPECT_TRUE(attune::validate(made).empty());
    made.published[0].score = "anxiety";
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.published.unknown_score", "/published/0/score",
                        "'anxiety'; expected one of mother_anxiety, mother_avoidance, mother_security, father_anxiety, "
                        "father_avoidance, father_security, global_anxiety, global_avoidance, global_security"));
}

TEST(ValidatePublished, NameAScoreOfTheFormTheyAreFromAndOfNoOther)
{
    attune::form form;
    form.id = "one_scale";
    form.scales = {mean_scale("insecurity", attune::dimension::other, {1, 2, 3, 4}, {}, 4)};
    form.derived = attune_test::with_derived().derived;
    form.derived->front().id = "calm";
    form.derived->front().terms = {{"insecurity", {-1, 0}}};
    form.vectors = {vector_of({1, 1, 1, 1}, {{"insecurity", fraction{1, 1}}, {"calm", fraction{7, 1}}})};
    instrument made = with_form(form);
    for (const char* const score : {"insecurity", "calm"}) {
        attune::published_figure figure;
        figure.form = "one_scale";
        figure.score = score;
        made.published = {figure};
        EXPECT_TRUE(attune::validate(made).empty()) << score;
        made.published[0].form = "published";
        EXPECT_TRUE(is_only(attune::validate(made), "instrument.published.unknown_score", "/published/0/score",
                            "'" + std::string(score) + "'; expected one of anxiety, avoidance, security"));
    }
}

TEST(ValidatePublished, AreAllChecked)
{
    instrument made = with_figure("secure", "published");
    made.published.push_back(made.published[0]);
    EXPECT_EQ(attune::validate(made).size(), 2U);
    for (const char* const part : {"/published/0/form", "/published/0/score"})
        EXPECT_TRUE(is_only(attune::validate(made, sound_but_for({"", part})), "instrument.published.unknown_score",
                            "/published/1/score", "'secure'; expected one of anxiety, avoidance, security"));
}

// A wrong order is a finding of its own, and must not be looked into while the figures are checked.
TEST(ValidatePublished, MayNameAFormWhoseOrderIsWrong)
{
    for (const std::vector<int>& order : {std::vector<int>{4, 3, 2, 99}, std::vector<int>{4, 3, 2}}) {
        instrument made = with_figure("anxiety", "backwards");
        made.forms[2].order = order;
        EXPECT_TRUE(is_only(attune::validate(made), "instrument.form.order", "/forms/2/order",
                            "not a rearrangement of 1..4; expected every published number once"));
    }
}

// --- vectors ---

TEST(ValidateVectors, AreNotNone)
{
    instrument made = attune_test::two_scales();
    made.vectors.clear();
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.none", "/vectors",
                        "no vectors; expected at least 1, so that a wrong key is noticed"));
}

TEST(ValidateVectors, HaveNoTargetsWhereThereAreNone)
{
    instrument made = attune_test::two_scales();
    made.vectors[1].answers = {{"mother", {1, 1, 1, 1}}};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.unknown_target", "/vectors/1/answers/mother",
                        "target 'mother'; expected one list of answers, as the definition has no targets"));
}

TEST(ValidateVectors, NameDeclaredTargets)
{
    instrument made = attune_test::with_targets();
    made.vectors[1].answers = {{"friend", {1, 1, 1, 1}}};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.unknown_target", "/vectors/1/answers/friend",
                        "target 'friend'; expected one list for each of mother, father"));
}

TEST(ValidateVectors, HaveOneListForEachTarget)
{
    instrument made = attune_test::with_targets();
    made.vectors[1].answers = {{"", {1, 1, 1, 1}}};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.unknown_target", "/vectors/1/answers",
                        "one list of answers; expected one list for each of mother, father"));
}

TEST(ValidateVectors, AnswerEveryItem)
{
    instrument made = attune_test::two_scales();
    made.vectors[1].answers[""].pop_back();
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.length", "/vectors/1/answers",
                        "3 answers; expected 4, one per item, null for none"));
    instrument asked = attune_test::with_targets();
    asked.vectors[0].answers["father"].push_back(1);
    EXPECT_TRUE(is_only(attune::validate(asked), "instrument.vector.length", "/vectors/0/answers/father",
                        "5 answers; expected 4, one per item, null for none"));
}

TEST(ValidateVectors, HoldAnswersWithinTheRange)
{
    instrument made = attune_test::two_scales();
    made.vectors[1].answers[""][2] = 8;
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.answer", "/vectors/1/answers/2",
                        "8; expected 1..7 or null"));
    instrument asked = attune_test::with_targets();
    asked.vectors[0].answers["father"][0] = 0;
    EXPECT_TRUE(is_only(attune::validate(asked), "instrument.vector.answer", "/vectors/0/answers/father/0",
                        "0; expected 1..7 or null"));
}

TEST(ValidateVectors, HoldAnswersWithinTheRangeOfTheirForm)
{
    instrument made = attune_test::with_forms();
    made.forms[1].vectors[0].answers[""][0] = 7;
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.answer", "/forms/1/vectors/0/answers/0",
                        "7; expected 0..6 or null"));
}

TEST(ValidateVectors, NameScoresOfTheirForm)
{
    instrument made = attune_test::two_scales();
    made.vectors[1].scores["secure"] = fraction{1, 1};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.unknown_score", "/vectors/1/scores/secure",
                        "'secure'; expected one of anxiety, avoidance"));
}

TEST(ValidateVectors, StateEveryScore)
{
    instrument made = attune_test::two_scales();
    made.vectors[1].scores.erase("avoidance");
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.missing_score", "/vectors/1/scores",
                        "no 'avoidance'; expected every score of the form"));
}

TEST(ValidateVectors, ComeOut)
{
    instrument made = attune_test::two_scales();
    made.vectors[0].scores["anxiety"] = fraction{4, 1};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.mismatch", "/vectors/0/scores/anxiety",
                        "4, but the key gives 9/2"));
}

TEST(ValidateVectors, AreRefusedWhereTheKeyRefuses)
{
    instrument made = attune_test::two_scales();
    made.vectors[1].scores["avoidance"] = fraction{5, 1};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.mismatch", "/vectors/1/scores/avoidance",
                        "5, but the key gives null (refused)"));
    made = attune_test::two_scales();
    made.vectors[0].scores["avoidance"] = std::nullopt;
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.mismatch", "/vectors/0/scores/avoidance",
                        "null (refused), but the key gives 5/2"));
}

TEST(ValidateVectors, NoticeADroppedReversal)
{
    instrument made = attune_test::two_scales();
    made.scales[0].reversed.clear();
    const findings found = attune::validate(made);
    EXPECT_TRUE(
        is_only(found, "instrument.vector.mismatch", "/vectors/0/scores/anxiety", "9/2, but the key gives 3/2"));
}

TEST(ValidateVectors, OfAFormAreCheckedAtTheirPlace)
{
    instrument made = attune_test::with_forms();
    made.forms[2].vectors[0].scores["anxiety"] = fraction{4, 1};
    EXPECT_TRUE(is_only(attune::validate(made), "instrument.vector.mismatch", "/forms/2/vectors/0/scores/anxiety",
                        "4, but the key gives 9/2"));
}

// --- together ---

TEST(Validate, ReportsAllFaultsAtOnceInTheOrderOfTheParts)
{
    instrument made = attune_test::with_derived();
    made.response.anchors[9] = "beyond";
    made.items[1].id = "q1";
    made.items[2].number = 9;
    made.scales[0].reversed = {2};
    made.scales[1].missing.min_answered = 7;
    made.derived[0].terms[0].score = "closeness";
    made.targets = {"global"};
    made.forms = {backwards_form()};
    made.forms[0].order = std::vector<int>{1};
    attune::published_figure figure;
    figure.form = "printed";
    made.published = {figure};
    made.vectors.clear();
    EXPECT_EQ(
        codes_of(attune::validate(made)),
        (std::vector<std::string>{
            "instrument.response.anchor", "instrument.item.duplicate_id", "instrument.item.number",
            "instrument.scale.reversed_outside", "instrument.scale.min_answered", "instrument.derived.unknown_score",
            "instrument.target.reserved", "instrument.form.order", "instrument.published.unknown_form"}));
}

TEST(Validate, ReportsEveryWrongVector)
{
    instrument made = attune_test::two_scales();
    made.vectors[0].scores["anxiety"] = fraction{1, 1};
    made.vectors[0].scores["avoidance"] = fraction{1, 1};
    made.vectors[1].answers[""][0] = 8;
    EXPECT_EQ(codes_of(attune::validate(made)),
              (std::vector<std::string>{"instrument.vector.mismatch", "instrument.vector.mismatch",
                                        "instrument.vector.answer"}));
}

TEST(Validate, LooksAtVectorsOnlyOnceNothingElseIsWrong)
{
    instrument made = attune_test::two_scales();
    made.vectors[0].scores["anxiety"] = fraction{1, 1};
    made.response.anchors[9] = "beyond";
    EXPECT_EQ(codes_of(attune::validate(made)), std::vector<std::string>{"instrument.response.anchor"});
}

TEST(Validate, LooksAtVectorsOnlyInADefinitionThatWasReadWithoutFault)
{
    instrument made = attune_test::two_scales();
    made.vectors[0].scores["anxiety"] = fraction{1, 1};
    EXPECT_EQ(attune::validate(made).size(), 1U);
    EXPECT_TRUE(attune::validate(made, sound_but_for({""})).empty());
}

TEST(Validate, SkipsTheRangeThatWasNotRead)
{
    instrument made = attune_test::two_scales();
    made.response = {9, 1, {}};
    EXPECT_TRUE(attune::validate(made, sound_but_for({"", "/response"})).empty());
}

TEST(Validate, SkipsAllThatNeedsItemsWhichWereNotRead)
{
    instrument made = attune_test::with_forms();
    made.items.clear();
    made.unscored = {7};
    EXPECT_TRUE(attune::validate(made, sound_but_for({"", "/items"})).empty());
    EXPECT_FALSE(attune::validate(made).empty());
}

TEST(Validate, SkipsAllThatNeedsScalesWhichWereNotRead)
{
    instrument made = attune_test::with_derived();
    made.scales.clear();
    attune::published_figure figure;
    figure.form = "published";
    figure.score = "anxiety";
    made.published = {figure};
    EXPECT_TRUE(attune::validate(made, sound_but_for({"", "/scales"})).empty());
    EXPECT_FALSE(attune::validate(made).empty());
}

TEST(Validate, DoesNotMissItemsWhenUnscoredWasNotRead)
{
    instrument made = attune_test::with_unscored_item();
    made.unscored.clear();
    EXPECT_TRUE(attune::validate(made, sound_but_for({"", "/unscored"})).empty());
}

TEST(Validate, SkipsDerivedScoresThatWereNotRead)
{
    instrument made = attune_test::with_derived();
    made.derived[0].terms.clear();
    EXPECT_TRUE(attune::validate(made, sound_but_for({"", "/derived"})).empty());
}

TEST(Validate, SkipsTargetsThatWereNotRead)
{
    instrument made = attune_test::with_targets();
    made.targets = {"global", "global"};
    EXPECT_TRUE(attune::validate(made, sound_but_for({"", "/targets"})).empty());
}

TEST(Validate, AsksNoFigureForAScoreThatWasNotRead)
{
    for (const char* const part : {"/scales", "/derived", "/targets", "/forms"})
        EXPECT_TRUE(attune::validate(with_figure("secure", "published"), sound_but_for({"", part})).empty()) << part;
}

TEST(Validate, AsksNoFormForPartsThatWereNotRead)
{
    attune::form form = backwards_form();
    form.scales = std::nullopt;
    EXPECT_TRUE(attune::validate(with_form(form), sound_but_for({"", "/forms/0"})).empty());
    form = backwards_form();
    form.order = std::vector<int>{1};
    EXPECT_TRUE(attune::validate(with_form(form), sound_but_for({"", "/forms/0/order"})).empty());
    form = backwards_form();
    form.scales->front().items = {};
    EXPECT_TRUE(attune::validate(with_form(form), sound_but_for({"", "/forms/0/scales"})).empty());
    form = {};
    form.id = "short";
    form.scales = std::vector<attune::scale>{};
    form.vectors = {attune_test::vector_of({2, 7, 1, 4}, {})};
    instrument kept = attune_test::with_derived();
    kept.forms = {form};
    EXPECT_TRUE(attune::validate(kept, sound_but_for({"", "/forms/0/scales"})).empty());
}

// Where the unscored items are printed follows from the order.
TEST(Validate, DoesNotMissItemsOfAFormWhoseOrderWasNotRead)
{
    instrument made = attune_test::with_unscored_item();
    made.forms = {backwards_form()};
    made.forms[0].order = std::vector<int>{1};
    made.forms[0].scales->front().items = {5, 3};
    made.forms[0].scales->front().reversed = {};
    EXPECT_TRUE(attune::validate(made, sound_but_for({"", "/forms/0/order", "/forms/0/derived"})).empty());
}
