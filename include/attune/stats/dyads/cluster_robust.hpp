#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Eigenvalues>
#include <Eigen/QR>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/dyads/clustered_estimate.hpp"
#include "attune/stats/groups/linear_model.hpp"

namespace attune::inline v0 {

/// Least squares over people who come in groups, with errors that hold although members of a group are alike.
struct clustered_fit {
    linear_fit fit;           ///< by least squares: the grouping moves no coefficient
    matrix cov = {};          ///< CR2, p x p
    Eigen::VectorXd df = {};  ///< Bell and McCaffrey's, one a coefficient; NaN where the groups leave none
    std::int64_t n_groups = 0;
};

namespace detail {

/// (I - B'B)^(-1/2) of the part B of an orthonormal basis; directions that a group determines alone become 0.
[[nodiscard]] inline matrix leverage_root(const matrix& part)
{
    const Eigen::Index p = part.cols();
    const Eigen::SelfAdjointEigenSolver<matrix> eigen(matrix::Identity(p, p) - part.transpose() * part);
    constexpr double rounding = 1e-10;  // of eigenvalues between 0 and 1
    const Eigen::VectorXd roots =
        (eigen.eigenvalues().array() > rounding).select(eigen.eigenvalues().array().max(rounding).rsqrt(), 0.0);
    return eigen.eigenvectors() * roots.asDiagonal() * eigen.eigenvectors().transpose();
}

}  // namespace detail

/// Least squares with the bias-reduced cluster-robust covariances CR2 and Satterthwaite's degrees of freedom:
///
///     V = M (sum_g X_g' A_g e_g e_g' A_g X_g) M,   A_g = (I - X_g M X_g')^(-1/2),   M = (X'X)^-1
///     df_c = (tr P'P)^2 / tr (P'P P'P),   P = [(I - H)_g' A_g X_g M c] over groups g,   H = X M X'
///
/// e are the residuals; P'P has the moments that V has when errors are alike and independent. A_g is a generalised
/// inverse root where a group determines a coefficient alone.
///
/// @param design   X, n x p, with a column of ones where there is an intercept; no missing value.
/// @param outcome  y, n.
/// @param group    per row its group, any number [index].
/// @return     the fit, with the status and message of `fit_linear()`; `too_few_persons` with fewer than two groups. A
///             coefficient whose error the groups leave nothing to know about has df NaN.
/// @throws std::invalid_argument  as `fit_linear()`, or `group` has another length.
/// @note       Supposes groups that are independent of each other, and nothing about errors within them. For p columns
///             time grows as n p^2 + groups p^4.
/// @see        Bell & McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky & Tipton (2018), Journal of
///             Business & Economic Statistics 36, 672-683. Agrees with vcovCR(type = "CR2") and coef_test(test =
///             "Satterthwaite") of clubSandwich.
[[nodiscard]] inline clustered_fit fit_clustered(const matrix_view& design,
                                                 const Eigen::Ref<const Eigen::VectorXd>& outcome,
                                                 std::span<const std::size_t> group)
{
    check_count("fit_clustered", "group", group.size(), static_cast<std::size_t>(outcome.size()));
    clustered_fit made{.fit = fit_linear(design, outcome)};
    std::vector<std::pair<std::size_t, Eigen::Index>> places;  // sorted by group
    for (std::size_t row = 0; row < group.size(); ++row)
        places.emplace_back(group[row], static_cast<Eigen::Index>(row));
    std::sort(places.begin(), places.end());
    std::vector<std::vector<Eigen::Index>> rows;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (i == 0 || places[i].first != places[i - 1].first)
            rows.emplace_back();
        rows.back().push_back(places[i].second);
    }
    made.n_groups = static_cast<std::int64_t>(rows.size());
    if (made.fit.status == estimate_status::ok && rows.size() < 2) {
        made.fit.status = estimate_status::too_few_persons;
        made.fit.message = "there are fewer than two groups of people";
    }
    if (made.fit.status != estimate_status::ok)
        return made;

