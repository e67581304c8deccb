#pragma once

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// Ordinal alpha: coefficient alpha of polychoric correlations R:
///
///     ordinal_alpha = k / (k - 1) * (1 - k / sum(R))
///
/// Hypothetical: it tells how consistent the sum of the continuous responses behind the answers would be, which nobody
/// gave and no score is made of. It is larger than alpha of the answers, and no reliability of the score.
///
/// @param r          k x k polychoric correlations, k >= 2; symmetric (not checked).
/// @param n_persons  how many people they rest on.
/// @return     id "ordinal_alpha" with a message that says so; no interval. NaN with `not_known` when a correlation is
///             NaN; `not_positive_definite` or `no_variance` when the sum has no positive variance.
/// @throws std::invalid_argument  r is not square, or k < 2.
/// @see        Zumbo, Gadermann & Zeisser (2007), Journal of Modern Applied Statistical Methods 6, 21-29; what it is
/// not:
///             Chalmers (2018), Educational and Psychological Measurement 78, 1056-1071. Agrees with psych::alpha() of
///             a polychoric matrix. For the score itself: `omega_categorical()`.
[[nodiscard]] inline estimate ordinal_alpha(const matrix_view& r, detail::person_count n_persons = {})
{
    estimate made = detail::coefficient("ordinal_alpha", "polychoric correlations", r, n_persons, [&](double total) {
        const auto k = static_cast<double>(r.rows());
        return k / (k - 1) * (1 - k / total);
    });
    if (made.status == estimate_status::ok)
        made.message = "hypothetical: of continuous responses behind the answers, which nobody gave; not of the score";
    return made;
}

}  // namespace attune::inline v0
