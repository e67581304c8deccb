#include "attune/stats/moments/missing_patterns.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::missing_patterns;
using attune::missing_patterns_of;
using attune::value_missing_patterns;
using attune_test::gap;
using attune_test::throws_message;

namespace {

using codes = std::vector<std::int8_t>;

missing_patterns collapsed(const std::vector<codes>& people)
{
    missing_patterns patterns(people.front().size());
    for (const codes& person : people)
        patterns.add_row(person);
    return patterns;
}

template <typename Patterns>
auto all_of(const Patterns& patterns)
{
    std::vector<typename Patterns::pattern_type> all;
    patterns.for_each([&](const auto& pattern) { all.push_back(pattern); });
    return all;
}

std::vector<codes> random_people(std::size_t n_persons, std::size_t n_items, unsigned seed)
{
    std::mt19937 generator(seed);
    std::uniform_int_distribution<int> answer(1, 7), chance(0, 4);
    std::vector<codes> people(n_persons, codes(n_items));
    for (codes& person : people)
        for (std::int8_t& code : person)
            code = static_cast<std::int8_t>(chance(generator) == 0 ? -1 : answer(generator));
    return people;
}

}  // namespace

TEST(MissingPatterns, HoldSumsAndProductsOfWhoAnsweredTheSameItems)
{
    const auto all = all_of(collapsed({{1, 2, 3}, {5, -1, 7}, {4, 5, 6}, {2, -3, 2}, {-1, -64, 6}}));
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].items, (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_EQ(all[0].n_persons, 2);
    EXPECT_EQ(all[0].sums, (std::vector<std::int64_t>{5, 7, 9}));
    EXPECT_EQ(all[0].products, (std::vector<std::int64_t>{17, 22, 29, 27, 36, 45}));
    EXPECT_EQ(all[0].product(0, 2), 27);
    EXPECT_EQ(all[0].product(2, 0), 27);
    EXPECT_EQ(all[1].items, (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(all[1].sums, (std::vector<std::int64_t>{7, 9}));
    EXPECT_EQ(all[1].products, (std::vector<std::int64_t>{29, 39, 53}));
    EXPECT_EQ(all[2].items, (std::vector<std::size_t>{2}));
}

TEST(MissingPatterns, OnePersonsProductsAreThoseOfTheSums)
{
    const auto all = all_of(collapsed({{3, -1, 7}}));
    EXPECT_TRUE(all[0].products.empty());
    EXPECT_EQ(all[0].product(0, 0), 9);
    EXPECT_EQ(all[0].product(0, 1), 21);
}

TEST(MissingPatterns, WhoAnsweredNothingIsCountedAndLeftOut)
{
    const missing_patterns patterns = collapsed({{-1, -2}, {0, -1}, {-65, -1}});
    EXPECT_EQ(patterns.n_persons(), 1);
    EXPECT_EQ(patterns.n_without_answers(), 2);
    EXPECT_EQ(patterns.n_patterns(), 1u);
    EXPECT_EQ(patterns.n_items(), 2u);
}

TEST(MissingPatterns, TheOrderOfPeopleChangesNothing)
{
    auto people = random_people(400, 5, 1);
    const missing_patterns forwards = collapsed(people);
    std::shuffle(people.begin(), people.end(), std::mt19937(2));
    const missing_patterns shuffled = collapsed(people);
    EXPECT_EQ(forwards, shuffled);
    EXPECT_EQ(all_of(forwards), all_of(shuffled));
}

TEST(MissingPatterns, MergedPartsAreOnePassBitForBit)
{
    const auto people = random_people(400, 70, 3);
    for (const std::size_t cut : {0u, 1u, 150u, 399u, 400u}) {
        missing_patterns head(70), tail(70);
        for (std::size_t person = 0; person < people.size(); ++person)
            (person < cut ? head : tail).add_row(people[person]);
        missing_patterns backwards = tail;
        backwards.merge(head);
        head.merge(tail);
        EXPECT_EQ(head, collapsed(people)) << cut;
        EXPECT_EQ(backwards, head) << cut;
        EXPECT_EQ(head.n_persons() + head.n_without_answers(), 400);
    }
}

TEST(MissingPatterns, DifferWhenOneAnswerDiffers)
{
    EXPECT_EQ(collapsed({{1, 2}, {3, -1}}), collapsed({{3, -1}, {1, 2}}));
    EXPECT_FALSE(collapsed({{1, 2}, {3, -1}}) == collapsed({{1, 2}, {4, -1}}));
    EXPECT_FALSE(collapsed({{1, 2}, {3, -1}}) == collapsed({{1, 2}, {-1, 3}}));
    EXPECT_FALSE(collapsed({{1, 2}, {-1, -1}}) == collapsed({{1, 2}}));
    EXPECT_FALSE(missing_patterns(2) == missing_patterns(3));
}

TEST(MissingPatterns, OfAMatrixAreAboutTheFirstValues)
{
    attune::matrix values(4, 2);
    values << 10.5, gap, 12.5, 3, gap, gap, 9.5, 5;
    const value_missing_patterns patterns = missing_patterns_of(values);
    EXPECT_EQ(patterns.n_persons(), 3);
    EXPECT_EQ(patterns.n_without_answers(), 1);
    EXPECT_EQ(patterns.origin()[0], 10.5);
    EXPECT_EQ(patterns.origin()[1], 3);
    const auto all = all_of(patterns);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].sums, (std::vector<double>{1, 2}));
    EXPECT_EQ(all[0].products, (std::vector<double>{5, -2, 4}));
    EXPECT_EQ(all[1].sums, (std::vector<double>{0}));
}