    const Eigen::Index p = design.cols();
    const Eigen::VectorXd lengths = design.colwise().norm();
    const matrix scaled = design.array().rowwise() / lengths.transpose().array();
    const Eigen::HouseholderQR<matrix> qr(scaled);
    const matrix basis = qr.householderQ() * matrix::Identity(design.rows(), p);
    // Column c: what coefficient c is of the basis.
    const matrix back = qr.matrixQR().topRows(p).triangularView<Eigen::Upper>().transpose().solve(
        matrix(lengths.cwiseInverse().asDiagonal()));
    const Eigen::VectorXd residuals = outcome - design * made.fit.coefficients;
    matrix meat = matrix::Zero(p, p);
    Eigen::VectorXd trace = Eigen::VectorXd::Zero(p);
    Eigen::VectorXd squares = Eigen::VectorXd::Zero(p);
    std::vector<matrix> outer(static_cast<std::size_t>(p), matrix::Zero(p, p));
    for (const std::vector<Eigen::Index>& members : rows) {
        const matrix part = basis(members, Eigen::all);
        const matrix adjusted = part * detail::leverage_root(part);
        const Eigen::VectorXd score = adjusted.transpose() * residuals(members);
        meat += score * score.transpose();
        const matrix weights = adjusted * back;  // column c: A_g X_g M c
        const matrix explained = part.transpose() * weights;
        for (Eigen::Index c = 0; c < p; ++c) {
            const double own = weights.col(c).squaredNorm();
            const double shared = explained.col(c).squaredNorm();
            trace(c) += own - shared;
            squares(c) += own * (own - 2 * shared);
            outer[static_cast<std::size_t>(c)] += explained.col(c) * explained.col(c).transpose();
        }
    }
    made.cov = back.transpose() * meat * back;
    made.df.resize(p);
    for (Eigen::Index c = 0; c < p; ++c) {
        constexpr double rounding = 1e-12;  // of traces relative to the variance of least squares, well above it
        const double all = squares(c) + outer[static_cast<std::size_t>(c)].squaredNorm();
        made.df(c) = trace(c) > rounding * back.col(c).squaredNorm() ? trace(c) * trace(c) / all
                                                                     : std::numeric_limits<double>::quiet_NaN();
    }
    return made;
}

/// One coefficient with its interval and test.
///
/// @param of      a fit.
/// @param column  of the design, from 0.
/// @param id      of the estimate.
/// @param level   of the interval, between 0 and 1.
/// @return     method "least squares, CR2", interval "t_satterthwaite". Without a fit NaN with its reason; a
/// coefficient
///             without degrees of freedom is NaN, `too_few_persons`.
/// @throws std::invalid_argument  there is no such column, or level is not between 0 and 1.
[[nodiscard]] inline clustered_estimate clustered_coefficient(const clustered_fit& of, Eigen::Index column,
                                                              std::string id, double level = 0.95)
{
    check_probability("clustered_coefficient", "level", level);
    clustered_estimate made;
    made.figure = {.id = std::move(id), .method = "least squares, CR2"};
    if (of.fit.status != estimate_status::ok) {
        made.figure.status = of.fit.status;
        made.figure.message = of.fit.message;
        return made;
    }
    check_within<Eigen::Index>("clustered_coefficient", "column", column, 0, of.df.size() - 1);
    if (std::isnan(of.df(column))) {
        made.figure.status = estimate_status::too_few_persons;
        made.figure.message = "there are too few groups of people to tell how sure this figure is";
        return made;
    }
    made.figure.value = of.fit.coefficients(column);
    made.figure.std_error = std::sqrt(of.cov(column, column));
    made.df = of.df(column);
    const double margin = detail::two_sided_t(level, made.df) * *made.figure.std_error;
    made.figure.ci =
        confidence_interval{made.figure.value - margin, made.figure.value + margin, level, "t_satterthwaite"};
    made.t = made.figure.value / *made.figure.std_error;
    made.p = detail::t_two_sided_p(made.t, made.df);
    return made;
}

}  // namespace attune::inline v0
