#include "attune/scoring/score.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::fraction;
using attune::not_answered;
using attune::scale_score;
using attune::score_status;
using attune_test::throws_message;

namespace {

constexpr int invalid = 99;

scale_score score_at(const attune::instrument& made, std::vector<int> answers, std::string_view id,
                     const attune::key_options& options = {})
{
    return attune::score(made, answers, options).at(id);
}

score_status status_at(const attune::instrument& made, std::vector<int> answers, std::string_view id,
                       const attune::key_options& options = {})
{
    return score_at(made, std::move(answers), id, options).status;
}

attune::key_options on_form(std::string form)
{
    attune::key_options options;
    options.form = std::move(form);
    return options;
}

void expect_refused(const scale_score& score, score_status status, int n_items, int n_answered)
{
    EXPECT_EQ(to_string(score.status), to_string(status)) << score.id;
    EXPECT_EQ(score.value, std::nullopt) << score.id;
    EXPECT_EQ(score.exact, std::nullopt) << score.id;
    EXPECT_EQ(score.sum, std::nullopt) << score.id;
    EXPECT_TRUE(score.figures.empty()) << score.id;
    EXPECT_EQ(score.n_items, n_items) << score.id;
    EXPECT_EQ(score.n_answered, n_answered) << score.id;
}

void expect_scored(const scale_score& score, score_status status, fraction exact, std::optional<std::int64_t> sum,
                   int n_items, int n_answered)
{
    EXPECT_EQ(to_string(score.status), to_string(status)) << score.id;
    EXPECT_EQ(score.value, exact.value()) << score.id;
    ASSERT_TRUE(score.exact.has_value()) << score.id;
    EXPECT_EQ(to_string(*score.exact), to_string(exact)) << score.id;
    EXPECT_EQ(score.sum, sum) << score.id;
    EXPECT_EQ(score.n_items, n_items) << score.id;
    EXPECT_EQ(score.n_answered, n_answered) << score.id;
}

/// Both targets of `with_targets()`: the answers of the mother, then those of the father.
std::vector<int> of_both(std::array<int, 4> mother, std::array<int, 4> father)
{
    std::vector<int> answers(mother.begin(), mother.end());
    answers.insert(answers.end(), father.begin(), father.end());
    return answers;
}

constexpr std::array<int, 4> complete{2, 7, 1, 4};
constexpr std::array<int, 4> nothing{not_answered, not_answered, not_answered, not_answered};

}  // namespace

TEST(RawScores, AreThoseOfTheSameAnswers)
{
    const attune::scoring_key key(attune_test::with_derived());
    const std::array<attune::answer_code, 4> row{2, 7, 1, 4};
    const std::vector<attune::raw_score> raw = attune::raw_scores(key, row);
    ASSERT_EQ(raw.size(), 3U);
    EXPECT_EQ(raw[0].value(), 4.5);
    EXPECT_EQ(raw[1].value(), 2.5);
    EXPECT_EQ(raw[2].value(), 5.125);
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)attune::raw_scores(key, std::span(row).first(3)); },
                                                      "raw_scores: row must have 4 elements, but is 3 long"));
}

// --- one scale ---

TEST(Score, OfACompleteScaleIsTheMeanOfItsKeyedAnswers)
{
    expect_scored(score_at(attune_test::two_scales(), {2, 7, 1, 4}, "anxiety"), score_status::ok, {9, 2}, 9, 2, 2);
    expect_scored(score_at(attune_test::two_scales(), {2, 7, 1, 4}, "avoidance"), score_status::ok, {5, 2}, 5, 2, 2);
}

TEST(Score, WithAllowedGapsIsTheMeanOfThoseAnsweredAndSaysSo)
{
    expect_scored(score_at(attune_test::two_scales(), {2, 7, not_answered, 4}, "anxiety"), score_status::prorated,
                  {2, 1}, 2, 2, 1);
}

