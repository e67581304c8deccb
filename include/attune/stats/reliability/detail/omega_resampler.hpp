#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/LU>

#include "attune/core/matrix.hpp"
#include "attune/core/philox.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/factor/maximum_likelihood.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/moments/detail/gram.hpp"
#include "attune/stats/reliability/detail/alpha_resampler.hpp"

namespace attune::inline v0::detail {

/// The two omegas of one factor and of a matrix of covariances, as numbers.
struct omega_pair {
    double model = std::numeric_limits<double>::quiet_NaN();
    double observed = std::numeric_limits<double>::quiet_NaN();
};

/// Also where an item is a Heywood case, whose uniqueness then counts as 0: a replicate of a bootstrap is a value of
/// the same function whatever was drawn.
[[nodiscard]] inline omega_pair omegas_at(const matrix& cov, const ml_factors& factor)
{
    const double explained = factor.loadings.sum() * factor.loadings.sum();
    return {explained / (explained + factor.uniquenesses.sum()), explained / cov.sum()};
}

/// How the omegas change with the covariances: d omega = tr(G dS).
struct omega_slopes {
    matrix model;
    matrix observed;

    /// By the implicit function theorem from the second derivatives H of the discrepancy at its minimum. With W the
    /// inverse of the implied covariances, M = W S W, v = W l and a = l' v,
    ///
    ///     H = 2 | v v' + a M + W - M      M diag(v)            |
    ///           | .                       W o M - W o W / 2    |   o: entry by entry
    ///
    /// and a sum c' (l, u) of parameters has the slope W (b l' + l b' + diag(d)) W with (b, d) = H^-1 c.
    omega_slopes(const matrix& cov, const ml_factors& factor)
    {
        const Eigen::Index k = cov.rows();
        const Eigen::VectorXd l = factor.loadings.col(0);
        const Eigen::VectorXd weighted = l.cwiseQuotient(factor.uniquenesses);
        matrix w = -weighted * weighted.transpose() / (1 + l.dot(weighted));
        w.diagonal() += factor.uniquenesses.cwiseInverse();
        const matrix m = w * cov * w;
        const Eigen::VectorXd v = w * l;
        matrix h(2 * k, 2 * k);
        h.topLeftCorner(k, k) = 2 * (v * v.transpose() + l.dot(v) * m + w - m);
        h.topRightCorner(k, k) = 2 * m * v.asDiagonal();
        h.bottomLeftCorner(k, k) = h.topRightCorner(k, k).transpose();
        h.bottomRightCorner(k, k) = 2 * w.cwiseProduct(m) - w.cwiseAbs2();
        matrix sums = matrix::Zero(2 * k, 2);
        sums.col(0).head(k).setOnes();
        sums.col(1).tail(k).setOnes();
        const matrix by_sum = h.partialPivLu().solve(sums);
        const auto slope = [&](Eigen::Index column) {
            const Eigen::VectorXd b = by_sum.col(column).head(k);
            matrix change = b * l.transpose() + l * b.transpose();
            change.diagonal() += by_sum.col(column).tail(k);
            return matrix(w * change * w);
        };
        const matrix of_loading = slope(0);
        const double loading = l.sum();
        const double uniqueness = factor.uniquenesses.sum();
        const double implied = loading * loading + uniqueness;
        const double total = cov.sum();
        model = (2 * loading * uniqueness * of_loading - loading * loading * slope(1)) / (implied * implied);
        observed = 2 * loading / total * of_loading;
        observed.array() -= loading * loading / (total * total);
    }
};

/// Covariances and omegas of samples drawn from the people of a table, from sums of integers.
///
/// As with `alpha_resampler`, how often each person was drawn are the weights of one pass over the columns.
class omega_resampler {
public:
    using draw_counts = alpha_resampler::draw_counts;

    /// @param answers  complete, 0..100; at least two persons, at least two items.
    explicit omega_resampler(const answer_view& answers)
        : n_persons_(static_cast<std::size_t>(answers.rows())),
          n_items_(static_cast<std::size_t>(answers.cols())),
          padded_((n_persons_ + weighted_run - 1) / weighted_run * weighted_run),
          columns_(padded_ * n_items_)
    {
        for (std::size_t item = 0; item < n_items_; ++item)
            for (std::size_t person = 0; person < n_persons_; ++person)
                columns_[item * padded_ + person] =
                    answers(static_cast<Eigen::Index>(person), static_cast<Eigen::Index>(item));
        draw_counts each_once(padded_, 0);
        std::fill_n(each_once.begin(), n_persons_, std::int16_t{1});
        cov_ = covariances(each_once);
    }

