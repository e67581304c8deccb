#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "attune/analysis/missing_handling.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/version.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/factor/factor_fit.hpp"
#include "attune/stats/items/item_statistics.hpp"

namespace attune::inline v0 {

/// Which interval alpha is given.
enum class alpha_interval_method {
    adf,      ///< distribution-free; the default, as answers on a few categories are not normally distributed
    feldt,    ///< exact for parallel items with normal errors
    van_zyl,  ///< asymptotic, normal answers
    bonett,   ///< normal on the scale of log(1 - alpha)
};

/// How the quality of scales is computed.
struct quality_options {
    missing_handling missing = missing_handling::listwise;  ///< every interval is valid for it
    alpha_interval_method interval = alpha_interval_method::adf;
    double level = 0.95;  ///< the convention of the field's journals
};

/// One item within a scale.
struct item_quality {
    int number = 0;  ///< printed on the form
    std::string id;
    bool is_reversed = false;
    item_distribution answers;  ///< of all who answered it, in the keyed direction
    item_relations relations;   ///< from the covariances in force
    double omega_if_dropped = std::numeric_limits<double>::quiet_NaN();  ///< omega_u of the other items; NaN where
                                                                         ///< they have none
};

/// What the answers say about one scale.
struct scale_quality {
    std::string id;  ///< as in every output, e.g. "anxiety", "mother_anxiety"
    int n_items = 0;
    std::int64_t n_persons = 0;                              ///< in the group, with answers or without
    std::int64_t n_complete = 0;                             ///< who answered every item of the scale
    double mean = std::numeric_limits<double>::quiet_NaN();  ///< of the complete people's scores, in units of the score
    double sd = std::numeric_limits<double>::quiet_NaN();    ///< divisor n - 1
    std::vector<estimate> coefficients;
    std::optional<factor_fit_statistics> fit;  ///< of the one factor that omega rests on; nothing for a single item
    std::vector<item_quality> items;
};

namespace detail {

/// The outputs of a key that are scales, in the order of the layout.
[[nodiscard]] inline std::vector<const scored_output*> scale_outputs(const scoring_key& key)
{
    std::vector<const scored_output*> outputs;
    for (const scored_output& output : key.outputs())
        if (output.origin == score_origin::scale)
            outputs.push_back(&output);
    return outputs;
}

}  // namespace detail

}  // namespace attune::inline v0
