#include "attune/stats/moments/moments.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::moment_layout;
using attune::moments;
using attune::wide_integer;
using attune_test::throws_message;

namespace {

using row = std::vector<std::int8_t>;

struct sample {
    moment_layout layout;
    std::vector<row> rows;

    [[nodiscard]] bool is_answer(std::size_t person, std::size_t item) const
    {
        return rows[person][item] >= layout.min && rows[person][item] <= layout.max;
    }

    [[nodiscard]] bool is_complete(std::size_t person, std::size_t scale) const
    {
        const auto& items = layout.scales[scale].items;
        return std::all_of(items.begin(), items.end(), [&](std::size_t item) { return is_answer(person, item); });
    }

    [[nodiscard]] std::int64_t keyed(std::size_t person, std::size_t scale, std::size_t place) const
    {
        const auto& s = layout.scales[scale];
        const int answer = rows[person][s.items[place]];
        return s.is_reversed[place] ? layout.min + layout.max - answer : answer;
    }

    [[nodiscard]] std::int64_t total(std::size_t person, std::size_t scale) const
    {
        std::int64_t sum = 0;
        for (std::size_t p = 0; p < layout.scales[scale].items.size(); ++p)
            sum += keyed(person, scale, p);
        return sum;
    }

    [[nodiscard]] moments all() const
    {
        moments found(layout);
        for (const row& r : rows)
            found.add(r.data(), 1, r.size());
        return found;
    }
};

/// People whose answers are missing, outside the range, or there, with two scales that share an item.
sample random_sample(std::size_t n_persons, std::size_t n_items, int min, int max, unsigned missing_percent)
{
    std::mt19937_64 random(n_persons * 1000 + n_items);
    sample s;
    s.layout = {n_items, min, max, {{}, {}}};
    for (std::size_t j = 0; j < n_items; ++j) {
        auto& scale = s.layout.scales[j % 2];
        scale.items.push_back(j);
        scale.is_reversed.push_back(random() % 3 == 0);
    }
    if (n_items > 1) {
        s.layout.scales[0].items.push_back(1);
        s.layout.scales[0].is_reversed.push_back(!s.layout.scales[1].is_reversed[0]);
    }
    if (s.layout.scales[1].items.empty())
        s.layout.scales.pop_back();
    for (std::size_t i = 0; i < n_persons; ++i) {
        row r(n_items);
        for (std::int8_t& code : r) {
            const bool is_missing = random() % 100 < missing_percent;
            const auto answer = static_cast<int>(random() % static_cast<unsigned>(max - min + 1)) + min;
            code = static_cast<std::int8_t>(!is_missing ? answer : random() % 2 == 0 ? -1 : max < 100 ? max + 1 : -64);
        }
        s.rows.push_back(std::move(r));
    }
    return s;
}

void expect_counted(const sample& s)
{
    const moments found = s.all();
    const std::size_t n = s.rows.size();
    ASSERT_EQ(found.n_persons(), static_cast<std::int64_t>(n));
    for (std::size_t i = 0; i < s.layout.n_items; ++i) {
        for (int c = s.layout.min; c <= s.layout.max; ++c)
            ASSERT_EQ(found.n_chosen(i, c),
                      std::count_if(s.rows.begin(), s.rows.end(), [&](const row& r) { return r[i] == c; }));
        for (std::size_t j = 0; j < s.layout.n_items; ++j) {
            moments::pair_sums expected;
            for (std::size_t p = 0; p < n; ++p)
                if (s.is_answer(p, i) && s.is_answer(p, j)) {
                    const std::int64_t x = s.rows[p][i];
                    const std::int64_t y = s.rows[p][j];
                    ++expected.n;
                    expected.sum_i += x;
                    expected.sum_j += y;
                    expected.square_i += x * x;
                    expected.square_j += y * y;
                    expected.product += x * y;
                }
            const moments::pair_sums pair = found.pair(i, j);
            ASSERT_EQ(pair.n, expected.n) << i << ' ' << j;
            ASSERT_EQ(pair.sum_i, expected.sum_i) << i << ' ' << j;
            ASSERT_EQ(pair.sum_j, expected.sum_j) << i << ' ' << j;
            ASSERT_EQ(pair.square_i, expected.square_i) << i << ' ' << j;
            ASSERT_EQ(pair.square_j, expected.square_j) << i << ' ' << j;
            ASSERT_EQ(pair.product, expected.product) << i << ' ' << j;
        }
    }
    for (std::size_t q = 0; q < s.layout.scales.size(); ++q) {
        const std::size_t m = s.layout.scales[q].items.size();
        const moments::scale_sums sums = found.scale(q);
        moments::scale_sums expected;
        expected.x.assign(m, 0);
        expected.a_x.assign(m, 0);
        expected.total_squared_x.assign(m, 0);
        expected.product.assign(m * (m + 1) / 2, 0);
        for (std::size_t p = 0; p < n; ++p) {
            if (!s.is_complete(p, q))
                continue;
            const std::int64_t total = s.total(p, q);
            std::int64_t a = 0;
            for (std::size_t i = 0; i < m; ++i)
                a += s.keyed(p, q, i) * s.keyed(p, q, i);
            ++expected.n;
            expected.a += a;
            expected.total += total;
            expected.total_2 += total * total;
            expected.a_total += a * total;
            expected.total_3 += wide_integer{total} * total * total;
            expected.total_4 += wide_integer{total} * total * total * total;
            expected.a_2 += wide_integer{a} * a;
            expected.a_total_2 += wide_integer{a} * total * total;
            for (std::size_t i = 0; i < m; ++i) {
                const std::int64_t x = s.keyed(p, q, i);
                expected.x[i] += x;
                expected.a_x[i] += a * x;
                expected.total_squared_x[i] += total * total * x;
                for (std::size_t j = 0; j <= i; ++j)
                    expected.product[i * (i + 1) / 2 + j] += x * s.keyed(p, q, j);
            }
        }
        EXPECT_EQ(sums.n, expected.n);
        EXPECT_EQ(sums.x, expected.x);
        EXPECT_EQ(sums.product, expected.product);
        EXPECT_EQ(sums.a_x, expected.a_x);
        EXPECT_EQ(sums.total_squared_x, expected.total_squared_x);
        EXPECT_EQ(sums.a, expected.a);
        EXPECT_EQ(sums.total, expected.total);
        EXPECT_EQ(sums.total_2, expected.total_2);
        EXPECT_EQ(sums.a_total, expected.a_total);
        EXPECT_TRUE(sums.total_3 == expected.total_3);
        EXPECT_TRUE(sums.total_4 == expected.total_4);
        EXPECT_TRUE(sums.a_2 == expected.a_2);
        EXPECT_TRUE(sums.a_total_2 == expected.a_total_2);
        for (std::size_t t = 0; t < s.layout.scales.size(); ++t) {
            moments::scale_pair_sums both;
            for (std::size_t p = 0; p < n; ++p)
                if (s.is_complete(p, q) && s.is_complete(p, t)) {
                    const std::int64_t x = s.total(p, q);
                    const std::int64_t y = s.total(p, t);
                    ++both.n;
                    both.sum_s += x;
                    both.sum_t += y;
                    both.square_s += x * x;
                    both.square_t += y * y;
                    both.product += x * y;
                }
            const moments::scale_pair_sums pair = found.scale_pair(q, t);
            EXPECT_EQ(pair.n, both.n);
            EXPECT_EQ(pair.sum_s, both.sum_s);
            EXPECT_EQ(pair.sum_t, both.sum_t);
            EXPECT_EQ(pair.square_s, both.square_s);
            EXPECT_EQ(pair.square_t, both.square_t);
            EXPECT_EQ(pair.product, both.product);
        }
    }
}

}  // namespace

