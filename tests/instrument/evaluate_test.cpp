#include "attune/instrument/evaluate.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/instrument/exactness.hpp"
#include "support/sample_instruments.hpp"

using attune::fraction;
using attune::not_answered;

namespace {

/// The scores of answers on an instrument without targets.
std::map<std::string, std::optional<fraction>> scores_of(const attune::instrument& made, std::vector<int> answers,
                                                         const std::string& form = "published")
{
    return attune::evaluate(attune::resolve_form(made, form), attune_test::vector_of(std::move(answers), {}));
}

}  // namespace

TEST(Evaluate, GivesWhatEveryVectorOfTheSamplesSays)
{
    for (const attune::instrument& made :
         {attune_test::two_scales(), attune_test::with_derived(), attune_test::with_targets(),
          attune_test::with_shared_item(), attune_test::with_unscored_item(), attune_test::with_sum_score(),
          attune_test::with_forms()})
        for (const std::string& form : attune::form_ids(made)) {
            const attune::resolved_form full = attune::resolve_form(made, form);
            for (const attune::test_vector& vector : full.vectors)
                EXPECT_EQ(attune::evaluate(full, vector), vector.scores) << form;
        }
}

TEST(Evaluate, ReversesWithinTheRangeOfTheForm)
{
    EXPECT_EQ(scores_of(attune_test::two_scales(), {1, 1, 1, 1}).at("anxiety"), (fraction{8, 2}));
    EXPECT_EQ(scores_of(attune_test::with_forms(), {1, 1, 1, 1}, "zero_to_six").at("anxiety"), (fraction{6, 2}));
}

TEST(Evaluate, ReversesASharedItemInOneScaleOnly)
{
    const auto scores = scores_of(attune_test::with_shared_item(), {1, 7, 1, 1});
    EXPECT_EQ(scores.at("anxiety"), (fraction{8, 2}));
    EXPECT_EQ(scores.at("avoidance"), (fraction{3, 3}));
}

TEST(Evaluate, TakesTheMeanOfThoseAnswered)
{
    EXPECT_EQ(scores_of(attune_test::two_scales(), {2, 1, not_answered, 1}).at("anxiety"), (fraction{2, 1}));
}

TEST(Evaluate, ScalesASumUpToAllItems)
{
    EXPECT_EQ(scores_of(attune_test::with_sum_score(), {3, 3, not_answered, 7}).at("total"), (fraction{28, 3}));
}

TEST(Evaluate, RefusesBelowTheRule)
{
    EXPECT_EQ(scores_of(attune_test::two_scales(), {2, 1, 2, not_answered}).at("avoidance"), std::nullopt);
    EXPECT_EQ(scores_of(attune_test::with_sum_score(), {3, 3, not_answered, not_answered}).at("total"), std::nullopt);
}

TEST(Evaluate, RefusesWithoutAnyAnswerWhateverTheRule)
{
    attune::instrument made = attune_test::two_scales();
    made.scales[0].missing.min_answered = 0;
    EXPECT_EQ(scores_of(made, {not_answered, 1, not_answered, 1}).at("anxiety"), std::nullopt);
    EXPECT_EQ(scores_of(made, {}).at("anxiety"), std::nullopt);
}

TEST(Evaluate, RefusesADerivedScoreWhenOneTermIsRefused)
{
    const auto scores = scores_of(attune_test::with_derived(), {2, 1, 2, not_answered});
    EXPECT_TRUE(scores.at("anxiety").has_value());
    EXPECT_EQ(scores.at("security"), std::nullopt);
}

TEST(Evaluate, RefusesAGlobalScoreWhenOneTargetIsAbsent)
{
    const attune::resolved_form full = attune::resolve_form(attune_test::with_targets());
    attune::test_vector vector;
    vector.answers["father"] = {1, 7, 7, 1};
    const auto scores = attune::evaluate(full, vector);
    EXPECT_EQ(scores.at("father_anxiety"), (fraction{1, 1}));
    EXPECT_EQ(scores.at("father_security"), (fraction{29, 4}));
    EXPECT_EQ(scores.at("mother_anxiety"), std::nullopt);
    EXPECT_EQ(scores.at("global_anxiety"), std::nullopt);
    EXPECT_EQ(scores.size(), attune::score_ids(full).size());
}

// Five means of 23 to 41 items with weights of seven places: both parts of the score stay below 2^53, the product of
// the denominators of a partial sum and of its next term does not.
TEST(Evaluate, IsExactWhereverTheBoundSaysSo)
{
    constexpr std::array<int, 5> sizes{23, 29, 31, 37, 41};
    constexpr std::array<std::int64_t, 5> weights{1234567, -1765433, 1333337, 1999991, -999983};
    attune::instrument made = attune_test::items_only(161);
    attune::derived_score fine;
    fine.id = "fine";
    std::vector<int> answers;
    std::array<std::int64_t, 5> sums{};
    for (std::size_t part = 0; part < sizes.size(); ++part) {
        std::vector<int> numbers;
        for (int position = 0; position < sizes[part]; ++position) {
            numbers.push_back(static_cast<int>(answers.size()) + 1);
            answers.push_back(position == 0 ? 3 : 7);
            sums[part] += answers.back();
        }
        const std::string id = "scale_" + std::to_string(sizes[part]);
        made.scales.push_back(attune_test::mean_scale(id, attune::dimension::other, numbers, {}, sizes[part]));
        fine.terms.push_back({id, {weights[part], 7}});
    }
    made.derived = {fine};
    ASSERT_EQ(attune::first_inexact_score(attune::resolve_form(made)), std::nullopt);

    constexpr std::int64_t product = std::int64_t{23} * 29 * 31 * 37 * 41;
    fraction expected{0, product * attune::power_of_ten(7)};
    for (std::size_t part = 0; part < sizes.size(); ++part)
        expected.numerator += weights[part] * sums[part] * (product / sizes[part]);
    const std::optional<fraction> found = scores_of(made, answers).at("fine");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(to_string(*found), to_string(expected));
}
