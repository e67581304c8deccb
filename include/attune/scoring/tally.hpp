#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <vector>

#include "attune/core/missing.hpp"
#include "attune/responses/answer_code.hpp"
#include "attune/responses/code_block.hpp"
#include "attune/scoring/block.hpp"
#include "attune/scoring/status.hpp"

namespace attune::inline v0 {

/// Counts over any number of people: what became of each score, and of each answer. Merging in any order gives the
/// same.
class score_tally {
public:
    score_tally(std::size_t n_columns, std::size_t n_scores) : by_status_(n_scores), unanswered_(n_columns) {}

    /// Adds a block of people.
    void add(const code_block& answers, const score_block& scores)
    {
        const std::size_t n_persons = answers.n_persons();
        n_persons_ += static_cast<std::int64_t>(n_persons);
        bool has_refused = false;
        for (std::size_t j = 0; j < by_status_.size(); ++j) {
            // Every other person is counted apart: most have the same status, and one count would wait for the last.
            std::array<std::array<std::int64_t, n_score_statuses>, 2> counts{};
            for (std::size_t i = 0; i < n_persons; ++i)
                ++counts[i % 2][static_cast<std::size_t>(scores.row(i)[j].status)];
            for (std::size_t s = 0; s < n_score_statuses; ++s) {
                const std::int64_t n = counts[0][s] + counts[1][s];
                by_status_[j][s] += n;
                has_refused |= n != 0 && is_refused(static_cast<score_status>(s));
            }
        }
        if (has_refused)
            n_refused_persons_ += count_refused_persons(scores);
        constexpr std::size_t fits_byte = 255;
        for (std::size_t first = 0; first < n_persons; first += fits_byte)
            add_rows(answers, first, std::min(first + fits_byte, n_persons));
    }

    /// Adds the counts of another tally of the same key.
    void merge(const score_tally& other)
    {
        n_persons_ += other.n_persons_;
        n_refused_persons_ += other.n_refused_persons_;
        for (std::size_t j = 0; j < by_status_.size(); ++j)
            for (std::size_t s = 0; s < n_score_statuses; ++s)
                by_status_[j][s] += other.by_status_[j][s];
        for (std::size_t c = 0; c < unanswered_.size(); ++c)
            for (std::size_t k = 0; k < n_kinds; ++k)
                unanswered_[c][k] += other.unanswered_[c][k];
    }

    [[nodiscard]] std::int64_t n_persons() const noexcept { return n_persons_; }

    /// People of whom at least one score was refused.
    [[nodiscard]] std::int64_t n_refused_persons() const noexcept { return n_refused_persons_; }

    /// How often a score had a status.
    [[nodiscard]] std::int64_t n_scores(std::size_t score, score_status status) const
    {
        return by_status_.at(score)[static_cast<std::size_t>(status)];
    }

    /// How often a column held each code that is no answer; codes that it never held are left out.
    [[nodiscard]] std::map<answer_code, std::int64_t> unanswered(std::size_t column) const
    {
        std::map<answer_code, std::int64_t> counts;
        for (std::size_t k = 0; k < n_kinds; ++k)
            if (unanswered_.at(column)[k] != 0)
                counts[code_of_kind(k)] = unanswered_[column][k];
        return counts;
    }

private:
    [[nodiscard]] static std::int64_t count_refused_persons(const score_block& scores)
    {
        std::int64_t n = 0;
        for (std::size_t i = 0; i < scores.n_persons(); ++i) {
            const std::span<const raw_score> row = scores.row(i);
            n += std::any_of(row.begin(), row.end(), [](const raw_score& s) { return is_refused(s.status); }) ? 1 : 0;
        }
        return n;
    }

    static constexpr std::size_t n_reasons = missing_reasons.size();
    static constexpr std::size_t n_kinds = n_reasons + 3;  // missing_reason -1..-5, then invalid_answer -64..-66

    /// Codes that are none of the named ones count like the last of their kind.
    [[nodiscard]] static constexpr std::size_t kind_of(answer_code code)
    {
        const auto place = [code](answer_code first, std::size_t n_named) {
            return std::min(static_cast<std::size_t>(first - code), n_named - 1);
        };
        return is_invalid(code) ? n_reasons + place(code_of(invalid_answer::out_of_range), n_kinds - n_reasons)
                                : place(code_of(missing_reason::not_answered), n_reasons);
    }

    [[nodiscard]] static constexpr answer_code code_of_kind(std::size_t kind)
    {
        return static_cast<answer_code>(
            kind < n_reasons ? code_of(missing_reason::not_answered) - static_cast<int>(kind)
                             : code_of(invalid_answer::out_of_range) - static_cast<int>(kind - n_reasons));
    }

    /// Bytes of columns that lie side by side. Plain loops over them become vectors at some levels of optimisation and
    /// at others a heap of single bytes.
    using lanes [[gnu::vector_size(16)]] = signed char;
    using lane_counts [[gnu::vector_size(sizeof(lanes))]] = unsigned char;

    /// Counts what was not answered in a few columns at a time, without a jump for each: where it stands cannot be
    /// foreseen. Other codes are rare.
    void add_rows(const code_block& answers, std::size_t first, std::size_t last)
    {
        constexpr std::size_t n_at_once = sizeof(lanes);
        static_assert(code_block::row_multiple % n_at_once == 0);
        const lanes nothing{};
        const lanes sought = nothing + code_of(missing_reason::not_answered);
        for (std::size_t c = 0; c < unanswered_.size(); c += n_at_once) {
            lane_counts n_not_answered{};
            lanes has_others{};
            for (std::size_t i = first; i < last; ++i) {
                lanes codes;
                std::memcpy(&codes, answers.padded_row(i) + c, n_at_once);
                const lanes is_not_answered = codes == sought;  // -1 where it is so
                n_not_answered -= std::bit_cast<lane_counts>(is_not_answered);
                has_others |= (codes < nothing) & ~is_not_answered;
            }
            const std::size_t n_columns = std::min(n_at_once, unanswered_.size() - c);
            for (std::size_t k = 0; k < n_columns; ++k) {
                unanswered_.at(c + k)[kind_of(code_of(missing_reason::not_answered))] += n_not_answered[k];
                if (has_others[k] != 0)
                    add_others(answers, first, last, c + k);
            }
        }
    }

    void add_others(const code_block& answers, std::size_t first, std::size_t last, std::size_t column)
    {
        for (std::size_t i = first; i < last; ++i)
            if (const answer_code code = answers.padded_row(i)[column];
                code < 0 && code != code_of(missing_reason::not_answered))
                ++unanswered_[column][kind_of(code)];
    }

    std::int64_t n_persons_ = 0;
    std::int64_t n_refused_persons_ = 0;
    std::vector<std::array<std::int64_t, n_score_statuses>> by_status_;
    std::vector<std::array<std::int64_t, n_kinds>> unanswered_;
};

}  // namespace attune::inline v0
