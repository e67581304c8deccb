#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/core/check.hpp"
#include "attune/core/exact.hpp"
#include "attune/instrument/exactness.hpp"
#include "attune/instrument/identity.hpp"
#include "attune/instrument/resolve.hpp"
#include "attune/responses/code_block.hpp"
#include "attune/scoring/detail/row_sum.hpp"
#include "attune/scoring/status.hpp"

namespace attune::inline v0 {

/// What of an instrument is to be scored.
struct key_options {
    std::string form = std::string(published_form);  ///< 36 answers are not yet an ECR: say which form they are from
    bool already_keyed = false;                      ///< true: reversed items were reversed before; nothing is reversed
    std::vector<std::string> targets = {};           ///< the targets that were asked about; empty = all declared
};

/// Where a score comes from.
enum class score_origin { scale, derived, global };

/// One score that a key yields.
struct scored_output {
    std::string id;  ///< as in every output, e.g. "anxiety", "mother_anxiety", "global_anxiety"
    score_origin origin = score_origin::scale;
    std::string base_id;  ///< id of the scale or derived score in the definition
    std::string target;   ///< empty without targets, and for global scores
    dimension on = dimension::other;
    polarity higher_means = polarity::neither;
    int n_items = 0;
    bool has_sum = false;  ///< it is a sum or mean of items, not of other scores
};

/// A score as it is computed: one integer fraction, both parts below 2^53.
struct raw_score {
    fraction exact;        ///< numerator 0 when refused
    std::int64_t sum = 0;  ///< of the answered keyed items; 0 when refused, derived or global
    std::int32_t n_answered = 0;
    score_status status = score_status::ok;

    /// The nearest double; NaN when refused.
    [[nodiscard]] double value() const
    {
        return is_refused(status) ? std::numeric_limits<double>::quiet_NaN() : exact.value();
    }
};

/// A key compiled for one form: which columns are added up how, and what is made of the sums.
///
/// A score is an exact integer fraction, and becomes a double by one division:
///
///     scale    (sum of answered keyed items) / n_answered            for a mean;  times n_items for a sum
///     keyed    answer, or min + max - answer for a reversed item
///     derived  (constant + sum of weight * score) / divisor          in integers, see `to_integers()`
///     global   (sum over the declared targets) / n_targets
///
/// The constructor proves that no numerator and no denominator can reach 2^53. Immutable, so threads may share one.
class scoring_key {
public:
    /// @param of       a valid instrument.
    /// @param options  form, targets, and whether the answers are keyed already.
    /// @throws std::invalid_argument  the instrument has no such form or target, or a score would not be exact.
    explicit scoring_key(const instrument& of, const key_options& options = {})
        : form_(resolve_form(of, options.form)),
          identity_(identity_of(of, options.form)),
          already_keyed_(options.already_keyed),
          targets_(asked_targets(form_, options.targets))
    {
        if (const auto inexact = first_inexact_score(form_))
            fail_argument("scoring_key", "instrument", "give exact scores", "inexact in '" + *inexact + "'");
        columns_ = {code_block(n_columns()).stride(), form_.response.min, form_.response.max};
        const std::size_t n_blocks = std::max<std::size_t>(targets_.size(), 1);
        for (std::size_t t = 0; t < n_blocks; ++t) {
            add_scales(t);
            add_derived(t);
        }
        if (!form_.targets.empty())
            add_globals();
    }

    [[nodiscard]] const resolved_form& form() const noexcept { return form_; }
    [[nodiscard]] const instrument_identity& identity() const noexcept { return identity_; }
    [[nodiscard]] bool is_already_keyed() const noexcept { return already_keyed_; }
    [[nodiscard]] const response_range& range() const noexcept { return form_.response; }

    /// The targets that are scored, in the order of the definition; empty for an instrument without targets.
    [[nodiscard]] const std::vector<std::string>& targets() const noexcept { return targets_; }

    /// Columns of a row: items in the order of their numbers, target after target.
    [[nodiscard]] std::size_t n_columns() const noexcept
    {
        return form_.items.size() * std::max<std::size_t>(targets_.size(), 1);
    }

    /// What `score_rows()` writes, in the order of every output.
    [[nodiscard]] const std::vector<scored_output>& outputs() const noexcept { return outputs_; }

