#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/core/exact.hpp"
#include "attune/instrument/resolve.hpp"

namespace attune::inline v0 {

namespace detail {

using exact_scores = std::map<std::string, std::optional<fraction>>;

__extension__ using wide_integer = __int128;  ///< holds every product of two parts of fractions

[[nodiscard]] constexpr fraction narrowed(wide_integer numerator, wide_integer denominator)
{
    wide_integer divisor = numerator < 0 ? -numerator : numerator;
    for (wide_integer rest = denominator; rest != 0;)
        divisor = std::exchange(rest, divisor % rest);
    return {static_cast<std::int64_t>(numerator / divisor), static_cast<std::int64_t>(denominator / divisor)};
}

[[nodiscard]] constexpr fraction plus(const fraction& a, const fraction& b)
{
    return narrowed(wide_integer{a.numerator} * b.denominator + wide_integer{b.numerator} * a.denominator,
                    wide_integer{a.denominator} * b.denominator);
}

[[nodiscard]] constexpr fraction times(const fraction& a, const fraction& b)
{
    return narrowed(wide_integer{a.numerator} * b.numerator, wide_integer{a.denominator} * b.denominator);
}

[[nodiscard]] constexpr fraction to_fraction(const decimal& d)
{
    return reduced({d.units, power_of_ten(d.places)});
}

[[nodiscard]] inline std::optional<fraction> evaluate_scale(const scale& s, const response_range& range,
                                                            const std::map<int, int>& answers)
{
    std::int64_t sum = 0;
    std::int64_t n_answered = 0;
    for (const int number : s.items) {
        const int answer = answers.at(number);
        if (answer == not_answered)
            continue;
        const bool is_reversed = std::find(s.reversed.begin(), s.reversed.end(), number) != s.reversed.end();
        sum += is_reversed ? range.min + range.max - answer : answer;
        ++n_answered;
    }
    if (n_answered < s.missing.min_answered || n_answered == 0)
        return std::nullopt;
    const auto n_items = static_cast<std::int64_t>(s.items.size());
    return reduced({s.score == aggregation::mean ? sum : sum * n_items, n_answered});
}

[[nodiscard]] inline exact_scores evaluate_once(const resolved_form& of, const std::vector<int>& answers)
{
    std::map<int, int> by_number;
    for (std::size_t i = 0; i < of.items.size(); ++i)
        by_number[of.items[i].number] = i < answers.size() ? answers[i] : not_answered;
    exact_scores scores;
    for (const scale& s : of.scales)
        scores[s.id] = evaluate_scale(s, of.response, by_number);
    for (const derived_score& d : of.derived) {
        std::optional<fraction> value = to_fraction(d.constant);
        for (const derived_term& term : d.terms) {
            const std::optional<fraction> score = scores.at(term.score);
            value =
                value && score ? std::optional(plus(*value, times(to_fraction(term.weight), *score))) : std::nullopt;
        }
        scores[d.id] = value;
    }
    return scores;
}

}  // namespace detail

/// The scores that a definition gives for the answers of a test vector, in exact fractions.
///
/// Reads the definition as a person would, item by item, and shares no code with the compiled key of scoring/: the
/// loader checks every vector with it, so that a key and its vectors cannot drift apart.
///
/// @param of      a form whose references are valid.
/// @param vector  answers within the range, or `not_answered`; a target that is absent has no answers.
/// @return        every score by its id; nothing where it is refused.
[[nodiscard]] inline std::map<std::string, std::optional<fraction>> evaluate(const resolved_form& of,
                                                                             const test_vector& vector)
{
    const auto answers_of = [&](const std::string& target) {
        const auto found = vector.answers.find(target);
        return found == vector.answers.end() ? std::vector<int>{} : found->second;
    };
    if (of.targets.empty())
        return detail::evaluate_once(of, answers_of(""));

    detail::exact_scores all;
    const fraction share{1, static_cast<std::int64_t>(of.targets.size())};
    for (const std::string& id : base_score_ids(of))
        all["global_" + id] = fraction{};
    for (const std::string& target : of.targets)
        for (const auto& [id, score] : detail::evaluate_once(of, answers_of(target))) {
            all[target + "_" + id] = score;
            std::optional<fraction>& global = all["global_" + id];
            global =
                global && score ? std::optional(detail::plus(*global, detail::times(share, *score))) : std::nullopt;
        }
    return all;
}

}  // namespace attune::inline v0
