#include "attune/analysis/answer_moments.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

using attune::grouped_moments;
using attune::moment_layout;
using attune::moments;

TEST(AnswerMoments, LayoutFollowsTheScalesOfTheForm)
{
    const attune::scoring_key key(attune_test::two_scales());
    const moment_layout layout = attune::layout_of(key);
    EXPECT_EQ(layout.n_items, key.n_columns());
    EXPECT_EQ(layout.min, key.range().min);
    EXPECT_EQ(layout.max, key.range().max);
    ASSERT_EQ(layout.scales.size(), key.form().scales.size());
    for (std::size_t s = 0; s < layout.scales.size(); ++s) {
        const attune::scale& scale = key.form().scales[s];
        ASSERT_EQ(layout.scales[s].items.size(), scale.items.size());
        for (std::size_t p = 0; p < scale.items.size(); ++p) {
            EXPECT_EQ(layout.scales[s].items[p] + 1, static_cast<std::size_t>(scale.items[p]));
            EXPECT_EQ(layout.scales[s].is_reversed[p],
                      std::find(scale.reversed.begin(), scale.reversed.end(), scale.items[p]) != scale.reversed.end());
        }
    }
}

TEST(AnswerMoments, LayoutReversesNothingThatIsKeyedAlready)
{
    const attune::scoring_key key(attune_test::two_scales(), {.already_keyed = true});
    for (const attune::moment_scale& scale : attune::layout_of(key).scales)
        for (const bool is_reversed : scale.is_reversed)
            EXPECT_FALSE(is_reversed);
}

TEST(AnswerMoments, RowOfAScaleIsKeyedAndSaysWhatIsMissing)
{
    const moment_layout layout{4, 1, 7, {{{0}, {false}}, {{3, 1, 2}, {true, false, true}}}};
    const std::vector<attune::answer_code> row{1, -2, 8, 2};
    EXPECT_EQ(attune::keyed_row(row, layout, 1), (std::vector<std::int8_t>{6, -1, -1}));
    EXPECT_EQ(attune::keyed_row(row, layout, 0), std::vector<std::int8_t>{1});
}

TEST(AnswerMoments, OfGroupsAreThoseOfTheirPeople)
{
    const moment_layout layout{2, 1, 7, {{{0, 1}, {false, false}}}};
    grouped_moments first(layout);
    grouped_moments second(layout);
    moments a(layout);
    moments b(layout);
    for (int i = 0; i < 5000; ++i) {
        const std::vector<attune::answer_code> row{static_cast<attune::answer_code>(1 + i % 7),
                                                   static_cast<attune::answer_code>(i % 11 == 0 ? -1 : 1 + i % 5)};
        const bool is_a = i % 3 == 0;
        (i < 3000 ? first : second).add(is_a ? "a" : "b", row);
        (is_a ? a : b).add(row.data(), 1, 2);
    }
    first.merge(second);
    EXPECT_EQ(first.n_groups(), 2U);
    const auto found = first.finish();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_TRUE(found.at("a") == a);
    EXPECT_TRUE(found.at("b") == b);
}

TEST(AnswerMoments, TakeABlockAsOneGroup)
{
    const moment_layout layout{3, 1, 7, {{{0, 1, 2}, {false, true, false}}}};
    attune::code_block block(3);
    moments expected(layout);
    grouped_moments found(layout);
    found.add("", block);
    EXPECT_EQ(found.n_groups(), 0U);
    for (int i = 0; i < 700; ++i) {
        const auto row = block.append();
        for (std::size_t j = 0; j < row.size(); ++j)
            row[j] = static_cast<attune::answer_code>(1 + (i + static_cast<int>(j)) % 7);
        expected.add(block.padded_row(block.n_persons() - 1), 1, block.stride());
    }
    found.add("", block);
    EXPECT_TRUE(found.finish().at("") == expected);
}
