#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/scale_quality.hpp"
#include "attune/core/version.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/moments/moments.hpp"
#include "attune/stats/reliability/alpha.hpp"

namespace attune::inline v0 {

/// The three figures by which samples are compared, of the people who answered every item of a scale.
struct scale_figures {
    std::string id;               ///< as in every output, e.g. "anxiety", "mother_anxiety"
    std::int64_t n_complete = 0;  ///< who answered every item of it
    double mean = std::numeric_limits<double>::quiet_NaN();
    double sd = std::numeric_limits<double>::quiet_NaN();
    double alpha = std::numeric_limits<double>::quiet_NaN();  ///< alpha_raw
};

namespace detail {

/// Whether a scale is scored by the mean of its items rather than their sum.
[[nodiscard]] inline bool is_mean_of_items(const scoring_key& key, const scored_output& output)
{
    return std::any_of(key.form().scales.begin(), key.form().scales.end(),
                       [&](const scale& one) { return one.id == output.base_id && one.score == aggregation::mean; });
}

}  // namespace detail

/// The scales of a form among the people of some moments.
///
/// @param key  of the form.
/// @param all  of the layout that `layout_of(key)` gives.
/// @return     in the order of the layout; mean and sd in units of the score, NaN without people, alpha_raw NaN for a
///             scale of one item.
/// @see        quality_of_scale() for all other figures, which take a thousand times as long.
[[nodiscard]] inline std::vector<scale_figures> figures_of_scales(const scoring_key& key, const moments& all)
{
    std::vector<scale_figures> scales;
    const std::vector<const scored_output*> outputs = detail::scale_outputs(key);
    for (std::size_t s = 0; s < outputs.size(); ++s) {
        const moments::scale_sums sums = all.scale(s);
        // What one answer unit of the total is in the score.
        const double unit = detail::is_mean_of_items(key, *outputs[s]) ? outputs[s]->n_items : 1;
        scale_figures made{outputs[s]->id, sums.n};
        if (sums.n > 0)
            made.mean = static_cast<double>(sums.total) / static_cast<double>(sums.n) / unit;
        made.sd = std::sqrt(detail::covariance_of(sums.n, sums.total, sums.total, sums.total_2)) / unit;
        if (outputs[s]->n_items > 1)
            made.alpha = alpha_raw(listwise_covariances(all, s).cov, sums.n).value;
        scales.push_back(std::move(made));
    }
    return scales;
}

}  // namespace attune::inline v0
