#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/detail/arguments.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/moments/univariate.hpp"

namespace attune::inline v0 {

/// What limits of agreement are asked for.
struct bland_altman_options {
    double level = 0.95;           ///< of the intervals; the convention of the field's journals
    double coverage = 0.95;        ///< share of differences that the limits hold if differences are normal
    std::optional<double> z = {};  ///< instead of the exact quantile of `coverage`: 1.96, or the 2 of the paper of 1986
};

/// Differences between two occasions (or two methods) in score units.
struct limits_of_agreement {
    estimate bias;                ///< id "bias": mean of second less first
    estimate sd_differences;      ///< id "sd_differences"
    estimate lower;               ///< id "loa_lower"
    estimate upper;               ///< id "loa_upper"
    std::int64_t n_left_out = 0;  ///< persons with one occasion
};

/// Limits of agreement of Bland & Altman, for d = second - first:
///
///     bias = mean d,  SE = sd_d / sqrt(n);   limits = bias -+ z sd_d,  SE = sd_d sqrt(1 / n + z^2 / (2 (n - 1)))
///
/// with intervals of t on n - 1 degrees of freedom.
///
/// @param occasions  n x 2 in score units, NaN is missing; persons with one occasion are left out and counted.
/// @param options    levels, coverage and the number of standard deviations.
/// @return           in score units. The bias needs one person, everything else two: NaN and `too_few_persons` below.
///                   Equal differences give limits at the bias, with errors of 0.
/// @throws std::invalid_argument  there are not two columns, a score is infinite or above 1e150, a level or coverage is
///                                not between 0 and 1, or z is not above 0.
/// @note             Supposes that differences neither grow with the score nor depart much from a normal distribution.
/// @see              Bland & Altman (1986), The Lancet 327, 307-310; (1999), Statistical Methods in Medical Research 8,
///                   135-160, whose standard error of a limit this is (the paper of 1986 prints sqrt(3 / n) sd_d).
[[nodiscard]] inline limits_of_agreement bland_altman(const matrix_view& occasions,
                                                      const bland_altman_options& options = {})
{
    detail::check_two_occasions("bland_altman", occasions);
    detail::check_level("bland_altman", "level", options.level);
    detail::check_level("bland_altman", "coverage", options.coverage);
    const double z = options.z.value_or(detail::two_sided_z(options.coverage));
    if (!(z > 0))
        fail_argument("bland_altman", "z", "be above 0", fmt::format("{}", z));
    std::vector<double> differences;
    for (Eigen::Index i = 0; i < occasions.rows(); ++i) {
        check_moderate("bland_altman", "occasions", occasions(i, 0));
        check_moderate("bland_altman", "occasions", occasions(i, 1));
        differences.push_back(occasions(i, 1) - occasions(i, 0));
    }
    const univariate_moments moments = univariate(differences);
    const std::int64_t n_persons = *moments.mean.n_persons;
    const auto named = [&](const char* id, const char* method) {
        return estimate{.id = id, .n_persons = n_persons, .method = method};
    };
    limits_of_agreement limits{named("bias", "mean of second less first"),
                               named("sd_differences", "sample standard deviation of second less first"),
                               named("loa_lower", "bias - z sd of differences"),
                               named("loa_upper", "bias + z sd of differences"), moments.n_missing};
    limits.bias.value = moments.mean.value;
    limits.sd_differences.value = moments.sd.value;
    if (n_persons == 0) {
        limits.bias.status = estimate_status::too_few_persons;
        limits.bias.message = "A difference needs at least one person with both occasions.";
    }
    if (n_persons < 2) {
        for (estimate* figure : {&limits.sd_differences, &limits.lower, &limits.upper}) {
            figure->status = estimate_status::too_few_persons;
            figure->message = "Limits of agreement need at least two persons with both occasions.";
        }
        return limits;
    }

    const auto n = static_cast<double>(n_persons);
    const double sd = moments.sd.value;
    const double t = detail::two_sided_t(options.level, n - 1);
    const auto complete = [&](estimate& figure, double value, double std_error) {
        figure.value = value;
        figure.std_error = std_error;
        figure.ci = confidence_interval{value - t * std_error, value + t * std_error, options.level, "t"};
    };
    const double of_limit = sd * std::sqrt(1 / n + z * z / (2 * (n - 1)));
    complete(limits.bias, moments.mean.value, sd / std::sqrt(n));
    complete(limits.lower, moments.mean.value - z * sd, of_limit);
    complete(limits.upper, moments.mean.value + z * sd, of_limit);
    return limits;
}

}  // namespace attune::inline v0
