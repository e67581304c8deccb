#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/factor/detail/usable_correlations.hpp"
#include "attune/stats/factor/minimum_residual.hpp"
#include "attune/stats/factor/rotation/rotate.hpp"
#include "attune/stats/factor/schmid_leiman.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// Reliability of a sum of standardised items that have a general factor and group factors.
struct hierarchical_omega_result {
    estimate omega_total;         ///< what all common factors share of the variance of the sum
    estimate omega_hierarchical;  ///< what the general factor alone has of it
    estimate ecv;                 ///< what the general factor has of the common variance of the items
    schmid_leiman_solution parts;
};

/// Omega total and omega hierarchical, from k factors by minimum residuals, oblimin, and Schmid-Leiman:
///
///     omega_total        = 1 - sum of uniquenesses / V,   V = sum of all correlations R of the items
///     omega_hierarchical = (sum of general loadings)^2 / V
///
/// @param cov        p x p covariances or correlations of items keyed in one direction; items are standardised.
/// @param n_persons  how many people they rest on; handed on to the results.
/// @param n_factors  k, 1..p - 1 and so that the factors are identified: 3, the field's convention, needs 6 items.
/// @return     ids "omega_total", "omega_hierarchical", "ecv", dimensionless; no interval. All three are NaN with the
///             reason when the factors cannot be fitted (too few items are `not_defined`, a uniqueness of 0 is
///             `heywood`), or when V is not above 0 (`no_variance`); the last two alone when the rotation does not
///             converge or there is no general factor, see `schmid_leiman()`.
/// @throws std::invalid_argument  cov is not square, or n_factors is not above 0.
/// @note       Where a scale has one factor only, three are weakly determined and so is omega_hierarchical: samples of
///             the same people differ in it far more than in omega_total.
/// @see        Zinbarg, Revelle, Yovel & Li (2005), Psychometrika 70, 123-133; McDonald (1999), Test theory. Agrees
///             with psych::omega(fm = "minres", flip = FALSE).
[[nodiscard]] inline hierarchical_omega_result hierarchical_omega(const matrix_view& cov,
                                                                  detail::person_count n_persons = {},
                                                                  int n_factors = 3)
{
    constexpr std::string_view name = "hierarchical_omega";
    check_square(name, "cov", cov, 1);
    check_within(name, "n_factors", n_factors, 1, 100);
    const std::string method = fmt::format("{} factors by minimum residuals, oblimin, Schmid-Leiman", n_factors);
    hierarchical_omega_result made{detail::unknown_estimate("omega_total", method, n_persons),
                                   detail::unknown_estimate("omega_hierarchical", method, n_persons),
                                   detail::unknown_estimate("ecv", method, n_persons),
                                   {}};
    const auto refuse = [](estimate& figure, estimate_status why, const std::string& message) {
        figure = detail::without_value(std::move(figure), why, message);
    };
    const auto refuse_all = [&](estimate_status why, const std::string& message) {
        for (estimate* figure : {&made.omega_total, &made.omega_hierarchical, &made.ecv})
            refuse(*figure, why, message);
        return made;
    };

    if (cov.rows() <= n_factors)
        return refuse_all(estimate_status::not_defined,
                          fmt::format("{} items are too few for {} factors", cov.rows(), n_factors));
    const minimum_residual_solution fitted = minimum_residual_factors(cov, n_factors);
    if (fitted.status != estimate_status::ok)
        return refuse_all(fitted.status, fitted.message);
    const matrix r = detail::correlations_to_factor(cov).r;
    const double total = r.sum();
    if (total <= detail::rounding_of_sum(r))
        return refuse_all(estimate_status::no_variance, "the sum of the standardised items has no variance");
    made.omega_total.value = 1 - fitted.uniquenesses.sum() / total;

    const rotation_result rotated = rotate(fitted.loadings);
    if (rotated.status == estimate_status::ok)
        made.parts = schmid_leiman(rotated.loadings, rotated.correlations);
    else
        made.parts = {.status = rotated.status, .message = rotated.message};
    if (made.parts.status != estimate_status::ok) {
        refuse(made.omega_hierarchical, made.parts.status, made.parts.message);
        refuse(made.ecv, made.parts.status, made.parts.message);
        return made;
    }
    made.omega_hierarchical.value = made.parts.general.sum() * made.parts.general.sum() / total;
    made.ecv.value = made.parts.ecv;
    return made;
}

}  // namespace attune::inline v0
