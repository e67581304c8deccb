#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/change/repeated_measures.hpp"

namespace attune::inline v0 {

/// Which likelihood is made as large as possible.
enum class likelihood {
    restricted,  ///< REML: variances free of the bias that estimating the fixed effects brings; the field's default
    full         ///< ML: what models that differ in fixed effects are compared by
};

/// How far the search for the largest likelihood goes.
struct two_level_options {
    likelihood kind = likelihood::restricted;
    int max_iterations = 200;  ///< Newton steps; the hardest of the tests' needs 30
    double tolerance =
        1e-9;  ///< of a step, in standard deviations relative to the residual one; the last step is of its square
    double boundary = 1e-4;  ///< a relative standard deviation below it is called 0, as lme4 does
};

/// A two-level model with the variances that make its likelihood largest.
struct two_level_fit {
    Eigen::VectorXd fixed = {};  ///< b, in the units of the outcome per unit of a column
    matrix fixed_cov = {};       ///< s^2 (X' V^-1 X)^-1
    matrix random_cov = {};  ///< T, q x q: of intercept, or of intercept and slope, in units of the outcome and of time
    double residual_variance = std::numeric_limits<double>::quiet_NaN();  ///< s^2
    double criterion = std::numeric_limits<double>::quiet_NaN();          ///< -2 log likelihood, restricted or full
    double gradient = std::numeric_limits<double>::quiet_NaN();           ///< norm, by the relative factor of T
    matrix factor = {};             ///< L of T / s^2 = L L' in centred and scaled time, for `satterthwaite_df()`
    matrix relative_cov = {};       ///< L L', for `person_effects()`
    Eigen::VectorXd of_basis = {};  ///< b of the orthonormal basis, for `person_effects()`
    bool is_boundary = false;       ///< a variance is 0 or a correlation is 1: the data hold no more than that
    int n_iterations = 0;
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< why there is no fit, or what to know about it
};

namespace detail {

/// The profiled criterion of a two-level model and its derivatives by the lower triangle L of T = s^2 L L'.
///
///     S = L (I + L' Z'Z L)^-1 L',   [X, y]' V^-1 [X, y] = sum [X, y]'[X, y] - F' S F,   F = Z'[X, y]
///     ML:    sum log |I + L' Z'Z L| + n (1 + log(2 pi r^2 / n))
///     REML:  the same with n - p for n, + log |X' V^-1 X|
///     gradient = 2 D L,   D = sum W - (I - Z'Z S) F R F' (I - S Z'Z),   W = Z'Z - Z'Z S Z'Z
class two_level_criterion {
public:
    two_level_criterion(const repeated_measures& data, likelihood kind) : data_(data), kind_(kind) {}

    struct result {
        double value = std::numeric_limits<double>::quiet_NaN();
        matrix gradient;  ///< q x q, lower triangle
        Eigen::VectorXd of_basis;
        matrix of_basis_cov;  ///< (X' V^-1 X)^-1
        double residual_variance = std::numeric_limits<double>::quiet_NaN();
    };

    [[nodiscard]] result operator()(const matrix& factor) const
    {
        return data_.n_random() == 1 ? evaluate<1>(factor) : evaluate<2>(factor);
    }

private:
    template <int Q>
    using square = Eigen::Matrix<double, Q, Q>;

    /// S and log |I + L' Z'Z L| of one person.
    template <int Q>
    [[nodiscard]] static std::pair<square<Q>, double> conditional(const square<Q>& z_z, const square<Q>& factor)
    {
        const square<Q> m = square<Q>::Identity() + factor.transpose() * z_z * factor;
        const Eigen::LLT<square<Q>> cholesky(m);
        const square<Q> s = factor * cholesky.solve(square<Q>(factor.transpose()));
        return {s, 2 * cholesky.matrixLLT().diagonal().array().log().sum()};
    }

