#include "attune/scoring/explain.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::answer_code;
using attune::explained_score;
using attune::score_origin;
using attune::scoring_key;
using attune_test::throws_message;

namespace {

std::vector<explained_score> explain(const scoring_key& key, const std::vector<int>& answers)
{
    std::vector<answer_code> row(answers.size());
    attune::encode(answers, key.range().min, key.range().max, row);
    return attune::explain(key, row);
}

}  // namespace

TEST(Explain, ShowsEveryAnswerOfAScaleAndWhatItCounts)
{
    const auto steps = explain(scoring_key(attune_test::two_scales()), {2, 7, 1, 4});
    ASSERT_EQ(steps.size(), 2U);
    const explained_score& anxiety = steps[0];
    EXPECT_EQ(anxiety.output.id, "anxiety");
    ASSERT_EQ(anxiety.answers.size(), 2U);
    EXPECT_EQ(anxiety.answers[0].question.id, "q1");
    EXPECT_EQ(anxiety.answers[0].code, 2);
    EXPECT_FALSE(anxiety.answers[0].is_reversed);
    EXPECT_EQ(anxiety.answers[0].keyed, 2);
    EXPECT_EQ(anxiety.answers[1].question.number, 3);
    EXPECT_EQ(anxiety.answers[1].code, 1);
    EXPECT_TRUE(anxiety.answers[1].is_reversed);
    EXPECT_EQ(anxiety.answers[1].keyed, 7);
    EXPECT_EQ(anxiety.rule.min_answered, 1);
    EXPECT_EQ(anxiety.rule.source, "the rule of the tests");
    EXPECT_EQ(anxiety.score, attune::aggregation::mean);
    EXPECT_EQ(anxiety.result.value, 4.5);
    EXPECT_TRUE(anxiety.terms.empty());
    EXPECT_TRUE(anxiety.parts.empty());
}

TEST(Explain, ShowsWhyThereIsNoAnswer)
{
    const auto steps = explain(scoring_key(attune_test::two_scales()), {-3, 99, 1, 4});
    EXPECT_EQ(steps[0].answers[0].code, attune::code_of(attune::missing_reason::declined));
    EXPECT_EQ(steps[0].answers[0].keyed, std::nullopt);
    EXPECT_EQ(steps[1].answers[0].code, attune::code_of(attune::invalid_answer::out_of_range));
    EXPECT_EQ(steps[1].answers[0].keyed, std::nullopt);
    EXPECT_TRUE(steps[1].answers[0].is_reversed);
    EXPECT_EQ(steps[1].result.status, attune::score_status::invalid_answer);
}

TEST(Explain, LeavesTheAnswersOutWhenScoresAreEnough)
{
    const scoring_key key(attune_test::two_scales());
    const std::vector<answer_code> row{2, 7, 1, 4};
    const auto whole = attune::explain(key, row);
    const auto scores = attune::explain(key, row, attune::explain_depth::scores);
    ASSERT_EQ(scores.size(), whole.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        EXPECT_TRUE(scores[i].answers.empty());
        EXPECT_EQ(scores[i].result.value, whole[i].result.value);
        EXPECT_EQ(scores[i].rule.min_answered, whole[i].rule.min_answered);
    }
}

TEST(Explain, ListsAnswersByItemNumber)
{
    attune::instrument made = attune_test::two_scales();
    made.scales[0].items = {3, 1};
    const auto steps = explain(scoring_key(made), {2, 7, 1, 4});
    EXPECT_EQ(steps[0].answers[0].question.number, 1);
    EXPECT_EQ(steps[0].answers[1].question.number, 3);
}

TEST(Explain, ReversesNothingWhenTheAnswersAreKeyedAlready)
{
    attune::key_options options;
    options.already_keyed = true;
    const auto steps = explain(scoring_key(attune_test::two_scales(), options), {2, 7, 1, 4});
    EXPECT_FALSE(steps[0].answers[1].is_reversed);
    EXPECT_EQ(steps[0].answers[1].keyed, 1);
}

TEST(Explain, SaysThatAScoreIsASum)
{
    EXPECT_EQ(explain(scoring_key(attune_test::with_sum_score()), {1, 2, 3, 4})[0].score, attune::aggregation::sum);
}