TEST(Score, BelowItsRuleIsRefused)
{
    expect_refused(score_at(attune_test::two_scales(), {2, 7, 1, not_answered}, "avoidance"),
                   score_status::too_few_answers, 2, 1);
}

TEST(Score, WithoutAnAnswerIsRefused)
{
    expect_refused(score_at(attune_test::two_scales(), {2, not_answered, 1, not_answered}, "avoidance"),
                   score_status::no_answers, 2, 0);
}

TEST(Score, WithAnInvalidAnswerIsRefusedAndCountsTheValidOnes)
{
    expect_refused(score_at(attune_test::two_scales(), {invalid, 7, 1, 4}, "anxiety"), score_status::invalid_answer, 2,
                   1);
}

TEST(Score, OfOneScaleIsUntouchedByTheAnswersOfAnother)
{
    expect_scored(score_at(attune_test::two_scales(), {2, invalid, 1, not_answered}, "anxiety"), score_status::ok,
                  {9, 2}, 9, 2, 2);
}

TEST(Score, IsUntouchedByUnscoredItems)
{
    for (const int unscored : {1, 7, not_answered, invalid})
        expect_scored(score_at(attune_test::with_unscored_item(), {2, 7, 1, 4, unscored}, "anxiety"), score_status::ok,
                      {9, 2}, 9, 2, 2);
}

TEST(Score, ReversesASharedItemInOneScaleOnly)
{
    expect_scored(score_at(attune_test::with_shared_item(), {1, 7, 1, 1}, "anxiety"), score_status::ok, {4, 1}, 8, 2,
                  2);
    expect_scored(score_at(attune_test::with_shared_item(), {1, 7, 1, 1}, "avoidance"), score_status::ok, {1, 1}, 3, 3,
                  3);
}

TEST(Score, TreatsEveryReasonLikeNoAnswer)
{
    for (const auto& listed : attune::missing_reasons)
        expect_scored(score_at(attune_test::two_scales(), {2, 7, static_cast<int>(listed.first), 4}, "anxiety"),
                      score_status::prorated, {2, 1}, 2, 2, 1);
}

TEST(Score, TreatsEveryOtherIntegerAsInvalid)
{
    for (const int answer : {0, 8, -6, -64, 127, 128, 256, 257, -99, 1'000'000})
        EXPECT_EQ(status_at(attune_test::two_scales(), {answer, 7, 1, 4}, "anxiety"), score_status::invalid_answer)
            << answer;
}

TEST(Score, ReversesWithinTheRangeOfTheChosenForm)
{
    expect_scored(score_at(attune_test::with_forms(), {1, 6, 0, 3}, "anxiety", on_form("zero_to_six")),
                  score_status::ok, {7, 2}, 7, 2, 2);
    EXPECT_EQ(status_at(attune_test::with_forms(), {7, 6, 0, 3}, "anxiety", on_form("zero_to_six")),
              score_status::invalid_answer);
}

TEST(Score, CountsItemsAsTheChosenFormPrintsThem)
{
    const attune::instrument made = attune_test::with_forms();
    const auto published = attune::score(made, std::vector<int>{2, 7, 1, 4});
    for (const char* const form : {"backwards", "shuffled"}) {
        const auto printed = attune::score(made, std::vector<int>{4, 1, 7, 2}, on_form(form));
        for (const scale_score& score : published.scores)
            EXPECT_EQ(printed.at(score.id).value, score.value) << form << ' ' << score.id;
    }
}

// --- sums ---

TEST(SumScore, IsTheSumWhenEverythingIsAnswered)
{
    expect_scored(score_at(attune_test::with_sum_score(), {1, 2, 3, 4}, "total"), score_status::ok, {10, 1}, 10, 4, 4);
}

// value = sum * n_items / n_answered; what was answered is not inflated
TEST(SumScore, IsScaledUpWhenProratedWhileTheSumStaysRaw)
{
    expect_scored(score_at(attune_test::with_sum_score(), {1, 2, not_answered, 4}, "total"), score_status::prorated,
                  {28, 3}, 7, 4, 3);
}

