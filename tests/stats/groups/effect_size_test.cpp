#include "attune/stats/groups/effect_size.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/group_reference.hpp"

using attune::group_summary;
using attune_test::group_values;
using attune_test::people_of_group;
using attune_test::throws_message;

TEST(EffectSize, HasThePublishedValues)
{
    struct expected {
        group_summary first, second;
        double d, j, g, std_error, lower, upper;
    };
    for (const auto& [first, second, d, j, g, std_error, lower, upper] : std::vector<expected>{
             {{3.8, 1.1, 120}, {3.4, 1.3, 80}, .337879, .99620653, .336598, .145323, .05261, .62230},
             {{2.1, .9, 1200}, {2.3, 1.0, 800}, -.212480, .99962457, -.212400, .045767, -.30216, -.12275},
             {{20.6, 1.62, 22}, {22.5, 2.02, 28}, -1.023905, .98427943, -1.007809, .302742, -1.61378, -.42460}}) {
        const auto found = attune::cohen_d(first, second);
        EXPECT_EQ(found.id, "cohen_d");
        EXPECT_NEAR(found.value, d, 5e-7);
        EXPECT_NEAR(*found.std_error, std_error, 5e-7);
        EXPECT_NEAR(found.ci->lower, lower, 5e-6);
        EXPECT_NEAR(found.ci->upper, upper, 5e-6);
        EXPECT_EQ(found.ci->method, "noncentral_t");
        const auto corrected = attune::hedges_g(first, second);
        EXPECT_EQ(corrected.id, "hedges_g");
        EXPECT_NEAR(corrected.value, g, 1e-6);
        EXPECT_NEAR(corrected.value, j * found.value, 5e-9);
        EXPECT_NEAR(*corrected.std_error, j * *found.std_error, 5e-9);
        EXPECT_NEAR(attune::hedges_factor(static_cast<double>(first.n_persons + second.n_persons - 2)), j, 5e-9);
    }
    const auto d = attune::cohen_d({3.8, 1.1, 120}, {3.4, 1.3, 80});
    EXPECT_NEAR(attune::common_language(d).value, .594415, 5e-7);
    EXPECT_NEAR(attune::u3(d).value, .632273, 5e-7);
    EXPECT_NEAR(attune::overlap(d).value, .865844, 5e-7);
}

TEST(EffectSize, IsThatOfRFromRawScores)
{
    const auto first = attune::summary_of(people_of_group("anxiety", 0));
    const auto second = attune::summary_of(people_of_group("anxiety", 1));
    const auto& expected = group_values()["two_groups"];
    const auto found = attune::cohen_d(first, second);
    EXPECT_NEAR(found.value, expected["d"].get<double>(), 1e-12);
    // pt() of R with a noncentrality is good to some 10 digits.
    EXPECT_NEAR(found.ci->lower, expected["d_ci"][0].get<double>(), 1e-8);
    EXPECT_NEAR(found.ci->upper, expected["d_ci"][1].get<double>(), 1e-8);
    EXPECT_NEAR(attune::cohen_d(first, second, 0.99).ci->lower, expected["d_ci_99"][0].get<double>(), 1e-8);
    EXPECT_NEAR(attune::hedges_factor(41), expected["j"].get<double>(), 1e-13);
}

// A difference of 0 and of more than 3 standard deviations, small groups and large.
TEST(EffectSize, HasTheIntervalsOfR)
{
    for (const auto& expected : group_values()["intervals_of_d"]) {
        const auto found =
            attune::cohen_d({expected["d"], 1, expected["n1"].get<int>()}, {0, 1, expected["n2"].get<int>()});
        EXPECT_NEAR(found.ci->lower, expected["ci"][0].get<double>(), 1e-7);
        EXPECT_NEAR(found.ci->upper, expected["ci"][1].get<double>(), 1e-7);
    }
}

// The factor in its common approximation, 1 - 3 / (4 df - 1), and exactly: for 2 degrees of freedom 1 / sqrt(pi).
TEST(EffectSize, CorrectsByTheExactFactor)
{
    EXPECT_NEAR(attune::hedges_factor(2), 0.5641895835477563, 1e-15);
    EXPECT_NEAR(attune::hedges_factor(50), 1 - 3.0 / 199, 2e-5);
    EXPECT_NEAR(attune::hedges_factor(1e7), 1 - 3 / (4e7 - 1), 1e-12);
}

TEST(EffectSize, TurnsWhenGroupsChangePlaces)
{
    const group_summary a{3.8, 1.1, 40};
    const group_summary b{3.4, 1.3, 25};
    const auto d = attune::cohen_d(a, b);
    const auto turned = attune::cohen_d(b, a);
    EXPECT_EQ(d.value, -turned.value);
    EXPECT_NEAR(d.ci->lower, -turned.ci->upper, 1e-10);
    for (const auto figure : {attune::common_language, attune::u3}) {
        EXPECT_NEAR(figure(d).value, 1 - figure(turned).value, 1e-15);
        EXPECT_NEAR(figure(d).ci->lower, 1 - figure(turned).ci->upper, 1e-10);
    }
    EXPECT_DOUBLE_EQ(attune::overlap(d).value, attune::overlap(turned).value);
    EXPECT_NEAR(attune::overlap(d).ci->lower, attune::overlap(turned).ci->lower, 1e-10);
}

TEST(EffectSize, OfEqualMeansIsHalfAndWhole)
{
    const auto d = attune::cohen_d({3, 1, 40}, {3, 1, 40});
    EXPECT_EQ(d.value, 0);
    EXPECT_EQ(attune::common_language(d).value, 0.5);
    EXPECT_EQ(attune::u3(d).value, 0.5);
    EXPECT_EQ(attune::overlap(d).value, 1);
    EXPECT_EQ(attune::overlap(d).ci->upper, 1);
    EXPECT_LT(attune::overlap(d).ci->lower, 1);
}

TEST(EffectSize, OverlapsByNoMoreThanTheNearerEndOfItsInterval)
{
    const auto d = attune::cohen_d({5, 1, 40}, {3, 1, 40});
    const auto found = attune::overlap(d);
    EXPECT_LT(found.ci->upper, 0.6);
    EXPECT_LT(found.ci->lower, found.value);
    EXPECT_GT(found.ci->upper, found.value);
}

TEST(EffectSize, SaysWhyThereIsNone)
{
    const auto d = attune::cohen_d({3, 0, 40}, {3, 0, 40});
    const auto g = attune::hedges_g({3, 0, 40}, {3, 0, 40});
    for (const auto& none : {d, g, attune::common_language(d), attune::u3(d), attune::overlap(d)}) {
        EXPECT_TRUE(std::isnan(none.value)) << none.id;
        EXPECT_EQ(none.status, attune::estimate_status::no_variance);
        EXPECT_EQ(none.message, "nobody differs from the others of the own group");
        EXPECT_FALSE(none.ci);
        EXPECT_FALSE(none.std_error);
    }
}

TEST(EffectSize, RefusesWhatCannotBe)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::hedges_factor(1); },
                                                      "hedges_factor: df must be above 1 and finite, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::cohen_d({3, 1, 9}, {3, 1, 9}, 1.5);
        },
        "cohen_d: level must lie between 0 and 1, but is 1.5"));
}
