#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "attune/analysis/scale_quality.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/agreement/test_retest.hpp"
#include "attune/stats/reliability/split_distribution.hpp"

namespace attune::inline v0 {

/// What figures of a scale show beyond the coefficients: how sure each item-rest r is, and how splits are spread.
struct quality_details {
    std::string scale;  ///< as in every output
    std::vector<std::optional<confidence_interval>>
        item_rest;  ///< of each item's item_rest_r; nothing where it has none
    split_distribution splits;
};

/// The details of one scale.
///
/// @param quality  of the scale, by `quality_of_scale()`.
/// @param cov      the covariances that it was computed from; NaN where they are not known.
/// @param options  that it was computed with. Only listwise has intervals, Fisher's, from 4 complete people on: under
///                 pairwise and em nobody knows how many people an r rests on.
/// @return         a scale of one item has neither intervals nor splits: `not_defined`.
[[nodiscard]] inline quality_details details_of_scale(const scale_quality& quality, const matrix_view& cov,
                                                      const quality_options& options)
{
    quality_details made;
    made.scale = quality.id;
    made.item_rest.resize(quality.items.size());
    if (quality.items.size() < 2) {
        made.splits.status = estimate_status::not_defined;
        made.splits.message = "one item cannot be split";
        return made;
    }
    made.splits = split_half_distribution(cov);
    if (options.missing != missing_handling::listwise || quality.n_complete < 4)
        return made;
    for (std::size_t p = 0; p < quality.items.size(); ++p)
        if (const double r = quality.items[p].relations.item_rest_r; std::isfinite(r))
            made.item_rest[p] = fisher_interval(std::clamp(r, -1.0, 1.0), quality.n_complete, options.level);
    return made;
}

}  // namespace attune::inline v0
