#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/core/exact.hpp"
#include "attune/core/missing.hpp"
#include "attune/instrument/instrument.hpp"

/// Small instruments, built in memory. All of them are valid: `validate()` finds nothing in any of them.
namespace attune_test {

/// A mean of items with a rule of its own.
[[nodiscard]] inline attune::scale mean_scale(std::string id, attune::dimension on, std::vector<int> items,
                                              std::vector<int> reversed, int min_answered)
{
    attune::scale made;
    made.id = std::move(id);
    made.on = on;
    made.higher_means = on == attune::dimension::other ? attune::polarity::neither : attune::polarity::less_secure;
    made.items = std::move(items);
    made.reversed = std::move(reversed);
    made.missing = {min_answered, "the rule of the tests"};
    return made;
}

/// A test vector of an instrument without targets.
[[nodiscard]] inline attune::test_vector vector_of(std::vector<int> answers,
                                                   std::map<std::string, std::optional<attune::fraction>> scores)
{
    attune::test_vector made;
    made.answers[""] = std::move(answers);
    made.scores = std::move(scores);
    return made;
}

/// Items 1..n_items with ids q1, q2, ... and no scales, answered from 1 to 7.
[[nodiscard]] inline attune::instrument items_only(int n_items)
{
    attune::instrument made;
    made.id = "sample";
    made.version = "1.0.0";
    made.name = "Sample of the tests";
    made.response = {1, 7, {{1, "never"}, {7, "always"}}};
    for (int number = 1; number <= n_items; ++number)
        made.items.push_back({number, "q" + std::to_string(number), "topic " + std::to_string(number)});
    return made;
}

/// Four items, two scales of two with one reversal each: anxiety (1, 3 reversed) allows one missing answer,
/// avoidance (2 reversed, 4) allows none.
[[nodiscard]] inline attune::instrument two_scales()
{
    attune::instrument made = items_only(4);
    made.scales = {mean_scale("anxiety", attune::dimension::anxiety, {1, 3}, {3}, 1),
                   mean_scale("avoidance", attune::dimension::avoidance, {2, 4}, {2}, 2)};
    made.vectors = {
        vector_of({2, 7, 1, 4}, {{"anxiety", attune::fraction{9, 2}}, {"avoidance", attune::fraction{5, 2}}}),
        vector_of({attune::not_answered, 3, 4, attune::not_answered},
                  {{"anxiety", attune::fraction{4, 1}}, {"avoidance", std::nullopt}})};
    return made;
}

/// `two_scales()` and security = 8 - 0.5 anxiety - 0.25 avoidance.
[[nodiscard]] inline attune::instrument with_derived()
{
    attune::instrument made = two_scales();
    attune::derived_score security;
    security.id = "security";
    security.higher_means = attune::polarity::more_secure;
    security.constant = {8, 0};
    security.terms = {{"anxiety", {-5, 1}}, {"avoidance", {-25, 2}}};
    made.derived = {security};
    made.vectors[0].scores["security"] = attune::fraction{41, 8};
    made.vectors[1].scores["security"] = std::nullopt;
    return made;
}

/// `with_derived()`, asked about mother and father.
[[nodiscard]] inline attune::instrument with_targets()
{
    attune::instrument made = with_derived();
    made.targets = {"mother", "father"};
    attune::test_vector both;
    both.answers = {{"mother", {2, 7, 1, 4}}, {"father", {5, 6, 4, 7}}};
    both.scores = {{"mother_anxiety", attune::fraction{9, 2}},   {"mother_avoidance", attune::fraction{5, 2}},
                   {"mother_security", attune::fraction{41, 8}}, {"father_anxiety", attune::fraction{9, 2}},
                   {"father_avoidance", attune::fraction{9, 2}}, {"father_security", attune::fraction{37, 8}},
                   {"global_anxiety", attune::fraction{9, 2}},   {"global_avoidance", attune::fraction{7, 2}},
                   {"global_security", attune::fraction{39, 8}}};
    attune::test_vector mother_only = both;
    mother_only.answers.erase("father");
    for (const char* const refused : {"father_anxiety", "father_avoidance", "father_security", "global_anxiety",
                                      "global_avoidance", "global_security"})
        mother_only.scores[refused] = std::nullopt;
    made.vectors = {both, mother_only};
    return made;
}

/// Four items; item 2 stands in both scales and is reversed in the second only.
[[nodiscard]] inline attune::instrument with_shared_item()
{
    attune::instrument made = items_only(4);
    made.scales = {mean_scale("anxiety", attune::dimension::anxiety, {1, 2}, {}, 2),
                   mean_scale("avoidance", attune::dimension::avoidance, {2, 3, 4}, {2}, 2)};
    made.vectors = {
        vector_of({1, 2, 3, 4}, {{"anxiety", attune::fraction{3, 2}}, {"avoidance", attune::fraction{13, 3}}})};
    return made;
}

/// `two_scales()` and a fifth item that belongs to no scale on purpose.
[[nodiscard]] inline attune::instrument with_unscored_item()
{
    attune::instrument made = two_scales();
    made.items.push_back({5, "q5", std::nullopt});
    made.unscored = {5};
    for (attune::test_vector& vector : made.vectors)
        vector.answers[""].push_back(7);
    return made;
}

/// Four items in one sum score, the last reversed; three answers are enough.
[[nodiscard]] inline attune::instrument with_sum_score()
{
    attune::instrument made = items_only(4);
    made.scales = {mean_scale("total", attune::dimension::other, {1, 2, 3, 4}, {4}, 3)};
    made.scales[0].score = attune::aggregation::sum;
    made.vectors = {vector_of({1, 2, 3, 4}, {{"total", attune::fraction{10, 1}}}),
                    vector_of({1, 2, attune::not_answered, 4}, {{"total", attune::fraction{28, 3}}}),
                    vector_of({1, attune::not_answered, attune::not_answered, 4}, {{"total", std::nullopt}})};
    return made;
}

/// `with_derived()` in four more layouts:
/// "same_key" differs in nothing that moves a score, "zero_to_six" in the range, "backwards" prints item 4 first,
/// "shuffled" prints them in an order that nobody knows.
[[nodiscard]] inline attune::instrument with_forms()
{
    attune::instrument made = with_derived();
    attune::form same_key;
    same_key.id = "same_key";
    same_key.note = "printed on blue paper";

    attune::form zero_to_six;
    zero_to_six.id = "zero_to_six";
    zero_to_six.note = "answered from 0 to 6";
    zero_to_six.response = attune::response_range{0, 6, {}};
    zero_to_six.scales = made.scales;
    zero_to_six.derived = made.derived;
    zero_to_six.vectors = {vector_of({1, 6, 0, 3}, {{"anxiety", attune::fraction{7, 2}},
                                                    {"avoidance", attune::fraction{3, 2}},
                                                    {"security", attune::fraction{47, 8}}})};

    attune::form backwards;
    backwards.id = "backwards";
    backwards.note = "printed from the last item to the first";
    backwards.reordered = true;
    backwards.order = std::vector<int>{4, 3, 2, 1};
    backwards.scales = {mean_scale("anxiety", attune::dimension::anxiety, {4, 2}, {2}, 1),
                        mean_scale("avoidance", attune::dimension::avoidance, {3, 1}, {3}, 2)};
    backwards.derived = made.derived;
    backwards.vectors = {vector_of({4, 1, 7, 2}, made.vectors[0].scores)};

    attune::form shuffled = backwards;
    shuffled.id = "shuffled";
    shuffled.note = "printed in an order that nobody wrote down";
    shuffled.order = std::nullopt;

    made.forms = {same_key, zero_to_six, backwards, shuffled};
    return made;
}

}  // namespace attune_test
