#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <Eigen/Core>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/polychoric/detail/pair_likelihood.hpp"
#include "attune/stats/polychoric/thresholds.hpp"

namespace attune::inline v0 {

/// What is done about pairs of categories that nobody chose together. A category that nobody chose at all has no cells.
enum class empty_cells {
    keep_margins,  ///< only where two categories of either item are in use and one of the four cells is empty, so that
                   ///< the likelihood rises up to a correlation of 1: half a person moves there and half into the
                   ///< opposite cell, out of the other two. Larger tables stay as counted. This is lavaan's rule
    as_counted,    ///< nothing: maximum likelihood of the table as it is
    add_half,      ///< half a person more in each empty cell, thresholds as counted: for comparison with programs that
                   ///< do so. It pulls towards 0, the more the categories are
};

[[nodiscard]] constexpr std::string_view to_string(empty_cells rule)
{
    switch (rule) {
    case empty_cells::keep_margins: return "keep_margins";
    case empty_cells::as_counted: return "as_counted";
    case empty_cells::add_half: return "add_half";
    }
    return "keep_margins";
}

/// How polychoric correlations are estimated.
struct polychoric_options {
    /// Adds nothing to items of three categories and more, where empty cells do no harm: to 400 people and seven
    /// categories halves would do more than the standard error, .588 to .546 with .035 in the reference values.
    empty_cells rule = empty_cells::keep_margins;
    int max_iterations = 50;  ///< Newton steps; 3 or 4 are needed from the correlation of the codes
    double tolerance = 1e-7;  ///< last step; each leaves about the square of its length, so 13 digits are right
};

namespace detail {

/// A polychoric correlation without its name.
struct polychoric_solution {
    double r = std::numeric_limits<double>::quiet_NaN();
    double std_error = std::numeric_limits<double>::quiet_NaN();
    bool has_empty_cell = false;
    estimate_status status = estimate_status::ok;
    std::string message = {};
};

/// Where of the rows or columns somebody is.
[[nodiscard]] inline Eigen::Index n_used(const Eigen::VectorXd& margin)
{
    return (margin.array() > 0).count();
}

/// Puts the rule for empty cells into practice.
///
/// @return  false when the two cells of a diagonal are empty in a table of four.
[[nodiscard]] inline bool fill_empty_cells(matrix& n, empty_cells rule)
{
    const Eigen::VectorXd row_sums = n.rowwise().sum();
    const Eigen::VectorXd col_sums = n.colwise().sum().transpose();
    const auto is_empty = [&](Eigen::Index i, Eigen::Index j) {
        return n(i, j) == 0 && row_sums(i) > 0 && col_sums(j) > 0;
    };
    Eigen::Index n_empty = 0;
    for (Eigen::Index j = 0; j < n.cols(); ++j)
        for (Eigen::Index i = 0; i < n.rows(); ++i)
            n_empty += is_empty(i, j) ? 1 : 0;
    const bool is_two_by_two = n_used(row_sums) == 2 && n_used(col_sums) == 2;
    if (rule == empty_cells::add_half) {
        matrix filled = n;
        for (Eigen::Index j = 0; j < n.cols(); ++j)
            for (Eigen::Index i = 0; i < n.rows(); ++i)
                if (is_empty(i, j))
                    filled(i, j) = 0.5;
        n = std::move(filled);
    } else if (is_two_by_two && n_empty == 2) {
        return false;
    } else if (is_two_by_two && n_empty == 1 && rule == empty_cells::keep_margins) {
        Eigen::Index row = 0;
        Eigen::Index col = 0;
        for (Eigen::Index j = 0; j < n.cols(); ++j)
            for (Eigen::Index i = 0; i < n.rows(); ++i)
                if (is_empty(i, j)) {
                    row = i;
                    col = j;
                }
        for (Eigen::Index j = 0; j < n.cols(); ++j)
            for (Eigen::Index i = 0; i < n.rows(); ++i)
                if (row_sums(i) > 0 && col_sums(j) > 0)
                    n(i, j) += (i == row) == (j == col) ? 0.5 : -0.5;
    }
    return true;
}

/// The ordinary correlation of the categories' places: close enough to start from.
[[nodiscard]] inline double correlation_of_codes(const matrix& n)
{
    const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(n.rows(), 0, static_cast<double>(n.rows() - 1));
    const Eigen::VectorXd y = Eigen::VectorXd::LinSpaced(n.cols(), 0, static_cast<double>(n.cols() - 1));
    const Eigen::VectorXd row_shares = n.rowwise().sum() / n.sum();
    const Eigen::VectorXd col_shares = n.colwise().sum().transpose() / n.sum();
    const Eigen::VectorXd dx = x.array() - x.dot(row_shares);
    const Eigen::VectorXd dy = y.array() - y.dot(col_shares);
    return dx.dot(n * dy) / n.sum() /
           std::sqrt(dx.array().square().matrix().dot(row_shares) * dy.array().square().matrix().dot(col_shares));
}

/// The maximum of the likelihood of a table with known thresholds, by Newton's method within a bracket.
[[nodiscard]] inline polychoric_solution solve_polychoric(matrix n, const Eigen::VectorXd& a, const Eigen::VectorXd& b,
                                                          const polychoric_options& options)
{
    polychoric_solution found;
    const auto refuse = [&](estimate_status why, std::string message) {
        found.status = why;
        found.message = std::move(message);
        return found;
    };
    if (n.sum() == 0)
        return refuse(estimate_status::never_answered_together, "nobody answered both items");
    if (n_used(n.rowwise().sum()) < 2 || n_used(n.colwise().sum().transpose()) < 2)
        return refuse(estimate_status::no_variance,
                      "all who answered both items chose the same category of one of them");
    for (Eigen::Index j = 0; j < n.cols(); ++j)
        for (Eigen::Index i = 0; i < n.rows(); ++i)
            found.has_empty_cell = found.has_empty_cell || (n(i, j) == 0 && n.row(i).sum() > 0 && n.col(j).sum() > 0);
    if (!fill_empty_cells(n, options.rule))
        return refuse(estimate_status::not_defined,
                      "of two categories each, the answers to one item follow from those to the other");

    constexpr double end = 0.9999;  // no two items go together like this; the curvature loses its digits beyond
    double lower = -end;
    double upper = end;
    double r = std::clamp(correlation_of_codes(n), -0.9, 0.9);
    double last_move = upper - lower;
    pair_likelihood likelihood(n, a, b);
    for (int step = 0; step < options.max_iterations; ++step) {
        const pair_likelihood::point at = likelihood.at(r);
        // Where all densities are too small for double the likelihood rises towards the end still.
        const bool goes_up = at.slope != 0 ? at.slope > 0 : r > 0;
        (goes_up ? lower : upper) = r;
        double next = r - at.slope / at.curvature;
        // Newton's steps towards an end get ever shorter, halves do not.
        if (!(at.curvature < 0) || next < lower || next > upper || std::abs(next - r) > last_move / 2)
            next = (lower + upper) / 2;
        last_move = std::abs(next - r);
        r = next;
        if (end - std::abs(r) < 1e-6)
            return refuse(estimate_status::not_defined,
                          fmt::format("the answers fit a correlation of {} best", r > 0 ? 1 : -1));
        if (last_move <= options.tolerance) {
            found.r = r;
            found.std_error = likelihood.std_error(r);
            return found;
        }
    }
    return refuse(estimate_status::not_converged,
                  fmt::format("the correlation was not found in {} steps", options.max_iterations));
}

inline void check_polychoric_options(std::string_view function, const polychoric_options& options)
{
    check_within(function, "max_iterations", options.max_iterations, 1, std::numeric_limits<int>::max());
    if (!(options.tolerance > 0))
        fail_argument(function, "tolerance", "be above 0", fmt::format("{}", options.tolerance));
}

}  // namespace detail

/// The polychoric correlation of two items, tetrachoric for two categories: that of the two normal variables which,
/// cut at the thresholds, give the answers. Two-step maximum likelihood: the thresholds come from the margins, see
/// `normal_thresholds()`, and r maximises
///
///     log L = sum over cells of n_ij log p_ij(r)
///
/// by Newton's method with exact derivatives.
///
/// @param n        n_ij, people who chose category i of one item and j of the other, as `pair_tables::of()` gives them;
///                 all categories of the definition, in use or not, which does not change r.
/// @param options  rule for empty cells, stopping.
/// @return     id "polychoric_r" with `std_error`, which holds the uncertainty of the thresholds and asks for the model
///             only, and no interval. NaN with status
///             - `never_answered_together`: the table is empty;
///             - `no_variance`: one category of an item holds everybody;
///             - `not_defined`: the likelihood has no maximum within -0.9999..0.9999;
///             - `not_converged`.
/// @throws std::invalid_argument  fewer than 2 rows or columns, a negative count, or an option outside its range.
/// @note       Rests on bivariate normal responses, which the answers themselves cannot show to be wrong for two
///             categories and hardly for few persons.
/// @see        Olsson (1979), Psychometrika 44, 443-460; the standard error is that of Muthen (1984), Psychometrika 49,
///             115-132. Agrees with lavaan::lavCor(), and with psych::polychoric(), which stops about 1e-5 short and in
///             version 2.2.9 adds to empty cells with global = FALSE only, whatever `correct` says.
[[nodiscard]] inline estimate polychoric(const Eigen::Ref<const Eigen::Matrix<std::int64_t, -1, -1>>& n,
                                         const polychoric_options& options = {})
{
    if (n.rows() < 2 || n.cols() < 2)
        fail_argument("polychoric", "n", "have at least 2 rows and 2 columns",
                      fmt::format("{} x {}", n.rows(), n.cols()));
    if (n.minCoeff() < 0)
        fail_argument("polychoric", "n", "hold no negative counts", fmt::format("{}", n.minCoeff()));
    detail::check_polychoric_options("polychoric", options);
    const detail::polychoric_solution found =
        detail::solve_polychoric(n.cast<double>(), normal_thresholds(n.rowwise().sum()),
                                 normal_thresholds(n.colwise().sum().transpose()), options);
    estimate made;
    made.id = "polychoric_r";
    made.method = fmt::format("two-step maximum likelihood, empty cells: {}", to_string(options.rule));
    made.n_persons = n.sum();
    made.status = found.status;
    made.message = found.message;
    made.value = found.r;
    if (found.status == estimate_status::ok)
        made.std_error = found.std_error;
    return made;
}

}  // namespace attune::inline v0
