#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/matrix.hpp"
#include "attune/responses/code_block.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// The scores of a block of people: one row a person, one column per output of the key.
class score_block {
public:
    /// @param n_scores  number of outputs of the key.
    explicit score_block(std::size_t n_scores) : n_scores_(n_scores) {}

    [[nodiscard]] std::size_t n_scores() const noexcept { return n_scores_; }
    [[nodiscard]] std::size_t n_persons() const noexcept { return n_persons_; }

    /// The scores of one person, in the order of `scoring_key::outputs()`. The row must exist.
    [[nodiscard]] std::span<const raw_score> row(std::size_t person) const
    {
        return {scores_.data() + person * n_scores_, n_scores_};
    }

    /// Persons x scores; NaN where a score is refused.
    [[nodiscard]] matrix values() const
    {
        matrix m(static_cast<Eigen::Index>(n_persons_), static_cast<Eigen::Index>(n_scores_));
        for (std::size_t i = 0; i < n_persons_; ++i)
            for (std::size_t j = 0; j < n_scores_; ++j)
                m(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = row(i)[j].value();
        return m;
    }

private:
    friend void score(const scoring_key& key, const code_block& answers, score_block& scores);

    std::size_t n_scores_;
    std::size_t n_persons_ = 0;
    std::vector<raw_score> scores_;
};

/// Scores every person of a block.
///
/// @param key      compiled for the columns of `answers`.
/// @param answers  codes, one row a person.
/// @param scores   replaced by one row a person; its memory is used again.
/// @throws std::invalid_argument  the block has other columns, or `scores` other outputs, than the key.
inline void score(const scoring_key& key, const code_block& answers, score_block& scores)
{
    check_count("score", "columns of answers", answers.n_items(), key.n_columns());
    check_count("score", "columns of scores", scores.n_scores_, key.outputs().size());
    scores.n_persons_ = answers.n_persons();
    if (scores.scores_.size() < scores.n_persons_ * scores.n_scores_)
        scores.scores_.resize(scores.n_persons_ * scores.n_scores_);
    if (scores.n_persons_ != 0)
        key.score_rows(answers.padded_row(0), scores.n_persons_, scores.scores_.data());
}

/// Scores a stream of blocks in constant memory.
///
/// @param key      compiled for the columns of the blocks.
/// @param next     called as next(block): fills an empty code_block, returns false at the end.
/// @param consume  called as consume(answers, scores) for every block that is not empty, in order.
/// @return         how many people were scored.
template <typename Next, typename Consume>
std::size_t score_stream(const scoring_key& key, Next&& next, Consume&& consume)
{
    code_block answers(key.n_columns());
    score_block scores(key.outputs().size());
    std::size_t n_persons = 0;
    while (next(answers)) {
        score(key, answers, scores);
        if (answers.n_persons() != 0)
            consume(std::as_const(answers), std::as_const(scores));
        n_persons += answers.n_persons();
        answers.clear();
    }
    return n_persons;
}

}  // namespace attune::inline v0
