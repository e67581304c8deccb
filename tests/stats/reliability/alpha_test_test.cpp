#include "attune/stats/reliability/alpha_test.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reliability_reference.hpp"

using attune::alpha_sample;
using attune_test::closed_form;
using attune_test::throws_message;
using attune_test::unknown;

namespace {

constexpr alpha_sample low{0.7, 8, 200};
constexpr alpha_sample high{0.8, 8, 150};

}  // namespace

TEST(AlphaDifferenceTest, AgreesWithRAndWithASimulation)
{
    const auto& values = attune_test::reliability_values()["alpha_difference"];
    const attune::two_alphas_test found = attune::alpha_difference_test(low, high);
    EXPECT_NEAR(found.f, values["f"].get<double>(), closed_form);
    EXPECT_NEAR(found.df1, values["df1"].get<double>(), closed_form * found.df1);
    EXPECT_NEAR(found.df2, values["df2"].get<double>(), closed_form * found.df2);
    EXPECT_NEAR(found.p_one_sided, values["p_one_sided"].get<double>(), closed_form * found.p_one_sided);
    EXPECT_EQ(found.p_two_sided, 2 * found.p_one_sided);
    // Two million simulated pairs: four standard errors of the share.
    EXPECT_NEAR(found.p_one_sided, values["p_simulated"].get<double>(), 2.3e-4);
    EXPECT_EQ(found.status, attune::estimate_status::ok);
}

// Named compatibility case: CECPfuns::getPdiff2alphas takes the degrees of freedom of numerator and denominator for
// each other. With them exchanged its values come out, which shows that statistic and degrees of freedom are the same.
TEST(AlphaDifferenceTest, IsThatOfCecpfunsWithDegreesOfFreedomExchanged)
{
    const auto exchanged = [](const attune::two_alphas_test& found) {
        return cdf(attune::detail::f_distribution(found.df2, found.df1), found.f);
    };
    EXPECT_NEAR(exchanged(attune::alpha_difference_test(low, high)), 0.0073145138, 5e-11);
    EXPECT_NEAR(2 * exchanged(attune::alpha_difference_test(low, high)), 0.0146290, 5e-8);
    EXPECT_NEAR(exchanged(attune::alpha_difference_test(low, {0.7, 8, 150})), 0.5023524685, 5e-11);
}

TEST(AlphaDifferenceTest, DoesNotDependOnTheOrderOfGroups)
{
    for (const alpha_sample& other : {high, alpha_sample{0.7, 8, 150}, alpha_sample{0.7, 12, 200}}) {
        const attune::two_alphas_test found = attune::alpha_difference_test(low, other);
        const attune::two_alphas_test turned = attune::alpha_difference_test(other, low);
        EXPECT_EQ(found.f, turned.f);
        EXPECT_EQ(found.df1, turned.df1);
        EXPECT_EQ(found.p_two_sided, turned.p_two_sided);
    }
}

TEST(AlphaDifferenceTest, EqualAlphasDoNotDiffer)
{
    const attune::two_alphas_test found = attune::alpha_difference_test(high, high);
    EXPECT_EQ(found.f, 1);
    EXPECT_NEAR(found.p_one_sided, 0.5, 0.01);
    EXPECT_LE(found.p_two_sided, 1);
    EXPECT_GT(found.p_two_sided, 0.98);
}

TEST(AlphaDifferenceTest, HasNoValueWithoutAlphasOrPersons)
{
    const attune::two_alphas_test no_alpha = attune::alpha_difference_test(low, {unknown, 8, 150});
    EXPECT_TRUE(std::isnan(no_alpha.f));
    EXPECT_TRUE(std::isnan(no_alpha.p_one_sided));
    EXPECT_EQ(no_alpha.status, attune::estimate_status::not_known);
    EXPECT_EQ(no_alpha.message, "the alpha of a group is not known");
    const attune::two_alphas_test no_error = attune::alpha_difference_test({1, 8, 150}, low);
    EXPECT_TRUE(std::isnan(no_error.p_two_sided));
    EXPECT_EQ(no_error.status, attune::estimate_status::not_defined);
    EXPECT_EQ(no_error.message, "an alpha of 1 or more leaves no error that could be compared");
    const attune::two_alphas_test few = attune::alpha_difference_test({0.8, 8, 5}, low);
    EXPECT_TRUE(std::isnan(few.p_two_sided));
    EXPECT_EQ(few.status, attune::estimate_status::too_few_persons);
    EXPECT_EQ(few.message, "5 and 200 persons are too few to compare alphas");
    EXPECT_EQ(attune::alpha_difference_test({0.8, 8, 6}, low).status, attune::estimate_status::ok);
}

