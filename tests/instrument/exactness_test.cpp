#include "attune/instrument/exactness.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

namespace {

constexpr double two_to_53 = 9007199254740992.0;

attune::resolved_form with_constant(attune::instrument made, attune::decimal constant)
{
    made.derived[0].constant = constant;
    return attune::resolve_form(made);
}

}  // namespace

TEST(FractionBound, IsExactBelowTwoToThe53InBothParts)
{
    EXPECT_TRUE((attune::fraction_bound{}.is_exact()));
    EXPECT_EQ(attune::fraction_bound{}.numerator, 0.0);
    EXPECT_EQ(attune::fraction_bound{}.denominator, 1.0);
    EXPECT_TRUE((attune::fraction_bound{two_to_53 - 1, two_to_53 - 1}.is_exact()));
    EXPECT_FALSE((attune::fraction_bound{two_to_53, 1}.is_exact()));
    EXPECT_FALSE((attune::fraction_bound{1, two_to_53}.is_exact()));
}

TEST(ToIntegers, UsesTheSmallestPowerOfTenThatMakesAllWhole)
{
    attune::derived_score security;
    security.constant = {6, 0};
    security.terms = {{"close", {-5, 1}}, {"depend", {-25, 2}}};
    const attune::integer_combination whole = attune::to_integers(security);
    EXPECT_EQ(whole.constant, 600);
    EXPECT_EQ(whole.weights, (std::vector<std::int64_t>{-50, -25}));
    EXPECT_EQ(whole.divisor, 100);
}

TEST(ToIntegers, LeavesWholeNumbersAsTheyAre)
{
    EXPECT_EQ(attune::integer_combination{}.constant, 0);
    EXPECT_EQ(attune::integer_combination{}.divisor, 1);
    attune::derived_score difference;
    difference.terms = {{"secure", {1, 0}}, {"fearful", {-1, 0}}};
    const attune::integer_combination whole = attune::to_integers(difference);
    EXPECT_EQ(whole.constant, 0);
    EXPECT_EQ(whole.weights, (std::vector<std::int64_t>{1, -1}));
    EXPECT_EQ(whole.divisor, 1);
}

TEST(ToIntegers, CountsThePlacesOfTheConstantToo)
{
    attune::derived_score fine;
    fine.constant = {1, 7};
    fine.terms = {{"close", {-2, 0}}};
    const attune::integer_combination whole = attune::to_integers(fine);
    EXPECT_EQ(whole.constant, 1);
    EXPECT_EQ(whole.weights, (std::vector<std::int64_t>{-20'000'000}));
    EXPECT_EQ(whole.divisor, 10'000'000);
}

TEST(BaseBounds, OfAMeanAreItsLargestSumAndItsItems)
{
    const auto bounds = attune::base_bounds(attune::resolve_form(attune_test::two_scales()));
    ASSERT_EQ(bounds.size(), 2U);
    EXPECT_EQ(bounds[0].numerator, 14.0);
    EXPECT_EQ(bounds[0].denominator, 2.0);
}

TEST(BaseBounds, OfASumHoldItsNumberOfItemsOnceMore)
{
    const auto bounds = attune::base_bounds(attune::resolve_form(attune_test::with_sum_score()));
    ASSERT_EQ(bounds.size(), 1U);
    EXPECT_EQ(bounds[0].numerator, 4 * 7 * 4.0);
    EXPECT_EQ(bounds[0].denominator, 4.0);
}

// security = (800 - 50 anxiety - 25 avoidance) / 100 over denominators 2 and 2.
TEST(BaseBounds, OfADerivedScoreStandOverTheProductOfAllDenominators)
{
    const auto bounds = attune::base_bounds(attune::resolve_form(attune_test::with_derived()));
    ASSERT_EQ(bounds.size(), 3U);
    EXPECT_EQ(bounds[2].numerator, 800 * 4 + 50 * 14 * 2 + 25 * 14 * 2.0);
    EXPECT_EQ(bounds[2].denominator, 100 * 4.0);
}

TEST(FirstInexactScore, IsNoneInEverySample)
{
    for (const attune::instrument& made :
         {attune_test::two_scales(), attune_test::with_derived(), attune_test::with_targets(),
          attune_test::with_shared_item(), attune_test::with_unscored_item(), attune_test::with_sum_score(),
          attune_test::with_forms()})
        for (const std::string& form : attune::form_ids(made))
            EXPECT_EQ(attune::first_inexact_score(attune::resolve_form(made, form)), std::nullopt) << form;
}

TEST(FirstInexactScore, NamesADerivedScoreWhoseConstantIsTooFine)
{
    // times the denominators 2 and 2: just below and just above 2^53
    EXPECT_EQ(attune::first_inexact_score(with_constant(attune_test::with_derived(), {2'251'799'000'000'000, 7})),
              std::nullopt);
    EXPECT_EQ(attune::first_inexact_score(with_constant(attune_test::with_derived(), {2'251'799'900'000'000, 7})),
              "security");
}

TEST(FirstInexactScore, NamesAGlobalScoreWhoseTermsAreStillExact)
{
    const attune::resolved_form full = with_constant(attune_test::with_targets(), {2'000'000'000'000'000, 7});
    EXPECT_EQ(attune::first_inexact_score(full), "global_security");
}

// 6 * 7 * 244^6 is just below 2^53; a seventh target brings the denominators beyond it.
TEST(FirstInexactScore, NamesAMeanOverTooManyTargets)
{
    attune::instrument made = attune_test::items_only(244);
    std::vector<int> numbers;
    for (const attune::item& question : made.items)
        numbers.push_back(question.number);
    made.scales = {attune_test::mean_scale("all", attune::dimension::other, numbers, {}, 200)};
    made.targets = {"a", "b", "c", "d", "e", "f"};
    EXPECT_EQ(attune::first_inexact_score(attune::resolve_form(made)), std::nullopt);
    made.targets.push_back("g");
    EXPECT_EQ(attune::first_inexact_score(attune::resolve_form(made)), "global_all");
}
