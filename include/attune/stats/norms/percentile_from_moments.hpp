#pragma once

#include <cmath>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/detail/noncentral_t.hpp"
#include "attune/stats/norms/reference_moments.hpp"
#include "attune/stats/norms/standard_scores.hpp"

namespace attune::inline v0 {

/// One person against a sample of the reference group.
struct person_against_sample {
    double t = std::numeric_limits<double>::quiet_NaN();
    double df = std::numeric_limits<double>::quiet_NaN();  ///< n_persons - 1
    estimate percentile;                                   ///< see `percentile_from_moments()`
};

/// The percentile of a score when only mean M, standard deviation S and size n of a reference sample are known:
///
///     t = (x - M) / (S sqrt((n + 1) / n)),   percentile = 100 T_{n-1}(t)
///
/// T the distribution of Student: the chance that a further person of the group scores lower. Its interval tells how
/// the percentile of x in the population may differ: with c = (x - M) / S and the noncentralities d at which a
/// noncentral t on n - 1 degrees of freedom stays below c sqrt(n) with probability (1 +- level) / 2, 100 Phi(d /
/// sqrt(n)).
///
/// Above 50,000 degrees of freedom d is that of a normal approximation; its error is below 0.0002 of a percentile.
///
/// @param x          a score; NaN when it is not known.
/// @param reference  M, S >= 0 and n of the sample.
/// @param level      of the interval, between 0 and 1.
/// @return     t, df and the estimate: id "percentile", 0..100, method "assumes normal", ci of method "noncentral_t".
///             NaN and `not_known` when x, M, S or n is not known; `too_few_persons` when n is below 2; `no_variance`
///             when S is 0.
/// @throws std::invalid_argument  S or n is negative, or level is not between 0 and 1.
/// @note       Assumes normal scores, in the population too: of ECR scores, which are skewed, counts tell more.
/// @see        Crawford & Howell (1998), The Clinical Neuropsychologist 12, 482-486; Crawford & Garthwaite (2002),
///             Neuropsychologia 40, 1196-1208. Agrees with singcar::TD.
[[nodiscard]] inline person_against_sample percentile_from_moments(double x, const reference_moments& reference,
                                                                   double level = 0.95)
{
    check_probability("percentile_from_moments", "level", level);
    if (reference.n_persons && *reference.n_persons < 0)
        fail_argument("percentile_from_moments", "n_persons", "not be negative",
                      fmt::format("{}", *reference.n_persons));
    const double c = z_score(x, reference.mean, reference.sd);
    person_against_sample made;
    made.percentile = {.id = "percentile", .n_persons = reference.n_persons, .method = "assumes normal"};
    const auto refuse = [&](estimate_status status, const char* message) {
        made.percentile.status = status;
        made.percentile.message = message;
        return made;
    };
    if (std::isnan(x))
        return refuse(estimate_status::not_known, "the score is not known");
    if (std::isnan(reference.mean) || std::isnan(reference.sd))
        return refuse(estimate_status::not_known, "the mean or the standard deviation is not known");
    if (!reference.n_persons)
        return refuse(estimate_status::not_known, "the size of the reference group is not reported");
    if (*reference.n_persons < 2)
        return refuse(estimate_status::too_few_persons, "a reference group needs at least 2 persons");
    if (reference.sd == 0)
        return refuse(estimate_status::no_variance, "the scores of the reference group do not differ");
    const auto n = static_cast<double>(*reference.n_persons);
    made.df = n - 1;
    made.t = c / std::sqrt((n + 1) / n);
    made.percentile.value = 100 * cdf(detail::t_distribution(made.df), made.t);
    const auto [lower, upper] = detail::noncentrality_interval(c * std::sqrt(n), made.df, level);
    made.percentile.ci = confidence_interval{100 * detail::normal_share(lower / std::sqrt(n)),
                                             100 * detail::normal_share(upper / std::sqrt(n)), level, "noncentral_t"};
    return made;
}

}  // namespace attune::inline v0
