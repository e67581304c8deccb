#include "attune/scoring/key.hpp"

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "attune/scoring/score.hpp"
#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::not_answered;
using attune::score_origin;
using attune::score_status;
using attune::scoring_key;
using attune_test::throws_message;
using names = std::vector<std::string>;

namespace {

attune::key_options on_form(std::string form)
{
    attune::key_options options;
    options.form = std::move(form);
    return options;
}

attune::key_options asked_about(names targets)
{
    attune::key_options options;
    options.targets = std::move(targets);
    return options;
}

attune::key_options already_keyed()
{
    attune::key_options options;
    options.already_keyed = true;
    return options;
}

names output_ids(const scoring_key& key)
{
    names ids;
    for (const attune::scored_output& output : key.outputs())
        ids.push_back(output.id);
    return ids;
}

}  // namespace

TEST(KeyOptions, AskForAllOfThePublishedFormInRawAnswers)
{
    const attune::key_options made;
    EXPECT_EQ(made.form, "published");
    EXPECT_FALSE(made.already_keyed);
    EXPECT_TRUE(made.targets.empty());
}

TEST(ScoringKey, HasAColumnForEveryItemOfEveryTarget)
{
    EXPECT_EQ(scoring_key(attune_test::two_scales()).n_columns(), 4U);
    EXPECT_EQ(scoring_key(attune_test::with_targets()).n_columns(), 8U);
    EXPECT_EQ(scoring_key(attune_test::with_targets(), asked_about({"father"})).n_columns(), 4U);
    EXPECT_EQ(scoring_key(attune_test::with_unscored_item()).n_columns(), 5U);
}

TEST(ScoringKey, YieldsTheScoresOfTheForm)
{
    for (const attune::instrument& made : {attune_test::two_scales(), attune_test::with_derived(),
                                           attune_test::with_targets(), attune_test::with_forms()})
        for (const std::string& form : attune::form_ids(made)) {
            const scoring_key key(made, on_form(form));
            EXPECT_EQ(output_ids(key), attune::score_ids(key.form())) << form;
            EXPECT_EQ(key.form().id, form);
            EXPECT_EQ(key.identity().form, form);
        }
}

TEST(ScoringKey, SaysWhatEveryOutputIs)
{
    const scoring_key key(attune_test::with_targets());
    const attune::scored_output& scale = key.outputs()[0];
    EXPECT_EQ(scale.id, "mother_anxiety");
    EXPECT_EQ(scale.origin, score_origin::scale);
    EXPECT_EQ(scale.base_id, "anxiety");
    EXPECT_EQ(scale.target, "mother");
    EXPECT_EQ(scale.on, attune::dimension::anxiety);
    EXPECT_EQ(scale.higher_means, attune::polarity::less_secure);
    EXPECT_EQ(scale.n_items, 2);
    EXPECT_TRUE(scale.has_sum);

    const attune::scored_output& derived = key.outputs()[5];
    EXPECT_EQ(derived.id, "father_security");
    EXPECT_EQ(derived.origin, score_origin::derived);
    EXPECT_EQ(derived.base_id, "security");
    EXPECT_EQ(derived.target, "father");
    EXPECT_EQ(derived.on, attune::dimension::other);
    EXPECT_EQ(derived.higher_means, attune::polarity::more_secure);
    EXPECT_EQ(derived.n_items, 4);
    EXPECT_FALSE(derived.has_sum);

    const attune::scored_output& global = key.outputs()[7];
    EXPECT_EQ(global.id, "global_avoidance");
    EXPECT_EQ(global.origin, score_origin::global);
    EXPECT_EQ(global.base_id, "avoidance");
    EXPECT_EQ(global.target, "");
    EXPECT_EQ(global.on, attune::dimension::avoidance);
    EXPECT_EQ(global.n_items, 4);
    EXPECT_FALSE(global.has_sum);
}

TEST(ScoringKey, CarriesTheIdentityOfItsInstrument)
{
    attune::instrument made = attune_test::with_forms();
    made.sha256 = "aa";
    made.scoring_sha256 = {{"backwards", "bb"}};
    const scoring_key key(made, on_form("backwards"));
    EXPECT_EQ(key.identity().id, "sample");
    EXPECT_EQ(key.identity().sha256, "aa");
    EXPECT_EQ(key.identity().scoring_sha256, "bb");
}

TEST(ScoringKey, ScoresTargetsInTheOrderOfTheDefinition)
{
    const attune::instrument made = attune_test::with_targets();
    EXPECT_EQ(scoring_key(made).targets(), (names{"mother", "father"}));
    EXPECT_EQ(scoring_key(made, asked_about({"father", "mother"})).targets(), (names{"mother", "father"}));
    EXPECT_EQ(scoring_key(made, asked_about({"father", "father"})).targets(), names{"father"});
    EXPECT_TRUE(scoring_key(attune_test::two_scales()).targets().empty());
}

