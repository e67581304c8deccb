#include "attune/stats/moments/detail/block_functions.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/moments/detail/weighted_block.hpp"

using attune::detail::block_functions;
using attune::detail::block_functions_for;
using attune::detail::byte_column;
using attune::detail::column_scale;
using attune::detail::gram;
using attune::detail::instruction_set;
using attune::detail::product_use;
using attune::detail::row_list;
using attune::detail::row_range;
using attune::detail::upcoming_rows;
using attune::detail::weighted_block;

namespace {

constexpr std::size_t block_size = byte_column::n_persons;

std::vector<std::int8_t> random_codes(std::size_t n, int min, int max, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::vector<std::int8_t> codes(n);
    for (std::int8_t& code : codes)
        code = static_cast<std::int8_t>(min + static_cast<int>(random() % static_cast<unsigned>(max - min + 1)));
    return codes;
}

std::vector<byte_column> random_columns(std::size_t n, int max, unsigned seed)
{
    const std::vector<std::int8_t> codes = random_codes(n * block_size, 0, max, seed);
    std::vector<byte_column> columns(attune::detail::whole_tiles(n));
    for (std::size_t i = 0; i < codes.size(); ++i)
        columns[i / block_size][i % block_size] = static_cast<std::uint8_t>(codes[i]);
    return columns;
}

row_list rows_of(const std::vector<std::int8_t>& codes, std::size_t n_items)
{
    row_list list;
    for (; list.n_rows < block_size; ++list.n_rows)
        list.rows[list.n_rows] = codes.data() + list.n_rows * n_items;
    return list;
}

}  // namespace

// The rows are as long as the items, so that a sanitizer notices what is read behind the last one.
TEST(BlockFunctions, TurnRowsIntoColumnsAndClearTheRestOfTheirTile)
{
    for (const instruction_set set : attune::detail::instruction_sets)
        for (const std::size_t n_items : {1U, 3U, 15U, 16U, 17U, 31U, 36U, 48U, 70U}) {
            const std::vector<std::int8_t> codes = random_codes(block_size * n_items, -128, 127, 1);
            const row_list rows = rows_of(codes, n_items);
            std::vector<byte_column> columns = random_columns(n_items, 127, 2);
            columns.back().fill(3);
            std::vector<byte_column> packed(columns.size());
            upcoming_rows upcoming(codes.data(), codes.size());
            block_functions_for(set).turn(rows.rows.data(), n_items, 1, 7, columns.data(), packed.data()->data(),
                                          upcoming);
            for (std::size_t j = 0; j < columns.size(); ++j)
                for (std::size_t r = 0; r < block_size; ++r)
                    ASSERT_EQ(columns[j][r], j < n_items ? static_cast<std::uint8_t>(codes[r * n_items + j]) : 0)
                        << to_string(set) << ' ' << n_items << ' ' << j << ' ' << r;
        }
}

TEST(BlockFunctions, LeaveWholeTilesOfTurnedRowsPacked)
{
    for (const instruction_set set : attune::detail::instruction_sets)
        for (const std::size_t n_items : {1U, 15U, 16U, 36U, 48U, 70U}) {
            const std::vector<std::int8_t> codes = random_codes(block_size * n_items, 0, 100, 8);
            const row_list rows = rows_of(codes, n_items);
            std::vector<byte_column> columns = random_columns(n_items, 127, 2);
            std::vector<byte_column> packed(columns.size()), expected(columns.size());
            const block_functions functions = block_functions_for(set);
            upcoming_rows nothing;
            functions.turn(rows.rows.data(), n_items, 0, 100, columns.data(), packed.data()->data(), nothing);
            functions.pack(columns.data(), n_items, expected.data()->data());
            const auto n_whole = static_cast<std::ptrdiff_t>(n_items / 16 * 16);
            EXPECT_TRUE(std::equal(packed.begin(), packed.begin() + n_whole, expected.begin()))
                << to_string(set) << ' ' << n_items;
        }
}

