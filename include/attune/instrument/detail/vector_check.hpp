#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/instrument/detail/key_check.hpp"
#include "attune/instrument/evaluate.hpp"
#include "attune/instrument/resolve.hpp"

namespace attune::inline v0::detail {

/// Whether the vectors of a form come out, once nothing else of it is wrong.
class vector_check : public key_check {
protected:
    using key_check::key_check;

    void check_vectors(const std::string& at, const resolved_form& full)
    {
        if (full.id == published_form && full.vectors.empty())
            report(at, "vector.none", "no vectors; expected at least 1, so that a wrong key is noticed");
        for (std::size_t i = 0; i < full.vectors.size(); ++i) {
            const std::string place = fmt::format("{}/{}", at, i);
            if (check_answers(place + "/answers", full, full.vectors[i]))
                check_expected(place + "/scores", full, full.vectors[i]);
        }
    }

    [[nodiscard]] bool check_answers(const std::string& at, const resolved_form& full, const test_vector& vector)
    {
        const std::size_t before = found_.size();
        for (const auto& [target, answers] : vector.answers) {
            const std::string place = target.empty() ? at : at + "/" + target;
            const bool is_target = std::find(full.targets.begin(), full.targets.end(), target) != full.targets.end();
            if (full.targets.empty() ? !target.empty() : !is_target)
                report(place, "vector.unknown_target", "{}; expected {}",
                       target.empty() ? "one list of answers" : "target '" + target + "'",
                       full.targets.empty() ? std::string("one list of answers, as the definition has no targets")
                                            : fmt::format("one list for each of {}", fmt::join(full.targets, ", ")));
            else if (answers.size() != full.items.size())
                report(place, "vector.length", "{} answers; expected {}, one per item, null for none", answers.size(),
                       full.items.size());
            else
                for (std::size_t i = 0; i < answers.size(); ++i)
                    if (answers[i] != not_answered && !full.response.contains(answers[i]))
                        report(fmt::format("{}/{}", place, i), "vector.answer", "{}; expected {}..{} or null",
                               answers[i], full.response.min, full.response.max);
        }
        return found_.size() == before;
    }

    void check_expected(const std::string& at, const resolved_form& full, const test_vector& vector)
    {
        const auto scores = evaluate(full, vector);
        for (const auto& [id, expected] : vector.scores) {
            const std::string place = at + "/" + id;
            const auto actual = scores.find(id);
            if (actual == scores.end())
                report(place, "vector.unknown_score", "'{}'; expected one of {}", id, fmt::join(score_ids(full), ", "));
            else if (actual->second != expected)
                report(place, "vector.mismatch", "{}, but the key gives {}", text_of(expected),
                       text_of(actual->second));
        }
        for (const std::string& id : score_ids(full))
            if (!vector.scores.contains(id))
                report(at, "vector.missing_score", "no '{}'; expected every score of the form", id);
    }

    [[nodiscard]] static std::string text_of(const std::optional<fraction>& score)
    {
        return score ? to_string(*score) : "null (refused)";
    }
};

}  // namespace attune::inline v0::detail