    /// With matrices whose size is known, as there may be as many patterns as persons.
    template <int Q>
    [[nodiscard]] result evaluate(const square<Q>& factor) const
    {
        const Eigen::Index p = data_.n_fixed();
        matrix weighted = data_.products();
        std::vector<square<Q>> all_s;
        all_s.reserve(data_.patterns().size());
        double log_det = 0;
        for (const repeated_measures::pattern& same : data_.patterns()) {
            const auto [s, log_m] = conditional<Q>(same.z_z, factor);
            log_det += static_cast<double>(same.n_persons) * log_m;
            weighted -= s(0, 0) * same.f_f[0];
            if constexpr (Q == 2)
                weighted -= 2 * s(1, 0) * same.f_f[1] + s(1, 1) * same.f_f[2];
            all_s.push_back(s);
        }
        const Eigen::LLT<matrix> cholesky(weighted.topLeftCorner(p, p));
        result found;
        found.of_basis = cholesky.solve(weighted.col(p).head(p));
        found.of_basis_cov = cholesky.solve(matrix::Identity(p, p));
        const double rest = weighted(p, p) - found.of_basis.dot(weighted.col(p).head(p));
        const auto df = static_cast<double>(data_.n_observations() - (kind_ == likelihood::restricted ? p : 0));
        found.residual_variance = rest / df;
        found.value = log_det + df * (1 + std::log(2 * 3.14159265358979323846 * found.residual_variance));

        Eigen::VectorXd contrast(p + 1);
        contrast << -found.of_basis, 1;
        matrix r = contrast * contrast.transpose() / found.residual_variance;
        if (kind_ == likelihood::restricted) {
            found.value += 2 * cholesky.matrixLLT().diagonal().array().log().sum() + data_.log_determinant();
            r.topLeftCorner(p, p) += found.of_basis_cov;
        }
        square<Q> d = square<Q>::Zero();
        for (std::size_t i = 0; i < all_s.size(); ++i) {
            const repeated_measures::pattern& same = data_.patterns()[i];
            const square<Q> z_z = same.z_z;
            const square<Q> u = square<Q>::Identity() - z_z * all_s[i];
            square<Q> inner;
            inner(0, 0) = same.f_f[0].cwiseProduct(r).sum();
            if constexpr (Q == 2) {
                inner(1, 0) = inner(0, 1) = same.f_f[1].cwiseProduct(r).sum();
                inner(1, 1) = same.f_f[2].cwiseProduct(r).sum();
            }
            d += static_cast<double>(same.n_persons) * u * z_z - u * inner * u.transpose();
        }
        found.gradient = matrix(2 * d * factor).template triangularView<Eigen::Lower>();
        return found;
    }

