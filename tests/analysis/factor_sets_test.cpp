#include "attune/analysis/factor_sets.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

using attune::factor_set;
using attune::factor_sets;

namespace {

std::vector<int> numbers_of(const factor_set& set)
{
    std::vector<int> numbers;
    for (const attune::factor_item& item : set.items)
        numbers.push_back(item.number);
    return numbers;
}

}  // namespace

TEST(FactorSets, PutAllScoredItemsTogetherInTheOrderOfTheForm)
{
    const attune::scoring_key key(attune_test::two_scales());
    const std::vector<factor_set> sets = factor_sets(key, false);
    ASSERT_EQ(sets.size(), 1U);
    EXPECT_EQ(sets[0].id, "all");
    EXPECT_EQ(numbers_of(sets[0]), (std::vector<int>{1, 2, 3, 4}));
    EXPECT_EQ(sets[0].scales, (std::vector<std::string>{"anxiety", "avoidance"}));
    EXPECT_EQ(sets[0].items[1].scale, "avoidance");
    EXPECT_EQ(sets[0].items[1].topic, "topic 2");
    EXPECT_EQ(sets[0].layout.items, (std::vector<std::size_t>{0, 1, 2, 3}));
    EXPECT_EQ(sets[0].layout.is_reversed, (std::vector<bool>{false, true, true, false}));
    EXPECT_TRUE(sets[0].items[2].is_reversed);
}

TEST(FactorSets, TakeEachScaleApartWhenAsked)
{
    const attune::scoring_key key(attune_test::two_scales());
    const std::vector<factor_set> sets = factor_sets(key, true);
    ASSERT_EQ(sets.size(), 2U);
    EXPECT_EQ(sets[1].id, "avoidance");
    EXPECT_EQ(numbers_of(sets[1]), (std::vector<int>{2, 4}));
    EXPECT_EQ(sets[1].scales, std::vector<std::string>{"avoidance"});
    const attune::moment_layout layout = layout_of(key, sets);
    EXPECT_EQ(layout.n_items, 4U);
    EXPECT_EQ(layout.scales[1].items, (std::vector<std::size_t>{1, 3}));
}

TEST(FactorSets, CountAnItemOfSeveralScalesOnceInTheDirectionOfTheFirst)
{
    attune::instrument of = attune_test::items_only(3);
    of.scales = {attune_test::mean_scale("one", attune::dimension::other, {1, 2}, {2}, 2),
                 attune_test::mean_scale("two", attune::dimension::other, {2, 3}, {}, 2)};
    const std::vector<factor_set> sets = factor_sets(attune::scoring_key(of), false);
    EXPECT_EQ(numbers_of(sets[0]), (std::vector<int>{1, 2, 3}));
    EXPECT_EQ(sets[0].items[1].scale, "one");
    EXPECT_TRUE(sets[0].layout.is_reversed[1]);
}

TEST(FactorSets, AreOneForEachRelationship)
{
    const attune::scoring_key key(attune_test::with_targets());
    const std::vector<factor_set> together = factor_sets(key, false);
    ASSERT_EQ(together.size(), 2U);
    EXPECT_EQ(together[0].id, "mother");
    EXPECT_EQ(together[1].id, "father");
    EXPECT_EQ(together[1].layout.items.front(), key.form().items.size());
    EXPECT_EQ(factor_sets(key, true)[0].id, "mother_" + key.form().scales[0].id);
}