TEST(Explain, ShowsTheTermsOfADerivedScore)
{
    const auto steps = explain(scoring_key(attune_test::with_derived()), {2, 7, 1, 4});
    const explained_score& security = steps[2];
    EXPECT_EQ(security.output.origin, score_origin::derived);
    EXPECT_TRUE(security.answers.empty());
    EXPECT_EQ(security.constant, (attune::decimal{8, 0}));
    ASSERT_EQ(security.terms.size(), 2U);
    EXPECT_EQ(security.terms[0].score, "anxiety");
    EXPECT_EQ(security.terms[0].weight, (attune::decimal{-5, 1}));
    EXPECT_EQ(security.terms[1].score, "avoidance");
}

TEST(Explain, NamesOutputsAsTermsAndPartsWhereThereAreTargets)
{
    const auto steps = explain(scoring_key(attune_test::with_targets()), {2, 7, 1, 4, 5, 6, 4, 7});
    EXPECT_EQ(steps[5].output.id, "father_security");
    EXPECT_EQ(steps[5].terms[0].score, "father_anxiety");
    EXPECT_EQ(steps[6].output.id, "global_anxiety");
    EXPECT_EQ(steps[6].parts, (std::vector<std::string>{"mother_anxiety", "father_anxiety"}));
    EXPECT_TRUE(steps[6].terms.empty());
    EXPECT_TRUE(steps[6].answers.empty());
}

TEST(Explain, LooksAtTheColumnsOfItsTarget)
{
    const attune::instrument made = attune_test::with_targets();
    EXPECT_EQ(explain(scoring_key(made), {2, 7, 1, 4, 5, 6, 4, 3})[4].answers[1].code, 3);
    attune::key_options options;
    options.targets = {"father"};
    EXPECT_EQ(explain(scoring_key(made, options), {5, 6, 4, 3})[1].answers[1].code, 3);
}

TEST(Explain, NamesItemsAsTheFormPrintsThem)
{
    attune::key_options options;
    options.form = "backwards";
    const auto steps = explain(scoring_key(attune_test::with_forms(), options), {4, 1, 7, 2});
    EXPECT_EQ(steps[0].answers[0].question.number, 2);
    EXPECT_EQ(steps[0].answers[0].question.id, "q3");
}

TEST(Explain, GivesTheResultsOfScoring)
{
    std::mt19937_64 random(5);
    std::uniform_int_distribution<int> answer(-5, 8);
    for (const attune::instrument& made :
         {attune_test::with_derived(), attune_test::with_targets(), attune_test::with_shared_item(),
          attune_test::with_unscored_item(), attune_test::with_sum_score(), attune_test::with_forms()})
        for (const std::string& form : attune::form_ids(made)) {
            attune::key_options options;
            options.form = form;
            const scoring_key key(made, options);
            for (int trial = 0; trial < 500; ++trial) {
                std::vector<int> answers(key.n_columns());
                for (int& each : answers)
                    each = answer(random);
                const auto person = attune::score(key, answers);
                const auto steps = explain(key, answers);
                ASSERT_EQ(steps.size(), person.scores.size());
                for (std::size_t index = 0; index < steps.size(); ++index) {
                    const attune::scale_score& result = steps[index].result;
                    ASSERT_EQ(result.id, person.scores[index].id);
                    ASSERT_EQ(result.value, person.scores[index].value);
                    ASSERT_EQ(result.sum, person.scores[index].sum);
                    ASSERT_EQ(result.status, person.scores[index].status);
                    ASSERT_EQ(result.n_answered, person.scores[index].n_answered);
                    if (steps[index].output.origin != score_origin::scale)
                        continue;
                    std::int64_t sum = 0;
                    int n_answered = 0;
                    for (const attune::explained_answer& each : steps[index].answers) {
                        sum += each.keyed.value_or(0);
                        n_answered += each.keyed.has_value() ? 1 : 0;
                    }
                    ASSERT_EQ(static_cast<int>(steps[index].answers.size()), result.n_items);
                    ASSERT_EQ(n_answered, result.n_answered);
                    if (result.sum) {
                        ASSERT_EQ(sum, *result.sum);
                    }
                }
            }
        }
}

TEST(Explain, RefusesARowOfAnotherLength)
{
    const scoring_key key(attune_test::two_scales());
    const std::vector<answer_code> row(5, 1);
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)attune::explain(key, row); },
                                                      "explain: row must have 4 elements, but is 5 long"));
}
