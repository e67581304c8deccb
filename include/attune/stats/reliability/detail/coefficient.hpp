#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <Eigen/Core>
#include <fmt/format.h>

#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// How many people a matrix rests on; nothing when the caller does not know.
using person_count = std::optional<std::int64_t>;

/// An estimate that has no value yet.
[[nodiscard]] inline estimate unknown_estimate(std::string_view id, std::string_view method, person_count n_persons)
{
    estimate made;
    made.id = id;
    made.method = method;
    made.n_persons = n_persons;
    return made;
}

/// The estimate without a value, and the reason.
[[nodiscard]] inline estimate without_value(estimate made, estimate_status status, std::string message)
{
    made.value = std::numeric_limits<double>::quiet_NaN();
    made.std_error.reset();
    made.ci.reset();
    made.status = status;
    made.message = std::move(message);
    return made;
}

/// What rounding can leave of a sum of covariances that is 0: each of them has a relative error of some epsilons.
[[nodiscard]] inline double rounding_of_sum(const matrix_view& cov)
{
    return 8 * std::numeric_limits<double>::epsilon() * cov.cwiseAbs().sum();
}

/// Marks an estimate whose covariances cannot be used at all: one is not finite, or a variance negative.
///
/// @return  whether they can be used; if not, `made` says why.
[[nodiscard]] inline bool has_usable(const matrix_view& cov, estimate& made)
{
    if (!cov.allFinite()) {
        made = without_value(std::move(made), estimate_status::not_known, "a covariance of two items is not known");
        return false;
    }
    for (Eigen::Index item = 0; item < cov.rows(); ++item) {
        if (cov(item, item) < 0) {
            made = without_value(std::move(made), estimate_status::not_positive_definite,
                                 fmt::format("the variance of item {} is negative", item + 1));
            return false;
        }
    }
    return true;
}

/// A coefficient of a sum score from covariances, or the reason why it has none.
///
/// @param id       name of the coefficient and of the function that was called.
/// @param cov      k x k covariances of keyed items; symmetric (not checked), k >= 2.
/// @param formula  called as formula(V) with the variance V = sum(cov) of the sum score, which is positive; returns the
///                 value. Not called when a covariance is not finite, a variance negative, or V not positive.
/// @throws std::invalid_argument  cov is not square, or k < 2.
template <typename Formula>
[[nodiscard]] estimate coefficient(std::string_view id, std::string_view method, const matrix_view& cov,
                                   person_count n_persons, Formula formula)
{
    check_square(id, "cov", cov, 2);
    estimate made = unknown_estimate(id, method, n_persons);
    if (!has_usable(cov, made))
        return made;
    const double total = cov.sum();
    const double rounding = rounding_of_sum(cov);
    if (total < -rounding)
        return without_value(std::move(made), estimate_status::not_positive_definite,
                             "the covariances give the sum score a negative variance");
    if (total <= rounding)
        return without_value(std::move(made), estimate_status::no_variance, "the sum score has no variance");
    made.value = formula(total);
    return made;
}

/// The correlations of covariances.
///
/// @return  nothing when a variance is 0 or `cov` cannot be used; then `made` says why.
[[nodiscard]] inline std::optional<matrix> correlations(const matrix_view& cov, estimate& made)
{
    if (!has_usable(cov, made))
        return std::nullopt;
    for (Eigen::Index item = 0; item < cov.rows(); ++item) {
        if (cov(item, item) == 0) {
            made = without_value(std::move(made), estimate_status::no_variance,
                                 fmt::format("item {} has no variance, so it correlates with none", item + 1));
            return std::nullopt;
        }
    }
    const Eigen::VectorXd sd = cov.diagonal().cwiseSqrt();
    matrix r = cov.array() / (sd * sd.transpose()).array();
    r.diagonal().setOnes();
    return r;
}

}  // namespace attune::inline v0::detail
