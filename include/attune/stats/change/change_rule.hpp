#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/change/change_method.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

/// What is known of a group that was measured twice; NaN is not known, and each method says what it needs.
struct change_sample {
    double mean_pre = std::numeric_limits<double>::quiet_NaN();          ///< of the earlier scores
    double sd_pre = std::numeric_limits<double>::quiet_NaN();            ///< >= 0 [score units]
    double mean_post = std::numeric_limits<double>::quiet_NaN();         ///< of the later scores
    double sd_post = std::numeric_limits<double>::quiet_NaN();           ///< >= 0 [score units]
    double reliability = std::numeric_limits<double>::quiet_NaN();       ///< of the earlier scores, 0..1
    double reliability_post = std::numeric_limits<double>::quiet_NaN();  ///< of the later; unknown: as the earlier
    double retest_r = std::numeric_limits<double>::quiet_NaN();          ///< correlation of the two, -1..1
    std::int64_t n_persons = 0;                                          ///< 0: not known
};

/// Where a change lies against measurement error.
enum class change_sign { unknown, decrease, none, increase };

/// A method of change with the figures of a group put in: what it expects of somebody who did not change, and how far
/// from that chance alone leads.
///
///     expected(pre) = anchor_post + slope (pre - anchor_pre)
///     error(pre)    = error sqrt(inflation + curvature (pre - anchor_pre)^2)
///     index         = (post - expected(pre)) / error(pre)
///
/// Cheap to apply to many persons. When `status` is not ok, every figure of it is NaN and `message` says why.
struct change_rule {
    change_method method = change_method::jacobson_truax;
    double anchor_pre = 0;
    double anchor_post = 0;
    double slope = 1;
    double error = std::numeric_limits<double>::quiet_NaN();  ///< [score units]
    double inflation = 1;
    double curvature = 0;
    double df = std::numeric_limits<double>::infinity();  ///< of the index as t; infinite: a normal deviate
    double threshold =
        std::numeric_limits<double>::quiet_NaN();  ///< an index beyond it, either way, is more than error
    estimate_status status = estimate_status::ok;
    std::string message = {};

    /// The later score that is expected of somebody who did not change [score units].
    [[nodiscard]] double expected(double pre) const { return anchor_post + slope * (pre - anchor_pre); }

    /// Standard error of a later score about the expected one [score units].
    [[nodiscard]] double error_at(double pre) const
    {
        const double distance = pre - anchor_pre;
        return curvature == 0 && inflation == 1 ? error
                                                : error * std::sqrt(inflation + curvature * distance * distance);
    }

    /// The change in standard errors; NaN when a score is.
    [[nodiscard]] double index(double pre, double post) const { return (post - expected(pre)) / error_at(pre); }

    /// Whether the index is beyond the threshold; exactly at it is not.
    [[nodiscard]] change_sign sign(double pre, double post) const
    {
        const double value = index(pre, post);
        if (std::isnan(value))
            return change_sign::unknown;
        return value > threshold    ? change_sign::increase
               : value < -threshold ? change_sign::decrease
                                    : change_sign::none;
    }

    /// How many of 100 people who did not change are expected below an index; NaN for NaN.
    [[nodiscard]] double percentile(double index) const
    {
        if (std::isnan(index))
            return index;
        return 100 * (std::isinf(df) ? cdf(detail::normal_distribution(0, 1), index)
                                     : cdf(detail::t_distribution(df), index));
    }
};

namespace detail {

/// The reason why a method has no value for a group, or "" when it has all that it needs.
[[nodiscard]] inline std::string lacking(change_method method, const change_sample& of)
{
    const bool is_regression = method >= change_method::srb_summary;
    const auto lacks = [](double figure, const char* what) {
        return std::isnan(figure) ? fmt::format("{} is not known", what) : std::string{};
    };
    const bool needs_means = method != change_method::jacobson_truax;
    const bool needs_post = uses_mean_change(method);
    const bool needs_sd_post = needs_post && method != change_method::hsu_linn_lord && method != change_method::chelune;
    const bool needs_reliability = !is_regression && method != change_method::sd_of_differences;
    const bool needs_r = needs_sd_post && method != change_method::iverson;
    for (const std::string& reason :
         {lacks(of.sd_pre, "the standard deviation of the earlier scores"),
          needs_reliability ? lacks(of.reliability, "the reliability") : "",
          needs_means ? lacks(of.mean_pre, "the mean of the earlier scores") : "",
          needs_post ? lacks(of.mean_post, "the mean of the later scores") : "",
          needs_sd_post ? lacks(of.sd_post, "the standard deviation of the later scores") : "",
          needs_r ? lacks(of.retest_r, "the correlation of the two occasions") : ""})
        if (!reason.empty())
            return reason;
    if (method >= change_method::srb_regression && of.n_persons == 0)
        return "the number of persons is not known";
    return "";
}

inline void check_change_sample(std::string_view function, const change_sample& of)
{
    check_moderate(function, "mean_pre", of.mean_pre);
    check_moderate(function, "sd_pre", of.sd_pre);
    check_moderate(function, "mean_post", of.mean_post);
    check_moderate(function, "sd_post", of.sd_post);
    if (of.sd_pre < 0 || of.sd_post < 0)
        fail_argument(function, of.sd_pre < 0 ? "sd_pre" : "sd_post", "not be negative",
                      fmt::format("{}", of.sd_pre < 0 ? of.sd_pre : of.sd_post));
    check_within<std::int64_t>(function, "n_persons", of.n_persons, 0, std::numeric_limits<std::int64_t>::max());
}

/// Reliability of differences by Hageman & Arrindell: r_dd, from the reliabilities that one error gives both occasions.
[[nodiscard]] inline double reliability_of_differences(const change_sample& of, double sem)
{
    const double true_pre = of.sd_pre * of.sd_pre - sem * sem;
    const double true_post = of.sd_post * of.sd_post - sem * sem;
    const double shared = 2 * of.sd_pre * of.sd_post * of.retest_r;
    return (true_pre + true_post - shared) / (of.sd_pre * of.sd_pre + of.sd_post * of.sd_post - shared);
}

}  // namespace detail

