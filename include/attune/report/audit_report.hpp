#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attune/analysis/audit_finding.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// What is known of a run of `attune audit` besides what it found.
struct audit_run {
    std::string by;  ///< name of the grouping column; empty without one
    std::string input_name;
    std::string input_sha256;
    std::int64_t n_rows = 0;
    std::int64_t n_short_rows = 0;
    std::vector<std::string> warnings;
};

/// An audit as JSON: {"schema": "attune.audit/1", "attune", "instrument", "findings": [{"code", "scale", "items", "by",
/// "n_persons", "fits", "message"}], "published": [{"scale", "sample", "source", "n_persons", "mean", "sd", "alpha",
/// "here": {"n_complete", "mean", "sd", "alpha"}, "remark"}], "summary"}.
///
/// `scale` is null where the questionnaire as a whole is meant, `fits` {"id", "form"} or null, `by` as in
/// `reliability_json()`: {} without a group.
[[nodiscard]] std::string audit_json(const scoring_key& key, const audit_result& result, const audit_run& run);

/// The same for a person: a verdict, a paragraph for each finding, and a table of published figures.
[[nodiscard]] std::string audit_text(const scoring_key& key, const audit_result& result, const audit_run& run);

}  // namespace attune::inline v0
