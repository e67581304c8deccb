#include "attune/scoring/tally.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

using attune::answer_code;
using attune::code_block;
using attune::score_block;
using attune::score_status;
using attune::score_tally;
using attune::scoring_key;
using counts = std::map<answer_code, std::int64_t>;

namespace {

using people = std::vector<std::vector<int>>;

score_tally tally_of(const scoring_key& key, const people& answers)
{
    code_block block(key.n_columns());
    for (const std::vector<int>& person : answers)
        attune::encode(person, 1, 7, block.append());
    score_block scores(key.outputs().size());
    attune::score(key, block, scores);
    score_tally tally(key.n_columns(), key.outputs().size());
    tally.add(block, scores);
    return tally;
}

/// Four people, who fill the memory of a block to its end; one of them gave another code than 0 in one column.
score_tally tally_of_zeros_but_one(const scoring_key& key, std::size_t person, std::size_t column, answer_code code)
{
    code_block block(key.n_columns());
    for (std::size_t i = 0; i < 4; ++i) {
        const auto row = block.append();
        std::fill(row.begin(), row.end(), answer_code{0});
        if (i == person)
            row[column] = code;
    }
    score_block scores(key.outputs().size());
    attune::score(key, block, scores);
    score_tally tally(key.n_columns(), key.outputs().size());
    tally.add(block, scores);
    return tally;
}

void expect_same(const scoring_key& key, const score_tally& left, const score_tally& right)
{
    EXPECT_EQ(left.n_persons(), right.n_persons());
    EXPECT_EQ(left.n_refused_persons(), right.n_refused_persons());
    for (std::size_t score = 0; score < key.outputs().size(); ++score)
        for (const score_status status : attune::score_statuses)
            EXPECT_EQ(left.n_scores(score, status), right.n_scores(score, status));
    for (std::size_t column = 0; column < key.n_columns(); ++column)
        EXPECT_EQ(left.unanswered(column), right.unanswered(column));
}

people random_people(std::size_t n_persons, std::size_t n_columns)
{
    std::mt19937_64 random(2718);
    std::uniform_int_distribution<int> answer(-5, 8);
    people drawn(n_persons, std::vector<int>(n_columns));
    for (std::vector<int>& person : drawn)
        std::generate(person.begin(), person.end(), [&] { return answer(random); });
    return drawn;
}

}  // namespace

TEST(ScoreTally, OfNobodyIsZero)
{
    const score_tally tally(4, 2);
    EXPECT_EQ(tally.n_persons(), 0);
    EXPECT_EQ(tally.n_refused_persons(), 0);
    EXPECT_EQ(tally.n_scores(1, score_status::ok), 0);
    EXPECT_TRUE(tally.unanswered(3).empty());
}

TEST(ScoreTally, CountsWhatBecameOfEveryScore)
{
    const scoring_key key(attune_test::two_scales());
    const score_tally tally =
        tally_of(key, {{2, 7, 1, 4}, {2, 7, -1, 4}, {2, 7, 1, -1}, {-1, -1, -1, -1}, {2, 99, 1, 4}, {1, 1, 1, 1}});
    EXPECT_EQ(tally.n_persons(), 6);
    EXPECT_EQ(tally.n_scores(0, score_status::ok), 4);
    EXPECT_EQ(tally.n_scores(0, score_status::prorated), 1);
    EXPECT_EQ(tally.n_scores(0, score_status::no_answers), 1);
    EXPECT_EQ(tally.n_scores(1, score_status::ok), 3);
    EXPECT_EQ(tally.n_scores(1, score_status::too_few_answers), 1);
    EXPECT_EQ(tally.n_scores(1, score_status::no_answers), 1);
    EXPECT_EQ(tally.n_scores(1, score_status::invalid_answer), 1);
    EXPECT_EQ(tally.n_scores(1, score_status::target_missing), 0);
}

TEST(ScoreTally, CountsAPersonOnceHoweverManyScoresAreRefused)
{
    const scoring_key key(attune_test::two_scales());
    EXPECT_EQ(tally_of(key, {{2, 7, 1, 4}, {-1, -1, -1, -1}, {2, 7, 1, -1}, {2, 7, -1, 4}}).n_refused_persons(), 2);
}

TEST(ScoreTally, CountsWhyThereIsNoAnswer)
{
    const scoring_key key(attune_test::two_scales());
    const score_tally tally = tally_of(key, {{2, 7, 1, 4}, {-1, 7, -3, 4}, {-1, 99, 1, -3}, {0, 7, 1, -4}});
    EXPECT_EQ(tally.unanswered(0), (counts{{-1, 2}, {-64, 1}}));
    EXPECT_EQ(tally.unanswered(1), (counts{{-64, 1}}));
    EXPECT_EQ(tally.unanswered(2), (counts{{-3, 1}}));
    EXPECT_EQ(tally.unanswered(3), (counts{{-3, 1}, {-4, 1}}));
}

