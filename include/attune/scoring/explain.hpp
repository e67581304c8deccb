#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/scoring/key.hpp"
#include "attune/scoring/score.hpp"

namespace attune::inline v0 {

/// What one answer contributes to a scale.
struct explained_answer {
    item question;
    answer_code code = 0;      ///< the answer, or why there is none
    bool is_reversed = false;  ///< counts min + max - answer
    std::optional<int> keyed;  ///< what is added up; nothing when there is no answer
};

/// How one score came about.
struct explained_score {
    scored_output output;
    scale_score result;
    std::vector<explained_answer> answers;  ///< of a scale, by item number; empty for derived and global scores
    missing_rule rule;                      ///< of a scale
    aggregation score = aggregation::mean;  ///< of a scale
    decimal constant;                       ///< of a derived score
    std::vector<derived_term> terms;        ///< of a derived score: ids of outputs with weights
    std::vector<std::string> parts;         ///< of a global score: the outputs it is the mean of
};

/// How much of a score is explained.
enum class explain_depth {
    answers,  ///< every answer of a scale
    scores    ///< results, rules and parts alone: for many people, as copying answers takes most of the time
};

namespace detail {

inline void explain_scale(const scoring_key& key, std::span<const answer_code> row, explain_depth depth,
                          explained_score& step)
{
    const auto& scales = key.form().scales;
    const auto& s = *std::find_if(scales.begin(), scales.end(),
                                  [&](const scale& candidate) { return candidate.id == step.output.base_id; });
    const auto target = std::find(key.targets().begin(), key.targets().end(), step.output.target);
    const std::size_t first =
        key.targets().empty() ? 0 : static_cast<std::size_t>(target - key.targets().begin()) * key.form().items.size();
    step.rule = s.missing;
    step.score = s.score;
    if (depth == explain_depth::scores)
        return;
    std::vector<int> numbers = s.items;
    std::sort(numbers.begin(), numbers.end());
    step.answers.reserve(numbers.size());
    for (const int number : numbers) {
        const std::size_t index = static_cast<std::size_t>(number) - 1;
        const answer_code code = row[first + index];
        const bool is_reversed =
            !key.is_already_keyed() && std::find(s.reversed.begin(), s.reversed.end(), number) != s.reversed.end();
        std::optional<int> keyed;
        if (key.range().contains(code))
            keyed = is_reversed ? key.range().min + key.range().max - code : code;
        step.answers.push_back({key.form().items[index], code, is_reversed, keyed});
    }
}

}  // namespace detail

/// Walks through the scoring of one person.
///
/// @param key  the compiled key.
/// @param row  codes of one person, `n_columns()` of them.
/// @param depth  whether the single answers are shown.
/// @return     one step per output, in the order of the outputs; the results are those of `score()`.
/// @throws std::invalid_argument  the row is not as long as the key has columns.
[[nodiscard]] inline std::vector<explained_score> explain(const scoring_key& key, std::span<const answer_code> row,
                                                          explain_depth depth = explain_depth::answers)
{
    check_count("explain", "row", row.size(), key.n_columns());
    const std::vector<raw_score> raw = raw_scores(key, row);
    std::vector<explained_score> steps;
    steps.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        explained_score step;
        step.output = key.outputs()[i];
        step.result = to_scale_score(step.output, raw[i]);
        if (step.output.origin == score_origin::scale)
            detail::explain_scale(key, row, depth, step);
        else if (step.output.origin == score_origin::global)
            for (const std::string& target : key.form().targets)
                step.parts.push_back(target + "_" + step.output.base_id);
        else
            for (const derived_score& d : key.form().derived)
                if (d.id == step.output.base_id) {
                    step.constant = d.constant;
                    for (const derived_term& term : d.terms)
                        step.terms.push_back(
                            {step.output.target + (step.output.target.empty() ? "" : "_") + term.score, term.weight});
                }
        steps.push_back(std::move(step));
    }
    return steps;
}

}  // namespace attune::inline v0