    /// Scores rows of codes.
    ///
    /// @param rows    first of the padded bytes of the first person, from a block with `n_columns()` items.
    /// @param n_rows  how many people.
    /// @param scores  for each of them one of each of `outputs()`; overwritten.
    void score_rows(const answer_code* rows, std::size_t n_rows, raw_score* scores) const
    {
        constexpr std::size_t most_sums = 256;  // on the stack, and in the nearest cache
        const std::size_t n_scales = std::max<std::size_t>(columns_.n_scales(), 1);
        if (n_scales > most_sums) {
            std::vector<detail::row_sum> sums(n_scales);
            for (std::size_t i = 0; i < n_rows; ++i)
                score_few(rows + i * columns_.stride(), 1, scores + i * recipes_.size(), sums.data());
            return;
        }
        std::array<detail::row_sum, most_sums> sums;
        const std::size_t n_at_once = most_sums / n_scales;
        for (std::size_t i = 0; i < n_rows; i += n_at_once)
            score_few(rows + i * columns_.stride(), std::min(n_at_once, n_rows - i), scores + i * recipes_.size(),
                      sums.data());
    }

    /// What a scale makes of a sum of answered keyed items.
    ///
    /// @param output      place of a scale among the outputs.
    /// @param sum         of the keyed answers.
    /// @param n_answered  how many there are, 0..n_items.
    [[nodiscard]] raw_score score_of_sum(std::size_t output, std::int32_t sum, std::int32_t n_answered) const
    {
        return score_of(recipes_.at(output), {sum, n_answered, false});
    }

private:
    /// How one output is made: from columns (a scale) or from earlier outputs.
    struct recipe {
        std::int64_t factor = 1;  ///< n_items for a sum score, 1 for a mean
        int min_answered = 1;
        std::int32_t n_items = 0;
        std::vector<std::size_t> terms;  ///< earlier outputs; empty for a scale
        integer_combination combination;
        bool is_global = false;
        bool lacks_target = false;  ///< a global score of which a declared target was not asked
    };

    static std::vector<std::string> asked_targets(const resolved_form& form, const std::vector<std::string>& asked)
    {
        for (const std::string& target : asked)
            if (std::find(form.targets.begin(), form.targets.end(), target) == form.targets.end())
                fail_argument("scoring_key", "target",
                              form.targets.empty() ? "be empty, as the questionnaire has no targets"
                                                   : fmt::format("be one of {}", fmt::join(form.targets, ", ")),
                              "'" + target + "'");
        std::vector<std::string> targets;
        for (const std::string& target : form.targets)
            if (asked.empty() || std::find(asked.begin(), asked.end(), target) != asked.end())
                targets.push_back(target);
        return targets;
    }

    [[nodiscard]] std::string prefix(std::size_t target) const
    {
        return targets_.empty() ? std::string{} : targets_[target] + "_";
    }

    void add_scales(std::size_t target)
    {
        for (const scale& s : form_.scales) {
            recipe r;
            columns_.add_scale();
            const std::size_t first = target * form_.items.size();
            for (const int number : s.items) {
                const bool is_reversed =
                    !already_keyed_ && std::find(s.reversed.begin(), s.reversed.end(), number) != s.reversed.end();
                columns_.add_column(first + static_cast<std::size_t>(number) - 1, is_reversed);
            }
            r.factor = s.score == aggregation::mean ? 1 : static_cast<std::int64_t>(s.items.size());
            r.min_answered = s.missing.min_answered;
            r.n_items = static_cast<std::int32_t>(s.items.size());
            outputs_.push_back({prefix(target) + s.id, score_origin::scale, s.id,
                                targets_.empty() ? std::string{} : targets_[target], s.on, s.higher_means,
                                static_cast<int>(s.items.size()), true});
            recipes_.push_back(std::move(r));
        }
    }

    void add_derived(std::size_t target)
    {
        const std::size_t n_base = form_.scales.size() + form_.derived.size();
        for (const derived_score& d : form_.derived) {
            recipe r;
            r.combination = to_integers(d);
            int n_items = 0;
            for (const derived_term& term : d.terms)
                for (std::size_t s = 0; s < form_.scales.size(); ++s)
                    if (form_.scales[s].id == term.score) {
                        r.terms.push_back(target * n_base + s);
                        n_items += outputs_[r.terms.back()].n_items;
                    }
            outputs_.push_back({prefix(target) + d.id, score_origin::derived, d.id,
                                targets_.empty() ? std::string{} : targets_[target], d.on, d.higher_means, n_items,
                                false});
            recipes_.push_back(std::move(r));
        }
    }

