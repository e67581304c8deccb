#include "attune/analysis/score_lattice.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/scoring/score.hpp"
#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::fraction;
using attune::score_lattice;

namespace {

score_lattice lattice(const attune::instrument& of, std::size_t output)
{
    const attune::scoring_key key(of);
    return attune::lattice_of(key.form(), key.outputs()[output]);
}

}  // namespace

TEST(ScoreLattice, OfAMeanRunsOverTheRangeInStepsOfOneItem)
{
    const score_lattice anxiety = lattice(attune_test::two_scales(), 0);
    EXPECT_EQ(anxiety.first, (fraction{1, 1}));
    EXPECT_EQ(anxiety.step, (fraction{1, 2}));
    EXPECT_EQ(anxiety.n_values, 13U);
}

TEST(ScoreLattice, OfASumRunsInStepsOfOne)
{
    const score_lattice total = lattice(attune_test::with_sum_score(), 0);
    EXPECT_EQ(total.first, (fraction{4, 1}));
    EXPECT_EQ(total.step, (fraction{1, 1}));
    EXPECT_EQ(total.n_values, 25U);
}

// security = 8 - anxiety / 2 - avoidance / 4, both in halves from 1 to 7: from 2.75 to 7.25 in eighths
TEST(ScoreLattice, OfADerivedScoreHasTheLargestStepThatReachesEveryValue)
{
    const score_lattice security = lattice(attune_test::with_derived(), 2);
    EXPECT_EQ(security.first, (fraction{11, 4}));
    EXPECT_EQ(security.step, (fraction{1, 8}));
    EXPECT_EQ(security.n_values, 37U);
}

TEST(ScoreLattice, OfAMeanOverTargetsHasFinerSteps)
{
    const score_lattice mean = lattice(attune_test::with_targets(), 6);
    EXPECT_EQ(mean.first, (fraction{1, 1}));
    EXPECT_EQ(mean.step, (fraction{1, 4}));
    EXPECT_EQ(mean.n_values, 25U);
    EXPECT_EQ(lattice(attune_test::with_targets(), 8).step, (fraction{1, 16}));
}

TEST(ScoreLattice, HoldsEveryCompleteScore)
{
    const attune::scoring_key key(attune_test::with_derived());
    for (int code = 0; code < 7 * 7 * 7 * 7; ++code) {
        const std::vector<int> answers{1 + code % 7, 1 + code / 7 % 7, 1 + code / 49 % 7, 1 + code / 343};
        const attune::person_scores scores = attune::score(key, answers);
        for (std::size_t i = 0; i < scores.scores.size(); ++i) {
            const score_lattice of = attune::lattice_of(key.form(), key.outputs()[i]);
            const score_lattice::place place = of.of(*scores.scores[i].exact);
            ASSERT_TRUE(place.is_on) << i;
            ASSERT_LT(place.n_below, of.n_values) << i;
        }
    }
}

TEST(ScoreLattice, PlacesAProratedScoreBetweenItsNeighbours)
{
    const score_lattice of{{1, 1}, {1, 2}, 13};
    const auto at = [&](std::int64_t numerator, std::int64_t denominator) {
        const score_lattice::place place = of.of({numerator, denominator});
        return std::pair(place.n_below, place.is_on);
    };
    EXPECT_EQ(at(1, 1), std::pair(std::size_t{0}, true));
    EXPECT_EQ(at(3, 2), std::pair(std::size_t{1}, true));
    EXPECT_EQ(at(4, 3), std::pair(std::size_t{1}, false));
    EXPECT_EQ(at(7, 1), std::pair(std::size_t{12}, true));
    EXPECT_EQ(at(15, 2), std::pair(std::size_t{13}, false));
    EXPECT_EQ(at(1, 2), std::pair(std::size_t{0}, false));
}

TEST(ScoreLattice, RefusesAScoreOfAnotherForm)
{
    attune::scored_output of_nothing;
    of_nothing.id = of_nothing.base_id = "worry";
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(attune::lattice_of(attune::resolve_form(attune_test::two_scales()), of_nothing)); },
        "lattice_of: output must be a score of the form, but is 'worry'"));
}
