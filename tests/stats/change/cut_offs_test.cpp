#include "attune/stats/change/cut_offs.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::crossing;
using attune::crossing_of;
using attune::cut_offs_of;
using attune::estimate_status;
using attune_test::unknown;

// Jacobson & Truax (1991), the hypothetical client; higher is better.
TEST(CutOffs, AreThoseOfJacobsonAndTruax)
{
    const auto found = cut_offs_of({40, 7.5}, {60, 7.5});
    EXPECT_EQ(found.a.value, 55);
    EXPECT_EQ(found.b.value, 45);
    EXPECT_EQ(found.c.value, 50);
    EXPECT_NEAR(cut_offs_of({40, 10}, {60, 7.5}).c.value, 51.4285714, 5e-8);
}

// claus_2020 of the package clinicalsignificance: BDI, lower is better.
TEST(CutOffs, HaveThePlaceThatClinicalsignificancePrints)
{
    EXPECT_NEAR(cut_offs_of({35.48, 8.16}, {7.69, 7.52}).c.value, 21.02, 5e-3);
}

// clinicalsignificance 3.0.0 takes the clinical group's standard deviation for b, and gets 5.8.
TEST(CutOffs, TakeTheFunctionalGroupsOwnSpreadForB)
{
    const auto found = cut_offs_of({4.6, 1.2}, {3.4, 1.1});
    EXPECT_NEAR(found.a.value, 2.2, 1e-14);
    EXPECT_NEAR(found.b.value, 5.6, 1e-14);
    EXPECT_NEAR(found.c.value, 3.97391304348, 1e-11);
    EXPECT_NEAR(found.misclassified_c.value, .300925987885, 1e-12);
}

TEST(CutOffs, OfCLieAsFarFromEitherMean)
{
    const auto found = cut_offs_of({4.6, 1.2}, {3.4, 1.1});
    EXPECT_NEAR((4.6 - found.c.value) / 1.2, (found.c.value - 3.4) / 1.1, 1e-13);
}

TEST(CutOffs, AreMirroredWhenHigherIsBetter)
{
    const auto there = cut_offs_of({4.6, 1.2}, {3.4, 1.1});
    const auto mirrored = cut_offs_of({-4.6, 1.2}, {-3.4, 1.1});
    EXPECT_EQ(mirrored.a.value, -there.a.value);
    EXPECT_EQ(mirrored.b.value, -there.b.value);
    EXPECT_EQ(mirrored.c.value, -there.c.value);
    EXPECT_EQ(mirrored.misclassified_c.value, there.misclassified_c.value);
}

TEST(CutOffs, SayWhatTheyLack)
{
    const auto no_spread = cut_offs_of({4.6, unknown}, {3.4, 1.1});
    EXPECT_EQ(no_spread.a.status, estimate_status::not_known);
    EXPECT_EQ(no_spread.a.message, "a mean or standard deviation of the two groups is not known");
    EXPECT_NEAR(no_spread.b.value, 5.6, 1e-14);
    EXPECT_EQ(no_spread.c.status, estimate_status::not_known);
    EXPECT_TRUE(std::isnan(no_spread.misclassified_c.value));
    const auto no_mean = cut_offs_of({4.6, 1.2}, {unknown, 1.1});
    EXPECT_EQ(no_mean.b.status, estimate_status::not_known);
    const auto same = cut_offs_of({4, 1.2}, {4, 1.1});
    EXPECT_EQ(same.a.status, estimate_status::not_defined);
    EXPECT_EQ(same.a.message, "the two groups have the same mean: nothing lies between them");
    const auto flat = cut_offs_of({4, 0}, {3, 0});
    EXPECT_EQ(flat.a.value, 4);
    EXPECT_EQ(flat.c.status, estimate_status::no_variance);
    EXPECT_EQ(flat.c.message, "neither of the two groups varies");
}

TEST(CutOffs, RefuseWhatIsNoFigure)
{
    using attune_test::throws_message;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)cut_offs_of({4, -1}, {3, 1});
        },
        "cut_offs_of: sd must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)cut_offs_of({4, 1}, {std::numeric_limits<double>::infinity(), 1});
        },
        "cut_offs_of: mean must hold numbers up to 1e150 in size, or NaN for missing, but is inf"));
}

TEST(CutOffs, OfTrueScoresLieCloserToTheMeans)
{
    const auto found = attune::true_score_cut_offs_of({4.6, 1.2}, {3.4, 1.1}, .81);
    EXPECT_NEAR(found.a.value, 4.6 - 2 * 1.2 * .9, 1e-14);
    EXPECT_NEAR(found.b.value, 3.4 + 2 * 1.1 * .9, 1e-14);
    EXPECT_NEAR(found.c.value, 3.97391304348, 1e-11);
    for (const double no_reliability : {unknown, -.1, 1.1})
        EXPECT_EQ(attune::true_score_cut_offs_of({4.6, 1.2}, {3.4, 1.1}, no_reliability).c.status,
                  estimate_status::not_known);
}

// The couples after therapy: M2 98.05, S2 19.2418142022, SEM 4.09652922901, so r2 .95467476315.
TEST(CutOffs, KnowHowFarALaterScoreStandsBeyond)
{
    const double r = .95467476315;
    const double expected = (98.05 + (124 - 98.05) * r - 97) / (std::sqrt(r) * 4.09652922901);
    EXPECT_NEAR(attune::hageman_arrindell_standing(124, 97, {98.05, 19.2418142022}, 4.09652922901), expected, 1e-9);
    EXPECT_TRUE(std::isnan(attune::hageman_arrindell_standing(124, 97, {98.05, 4}, 4.1)));
    EXPECT_TRUE(std::isnan(attune::hageman_arrindell_standing(124, 97, {98.05, 4}, 0)));
    EXPECT_TRUE(std::isnan(attune::hageman_arrindell_standing(124, unknown, {98.05, 19}, 4)));
}

TEST(Crossing, GoesFromOneSideToTheOther)
{
    EXPECT_EQ(crossing_of(5, 3, 4, true), crossing::towards_functional);
    EXPECT_EQ(crossing_of(3, 5, 4, true), crossing::towards_clinical);
    EXPECT_EQ(crossing_of(3, 5, 4, false), crossing::towards_functional);
    EXPECT_EQ(crossing_of(5, 6, 4, true), crossing::none);
    EXPECT_EQ(crossing_of(1, 2, 4, true), crossing::none);
}

TEST(Crossing, CountsTheCutOffItselfToTheClinicalSide)
{
    EXPECT_EQ(crossing_of(4, 3.9, 4, true), crossing::towards_functional);
    EXPECT_EQ(crossing_of(5, 4, 4, true), crossing::none);
    EXPECT_EQ(crossing_of(4, 4.1, 4, false), crossing::towards_functional);
}

TEST(Crossing, IsUnknownWithoutAScoreOrACutOff)
{
    EXPECT_EQ(crossing_of(unknown, 3, 4, true), crossing::unknown);
    EXPECT_EQ(crossing_of(5, unknown, 4, true), crossing::unknown);
    EXPECT_EQ(crossing_of(5, 3, unknown, true), crossing::unknown);
}
