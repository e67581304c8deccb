#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/instrument/instrument.hpp"
#include "attune/responses/code_block.hpp"
#include "attune/scoring/key.hpp"
#include "attune/scoring/status.hpp"

namespace attune::inline v0 {

/// One score of one person.
struct scale_score {
    std::string id;                   ///< for example "anxiety", "mother_avoidance", "global_anxiety"
    std::optional<double> value;      ///< in the units of the answers; nothing when refused
    std::optional<fraction> exact;    ///< the same before the one rounding; nothing when refused
    std::optional<std::int64_t> sum;  ///< of the answered keyed items, never inflated; nothing when refused, and
                                      ///< for derived and global scores, which are no sums of items
    int n_items = 0;                  ///< items that belong to the score
    int n_answered = 0;               ///< valid answers among them, refused or not
    score_status status = score_status::ok;
    std::vector<estimate> figures;  ///< what analyses derive from the value (standard error, percentile, ...);
                                    ///< scoring leaves it empty, and it stays empty when refused
};

/// All scores of one person, in the order of `score_ids()`.
struct person_scores {
    std::vector<scale_score> scores;

    /// The score with this id.
    ///
    /// @throws std::invalid_argument  there is none.
    [[nodiscard]] const scale_score& at(std::string_view id) const
    {
        for (const scale_score& score : scores)
            if (score.id == id)
                return score;
        fail_argument("person_scores::at", "id", "name a score of the form", "'" + std::string(id) + "'");
    }
};

/// The public form of a raw score.
[[nodiscard]] inline scale_score to_scale_score(const scored_output& output, const raw_score& raw)
{
    scale_score score{output.id, {}, {}, {}, output.n_items, raw.n_answered, raw.status, {}};
    if (!is_refused(raw.status)) {
        score.exact = reduced(raw.exact);
        score.value = raw.exact.value();
        if (output.has_sum)
            score.sum = raw.sum;
    }
    return score;
}

/// The raw scores of one person.
///
/// @param key  the compiled key.
/// @param row  codes of the person, `n_columns()` of them.
/// @return     one per output, in the order of the outputs.
/// @throws std::invalid_argument  the row is not as long as the key has columns.
[[nodiscard]] inline std::vector<raw_score> raw_scores(const scoring_key& key, std::span<const answer_code> row)
{
    check_count("raw_scores", "row", row.size(), key.n_columns());
    code_block block(key.n_columns());
    std::copy(row.begin(), row.end(), block.append().begin());
    std::vector<raw_score> raw(key.outputs().size());
    key.score_rows(block.padded_row(0), 1, raw.data());
    return raw;
}

/// Scores one person.
///
/// @param key      compiled once from an instrument and a form; may be shared between threads.
/// @param answers  one integer per column of the key (items in the order of their numbers; with targets all items of
///                 the first target, then of the next, ...): an answer within the range, or `not_answered` or another
///                 negative value of `missing_reason`. Anything else is an invalid answer, and the scores it touches
///                 are refused.
/// @return         one score per id of the key. Depends on these answers and the key alone.
/// @throws std::invalid_argument  the number of answers is not the number of columns.
[[nodiscard]] inline person_scores score(const scoring_key& key, std::span<const int> answers)
{
    check_count("score", "answers", answers.size(), key.n_columns());
    code_block block(key.n_columns());
    encode(answers, key.range().min, key.range().max, block.append());
    std::vector<raw_score> raw(key.outputs().size());
    key.score_rows(block.padded_row(0), 1, raw.data());

    person_scores person;
    person.scores.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i)
        person.scores.push_back(to_scale_score(key.outputs()[i], raw[i]));
    return person;
}

/// Scores one person on the form of an instrument. To score many, compile a `scoring_key` once.
///
/// @see score(const scoring_key&, std::span<const int>)
[[nodiscard]] inline person_scores score(const instrument& of, std::span<const int> answers,
                                         const key_options& options = {})
{
    return score(scoring_key(of, options), answers);
}

}  // namespace attune::inline v0
