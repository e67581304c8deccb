#include "attune/analysis/norm_sums.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "attune/scoring/block.hpp"
#include "support/sample_instruments.hpp"

namespace {

constexpr double hundreds_of_roundings = 1e-12;  // a few hundred roundings of numbers near 1

/// People who answer everything, and their scores.
struct people {
    explicit people(const attune::scoring_key& key, int n_persons = 300)
        : answers(key.n_columns()), scores(key.outputs().size())
    {
        std::mt19937 draw(11);
        for (int i = 0; i < n_persons; ++i)
            for (attune::answer_code& answer : answers.append())
                answer = static_cast<attune::answer_code>(1 + draw() % 7);
        attune::score(key, answers, scores);
    }

    attune::code_block answers;
    attune::score_block scores;
};

attune::norm_sums sums_of(const attune::norm_layout& layout, const people& of, std::size_t first, std::size_t last)
{
    attune::norm_sums sums(layout);
    std::vector<std::size_t> places(layout.key().outputs().size());
    for (std::size_t i = first; i < last; ++i) {
        for (std::size_t s = 0; s < places.size(); ++s)
            places[s] = layout.place_of(s, of.scores.row(i)[s]);
        sums.add(layout, of.answers.padded_row(i), places);
    }
    return sums;
}

attune::norm_group described(const attune::norm_layout& layout, const attune::norm_sums& sums, double weight = 1)
{
    attune::weighted_norm_sums all(layout);
    all.add(sums, weight);
    attune::norm_group group;
    all.describe(layout, group);
    return group;
}

}  // namespace

TEST(NormSums, GiveMeanAndSdOfTheScores)
{
    const attune::scoring_key key(attune_test::with_derived());
    const attune::norm_layout layout(key);
    const people sample(key);
    const attune::norm_group group = described(layout, sums_of(layout, sample, 0, 300));
    EXPECT_EQ(group.n_persons, 300);
    EXPECT_FALSE(group.n_effective);
    ASSERT_EQ(group.scores.size(), 3U);
    for (Eigen::Index s = 0; s < 3; ++s) {
        const Eigen::VectorXd values = sample.scores.values().col(s);
        const double mean = values.mean();
        const attune::norm_figures& figures = group.scores[static_cast<std::size_t>(s)];
        EXPECT_NEAR(figures.mean, mean, hundreds_of_roundings);
        EXPECT_NEAR(figures.sd, std::sqrt((values.array() - mean).square().sum() / 299), hundreds_of_roundings);
    }
}

TEST(NormSums, GiveAlphaOfScalesAndTheCorrelationOfTheDimensions)
{
    const attune::scoring_key key(attune_test::with_derived());
    const attune::norm_layout layout(key);
    const people sample(key);
    const attune::norm_group group = described(layout, sums_of(layout, sample, 0, 300));
    const attune::matrix values = sample.scores.values();
    const attune::matrix centred = values.rowwise() - values.colwise().mean();
    const double r =
        centred.col(0).dot(centred.col(1)) / std::sqrt(centred.col(0).squaredNorm() * centred.col(1).squaredNorm());
    EXPECT_NEAR(group.r_anxiety_avoidance.value(), r, hundreds_of_roundings);

    attune::matrix items(300, 2);  // of avoidance: 2 reversed, 4
    for (Eigen::Index i = 0; i < 300; ++i) {
        items(i, 0) = 8 - sample.answers.row(static_cast<std::size_t>(i))[1];
        items(i, 1) = sample.answers.row(static_cast<std::size_t>(i))[3];
    }
    const attune::matrix moved = items.rowwise() - items.colwise().mean();
    const double alpha = 2 * (1 - moved.squaredNorm() / moved.rowwise().sum().squaredNorm());
    ASSERT_EQ(group.scores[1].reliability.has_value(), alpha >= 0);
    if (alpha >= 0) {
        EXPECT_NEAR(group.scores[1].reliability->value, alpha, hundreds_of_roundings);
    }
    EXPECT_FALSE(group.scores[2].reliability) << "a derived score is no sum of items";
}

TEST(NormSums, AddUpInAnyOrder)
{
    const attune::scoring_key key(attune_test::with_derived());
    const attune::norm_layout layout(key);
    const people sample(key);
    attune::norm_sums last = sums_of(layout, sample, 120, 300);
    last.merge(sums_of(layout, sample, 0, 120));
    const attune::norm_group whole = described(layout, sums_of(layout, sample, 0, 300));
    const attune::norm_group merged = described(layout, last);
    for (std::size_t s = 0; s < 3; ++s) {
        EXPECT_EQ(merged.scores[s].mean, whole.scores[s].mean);
        EXPECT_EQ(merged.scores[s].counts->persons, whole.scores[s].counts->persons);
    }
    EXPECT_EQ(merged.r_anxiety_avoidance, whole.r_anxiety_avoidance);
}

TEST(NormSums, KeepMeanAndReliabilityWhenEverybodyHasOneWeight)
{
    const attune::scoring_key key(attune_test::two_scales());
    const attune::norm_layout layout(key);
    const people sample(key);
    const attune::norm_sums sums = sums_of(layout, sample, 0, 300);
    const attune::norm_group plain = described(layout, sums);
    const attune::norm_group doubled = described(layout, sums, 2);
    EXPECT_NEAR(doubled.n_effective.value(), 300, 1e-9);
    EXPECT_NEAR(doubled.scores[0].mean, plain.scores[0].mean, hundreds_of_roundings);
    EXPECT_NEAR(doubled.scores[0].sd, plain.scores[0].sd, hundreds_of_roundings);
    EXPECT_EQ(doubled.scores[0].counts->persons, plain.scores[0].counts->persons);
    EXPECT_EQ(doubled.scores[0].counts->weights.size(), plain.scores[0].counts->persons.size());
}

TEST(NormLayout, LeavesOutMeansOverTargetsThatWereNotAllAsked)
{
    const attune::scoring_key all(attune_test::with_targets());
    EXPECT_TRUE(attune::norm_layout(all).is_counted(6));
    const attune::scoring_key one(attune_test::with_targets(), {.targets = {"mother"}});
    const attune::norm_layout layout(one);
    EXPECT_TRUE(layout.is_counted(0));
    EXPECT_FALSE(layout.is_counted(3)) << one.outputs()[3].id;
}

TEST(NormSums, LeaveOutScoresWithoutVariance)
{
    const attune::scoring_key key(attune_test::two_scales());
    const attune::norm_layout layout(key);
    people same(key, 1);
    const attune::norm_sums one = sums_of(layout, same, 0, 1);
    EXPECT_TRUE(described(layout, one).scores.empty());
}
