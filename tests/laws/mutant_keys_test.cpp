#include "attune/scoring/score.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "attune/instrument/resolve.hpp"
#include "attune/io/instrument_file.hpp"

// A key is as safe as its vectors: here every shipped key is spoilt in the ways in which people spoil keys, and the
// vectors of its form must notice. What they cannot notice is listed in full, with the reason.

namespace {

/// One form of one definition, written as if it were the only one.
struct shipped_form {
    std::string name;
    attune::instrument key;
    std::vector<attune::test_vector> vectors;
};

/// A mutant that no vector can notice.
struct known_survivor {
    std::string form;
    std::vector<std::string> mutants;
    std::string reason;
};

std::vector<known_survivor> known_survivors()
{
    const std::string same_sum = "a wider range with the same min + max: every valid answer is reversed to the same";
    const std::string no_reversal = "a wider range of a key without reversed items: every valid answer counts the same";
    const std::vector<std::string> wider_than_1_to_7{"range 0..7", "range 0..8", "range 0..9", "range 1..8",
                                                     "range 1..9"};
    return {{"aas/published", {"range 0..6"}, same_sum},          {"ecr-12/published", {"range 0..8"}, same_sum},
            {"ecr-r/alternating", {"range 0..8"}, same_sum},      {"ecr-r/published", {"range 0..8"}, same_sum},
            {"ecr-rs/published", {"range 0..8"}, same_sum},       {"ecr-s/published", {"range 0..8"}, same_sum},
            {"ecr/open-psychometrics", {"range 0..6"}, same_sum}, {"ecr/published", {"range 0..8"}, same_sum},
            {"maq/published", {"range 0..5"}, same_sum},          {"raas/published", {"range 0..6"}, same_sum},
            {"rq/published", wider_than_1_to_7, no_reversal},     {"rsq/published", {"range 0..6"}, same_sum},
            {"saam/published", wider_than_1_to_7, no_reversal}};
}

std::vector<shipped_form> load_shipped_forms()
{
    std::vector<shipped_form> forms;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(ATTUNE_TEST_DATA_DIR) / "instruments")) {
        if (entry.path().extension() != ".json")
            continue;
        const attune::instrument of = attune::load_instrument(entry.path());
        for (const std::string& id : attune::form_ids(of)) {
            attune::resolved_form form = attune::resolve_form(of, id);
            attune::instrument key;
            key.id = of.id;
            key.response = form.response;
            key.items = form.items;
            key.scales = form.scales;
            key.derived = form.derived;
            key.targets = form.targets;
            forms.push_back({of.id + "/" + id, std::move(key), std::move(form.vectors)});
        }
    }
    std::sort(forms.begin(), forms.end(), [](const shipped_form& a, const shipped_form& b) { return a.name < b.name; });
    return forms;
}

const std::vector<shipped_form>& shipped_forms()
{
    static const std::vector<shipped_form> forms = load_shipped_forms();
    return forms;
}

