#include "attune/io/instrument_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <clocale>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <locale>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "attune/instrument/evaluate.hpp"
#include "attune/scoring/block.hpp"
#include "attune/scoring/explain.hpp"
#include "attune/scoring/key.hpp"
#include "attune/scoring/score.hpp"
#include "support/rational_scorer.hpp"
#include "support/sample_instruments.hpp"

// The laws of DESIGN.md, "A score and its uncertainty", over every form of every shipped definition, and of the samples
// where those have what no shipped definition has (sum scores, derived scores of targets, shared and unscored items).

using attune::answer_code;
using attune::code_block;
using attune::raw_score;
using attune::score_block;
using attune::score_origin;
using attune::scoring_key;
using attune_test::rational_scorer;

namespace {

constexpr answer_code not_answered = attune::code_of(attune::missing_reason::not_answered);
constexpr answer_code out_of_range = attune::code_of(attune::invalid_answer::out_of_range);

/// One form of one definition.
struct law_case {
    std::string name;
    attune::instrument of;
    std::string form;
    std::string failure;  ///< why there is no definition
};

std::vector<std::filesystem::path> shipped_definitions()
{
    std::vector<std::filesystem::path> files;
    std::error_code failure;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(ATTUNE_TEST_DATA_DIR) / "instruments", failure))
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// Test names hold letters, digits and underscores only.
std::string test_name(std::string text)
{
    for (char& character : text)
        if (std::isalnum(static_cast<unsigned char>(character)) == 0)
            character = '_';
    return text;
}

void add_forms(std::vector<law_case>& cases, const std::string& name, const attune::instrument& of)
{
    for (const std::string& form : attune::form_ids(of))
        cases.push_back({test_name(name + "_" + form), of, form, ""});
}

std::vector<law_case> all_cases()
{
    std::vector<law_case> cases;
    for (const std::filesystem::path& file : shipped_definitions()) {
        try {
            add_forms(cases, file.stem().string(), attune::load_instrument(file));
        } catch (const std::exception& thrown) {
            cases.push_back({test_name(file.stem().string()), {}, "", thrown.what()});
        }
    }
    add_forms(cases, "sample_derived", attune_test::with_forms());
    add_forms(cases, "sample_targets", attune_test::with_targets());
    add_forms(cases, "sample_shared_item", attune_test::with_shared_item());
    add_forms(cases, "sample_unscored_item", attune_test::with_unscored_item());
    add_forms(cases, "sample_sum_score", attune_test::with_sum_score());
    return cases;
}

const std::vector<law_case>& cases()
{
    static const std::vector<law_case> all = all_cases();
    return all;
}

std::vector<std::size_t> case_indices()
{
    std::vector<std::size_t> indices(cases().size());
    for (std::size_t index = 0; index < indices.size(); ++index)
        indices[index] = index;
    return indices;
}

/// What every row of a block must be: answers of random people, most of them with something missing.
class random_people {
public:
    random_people(const scoring_key& key, std::uint64_t seed) : key_(key), random_(seed) {}

    /// Fills the row of one person: complete, with some or with many gaps, without a target, or with invalid answers.
    void fill(std::span<answer_code> row)
    {
        const auto& range = key_.range();
        const std::uint64_t kind = below(100);
        const std::uint64_t gaps = kind < 35 ? 0 : kind < 75 ? below(31) : kind < 85 ? 30 + below(71) : below(10);
        for (answer_code& code : row)
            code =
                below(100) < gaps
                    ? static_cast<answer_code>(-1 - static_cast<int>(below(5)))
                    : static_cast<answer_code>(
                          range.min + static_cast<int>(below(static_cast<std::uint64_t>(range.max - range.min + 1))));
        if (kind >= 95)
            for (std::uint64_t left = 1 + below(3); left > 0; --left)
                row[below(row.size())] = static_cast<answer_code>(out_of_range - static_cast<int>(below(3)));
        if (!key_.targets().empty() && below(4) == 0) {
            const std::size_t n_items = key_.form().items.size();
            const auto first = row.begin() + static_cast<std::ptrdiff_t>(below(key_.targets().size()) * n_items);
            std::fill_n(first, n_items, not_answered);
        }
    }

    code_block block(std::size_t n_persons)
    {
        code_block people(key_.n_columns());
        for (std::size_t person = 0; person < n_persons; ++person)
            fill(people.append());
        return people;
    }

