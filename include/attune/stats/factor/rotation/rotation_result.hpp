#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/factor/rotation/criterion.hpp"

namespace attune::inline v0 {

/// How factors are rotated.
struct rotation_options {
    rotation_criterion criterion = rotation_criterion::oblimin;  ///< factors of questionnaires correlate
    bool is_orthogonal = false;                                  ///< keeps factors uncorrelated; varimax always does
    bool is_kaiser = false;     ///< rotates rows of length 1, so that items with small communalities count as much
    double epsilon = 0.01;      ///< of geomin; the default of GPArotation, and of Mplus for three factors or fewer
    matrix wanted = {};         ///< p x k loadings of target; NaN where a loading may be anything
    int n_starts = 10;          ///< the identity and random rotations; the best is kept, as there may be local optima
    std::uint64_t seed = 1;     ///< of the random starts
    int max_iterations = 5000;  ///< of each start; geomin of six factors may need a thousand
    double tolerance = 1e-8;    ///< norm of the projected gradient; GPArotation stops at 1e-5
};

/// Rotated factors.
struct rotation_result {
    matrix loadings;      ///< p x k, of the pattern; NaN unless `status` is ok
    matrix correlations;  ///< k x k of the factors, ones in the diagonal; NaN as the loadings are
    double value = std::numeric_limits<double>::quiet_NaN();          ///< of the criterion, to be made small
    double gradient_norm = std::numeric_limits<double>::quiet_NaN();  ///< of the best start
    int n_iterations = 0;                                             ///< of the best start
    int n_starts = 0;
    int n_converged = 0;  ///< starts that found an optimum
    int n_best = 0;       ///< starts that found the best one, to seven digits of the criterion
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok
};

}  // namespace attune::inline v0