    /// Of the people as they are, divisor n - 1.
    [[nodiscard]] const matrix& covariances() const { return cov_; }

    /// Counts with the size that `replicate()` needs.
    [[nodiscard]] draw_counts counts() const { return draw_counts(padded_); }

    /// Of as many people as there are, drawn with replacement by stream `number` of a seed; NaN where no factor is
    /// found. The search starts from the uniquenesses of all people.
    [[nodiscard]] omega_pair replicate(std::uint64_t seed, std::uint64_t number, const ml_factors& of_all,
                                       draw_counts& counts) const
    {
        std::fill(counts.begin(), counts.end(), std::int16_t{0});
        philox_stream random(seed, number);
        const auto n = static_cast<std::uint32_t>(n_persons_);
        for (std::size_t draw = 0; draw < n_persons_; ++draw)
            ++counts[random.below(n)];
        const matrix cov = covariances(counts);
        const ml_factors factor = maximum_likelihood_factors(cov, 1, {.start = of_all.uniquenesses});
        return omegas_at(cov, factor);
    }

    /// How an omega changes when each person is left out, to first order and up to a common factor: tr(G (S - d d')), d
    /// the person's deviations from the means.
    [[nodiscard]] std::vector<double> changes_without_one(const matrix& slope) const
    {
        const auto n = static_cast<Eigen::Index>(n_persons_);
        const auto k = static_cast<Eigen::Index>(n_items_);
        const Eigen::Map<const Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic>, 0, Eigen::OuterStride<>>
            table(columns_.data(), n, k, Eigen::OuterStride<>(static_cast<Eigen::Index>(padded_)));
        const Eigen::VectorXd mean = table.cast<double>().colwise().mean();
        const double middle = slope.cwiseProduct(cov_).sum() * static_cast<double>(n - 1) / static_cast<double>(n);
        std::vector<double> made(n_persons_);
        for (Eigen::Index person = 0; person < n; ++person) {
            const Eigen::VectorXd d = table.row(person).transpose().cast<double>() - mean;
            made[static_cast<std::size_t>(person)] = middle - d.dot(slope * d);
        }
        return made;
    }

private:
    /// Of people who count as often as they were drawn, divisor n - 1.
    [[nodiscard]] matrix covariances(const draw_counts& counts) const
    {
        constexpr std::size_t tile = 16 * weighted_run;  // persons whose 36 columns stay in the first caches
        std::vector<std::int64_t> sums(n_items_);
        std::vector<std::int64_t> products(n_items_ * (n_items_ + 1) / 2);
        std::vector<std::int16_t> drawn(tile);
        for (std::size_t begin = 0; begin < padded_; begin += tile) {
            const std::size_t n = std::min(tile, padded_ - begin);
            for (std::size_t i = 0; i < n_items_; ++i) {
                const std::int8_t* column = columns_.data() + i * padded_ + begin;
                for (std::size_t person = 0; person < n; ++person)
                    drawn[person] = static_cast<std::int16_t>(counts[begin + person] * column[person]);
                sums[i] += weighted_sum(counts.data() + begin, column, n);
                for (std::size_t j = 0; j <= i; ++j)
                    products[triangle_place(i, j)] +=
                        weighted_sum(drawn.data(), columns_.data() + j * padded_ + begin, n);
            }
        }
        const auto k = static_cast<Eigen::Index>(n_items_);
        matrix cov(k, k);
        for (std::size_t i = 0; i < n_items_; ++i)
            for (std::size_t j = 0; j <= i; ++j) {
                const double found = covariance_of(static_cast<std::int64_t>(n_persons_), sums[i], sums[j],
                                                   products[triangle_place(i, j)]);
                cov(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = found;
                cov(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(i)) = found;
            }
        return cov;
    }

    std::size_t n_persons_;
    std::size_t n_items_;
    std::size_t padded_;
    std::vector<std::int8_t> columns_;  ///< column after column, each padded with zeros to a multiple of a run
    matrix cov_;
};

}  // namespace attune::inline v0::detail
