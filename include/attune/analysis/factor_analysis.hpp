#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/analysis/factor_sets.hpp"
#include "attune/analysis/missing_handling.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/factor/exploration.hpp"
#include "attune/stats/factor/factor_fit.hpp"
#include "attune/stats/factor/rotation/rotation_result.hpp"

namespace attune::inline v0 {

/// How loadings are found.
enum class factor_method {
    minres,  ///< least squared residuals; needs no normal answers and hardly ever fails
    ml,      ///< maximum likelihood; its chi-square is exact for normal answers
};

[[nodiscard]] constexpr std::string_view to_string(factor_method method)
{
    return method == factor_method::ml ? "ml" : "minres";
}

/// How a questionnaire is factored.
struct factor_options {
    missing_handling missing = missing_handling::listwise;  ///< every figure is defined for it
    factor_method method = factor_method::minres;
    rotation_options rotation = {};  ///< `wanted` is made from the key: 0 for items of other scales
    int n_factors = 0;               ///< 0: as many as parallel analysis finds; a target has one for each scale
    parallel_options parallel = {};  ///< of both kinds of parallel analysis
    bool is_permuted = false;        ///< parallel analysis with the real answers rather than normal ones
};

/// What is known of the answers to a set.
struct factor_data {
    matrix cov;                                    ///< covariances, or correlations pair by pair
    std::int64_t n_persons = 0;                    ///< in the data, with answers or without
    std::int64_t n_used = 0;                       ///< whom the covariances rest on; pairwise: the fewest of any pair
    std::int64_t n_complete = 0;                   ///< who answered every item of the set
    estimate_status status = estimate_status::ok;  ///< why EM has no covariances
    std::string message;
    /// Keyed answers of the complete people, row after row; needed for permuted answers only.
    std::vector<std::int8_t> complete;
};

/// Factors of a set of items.
struct factor_analysis {
    factor_set set;
    std::int64_t n_persons = 0;  ///< as in factor_data, and the next two
    std::int64_t n_used = 0;
    std::int64_t n_complete = 0;
    sampling_adequacy adequacy;
    sphericity_test sphericity;
    Eigen::VectorXd eigenvalues;  ///< of the correlations, the largest first; empty without usable correlations
    chance_eigenvalues chance;    ///< what parallel analysis compares them with; empty as the eigenvalues
    int n_parallel = 0;           ///< factors by parallel analysis
    average_partial_test partials;

    int n_factors = 0;  ///< that were fitted
    bool is_asked = false;
    std::vector<std::string> names;  ///< of the factors: F1, F2, ...; with a target the ids of the scales
    matrix loadings;                 ///< rotated pattern, p x n_factors; NaN or empty where there is none
    matrix correlations;             ///< of the factors
    Eigen::VectorXd uniquenesses;    ///< p
    Eigen::VectorXd complexity;      ///< p, Hofmann's: how many factors an item loads on; NaN without loadings
    Eigen::VectorXd explained;       ///< n_factors: sum of squared loadings, with oblique factors diag(P L'L)
    residual_fit fit;
    std::optional<factor_fit_statistics> likelihood;  ///< of factors by maximum likelihood; nothing by `minres`
    double gradient_norm = std::numeric_limits<double>::quiet_NaN();
    int n_iterations = 0;
    rotation_result rotation;
    schmid_leiman_solution parts;        ///< of these factors
    std::vector<estimate> coefficients;  ///< omega_total, omega_hierarchical, ecv of a sum of the standardised items
    estimate_status status = estimate_status::ok;  ///< of the factors: ok, heywood (they stand), or why there are none
    std::string message;                           ///< one sentence when `status` is not ok
};

}  // namespace attune::inline v0