TEST(ScoringKey, ScoresASubsetOfTargetsFromTheirColumnsAlone)
{
    const attune::instrument made = attune_test::with_targets();
    const scoring_key father(made, asked_about({"father"}));
    EXPECT_EQ(output_ids(father), (names{"father_anxiety", "father_avoidance", "father_security", "global_anxiety",
                                         "global_avoidance", "global_security"}));
    const auto alone = attune::score(father, std::vector<int>{5, 6, 4, 7});
    const auto both = attune::score(made, std::vector<int>{1, 1, 1, 1, 5, 6, 4, 7});
    for (const char* const id : {"father_anxiety", "father_avoidance", "father_security"})
        EXPECT_EQ(alone.at(id).value, both.at(id).value) << id;
    EXPECT_EQ(alone.at("global_anxiety").n_items, both.at("global_anxiety").n_items);
}

TEST(ScoringKey, ReversesNothingWhenTheAnswersAreKeyedAlready)
{
    const attune::instrument made = attune_test::two_scales();
    const scoring_key key(made, already_keyed());
    EXPECT_TRUE(key.is_already_keyed());
    EXPECT_FALSE(scoring_key(made).is_already_keyed());
    const auto person = attune::score(key, std::vector<int>{2, 1, 7, 4});
    EXPECT_EQ(person.at("anxiety").value, 4.5);
    EXPECT_EQ(person.at("avoidance").value, 2.5);
}

// 1..4 and 0..3 are reversed by an odd number: the last bit of an answer changes.
TEST(ScoringKey, ReversesWithinAnyRange)
{
    attune::instrument made = attune_test::two_scales();
    for (const auto& [min, max] : std::vector<std::pair<int, int>>{{1, 4}, {0, 3}, {1, 5}, {0, 100}, {99, 100}}) {
        made.response = {min, max, {}};
        const scoring_key key(made);
        for (int answer = min; answer <= max; ++answer) {
            const auto person = attune::score(key, std::vector<int>{min, answer, answer, min});
            EXPECT_EQ(person.at("anxiety").sum, min + (min + max - answer)) << min << ".." << max << ": " << answer;
            EXPECT_EQ(person.at("avoidance").sum, (min + max - answer) + min) << min << ".." << max << ": " << answer;
        }
    }
}

TEST(ScoringKey, OfKeyedAnswersGivesTheScoresOfRawOnes)
{
    const attune::instrument made = attune_test::with_derived();
    for (const int third : {1, 4, 7, not_answered}) {
        const auto raw = attune::score(made, std::vector<int>{2, 7, third, 4});
        const auto keyed =
            attune::score(made, std::vector<int>{2, 1, third == not_answered ? third : 8 - third, 4}, already_keyed());
        for (std::size_t index = 0; index < raw.scores.size(); ++index) {
            EXPECT_EQ(keyed.scores[index].value, raw.scores[index].value);
            EXPECT_EQ(keyed.scores[index].status, raw.scores[index].status);
        }
    }
}

TEST(ScoringKey, ScoresASumLikeTheAnswersThatGiveIt)
{
    const scoring_key key(attune_test::with_sum_score());
    const attune::raw_score complete = key.score_of_sum(0, 10, 4);
    EXPECT_EQ(complete.status, score_status::ok);
    EXPECT_EQ(complete.value(), 10.0);
    EXPECT_EQ(complete.sum, 10);
    const attune::raw_score prorated = key.score_of_sum(0, 7, 3);
    EXPECT_EQ(prorated.status, score_status::prorated);
    EXPECT_EQ(prorated.value(), 28.0 / 3.0);
    EXPECT_EQ(prorated.sum, 7);
    const attune::raw_score refused = key.score_of_sum(0, 7, 2);
    EXPECT_EQ(refused.status, score_status::too_few_answers);
    EXPECT_TRUE(std::isnan(refused.value()));
    EXPECT_EQ(key.score_of_sum(0, 0, 0).status, score_status::no_answers);
}

// The bound of exact scores counts on these parts: 8 - 0.5 * 9/2 - 0.25 * 5/2 over 100 * 2 * 2.
TEST(ScoringKey, AddsOverTheProductOfTheDenominators)
{
    const scoring_key key(attune_test::with_targets());
    attune::code_block block(key.n_columns());
    attune::encode(std::vector<int>{2, 7, 1, 4, 2, 7, 1, 4}, 1, 7, block.append());
    std::vector<attune::raw_score> scores(key.outputs().size());
    key.score_rows(block.padded_row(0), 1, scores.data());
    EXPECT_EQ(scores[2].exact.numerator, 2050);
    EXPECT_EQ(scores[2].exact.denominator, 400);
    EXPECT_EQ(scores[8].exact.numerator, 2 * 2050 * 400);
    EXPECT_EQ(scores[8].exact.denominator, 2 * 400 * 400);
    EXPECT_EQ(scores[8].sum, 0);
    EXPECT_EQ(scores[2].n_answered, 4);
    EXPECT_EQ(scores[8].n_answered, 8);
}