TEST(Moments, AreWhatCountingOneByOneGives)
{
    for (const unsigned missing_percent : {0U, 3U, 40U, 100U}) {
        expect_counted(random_sample(70, 7, 1, 7, missing_percent));
        expect_counted(random_sample(600, 5, 0, 4, missing_percent));
        expect_counted(random_sample(520, 19, 1, 5, missing_percent));
    }
    expect_counted(random_sample(40, 1, 0, 1, 10));
    expect_counted(random_sample(1, 3, 1, 7, 0));
}

TEST(Moments, HoldTheWidestRange)
{
    expect_counted(random_sample(513, 40, 0, 100, 1));
    expect_counted(random_sample(30, 33, 99, 100, 5));
}

// Several blocks of people, the last one not full, read with a stride that is longer than a row.
TEST(Moments, DependNeitherOnBlocksNorOnOrderNorOnTheStride)
{
    sample s = random_sample(1500, 18, 1, 7, 5);
    const moments expected = s.all();
    std::mt19937_64 random(1);
    std::shuffle(s.rows.begin(), s.rows.end(), random);
    constexpr std::size_t stride = 32;
    std::vector<std::int8_t> block(s.rows.size() * stride, 3);
    for (std::size_t i = 0; i < s.rows.size(); ++i)
        std::copy(s.rows[i].begin(), s.rows[i].end(), block.begin() + static_cast<std::ptrdiff_t>(i * stride));
    for (const std::size_t n_at_once : {1500U, 512U, 511U, 64U, 7U}) {
        moments found(s.layout);
        for (std::size_t first = 0; first < s.rows.size(); first += n_at_once)
            found.add(block.data() + first * stride, std::min<std::size_t>(n_at_once, s.rows.size() - first), stride);
        EXPECT_TRUE(found == expected) << n_at_once;
    }
}

