#pragma once

#include <string>
#include <utility>

#include <fmt/format.h>

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/positive_semidefinite.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// Correlations to factor, or the reason why these cannot be.
struct usable_correlations {
    matrix r;  ///< p x p, ones in the diagonal; empty unless `status` is ok
    estimate_status status = estimate_status::ok;
    std::string message;
};

/// The correlations of covariances, or of correlations themselves.
///
/// @param cov  p x p; the lower triangle is read.
/// @return     `not_known` when an entry is NaN or infinite, `no_variance` when an item has none,
///             `not_positive_definite` when a variance is negative or the whole is not positive semidefinite: nothing
///             is smoothed.
[[nodiscard]] inline usable_correlations correlations_to_factor(const matrix_view& cov)
{
    const auto refuse = [](estimate_status why, std::string message) {
        return usable_correlations{{}, why, std::move(message)};
    };
    const matrix whole = cov.selfadjointView<Eigen::Lower>();
    if (!whole.allFinite())
        return refuse(estimate_status::not_known, "a covariance of two items is not known");
    for (Eigen::Index item = 0; item < whole.rows(); ++item) {
        if (whole(item, item) < 0)
            return refuse(estimate_status::not_positive_definite,
                          fmt::format("the variance of item {} is negative", item + 1));
        if (whole(item, item) == 0)
            return refuse(estimate_status::no_variance,
                          fmt::format("item {} has no variance, so it correlates with none", item + 1));
    }
    if (!is_positive_semidefinite(whole))
        return refuse(estimate_status::not_positive_definite,
                      "the covariances are not those of one set of people: a weighted sum of items would have a "
                      "negative variance");
    const Eigen::VectorXd sd = whole.diagonal().cwiseSqrt();
    matrix r = whole.array() / (sd * sd.transpose()).array();
    r.diagonal().setOnes();
    return {std::move(r), estimate_status::ok, ""};
}

}  // namespace attune::inline v0::detail
