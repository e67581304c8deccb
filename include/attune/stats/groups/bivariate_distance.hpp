#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include <Eigen/Cholesky>
#include <boost/math/distributions/non_central_f.hpp>
#include <boost/math/tools/roots.hpp>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/detail/math_policy.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/groups/group_moments.hpp"

namespace attune::inline v0 {

/// How far two groups lie apart on two scores together, from their standardised differences:
///
///     D = sqrt((d1^2 + d2^2 - 2 r d1 d2) / (1 - r^2))
///
/// @param d_first,d_second  of the two scores, in standard deviations.
/// @param r                 correlation of the scores within the groups, between -1 and 1.
/// @return   >= 0, NaN when an argument is NaN.
/// @throws std::invalid_argument  r is not between -1 and 1.
/// @see      Del Giudice (2009), Evolutionary Psychology 7, 264-279.
[[nodiscard]] inline double bivariate_d(double d_first, double d_second, double r)
{
    if (std::abs(r) >= 1)
        fail_argument("bivariate_d", "r", "lie between -1 and 1", fmt::format("{}", r));
    return std::sqrt((d_first * d_first + d_second * d_second - 2 * r * d_first * d_second) / (1 - r * r));
}

/// Whether two groups differ in their means on several scores, and how far.
struct hotelling_test {
    estimate d;  ///< id "mahalanobis_d": D, in standard deviations; has no sign
    double t2 = std::numeric_limits<double>::quiet_NaN();
    f_test test;
};

namespace detail {

/// The noncentrality for which an F variable exceeds f with probability 1 - p; 0 when even the central one does.
[[nodiscard]] inline double f_noncentrality(double f, double df1, double df2, double p)
{
    const auto excess = [&](double lambda) {
        if (lambda == 0)
            return 1 - f_upper_tail(f, df1, df2) - p;
        return cdf(boost::math::non_central_f_distribution<double, math_policy>(df1, df2, lambda), f) - p;
    };
    if (excess(0) <= 0)
        return 0;
    double upper = std::max(1.0, f * df1);
    while (excess(upper) > 0)
        upper *= 2;
    std::uintmax_t n_steps = 200;  // of a bisection that gains digits at every step
    const auto [left, right] = boost::math::tools::toms748_solve(
        excess, 0.0, upper, boost::math::tools::eps_tolerance<double>(44), n_steps, math_policy());
    return (left + right) / 2;
}

}  // namespace detail

/// Hotelling's T^2 of two groups and their Mahalanobis distance: with the difference e of the means and the pooled
/// covariances S of p scores,
///
///     D^2 = e' S^-1 e,   T^2 = n1 n2 / N D^2,   F = (N - p - 1) / ((N - 2) p) T^2  on p and N - p - 1 df
///
/// and for D the interval of the noncentral F: the noncentralities L for which F lies at the quantiles (1 +- level) /
/// 2, as sqrt(L N / (n1 n2)); its lower end is 0 when even the same means give such an F.
///
/// @param first,second  means and covariances of the same p scores.
/// @param level         of the interval, between 0 and 1.
/// @return     D of method "pooled covariances" with ci of method "noncentral_f", T^2, F and p. NaN and
///             `too_few_persons`, `not_known`, or `no_variance` when S is not positive definite.
/// @throws std::invalid_argument  the groups differ in the number of scores, or level is not between 0 and 1.
/// @note       Supposes scores that are normal together and equal covariances. D of the sample is biased upwards: in
///             small groups the interval may lie below it.
/// @see        Hotelling (1931), Annals of Mathematical Statistics 2, 360-378; Reiser (2001), Statistics in Medicine
///             20, 2279-2292. F agrees with anova(lm()) of R.
[[nodiscard]] inline hotelling_test hotelling_two_groups(const group_moments& first, const group_moments& second,
                                                         double level = 0.95)
{
    check_probability("hotelling_two_groups", "level", level);
    hotelling_test made;
    made.d = {.id = "mahalanobis_d", .n_persons = first.n_persons + second.n_persons, .method = "pooled covariances"};
    const std::array groups = {first, second};
    if (const auto reason = detail::why_not_comparable_together("hotelling_two_groups", groups)) {
        made.d = detail::refused(std::move(made.d), *reason);
        return made;
    }
    const matrix within = detail::within_groups(groups);
    if (!detail::is_definite(within)) {
        made.d =
            detail::refused(std::move(made.d), {estimate_status::no_variance, detail::no_spread_in_some_direction});
        return made;
    }
    const auto n1 = static_cast<double>(first.n_persons);
    const auto n2 = static_cast<double>(second.n_persons);
    const double n = n1 + n2;
    const auto p = static_cast<double>(first.mean.size());
    const Eigen::VectorXd difference = first.mean - second.mean;
    const double d2 = std::max(0.0, (n - 2) * difference.dot(within.llt().solve(difference)));
    made.d.value = std::sqrt(d2);
    made.t2 = n1 * n2 / n * d2;
    made.test = {(n - p - 1) / ((n - 2) * p) * made.t2, p, n - p - 1};
    made.test.p = detail::f_upper_tail(made.test.f, made.test.df1, made.test.df2);
    const auto end = [&](double share) {
        return std::sqrt(detail::f_noncentrality(made.test.f, p, n - p - 1, share) * n / (n1 * n2));
    };
    made.d.ci = confidence_interval{end((1 + level) / 2), end((1 - level) / 2), level, "noncentral_f"};
    return made;
}

}  // namespace attune::inline v0
