#include "attune/analysis/scale_tallies.hpp"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "support/reference_json.hpp"

using attune::scale_tallies;

namespace {

/// The people of the reference, every tenth without an answer to the third item.
scale_tallies counted(Eigen::Index first, Eigen::Index last, bool skips_incomplete)
{
    const Eigen::MatrixXi answers = attune_test::reference_answers("polychoric/answers.csv");
    scale_tallies made(6, 1, 7, skips_incomplete);
    for (Eigen::Index i = first; i < last; ++i) {
        std::vector<std::int8_t> row;
        for (Eigen::Index j = 0; j < 6; ++j)
            row.push_back(i % 10 == 0 && j == 2 ? std::int8_t{-1} : static_cast<std::int8_t>(answers(i, j)));
        made.add(row);
    }
    return made;
}

std::int64_t n_complete(const attune::part_sums& sums)
{
    std::int64_t n = 0;
    for (const attune::score_level& level : sums.levels())
        n += level.n;
    return n;
}

}  // namespace

TEST(ScaleTallies, CountPairsOfAllWhoAnsweredBothOrOfCompletePeople)
{
    scale_tallies all = counted(0, 400, false);
    scale_tallies complete = counted(0, 400, true);
    all.finish();
    complete.finish();
    EXPECT_EQ(all.pairs().of(0, 1).sum(), 400);
    EXPECT_EQ(all.pairs().of(0, 2).sum(), 360);
    EXPECT_EQ(complete.pairs().of(0, 1).sum(), 360);
    EXPECT_EQ(complete.pairs().of(0, 2), all.pairs().of(0, 2));
    for (const scale_tallies& tallies : {all, complete}) {
        EXPECT_EQ(n_complete(*tallies.halves()), 360);
        EXPECT_EQ(n_complete(*tallies.items()), 360);
        EXPECT_EQ(tallies.halves()->n_parts(), 2U);
        EXPECT_EQ(tallies.items()->n_parts(), 6U);
    }
}

TEST(ScaleTallies, OfPartsOfASampleMerge)
{
    scale_tallies merged = counted(0, 130, true);
    scale_tallies rest = counted(130, 400, true);
    merged.merge(rest);
    scale_tallies whole = counted(0, 400, true);
    whole.finish();
    EXPECT_EQ(merged.pairs(), whole.pairs());
    for (std::size_t i = 0; i < whole.halves()->levels().size(); ++i)
        EXPECT_EQ(merged.halves()->levels()[i].sum, whole.halves()->levels()[i].sum);
}

TEST(ScaleTallies, OfASingleItemHaveNoParts)
{
    scale_tallies one(1, 1, 7, true);
    one.add(std::vector<std::int8_t>{4});
    one.finish();
    EXPECT_FALSE(one.halves().has_value());
    EXPECT_FALSE(one.items().has_value());
    EXPECT_EQ(one.pairs().of(0, 0).sum(), 1);
}
