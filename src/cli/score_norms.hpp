#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/report/plane_report.hpp"
#include "attune/report/standing_report.hpp"
#include "norm_choice.hpp"
#include "score_options.hpp"

namespace attune::cli {

/// What `attune score` says of people beside their scores: where they stand by --norms, and how near they are to the
/// reference points by --prototypes. One for a run; its reports one for each thread.
class score_norms {
public:
    /// @param key  outlives this.
    /// @throws failure  exit code 2 for norms that do not fit the key, and for --prototypes where they mean nothing.
    score_norms(const score_options& options, const scoring_key& key);

    [[nodiscard]] std::optional<standing_report> standings(standing_format format) const;
    [[nodiscard]] std::optional<plane_report> planes() const;

    /// Which groups of the norms a person belongs to, by the texts of gender and age.
    [[nodiscard]] const person_groups& groups_of(std::string_view gender, std::string_view age) const;

    /// Names of the columns of CSV.
    [[nodiscard]] std::vector<std::string> columns() const;

    /// What the head of a JSON output says of them, each member behind a comma.
    [[nodiscard]] std::string head() const;

    /// What to say aloud about the norms.
    [[nodiscard]] std::vector<std::string> warnings() const;

    /// What the prototypes rest on, as lines of text.
    [[nodiscard]] std::string notes() const;

private:
    const scoring_key* key_;
    plane_report_options how_;
    std::optional<chosen_norms> chosen_;
    std::optional<person_group_table> groups_;
};

/// The members of one person's JSON object by these reports: put into `person` before its end.
///
/// @param further  gets the members of each score.
[[nodiscard]] std::string person_members(std::optional<standing_report>& standings,
                                         const std::optional<plane_report>& planes, std::span<const raw_score> scores,
                                         const person_groups& groups, std::vector<std::string>& further);

}  // namespace attune::cli