TEST(SumScore, IsRefusedLikeAMean)
{
    expect_refused(score_at(attune_test::with_sum_score(), {1, 2, not_answered, not_answered}, "total"),
                   score_status::too_few_answers, 4, 2);
}

// --- precedence: invalid_answer > no_answers > too_few_answers > target_missing > prorated > ok ---

TEST(ScoreStatusOfAScale, InvalidComesBeforeNoAnswers)
{
    EXPECT_EQ(status_at(attune_test::two_scales(), {2, invalid, 1, not_answered}, "avoidance"),
              score_status::invalid_answer);
}

TEST(ScoreStatusOfAScale, InvalidComesBeforeTooFewAnswers)
{
    EXPECT_EQ(status_at(attune_test::with_sum_score(), {1, invalid, not_answered, not_answered}, "total"),
              score_status::invalid_answer);
}

TEST(ScoreStatusOfAScale, InvalidComesBeforeProrated)
{
    EXPECT_EQ(status_at(attune_test::with_sum_score(), {1, 2, 3, invalid}, "total"), score_status::invalid_answer);
}

TEST(ScoreStatusOfAScale, NoAnswersComesBeforeTooFew)
{
    EXPECT_EQ(
        status_at(attune_test::with_sum_score(), {not_answered, not_answered, not_answered, not_answered}, "total"),
        score_status::no_answers);
}

TEST(ScoreStatusOfADerivedScore, IsTheWorstOfItsTerms)
{
    const attune::instrument made = attune_test::with_derived();
    const auto security = [&](std::vector<int> answers) { return status_at(made, std::move(answers), "security"); };
    EXPECT_EQ(security({2, 7, 1, 4}), score_status::ok);
    EXPECT_EQ(security({2, 7, not_answered, 4}), score_status::prorated);
    EXPECT_EQ(security({2, 7, 1, not_answered}), score_status::too_few_answers);
    EXPECT_EQ(security({2, 7, not_answered, not_answered}), score_status::too_few_answers);
    EXPECT_EQ(security({not_answered, 7, not_answered, not_answered}), score_status::no_answers);
    EXPECT_EQ(security({2, not_answered, 1, not_answered}), score_status::no_answers);
    EXPECT_EQ(security({invalid, not_answered, 1, not_answered}), score_status::invalid_answer);
    EXPECT_EQ(security({2, 7, 1, invalid}), score_status::invalid_answer);
}

// --- derived scores ---

TEST(DerivedScore, IsTheExactCombinationOfItsTerms)
{
    expect_scored(score_at(attune_test::with_derived(), {2, 7, 1, 4}, "security"), score_status::ok, {41, 8},
                  std::nullopt, 4, 4);
}

TEST(DerivedScore, CountsTheItemsOfItsTerms)
{
    expect_scored(score_at(attune_test::with_derived(), {2, 7, not_answered, 4}, "security"), score_status::prorated,
                  {51, 8}, std::nullopt, 4, 3);
    expect_refused(score_at(attune_test::with_derived(), {2, 7, 1, not_answered}, "security"),
                   score_status::too_few_answers, 4, 3);
}

// Rounding the thirds first gives 1.0000000000000002 or less than 1.
TEST(DerivedScore, RoundsOnceAtTheEnd)
{
    attune::instrument made = attune_test::items_only(6);
    made.scales = {attune_test::mean_scale("left", attune::dimension::other, {1, 2, 3}, {}, 3),
                   attune_test::mean_scale("right", attune::dimension::other, {4, 5, 6}, {}, 3)};
    attune::derived_score difference;
    difference.id = "difference";
    difference.terms = {{"left", {1, 0}}, {"right", {-1, 0}}};
    made.derived = {difference};
    for (int left = 3; left <= 21; ++left)
        for (int right = 3; right <= 21; ++right) {
            const auto three = [](int sum) { return std::array<int, 3>{sum / 3, (sum + 1) / 3, (sum + 2) / 3}; };
            std::vector<int> answers;
            for (const int sum : {left, right})
                for (const int answer : three(sum))
                    answers.push_back(answer);
            EXPECT_EQ(score_at(made, answers, "difference").value, static_cast<double>(left - right) / 3.0)
                << left << ' ' << right;
        }
}

