#include "attune/stats/norms/raking.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::rake;
using attune::raking_cell;
using attune::raking_result;
using attune_test::throws_message;

namespace {

constexpr double nine_decimals = 1e-9;  // of the vectors, which have nine decimals

const std::vector<raking_cell> two_by_two{{{0, 0}, 200}, {{0, 1}, 300}, {{1, 0}, 250}, {{1, 1}, 250}};

}  // namespace

// Vector of cNORM's method: shares .269755077556 .220244922444 / .330244922444 .179755077556.
TEST(Raking, GivesThePublishedWeightsOfATwoByTwoTable)
{
    const raking_result made = rake(two_by_two, {{0.49, 0.51}, {0.60, 0.40}});
    ASSERT_EQ(made.weights.size(), 4U);
    EXPECT_NEAR(made.weights[0], 1.348775388, nine_decimals);
    EXPECT_NEAR(made.weights[1], 0.734149741, nine_decimals);
    EXPECT_NEAR(made.weights[2], 1.320979690, nine_decimals);
    EXPECT_NEAR(made.weights[3], 0.719020310, nine_decimals);
    EXPECT_NEAR(made.weights[0] * 0.2, 0.269755077556, 1e-12);
    EXPECT_NEAR(made.weights[0] / made.weights[3], 1.875851584, nine_decimals);
    EXPECT_NEAR(made.design_effect, 1.09102614904, 1e-11);
    EXPECT_NEAR(made.n_effective, 916.568315874, nine_decimals);
    EXPECT_EQ(made.status, attune::estimate_status::ok);
}

TEST(Raking, ReachesEveryMargin)
{
    const std::vector<raking_cell> cells{
        {{0, 0, 0}, 10}, {{0, 1, 1}, 40}, {{1, 0, 1}, 25}, {{1, 1, 0}, 15}, {{1, 1, 1}, 30}};
    const std::vector<attune::raking_margin> margins{{0.3, 0.7}, {0.4, 0.6}, {0.25, 0.75}};
    const raking_result made = rake(cells, margins);
    for (std::size_t v = 0; v < margins.size(); ++v)
        for (std::size_t level = 0; level < 2; ++level) {
            double share = 0;
            for (std::size_t c = 0; c < cells.size(); ++c)
                if (cells[c].levels[v] == level)
                    share += made.weights[c] * static_cast<double>(cells[c].n_persons) / 120;
            EXPECT_NEAR(share, margins[v][level], 1e-11) << v << level;
        }
}

TEST(Raking, OfOneMarginIsShareOverShare)
{
    const raking_result made = rake({{{0}, 30}, {{1}, 70}}, {{0.5, 0.5}});
    EXPECT_NEAR(made.weights[0], 5.0 / 3, 1e-15);
    EXPECT_NEAR(made.weights[1], 5.0 / 7, 1e-15);
}

TEST(Raking, LeavesASampleThatHasTheMarginsAsItIs)
{
    const raking_result made = rake(two_by_two, {{0.5, 0.5}, {0.45, 0.55}});
    for (const double weight : made.weights)
        EXPECT_NEAR(weight, 1, 1e-12);
    EXPECT_NEAR(made.design_effect, 1, 1e-12);
}

TEST(Raking, ScalesSharesThatWereRounded)
{
    const raking_result exact = rake(two_by_two, {{0.49, 0.51}, {0.60, 0.40}});
    const raking_result rounded = rake(two_by_two, {{0.49 * 1.02, 0.51 * 1.02}, {0.60, 0.40}});
    for (std::size_t c = 0; c < 4; ++c)
        EXPECT_NEAR(rounded.weights[c], exact.weights[c], 1e-12);
}

TEST(Raking, DoesNotDependOnTheSizeOfTheSample)
{
    std::vector<raking_cell> larger = two_by_two;
    for (raking_cell& cell : larger)
        cell.n_persons *= 1000;
    EXPECT_NEAR(rake(larger, {{0.49, 0.51}, {0.60, 0.40}}).weights[2], 1.320979690, nine_decimals);
}

TEST(Raking, HasNoWeightsWhereALevelHasNobody)
{
    const raking_result made = rake({{{0}, 30}, {{1}, 0}}, {{0.5, 0.5}});
    EXPECT_EQ(made.status, attune::estimate_status::not_defined);
    EXPECT_TRUE(std::isnan(made.weights[0]));
    EXPECT_EQ(made.message, "a level that has a share in the population has nobody in the sample");
}

TEST(Raking, SaysWhenEmptyCellsContradictTheMargins)
{
    const raking_result made = rake({{{0, 0}, 10}, {{1, 1}, 10}}, {{0.5, 0.5}, {0.3, 0.7}});
    EXPECT_EQ(made.status, attune::estimate_status::not_converged);
    EXPECT_EQ(made.message, "the margins are not reached in 1000 passes: they may contradict empty cells");
}

TEST(Raking, RefusesMarginsAndCellsThatAreNone)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(rake({{{0}, 0}}, {{1}}));
        },
        "rake: cells must hold people, but is empty"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(rake(two_by_two, {{0.5, 0.5}}));
        },
        "rake: levels must have 1 elements, but is 2 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(rake({{{2}, 9}}, {{0.5, 0.5}}));
        },
        "rake: levels must lie below 2, but is 2"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(rake({{{0}, -1}}, {{1}}));
        },
        "rake: n_persons must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(rake({{{0}, 9}}, {{0.5, 0.4}}));
        },
        "rake: margins must be shares above 0 that add up to 1, but is shares that add up to 0.9"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(rake({{{0}, 9}}, {{0, 1}}));
        },
        "rake: margins must be shares above 0 that add up to 1, but is shares that add up to 1"));
}
