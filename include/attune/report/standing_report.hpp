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

/// A standing as fields of CSV, separated by commas: see `standing_report::columns()`. Rounded to 6 decimals.
[[nodiscard]] std::string standing_csv(const score_standing& of);

/// A standing as a JSON object, unrounded; "because" says of each null why it is one.
[[nodiscard]] std::string standing_json(const score_standing& of);

/// What an output says about its norms: {"id", "version", "sha256", "type", "n_persons", "flags"}.
///
/// @param flags  of `norm_fit_of()`.
[[nodiscard]] std::string norms_json(const norm_set& of, const std::vector<std::string>& flags);

/// How standings are written.
enum class standing_format { csv, json };

/// Writes where people stand. Each value that a score takes is worked out once; one report for each thread.
class standing_report {
public:
    /// @param key,comparison  outlive the report.
    /// @param prefix          put before every name of a column.
    standing_report(const scoring_key& key, const norm_comparison& comparison, standing_format format,
                    std::string prefix = {});

    /// Names of the columns: for every score S and comparison S_z, S_t_linear, S_t_normalised, S_percentile,
    /// S_percentile_lower, S_percentile_upper, S_measured_lower, S_measured_upper, S_measured_percentile_lower,
    /// S_measured_percentile_upper; the comparison with the group most like a person has S_same_z and so on, those by
    /// name S_<group>_z. At the end norm_group, the group most like the person, and norm_flag.
    [[nodiscard]] std::vector<std::string> columns() const;

    /// Appends the columns of one person, each behind a comma; of a report in CSV.
    void append_csv(text_buffer& line, std::span<const raw_score> scores, const person_groups& groups);

    /// One text a score, to be put behind its last member: `,"norms":[...]`; of a report in JSON.
    [[nodiscard]] std::vector<std::string> json(std::span<const raw_score> scores, const person_groups& groups);

private:
    /// Texts of one score in one group.
    struct text_table {
        std::vector<std::string> by_sum;  ///< by (number of answers, sum); empty: not made yet
        std::map<std::array<std::int64_t, 3>, std::string>
            other;  ///< by fraction and number of answers, of other scores
    };

    [[nodiscard]] const std::string& text(std::size_t group, std::size_t output, const raw_score& score);
    [[nodiscard]] std::vector<std::size_t> compared(const person_groups& groups) const;

    const scoring_key* key_;
    const norm_comparison* comparison_;
    standing_format format_;
    std::string prefix_;
    std::vector<std::vector<text_table>> tables_;  ///< by group, by output
};

}  // namespace attune::inline v0
