#include "attune/stats/moments/pair_tables.hpp"

#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/moments/moments.hpp"
#include "support/expect_message.hpp"

using attune::pair_tables;
using attune_test::throws_message;

namespace {

/// Three items of 1..5 and one unused byte a row; one answer in ten is missing or outside.
std::vector<std::int8_t> random_rows(std::size_t n_persons)
{
    std::mt19937_64 random(n_persons);
    std::vector<std::int8_t> rows(n_persons * 4, 3);
    for (std::size_t i = 0; i < n_persons; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            const int wrong = random() % 2 == 0 ? -1 : 6;
            const int answer = 1 + static_cast<int>(random() % 5);
            rows[i * 4 + j] = static_cast<std::int8_t>(random() % 10 == 0 ? wrong : answer);
        }
    return rows;
}

pair_tables counted(const std::vector<std::int8_t>& rows)
{
    pair_tables tables(3, 1, 5);
    tables.add(rows.data(), rows.size() / 4, 4);
    return tables;
}

}  // namespace

TEST(PairTables, CountWhoGaveTwoAnswers)
{
    const std::vector<std::int8_t> rows = random_rows(500);
    const pair_tables tables = counted(rows);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            for (int x = 1; x <= 5; ++x)
                for (int y = 1; y <= 5; ++y) {
                    std::int64_t n = 0;
                    for (std::size_t p = 0; p < 500; ++p)
                        n += rows[4 * p + i] == x && rows[4 * p + j] == y ? 1 : 0;
                    ASSERT_EQ(tables.of(i, j)(x - 1, y - 1), n);
                }
}

TEST(PairTables, AgreeWithTheMomentsOfTheSamePeople)
{
    const std::vector<std::int8_t> rows = random_rows(700);
    const pair_tables tables = counted(rows);
    attune::moments sums({3, 1, 5, {}});
    sums.add(rows.data(), 700, 4);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const auto table = tables.of(i, j);
            const auto pair = sums.pair(i, j);
            EXPECT_EQ(table.sum(), pair.n);
            std::int64_t product = 0;
            for (int x = 1; x <= 5; ++x)
                for (int y = 1; y <= 5; ++y)
                    product += table(x - 1, y - 1) * x * y;
            EXPECT_EQ(product, pair.product);
        }
}

TEST(PairTables, OfPartsMergeAndSubtract)
{
    const std::vector<std::int8_t> rows = random_rows(90);
    const std::vector<std::int8_t> first(rows.begin(), rows.begin() + 4 * 31);
    const std::vector<std::int8_t> rest(rows.begin() + 4 * 31, rows.end());
    pair_tables merged = counted(first);
    merged.merge(counted(rest));
    EXPECT_EQ(merged, counted(rows));
    merged.subtract(counted(rest));
    EXPECT_EQ(merged, counted(first));
}

TEST(PairTables, RefuseWhatMakesNoSense)
{
    pair_tables tables = counted(random_rows(5));
    const std::vector<std::int8_t> rows = random_rows(9);
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { pair_tables(0, 1, 5); },
                                                      "pair_tables: n_items must lie in 1..1000, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { pair_tables(2, 1, 1); },
                                                      "pair_tables: max must lie in 2..100, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { tables.add(rows.data(), 1, 2); },
        "pair_tables::add: stride must be at least the number of items, but is smaller"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { tables.merge(pair_tables(3, 1, 7)); },
                                                      "pair_tables::merge: other must have the same items and range, "
                                                      "but is of other items"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { tables.subtract(counted(rows)); },
                                                      "pair_tables::subtract: other must hold people who are among "
                                                      "these, but is not part of them"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { static_cast<void>(tables.of(0, 3)); },
                                                      "pair_tables::of: item must lie in 0..2, but is 3"));
}
