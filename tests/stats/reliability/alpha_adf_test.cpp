#include "attune/stats/reliability/alpha_adf.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/reference_json.hpp"
#include "support/reversed_sample.hpp"

using attune::estimate;
using attune::moments;
using attune_test::expect_close;

TEST(AlphaAdf, AgreesWithTheFormulaOnThePeopleThemselves)
{
    const auto expected = attune_test::reference_json("scale_quality/values.json");
    const estimate found = attune::alpha_interval_adf(attune_test::reference_moments(), 0);
    EXPECT_EQ(found.id, "alpha_raw");
    EXPECT_EQ(found.ci->method, "adf");
    EXPECT_EQ(found.n_persons, expected["n_complete"]);
    EXPECT_TRUE(found.message.empty());
    expect_close(found.value, expected["listwise"]["alpha_raw"], 1e-12);
    expect_close(*found.std_error, expected["adf_std_error"], 1e-12);
    expect_close(found.ci->lower, expected["adf_lower"], 1e-12);
    expect_close(found.ci->upper, expected["adf_upper"], 1e-12);
}

// Two items and four people, by hand: x (1, 2, 3, 4), y (1, 3, 2, 4); V = 6, tr = 10 / 3, alpha = 8 / 9.
TEST(AlphaAdf, ComesOutByHand)
{
    moments all({2, 1, 4, {{{0, 1}, {false, false}}}});
    const std::vector<std::int8_t> rows{1, 1, 2, 3, 3, 2, 4, 4};
    all.add(rows.data(), 4, 2);
    const estimate found = attune::alpha_interval_adf(all, 0);
    EXPECT_NEAR(found.value, 8 / 9.0, 1e-15);
    const std::vector<double> q{4.5, 0.5, 0.5, 4.5};
    const std::vector<double> t{-3, 0, 0, 3};
    double squares = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const double g = 2 * (-q[i] / 6 + 10 / 3.0 * t[i] * t[i] / 36);
        squares += g * g;
    }
    EXPECT_NEAR(*found.std_error, std::sqrt(squares / 12), 1e-15);
    EXPECT_EQ(found.message, "the interval is approximate below 100 people");
}

TEST(AlphaAdf, IsTheSameForMergedParts)
{
    std::mt19937_64 random(5);
    moments all({4, 1, 7, {{{0, 1, 2, 3}, {false, true, false, false}}}});
    moments part = all;
    moments rest = all;
    for (int i = 0; i < 500; ++i) {
        std::vector<std::int8_t> row(4);
        for (auto& code : row)
            code = static_cast<std::int8_t>(1 + random() % 7);
        all.add(row.data(), 1, 4);
        (i < 123 ? part : rest).add(row.data(), 1, 4);
    }
    part.merge(rest);
    const estimate whole = attune::alpha_interval_adf(all, 0);
    const estimate merged = attune::alpha_interval_adf(part, 0);
    EXPECT_EQ(whole.value, merged.value);
    EXPECT_EQ(whole.std_error, merged.std_error);
}

// Answers of 1..5 moved up to 3..7: nothing but the means differs.
TEST(AlphaAdf, DoesNotDependOnWhereTheAnswersLie)
{
    std::mt19937_64 random(6);
    moments low({3, 1, 7, {{{0, 1, 2}, {false, false, false}}}});
    moments high = low;
    for (int i = 0; i < 300; ++i) {
        std::vector<std::int8_t> row(3);
        for (auto& code : row)
            code = static_cast<std::int8_t>(1 + random() % 5);
        low.add(row.data(), 1, 3);
        for (auto& code : row)
            code = static_cast<std::int8_t>(code + 2);
        high.add(row.data(), 1, 3);
    }
    expect_close(*attune::alpha_interval_adf(high, 0).std_error, *attune::alpha_interval_adf(low, 0).std_error, 1e-12);
}

TEST(AlphaAdf, WidensWithTheLevelAndStaysBelowOne)
{
    const moments all = attune_test::reference_moments();
    const estimate narrow = attune::alpha_interval_adf(all, 0, 0.9);
    const estimate wide = attune::alpha_interval_adf(all, 0, 0.999);
    EXPECT_LT(wide.ci->lower, narrow.ci->lower);
    EXPECT_GT(wide.ci->upper, narrow.ci->upper);
    EXPECT_LT(wide.ci->upper, 1);
    EXPECT_EQ(wide.ci->level, 0.999);
}

TEST(AlphaAdf, SaysWhyThereIsNoInterval)
{
    moments all({2, 1, 4, {{{0, 1}, {false, false}}}});
    EXPECT_NE(attune::alpha_interval_adf(all, 0).status, attune::estimate_status::ok);
    const std::vector<std::int8_t> rows{1, 1, 2, 2, 4, 4};
    all.add(rows.data(), 2, 2);
    const estimate two = attune::alpha_interval_adf(all, 0);
    EXPECT_FALSE(two.ci);
    EXPECT_EQ(two.message, "the interval needs at least 3 people who answered every item");
    all.add(rows.data() + 4, 1, 2);
    const estimate perfect = attune::alpha_interval_adf(all, 0);
    EXPECT_EQ(perfect.value, 1);
    EXPECT_FALSE(perfect.ci);
    EXPECT_EQ(perfect.message, "alpha is 1: there is no interval");
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(attune::alpha_interval_adf(all, 0, 1)); },
        "alpha_interval_adf: level must lie between 0 and 1, but is 1"));
}
