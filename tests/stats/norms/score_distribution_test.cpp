#include "attune/stats/norms/score_distribution.hpp"

#include <array>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune_test::throws_message;
using attune_test::unknown;

namespace {

void expect_place(const attune::score_place& found, double below, double equal, double n)
{
    EXPECT_EQ(found.n_below, below);
    EXPECT_EQ(found.n_equal, equal);
    EXPECT_EQ(found.n_persons, n);
}

}  // namespace

TEST(ScoreDistribution, SaysWhereAScoreStands)
{
    const attune::score_distribution scores({{3, 3}, {1, 1}, {2, 2}, {7, 1}, {4, 2}, {5, 1}});
    EXPECT_EQ(scores.n_persons(), 10);
    expect_place(scores.place(3), 3, 3, 10);
    expect_place(scores.place(6), 9, 0, 10);
    expect_place(scores.place(7), 9, 1, 10);
    expect_place(scores.place(0), 0, 0, 10);
    expect_place(scores.place(8), 10, 0, 10);
}

TEST(ScoreDistribution, CountsPeopleOneByOneToo)
{
    const std::vector<double> people = {3, 1, unknown, 2, 3, 4, 7, 2, 5, 4, 3};
    const attune::score_distribution scores = attune::distribution_of(people);
    EXPECT_EQ(scores.n_persons(), 10);
    expect_place(scores.place(2), 1, 2, 10);
    expect_place(scores.place(4), 6, 2, 10);
}

TEST(ScoreDistribution, MayHoldNobody)
{
    expect_place(attune::score_distribution().place(3), 0, 0, 0);
    expect_place(attune::distribution_of(std::vector{unknown}).place(3), 0, 0, 0);
    expect_place(attune::score_distribution({{3, 0}}).place(3), 0, 0, 0);
}

TEST(ScoreDistribution, IsRescaledToTheEffectiveNumberOfPeople)
{
    expect_place(attune::rescaled({30, 10, 100}, 50), 15, 5, 50);
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::rescaled({1, 1, 4}, 0);
        },
        "rescaled: n_effective must be above 0 and finite, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::rescaled({}, 3); }, "rescaled: place must be among at least one person, but is among 0"));
}

TEST(ScoreDistribution, RefusesWhatIsNoCount)
{
    using counts = std::vector<attune::score_count>;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            attune::score_distribution scores(counts{{unknown, 1}});
        },
        "score_distribution: counts must hold finite scores, but is nan"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            attune::score_distribution scores(counts{{1, -1}});
        },
        "score_distribution: counts must hold no negative count, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            attune::score_distribution scores(counts{{2, 1}, {3, 1}, {2, 4}});
        },
        "score_distribution: counts must hold each score once, but is 2 twice"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::score_distribution().place(unknown); },
                                                      "score_distribution::place: score must be a number, but is NaN"));
}
