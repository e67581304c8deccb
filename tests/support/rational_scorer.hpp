#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/instrument/resolve.hpp"

/// A second scorer, written from docs/definitions.md and DESIGN.md alone. It shares no code with scoring/ or with
/// evaluate(): whatever both give is either right or misread twice.
namespace attune_test {

/// A rational number in lowest terms with a positive denominator.
class rational {
public:
    rational(std::int64_t numerator, std::int64_t denominator)
        : numerator_(numerator / std::gcd(numerator, denominator)),
          denominator_(denominator / std::gcd(numerator, denominator))
    {
    }

    [[nodiscard]] std::int64_t numerator() const { return numerator_; }
    [[nodiscard]] std::int64_t denominator() const { return denominator_; }

    /// The nearest double: both parts are integers that a double holds, and the division rounds once.
    [[nodiscard]] double nearest_double() const
    {
        return static_cast<double>(numerator_) / static_cast<double>(denominator_);
    }

    friend rational operator+(const rational& left, const rational& right)
    {
        const std::int64_t common = std::lcm(left.denominator_, right.denominator_);
        return {left.numerator_ * (common / left.denominator_) + right.numerator_ * (common / right.denominator_),
                common};
    }

    friend rational operator*(const rational& left, const rational& right)
    {
        const rational crossed_left(left.numerator_, right.denominator_);
        const rational crossed_right(right.numerator_, left.denominator_);
        return {crossed_left.numerator_ * crossed_right.numerator_,
                crossed_left.denominator_ * crossed_right.denominator_};
    }

private:
    std::int64_t numerator_;
    std::int64_t denominator_;
};

/// What one score of one person must be.
struct rational_score {
    std::optional<rational> value;
    std::optional<std::int64_t> sum;  ///< of a scale
    int n_answered = 0;
    std::string_view status;
};

/// Scores of answers, by the book and without haste.
class rational_scorer {
public:
    /// By target ("" where there are none) the answers in the order of item numbers: nothing where there is none, a
    /// number outside the range where there is an invalid one. A target that is absent has no answers.
    using answer_map = std::map<std::string, std::vector<std::optional<int>>>;

    explicit rational_scorer(attune::resolved_form form) : form_(std::move(form))
    {
        const std::vector<std::string> targets = form_.targets.empty() ? std::vector<std::string>{""} : form_.targets;
        for (const std::string& target : targets)
            add_ids(target.empty() ? "" : target + "_");
        if (!form_.targets.empty())
            add_ids("global_");
        scores_.resize(ids_.size());
    }

    /// The ids of the scores, in the order of every output.
    [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }

    /// The scores in the order of `ids()`, until the next call.
    [[nodiscard]] const std::vector<rational_score>& score(const answer_map& answers)
    {
        const std::size_t n_base = form_.scales.size() + form_.derived.size();
        if (form_.targets.empty()) {
            score_target(answers, "", 0);
            return scores_;
        }
        for (std::size_t target = 0; target < form_.targets.size(); ++target)
            score_target(answers, form_.targets[target], target * n_base);
        for (std::size_t base = 0; base < n_base; ++base)
            scores_[form_.targets.size() * n_base + base] = global(base, n_base);
        return scores_;
    }

private:
    void add_ids(const std::string& prefix)
    {
        for (const attune::scale& scale : form_.scales)
            ids_.push_back(prefix + scale.id);
        for (const attune::derived_score& derived : form_.derived)
            ids_.push_back(prefix + derived.id);
    }

    void score_target(const answer_map& answers, const std::string& target, std::size_t first)
    {
        const auto found = answers.find(target);
        for (std::size_t scale = 0; scale < form_.scales.size(); ++scale)
            scores_[first + scale] = of_scale(form_.scales[scale], found == answers.end() ? nullptr : &found->second);
        for (std::size_t derived = 0; derived < form_.derived.size(); ++derived)
            scores_[first + form_.scales.size() + derived] = of_derived(form_.derived[derived], first);
    }

    [[nodiscard]] rational_score of_scale(const attune::scale& scale,
                                          const std::vector<std::optional<int>>* answers) const
    {
        const int min = form_.response.min;
        const int max = form_.response.max;
        std::int64_t sum = 0;
        bool is_invalid = false;
        rational_score score;
        for (const int number : scale.items) {
            const std::optional<int> answer =
                answers ? answers->at(static_cast<std::size_t>(number) - 1) : std::nullopt;
            if (!answer)
                continue;
            if (*answer < min || *answer > max) {
                is_invalid = true;
                continue;
            }
            const bool is_reversed =
                std::find(scale.reversed.begin(), scale.reversed.end(), number) != scale.reversed.end();
            sum += is_reversed ? min + max - *answer : *answer;
            ++score.n_answered;
        }
        const int n_items = static_cast<int>(scale.items.size());
        if (is_invalid)
            score.status = "invalid_answer";
        else if (score.n_answered == 0)
            score.status = "no_answers";
        else if (score.n_answered < scale.missing.min_answered)
            score.status = "too_few_answers";
        else {
            score.status = score.n_answered < n_items ? "prorated" : "ok";
            score.sum = sum;
            score.value = rational(scale.score == attune::aggregation::sum ? sum * n_items : sum, score.n_answered);
        }
        return score;
    }

    [[nodiscard]] rational_score of_derived(const attune::derived_score& derived, std::size_t first) const
    {
        rational_score score;
        score.status = "ok";
        score.value = to_rational(derived.constant);
        for (const attune::derived_term& term : derived.terms)
            for (std::size_t scale = 0; scale < form_.scales.size(); ++scale)
                if (form_.scales[scale].id == term.score) {
                    const rational_score& part = scores_[first + scale];
                    score.n_answered += part.n_answered;
                    score.status = worst(score.status, part.status);
                    if (part.value && score.value)
                        score.value = *score.value + to_rational(term.weight) * *part.value;
                    else
                        score.value = std::nullopt;
                }
        return score;
    }

    /// The mean over all targets. A target without answers is missing; when that is so for all, there are no answers.
    [[nodiscard]] rational_score global(std::size_t base, std::size_t n_base) const
    {
        rational_score score;
        score.status = "ok";
        score.value = rational(0, 1);
        bool has_answers = false;
        for (std::size_t target = 0; target < form_.targets.size(); ++target) {
            const rational_score& part = scores_[target * n_base + base];
            score.n_answered += part.n_answered;
            has_answers = has_answers || part.n_answered != 0 || part.status == "invalid_answer";
            score.status = worst(score.status, part.status == "no_answers" ? "target_missing" : part.status);
            if (part.value && score.value)
                score.value = *score.value + *part.value * rational(1, static_cast<std::int64_t>(form_.targets.size()));
            else
                score.value = std::nullopt;
        }
        if (!has_answers)
            score.status = "no_answers";
        return score;
    }

    /// The first that applies: DESIGN.md, "A score and its uncertainty".
    [[nodiscard]] static std::string_view worst(std::string_view left, std::string_view right)
    {
        for (const std::string_view status :
             {"invalid_answer", "no_answers", "too_few_answers", "target_missing", "prorated"})
            if (left == status || right == status)
                return status;
        return "ok";
    }

    [[nodiscard]] static rational to_rational(const attune::decimal& number)
    {
        std::int64_t power = 1;
        for (int place = 0; place < number.places; ++place)
            power *= 10;
        return {number.units, power};
    }

    attune::resolved_form form_;
    std::vector<std::string> ids_;
    std::vector<rational_score> scores_;
};

}  // namespace attune_test
