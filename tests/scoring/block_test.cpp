#include "attune/scoring/block.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/scoring/score.hpp"
#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::code_block;
using attune::score_block;
using attune::scoring_key;
using attune_test::throws_message;

namespace {

/// Answers of many people, some of them missing or invalid.
std::vector<std::vector<int>> random_people(std::size_t n_persons, std::size_t n_columns)
{
    std::mt19937_64 random(31415);
    std::uniform_int_distribution<int> answer(1, 7);
    std::uniform_int_distribution<int> kind(0, 19);
    std::vector<std::vector<int>> people(n_persons, std::vector<int>(n_columns));
    for (std::vector<int>& answers : people)
        for (int& each : answers) {
            const int drawn = kind(random);
            each = drawn == 0 ? 99 : drawn < 5 ? -drawn : answer(random);
        }
    return people;
}

void fill(code_block& block, const std::vector<std::vector<int>>& people)
{
    for (const std::vector<int>& answers : people)
        attune::encode(answers, 1, 7, block.append());
}

void expect_same(const attune::raw_score& raw, const attune::scale_score& score)
{
    EXPECT_EQ(raw.status, score.status) << score.id;
    EXPECT_EQ(raw.n_answered, score.n_answered) << score.id;
    EXPECT_EQ(attune::is_refused(raw.status), !score.value.has_value()) << score.id;
    if (score.value) {
        EXPECT_EQ(std::bit_cast<std::uint64_t>(raw.value()), std::bit_cast<std::uint64_t>(*score.value)) << score.id;
        EXPECT_EQ(raw.exact, *score.exact) << score.id;
        EXPECT_EQ(raw.sum, score.sum.value_or(0)) << score.id;
    } else {
        EXPECT_EQ(raw.exact.numerator, 0) << score.id;
        EXPECT_EQ(raw.sum, 0) << score.id;
    }
}

}  // namespace

TEST(ScoreBlock, HoldsForEveryoneWhatScoringOnePersonGives)
{
    for (const attune::instrument& made : {attune_test::with_derived(), attune_test::with_targets(),
                                           attune_test::with_sum_score(), attune_test::with_shared_item()}) {
        const scoring_key key(made);
        const auto people = random_people(500, key.n_columns());
        code_block answers(key.n_columns());
        fill(answers, people);
        score_block scores(key.outputs().size());
        attune::score(key, answers, scores);
        ASSERT_EQ(scores.n_persons(), people.size());
        for (std::size_t person = 0; person < people.size(); ++person) {
            const auto alone = attune::score(key, people[person]);
            for (std::size_t output = 0; output < alone.scores.size(); ++output)
                expect_same(scores.row(person)[output], alone.scores[output]);
        }
    }
}

TEST(ScoreBlock, IsReplacedByEveryCall)
{
    const scoring_key key(attune_test::two_scales());
    code_block many(4);
    fill(many, random_people(50, 4));
    code_block one(4);
    fill(one, {{2, 7, 1, 4}});
    score_block scores(key.outputs().size());
    attune::score(key, many, scores);
    EXPECT_EQ(scores.n_persons(), 50U);
    attune::score(key, one, scores);
    EXPECT_EQ(scores.n_persons(), 1U);
    EXPECT_EQ(scores.row(0)[0].value(), 4.5);
    EXPECT_EQ(scores.values().rows(), 1);
}

TEST(ScoreBlock, OfNobodyIsEmpty)
{
    const scoring_key key(attune_test::two_scales());
    score_block scores(2);
    EXPECT_EQ(scores.n_persons(), 0U);
    attune::score(key, code_block(4), scores);
    EXPECT_EQ(scores.n_persons(), 0U);
    EXPECT_EQ(scores.n_scores(), 2U);
    EXPECT_EQ(scores.values().rows(), 0);
    EXPECT_EQ(scores.values().cols(), 2);
}

TEST(ScoreBlock, ValuesAreNotANumberWhereAScoreIsRefused)
{
    const scoring_key key(attune_test::two_scales());
    code_block answers(4);
    fill(answers, {{2, 7, 1, 4}, {2, -1, 1, 4}, {99, 7, 1, 4}});
    score_block scores(2);
    attune::score(key, answers, scores);
    const attune::matrix values = scores.values();
    EXPECT_EQ(values(0, 0), 4.5);
    EXPECT_EQ(values(0, 1), 2.5);
    EXPECT_EQ(values(1, 0), 4.5);
    EXPECT_TRUE(std::isnan(values(1, 1)));
    EXPECT_TRUE(std::isnan(values(2, 0)));
    EXPECT_EQ(values(2, 1), 2.5);
}

TEST(ScoreBlock, RefusesAnswersOfAnotherForm)
{
    const scoring_key key(attune_test::two_scales());
    score_block scores(2);
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { attune::score(key, code_block(5), scores); },
                                                      "score: columns of answers must have 4 elements, but is 5 long"));
    score_block other(3);
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { attune::score(key, code_block(4), other); },
                                                      "score: columns of scores must have 2 elements, but is 3 long"));
}

TEST(ScoreStream, ScoresBlockAfterBlockInOrder)
{
    const scoring_key key(attune_test::with_derived());
    const auto people = random_people(100, 4);
    std::size_t next_person = 0;
    std::size_t size = 1;
    std::size_t seen = 0;
    const std::size_t n_persons = attune::score_stream(
        key,
        [&](code_block& block) {
            if (next_person == people.size())
                return false;
            EXPECT_EQ(block.n_persons(), 0U);
            for (std::size_t added = 0; added < size && next_person < people.size(); ++added)
                attune::encode(people[next_person++], 1, 7, block.append());
            ++size;
            return true;
        },
        [&](const code_block& answers, const score_block& scores) {
            ASSERT_EQ(answers.n_persons(), scores.n_persons());
            for (std::size_t person = 0; person < scores.n_persons(); ++person, ++seen) {
                const auto alone = attune::score(key, people[seen]);
                for (std::size_t output = 0; output < alone.scores.size(); ++output)
                    expect_same(scores.row(person)[output], alone.scores[output]);
            }
        });
    EXPECT_EQ(n_persons, people.size());
    EXPECT_EQ(seen, people.size());
}

TEST(ScoreStream, PassesEmptyBlocksOver)
{
    const scoring_key key(attune_test::two_scales());
    int n_blocks = 0;
    int n_consumed = 0;
    const std::size_t n_persons = attune::score_stream(
        key,
        [&](code_block& block) {
            if (n_blocks % 2 == 1)
                attune::encode(std::vector<int>{2, 7, 1, 4}, 1, 7, block.append());
            return ++n_blocks <= 6;
        },
        [&](const code_block& answers, const score_block&) {
            EXPECT_EQ(answers.n_persons(), 1U);
            ++n_consumed;
        });
    EXPECT_EQ(n_persons, 3U);
    EXPECT_EQ(n_consumed, 3);
}

TEST(ScoreStream, OfNothingScoresNobody)
{
    const scoring_key key(attune_test::two_scales());
    EXPECT_EQ(attune::score_stream(
                  key, [](code_block&) { return false; },
                  [](const code_block&, const score_block&) { ADD_FAILURE() << "nothing to consume"; }),
              0U);
}
