#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>

#include "attune/core/check.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// A squared Mahalanobis distance, and over how many items.
struct squared_distance {
    double value = std::numeric_limits<double>::quiet_NaN();
    int n_items = 0;  ///< that were answered
};

/// Squared Mahalanobis distances of people from the mean of a sample:
///
///     D^2 = (x - m)' S^-1 (x - m)
///
/// over the items that a person answered, with the means and covariances of these items. Large for people whose answers
/// go together unlike those of the others. For normal answers it has about a chi-square distribution with as many
/// degrees of freedom as items; answers on a few categories are not normal, so no cut-off follows.
///
/// @see  Mahalanobis (1936); Meade & Craig (2012). For people who answered everything it agrees with mahalanobis() of
/// R;
///       mahad() of the R package careless puts the mean in place of a missing answer instead of leaving the item out.
class mahalanobis {
public:
    /// @param mean  of each item.
    /// @param cov   covariances of the items; when they are not positive definite, every distance is NaN.
    /// @throws std::invalid_argument  cov is not square or of another size than the means.
    mahalanobis(Eigen::VectorXd mean, matrix cov) : mean_(std::move(mean)), cov_(std::move(cov))
    {
        check_square("mahalanobis", "cov", cov_, 1);
        check_count("mahalanobis", "cov", cov_.rows(), mean_.size());
        if (cov_.allFinite())
            factor_.compute(cov_);
        is_usable_ = cov_.allFinite() && is_positive_definite(factor_);
    }

    /// Whether the covariances allow a distance at all.
    [[nodiscard]] bool is_usable() const { return is_usable_; }

    /// The distance of one person.
    ///
    /// @param answers  as many as there are means; NaN is missing.
    /// @return         NaN without answers and without usable covariances.
    /// @throws std::invalid_argument  there are more or fewer answers than means.
    [[nodiscard]] squared_distance of(std::span<const double> answers) const
    {
        check_count("mahalanobis", "answers", static_cast<Eigen::Index>(answers.size()), mean_.size());
        squared_distance distance;
        std::vector<Eigen::Index> there;
        for (Eigen::Index i = 0; i < mean_.size(); ++i)
            if (!std::isnan(answers[static_cast<std::size_t>(i)]))
                there.push_back(i);
        distance.n_items = static_cast<int>(there.size());
        if (!is_usable_ || there.empty())
            return distance;
        Eigen::VectorXd deviation(static_cast<Eigen::Index>(there.size()));
        for (std::size_t i = 0; i < there.size(); ++i)
            deviation(static_cast<Eigen::Index>(i)) = answers[static_cast<std::size_t>(there[i])] - mean_(there[i]);
        if (deviation.size() == mean_.size()) {
            factor_.matrixL().solveInPlace(deviation);
        } else {
            const matrix part = cov_(there, there);
            Eigen::LLT<matrix>(part).matrixL().solveInPlace(deviation);
        }
        distance.value = deviation.squaredNorm();
        return distance;
    }

private:
    /// The square roots that are left of the variances by the others, against rounding of what is 0.
    static bool is_positive_definite(const Eigen::LLT<matrix>& factor)
    {
        constexpr double rounding = 1e-7;  // root of 1e-14
        if (factor.info() != Eigen::Success)
            return false;
        const matrix lower = factor.matrixL();
        for (Eigen::Index i = 0; i < lower.rows(); ++i)
            if (!(lower(i, i) > rounding * lower.row(i).norm()))
                return false;
        return true;
    }

    Eigen::VectorXd mean_;
    matrix cov_;
    Eigen::LLT<matrix> factor_;
    bool is_usable_ = false;
};

}  // namespace attune::inline v0
