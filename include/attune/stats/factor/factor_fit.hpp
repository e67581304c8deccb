#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "attune/core/estimate.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// How well a factor model reproduces the covariances that it was fitted to.
struct factor_fit_statistics {
    std::optional<std::int64_t> n_persons = {};
    double chi_square = std::numeric_limits<double>::quiet_NaN();  ///< n F
    int df = 0;
    double p = std::numeric_limits<double>::quiet_NaN();                    ///< of a chi-square this large or larger
    double baseline_chi_square = std::numeric_limits<double>::quiet_NaN();  ///< of items that have nothing in common
    int baseline_df = 0;
    double cfi = std::numeric_limits<double>::quiet_NaN();    ///< 0..1
    double tli = std::numeric_limits<double>::quiet_NaN();    ///< mostly 0..1, can lie outside
    double rmsea = std::numeric_limits<double>::quiet_NaN();  ///< >= 0
    confidence_interval rmsea_ci = {.level = 0.9, .method = "noncentral_chi_square"};
    double srmr = std::numeric_limits<double>::quiet_NaN();  ///< 0..1, in units of correlations
    estimate_status status = estimate_status::ok;
    std::string message;  ///< one sentence when `status` is not ok; then all but srmr are NaN, and srmr may be
};

}  // namespace attune::inline v0
