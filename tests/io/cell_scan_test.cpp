#include "cell_scan.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/io/csv.hpp"

using attune::answer_code;
using attune::detail::instruction_set;
using attune::detail::plain_cells;
using attune::detail::scanned_cells;

namespace {

constexpr plain_cells one_to_seven{',', 1, 7, -1};

struct scan_result {
    std::size_t n_bytes = 0;
    std::vector<answer_code> codes;
    bool is_record_end = false;

    friend bool operator==(const scan_result&, const scan_result&) = default;
};

void PrintTo(const scan_result& result, std::ostream* out)
{
    *out << result.n_bytes << " bytes:";
    for (const answer_code code : result.codes)
        *out << ' ' << static_cast<int>(code);
    *out << (result.is_record_end ? ", record ends" : "");
}

scan_result scan(instruction_set set, std::string_view text, const plain_cells& cells, std::size_t limit)
{
    const std::string padded = std::string(text) + std::string(attune::csv_chunk::padding, '\0');
    constexpr answer_code untouched = 99;
    std::vector<answer_code> codes(limit + 1, untouched);
    const scanned_cells found =
        attune::detail::cell_scan_for(set)(padded.data(), padded.data() + text.size(), cells, codes.data(), limit);
    EXPECT_LE(found.n_cells, limit);
    EXPECT_EQ(codes.back(), untouched) << to_string(set) << " wrote behind its room";
    codes.resize(found.n_cells);
    return {static_cast<std::size_t>(found.at - padded.data()), codes, found.is_record_end};
}

void expect_scan(std::string_view text, std::size_t limit, const scan_result& expected)
{
    for (const instruction_set set : attune::detail::instruction_sets)
        EXPECT_EQ(scan(set, text, one_to_seven, limit), expected) << to_string(set) << " on \"" << text << '"';
}

}  // namespace

TEST(CellScan, TakesDigitsAndEmptyCells)
{
    expect_scan("1,7,,3,", 9, {7, {1, 7, -1, 3}, false});
    expect_scan(",,,", 9, {3, {-1, -1, -1}, false});
}

TEST(CellScan, StopsBehindALineFeed)
{
    expect_scan("1,2\n3,4\n", 9, {4, {1, 2}, true});
    expect_scan("1,\n3", 9, {3, {1, -1}, true});
    expect_scan("\n1", 9, {1, {-1}, true});
}

TEST(CellScan, StopsAtTheLimit)
{
    expect_scan("1,2,3,4\n", 3, {6, {1, 2, 3}, false});
    expect_scan("1,2,3,4\n", 4, {8, {1, 2, 3, 4}, true});
    expect_scan("1,2,", 0, {0, {}, false});
}

TEST(CellScan, StopsBeforeAnythingElse)
{
    for (const std::string other :
         {"8", "0", "9", "12", "x", "\"1\"", " 1", "1 ", "-1", "1.0", "1;", "1\r", "\xC3\xA9"})
        expect_scan("1,2," + other + ",3,", 9, {4, {1, 2}, false});
    expect_scan("1,2", 9, {2, {1}, false});
    expect_scan("", 9, {0, {}, false});
}

TEST(CellScan, ObeysDelimiterRangeAndTheMeaningOfEmpty)
{
    for (const instruction_set set : attune::detail::instruction_sets) {
        EXPECT_EQ(scan(set, "0\t\t4\t5\t", {'\t', 0, 4, -3}, 9), (scan_result{5, {0, -3, 4}, false})) << to_string(set);
        EXPECT_EQ(scan(set, "1;2,", {';', 1, 2, -1}, 9), (scan_result{2, {1}, false})) << to_string(set);
        EXPECT_EQ(scan(set, "9,9\n", {',', 9, 9, -1}, 9), (scan_result{4, {9, 9}, true})) << to_string(set);
    }
}

// Long rows of which every cell, the end, and every limit may fall on the border between two vectors.
TEST(CellScan, AllVersionsAgree)
{
    std::mt19937_64 random(20261123);
    const std::vector<std::string> kinds = {"1,", "4,",  "7,", "2,", "5,",     "3,",
                                            ",",  "6\n", "8,", "x,", "\"2\",", "33,"};
    for (int trial = 0; trial < 20'000; ++trial) {
        const std::size_t n_kinds = trial % 4 == 0 ? kinds.size() : trial % 4 == 1 ? 8 : 7;
        std::string text;
        for (std::uint64_t left = random() % 150; left != 0; --left)
            text += kinds[random() % n_kinds];
        if (trial % 3 == 0)
            text.resize(text.size() - std::min<std::size_t>(text.size(), random() % 3));
        const std::size_t limit = random() % 160;
        const scan_result expected = scan(instruction_set::portable, text, one_to_seven, limit);
        for (const instruction_set set : attune::detail::instruction_sets)
            ASSERT_EQ(scan(set, text, one_to_seven, limit), expected) << to_string(set) << " on \"" << text << '"';
    }
}
