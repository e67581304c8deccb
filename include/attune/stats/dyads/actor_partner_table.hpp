#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attune/core/estimate.hpp"
#include "attune/stats/dyads/clustered_estimate.hpp"

namespace attune::inline v0 {

/// What the scores of people and of their partners tell about an outcome of the people.
struct actor_partner_table {
    std::vector<clustered_estimate> terms;  ///< ids: see `actor_partner()`
    std::int64_t n_persons = 0;             ///< whose rows the table rests on
    std::int64_t n_groups = 0;              ///< couples or families that they belong to
    std::int64_t n_left_out = 0;  ///< persons: alone, without outcome or role, or with a score missing in the group
    std::int64_t n_larger_groups = 0;  ///< families of three and more: the partner is the mean of the others
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok; then the terms have no figures
};

}  // namespace attune::inline v0
