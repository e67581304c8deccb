#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/moments/pair_tables.hpp"
#include "attune/stats/polychoric/polychoric.hpp"
#include "attune/stats/polychoric/thresholds.hpp"

namespace attune::inline v0 {

/// The polychoric correlations of items, and what they rest on.
struct polychoric_correlations {
    matrix r;                       ///< k x k, 1 in the diagonal; NaN where a pair has none
    matrix std_error;               ///< k x k, 0 in the diagonal; NaN where r is
    matrix thresholds;              ///< k x (categories - 1), see `normal_thresholds()`
    std::int64_t n_persons = 0;     ///< the fewest who answered both items of a pair
    std::size_t n_empty_pairs = 0;  ///< pairs of which some used categories were never chosen together
    /// Of r; NaN unless all correlations are known.
    double smallest_eigenvalue = std::numeric_limits<double>::quiet_NaN();
    bool is_positive_definite = false;             ///< the smallest eigenvalue is above 1e-10; nothing is smoothed
    estimate_status status = estimate_status::ok;  ///< why the first pair without a correlation has none
    std::string message;                           ///< with its items, counted from 1
};

/// Polychoric correlations of all pairs of items, as `polychoric()` estimates them, each item with the thresholds of
/// all who answered it.
///
/// Correlations estimated pair by pair need not be those of one set of variables: the matrix can have negative
/// eigenvalues, of few people or of items that are nearly copies of each other. That is said, and never mended.
///
/// @param tables   of k >= 2 items in one direction, with all categories of the definition.
/// @param options  as for `polychoric()`.
/// @return     see there. Where people left items out, the standard errors treat the thresholds as known from the
/// people
///             of the pair alone, which is on the safe side.
/// @throws std::invalid_argument  fewer than 2 items, or an option outside its range.
/// @see        Agrees with lavaan::lavCor() for complete answers.
[[nodiscard]] inline polychoric_correlations polychoric_matrix(const pair_tables& tables,
                                                               const polychoric_options& options = {})
{
    check_within<std::size_t>("polychoric_matrix", "n_items", tables.n_items(), 2, 1000);
    detail::check_polychoric_options("polychoric_matrix", options);
    const auto k = static_cast<Eigen::Index>(tables.n_items());
    polychoric_correlations made;
    made.r = matrix::Identity(k, k);
    made.std_error = matrix::Zero(k, k);
    made.thresholds = matrix(k, tables.n_categories() - 1);
    made.n_persons = std::numeric_limits<std::int64_t>::max();
    std::vector<Eigen::VectorXd> thresholds;
    for (Eigen::Index i = 0; i < k; ++i) {
        const auto item = static_cast<std::size_t>(i);
        thresholds.push_back(normal_thresholds(tables.of(item, item).diagonal()));
        made.thresholds.row(i) = thresholds.back().transpose();
    }
    for (Eigen::Index i = 0; i < k; ++i)
        for (Eigen::Index j = 0; j < i; ++j) {
            const auto a = static_cast<std::size_t>(i);
            const auto b = static_cast<std::size_t>(j);
            const pair_tables::table n = tables.of(a, b);
            const detail::polychoric_solution found =
                detail::solve_polychoric(n.cast<double>(), thresholds[a], thresholds[b], options);
            made.r(i, j) = made.r(j, i) = found.r;
            made.std_error(i, j) = made.std_error(j, i) = found.std_error;
            made.n_persons = std::min(made.n_persons, n.sum());
            made.n_empty_pairs += found.has_empty_cell ? 1 : 0;
            if (found.status != estimate_status::ok && made.status == estimate_status::ok) {
                made.status = found.status;
                made.message = fmt::format("items {} and {} have no correlation: {}", j + 1, i + 1, found.message);
            }
        }
    if (made.status == estimate_status::ok) {
        const Eigen::SelfAdjointEigenSolver<matrix> values(made.r, Eigen::EigenvaluesOnly);
        made.smallest_eigenvalue = values.eigenvalues()(0);
        made.is_positive_definite = made.smallest_eigenvalue > 1e-10;
    }
    return made;
}

}  // namespace attune::inline v0
