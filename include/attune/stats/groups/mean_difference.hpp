#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/groups/group_summary.hpp"

namespace attune::inline v0 {

/// A test of the difference of two means.
struct t_test {
    estimate difference;                                   ///< id "mean_difference": first less second
    double t = std::numeric_limits<double>::quiet_NaN();   ///< difference / its standard error
    double df = std::numeric_limits<double>::quiet_NaN();  ///< need not be whole
    double p = std::numeric_limits<double>::quiet_NaN();   ///< two-sided
};

/// The pooled standard deviation of two groups: sqrt(((n1 - 1) s1^2 + (n2 - 1) s2^2) / (n1 + n2 - 2)).
///
/// @return  NaN when a standard deviation is, or there are not three people in two groups.
[[nodiscard]] inline double pooled_sd(const group_summary& first, const group_summary& second)
{
    const auto df1 = static_cast<double>(first.n_persons - 1);
    const auto df2 = static_cast<double>(second.n_persons - 1);
    if (df1 < 0 || df2 < 0 || df1 + df2 <= 0)
        return std::numeric_limits<double>::quiet_NaN();
    return std::sqrt((df1 * first.sd * first.sd + df2 * second.sd * second.sd) / (df1 + df2));
}

namespace detail {

/// The test of a difference with this standard error, or the reason why there is none.
[[nodiscard]] inline t_test t_test_of(const group_summary& first, const group_summary& second, double std_error,
                                      double df, confidence_interval ci)
{
    t_test made;
    made.difference = {.id = "mean_difference",
                       .value = first.mean - second.mean,
                       .std_error = std_error,
                       .n_persons = first.n_persons + second.n_persons,
                       .method = ci.method};
    made.t = made.difference.value / std_error;
    made.df = df;
    made.p = t_two_sided_p(made.t, df);
    const double half = two_sided_t(ci.level, df) * std_error;
    ci.lower = made.difference.value - half;
    ci.upper = made.difference.value + half;
    made.difference.ci = std::move(ci);
    return made;
}

[[nodiscard]] inline t_test no_t_test(std::string_view method, const refusal& reason)
{
    t_test made;
    made.difference = refused({.id = "mean_difference", .method = std::string(method)}, reason);
    return made;
}

}  // namespace detail

/// Welch's t test of two means, for groups that may differ in spread (Satterthwaite's degrees of freedom):
///
///     t = (m1 - m2) / sqrt(v1 + v2),  v = s^2 / n,   df = (v1 + v2)^2 / (v1^2 / (n1 - 1) + v2^2 / (n2 - 1))
///
/// @param first,second  any unit, the same for both; at least 2 persons each.
/// @param level         of the interval, between 0 and 1.
/// @return     the difference with std_error and ci of method "welch". NaN and `too_few_persons`, `not_known` (a mean
/// or
///             an sd is NaN) or `no_variance` (both sds are 0).
/// @throws std::invalid_argument  an sd or a size is negative, a number above 1e150, or level not between 0 and 1.
/// @note       The default of a comparison: it keeps its level when spreads differ and loses next to nothing when not.
/// @see        Welch (1947), Biometrika 34, 28-35. Agrees with t.test() of R.
[[nodiscard]] inline t_test welch_t_test(const group_summary& first, const group_summary& second, double level = 0.95)
{
    check_probability("welch_t_test", "level", level);
    if (const auto reason = detail::why_not_comparable("welch_t_test", std::array{first, second}))
        return detail::no_t_test("welch", *reason);
    const auto n1 = static_cast<double>(first.n_persons);
    const auto n2 = static_cast<double>(second.n_persons);
    const double v1 = first.sd * first.sd / n1;
    const double v2 = second.sd * second.sd / n2;
    // By shares of the variance, whose squares neither overflow nor vanish.
    const double share = v1 / (v1 + v2);
    const double df = 1 / (share * share / (n1 - 1) + (1 - share) * (1 - share) / (n2 - 1));
    return detail::t_test_of(first, second, std::sqrt(v1 + v2), df, {.level = level, .method = "welch"});
}

/// Student's t test of two means, for groups of equal spread:
///
///     t = (m1 - m2) / (s_p sqrt(1 / n1 + 1 / n2)),   df = n1 + n2 - 2
///
/// @param first,second,level  as for `welch_t_test()`.
/// @return     as for `welch_t_test()`, with method "student".
/// @throws std::invalid_argument  as for `welch_t_test()`.
/// @see        Student (1908), Biometrika 6, 1-25. Agrees with t.test(var.equal = TRUE) of R.
[[nodiscard]] inline t_test student_t_test(const group_summary& first, const group_summary& second, double level = 0.95)
{
    check_probability("student_t_test", "level", level);
    if (const auto reason = detail::why_not_comparable("student_t_test", std::array{first, second}))
        return detail::no_t_test("student", *reason);
    const auto n1 = static_cast<double>(first.n_persons);
    const auto n2 = static_cast<double>(second.n_persons);
    return detail::t_test_of(first, second, pooled_sd(first, second) * std::sqrt(1 / n1 + 1 / n2), n1 + n2 - 2,
                             {.level = level, .method = "student"});
}

}  // namespace attune::inline v0