TEST(Moments, OfPartsMergeToThoseOfAllAndSubtractAgain)
{
    const sample all = random_sample(900, 9, 1, 7, 10);
    sample part = all;
    sample rest = all;
    part.rows.resize(333);
    rest.rows.erase(rest.rows.begin(), rest.rows.begin() + 333);
    moments merged = part.all();
    merged.merge(rest.all());
    EXPECT_TRUE(merged == all.all());
    merged.subtract(rest.all());
    EXPECT_TRUE(merged == part.all());
}

TEST(Moments, ComeBackFromTheirIntegers)
{
    const sample s = random_sample(200, 12, 1, 7, 10);
    const moments found = s.all();
    moments again(s.layout);
    again.assign(found.integers());
    EXPECT_TRUE(again == found);
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { again.assign(std::vector<std::int64_t>(3)); },
                                              "moments::assign: integers must have 661 elements, but is 3 long"));
}

TEST(Moments, OfAMatrixAreThoseOfItsRows)
{
    Eigen::MatrixXi answers(3, 2);
    answers << 1, 7, 2, -1, 1000, 3;
    const moments found = attune::moments_of(answers, 1, 7);
    EXPECT_EQ(found.n_persons(), 3);
    EXPECT_EQ(found.n_answered(0), 2);
    EXPECT_EQ(found.n_answered(1), 2);
    EXPECT_EQ(found.scale(0).n, 1);
    EXPECT_EQ(found.scale(0).total, 8);
}

TEST(Moments, RefuseWhatCannotBeAdded)
{
    const sample s = random_sample(20, 4, 1, 7, 0);
    moments found = s.all();
    sample other = s;
    other.layout.max = 6;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { found.merge(moments(other.layout)); },
        "moments::merge: other must have the same layout, but is of another questionnaire or form"));
    sample more = random_sample(30, 4, 1, 7, 0);
    more.layout = s.layout;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { found.subtract(more.all()); },
        "moments::subtract: other must hold people who are among these, but is not part of them"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { found.add(s.rows[0].data(), 1, 3); },
        "moments::add: stride must be at least the number of items, but is smaller"));
}

TEST(Moments, RefuseALayoutThatMakesNoSense)
{
    const auto expect_refusal = [](moment_layout layout, const char* message) {
        EXPECT_TRUE(throws_message<std::invalid_argument>([&] { moments{layout}; }, message));
    };
    expect_refusal({0, 1, 7, {}}, "moments: n_items must lie in 1..1000, but is 0");
    expect_refusal({2, 1, 101, {}}, "moments: max must lie in 2..100, but is 101");
    expect_refusal({2, 3, 3, {}}, "moments: max must lie in 4..100, but is 3");
    expect_refusal({2, 1, 7, {{{0, 2}, {false, false}}}}, "moments: item of a scale must lie in 0..1, but is 2");
    expect_refusal({2, 1, 7, {{{0, 0}, {false, false}}}},
                   "moments: item of a scale must be named once, but is there twice");
    expect_refusal({2, 1, 7, {{{0}, {}}}}, "moments: is_reversed must have 1 elements, but is 0 long");
    expect_refusal({2, 1, 7, {{{}, {}}}}, "moments: scale must have items, but is empty");
}

// 18 items of 1..7: (2^63 - 1) / (126^2 * 7).
TEST(Moments, SayHowManyPeopleFitForSure)
{
    moment_layout layout{18, 1, 7, {{std::vector<std::size_t>(18), std::vector<bool>(18)}}};
    std::iota(layout.scales[0].items.begin(), layout.scales[0].items.end(), std::size_t{0});
    EXPECT_EQ(moments(layout).max_persons(), INT64_MAX / (126 * 126 * 7));
}