TEST(BlockFunctions, NoticeWhatIsNoAnswerWhileTurning)
{
    for (const std::size_t n_items : {1U, 15U, 16U, 17U, 36U, 70U}) {
        std::vector<std::int8_t> codes = random_codes(block_size * n_items, 1, 7, 3);
        std::vector<byte_column> columns = random_columns(n_items, 127, 2), packed(columns.size());
        for (const instruction_set set : attune::detail::instruction_sets) {
            const auto is_complete = [&] {
                upcoming_rows nothing;
                return block_functions_for(set).turn(rows_of(codes, n_items).rows.data(), n_items, 1, 7, columns.data(),
                                                     packed.data()->data(), nothing);
            };
            EXPECT_TRUE(is_complete()) << to_string(set) << ' ' << n_items;
            for (const std::size_t place : {std::size_t{0}, n_items - 1, 100 * n_items, codes.size() - 1})
                for (const int wrong : {-128, -1, 0, 8, 127}) {
                    const std::int8_t kept = std::exchange(codes[place], static_cast<std::int8_t>(wrong));
                    EXPECT_FALSE(is_complete()) << to_string(set) << ' ' << n_items << ' ' << place << ' ' << wrong;
                    codes[place] = kept;
                }
        }
    }
}

TEST(BlockFunctions, TellCompleteRowsFromOthersInOrder)
{
    for (const std::size_t n_items : {1U, 36U, 64U, 65U, 130U}) {
        std::vector<std::int8_t> codes = random_codes(block_size * n_items, 1, 7, 3);
        for (const std::size_t r : {5U, 40U, 41U, 200U, 249U})
            codes[(r + 1) * n_items - 1] = static_cast<std::int8_t>(r % 2 == 0 ? 0 : 8);
        codes[250 * n_items] = -1;
        codes[251 * n_items] = 127;  // behind the people who are there
        const row_range range{codes.data(), 251, n_items, n_items};
        for (const instruction_set set : attune::detail::instruction_sets) {
            row_list complete, partial;
            block_functions_for(set).sort(range, 1, 7, complete, partial);
            EXPECT_EQ(complete.n_rows, 245U) << to_string(set);
            ASSERT_EQ(partial.n_rows, 6U) << to_string(set);
            EXPECT_EQ(partial.rows[0], codes.data() + 5 * n_items);
            EXPECT_EQ(partial.rows[5], codes.data() + 250 * n_items);
            EXPECT_TRUE(std::is_sorted(complete.rows.begin(), complete.rows.begin() + 245));
        }
    }
}

TEST(BlockFunctions, CountCategories)
{
    constexpr std::size_t n_items = 3;
    for (const auto& [min, max] : {std::pair{1, 7}, {0, 4}, {0, 100}, {99, 100}, {8, 15}, {9, 16}, {0, 7}}) {
        std::vector<byte_column> columns = random_columns(n_items, max, 4);
        columns[1].fill(static_cast<std::uint8_t>(max));
        const auto n_categories = static_cast<std::size_t>(max - min) + 1;
        std::vector<std::int64_t> expected(n_items * n_categories, 10);
        for (std::size_t j = 0; j < n_items; ++j)
            for (const std::uint8_t answer : columns[j])
                if (answer >= min)
                    ++expected[j * n_categories + static_cast<std::size_t>(answer - min)];
        for (const instruction_set set : attune::detail::instruction_sets) {
            std::vector<std::int64_t> counts(expected.size(), 10);
            upcoming_rows nothing;
            block_functions_for(set).count(columns.data(), n_items, min, max, counts.data(), nothing);
            EXPECT_EQ(counts, expected) << to_string(set) << ' ' << min << ' ' << max;
        }
    }
}

