#include "attune/analysis/norm_weights.hpp"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/scoring/block.hpp"
#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

namespace {

/// Men and women under 30 and above in the numbers of the table of raking_test.cpp, and 10 whose gender is not known.
class weighted_sample {
public:
    weighted_sample()
        : key_(attune_test::two_scales()),
          layout_(key_),
          by_{{{"1", "men"}, {"2", "women"}}, {{0, 29}, {30, {}}}, {}},
          counts_(layout_, by_)
    {
        const auto add = [&](const char* gender, const char* age, int times) {
            for (int i = 0; i < times; ++i) {
                attune::code_block block(key_.n_columns());
                attune::encode(std::vector<int>{1 + i % 7, 2, 3, 1 + i % 5}, 1, 7, block.append());
                attune::score_block scores(key_.outputs().size());
                attune::score(key_, block, scores);
                counts_.add(block.padded_row(0), scores.row(0), gender, age);
            }
        };
        add("1", "20", 200);
        add("1", "40", 300);
        add("2", "20", 250);
        add("2", "40", 250);
        add("0", "40", 10);
    }

    [[nodiscard]] attune::norm_weights weights(const attune::norm_margins& margins) const
    {
        return attune::norm_weights_of(counts_, margins);
    }
    [[nodiscard]] std::vector<attune::norm_group> groups(const attune::norm_weights& weights) const
    {
        std::vector<std::string> left_out;
        return attune::norm_groups_of(counts_, layout_, weights.by_cell, left_out);
    }

private:
    attune::scoring_key key_;
    attune::norm_layout layout_;
    attune::norm_grouping by_;
    attune::norm_sample_counts counts_;
};

constexpr double nine_decimals = 1e-9;  // of the vectors, which have nine decimals

}  // namespace

TEST(NormWeights, AreThoseOfRakingOverTheCells)
{
    const attune::norm_weights made = weighted_sample().weights(
        {"a census", {{"men", 0.49}, {"women", 0.51}}, {{"0-29", 0.6}, {"30-and-over", 0.4}}});
    ASSERT_EQ(made.by_cell.size(), 9U);
    EXPECT_NEAR(made.by_cell[0], 1.348775388, nine_decimals);
    EXPECT_NEAR(made.by_cell[1], 0.734149741, nine_decimals);
    EXPECT_NEAR(made.by_cell[3], 1.320979690, nine_decimals);
    EXPECT_NEAR(made.by_cell[4], 0.719020310, nine_decimals);
    EXPECT_EQ(made.by_cell[2] + made.by_cell[5] + made.by_cell[6] + made.by_cell[7] + made.by_cell[8], 0);
    EXPECT_EQ(made.n_left_out, 10);
    EXPECT_NEAR(made.raking.n_effective, 916.568315874, nine_decimals);
}

TEST(NormWeights, GiveGroupsAnEffectiveNumberOfPeople)
{
    const weighted_sample of;
    const attune::norm_weights made =
        of.weights({"a census", {{"men", 0.49}, {"women", 0.51}}, {{"0-29", 0.6}, {"30-and-over", 0.4}}});
    const std::vector<attune::norm_group> groups = of.groups(made);
    EXPECT_EQ(groups[0].n_persons, 1000);
    EXPECT_NEAR(groups[0].n_effective.value(), 916.568315874, nine_decimals);
    EXPECT_EQ(groups[0].scores[0].counts->weights.size(), groups[0].scores[0].counts->persons.size());
}

TEST(NormWeights, MayBeOfOneMargin)
{
    const attune::norm_weights made = weighted_sample().weights({"a census", {{"men", 0.25}, {"women", 0.75}}, {}});
    EXPECT_NEAR(made.by_cell[0], 0.5, 1e-12);
    EXPECT_NEAR(made.by_cell[4], 1.5, 1e-12);
}

TEST(NormWeights, RefuseMarginsOfOtherLevels)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(weighted_sample().weights({"", {{"men", 0.5}, {"others", 0.5}}, {}}));
        },
        "norm_weights_of: gender must have the levels men, women, but is of men, others"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(weighted_sample().weights({"", {}, {{"0-29", 1}}}));
        },
        "norm_weights_of: age must have the levels 0-29, 30-and-over, but is of 0-29"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { static_cast<void>(weighted_sample().weights({})); },
        "norm_weights_of: margins must name genders or ages, but is empty"));
}