    void add_globals()
    {
        const std::size_t n_base = form_.scales.size() + form_.derived.size();
        const auto n_declared = static_cast<std::int64_t>(form_.targets.size());
        for (std::size_t base = 0; base < n_base; ++base) {
            recipe r;
            for (std::size_t t = 0; t < targets_.size(); ++t)
                r.terms.push_back(t * n_base + base);
            r.combination = {0, std::vector<std::int64_t>(r.terms.size(), 1), n_declared};
            r.is_global = true;
            r.lacks_target = targets_.size() < form_.targets.size();
            const scored_output like = outputs_[base];
            outputs_.push_back({"global_" + like.base_id, score_origin::global, like.base_id, "", like.on,
                                like.higher_means, like.n_items * static_cast<int>(n_declared), false});
            recipes_.push_back(std::move(r));
        }
    }

    void score_few(const answer_code* rows, std::size_t n_rows, raw_score* scores, detail::row_sum* sums) const
    {
        sum_rows_(rows, n_rows, columns_, sums);
        for (std::size_t i = 0; i < n_rows; ++i, scores += recipes_.size())
            for (std::size_t j = 0; j < recipes_.size(); ++j)
                scores[j] = recipes_[j].terms.empty() ? score_of(recipes_[j], *sums++)
                                                      : combine(recipes_[j], {scores, recipes_.size()});
    }

    [[nodiscard]] static raw_score score_of(const recipe& r, const detail::row_sum& found)
    {
        raw_score score;
        score.n_answered = found.n_answered;
        if (found.has_invalid)
            score.status = score_status::invalid_answer;
        else if (found.n_answered == 0)
            score.status = score_status::no_answers;
        else if (found.n_answered < r.min_answered)
            score.status = score_status::too_few_answers;
        else {
            score.status = found.n_answered == r.n_items ? score_status::ok : score_status::prorated;
            score.sum = found.sum;
            score.exact = {found.sum * r.factor, found.n_answered};
        }
        return score;
    }

    /// A derived score takes the worst status of its terms. A global score is `no_answers` only when nothing at all was
    /// answered; a target without a score for want of answers, or not asked about, makes it `target_missing`.
    [[nodiscard]] raw_score combine(const recipe& r, std::span<const raw_score> scores) const
    {
        raw_score score;
        bool has_answer = false;
        for (const std::size_t term : r.terms) {
            const raw_score& part = scores[term];
            score.n_answered += part.n_answered;
            has_answer |= part.n_answered != 0;
            const bool is_absent_target = r.is_global && part.status == score_status::no_answers;
            score.status = worse(score.status, is_absent_target ? score_status::target_missing : part.status);
        }
        if (r.is_global && !has_answer)
            score.status = worse(score.status, score_status::no_answers);
        if (r.lacks_target)
            score.status = worse(score.status, score_status::target_missing);
        if (!is_refused(score.status))
            score.exact = combined(r, scores);
        return score;
    }

    [[nodiscard]] static fraction combined(const recipe& r, std::span<const raw_score> scores)
    {
        std::int64_t product = 1;
        for (const std::size_t term : r.terms)
            product *= scores[term].exact.denominator;
        std::int64_t numerator = r.combination.constant * product;
        for (std::size_t j = 0; j < r.terms.size(); ++j) {
            const fraction& part = scores[r.terms[j]].exact;
            numerator += r.combination.weights[j] * part.numerator * (product / part.denominator);
        }
        return {numerator, r.combination.divisor * product};
    }

    resolved_form form_;
    instrument_identity identity_;
    bool already_keyed_ = false;
    std::vector<std::string> targets_;
    detail::scale_columns columns_;
    detail::row_summing sum_rows_ = detail::row_sum_for(detail::best_instruction_set());
    std::vector<scored_output> outputs_;
    std::vector<recipe> recipes_;
};

}  // namespace attune::inline v0