// Every negative code is a reason or an invalid answer, also those without a name of their own.
TEST(ScoreTally, CountsEveryCodeThatIsNoAnswer)
{
    attune::instrument made = attune_test::items_only(36);
    made.scales = {attune_test::mean_scale("first", attune::dimension::other, {1}, {}, 1)};
    const scoring_key key(made);
    for (int code = -128; code < 0; ++code) {
        code_block block(key.n_columns());
        auto row = block.append();
        std::fill(row.begin(), row.end(), answer_code{1});
        row[0] = static_cast<answer_code>(code);
        score_block scores(1);
        attune::score(key, block, scores);
        score_tally tally(key.n_columns(), 1);
        tally.add(block, scores);
        std::int64_t n_counted = 0;
        for (const auto& counted : tally.unanswered(0))
            n_counted += attune::is_invalid(counted.first) == attune::is_invalid(row[0]) ? counted.second : 0;
        EXPECT_EQ(n_counted, 1) << code;
        for (std::size_t column = 1; column < key.n_columns(); ++column)
            EXPECT_TRUE(tally.unanswered(column).empty()) << code;
    }
}

// Rows are looked at sixteen columns at a time.
TEST(ScoreTally, LooksAtEveryColumnOfEveryRow)
{
    for (const int n_items : {1, 15, 16, 17, 32, 36}) {
        attune::instrument made = attune_test::items_only(n_items);
        made.response = {0, 6, {}};
        made.scales = {attune_test::mean_scale("first", attune::dimension::other, {1}, {}, 1)};
        const scoring_key key(made);
        for (const auto& [code, counted_as] : std::map<answer_code, answer_code>{{-1, -1}, {-2, -2}, {-128, -66}})
            for (std::size_t missing = 0; missing < key.n_columns(); ++missing)
                for (std::size_t person = 0; person < 4; ++person) {
                    const score_tally tally = tally_of_zeros_but_one(key, person, missing, code);
                    for (std::size_t column = 0; column < key.n_columns(); ++column)
                        ASSERT_EQ(tally.unanswered(column), column == missing ? (counts{{counted_as, 1}}) : counts{})
                            << n_items << " items, " << missing << " of person " << person;
                }
    }
}

// Missing answers are counted in bytes first.
TEST(ScoreTally, CountsMorePeopleThanAByteHolds)
{
    const scoring_key key(attune_test::two_scales());
    for (const std::size_t n_persons : {255U, 256U, 257U, 510U, 511U, 600U}) {
        const score_tally tally = tally_of(key, people(n_persons, {-1, -2, 1, -1}));
        const auto n = static_cast<std::int64_t>(n_persons);
        EXPECT_EQ(tally.unanswered(0), (counts{{-1, n}}));
        EXPECT_EQ(tally.unanswered(1), (counts{{-2, n}}));
        EXPECT_EQ(tally.unanswered(2), counts{});
        EXPECT_EQ(tally.unanswered(3), (counts{{-1, n}}));
    }
}

TEST(ScoreTally, CountsCodesWithoutANameLikeTheLastOfTheirKind)
{
    attune::instrument made = attune_test::items_only(1);
    made.scales = {attune_test::mean_scale("only", attune::dimension::other, {1}, {}, 1)};
    const scoring_key key(made);
    code_block block(1);
    for (int code = -128; code < 0; ++code)
        block.append()[0] = static_cast<answer_code>(code);
    score_block scores(1);
    attune::score(key, block, scores);
    score_tally tally(1, 1);
    tally.add(block, scores);
    EXPECT_EQ(tally.unanswered(0),
              (counts{{-66, 63}, {-65, 1}, {-64, 1}, {-5, 59}, {-4, 1}, {-3, 1}, {-2, 1}, {-1, 1}}));
}

TEST(ScoreTally, OfPartsMergesToThatOfTheWholeInAnyOrder)
{
    const scoring_key key(attune_test::with_targets());
    const people everybody = random_people(600, key.n_columns());
    const score_tally whole = tally_of(key, everybody);
    std::mt19937_64 random(1);
    for (int round = 0; round < 20; ++round) {
        std::vector<score_tally> parts;
        for (std::size_t begin = 0; begin < everybody.size();) {
            const std::size_t end = std::min(everybody.size(), begin + 1 + random() % 200);
            parts.push_back(tally_of(key, {everybody.begin() + static_cast<std::ptrdiff_t>(begin),
                                           everybody.begin() + static_cast<std::ptrdiff_t>(end)}));
            begin = end;
        }
        std::shuffle(parts.begin(), parts.end(), random);
        score_tally merged(key.n_columns(), key.outputs().size());
        for (const score_tally& part : parts)
            merged.merge(part);
        expect_same(key, merged, whole);
    }
}

TEST(ScoreTally, AddsBlockAfterBlock)
{
    const scoring_key key(attune_test::two_scales());
    const people everybody = random_people(100, key.n_columns());
    score_tally tally(key.n_columns(), key.outputs().size());
    attune::score_stream(
        key,
        [&, next = std::size_t{0}](code_block& block) mutable {
            for (const std::size_t end = std::min(next + 7, everybody.size()); next < end; ++next)
                attune::encode(everybody[next], 1, 7, block.append());
            return block.n_persons() != 0;
        },
        [&](const code_block& answers, const score_block& scores) { tally.add(answers, scores); });
    expect_same(key, tally, tally_of(key, everybody));
}