TEST(MissingPatterns, MergedMatricesAreOnePassToRounding)
{
    const auto people = random_people(200, 4, 5);
    attune::matrix values(200, 4);
    for (Eigen::Index person = 0; person < 200; ++person)
        for (Eigen::Index item = 0; item < 4; ++item) {
            const int code = people[static_cast<std::size_t>(person)][static_cast<std::size_t>(item)];
            values(person, item) = code < 0 ? gap : 1e6 + 0.1 * code;
        }
    values.col(3).head(60).setConstant(gap);
    value_missing_patterns merged = missing_patterns_of(values.topRows(60));
    merged.merge(missing_patterns_of(values.bottomRows(140)));
    const value_missing_patterns at_once = missing_patterns_of(values);
    EXPECT_EQ(merged.n_persons(), at_once.n_persons());
    EXPECT_EQ(merged.n_without_answers(), at_once.n_without_answers());
    const auto found = all_of(merged);
    const auto expected = all_of(at_once);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].items, expected[i].items);
        EXPECT_EQ(found[i].n_persons, expected[i].n_persons);
        for (std::size_t a = 0; a < found[i].items.size(); ++a) {
            EXPECT_EQ(merged.origin()[found[i].items[a]], at_once.origin()[found[i].items[a]]);
            EXPECT_NEAR(found[i].sums[a], expected[i].sums[a], 1e-8);  // 1e6 carries an error of 1e-10
            for (std::size_t b = 0; b <= a; ++b)
                EXPECT_NEAR(found[i].product(a, b), expected[i].product(a, b), 1e-8);
        }
    }
}

TEST(MissingPatterns, RefuseMistakesOfTheCaller)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)missing_patterns(0); },
                                                      "missing_patterns: n_items must lie in 1..1000000, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            missing_patterns(3).add_row(codes{1, 2});
        },
        "missing_patterns::add_row: row must have 3 elements, but is 2 long"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { missing_patterns(3).merge(missing_patterns(2)); },
                                              "missing_patterns::merge: other must have 3 elements, but is 2 long"));
    value_missing_patterns patterns(2);
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            patterns.add_row(std::vector<double>{1, -std::numeric_limits<double>::infinity()});
        },
        "missing_patterns::add_row: row must hold numbers up to 1e150 in size, or NaN for missing, but is -inf"));
    EXPECT_EQ(patterns.n_persons(), 0);
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)missing_patterns_of(attune::matrix(3, 0)); },
                                                      "missing_patterns: n_items must lie in 1..1000000, but is 0"));
}
