#include "attune/stats/reliability/part_sums.hpp"

#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::items_in_turn;
using attune::part_sums;
using attune::score_level;
using attune_test::throws_message;

namespace {

/// Six people and three items of 1..4; the fourth left an item out, the fifth has an answer outside.
const std::vector<std::int8_t> rows{1, 2, 3, 4, 4, 4, 2, 3, 1, 1, -1, 2, 5, 1, 1, 3, 3, 1};

part_sums counted(std::size_t first, std::size_t n_persons)
{
    part_sums sums({0, 1, 0}, 1, 4);
    sums.add(rows.data() + 3 * first, n_persons, 3);
    return sums;
}

void expect_same(const part_sums& a, const part_sums& b)
{
    ASSERT_EQ(a.levels().size(), b.levels().size());
    for (std::size_t i = 0; i < a.levels().size(); ++i) {
        EXPECT_EQ(a.levels()[i].n, b.levels()[i].n);
        EXPECT_EQ(a.levels()[i].sum, b.levels()[i].sum);
        EXPECT_EQ(a.levels()[i].squares, b.levels()[i].squares);
    }
}

}  // namespace

TEST(PartSums, CountThePeopleOfEachSumWithAllItems)
{
    const part_sums sums = counted(0, 6);
    EXPECT_EQ(sums.n_items(), 3U);
    EXPECT_EQ(sums.n_parts(), 2U);
    EXPECT_EQ(sums.n_items_of_part(), (std::vector<std::size_t>{2, 1}));
    EXPECT_EQ(sums.lowest_sum(), 3);
    ASSERT_EQ(sums.levels().size(), 10U);
    const score_level& six = sums.levels()[3];  // 1 2 3 and 2 3 1
    EXPECT_EQ(six.n, 2);
    EXPECT_EQ(six.sum, (std::vector<std::int64_t>{7, 5}));
    EXPECT_EQ(six.squares, 16 + 4 + 9 + 9);
    EXPECT_EQ(sums.levels()[9].n, 1);
    EXPECT_EQ(sums.levels()[4].n, 1);
    std::int64_t n = 0;
    for (const score_level& level : sums.levels())
        n += level.n;
    EXPECT_EQ(n, 4);
}

TEST(PartSums, OfPartsOfASampleMergeAndSubtract)
{
    part_sums merged = counted(0, 2);
    merged.merge(counted(2, 4));
    expect_same(merged, counted(0, 6));
    merged.subtract(counted(0, 2));
    expect_same(merged, counted(2, 4));
}

TEST(PartSums, DealItemsOutInTurn)
{
    EXPECT_EQ(items_in_turn(5, 2), (std::vector<std::size_t>{0, 1, 0, 1, 0}));
    EXPECT_EQ(items_in_turn(3, 3), (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { static_cast<void>(items_in_turn(3, 4)); },
                                                      "items_in_turn: n_parts must lie in 2..3, but is 4"));
}

TEST(PartSums, RefuseACallersMistakes)
{
    const auto expect_error = [](auto call, const char* message) {
        EXPECT_TRUE(throws_message<std::invalid_argument>(call, message));
    };
    expect_error([] { part_sums({0}, 1, 4); }, "part_sums: n_items must lie in 2..1000, but is 1");
    expect_error([] { part_sums({0, 1}, -1, 4); }, "part_sums: min must lie in 0..99, but is -1");
    expect_error([] { part_sums({0, 1}, 4, 4); }, "part_sums: max must lie in 5..100, but is 4");
    expect_error([] { part_sums({0, 0}, 1, 4); }, "part_sums: n_parts must lie in 2..2, but is 1");
    expect_error(
        [] {
            part_sums({0, 2, 2}, 1, 4);
        },
        "part_sums: part_of_item must name every part, but is without one of them");
    expect_error(
        [] {
            part_sums({0, 1}, 1, 4).add(nullptr, 0, 1);
        },
        "part_sums::add: stride must be at least the number of items, but is smaller");
    expect_error(
        [] {
            part_sums({0, 1}, 1, 4).merge(part_sums({0, 1}, 1, 5));
        },
        "part_sums::merge: other must have the same parts and range, but is of other items");
    expect_error([] { counted(0, 1).subtract(counted(0, 6)); },
                 "part_sums::subtract: other must hold people who are among these, but is not part of them");
    expect_error(
        [] {
            part_sums({0, 1}, 1, 4).subtract(part_sums({1, 0}, 1, 4));
        },
        "part_sums::subtract: other must have the same parts and range, but is of other items");
}
