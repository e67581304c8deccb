#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/agreement/detail/arguments.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/moments/exact_sum.hpp"

namespace attune::inline v0 {

/// Fisher's interval of a product-moment correlation: tanh(atanh(r) -+ z / sqrt(n - 3)).
///
/// @param r          -1..1.
/// @param n_persons  pairs that r rests on, at least 4.
/// @param level      above 0 and below 1.
/// @return           method "fisher_z"; for r = 1 or -1 both ends are r.
/// @throws std::invalid_argument  an argument is outside its range.
/// @note             Supposes two variables that are normal together; for scores with many ties it is approximate.
/// @see              Fisher (1921), Metron 1, 3-32. Agrees with cor.test()$conf.int of R.
[[nodiscard]] inline confidence_interval fisher_interval(double r, std::int64_t n_persons, double level = 0.95)
{
    detail::check_level("fisher_interval", "level", level);
    if (!(std::abs(r) <= 1))
        fail_argument("fisher_interval", "r", "lie in -1..1", fmt::format("{}", r));
    if (n_persons < 4)
        fail_argument("fisher_interval", "n_persons", "be at least 4", fmt::format("{}", n_persons));
    const double half = detail::two_sided_z(level) / std::sqrt(static_cast<double>(n_persons - 3));
    return {std::tanh(std::atanh(r) - half), std::tanh(std::atanh(r) + half), level, "fisher_z"};
}

/// Test-retest correlation: the product-moment correlation of the scores of the same persons on two occasions,
///
///     r = sum (x - mx) (y - my) / sqrt(sum (x - mx)^2 sum (y - my)^2)
///
/// with exact sums of deviations from means of twice the digits.
///
/// @param occasions  n x 2 in any units, NaN is missing; persons with one occasion are left out.
/// @param level      of the interval, above 0 and below 1.
/// @return           id "test_retest_r" with Fisher's interval from 4 persons on. NaN and `too_few_persons` below 2,
///                   `no_variance` when one occasion has equal scores only.
/// @throws std::invalid_argument  there are not two columns, a score is infinite or above 1e150, or the level is not
///                                between 0 and 1.
/// @note             Blind to a change of all persons by the same amount: see `icc()` and `bland_altman()`.
/// @see              Agrees with cor.test() of R.
[[nodiscard]] inline estimate test_retest_r(const matrix_view& occasions, double level = 0.95)
{
    detail::check_two_occasions("test_retest_r", occasions);
    detail::check_level("test_retest_r", "level", level);
    const matrix complete = complete_rows(occasions);
    estimate r{.id = "test_retest_r", .n_persons = complete.rows(), .method = "product-moment correlation"};
    if (complete.rows() < 2) {
        r.status = estimate_status::too_few_persons;
        r.message = "A correlation needs at least two persons with both occasions.";
        return r;
    }
    const centre first = centre_of(detail::checked_sum("test_retest_r", "occasions", complete.col(0)), complete.rows());
    const centre second =
        centre_of(detail::checked_sum("test_retest_r", "occasions", complete.col(1)), complete.rows());
    exact_sum products;
    exact_sum squares_first;
    exact_sum squares_second;
    for (Eigen::Index i = 0; i < complete.rows(); ++i) {
        const double x = first.deviation(complete(i, 0));
        const double y = second.deviation(complete(i, 1));
        products.add(x * y);
        squares_first.add(x * x);
        squares_second.add(y * y);
    }
    if (squares_first.value() == 0 || squares_second.value() == 0) {
        r.status = estimate_status::no_variance;
        r.message = "All persons have the same score on one of the occasions.";
        return r;
    }
    // The geometric mean of the sums of squares, so that equal ones give themselves.
    const double scale = squares_first.value() * std::sqrt(squares_second.value() / squares_first.value());
    r.value = std::clamp(products.value() / scale, -1.0, 1.0);
    if (complete.rows() >= 4)
        r.ci = fisher_interval(r.value, complete.rows(), level);
    return r;
}

}  // namespace attune::inline v0