// --- global scores ---

TEST(GlobalScore, IsTheMeanOverTheDeclaredTargets)
{
    const auto person = attune::score(attune_test::with_targets(), of_both(complete, {5, 6, 4, 7}));
    expect_scored(person.at("global_anxiety"), score_status::ok, {9, 2}, std::nullopt, 4, 4);
    expect_scored(person.at("global_avoidance"), score_status::ok, {7, 2}, std::nullopt, 4, 4);
    expect_scored(person.at("global_security"), score_status::ok, {39, 8}, std::nullopt, 8, 8);
}

TEST(GlobalScore, OfATargetWithoutAnswersIsTargetMissing)
{
    const auto person = attune::score(attune_test::with_targets(), of_both(complete, nothing));
    expect_scored(person.at("mother_anxiety"), score_status::ok, {9, 2}, 9, 2, 2);
    expect_refused(person.at("father_anxiety"), score_status::no_answers, 2, 0);
    expect_refused(person.at("global_anxiety"), score_status::target_missing, 4, 2);
    expect_refused(person.at("global_security"), score_status::target_missing, 8, 4);
}

TEST(GlobalScore, OfNobodysAnswersIsNoAnswers)
{
    const auto person = attune::score(attune_test::with_targets(), of_both(nothing, nothing));
    for (const char* const id : {"global_anxiety", "global_avoidance"})
        expect_refused(person.at(id), score_status::no_answers, 4, 0);
    expect_refused(person.at("global_security"), score_status::no_answers, 8, 0);
}

TEST(GlobalScore, IsProratedWhenOneTargetIs)
{
    const auto person = attune::score(attune_test::with_targets(), of_both({2, 7, not_answered, 4}, {5, 6, 4, 7}));
    expect_scored(person.at("global_anxiety"), score_status::prorated, {13, 4}, std::nullopt, 4, 3);
    EXPECT_EQ(person.at("global_avoidance").status, score_status::ok);
}

TEST(GlobalScore, PutsTooFewAnswersBeforeAMissingTarget)
{
    const auto person = attune::score(attune_test::with_targets(), of_both({2, 7, 1, not_answered}, nothing));
    expect_refused(person.at("global_avoidance"), score_status::too_few_answers, 4, 1);
    EXPECT_EQ(person.at("global_anxiety").status, score_status::target_missing);
}

TEST(GlobalScore, PutsInvalidAnswersBeforeAMissingTarget)
{
    const auto person = attune::score(attune_test::with_targets(), of_both({2, 7, 1, invalid}, nothing));
    expect_refused(person.at("global_avoidance"), score_status::invalid_answer, 4, 1);
}

TEST(GlobalScore, PutsAMissingTargetBeforeProrated)
{
    const auto person = attune::score(attune_test::with_targets(), of_both({2, 7, not_answered, 4}, nothing));
    EXPECT_EQ(person.at("mother_anxiety").status, score_status::prorated);
    EXPECT_EQ(person.at("global_anxiety").status, score_status::target_missing);
}

TEST(GlobalScore, WithATargetNotAskedAboutIsTargetMissing)
{
    const attune::key_options mother_only{.targets = {"mother"}};
    const auto person =
        attune::score(attune_test::with_targets(), std::vector<int>(complete.begin(), complete.end()), mother_only);
    expect_scored(person.at("mother_anxiety"), score_status::ok, {9, 2}, 9, 2, 2);
    expect_refused(person.at("global_anxiety"), score_status::target_missing, 4, 2);
    expect_refused(person.at("global_security"), score_status::target_missing, 8, 4);
}

