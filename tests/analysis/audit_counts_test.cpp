#include "attune/analysis/audit_counts.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

using attune::answer_code;

TEST(AuditCounts, OfPartsMergeToThoseOfTheWhole)
{
    const attune::scoring_key key(attune_test::two_scales());
    attune::grouped_audit_counts first(key);
    attune::grouped_audit_counts second(key);
    attune::audit_counts north(key);
    for (int i = 0; i < 3000; ++i) {
        attune::code_block block(4);
        const auto row = block.append();
        for (std::size_t j = 0; j < row.size(); ++j)
            row[j] = static_cast<answer_code>(i % 17 == 0 && j == 2 ? -64 : 1 + (i + static_cast<int>(j)) % 7);
        const bool is_north = i % 3 != 0;
        (i < 1000 ? first : second).add(is_north ? "north" : "south", block.row(0));
        if (is_north) {
            north.sums.add(block.padded_row(0), 1, block.stride());
            north.invalid.add(block);
        }
    }
    first.merge(second);
    EXPECT_EQ(first.n_groups(), 2U);
    auto groups = first.finish();
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_TRUE(groups.at("north").sums == north.sums);
    EXPECT_EQ(groups.at("north").invalid, north.invalid);

    attune::audit_counts all(key);
    all.merge(groups.at("north"));
    all.merge(groups.at("south"));
    EXPECT_EQ(all.sums.n_persons(), 3000);
    all.subtract(groups.at("south"));
    EXPECT_TRUE(all.sums == north.sums);
    EXPECT_EQ(all.invalid, north.invalid);
}

TEST(AuditCounts, TakeABlockAsOneGroup)
{
    const attune::scoring_key key(attune_test::two_scales());
    attune::grouped_audit_counts counts(key);
    attune::code_block block(4);
    counts.add("", block);
    EXPECT_EQ(counts.n_groups(), 0U);
    block.append();
    block.append();
    counts.add("", block);
    EXPECT_EQ(counts.finish().at("").sums.n_persons(), 2);
}
