#pragma once

#include <cmath>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <Eigen/QR>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/matrix.hpp"

namespace attune::inline v0 {

/// What varies between people in a two-level model.
enum class random_effects {
    intercept,           ///< each person has a level of their own
    intercept_and_slope  ///< and a change over time of their own
};

/// Answers of people over time, reduced to what the likelihood of a two-level model needs of them: cross-products,
/// added up over the people who were seen at the same times.
///
///     y = X b + Z u + e,   Z = [1] or [1, time],   u ~ N(0, T),   e ~ N(0, s^2)
///
/// X is replaced by an orthonormal basis of its columns, y by what is left of it after least squares, and time by
/// (time - centre) / spread: the likelihood is the same, and no digits are lost to units. Immutable.
class repeated_measures {
public:
    /// Cross-products of the people who were seen at the same times.
    struct pattern {
        matrix z_z;  ///< Z'Z of one of them, q x q
        Eigen::Index n_persons = 0;
        std::vector<matrix> f_f;  ///< sums of f_a' f_b, f_a the row a of Z'[X, y]; in the order 00, (10 + 01) / 2, 11
    };

    /// @param person   per row whose it is: 0, 1, ..., each with at least one row [index].
    /// @param fixed    X, n x p, p >= 1; columns that depend on each other are reported by `rank()`.
    /// @param time     n, in any unit; only looked at when there are random slopes.
    /// @param outcome  y, n, in score units.
    /// @param random   what varies between people.
    /// @throws std::invalid_argument  lengths differ, there is no row, or a number is NaN, infinite or above 1e150.
    repeated_measures(const std::vector<std::size_t>& person, const matrix_view& fixed, const Eigen::VectorXd& time,
                      const Eigen::VectorXd& outcome, random_effects random);

    [[nodiscard]] Eigen::Index n_observations() const noexcept { return n_observations_; }
    [[nodiscard]] Eigen::Index n_persons() const noexcept { return static_cast<Eigen::Index>(z_z_.size()); }
    [[nodiscard]] Eigen::Index n_fixed() const noexcept { return triangle_.cols(); }
    [[nodiscard]] Eigen::Index n_random() const noexcept { return back_.rows(); }
    [[nodiscard]] Eigen::Index rank() const noexcept { return rank_; }  ///< of X

    [[nodiscard]] const std::vector<pattern>& patterns() const noexcept { return patterns_; }
    [[nodiscard]] const matrix& products() const noexcept { return products_; }  ///< [X, y]'[X, y], (p + 1) x (p + 1)

    /// Z'Z and Z'[X, y] of one person.
    [[nodiscard]] const matrix& z_z(std::size_t person) const { return z_z_[person]; }
    [[nodiscard]] const matrix& f(std::size_t person) const { return f_[person]; }