bool contains(const std::vector<int>& numbers, int number)
{
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// Puts mutants of the key of one form to the test, and remembers those that its vectors do not notice.
class mutant_trial {
public:
    explicit mutant_trial(const shipped_form& form) : form_(form)
    {
        const std::vector<std::string> lists =
            form.key.targets.empty() ? std::vector<std::string>{""} : form.key.targets;
        for (const attune::test_vector& vector : form.vectors) {
            std::vector<int> row;
            for (const std::string& list : lists) {
                const auto found = vector.answers.find(list);
                if (found == vector.answers.end())
                    row.insert(row.end(), form.key.items.size(), attune::not_answered);
                else
                    row.insert(row.end(), found->second.begin(), found->second.end());
            }
            rows_.push_back(std::move(row));
        }
    }

    [[nodiscard]] const shipped_form& form() const { return form_; }
    [[nodiscard]] const attune::instrument& key() const { return form_.key; }
    [[nodiscard]] const std::vector<std::string>& survivors() const { return survivors_; }
    [[nodiscard]] const std::map<std::string, int>& n_mutants_by_kind() const { return n_mutants_by_kind_; }

    /// At least one vector gives another score, or a refusal for a score, or the reverse.
    [[nodiscard]] bool is_noticed(const attune::instrument& mutant) const
    {
        const attune::scoring_key compiled(mutant);
        for (std::size_t v = 0; v < rows_.size(); ++v)
            if (differs(attune::score(compiled, rows_[v]), form_.vectors[v]))
                return true;
        return false;
    }

    void attempt(const std::string& kind, const std::string& what, const attune::instrument& mutant)
    {
        ++n_mutants_by_kind_[kind];
        if (!is_noticed(mutant))
            survivors_.push_back(what);
    }

private:
    /// Only scores that both keys give are compared: two keys without a common score are told apart by their ids.
    [[nodiscard]] static bool differs(const attune::person_scores& person, const attune::test_vector& vector)
    {
        bool has_common_score = false;
        for (const attune::scale_score& score : person.scores) {
            const auto expected = vector.scores.find(score.id);
            if (expected == vector.scores.end())
                continue;
            if (score.exact != expected->second)
                return true;
            has_common_score = true;
        }
        return !has_common_score;
    }

    const shipped_form& form_;
    std::vector<std::vector<int>> rows_;
    std::vector<std::string> survivors_;
    std::map<std::string, int> n_mutants_by_kind_;
};

void try_reversals(mutant_trial& trial)
{
    for (std::size_t s = 0; s < trial.key().scales.size(); ++s)
        for (const int number : trial.key().scales[s].items) {
            attune::instrument mutant = trial.key();
            attune::scale& scale = mutant.scales[s];
            const bool was_reversed = std::erase(scale.reversed, number) != 0;
            if (!was_reversed)
                scale.reversed.push_back(number);
            trial.attempt(was_reversed ? "reversal dropped" : "reversal added",
                          fmt::format("{}: {} {}reversed", scale.id, number, was_reversed ? "not " : ""), mutant);
        }
}

void replace_item(attune::scale& scale, int number, int by, bool is_reversed)
{
    std::replace(scale.items.begin(), scale.items.end(), number, by);
    std::erase(scale.reversed, number);
    if (is_reversed)
        scale.reversed.push_back(by);
}

/// An item in the place of another, as a slip of the finger leaves it; the place keeps its reversal.
void try_mistyped_items(mutant_trial& trial)
{
    for (std::size_t s = 0; s < trial.key().scales.size(); ++s)
        for (const int number : trial.key().scales[s].items)
            for (const attune::item& other : trial.key().items) {
                const attune::scale& scale = trial.key().scales[s];
                if (contains(scale.items, other.number))
                    continue;
                attune::instrument mutant = trial.key();
                replace_item(mutant.scales[s], number, other.number, contains(scale.reversed, number));
                trial.attempt("item mistyped", fmt::format("{}: {} for {}", scale.id, other.number, number), mutant);
            }
}

/// Two items change scales. Their reversal goes with them, or stays where it was.
void try_item_swap(mutant_trial& trial, std::size_t a, std::size_t b, int of_a, int of_b)
{
    const attune::scale& scale_a = trial.key().scales[a];
    const attune::scale& scale_b = trial.key().scales[b];
    const bool a_is_reversed = contains(scale_a.reversed, of_a);
    const bool b_is_reversed = contains(scale_b.reversed, of_b);
    const std::string what = fmt::format("{} of {} and {} of {} swapped", of_a, scale_a.id, of_b, scale_b.id);

    attune::instrument mutant = trial.key();
    replace_item(mutant.scales[a], of_a, of_b, b_is_reversed);
    replace_item(mutant.scales[b], of_b, of_a, a_is_reversed);
    trial.attempt("items swapped with their reversal", what, mutant);

    if (a_is_reversed == b_is_reversed)
        return;
    mutant = trial.key();
    replace_item(mutant.scales[a], of_a, of_b, a_is_reversed);
    replace_item(mutant.scales[b], of_b, of_a, b_is_reversed);
    trial.attempt("items swapped without their reversal", what + ", reversal left behind", mutant);
}

/// All pairs of scales: their items one by one, and whole.
void try_scale_pairs(mutant_trial& trial)
{
    const std::vector<attune::scale>& scales = trial.key().scales;
    for (std::size_t a = 0; a < scales.size(); ++a)
        for (std::size_t b = a + 1; b < scales.size(); ++b) {
            for (const int of_a : scales[a].items)
                for (const int of_b : scales[b].items)
                    if (!contains(scales[b].items, of_a) && !contains(scales[a].items, of_b))
                        try_item_swap(trial, a, b, of_a, of_b);
            attune::instrument mutant = trial.key();
            std::swap(mutant.scales[a], mutant.scales[b]);
            std::swap(mutant.scales[a].id, mutant.scales[b].id);
            trial.attempt("lists swapped", fmt::format("lists of {} and {} swapped", scales[a].id, scales[b].id),
                          mutant);
        }
}

/// All that moves a score, in an order of its own.
std::string key_text(const attune::instrument& key)
{
    std::set<std::string> lines;
    for (const attune::scale& scale : key.scales)
        lines.insert(fmt::format("{} {} {} of {} {}", scale.id, to_string(scale.score), scale.missing.min_answered,
                                 std::set<int>(scale.items.begin(), scale.items.end()),
                                 std::set<int>(scale.reversed.begin(), scale.reversed.end())));
    for (const attune::derived_score& derived : key.derived) {
        std::string line = derived.id + " " + to_string(derived.constant);
        for (const attune::derived_term& term : derived.terms)
            line += " " + to_string(term.weight) + " " + term.score;
        lines.insert(line);
    }
    return fmt::format("{}..{} {}", key.response.min, key.response.max, lines);
}

/// The keys of other forms with as many items, with their own range and with the range of this form.
void try_sibling_keys(mutant_trial& trial)
{
    for (const shipped_form& sibling : shipped_forms()) {
        if (sibling.name == trial.form().name || sibling.key.items.size() != trial.key().items.size())
            continue;
        attune::instrument mutant = trial.key();
        mutant.scales = sibling.key.scales;
        mutant.derived = sibling.key.derived;
        if (key_text(mutant) != key_text(trial.key()))
            trial.attempt("key of a sibling", fmt::format("key of {}, this range", sibling.name), mutant);
        mutant.response = sibling.key.response;
        if (key_text(mutant) != key_text(trial.key()))
            trial.attempt("key of a sibling", fmt::format("key of {}", sibling.name), mutant);
    }
}

void try_ranges(mutant_trial& trial)
{
    const attune::response_range& range = trial.key().response;
    for (int min = std::max(0, range.min - 2); min <= range.min + 2; ++min)
        for (int max = std::max(min + 1, range.max - 2); max <= std::min(100, range.max + 2); ++max) {
            if (min == range.min && max == range.max)
                continue;
            attune::instrument mutant = trial.key();
            mutant.response = {min, max, {}};
            trial.attempt("another range", fmt::format("range {}..{}", min, max), mutant);
        }
}

void try_missing_rules(mutant_trial& trial)
{
    for (std::size_t s = 0; s < trial.key().scales.size(); ++s)
        for (const int step : {-1, 1}) {
            attune::instrument mutant = trial.key();
            attune::scale& scale = mutant.scales[s];
            scale.missing.min_answered += step;
            if (scale.missing.min_answered >= 1 && scale.missing.min_answered <= static_cast<int>(scale.items.size()))
                trial.attempt("min_answered off by one",
                              fmt::format("{}: min_answered {}", scale.id, scale.missing.min_answered), mutant);
        }
}

void try_derived_scores(mutant_trial& trial)
{
    for (std::size_t d = 0; d < trial.key().derived.size(); ++d) {
        const attune::derived_score& derived = trial.key().derived[d];
        for (const int step : {-1, 1}) {
            attune::instrument mutant = trial.key();
            attune::decimal& constant = mutant.derived[d].constant;
            constant.units += step * attune::power_of_ten(constant.places);
            trial.attempt("another constant", fmt::format("{}: constant {}", derived.id, to_string(constant)), mutant);
        }
        for (std::size_t t = 0; t < derived.terms.size(); ++t) {
            attune::instrument mutant = trial.key();
            attune::decimal& weight = mutant.derived[d].terms[t].weight;
            weight.units = -weight.units;
            trial.attempt("sign of a weight flipped",
                          fmt::format("{}: weight {} of {}", derived.id, to_string(weight), derived.terms[t].score),
                          mutant);
        }
    }
}

mutant_trial try_all(const shipped_form& form)
{
    mutant_trial trial(form);
    try_reversals(trial);
    try_mistyped_items(trial);
    try_scale_pairs(trial);
    try_sibling_keys(trial);
    try_ranges(trial);
    try_missing_rules(trial);
    try_derived_scores(trial);
    return trial;
}

const std::vector<mutant_trial>& trials()
{
    static const std::vector<mutant_trial> all = [] {
        std::vector<mutant_trial> made;
        std::transform(shipped_forms().begin(), shipped_forms().end(), std::back_inserter(made), try_all);
        return made;
    }();
    return all;
}

}  // namespace

