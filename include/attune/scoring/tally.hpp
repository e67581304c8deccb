#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "attune/responses/answer_code.hpp"
#include "attune/responses/code_block.hpp"
#include "attune/scoring/block.hpp"
#include "attune/scoring/status.hpp"

namespace attune::inline v0 {

/// Counts over any number of people: what became of each score, and of each answer. Merging in any order gives the same.
class score_tally {
public:
    score_tally(std::size_t n_columns, std::size_t n_scores) : by_status_(n_scores), not_answered_(n_columns) {}

    /// Adds a block of people.
    void add(const code_block& answers, const score_block& scores)
    {
        n_persons_ += answers.n_persons();
        for (std::size_t i = 0; i < answers.n_persons(); ++i) {
            bool is_person_refused = false;
            for (std::size_t j = 0; j < by_status_.size(); ++j) {
                const score_status status = scores.row(i)[j].status;
                ++by_status_[j][static_cast<std::size_t>(status)];
                is_person_refused |= is_refused(status);
            }
            n_refused_persons_ += is_person_refused ? 1 : 0;
            add_row(answers.row(i));
        }
    }

    /// Adds the counts of another tally of the same key.
    void merge(const score_tally& other)
    {
        n_persons_ += other.n_persons_;
        n_refused_persons_ += other.n_refused_persons_;
        for (std::size_t j = 0; j < by_status_.size(); ++j)
            for (std::size_t s = 0; s < n_score_statuses; ++s)
                by_status_[j][s] += other.by_status_[j][s];
        for (std::size_t c = 0; c < not_answered_.size(); ++c)
            for (const auto& [code, count] : other.not_answered_[c])
                not_answered_[c][code] += count;
    }

    [[nodiscard]] std::int64_t n_persons() const noexcept { return n_persons_; }

    /// People of whom at least one score was refused.
    [[nodiscard]] std::int64_t n_refused_persons() const noexcept { return n_refused_persons_; }

    /// How often a score had a status.
    [[nodiscard]] std::int64_t n_scores(std::size_t score, score_status status) const
    {
        return by_status_.at(score)[static_cast<std::size_t>(status)];
    }

    /// How often a column held each code that is no answer.
    [[nodiscard]] const std::map<answer_code, std::int64_t>& unanswered(std::size_t column) const
    {
        return not_answered_.at(column);
    }

private:
    void add_row(std::span<const answer_code> row)
    {
        bool has_all = true;
        for (const answer_code code : row)
            has_all &= is_answered(code);
        if (has_all)
            return;
        for (std::size_t c = 0; c < row.size(); ++c)
            if (!is_answered(row[c]))
                ++not_answered_[c][row[c]];
    }

    std::int64_t n_persons_ = 0;
    std::int64_t n_refused_persons_ = 0;
    std::vector<std::array<std::int64_t, n_score_statuses>> by_status_;
    std::vector<std::map<answer_code, std::int64_t>> not_answered_;
};

}  // namespace attune::inline v0