TEST(ScoringKey, CallsATargetMissingInGlobalScoresOnly)
{
    const std::vector<int> mother_only{2, 7, 1, 4, not_answered, not_answered, not_answered, not_answered};
    const auto person = attune::score(attune_test::with_targets(), mother_only);
    EXPECT_EQ(person.at("father_anxiety").status, score_status::no_answers);
    EXPECT_EQ(person.at("father_security").status, score_status::no_answers);
    EXPECT_EQ(person.at("global_security").status, score_status::target_missing);
    const auto alone =
        attune::score(attune_test::with_targets(), std::vector<int>{2, 7, 1, 4}, asked_about({"mother"}));
    EXPECT_EQ(alone.at("mother_security").status, score_status::ok);
    EXPECT_EQ(alone.at("global_security").status, score_status::target_missing);
}

TEST(ScoringKey, CallsADerivedScoreByTheWorstOfItsTerms)
{
    const attune::instrument made = attune_test::with_derived();
    const auto status = [&](const std::vector<int>& answers) {
        return attune::score(made, answers).at("security").status;
    };
    EXPECT_EQ(status({2, 7, 1, 4}), score_status::ok);
    EXPECT_EQ(status({2, 7, not_answered, 4}), score_status::prorated);
    EXPECT_EQ(status({2, 7, not_answered, not_answered}), score_status::too_few_answers);
    EXPECT_EQ(status({not_answered, 7, not_answered, 4}), score_status::no_answers);
    EXPECT_EQ(status({not_answered, 99, not_answered, 4}), score_status::invalid_answer);
}

// Sums of up to 256 scales are held on the stack, for as many people as fit, and more of them elsewhere.
TEST(ScoringKey, ScoresThePeopleAskedForHoweverManyScalesThereAre)
{
    for (const int n_scales : {1, 128, 256, 257, 300}) {
        attune::instrument made = attune_test::items_only(n_scales);
        for (int number = 1; number <= n_scales; ++number)
            made.scales.push_back(
                attune_test::mean_scale("scale_" + std::to_string(number), attune::dimension::other, {number}, {}, 1));
        const scoring_key key(made);
        constexpr std::size_t n_asked = 4;
        attune::code_block block(key.n_columns());
        for (std::size_t person = 0; person <= n_asked; ++person) {
            const auto row = block.append();
            for (std::size_t item = 0; item < row.size(); ++item)
                row[item] = static_cast<attune::answer_code>(1 + (person + 3 * item) % 7);
        }
        attune::raw_score untouched;
        untouched.sum = -1;
        std::vector<attune::raw_score> scores((n_asked + 1) * key.outputs().size(), untouched);
        key.score_rows(block.padded_row(0), n_asked, scores.data());
        for (std::size_t person = 0; person <= n_asked; ++person)
            for (std::size_t output = 0; output < key.outputs().size(); ++output)
                ASSERT_EQ(scores[person * key.outputs().size() + output].sum,
                          person < n_asked ? block.row(person)[output] : -1)
                    << n_scales;
    }
}

// No valid definition is without scales; one made in memory may be.
TEST(ScoringKey, WithoutScalesYieldsNothing)
{
    EXPECT_TRUE(attune::score(attune_test::items_only(3), std::vector<int>{1, 2, 3}).scores.empty());
}

TEST(ScoringKey, RefusesAFormThatDoesNotExist)
{
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { scoring_key(attune_test::two_scales(), on_form("alternating")); },
                                              "resolve_form: form must be one of published, but is 'alternating'"));
}

TEST(ScoringKey, RefusesATargetThatDoesNotExist)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            scoring_key(attune_test::with_targets(), asked_about({"mother", "friend"}));
        },
        "scoring_key: target must be one of mother, father, but is 'friend'"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { scoring_key(attune_test::two_scales(), asked_about({"mother"})); },
        "scoring_key: target must be empty, as the questionnaire has no targets, but is 'mother'"));
}

TEST(ScoringKey, RefusesAnInstrumentWhoseScoresAreNotExact)
{
    attune::instrument made = attune_test::with_derived();
    made.derived[0].constant = {9'999'999'999'999'999, 7};
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { (void)scoring_key(made); },
        "scoring_key: instrument must give exact scores, but is inexact in 'security'"));
}

// 2^53 is the limit, and this is as near as a definition comes: the value is still the nearest double.
TEST(ScoringKey, StaysExactUpToItsBound)
{
    attune::instrument made = attune_test::with_derived();
    made.derived[0].constant = {2'251'799'000'000'001, 7};
    const auto security = attune::score(made, std::vector<int>{2, 7, 1, 4}).at("security");
    // (2251799000000001 - 5000000 * 9/2 - 2500000 * 5/2) / 10^7
    ASSERT_TRUE(security.exact.has_value());
    EXPECT_EQ(to_string(*security.exact), "2251798971250001/10000000");
    EXPECT_EQ(security.value, 2251798971250001.0 / 10000000.0);
}

TEST(RawScore, ThatIsRefusedIsNotANumber)
{
    attune::raw_score raw;
    raw.exact = {1, 2};
    for (const score_status status : attune::score_statuses) {
        raw.status = status;
        EXPECT_EQ(std::isnan(raw.value()), attune::is_refused(status)) << to_string(status);
    }
}
