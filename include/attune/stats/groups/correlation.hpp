#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/test_retest.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/reliability/measurement_error.hpp"

namespace attune::inline v0 {

/// How two scores go together.
struct correlation_test {
    estimate r;                                           ///< id "correlation" with Fisher's interval
    double t = std::numeric_limits<double>::quiet_NaN();  ///< r sqrt((n - 2) / (1 - r^2)), on n - 2 df
    double p = std::numeric_limits<double>::quiet_NaN();  ///< two-sided, of no correlation
};

/// The product-moment correlation of two scores, with its test and Fisher's interval.
///
/// @param scores  n x 2, any units; NaN is missing, and persons with one score are left out.
/// @param level   of the interval, between 0 and 1.
/// @return     r as `test_retest_r()` computes it. NaN and `too_few_persons` below 2 persons, `no_variance` when all
/// have
///             the same score; t and p are NaN below 3.
/// @throws std::invalid_argument  there are not two columns, a score is infinite or above 1e150, or level is not
/// between
///                                0 and 1.
/// @see        Agrees with cor.test() of R.
[[nodiscard]] inline correlation_test correlation(const matrix_view& scores, double level = 0.95)
{
    correlation_test made;
    made.r = test_retest_r(scores, level);
    made.r.id = "correlation";
    if (made.r.status == estimate_status::too_few_persons)
        made.r.message = "a correlation needs at least two persons with both scores";
    if (made.r.status == estimate_status::no_variance)
        made.r.message = "all persons have the same value of one of the two";
    if (made.r.status != estimate_status::ok || *made.r.n_persons < 3)
        return made;
    const auto df = static_cast<double>(*made.r.n_persons - 2);
    made.t = made.r.value * std::sqrt(df / ((1 - made.r.value) * (1 + made.r.value)));
    made.p = detail::t_two_sided_p(made.t, df);
    return made;
}

/// The correlation of two scores less what measurement error took from it, r / sqrt(reliability_x reliability_y), with
/// the ends of the interval of r carried over.
///
/// @param r                            what `correlation()` gave.
/// @param reliability_x,reliability_y  0..1; NaN when not known.
/// @return     id "correlation_true". NaN with the reason of r, `not_known` when a reliability is, `not_defined` when
/// it
///             is 0 or lies outside 0..1. May exceed 1 in size: then a reliability is too low for these people.
/// @note       The reliabilities count as known: the interval is too narrow when they come from a small sample.
/// @see        Spearman (1904), American Journal of Psychology 15, 72-101.
[[nodiscard]] inline estimate disattenuated(estimate r, double reliability_x, double reliability_y)
{
    r.id = "correlation_true";
    r.method = "disattenuated";
    if (r.status != estimate_status::ok)
        return r;
    const double attenuation = attenuated_r(1, reliability_x, reliability_y);
    const bool is_unknown = std::isnan(reliability_x) || std::isnan(reliability_y);
    if (!(attenuation > 0))
        return detail::without_value(
            std::move(r), is_unknown ? estimate_status::not_known : estimate_status::not_defined,
            is_unknown ? "a reliability is not known" : "reliabilities lie above 0 and up to 1");
    r.value /= attenuation;
    if (r.ci) {
        r.ci->lower /= attenuation;
        r.ci->upper /= attenuation;
    }
    return r;
}

/// A published correlation.
struct sample_correlation {
    double r = std::numeric_limits<double>::quiet_NaN();  ///< between -1 and 1
    std::int64_t n_persons = 0;                           ///< at least 4
};

/// Whether a correlation differs between two groups of people.
struct correlation_difference {
    double z = std::numeric_limits<double>::quiet_NaN();
    double p = std::numeric_limits<double>::quiet_NaN();  ///< two-sided
};

/// Fisher's test of two correlations from different people: z = (atanh r1 - atanh r2) / sqrt(1/(n1 - 3) + 1/(n2 - 3)).
///
/// @return     NaN when an r is NaN.
/// @throws std::invalid_argument  an r is not between -1 and 1, or n is below 4.
/// @see        Fisher (1921), Metron 1, 3-32. Agrees with psych::paired.r.
[[nodiscard]] inline correlation_difference correlation_difference_of(const sample_correlation& first,
                                                                      const sample_correlation& second)
{
    double variance = 0;
    for (const sample_correlation& one : {first, second}) {
        if (std::abs(one.r) >= 1)
            fail_argument("correlation_difference_of", "r", "lie between -1 and 1", fmt::format("{}", one.r));
        if (one.n_persons < 4)
            fail_argument("correlation_difference_of", "n_persons", "be at least 4", fmt::format("{}", one.n_persons));
        variance += 1 / static_cast<double>(one.n_persons - 3);
    }
    correlation_difference made;
    made.z = (std::atanh(first.r) - std::atanh(second.r)) / std::sqrt(variance);
    made.p = std::isnan(made.z) ? made.z : 2 * detail::normal_share(-std::abs(made.z));
    return made;
}

}  // namespace attune::inline v0
