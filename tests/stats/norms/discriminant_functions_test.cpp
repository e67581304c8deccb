#include "attune/stats/norms/discriminant_functions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/norms/prototypes.hpp"
#include "support/expect_message.hpp"

using attune_test::throws_message;

namespace {

struct expected_functions {
    double avoidance, anxiety;
    double secure, fearful, preoccupied, dismissing;
    std::string_view largest;
};

constexpr std::array<expected_functions, 8> known = {
    {{44.0 / 18, 37.0 / 18, 7.7588933111111, 2.1449838222222, 1.0962762111111, 5.9291621277778, "secure"},
     {2, 2, 5.9929395, -1.5258220, -1.1874820, 2.3812232, "secure"},
     {2, 5.5, 25.1468008, 27.0959348, 32.7983741, 19.6684368, "preoccupied"},
     {5.5, 2, 17.5055931, 23.8040543, 12.5488819, 28.1603406, "dismissing"},
     {5, 5, 32.2785237, 44.7184349, 39.7172780, 39.2952212, "fearful"},
     {4, 4, 23.5166623, 29.3036826, 26.0823580, 26.9905552, "fearful"},
     {3, 3.5, 17.4910668, 17.9777527, 17.3025603, 17.1554911, "fearful"},
     {2.9, 3.5, 17.1621338, 17.2540420, 16.9100928, 16.4189449, "fearful"}}};

}  // namespace

TEST(DiscriminantFunctions, HaveThePublishedValues)
{
    constexpr double printed = 1e-7;
    constexpr double disputed = 1e-5;  // one digit of the fearful function differs between copies
    for (const expected_functions& expected : known) {
        const auto found = attune::discriminant_posterior_of(expected.anxiety, expected.avoidance);
        EXPECT_NEAR(found.functions[0], expected.secure, printed);
        EXPECT_NEAR(found.functions[1], expected.preoccupied, printed);
        EXPECT_NEAR(found.functions[2], expected.dismissing, printed);
        EXPECT_NEAR(found.functions[3], expected.fearful, disputed);
        const auto largest = std::max_element(found.posterior.begin(), found.posterior.end());
        EXPECT_EQ(attune::reference_points[static_cast<std::size_t>(largest - found.posterior.begin())].id,
                  expected.largest);
    }
}

// Below the midpoint on both scores, and nearly undecided: secure .240, fearful .390, preoccupied .199, dismissing
// .171.
TEST(DiscriminantFunctions, HaveThePublishedPosteriors)
{
    const auto low = attune::discriminant_posterior_of(3.5, 3);
    EXPECT_NEAR(low.posterior[0], .240, 5e-4);
    EXPECT_NEAR(low.posterior[1], .199, 5e-4);
    EXPECT_NEAR(low.posterior[2], .171, 5e-4);
    EXPECT_NEAR(low.posterior[3], .390, 5e-4);
    const auto lower = attune::discriminant_posterior_of(3.5, 2.9);
    EXPECT_NEAR(lower.posterior[0], .299, 5e-4);
    EXPECT_NEAR(lower.posterior[1], .232, 5e-4);
    EXPECT_NEAR(lower.posterior[2], .142, 5e-4);
    EXPECT_NEAR(lower.posterior[3], .327, 5e-4);
}

// A copy in circulation lost a digit of this constant, which makes nearly everybody secure.
TEST(DiscriminantFunctions, KeepTheDigitThatACopyLost)
{
    EXPECT_EQ(attune::discriminant_functions[0].constant, -11.5307833);
    EXPECT_LT(attune::discriminant_posterior_of(4, 4).posterior[0], 0.01);
}

// A copy in circulation takes floor() of the means before.
TEST(DiscriminantFunctions, TakeMeansAsTheyAre)
{
    EXPECT_NE(attune::discriminant_posterior_of(3.9, 3.9).functions, attune::discriminant_posterior_of(3, 3).functions);
}

TEST(DiscriminantFunctions, GivePosteriorsThatSumToOne)
{
    for (const double anxiety : {1.0, 4.2, 7.0})
        for (const double avoidance : {1.0, 3.3, 7.0}) {
            const auto found = attune::discriminant_posterior_of(anxiety, avoidance).posterior;
            EXPECT_NEAR(std::accumulate(found.begin(), found.end(), 0.0), 1, 1e-15);
        }
}

TEST(DiscriminantFunctions, StandInTheOrderOfTheReferencePoints)
{
    for (std::size_t k = 0; k < 4; ++k)
        EXPECT_EQ(attune::discriminant_functions[k].id, attune::reference_points[k].id);
}

TEST(DiscriminantFunctions, SayWhatIsInDoubt)
{
    EXPECT_NE(attune::discriminant_note.find("one digit is disputed"), std::string_view::npos);
    EXPECT_NE(attune::discriminant_note.find("exploratory"), std::string_view::npos);
}

TEST(DiscriminantFunctions, AreUnknownWhenAScoreIs)
{
    const auto found = attune::discriminant_posterior_of(3, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_TRUE(std::isnan(found.functions[k]));
        EXPECT_TRUE(std::isnan(found.posterior[k]));
    }
}

TEST(DiscriminantFunctions, RefuseScoresOfAnotherScale)
{
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)attune::discriminant_posterior_of(0.5, 3); },
                                              "discriminant_posterior_of: scores must lie in 1..7, but is 0.5"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::discriminant_posterior_of(3, 54); },
                                                      "discriminant_posterior_of: scores must lie in 1..7, but is 54"));
}
