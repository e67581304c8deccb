#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/couples.hpp"
#include "attune/analysis/standing.hpp"
#include "attune/instrument/identity.hpp"
#include "attune/report/agreement_report.hpp"
#include "attune/scoring/status.hpp"
#include "attune/stats/dyads/actor_partner_table.hpp"

namespace attune::inline v0 {

/// One score of a member of a couple or family, and where it stands.
struct member_score {
    double value = 0;  ///< NaN when the score was refused
    score_status status = score_status::ok;
    std::optional<score_standing> everybody;  ///< among all people of the norms; nothing without norms
    std::optional<score_standing> like;       ///< among those most like the person; nothing without such a group
};

/// A member of a couple or family.
struct couple_member {
    std::size_t row = 0;  ///< of data, from 1
    std::string name;
    std::string role;  ///< empty when it is not known
    std::vector<member_score> scores;
    std::string norm_flag = {};  ///< what stands in the way of the norms, see `person_groups`; empty: nothing
};

/// A couple or family, side by side.
struct couple {
    std::string name;
    std::vector<couple_member> members;
};

/// What an input tells about couples and families.
struct couples_findings {
    std::vector<couple> couples;
    std::vector<score_similarity> similarities;
    std::optional<actor_partner_table> table;  ///< nothing without an outcome
};

/// What is known of couples besides what they scored.
struct couples_run {
    input_facts input;
    std::vector<std::string> scores;    ///< ids
    std::vector<std::string> columns;   ///< names of the columns of couple, member, role and outcome; empty: none
    std::vector<std::string> roles;     ///< in the order of the table: the first is subtracted
    std::string norms = {};             ///< as JSON, empty without norms
    std::int64_t n_without_couple = 0;  ///< rows
    std::vector<std::pair<std::string, std::string>> options = {};
    std::vector<std::string> warnings = {};
};

/// Couples as JSON: {"schema": "attune.couples/1", "attune", "instrument", "dyad", "member", "role", "outcome",
/// "norms", "similarity": [{"score", "n_dyads", "n_alone", "estimates", "f_test", "roles": [{"first", "second",
/// "estimate", "t", "p"}]}], "actor_partner": {"n_persons", "n_dyads", "n_left_out", "n_larger_dyads", "roles",
/// "status", "message", "method", "terms": [{"estimate", "t", "df", "p"}]}, "dyads": [{"id", "members": [{"row", "id",
/// "role", "norm_flag", "scores": [{"id", "value", "status", "norms"}]}]}], "summary"}.
[[nodiscard]] std::string couples_json(const instrument_identity& identity, const couples_findings& found,
                                       const couples_run& run);

/// The same for a reader: up to ten couples side by side, then likeness and the actor-partner table with a sentence for
/// each figure.
[[nodiscard]] std::string couples_text(const instrument_identity& identity, const couples_findings& found,
                                       const couples_run& run);

}  // namespace attune::inline v0
