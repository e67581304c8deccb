#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "attune/analysis/norm_comparison.hpp"
#include "attune/analysis/plane_standing.hpp"
#include "attune/core/text_buffer.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// What is written of the two dimensions together.
struct plane_report_options {
    bool has_prototypes = false;  ///< exploratory, so only when they are asked for
    std::string prefix = {};      ///< put before every name of a column
    bool has_all = false;         ///< in CSV also the joint region and the difference of the dimensions
};

/// Writes where people stand on anxiety and avoidance together.
class plane_report {
public:
    /// @param key         outlives the report.
    /// @param comparison  outlives the report; null without norms: then only what needs none is written.
    /// @param options     what is written.
    plane_report(const scoring_key& key, const norm_comparison* comparison, plane_report_options options = {});

    /// Names of the columns of the prototypes: for each relationship with both dimensions and each comparison
    /// distance_<point>, then similarity_<point>, named as the columns of `standing_report`; at the end
    /// posterior_<point> where the discriminant functions of 1998 are for this key. Empty without prototypes.
    [[nodiscard]] std::vector<std::string> columns() const;

    /// Appends the columns of one person, each behind a comma; an empty field for what is not known.
    void append_csv(text_buffer& line, std::span<const raw_score> scores, const person_groups& groups) const;

    /// Further members of the JSON object of a person, each behind a comma: with norms "planes" (joint region, with
    /// prototypes distances and similarities as well) and "differences" (between the dimensions, between targets), with
    /// prototypes "posterior".
    [[nodiscard]] std::string json(std::span<const raw_score> scores, const person_groups& groups) const;

    /// What an output says about its prototypes, as a JSON object: "convention" of distances and similarities, null
    /// without norms; "posterior", what is in doubt about it, null "because" the functions are not for this key.
    [[nodiscard]] std::string prototypes_json() const;

    /// The same as lines of text.
    [[nodiscard]] std::string prototypes_text() const;

private:
    [[nodiscard]] plane_standing plane_in(std::size_t group, const score_plane& plane,
                                          std::span<const raw_score> scores) const;
    [[nodiscard]] bool has_posterior() const { return options_.has_prototypes && why_no_posterior_.empty(); }

    const scoring_key* key_;
    const norm_comparison* comparison_;
    plane_report_options options_;
    std::vector<score_plane> planes_;
    std::string why_no_posterior_;
};

}  // namespace attune::inline v0
