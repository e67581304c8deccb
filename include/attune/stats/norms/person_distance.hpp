#pragma once

#include <cmath>
#include <limits>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

/// How far a person lies from the middle of a reference group, all scores taken together.
struct person_distance {
    estimate squared;                                                 ///< id "mahalanobis_d2"
    double df = 0;                                                    ///< number of scores
    double share_farther = std::numeric_limits<double>::quiet_NaN();  ///< of the group, 0..1, if its scores are normal
};

/// Mahalanobis distance of a person from the mean of a reference group, squared: z' R^-1 z.
///
/// @param z  the person's z scores in the group; NaN when one is not known.
/// @param r  correlations of the scores in the group, k x k, symmetric (not checked).
/// @return     id "mahalanobis_d2", dimensionless, a chi-square of k degrees of freedom in a normal group, and the
/// share
///             of the group that lies farther off. NaN and `not_known` when a z score or a correlation is not finite,
///             `not_positive_definite` when R is not.
/// @throws std::invalid_argument  R is not square, or has another size than z, or z is empty.
/// @note       Tells how unusual a combination is, not in which direction: see prototypes.hpp.
/// @see        Mahalanobis (1936). Agrees with mahalanobis() of R.
[[nodiscard]] inline person_distance mahalanobis_distance(const Eigen::Ref<const Eigen::VectorXd>& z,
                                                          const matrix_view& r)
{
    check_square("mahalanobis_distance", "r", r, 1);
    check_count("mahalanobis_distance", "z", z.size(), r.rows());
    person_distance made;
    made.squared.id = "mahalanobis_d2";
    made.squared.method = "z' R^-1 z";
    made.df = static_cast<double>(z.size());
    if (!z.allFinite() || !r.allFinite()) {
        made.squared.status = estimate_status::not_known;
        made.squared.message = "a score or a correlation is not known";
        return made;
    }
    const Eigen::LLT<matrix> root(r);
    if (root.info() != Eigen::Success) {
        made.squared.status = estimate_status::not_positive_definite;
        made.squared.message = "the correlations cannot be those of one group of people";
        return made;
    }
    made.squared.value = root.matrixL().solve(matrix(z)).squaredNorm();
    made.share_farther = detail::chi_square_upper_tail(made.squared.value, made.df);
    return made;
}

}  // namespace attune::inline v0