// 36 items up to 7 fit 16 bits to the last value, 37 do not; 1000 items up to 100 are the most there can be.
TEST(BlockFunctions, WeighPersonsBySquaresAndSquaredTotals)
{
    for (const auto& [m, max] : {std::pair{1, 1}, {2, 7}, {18, 7}, {36, 7}, {37, 7}, {5, 51}, {5, 52}, {1000, 100}}) {
        const auto n_items = static_cast<std::size_t>(m);
        std::vector<std::size_t> items(n_items);
        std::vector<std::uint8_t> flips(n_items);
        for (std::size_t j = 0; j < n_items; ++j) {
            items[j] = n_items - 1 - j;
            flips[j] = static_cast<std::uint8_t>(j % 3 == 1 ? max : 0);
        }
        const column_scale scale(items, flips, max, n_items);
        std::vector<byte_column> columns = random_columns(scale.squared_total.end(), max, 5);
        for (std::size_t j = 0; j < n_items; ++j) {  // two people with the largest and the smallest weights
            columns[items[j]][7] = static_cast<std::uint8_t>(flips[j] == 0 ? max : 0);
            columns[items[j]][8] = flips[j];
        }
        for (const instruction_set set : attune::detail::instruction_sets) {
            block_functions_for(set).weigh(columns.data(), scale);
            for (std::size_t r = 0; r < block_size; ++r) {
                std::uint64_t total = 0, squares = 0, found_squares = 0, found_total = 0;
                for (std::size_t j = 0; j < n_items; ++j) {
                    const std::uint64_t x = columns[items[j]][r];
                    const std::uint64_t keyed = flips[j] == 0 ? x : flips[j] - x;
                    total += keyed;
                    squares += keyed * keyed;
                }
                for (std::size_t c = scale.squares.end(); c-- > scale.squares.first;)
                    found_squares = found_squares * 128 + columns[c][r];
                for (std::size_t c = scale.squared_total.end(); c-- > scale.squared_total.first;)
                    found_total = found_total * 128 + columns[c][r];
                ASSERT_EQ(found_squares, squares) << to_string(set) << ' ' << m << ' ' << max;
                ASSERT_EQ(found_total, total * total) << to_string(set) << ' ' << m << ' ' << max;
            }
        }
    }
}

TEST(BlockFunctions, AddTheProductsOfAllPairs)
{
    for (const std::size_t n_columns : {1U, 8U, 9U, 16U, 17U, 33U, 45U, 49U, 70U}) {
        const std::vector<byte_column> columns = random_columns(n_columns, 127, 6);
        for (const instruction_set set : attune::detail::instruction_sets) {
            const product_use use(block_functions_for(set));
            gram products(n_columns, block_functions_for(set).pack, block_functions_for(set).add_products);
            constexpr std::int64_t n_blocks = 7;
            for (std::int64_t block = 0; block < n_blocks; ++block) {
                std::copy(columns.begin(), columns.end(), products.columns());
                products.add();
            }
            for (std::size_t i = 0; i < n_columns; ++i)
                for (std::size_t j = 0; j < n_columns; ++j) {
                    std::int64_t expected = 0;
                    for (std::size_t r = 0; r < block_size; ++r)
                        expected += n_blocks * std::int64_t{columns[i][r]} * columns[j][r];
                    ASSERT_EQ(products(i, j), expected) << to_string(set) << ' ' << n_columns << ' ' << i << ' ' << j;
                }
            products.clear();
            EXPECT_EQ(products(n_columns - 1, 0), 0);
        }
    }
}

// All people and columns at the largest byte there is.
TEST(BlockFunctions, HoldTheSumsOfAsManyPeopleAsTheySay)
{
    std::vector<byte_column> columns(16);
    columns[0].fill(127);
    columns[1].fill(127);
    for (const instruction_set set : attune::detail::instruction_sets) {
        const product_use use(block_functions_for(set));
        gram products(2, block_functions_for(set).pack, block_functions_for(set).add_products);
        for (std::size_t n = 0; n < gram::most_persons; n += block_size) {
            std::copy(columns.begin(), columns.end(), products.columns());
            products.add();
        }
        EXPECT_EQ(products(1, 0), std::int64_t{127} * 127 * static_cast<std::int64_t>(gram::most_persons));
    }
}