TEST(AlphaDifferenceTest, RefusesACallersMistakes)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(attune::alpha_difference_test(low, {0.8, 1, 150}));
        },
        "alpha_difference_test: n_items must lie in 2..9223372036854775807, but is 1"));
    EXPECT_THROW(static_cast<void>(attune::alpha_difference_test({0.8, 8, -1}, low)), std::invalid_argument);
}

// Feldt, Woodruff & Salih (1987): 22.926.
TEST(AlphaEqualityTest, GivesThePublishedExample)
{
    const std::array groups{alpha_sample{0.784, 5, 51}, alpha_sample{0.875, 5, 101}, alpha_sample{0.936, 5, 151}};
    const attune::equal_alphas_test found = attune::alpha_equality_test(groups);
    const auto& values = attune_test::reliability_values()["alpha_equality"];
    EXPECT_NEAR(found.chi_square, 22.926, 5e-4);
    EXPECT_NEAR(found.chi_square, values["chi_square"].get<double>(), closed_form * found.chi_square);
    EXPECT_EQ(found.df, 2);
    EXPECT_NEAR(found.p, values["p"].get<double>(), closed_form * found.p);
}

TEST(AlphaEqualityTest, EqualAlphasDoNotDifferAndOrderDoesNotMatter)
{
    const std::array equal{alpha_sample{0.8, 5, 51}, alpha_sample{0.8, 9, 101}};
    EXPECT_NEAR(attune::alpha_equality_test(equal).chi_square, 0, 1e-25);
    EXPECT_EQ(attune::alpha_equality_test(equal).p, 1);
    const std::array one{low, high, alpha_sample{0.9, 12, 60}};
    const std::array turned{one[2], one[0], one[1]};
    EXPECT_NEAR(attune::alpha_equality_test(one).chi_square, attune::alpha_equality_test(turned).chi_square, 1e-12);
}

// For two groups it answers the same question as Feldt's F, more cautiously: .021 against .013.
TEST(AlphaEqualityTest, OfTwoGroupsIsCloseToTheirDifferenceTest)
{
    const std::array groups{low, high};
    const double p = attune::alpha_equality_test(groups).p;
    EXPECT_GT(p, attune::alpha_difference_test(low, high).p_two_sided);
    EXPECT_NEAR(p, attune::alpha_difference_test(low, high).p_two_sided, 0.01);
}

TEST(AlphaEqualityTest, HasNoValueWithoutAlphasOrPersons)
{
    const attune::equal_alphas_test no_alpha =
        attune::alpha_equality_test(std::array{low, alpha_sample{unknown, 8, 150}});
    EXPECT_TRUE(std::isnan(no_alpha.chi_square));
    EXPECT_EQ(no_alpha.status, attune::estimate_status::not_known);
    const attune::equal_alphas_test no_error = attune::alpha_equality_test(std::array{low, alpha_sample{1, 8, 150}});
    EXPECT_EQ(no_error.status, attune::estimate_status::not_defined);
    const attune::equal_alphas_test few = attune::alpha_equality_test(std::array{low, alpha_sample{0.5, 2, 3}});
    EXPECT_TRUE(std::isnan(few.p));
    EXPECT_EQ(few.status, attune::estimate_status::too_few_persons);
    EXPECT_EQ(few.message, "3 persons are too few to compare alphas");
}

TEST(AlphaEqualityTest, RefusesACallersMistakes)
{
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { static_cast<void>(attune::alpha_equality_test(std::array{low})); },
                                              "alpha_equality_test: groups must be at least two, but is 1"));
    EXPECT_THROW(static_cast<void>(attune::alpha_equality_test(std::array{low, alpha_sample{0.8, 1, 10}})),
                 std::invalid_argument);
}
