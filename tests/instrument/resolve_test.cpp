#include "attune/instrument/resolve.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune_test::throws_message;
using names = std::vector<std::string>;

namespace {

names item_ids(const attune::resolved_form& full)
{
    names ids;
    for (const attune::item& question : full.items)
        ids.push_back(question.id);
    return ids;
}

}  // namespace

TEST(FormIds, BeginWithPublished)
{
    EXPECT_EQ(attune::form_ids(attune_test::two_scales()), names{"published"});
    EXPECT_EQ(attune::form_ids(attune_test::with_forms()),
              (names{"published", "same_key", "zero_to_six", "backwards", "shuffled"}));
}

TEST(ResolveForm, IsThePublishedOneUnlessAnotherIsNamed)
{
    const attune::instrument made = attune_test::with_forms();
    const attune::resolved_form full = attune::resolve_form(made);
    EXPECT_EQ(full.instrument_id, "sample");
    EXPECT_EQ(full.id, "published");
    EXPECT_EQ(full.note, "");
    EXPECT_EQ(full.response.max, 7);
    EXPECT_EQ(item_ids(full), (names{"q1", "q2", "q3", "q4"}));
    EXPECT_EQ(full.scales.size(), made.scales.size());
    EXPECT_EQ(full.derived.size(), made.derived.size());
    EXPECT_EQ(full.vectors.size(), made.vectors.size());
}

TEST(ResolveForm, TakesOverWhatAFormDoesNotRestate)
{
    const attune::instrument made = attune_test::with_forms();
    const attune::resolved_form full = attune::resolve_form(made, "same_key");
    EXPECT_EQ(full.id, "same_key");
    EXPECT_EQ(full.note, "printed on blue paper");
    EXPECT_EQ(full.response.max, 7);
    EXPECT_EQ(full.response.anchors.size(), 2U);
    EXPECT_EQ(full.scales[0].items, made.scales[0].items);
    EXPECT_EQ(full.derived[0].id, "security");
}

TEST(ResolveForm, InheritsNoVectors)
{
    EXPECT_TRUE(attune::resolve_form(attune_test::with_forms(), "same_key").vectors.empty());
    EXPECT_EQ(attune::resolve_form(attune_test::with_forms(), "zero_to_six").vectors.size(), 1U);
}

TEST(ResolveForm, UsesTheRangeScalesAndDerivedScoresOfTheForm)
{
    attune::instrument made = attune_test::with_forms();
    made.forms[1].derived->front().constant = {6, 0};
    const attune::resolved_form full = attune::resolve_form(made, "zero_to_six");
    EXPECT_EQ(full.response.min, 0);
    EXPECT_EQ(full.response.max, 6);
    EXPECT_TRUE(full.response.anchors.empty());
    EXPECT_EQ(full.derived[0].constant, (attune::decimal{6, 0}));
    EXPECT_EQ(attune::resolve_form(made, "backwards").scales[0].items, (std::vector<int>{4, 2}));
}

TEST(ResolveForm, NumbersItemsAsTheyArePrintedAndKeepsTheirIds)
{
    const attune::resolved_form full = attune::resolve_form(attune_test::with_forms(), "backwards");
    EXPECT_EQ(item_ids(full), (names{"q4", "q3", "q2", "q1"}));
    for (std::size_t index = 0; index < full.items.size(); ++index)
        EXPECT_EQ(full.items[index].number, static_cast<int>(index) + 1);
    EXPECT_EQ(full.items[0].topic, "topic 4");
}

// The k-th entry of an order is the published number of what is printed k-th, not the other way round.
TEST(ResolveForm, ReadsAnOrderFromThePrintedNumberToThePublishedOne)
{
    attune::instrument made = attune_test::with_forms();
    made.forms[2].order = std::vector<int>{3, 1, 4, 2};
    EXPECT_EQ(item_ids(attune::resolve_form(made, "backwards")), (names{"q3", "q1", "q4", "q2"}));
}

TEST(ResolveForm, NamesItemsAfterTheFormWhereTheOrderIsNotKnown)
{
    const attune::resolved_form full = attune::resolve_form(attune_test::with_forms(), "shuffled");
    EXPECT_EQ(item_ids(full), (names{"shuffled_1", "shuffled_2", "shuffled_3", "shuffled_4"}));
    for (const attune::item& question : full.items)
        EXPECT_FALSE(question.topic.has_value()) << question.number;
}

// Numbers are those printed on the form, for items, scales and the unscored alike.
TEST(ResolveForm, ListsUnscoredItemsByTheirNumberOnTheForm)
{
    attune::instrument made = attune_test::with_unscored_item();
    attune::form backwards;
    backwards.id = "backwards";
    backwards.reordered = true;
    backwards.order = std::vector<int>{5, 4, 3, 2, 1};
    made.forms = {backwards};
    EXPECT_EQ(attune::resolve_form(made, "backwards").unscored, std::vector<int>{1});
    made.forms[0].order = std::vector<int>{2, 1, 5, 3, 4};
    EXPECT_EQ(attune::resolve_form(made, "backwards").unscored, std::vector<int>{3});
    made.unscored = {4, 5};
    EXPECT_EQ(attune::resolve_form(made, "backwards").unscored, (std::vector<int>{3, 5}));
}

TEST(ResolveForm, RefusesAnUnknownFormAndListsThoseThatExist)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::resolve_form(attune_test::with_forms(), "alternating"); },
        "resolve_form: form must be one of published, same_key, zero_to_six, backwards, shuffled, but is "
        "'alternating'"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::resolve_form(attune_test::two_scales(), ""); },
                                                      "resolve_form: form must be one of published, but is ''"));
}

TEST(ScoreIds, AreScalesThenDerivedScores)
{
    const attune::resolved_form full = attune::resolve_form(attune_test::with_derived());
    EXPECT_EQ(attune::base_score_ids(full), (names{"anxiety", "avoidance", "security"}));
    EXPECT_EQ(attune::score_ids(full), attune::base_score_ids(full));
}

TEST(ScoreIds, WithTargetsAreThoseOfEachTargetThenTheGlobalOnes)
{
    const attune::resolved_form full = attune::resolve_form(attune_test::with_targets());
    EXPECT_EQ(attune::base_score_ids(full), (names{"anxiety", "avoidance", "security"}));
    EXPECT_EQ(attune::score_ids(full),
              (names{"mother_anxiety", "mother_avoidance", "mother_security", "father_anxiety", "father_avoidance",
                     "father_security", "global_anxiety", "global_avoidance", "global_security"}));
}