    /// Coefficients of the columns of X as they were given, from those of the basis.
    [[nodiscard]] Eigen::VectorXd coefficients(const Eigen::VectorXd& of_basis) const
    {
        return least_squares_ + triangle_.triangularView<Eigen::Upper>().solve(of_basis);
    }
    /// Their covariances, from those of the basis.
    [[nodiscard]] matrix covariances(const matrix& of_basis) const
    {
        const matrix half = triangle_.triangularView<Eigen::Upper>().solve(of_basis);
        return triangle_.triangularView<Eigen::Upper>().solve(half.transpose());
    }
    /// log |X'X|, by which the restricted likelihood of X and that of its basis differ.
    [[nodiscard]] double log_determinant() const { return 2 * triangle_.diagonal().array().abs().log().sum(); }
    /// B so that B u are effects on [1, time] when u are effects on [1, (time - centre) / spread].
    [[nodiscard]] const matrix& back() const noexcept { return back_; }

private:
    Eigen::Index n_observations_ = 0;
    Eigen::Index rank_ = 0;
    matrix triangle_;
    Eigen::VectorXd least_squares_;
    matrix back_;
    matrix products_;
    std::vector<matrix> z_z_;
    std::vector<matrix> f_;
    std::vector<pattern> patterns_;
};

inline repeated_measures::repeated_measures(const std::vector<std::size_t>& person, const matrix_view& fixed,
                                            const Eigen::VectorXd& time, const Eigen::VectorXd& outcome,
                                            random_effects random)
    : n_observations_(outcome.size())
{
    const auto n_rows = static_cast<std::size_t>(n_observations_);
    check_within<std::size_t>("repeated_measures", "outcome", n_rows, 1, std::size_t(1) << 40);
    check_count("repeated_measures", "person", person.size(), n_rows);
    check_count("repeated_measures", "fixed", fixed.rows(), n_observations_);
    check_count("repeated_measures", "time", time.size(), n_observations_);
    const auto check = [](const char* name, double value) {
        if (std::isnan(value))
            fail_argument("repeated_measures", name, "be known in every row", "NaN");
        check_moderate("repeated_measures", name, value);
    };
    for (Eigen::Index row = 0; row < n_observations_; ++row) {
        check("outcome", outcome(row));
        check("time", time(row));
        for (Eigen::Index column = 0; column < fixed.cols(); ++column)
            check("fixed", fixed(row, column));
    }

    const Eigen::HouseholderQR<matrix> decomposition(fixed);
    const Eigen::Index p = fixed.cols();
    triangle_ = decomposition.matrixQR().topRows(p).triangularView<Eigen::Upper>();
    Eigen::ColPivHouseholderQR<matrix> pivoted(p, p);
    pivoted.setThreshold(1e-12);
    rank_ = pivoted.compute(triangle_).rank();
    matrix basis_and_rest(n_observations_, p + 1);
    basis_and_rest.leftCols(p) = decomposition.householderQ() * matrix::Identity(n_observations_, p);
    const Eigen::VectorXd on_basis = basis_and_rest.leftCols(p).transpose() * outcome;
    least_squares_ = triangle_.triangularView<Eigen::Upper>().solve(on_basis);
    basis_and_rest.col(p) = outcome - basis_and_rest.leftCols(p) * on_basis;
    products_ = basis_and_rest.transpose() * basis_and_rest;

    const Eigen::Index q = random == random_effects::intercept ? 1 : 2;
    const double centre = time.mean();
    const double deviation = std::sqrt((time.array() - centre).square().mean());
    const double spread = deviation > 0 ? deviation : 1;
    back_ = matrix::Identity(q, q);
    if (q == 2)
        back_.row(0)(1) = -centre / spread, back_(1, 1) = 1 / spread;

    for (std::size_t row = 0; row < n_rows; ++row) {
        if (person[row] >= n_rows)
            fail_argument("repeated_measures", "person", "be numbered from 0 without gaps", "a larger number");
        if (person[row] >= z_z_.size()) {
            z_z_.resize(person[row] + 1, matrix::Zero(q, q));
            f_.resize(person[row] + 1, matrix::Zero(q, p + 1));
        }
        const auto at = static_cast<Eigen::Index>(row);
        Eigen::VectorXd z = Eigen::VectorXd::Ones(q);
        if (q == 2)
            z(1) = (time(at) - centre) / spread;
        z_z_[person[row]].noalias() += z * z.transpose();
        f_[person[row]].noalias() += z * basis_and_rest.row(at);
    }
    std::map<std::vector<double>, std::size_t> known;
    for (std::size_t i = 0; i < z_z_.size(); ++i) {
        if (z_z_[i](0, 0) == 0)
            fail_argument("repeated_measures", "person", "be numbered from 0 without gaps", "one without a row");
        const std::vector<double> times(z_z_[i].data(), z_z_[i].data() + z_z_[i].size());
        const auto [place, is_new] = known.try_emplace(times, patterns_.size());
        if (is_new)
            patterns_.push_back({z_z_[i], 0, std::vector<matrix>(q == 1 ? 1 : 3, matrix::Zero(p + 1, p + 1))});
        pattern& same = patterns_[place->second];
        ++same.n_persons;
        same.f_f[0].noalias() += f_[i].row(0).transpose() * f_[i].row(0);
        if (q == 2) {
            const matrix mixed = f_[i].row(0).transpose() * f_[i].row(1);
            same.f_f[1] += (mixed + mixed.transpose()) / 2;
            same.f_f[2].noalias() += f_[i].row(1).transpose() * f_[i].row(1);
        }
    }
}

}  // namespace attune::inline v0