    /// A number from 0 to end - 1; the bias of a remainder does not matter here, that it is the same everywhere does.
    std::uint64_t below(std::uint64_t end) { return random_() % end; }

    std::mt19937_64& engine() { return random_; }

private:
    const scoring_key& key_;
    std::mt19937_64 random_;
};

/// The same answers in the terms of the rational scorer.
void translate(const scoring_key& key, std::span<const answer_code> row, rational_scorer::answer_map& answers)
{
    const std::size_t n_items = key.form().items.size();
    for (std::size_t target = 0; target < std::max<std::size_t>(key.targets().size(), 1); ++target) {
        auto& given = answers[key.targets().empty() ? std::string{} : key.targets()[target]];
        given.resize(n_items);
        for (std::size_t index = 0; index < n_items; ++index) {
            const answer_code code = row[target * n_items + index];
            given[index] = code >= 0 ? std::optional<int>(code) : code > -64 ? std::nullopt : std::optional<int>(999);
        }
    }
}

bool has_same_bits(double left, double right)
{
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

bool is_same(const raw_score& left, const raw_score& right)
{
    return left.status == right.status && left.n_answered == right.n_answered && left.sum == right.sum &&
           left.exact.numerator == right.exact.numerator && left.exact.denominator == right.exact.denominator &&
           (std::isnan(left.value()) ? std::isnan(right.value()) : has_same_bits(left.value(), right.value()));
}

/// Why a score is not what exact arithmetic gives; empty when it is.
std::string difference(const raw_score& found, const attune_test::rational_score& expected)
{
    const bool is_right =
        to_string(found.status) == expected.status && found.n_answered == expected.n_answered &&
        found.sum == expected.sum.value_or(0) && attune::is_refused(found.status) != expected.value.has_value() &&
        (!expected.value || (has_same_bits(found.value(), expected.value->nearest_double()) &&
                             attune::reduced(found.exact).numerator == expected.value->numerator() &&
                             attune::reduced(found.exact).denominator == expected.value->denominator()));
    if (is_right)
        return "";
    return fmt::format(
        "found {} = {}, sum {}, {} answered, {}; expected {}, sum {}, {} answered, {}", to_string(found.exact),
        found.value(), found.sum, found.n_answered, to_string(found.status),
        expected.value ? fmt::format("{}/{}", expected.value->numerator(), expected.value->denominator()) : "nothing",
        expected.sum.value_or(0), expected.n_answered, expected.status);
}

std::string text_of(std::span<const answer_code> row)
{
    std::string text;
    for (const answer_code code : row)
        text += fmt::format("{} ", static_cast<int>(code));
    return text;
}

/// Scores of a block.
score_block scores_of(const scoring_key& key, const code_block& people)
{
    score_block scores(key.outputs().size());
    attune::score(key, people, scores);
    return scores;
}

/// Scores of one row on its own.
std::vector<raw_score> scores_of(const scoring_key& key, std::span<const answer_code> row)
{
    code_block alone(row.size());
    std::copy(row.begin(), row.end(), alone.append().begin());
    std::vector<raw_score> scores(key.outputs().size());
    key.score_rows(alone.padded_row(0), 1, scores.data());
    return scores;
}

/// How often the item in a column counts in a score.
int times_in(const scoring_key& key, std::size_t output, std::size_t column)
{
    const attune::resolved_form& form = key.form();
    const std::size_t n_items = form.items.size();
    const attune::scored_output& score = key.outputs()[output];
    if (score.origin != score_origin::global && !key.targets().empty() &&
        key.targets()[column / n_items] != score.target)
        return 0;
    const int number = static_cast<int>(column % n_items) + 1;
    const auto in_scale = [&](std::string_view id) {
        for (const attune::scale& scale : form.scales)
            if (scale.id == id)
                return static_cast<int>(std::count(scale.items.begin(), scale.items.end(), number));
        return 0;
    };
    for (const attune::derived_score& derived : form.derived)
        if (derived.id == score.base_id) {
            int times = 0;
            for (const attune::derived_term& term : derived.terms)
                times += in_scale(term.score);
            return times;
        }
    return in_scale(score.base_id);
}

class ScoringLaw : public ::testing::TestWithParam<std::size_t> {
protected:
    void SetUp() override
    {
        const law_case& chosen = cases()[GetParam()];
        if (!chosen.failure.empty())
            FAIL() << chosen.failure;
        key_.emplace(compiled(false));
    }

    [[nodiscard]] static scoring_key compiled(bool is_already_keyed)
    {
        const law_case& chosen = cases()[GetParam()];
        attune::key_options options;
        options.form = chosen.form;
        options.already_keyed = is_already_keyed;
        return scoring_key(chosen.of, options);
    }

    [[nodiscard]] const scoring_key& key() const { return *key_; }

    [[nodiscard]] const attune::resolved_form& form() const { return key_->form(); }

    /// Compares every score of a block with exact arithmetic; false at the first that differs.
    bool agrees_with_rationals(const code_block& people)
    {
        if (!scorer_)
            scorer_.emplace(form());
        const score_block scores = scores_of(key(), people);
        for (std::size_t person = 0; person < people.n_persons(); ++person) {
            translate(key(), people.row(person), answers_);
            const auto& expected = scorer_->score(answers_);
            for (std::size_t output = 0; output < expected.size(); ++output)
                if (const std::string differs = difference(scores.row(person)[output], expected[output]);
                    !differs.empty()) {
                    ADD_FAILURE() << scorer_->ids()[output] << ": " << differs << "\nanswers "
                                  << text_of(people.row(person));
                    return false;
                }
        }
        return true;
    }

private:
    std::optional<scoring_key> key_;
    std::optional<rational_scorer> scorer_;
    rational_scorer::answer_map answers_;
};

std::string case_name(const ::testing::TestParamInfo<std::size_t>& info)
{
    return cases()[info.param].name;
}

/// Makes a locale the global one until the end of the scope.
class global_locale {
public:
    explicit global_locale(const std::locale& chosen) : before_(std::locale::global(chosen)) {}
    global_locale(const global_locale&) = delete;
    global_locale& operator=(const global_locale&) = delete;
    ~global_locale() { std::locale::global(before_); }

private:
    std::locale before_;
};

/// Numbers as they are written in German.
class comma_decimals : public std::numpunct<char> {
protected:
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

}  // namespace

// --- the two scorers ---

TEST(ShippedDefinitions, AreFound)
{
    EXPECT_FALSE(shipped_definitions().empty()) << "no definitions in " << ATTUNE_TEST_DATA_DIR << "/instruments";
}

TEST(RationalScorer, GivesWhatEveryVectorOfTheSamplesSays)
{
    for (const attune::instrument& made :
         {attune_test::with_forms(), attune_test::with_targets(), attune_test::with_shared_item(),
          attune_test::with_unscored_item(), attune_test::with_sum_score()})
        for (const std::string& form : attune::form_ids(made)) {
            const attune::resolved_form full = attune::resolve_form(made, form);
            rational_scorer scorer(full);
            for (const attune::test_vector& vector : full.vectors) {
                rational_scorer::answer_map answers;
                for (const auto& [target, given] : vector.answers)
                    for (const int answer : given)
                        answers[target].push_back(answer == attune::not_answered ? std::nullopt
                                                                                 : std::optional(answer));
                const auto& scores = scorer.score(answers);
                ASSERT_EQ(scorer.ids().size(), vector.scores.size());
                for (std::size_t index = 0; index < scores.size(); ++index) {
                    const auto& expected = vector.scores.at(scorer.ids()[index]);
                    ASSERT_EQ(scores[index].value.has_value(), expected.has_value()) << scorer.ids()[index];
                    if (expected) {
                        EXPECT_EQ(scores[index].value->nearest_double(), expected->value()) << scorer.ids()[index];
                    }
                }
            }
        }
}

TEST_P(ScoringLaw, EveryVectorComesOutOfTheCompiledKey)
{
    for (const attune::test_vector& vector : form().vectors) {
        std::vector<int> answers;
        for (std::size_t target = 0; target < std::max<std::size_t>(key().targets().size(), 1); ++target) {
            const auto given = vector.answers.find(key().targets().empty() ? std::string{} : key().targets()[target]);
            if (given == vector.answers.end())
                answers.resize(answers.size() + form().items.size(), attune::not_answered);
            else
                answers.insert(answers.end(), given->second.begin(), given->second.end());
        }
        const attune::person_scores person = attune::score(key(), answers);
        ASSERT_EQ(person.scores.size(), vector.scores.size());
        for (const attune::scale_score& score : person.scores) {
            const std::optional<attune::fraction>& expected = vector.scores.at(score.id);
            ASSERT_EQ(score.exact.has_value(), expected.has_value()) << score.id;
            if (expected) {
                EXPECT_EQ(to_string(*score.exact), to_string(*expected)) << score.id;
                EXPECT_TRUE(has_same_bits(*score.value, expected->value())) << score.id;
            }
        }
    }
}

TEST_P(ScoringLaw, ScoresAreThoseOfExactRationals)
{
    ASSERT_EQ(rational_scorer(form()).ids(), attune::score_ids(form()));
    random_people people(key(), 20260101);
    for (int round = 0; round < 100; ++round)
        ASSERT_TRUE(agrees_with_rationals(people.block(1'000)));
}

// Every combination of answers, nothing and an invalid answer on every scale of up to four items, while the others are
// complete or empty; and on the whole form where it has no more columns than that.
TEST_P(ScoringLaw, ScoresAreThoseOfExactRationalsForEveryAnswerToAShortScale)
{
    constexpr std::size_t most_columns = 4;
    std::vector<answer_code> states{not_answered, out_of_range};
    for (int answer = key().range().min; answer <= key().range().max; ++answer)
        states.push_back(static_cast<answer_code>(answer));

    std::vector<std::vector<std::size_t>> column_sets;
    const std::size_t n_items = form().items.size();
    for (const attune::scale& scale : form().scales)
        for (std::size_t target = 0; target < std::max<std::size_t>(key().targets().size(), 1); ++target)
            if (scale.items.size() <= most_columns) {
                column_sets.emplace_back();
                for (const int number : scale.items)
                    column_sets.back().push_back(target * n_items + static_cast<std::size_t>(number) - 1);
            }
    if (key().n_columns() <= most_columns) {
        column_sets.emplace_back();
        for (std::size_t column = 0; column < key().n_columns(); ++column)
            column_sets.back().push_back(column);
    }

    for (const std::vector<std::size_t>& columns : column_sets)
        for (const answer_code others : {not_answered, static_cast<answer_code>(key().range().max)}) {
            code_block people(key().n_columns());
            for (std::vector<std::size_t> digits(columns.size() + 1, 0); digits.back() == 0;) {
                const std::span<answer_code> row = people.append();
                std::fill(row.begin(), row.end(), others);
                for (std::size_t index = 0; index < columns.size(); ++index)
                    row[columns[index]] = states[digits[index]];
                for (std::size_t index = 0; ++digits[index] == states.size() && index < columns.size(); ++index)
                    digits[index] = 0;
            }
            ASSERT_TRUE(agrees_with_rationals(people));
        }
}

TEST_P(ScoringLaw, EvaluationOfVectorsIsThatOfExactRationals)
{
    rational_scorer scorer(form());
    random_people people(key(), 4);
    code_block block = people.block(2'000);
    rational_scorer::answer_map answers;
    for (std::size_t person = 0; person < block.n_persons(); ++person) {
        const std::span<const answer_code> row = block.row(person);
        if (std::any_of(row.begin(), row.end(), attune::is_invalid))
            continue;
        translate(key(), row, answers);
        attune::test_vector vector;
        for (const auto& [target, given] : answers)
            for (const std::optional<int>& answer : given)
                vector.answers[target].push_back(answer.value_or(attune::not_answered));
        const auto found = attune::evaluate(form(), vector);
        const auto& expected = scorer.score(answers);
        for (std::size_t index = 0; index < expected.size(); ++index) {
            const auto& score = found.at(scorer.ids()[index]);
            ASSERT_EQ(score.has_value(), expected[index].value.has_value()) << text_of(row);
            if (score) {
                ASSERT_EQ(score->numerator, expected[index].value->numerator()) << text_of(row);
                ASSERT_EQ(score->denominator, expected[index].value->denominator()) << text_of(row);
            }
        }
    }
}

// --- a score depends on one person's answers and the definition alone ---

TEST_P(ScoringLaw, NeitherOrderNorBlocksNorOtherPeopleMoveAScore)
{
    random_people people(key(), 5);
    const code_block all = people.block(5'000);
    const score_block expected = scores_of(key(), all);
    std::vector<std::size_t> order(all.n_persons());
    for (std::size_t person = 0; person < order.size(); ++person)
        order[person] = person;

    score_block scores(key().outputs().size());
    for (const std::size_t largest : {1U, 2U, 17U, 1000U, 5000U}) {
        std::shuffle(order.begin(), order.end(), people.engine());
        code_block block(key().n_columns());
        for (std::size_t done = 0; done < order.size();) {
            block.clear();
            const std::size_t end = std::min<std::size_t>(order.size(), done + 1 + people.below(largest));
            for (std::size_t place = done; place < end; ++place) {
                const std::span<const answer_code> row = all.row(order[place]);
                std::copy(row.begin(), row.end(), block.append().begin());
            }
            attune::score(key(), block, scores);
            for (std::size_t place = done; place < end; ++place)
                for (std::size_t output = 0; output < expected.n_scores(); ++output)
                    ASSERT_TRUE(is_same(scores.row(place - done)[output], expected.row(order[place])[output]))
                        << key().outputs()[output].id << ' ' << text_of(all.row(order[place]));
            done = end;
        }
    }
}

TEST_P(ScoringLaw, ScoringOnePersonGivesTheSameBits)
{
    const code_block all = random_people(key(), 6).block(1'000);
    const score_block expected = scores_of(key(), all);
    std::vector<int> answers(key().n_columns());
    for (std::size_t person = 0; person < all.n_persons(); ++person) {
        const std::span<const answer_code> row = all.row(person);
        std::transform(row.begin(), row.end(), answers.begin(),
                       [](answer_code code) { return attune::is_invalid(code) ? 999 : code; });
        const attune::person_scores alone = attune::score(key(), answers);
        for (std::size_t output = 0; output < expected.n_scores(); ++output) {
            const raw_score& raw = expected.row(person)[output];
            const attune::scale_score& score = alone.scores[output];
            ASSERT_EQ(score.status, raw.status) << text_of(row);
            ASSERT_EQ(score.n_answered, raw.n_answered) << text_of(row);
            ASSERT_EQ(score.value.has_value(), !attune::is_refused(raw.status)) << text_of(row);
            if (score.value) {
                ASSERT_TRUE(has_same_bits(*score.value, raw.value())) << text_of(row);
            }
        }
    }
}

TEST_P(ScoringLaw, ManyThreadsMayShareAKey)
{
    const code_block all = random_people(key(), 7).block(2'000);
    const score_block expected = scores_of(key(), all);
    std::array<std::optional<score_block>, 4> found;
    {
        std::vector<std::jthread> threads;
        for (std::optional<score_block>& mine : found)
            threads.emplace_back([&] { mine.emplace(scores_of(key(), all)); });
    }
    for (const std::optional<score_block>& scores : found)
        for (std::size_t person = 0; person < all.n_persons(); ++person)
            for (std::size_t output = 0; output < expected.n_scores(); ++output)
                ASSERT_TRUE(is_same(scores->row(person)[output], expected.row(person)[output]));
}

TEST_P(ScoringLaw, TheGlobalLocaleMovesNoScore)
{
    const code_block all = random_people(key(), 8).block(500);
    const score_block expected = scores_of(key(), all);
    const global_locale german(std::locale(std::locale::classic(), new comma_decimals));
    ASSERT_EQ(std::use_facet<std::numpunct<char>>(std::locale()).decimal_point(), ',');
    const scoring_key again = compiled(false);
    const score_block found = scores_of(again, all);
    for (std::size_t person = 0; person < all.n_persons(); ++person)
        for (std::size_t output = 0; output < expected.n_scores(); ++output)
            ASSERT_TRUE(is_same(found.row(person)[output], expected.row(person)[output]));
    for (const attune::test_vector& vector : form().vectors)
        EXPECT_EQ(attune::evaluate(form(), vector), vector.scores);
}

TEST_P(ScoringLaw, TheLocaleOfTheSystemMovesNoScore)
{
    const code_block all = random_people(key(), 9).block(500);
    const score_block expected = scores_of(key(), all);
    const std::string before = std::setlocale(LC_ALL, nullptr);
    const char* chosen = nullptr;
    for (const char* const name :
         {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "nl_NL.UTF-8", "pl_PL.UTF-8"})
        if (chosen == nullptr)
            chosen = std::setlocale(LC_ALL, name);
    if (chosen == nullptr)
        GTEST_SKIP() << "this system has no locale with a decimal comma (tried de_DE, fr_FR, nl_NL, pl_PL)";
    const std::string point = std::localeconv()->decimal_point;
    const scoring_key again = compiled(false);
    const score_block found = scores_of(again, all);
    std::setlocale(LC_ALL, before.c_str());
    ASSERT_EQ(point, ",");
    for (std::size_t person = 0; person < all.n_persons(); ++person)
        for (std::size_t output = 0; output < expected.n_scores(); ++output)
            ASSERT_TRUE(is_same(found.row(person)[output], expected.row(person)[output]));
}

// --- reversing ---

namespace {

/// Reverses the answers to the reversed items of a scale, for every target.
void reverse_by_hand(const scoring_key& key, const attune::scale& scale, std::span<answer_code> row)
{
    const std::size_t n_items = key.form().items.size();
    for (std::size_t first = 0; first < row.size(); first += n_items)
        for (const int number : scale.reversed) {
            answer_code& code = row[first + static_cast<std::size_t>(number) - 1];
            if (attune::is_answered(code))
                code = static_cast<answer_code>(key.range().min + key.range().max - code);
        }
}

}  // namespace

// A key that reverses once more what was reversed by hand gives nothing else than a key that reverses nothing.
TEST_P(ScoringLaw, ReversingByHandAndScoringAsKeyedGivesTheSame)
{
    const scoring_key keyed = compiled(true);
    random_people people(key(), 10);
    for (int trial = 0; trial < 3'000; ++trial) {
        std::vector<answer_code> row(key().n_columns());
        people.fill(row);
        const std::vector<raw_score> expected = scores_of(key(), row);
        for (const attune::scale& scale : form().scales) {
            std::vector<answer_code> reversed = row;
            reverse_by_hand(key(), scale, reversed);
            const std::vector<raw_score> found = scores_of(keyed, reversed);
            for (std::size_t output = 0; output < expected.size(); ++output)
                if (key().outputs()[output].base_id == scale.id) {
                    ASSERT_TRUE(is_same(found[output], expected[output]))
                        << key().outputs()[output].id << ' ' << text_of(row);
                }
        }
    }
}

TEST_P(ScoringLaw, ReversingTwiceIsTheIdentity)
{
    random_people people(key(), 11);
    for (int trial = 0; trial < 1'000; ++trial) {
        std::vector<answer_code> row(key().n_columns());
        people.fill(row);
        std::vector<answer_code> twice = row;
        for (const attune::scale& scale : form().scales) {
            reverse_by_hand(key(), scale, twice);
            reverse_by_hand(key(), scale, twice);
        }
        ASSERT_EQ(twice, row);
    }
}

// Every answer mirrored in the range mirrors every scale: mean becomes min + max - mean, whatever is reversed.
TEST_P(ScoringLaw, MirroredAnswersGiveTheMirroredScale)
{
    const int flip = key().range().min + key().range().max;
    random_people people(key(), 12);
    for (int trial = 0; trial < 3'000; ++trial) {
        std::vector<answer_code> row(key().n_columns());
        people.fill(row);
        std::vector<answer_code> mirrored = row;
        for (answer_code& code : mirrored)
            if (attune::is_answered(code))
                code = static_cast<answer_code>(flip - code);
        const std::vector<raw_score> scores = scores_of(key(), row);
        const std::vector<raw_score> found = scores_of(key(), mirrored);
        for (std::size_t output = 0; output < scores.size(); ++output) {
            ASSERT_EQ(found[output].status, scores[output].status) << text_of(row);
            if (key().outputs()[output].origin != score_origin::scale || attune::is_refused(scores[output].status))
                continue;
            ASSERT_EQ(found[output].sum, flip * scores[output].n_answered - scores[output].sum) << text_of(row);
        }
    }
}

// --- range, removal, refusal ---

TEST_P(ScoringLaw, AMeanLiesInTheResponseRangeAndASumInItsMultiple)
{
    const code_block all = random_people(key(), 13).block(20'000);
    const score_block scores = scores_of(key(), all);
    for (std::size_t output = 0; output < scores.n_scores(); ++output) {
        const attune::scored_output& score = key().outputs()[output];
        const auto scale = std::find_if(form().scales.begin(), form().scales.end(),
                                        [&](const attune::scale& candidate) { return candidate.id == score.base_id; });
        if (scale == form().scales.end())
            continue;
        const double times = scale->score == attune::aggregation::mean ? 1.0 : static_cast<double>(scale->items.size());
        for (std::size_t person = 0; person < all.n_persons(); ++person) {
            const raw_score& raw = scores.row(person)[output];
            if (attune::is_refused(raw.status))
                continue;
            ASSERT_GE(raw.value(), times * key().range().min) << score.id << ' ' << text_of(all.row(person));
            ASSERT_LE(raw.value(), times * key().range().max) << score.id << ' ' << text_of(all.row(person));
        }
    }
}

TEST_P(ScoringLaw, RemovingAnAnswerCountsOneLessInTheScoresThatHoldItAndNowhereElse)
{
    random_people people(key(), 14);
    std::vector<answer_code> row(key().n_columns());
    for (int trial = 0; trial < 300; ++trial) {
        people.fill(row);
        const std::vector<raw_score> before = scores_of(key(), row);
        for (std::size_t column = 0; column < row.size(); ++column) {
            if (!attune::is_answered(row[column]))
                continue;
            std::vector<answer_code> fewer = row;
            fewer[column] = not_answered;
            const std::vector<raw_score> after = scores_of(key(), fewer);
            for (std::size_t output = 0; output < before.size(); ++output) {
                const std::string& id = key().outputs()[output].id;
                const int times = times_in(key(), output, column);
                if (times == 0) {
                    ASSERT_TRUE(is_same(after[output], before[output])) << id << ' ' << column << ' ' << text_of(row);
                    continue;
                }
                ASSERT_EQ(after[output].n_answered, before[output].n_answered - times) << id << ' ' << text_of(row);
                ASSERT_NE(after[output].status, attune::score_status::ok) << id << ' ' << text_of(row);
                if (attune::is_refused(before[output].status)) {
                    ASSERT_TRUE(attune::is_refused(after[output].status)) << id << ' ' << text_of(row);
                }
            }
        }
    }
}

TEST_P(ScoringLaw, ARefusedScoreHasNoValueAnywhere)
{
    const code_block all = random_people(key(), 15).block(5'000);
    const score_block scores = scores_of(key(), all);
    const attune::matrix values = scores.values();
    for (std::size_t person = 0; person < all.n_persons(); ++person)
        for (std::size_t output = 0; output < scores.n_scores(); ++output) {
            const raw_score& raw = scores.row(person)[output];
            const attune::scale_score score = attune::to_scale_score(key().outputs()[output], raw);
            const bool is_refused = attune::is_refused(raw.status);
            const double value = values(static_cast<Eigen::Index>(person), static_cast<Eigen::Index>(output));
            ASSERT_EQ(std::isnan(value), is_refused) << text_of(all.row(person));
            ASSERT_EQ(score.value.has_value(), !is_refused) << text_of(all.row(person));
            ASSERT_EQ(score.exact.has_value(), !is_refused) << text_of(all.row(person));
            ASSERT_EQ(score.sum.has_value(), !is_refused && key().outputs()[output].has_sum)
                << text_of(all.row(person));
            ASSERT_TRUE(score.figures.empty());
            ASSERT_GE(score.n_answered, 0);
            ASSERT_LE(score.n_answered, score.n_items);
            if (is_refused) {
                ASSERT_EQ(raw.exact.numerator, 0) << text_of(all.row(person));
                ASSERT_EQ(raw.sum, 0) << text_of(all.row(person));
            } else {
                ASSERT_EQ(score.n_answered == score.n_items, raw.status == attune::score_status::ok);
            }
        }
}

TEST_P(ScoringLaw, AnExplanationEndsInTheScore)
{
    const code_block all = random_people(key(), 16).block(300);
    const score_block scores = scores_of(key(), all);
    for (std::size_t person = 0; person < all.n_persons(); ++person) {
        const auto steps = attune::explain(key(), all.row(person));
        ASSERT_EQ(steps.size(), scores.n_scores());
        for (std::size_t output = 0; output < steps.size(); ++output) {
            const raw_score& raw = scores.row(person)[output];
            ASSERT_EQ(steps[output].output.id, key().outputs()[output].id);
            ASSERT_EQ(steps[output].result.status, raw.status);
            ASSERT_EQ(steps[output].result.n_answered, raw.n_answered);
            if (!attune::is_refused(raw.status)) {
                ASSERT_TRUE(has_same_bits(*steps[output].result.value, raw.value()));
            }
            if (steps[output].output.origin != score_origin::scale)
                continue;
            std::int64_t sum = 0;
            for (const attune::explained_answer& answer : steps[output].answers)
                sum += answer.keyed.value_or(0);
            ASSERT_EQ(steps[output].result.sum.value_or(sum), sum) << text_of(all.row(person));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(EveryForm, ScoringLaw, ::testing::ValuesIn(case_indices()), case_name);
