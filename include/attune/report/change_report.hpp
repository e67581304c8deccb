#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/change.hpp"
#include "attune/analysis/change_course.hpp"
#include "attune/instrument/identity.hpp"
#include "attune/report/agreement_report.hpp"
#include "attune/stats/change/reliable_change_index.hpp"

namespace attune::inline v0 {

/// What is known of a run over occasions besides the changes.
struct change_run {
    std::vector<std::string> occasions;   ///< names, the earlier first
    std::vector<std::string> id_columns;  ///< names of the columns that identify a person
    std::vector<change_method> methods;   ///< those that stand beside each person
    std::string time;                     ///< the column of times; empty: occasions are counted
    std::vector<input_facts> inputs;
    std::int64_t n_only_once = 0;         ///< persons on one occasion only
    std::int64_t n_without_id = 0;        ///< rows
    std::int64_t n_without_occasion = 0;  ///< rows
    std::vector<std::pair<std::string, std::string>> options = {};
    std::vector<std::string> warnings = {};
};

/// All that is known of the changes of a group of persons.
struct change_results {
    std::vector<change_plan> plans;              ///< one a score
    std::vector<method_comparison> comparisons;  ///< likewise
    std::vector<person_course> persons;          ///< with two occasions or more
};

/// Changes as CSV, a line for each person and score: the id columns, from, to, score, pre, pre_status, post,
/// post_status, change, for each method M of the run `M` and `M_result`; with cut-offs crossed_cutoff; with three
/// occasions or more the trends; with a plane the movement in it. What is not known is empty.
[[nodiscard]] std::string change_csv(const change_results& results, const change_run& run);

/// Changes as JSON: {"schema": "attune.change/1", "attune", "instrument", "occasions", "scores": [{"id", "estimates",
/// "untreated", "clinical", "functional", "comparison"}], "persons": [{"id", "occasions", "scores", "movements"}],
/// "summary"}.
[[nodiscard]] std::string change_json(const instrument_identity& identity, const change_results& results,
                                      const change_run& run);

/// The summary for a reader: how changes are judged, how many people moved which way by each method and where the
/// methods differ; for a single person also each of the scores.
[[nodiscard]] std::string change_text(const instrument_identity& identity, const change_results& results,
                                      const change_run& run);

/// The reliable change index of one person as JSON: {"schema": "attune.change/1", "attune", "estimates", "result"}.
[[nodiscard]] std::string rci_json(const reliable_change_index& found);

/// The same for a reader: a table and a sentence.
[[nodiscard]] std::string rci_text(const reliable_change_index& found, double level);

}  // namespace attune::inline v0
