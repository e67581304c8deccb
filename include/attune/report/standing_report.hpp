#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/analysis/norm_comparison.hpp"
#include "attune/core/text_buffer.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// A standing as fields of CSV, each behind a comma: see `standing_report::columns()`. Numbers are the shortest that
/// read back the same.
///
/// @param of       where a score stands.
/// @param has_all  with the further figures that `standing_report_options::has_all` asks for.
[[nodiscard]] std::string standing_csv(const score_standing& of, bool has_all = false);

/// A standing as a JSON object; "because" says of each null why it is one.
///
/// @param of       where a score stands.
/// @param has_all  with the further intervals of the percentile.
[[nodiscard]] std::string standing_json(const score_standing& of, bool has_all = false);

/// What an output says about its norms: {"id", "version", "sha256", "type", "n_persons", "flags"}.
///
/// @param of     the norm set.
/// @param flags  of `norm_fit_of()`.
[[nodiscard]] std::string norms_json(const norm_set& of, const std::vector<std::string>& flags);

/// How standings are written.
enum class standing_format { csv, json };

/// What is written of a standing.
struct standing_report_options {
    bool has_all = false;     ///< every figure; without, those that a table is usually read for
    std::string prefix = {};  ///< put before every name of a column
};

/// Writes where people stand. Each value that a score takes is worked out once; one report for each thread.
class standing_report {
public:
    /// @param key,comparison  outlive the report.
    /// @param format          how standings are written.
    /// @param options         what is written besides, and how columns are called.
    standing_report(const scoring_key& key, const norm_comparison& comparison, standing_format format,
                    standing_report_options options = {});

    /// Names of the columns: for every score S_pomp, and for every comparison S_z, S_t_linear, S_t_normalised, S_sten,
    /// S_stanine, S_percentile, S_percentile_lower, S_percentile_upper, S_measured_lower, S_measured_upper,
    /// S_measured_percentile_lower, S_measured_percentile_upper; with `has_all` also S_percent_below, S_percent_equal,
    /// S_percentile_jeffreys_lower, S_percentile_jeffreys_upper, S_percentile_ties_lower, S_percentile_ties_upper,
    /// S_sem, S_sem_conditional, S_kelley, S_kelley_lower, S_kelley_upper; the comparison with the group most like a
    /// person has S_same_z and so on, those by name S_<group>_z. At the end norm_group, the group most like the person,
    /// and norm_flag.
    [[nodiscard]] std::vector<std::string> columns() const;

    /// Appends the columns of one person, each behind a comma; of a report in CSV.
    void append_csv(text_buffer& line, std::span<const raw_score> scores, const person_groups& groups);

    /// One text a score, to be put behind its last member: `,"norms":[...]`; of a report in JSON.
    [[nodiscard]] std::vector<std::string> json(std::span<const raw_score> scores, const person_groups& groups);

private:
    /// A text among all that were made.
    struct made_text {
        std::uint32_t begin = 0;
        std::uint32_t size = 0;  ///< 0: not made yet
    };

    /// Texts of one score in one group.
    struct text_table {
        std::vector<made_text> by_sum;  ///< by (number of answers, sum); empty: none was asked for yet
        std::map<std::array<std::int64_t, 3>, made_text> other;  ///< by fraction and number of answers, of other scores
    };

    [[nodiscard]] bool has_figures(std::size_t group, const raw_score& score, const person_groups& groups) const
    {
        return group != person_groups::none && !groups.is_outside && !is_refused(score.status);
    }

    /// In CSV the text of everybody begins with S_pomp, so that there is less to look up.
    [[nodiscard]] bool has_own_pomp(const person_groups& groups) const
    {
        return comparison_->overall() == person_groups::none || groups.is_outside;
    }

    [[nodiscard]] std::size_t place_of(std::size_t output, const raw_score& score) const
    {
        return static_cast<std::size_t>(score.n_answered) * n_sums_[output] + static_cast<std::size_t>(score.sum);
    }

    [[nodiscard]] made_text keep(std::string_view text);
    [[nodiscard]] std::string text_of(std::size_t group, std::size_t output, const raw_score& score) const;
    [[nodiscard]] made_text known(std::size_t group, std::size_t output, const raw_score& score) const;
    made_text made(std::size_t group, std::size_t output, const raw_score& score);

    /// @return  false when a text was not made yet; nothing is written then.
    bool write_known(text_buffer& line, std::span<const raw_score> scores, const person_groups& groups) const;

    const scoring_key* key_;
    const norm_comparison* comparison_;
    standing_format format_;
    standing_report_options options_;
    std::size_t pomp_;                 ///< S_pomp alone, as if it were a group
    std::vector<std::size_t> n_sums_;  ///< by output; 0: its texts are not found by sums
    std::vector<text_table> tables_;   ///< by group, then by output
    std::vector<char> texts_;          ///< one behind the other, each in whole pieces; then `widest_` bytes
    std::size_t n_kept_ = 0;           ///< bytes of texts
    std::size_t widest_ = 0;           ///< bytes of the longest
    made_text no_figures_;             ///< the commas of a comparison
    std::vector<made_text> names_;     ///< of the groups, each behind a comma; at last of no group
};

}  // namespace attune::inline v0
