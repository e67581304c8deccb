#pragma once

#include <limits>

#include "attune/core/estimate.hpp"

namespace attune::inline v0 {

/// A coefficient of a regression over people who come in groups, with its test of "no effect".
struct clustered_estimate {
    estimate figure;
    double t = std::numeric_limits<double>::quiet_NaN();   ///< value / std_error
    double df = std::numeric_limits<double>::quiet_NaN();  ///< Satterthwaite's, at least 1
    double p = std::numeric_limits<double>::quiet_NaN();   ///< two-sided
};

}  // namespace attune::inline v0