TEST(MutantKeys, TheShippedKeysGiveTheScoresOfTheirVectors)
{
    for (const mutant_trial& trial : trials())
        EXPECT_FALSE(trial.is_noticed(trial.key())) << trial.form().name;
}

TEST(MutantKeys, AreNoticedByTheVectorsExceptForWiderRangesThatMoveNoScore)
{
    std::map<std::string, std::string> reasons;
    std::set<std::string> expected;
    for (const known_survivor& known : known_survivors())
        for (const std::string& mutant : known.mutants) {
            expected.insert(known.form + ": " + mutant);
            reasons[known.form + ": " + mutant] = known.reason;
        }

    std::set<std::string> survivors;
    int n_mutants = 0;
    for (const mutant_trial& trial : trials()) {
        for (const auto& [kind, count] : trial.n_mutants_by_kind())
            n_mutants += count;
        for (const std::string& mutant : trial.survivors())
            survivors.insert(trial.form().name + ": " + mutant);
    }
    fmt::print("{} mutants of {} keys; not noticed are\n", n_mutants, trials().size());
    for (const std::string& survivor : survivors)
        fmt::print("  {} ({})\n", survivor, expected.count(survivor) != 0 ? reasons[survivor] : "NOT EXPECTED");
    EXPECT_EQ(survivors, expected);
}

TEST(MutantKeys, AreOfEveryKindThatTheShippedKeysAllow)
{
    std::set<std::string> kinds;
    for (const mutant_trial& trial : trials())
        for (const auto& [kind, count] : trial.n_mutants_by_kind())
            kinds.insert(kind);
    EXPECT_EQ(kinds, (std::set<std::string>{"another constant", "another range", "item mistyped",
                                            "items swapped with their reversal", "items swapped without their reversal",
                                            "key of a sibling", "lists swapped", "min_answered off by one",
                                            "reversal added", "reversal dropped", "sign of a weight flipped"}));
}