    const repeated_measures& data_;
    likelihood kind_;
};

[[nodiscard]] inline Eigen::VectorXd lower_of(const matrix& square)
{
    Eigen::VectorXd lower(square.rows() * (square.rows() + 1) / 2);
    Eigen::Index at = 0;
    for (Eigen::Index column = 0; column < square.cols(); ++column)
        for (Eigen::Index row = column; row < square.rows(); ++row)
            lower(at++) = square(row, column);
    return lower;
}

[[nodiscard]] inline matrix square_of(const Eigen::VectorXd& lower)
{
    const Eigen::Index q = lower.size() == 1 ? 1 : 2;
    matrix square = matrix::Zero(q, q);
    Eigen::Index at = 0;
    for (Eigen::Index column = 0; column < q; ++column)
        for (Eigen::Index row = column; row < q; ++row)
            square(row, column) = lower(at++);
    return square;
}

/// The Hessian by differences of the exact gradient: it only steers, so that its own error moves no result.
[[nodiscard]] inline matrix steering_hessian(const two_level_criterion& criterion, const Eigen::VectorXd& at,
                                             const Eigen::VectorXd& gradient)
{
    matrix hessian(at.size(), at.size());
    for (Eigen::Index i = 0; i < at.size(); ++i) {
        const double h = 1e-6 * std::max(1.0, std::abs(at(i)));
        Eigen::VectorXd above = at;
        above(i) += h;
        hessian.col(i) = (lower_of(criterion(square_of(above)).gradient) - gradient) / h;
    }
    return (hessian + hessian.transpose()) / 2;
}

/// A step down from `gradient`: Newton's where the criterion is curved upwards, else along its eigenvectors.
[[nodiscard]] inline Eigen::VectorXd descent_step(const matrix& hessian, const Eigen::VectorXd& gradient)
{
    const Eigen::SelfAdjointEigenSolver<matrix> eigen(hessian);
    const double least = 1e-10 * std::max(1.0, eigen.eigenvalues().cwiseAbs().maxCoeff());
    const Eigen::VectorXd curvature = eigen.eigenvalues().cwiseAbs().cwiseMax(least);
    return -(eigen.eigenvectors() * (eigen.eigenvectors().transpose() * gradient).cwiseQuotient(curvature));
}

}  // namespace detail

/// Two-level model with random intercepts, or intercepts and slopes, by maximum likelihood or restricted maximum
/// likelihood:
///
///     y = X b + Z u + e,   u ~ N(0, T),   e ~ N(0, s^2)
///
/// b and s^2 are profiled out; T / s^2 = L L' is found by Newton steps with the exact gradient, from L = I.
///
/// @param data     what people answered, and what varies between them.
/// @param options  which likelihood, and when to stop.
/// @return         status `ok` also on the boundary (a variance of 0 or a correlation of 1), which `is_boundary` and
///                 the message say. No fit, with NaN everywhere: `not_defined` when columns of X depend on each other,
///                 `too_few_persons` with fewer than two people or no more rows than effects, `no_variance` when X
///                 predicts every outcome, `not_converged`.
/// @note           Supposes normal effects and errors, and answers missing at random given those that are there. The
///                 criterion counts the constant n log(2 pi), as lme4 does.
/// @see            Laird & Ware (1982), Biometrics 38, 963-974; Bates et al. (2015), J Stat Softw 67(1). Agrees with
///                 lme4::lmer, whose default optimiser stops earlier.
[[nodiscard]] inline two_level_fit fit_two_levels(const repeated_measures& data, const two_level_options& options = {})
{
    two_level_fit fit;
    const auto refuse = [&](estimate_status status, const char* message) {
        fit.fixed = Eigen::VectorXd::Constant(data.n_fixed(), std::numeric_limits<double>::quiet_NaN());
        fit.fixed_cov = matrix::Constant(data.n_fixed(), data.n_fixed(), std::numeric_limits<double>::quiet_NaN());
        fit.random_cov = matrix::Constant(data.n_random(), data.n_random(), std::numeric_limits<double>::quiet_NaN());
        fit.status = status;
        fit.message = message;
        return fit;
    };
    if (data.n_persons() < 2 || data.n_observations() <= data.n_fixed() + data.n_random())
        return refuse(estimate_status::too_few_persons,
                      "A two-level model needs at least two persons, and more occasions in all than effects.");
    if (data.rank() < data.n_fixed())
        return refuse(estimate_status::not_defined,
                      "The predictors depend on each other, so that their effects cannot be told apart.");
    if (data.n_observations() == data.n_persons())
        return refuse(
            estimate_status::not_defined,
            "Nobody has more than one occasion, so that differences between persons cannot be told from error.");
    const Eigen::Index p = data.n_fixed();
    if (data.products()(p, p) <= 1e-24 * static_cast<double>(data.n_observations()))
        return refuse(estimate_status::no_variance,
                      "The predictors fit every outcome, so that nothing is left to explain.");

    const detail::two_level_criterion criterion(data, options.kind);
    Eigen::VectorXd at = detail::lower_of(matrix::Identity(data.n_random(), data.n_random()));
    auto now = criterion(detail::square_of(at));
    bool is_converged = false;
    while (!is_converged && fit.n_iterations < options.max_iterations) {
        ++fit.n_iterations;
        const Eigen::VectorXd gradient = detail::lower_of(now.gradient);
        Eigen::VectorXd step = detail::descent_step(detail::steering_hessian(criterion, at, gradient), gradient);
        const double length = step.norm();
        if (length > 2)
            step *= 2 / length;
        const double slack = 1e-12 * (1 + std::abs(now.value));  // below it values differ by rounding alone
        int n_halvings = 0;
        auto next = criterion(detail::square_of(at + step));
        while (!(next.value <= now.value + slack) && n_halvings < 60) {
            step /= 2;
            next = criterion(detail::square_of(at + step));
            ++n_halvings;
        }
        if (n_halvings == 60)
            break;
        at += step;
        now = next;
        is_converged = step.norm() <= options.tolerance * std::max(1.0, at.norm());
    }
    if (!is_converged)
        return refuse(estimate_status::not_converged, "The search for the largest likelihood did not come to an end.");
    if (!(now.residual_variance > 1e-20 * data.products()(p, p) / static_cast<double>(data.n_observations())))
        return refuse(estimate_status::no_variance, "The model fits every outcome, so that no error is left.");

    fit.factor = detail::square_of(at);
    fit.relative_cov = fit.factor * fit.factor.transpose();
    fit.of_basis = now.of_basis;
    fit.fixed = data.coefficients(now.of_basis);
    fit.residual_variance = now.residual_variance;
    fit.fixed_cov = now.residual_variance * data.covariances(now.of_basis_cov);
    fit.random_cov = now.residual_variance * data.back() * fit.relative_cov * data.back().transpose();
    fit.criterion = now.value;
    fit.gradient = now.gradient.norm();
    const Eigen::SelfAdjointEigenSolver<matrix> eigen(fit.relative_cov);
    fit.is_boundary = std::sqrt(std::max(0.0, eigen.eigenvalues()(0))) < options.boundary;
    if (fit.is_boundary)
        fit.message = data.n_random() == 1
                          ? "Boundary: no differences between persons beyond error were found."
                          : "Boundary: the differences between persons in level and in change cannot both be told from "
                            "error, so that a variance is 0 or the correlation is 1 or -1.";
    return fit;
}

/// What the model expects of one person: empirical Bayes effects, shrunken towards 0 the more the less was seen.
struct person_effects {
    Eigen::VectorXd effects;  ///< u, q: on the level at time 0, and on the slope per unit of time
    matrix cov;               ///< of u given the answers and the estimated variances: s^2 S, q x q
};

/// Effects of one person given their answers:
///
///     u = T Z' V^-1 (y - X b),   cov = T - T Z' V^-1 Z T
///
/// @param data    what `fit` was fitted to.
/// @param fit     with status `ok`.
/// @param person  0 up to `data.n_persons()`, not included [index].
/// @throws std::invalid_argument  there is no such person, or no fit.
/// @note          The covariance leaves out that b and the variances are estimates themselves, as lme4's condVar does.
/// @see           Laird & Ware (1982). Agrees with lme4::ranef(, condVar = TRUE).
[[nodiscard]] inline person_effects effects_of_person(const repeated_measures& data, const two_level_fit& fit,
                                                      std::size_t person)
{
    check_within<std::size_t>("effects_of_person", "person", person, 0, static_cast<std::size_t>(data.n_persons()) - 1);
    if (fit.status != estimate_status::ok)
        fail_argument("effects_of_person", "fit", "have status ok", to_string(fit.status));
    const Eigen::Index q = data.n_random();
    const matrix& z_z = data.z_z(person);
    // S = C (I + Z'Z C)^-1 with C = T / s^2, which may be singular.
    const matrix inverse = (matrix::Identity(q, q) + z_z * fit.relative_cov).inverse();
    const matrix s = fit.relative_cov * inverse;
    const Eigen::VectorXd rest = data.f(person).rightCols(1) - data.f(person).leftCols(data.n_fixed()) * fit.of_basis;
    return {data.back() * s * rest, fit.residual_variance * data.back() * s * data.back().transpose()};
}

}  // namespace attune::inline v0
