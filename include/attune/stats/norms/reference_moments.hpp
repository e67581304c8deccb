#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// What a publication tells about the scores of a reference group.
struct reference_moments {
    double mean = std::numeric_limits<double>::quiet_NaN();
    double sd = std::numeric_limits<double>::quiet_NaN();  ///< of the sample (n - 1), in the units of the scores
    std::optional<std::int64_t> n_persons = {};            ///< nothing where it is not reported
};

}  // namespace attune::inline v0
