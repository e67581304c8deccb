#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/bivariate_normal.hpp"

namespace attune::inline v0::detail {

/// The likelihood of the correlation r behind the answers to two items whose thresholds a and b are known:
///
///     log L = sum over cells of n_ij log p_ij(r),   p_ij = P(a_i-1 < X <= a_i, b_j-1 < Y <= b_j)
///
/// With Plackett's identity the derivatives of p_ij are differences of densities at the corners of the cell.
class pair_likelihood {
public:
    /// Value and derivatives at an r.
    struct point {
        double slope = 0;      ///< d log L / dr
        double curvature = 0;  ///< d^2 log L / dr^2
    };

    /// @param n  counts, k x m; those of cells in unused rows or columns are 0.
    /// @param a  k - 1 ascending thresholds of the rows; may be infinite or equal.
    /// @param b  m - 1 of the columns.
    pair_likelihood(const matrix& n, const Eigen::VectorXd& a, const Eigen::VectorXd& b)
        : n_(n),
          a_(with_ends(a)),
          b_(with_ends(b)),
          share_(a_.size(), b_.size()),
          first_(a_.size(), b_.size()),
          second_(a_.size(), b_.size())
    {
    }

    /// Derivatives at r, |r| < 1.
    [[nodiscard]] point at(double r)
    {
        compute(r);
        point found;
        for (Eigen::Index j = 0; j < n_.cols(); ++j)
            for (Eigen::Index i = 0; i < n_.rows(); ++i) {
                if (n_(i, j) == 0)
                    continue;
                const double p = probability(i, j);
                const double score = difference(first_, i, j) / p;
                found.slope += n_(i, j) * score;
                found.curvature += n_(i, j) * (difference(second_, i, j) / p - score * score);
            }
        return found;
    }

    /// The standard error of the r at which the slope is 0, which holds that of the thresholds: a person's influence on
    /// r is
    ///
    ///     (s_r - sum over thresholds t of C_t u_t) / I,   I = mean s_r^2,   C_t = mean s_r s_t,
    ///
    /// s the derivatives of the person's log p_ij and u_t = ([answer <= t] - share below t) / density(t) the influence
    /// on the threshold; the sum of their squares over n (n - 1) is the squared standard error.
    [[nodiscard]] double std_error(double r)
    {
        compute(r);
        const double n = n_.sum();
        const Eigen::VectorXd row_shares = n_.rowwise().sum() / n;
        const Eigen::VectorXd col_shares = n_.colwise().sum().transpose() / n;
        matrix score = matrix::Zero(n_.rows(), n_.cols());
        matrix weight = matrix::Zero(n_.rows(), n_.cols());  // n_ij s_r / (n p_ij)
        double information = 0;
        for (Eigen::Index j = 0; j < n_.cols(); ++j)
            for (Eigen::Index i = 0; i < n_.rows(); ++i) {
                if (n_(i, j) == 0)
                    continue;
                const double p = probability(i, j);
                score(i, j) = difference(first_, i, j) / p;
                weight(i, j) = n_(i, j) * score(i, j) / (n * p);
                information += n_(i, j) * score(i, j) * score(i, j) / n;
            }
        score.colwise() -= threshold_part(weight, a_, b_, r, row_shares);
        score.rowwise() -= threshold_part(weight.transpose(), b_, a_, r, col_shares).transpose();
        return std::sqrt((n_.array() * score.array().square()).sum() / (n * (n - 1))) / information;
    }

private:
    [[nodiscard]] static Eigen::VectorXd with_ends(const Eigen::VectorXd& thresholds)
    {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        Eigen::VectorXd whole(thresholds.size() + 2);
        whole << -infinity, thresholds, infinity;
        return whole;
    }

    /// Shares below each corner, and their derivatives by r.
    void compute(double r)
    {
        normal_ = bivariate_normal(r);
        const double u = (1 - r) * (1 + r);
        for (Eigen::Index j = 0; j < b_.size(); ++j)
            for (Eigen::Index i = 0; i < a_.size(); ++i) {
                const double a = a_(i);
                const double b = b_(j);
                share_(i, j) = normal_.cdf(a, b);
                first_(i, j) = normal_.density(a, b);
                second_(i, j) =
                    first_(i, j) == 0 ? 0 : first_(i, j) * (r + (a * b * (1 + r * r) - r * (a * a + b * b)) / u) / u;
            }
    }

    [[nodiscard]] static double difference(const matrix& corners, Eigen::Index i, Eigen::Index j)
    {
        return corners(i + 1, j + 1) - corners(i, j + 1) - corners(i + 1, j) + corners(i, j);
    }

    [[nodiscard]] double probability(Eigen::Index i, Eigen::Index j) const
    {
        constexpr double coarse = 1e-5;  // below it a difference of shares has fewer than 10 correct digits
        const double p = difference(share_, i, j);
        if (p > coarse)
            return p;
        return std::max(normal_.rectangle(a_(i), a_(i + 1), b_(j), b_(j + 1)), std::numeric_limits<double>::min());
    }

    /// What the thresholds of the rows take from the scores, by category.
    ///
    /// @param weight  n_ij s_r / (n p_ij)
    [[nodiscard]] static Eigen::VectorXd threshold_part(const matrix& weight, const Eigen::VectorXd& rows,
                                                        const Eigen::VectorXd& cols, double r,
                                                        const Eigen::VectorXd& shares)
    {
        const double sd = std::sqrt((1 - r) * (1 + r));
        Eigen::VectorXd part = Eigen::VectorXd::Zero(weight.rows());
        double below = 0;
        for (Eigen::Index c = 0; c + 1 < weight.rows(); ++c) {
            below += shares(c);
            const double at = rows(c + 1);
            if (std::isinf(at))
                continue;
            // C_c / density(c): raising the threshold moves the people at it from category c + 1 into c.
            double slope = 0;
            for (Eigen::Index j = 0; j < weight.cols(); ++j)
                slope += (weight(c, j) - weight(c + 1, j)) *
                         normal_between((cols(j) - r * at) / sd, (cols(j + 1) - r * at) / sd);
            part.head(c + 1).array() += slope * (1 - below);
            part.tail(weight.rows() - c - 1).array() -= slope * below;
        }
        return part;
    }

    matrix n_;
    Eigen::VectorXd a_;
    Eigen::VectorXd b_;
    matrix share_;
    matrix first_;
    matrix second_;
    bivariate_normal normal_{0};
};

}  // namespace attune::inline v0::detail