/// Puts the figures of a group into a method of change. With M, S means and standard deviations of the earlier (1) and
/// later (2) scores, r the reliability, r2 that of the later scores, r12 the correlation of the two, n persons,
/// SEM = S1 sqrt(1 - r), S_diff = sqrt(2) SEM and SEE = S2 sqrt(1 - r12^2) as error:
///
///     jacobson_truax          x2 - x1                             / S_diff
///     gulliksen_lord_novick   x2 - M1 - r (x1 - M1)               / (S1 sqrt(1 - r^2))
///     hsu_linn_lord           x2 - M2 - r (x1 - M1)               / (S1 sqrt(1 - r^2))
///     edwards_nunnally        x2 - M1 - r (x1 - M1)               / SEM
///     nunnally_kotsch         x2 - M1 - r (x1 - M1)               / (S1 sqrt(r^2 (1 - r) + 1 - r2))
///     hageman_arrindell       (x2 - x1) r_dd + (M2 - M1)(1 - r_dd) / (sqrt(r_dd) S_diff)
///     chelune                 x2 - x1 - (M2 - M1)                 / S_diff
///     iverson                 x2 - x1 - (M2 - M1)                 / sqrt(S1^2 (1 - r) + S2^2 (1 - r2))
///     sd_of_differences       x2 - x1 - (M2 - M1)                 / sqrt(S1^2 + S2^2 - 2 r12 S1 S2)
///     srb_summary             x2 - M2 - r12 S2/S1 (x1 - M1)       / SEE
///     srb_regression          the same                            / (SEE sqrt((n - 1) / (n - 2)))
///     crawford_garthwaite     the same  / (SEE sqrt((n - 1) / (n - 2)) sqrt(1 + 1/n + (x1 - M1)^2 / (S1^2 (n - 1))))
///
/// with r_dd = (S1^2 + S2^2 - 2 SEM^2 - 2 r12 S1 S2) / (S1^2 + S2^2 - 2 r12 S1 S2), the reliability of differences.
///
/// The threshold is the two-sided normal quantile of the level, exact (1.95996... for 0.95); for hageman_arrindell the
/// one-sided one, as its authors limit the share of wrong calls in either direction (they print 1.65); for
/// crawford_garthwaite that of t on n - 2 degrees of freedom.
///
/// @param method  which.
/// @param of      figures of the group, in score units; NaN is not known.
/// @param level   share of unchanged people who stay within the threshold; between 0 and 1.
/// @return        `not_known` when a figure that the method needs is not known, `not_defined` when a reliability lies
///                outside 0..1, the correlation outside -1..1, or differences have no reliability; `no_variance` when
///                the error is 0; `too_few_persons` for a regression on fewer than 3.
/// @throws std::invalid_argument  a standard deviation or n_persons is negative, a mean or standard deviation infinite
///                or above 1e150, or level not between 0 and 1.
/// @note          A change that is 0 has an index of 0 under jacobson_truax only. The reliability decides what counts
/// as
///                error: an internal consistency that of the moment, a retest correlation ordinary fluctuation too.
/// @see           Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19 (with the sqrt(2) of
///                Christensen & Mendoza 1986); Hsu (1989), Behavioral Assessment 11, 459-467; Speer (1992), JCCP 60,
///                402-408; Hageman & Arrindell (1999), Behaviour Research and Therapy 37, 1169-1193; Chelune et al.
///                (1993), Neuropsychology 7, 41-52; Iverson (2001), Archives of Clinical Neuropsychology 16, 183-191;
///                McSweeny et al. (1993), The Clinical Neuropsychologist 7, 300-312; Crawford & Garthwaite (2007),
///                Neuropsychology 21, 611-620. The first six agree with the package clinicalsignificance of R.
[[nodiscard]] inline change_rule change_rule_of(change_method method, const change_sample& of, double level = 0.95)
{
    detail::check_change_sample("change_rule_of", of);
    check_probability("change_rule_of", "level", level);
    change_rule rule{.method = method};
    const auto refused = [&rule](estimate_status status, std::string message) {
        rule.anchor_post = rule.error = rule.threshold = std::numeric_limits<double>::quiet_NaN();
        rule.status = status;
        rule.message = std::move(message);
        return rule;
    };
    if (std::string reason = detail::lacking(method, of); !reason.empty())
        return refused(estimate_status::not_known, std::move(reason));
    const bool is_regression = method >= change_method::srb_summary;
    const bool uses_reliability = !is_regression && method != change_method::sd_of_differences;
    const double r = of.reliability;
    const double r_post = std::isnan(of.reliability_post) ? r : of.reliability_post;
    for (const double reliability : {r, r_post})
        if (uses_reliability && (reliability < 0 || reliability > 1))
            return refused(estimate_status::not_defined,
                           fmt::format("a reliability lies in 0..1, but this is {:.3g}", reliability));
    if (std::abs(of.retest_r) > 1)
        return refused(estimate_status::not_defined,
                       fmt::format("a correlation lies in -1..1, but this is {:.3g}", of.retest_r));
    if (method >= change_method::srb_regression && of.n_persons < 3)
        return refused(
            estimate_status::too_few_persons,
            fmt::format("a regression with an error needs at least 3 persons, and there are {}", of.n_persons));

    const bool uses_sd_post = uses_mean_change(method) && !std::isnan(of.sd_post);
    const double variance = of.sd_pre * of.sd_pre;
    const double variance_post = of.sd_post * of.sd_post;
    const double sem = of.sd_pre * std::sqrt(1 - r);
    const double s_diff = std::sqrt(2.0) * sem;
    rule.threshold = detail::two_sided_z(level);
    const auto regress_to = [&](double anchor_post, double slope) {
        rule.anchor_pre = of.mean_pre;
        rule.anchor_post = anchor_post;
        rule.slope = slope;
    };
    switch (method) {
    case change_method::jacobson_truax: rule.error = s_diff; break;
    case change_method::gulliksen_lord_novick:
    case change_method::hsu_linn_lord:
        regress_to(method == change_method::hsu_linn_lord ? of.mean_post : of.mean_pre, r);
        rule.error = of.sd_pre * std::sqrt(1 - r * r);
        break;
    case change_method::edwards_nunnally:
        regress_to(of.mean_pre, r);
        rule.error = sem;
        break;
    case change_method::nunnally_kotsch:
        regress_to(of.mean_pre, r);
        rule.error = of.sd_pre * std::sqrt(r * r * (1 - r) + 1 - r_post);
        break;
    case change_method::hageman_arrindell: {
        const double r_dd = detail::reliability_of_differences(of, sem);
        if (!(r_dd > 0))
            return refused(estimate_status::not_defined, "differences between the occasions have no reliability");
        regress_to(of.mean_pre - (of.mean_post - of.mean_pre) * (1 - r_dd) / r_dd, 1);
        rule.error = s_diff / std::sqrt(r_dd);
        rule.threshold = std::max(0.0, quantile(detail::normal_distribution(0, 1), level));
        break;
    }
    case change_method::chelune:
        regress_to(of.mean_post, 1);
        rule.error = s_diff;
        break;
    case change_method::iverson:
        regress_to(of.mean_post, 1);
        rule.error = std::sqrt(variance * (1 - r) + variance_post * (1 - r_post));
        break;
    case change_method::sd_of_differences:
        regress_to(of.mean_post, 1);
        rule.error = std::sqrt(variance + variance_post - 2 * of.retest_r * of.sd_pre * of.sd_post);
        break;
    case change_method::srb_summary:
    case change_method::srb_regression:
    case change_method::crawford_garthwaite:
        regress_to(of.mean_post, of.retest_r * of.sd_post / of.sd_pre);
        rule.error = of.sd_post * std::sqrt((1 - of.retest_r) * (1 + of.retest_r));
        break;
    }
    if (method >= change_method::srb_regression) {
        const auto n = static_cast<double>(of.n_persons);
        rule.error *= std::sqrt((n - 1) / (n - 2));
        if (method == change_method::crawford_garthwaite) {
            rule.inflation = 1 + 1 / n;
            rule.curvature = 1 / (variance * (n - 1));
            rule.df = n - 2;
            rule.threshold = -quantile(detail::t_distribution(rule.df), (1 - level) / 2);
        }
    }
    constexpr double rounding = 1e-7;  // of the error in standard deviations, when r is rounded in its 15th digit
    if (!(of.sd_pre > 0) || !(rule.error > rounding * std::max(of.sd_pre, uses_sd_post ? of.sd_post : 0.0)))
        return refused(estimate_status::no_variance, "the error is 0: nothing varies, or nothing is error");
    return rule;
}

}  // namespace attune::inline v0