TEST(GlobalScore, PutsWhatIsWorseBeforeATargetNotAskedAbout)
{
    const attune::instrument made = attune_test::with_targets();
    const attune::key_options mother_only{.targets = {"mother"}};
    EXPECT_EQ(status_at(made, {not_answered, 1, not_answered, 1}, "global_anxiety", mother_only),
              score_status::no_answers);
    EXPECT_EQ(status_at(made, {1, 1, 1, not_answered}, "global_avoidance", mother_only), score_status::too_few_answers);
    EXPECT_EQ(status_at(made, {1, invalid, 1, 1}, "global_avoidance", mother_only), score_status::invalid_answer);
}

// Both targets have answers, though to one term of the derived score only: it is not so that nothing was answered.
TEST(GlobalScore, IsNoAnswersOnlyWhenNoTargetHasAny)
{
    const std::array<int, 4> anxiety_only{2, not_answered, 1, not_answered};
    const auto person = attune::score(attune_test::with_targets(), of_both(anxiety_only, anxiety_only));
    expect_refused(person.at("mother_security"), score_status::no_answers, 4, 2);
    expect_refused(person.at("global_security"), score_status::target_missing, 8, 4);
}

// --- the result ---

TEST(PersonScores, StandInTheOrderOfTheScoreIds)
{
    for (const attune::instrument& made : {attune_test::with_derived(), attune_test::with_targets()}) {
        const attune::scoring_key key(made);
        const auto person = attune::score(key, std::vector<int>(key.n_columns(), 1));
        std::vector<std::string> ids;
        for (const scale_score& score : person.scores)
            ids.push_back(score.id);
        EXPECT_EQ(ids, attune::score_ids(key.form()));
    }
}

TEST(PersonScores, RefuseAnIdThatIsNoScore)
{
    const auto person = attune::score(attune_test::two_scales(), std::vector<int>{1, 1, 1, 1});
    EXPECT_EQ(person.at("avoidance").id, "avoidance");
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { (void)person.at("secure"); }, "person_scores::at: id must name a score of the form, but is 'secure'"));
}

TEST(PersonScores, CarryNoFiguresUntilAnAnalysisAddsThem)
{
    for (const scale_score& score : attune::score(attune_test::with_derived(), std::vector<int>{1, 1, 1, 1}).scores)
        EXPECT_TRUE(score.figures.empty()) << score.id;
}

TEST(Score, RefusesAnswersOfAnotherLength)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::score(attune_test::two_scales(), std::vector<int>{1, 2, 3});
        },
        "score: answers must have 4 elements, but is 3 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::score(attune_test::with_targets(), std::vector<int>{1, 2, 3, 4});
        },
        "score: answers must have 8 elements, but is 4 long"));
}

TEST(Score, OfAnInstrumentIsThatOfItsKey)
{
    const attune::instrument made = attune_test::with_forms();
    const attune::key_options options = on_form("zero_to_six");
    const std::vector<int> answers{0, 6, not_answered, 3};
    const auto by_instrument = attune::score(made, answers, options);
    const auto by_key = attune::score(attune::scoring_key(made, options), answers);
    ASSERT_EQ(by_instrument.scores.size(), by_key.scores.size());
    for (std::size_t index = 0; index < by_key.scores.size(); ++index)
        EXPECT_EQ(by_instrument.scores[index].value, by_key.scores[index].value);
}

TEST(ToScaleScore, GivesTheFractionInLowestTerms)
{
    attune::scored_output output;
    output.id = "anxiety";
    output.has_sum = true;
    output.n_items = 4;
    attune::raw_score raw;
    raw.exact = {10, 4};
    raw.sum = 10;
    raw.n_answered = 4;
    const scale_score score = attune::to_scale_score(output, raw);
    EXPECT_EQ(score.exact->numerator, 5);
    EXPECT_EQ(score.exact->denominator, 2);
    EXPECT_EQ(score.value, 2.5);
    EXPECT_EQ(score.sum, 10);
}
