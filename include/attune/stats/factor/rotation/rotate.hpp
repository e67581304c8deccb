#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_positive.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/philox.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/factor/rotation/criterion.hpp"
#include "attune/stats/factor/rotation/detail/gradient_projection.hpp"
#include "attune/stats/factor/rotation/rotation_result.hpp"

namespace attune::inline v0 {

namespace detail {

[[nodiscard]] inline criterion_value criterion_at(const matrix& loadings, const rotation_options& options)
{
    switch (options.criterion) {
    case rotation_criterion::varimax: return varimax_criterion(loadings);
    case rotation_criterion::geomin: return geomin_criterion(loadings, options.epsilon);
    case rotation_criterion::target: return target_criterion(loadings, options.wanted);
    case rotation_criterion::oblimin:
    case rotation_criterion::none: break;
    }
    return oblimin_criterion(loadings);
}

/// Columns by what they explain, each with a sum of 0 or more. A target says itself which column is which, and its
/// sign where it wants a loading that is not 0.
inline void put_in_order(rotation_result& result, const rotation_options& options)
{
    const Eigen::Index k = result.loadings.cols();
    const bool is_target = options.criterion == rotation_criterion::target;
    const Eigen::VectorXd explained = (result.correlations * result.loadings.transpose() * result.loadings).diagonal();
    std::vector<Eigen::Index> order(static_cast<std::size_t>(k));
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    if (!is_target)
        std::stable_sort(order.begin(), order.end(),
                         [&](Eigen::Index a, Eigen::Index b) { return explained[a] > explained[b]; });
    Eigen::VectorXd sign = Eigen::VectorXd::Ones(k);
    for (Eigen::Index j = 0; j < k; ++j) {
        const bool is_signed =
            is_target && (options.wanted.col(j).array() != 0 && !options.wanted.col(j).array().isNaN()).any();
        if (!is_signed && result.loadings.col(j).sum() < 0)
            sign[j] = -1;
    }
    result.loadings = (result.loadings * sign.asDiagonal())(Eigen::all, order).eval();
    result.correlations = (sign.asDiagonal() * result.correlations * sign.asDiagonal())(order, order).eval();
    result.correlations = (result.correlations.array() == 0).select(0, result.correlations);  // no -0
}

}  // namespace detail

/// Rotates factors to loadings that are easier to read, by gradient projection from several starts:
///
///     L = A (T')^-1,   factor correlations P = T'T,   diag(P) = 1,   f(L) as small as possible
///
/// L P L' = A A': the model fits as before. With T orthogonal P is the identity.
///
/// @param unrotated  A, p x k, finite, p >= k >= 1.
/// @param options    `wanted` is p x k for target and not read otherwise; epsilon, n_starts, max_iterations and
///                   tolerance above 0. With `is_kaiser` rows of A are divided by their length before and multiplied
///                   behind; rows of 0 stay.
/// @return     columns in the order of diag(P L'L), the largest first, each with a sum of 0 or more; a target keeps its
///             columns, and their signs where it wants a loading other than 0. One factor is only given its sign, and
///             so are the factors of criterion none. `not_converged` when no start finds an optimum: then the factors
///             may be one too many, or fall together.
/// @throws std::invalid_argument  an argument is not as said.
/// @see        project_gradient() for the method, criterion.hpp for the criteria. Agrees with GPArotation's GPForth()
///             and GPFoblq() with a small eps, varimax with stats::varimax(eps = 1e-15).
[[nodiscard]] inline rotation_result rotate(const matrix_view& unrotated, const rotation_options& options = {})
{
    const Eigen::Index k = unrotated.cols();
    if (k < 1 || unrotated.rows() < k)
        fail_argument("rotate", "unrotated", "have 1 column or more, and at least as many rows",
                      fmt::format("{} x {}", unrotated.rows(), k));
    if (!unrotated.allFinite())
        fail_argument("rotate", "unrotated", "be finite", "NaN or infinite in places");
    check_positive("rotate", "epsilon", options.epsilon);
    check_positive("rotate", "tolerance", options.tolerance);
    check_within("rotate", "n_starts", options.n_starts, 1, 100'000);
    check_within("rotate", "max_iterations", options.max_iterations, 1, std::numeric_limits<int>::max());
    if (options.criterion == rotation_criterion::target &&
        (options.wanted.rows() != unrotated.rows() || options.wanted.cols() != k))
        fail_argument("rotate", "wanted", fmt::format("be {} x {}", unrotated.rows(), k),
                      fmt::format("{} x {}", options.wanted.rows(), options.wanted.cols()));

    rotation_result result{unrotated, matrix::Identity(k, k)};
    if (k == 1 || options.criterion == rotation_criterion::none) {
        detail::put_in_order(result, {.criterion = rotation_criterion::none});
        return result;
    }

    Eigen::VectorXd length = Eigen::VectorXd::Ones(unrotated.rows());
    if (options.is_kaiser)
        length = (unrotated.rowwise().norm().array() == 0).select(1, unrotated.rowwise().norm());
    const matrix rows = length.cwiseInverse().asDiagonal() * unrotated;
    const bool is_orthogonal = options.is_orthogonal || options.criterion == rotation_criterion::varimax;
    std::vector<detail::projected_rotation> found;
    for (int start = 0; start < options.n_starts; ++start) {
        philox_stream stream(options.seed, static_cast<std::uint64_t>(start));
        const matrix from = start == 0 ? matrix(matrix::Identity(k, k)) : detail::random_orthogonal(k, stream);
        found.push_back(
            detail::project_gradient(rows, from, is_orthogonal, {options.max_iterations, options.tolerance},
                                     [&](const matrix& loadings) { return detail::criterion_at(loadings, options); }));
    }
    std::erase_if(found, [](const detail::projected_rotation& each) { return !each.has_converged; });
    result.n_starts = options.n_starts;
    result.n_converged = static_cast<int>(found.size());
    if (found.empty()) {
        result.loadings.setConstant(std::numeric_limits<double>::quiet_NaN());
        result.correlations.setConstant(std::numeric_limits<double>::quiet_NaN());
        result.status = estimate_status::not_converged;
        result.message = fmt::format("no rotation was found from {} starts in {} steps each", options.n_starts,
                                     options.max_iterations);
        return result;
    }
    const auto best =
        std::min_element(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
    constexpr double same = 1e-7;
    result.n_best = static_cast<int>(std::count_if(found.begin(), found.end(), [&](const auto& each) {
        return each.value <= best->value + same * (1 + std::abs(best->value));
    }));
    result.value = best->value;
    result.gradient_norm = best->gradient_norm;
    result.n_iterations = best->n_iterations;
    result.loadings = length.asDiagonal() * best->loadings;
    if (!is_orthogonal) {
        result.correlations = best->transform.transpose() * best->transform;
        result.correlations.diagonal().setOnes();
    }
    detail::put_in_order(result, options);
    return result;
}

}  // namespace attune::inline v0
