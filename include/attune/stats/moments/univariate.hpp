#pragma once

#include <cmath>
#include <cstdint>
#include <span>

#include "attune/core/check_moderate.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/moments/exact_sum.hpp"

namespace attune::inline v0 {

/// Mean and spread of one variable.
struct univariate_moments {
    estimate mean;  ///< id "mean", with its standard error sd / sqrt(n)
    estimate sd;    ///< id "sd", of the sample
    std::int64_t n_missing = 0;
};

/// Mean and standard deviation at the full accuracy of doubles:
///
///     mean = sum(x) / n,   sd = sqrt(sum((x - mean)^2) / (n - 1))
///
/// Sums are exact and deviations are taken from a mean of twice the digits: a large mean costs no digit of the standard
/// deviation, and the order of the values moves no bit.
///
/// @param values  any unit; NaN is missing and left out.
/// @return        both in the unit of the values. NaN and `too_few_persons`: the mean of no value, the sd of one. The
///                sd of equal values is 0. A spread below 1e-150 counts as none.
/// @throws std::invalid_argument  a value is infinite or larger than 1e150.
/// @see           Chan, Golub & LeVeque (1983), The American Statistician 37, 242-247 (the two-pass form). Agrees with
///                mean() and sd() of R, and with NIST StRD to all certified digits.
[[nodiscard]] inline univariate_moments univariate(std::span<const double> values)
{
    exact_sum sum;
    std::int64_t n_persons = 0;
    for (const double value : values) {
        check_moderate("univariate", "values", value);
        if (std::isnan(value))
            continue;
        sum.add(value);
        ++n_persons;
    }
    univariate_moments moments{{.id = "mean", .n_persons = n_persons, .method = "arithmetic mean"},
                               {.id = "sd", .n_persons = n_persons, .method = "sample standard deviation, n - 1"},
                               static_cast<std::int64_t>(values.size()) - n_persons};
    const auto refuse = [](estimate& figure, const char* message) {
        figure.status = estimate_status::too_few_persons;
        figure.message = message;
    };
    if (n_persons < 2)
        refuse(moments.sd, "A standard deviation needs at least two values.");
    if (n_persons == 0) {
        refuse(moments.mean, "A mean needs at least one value.");
        return moments;
    }
    const centre mean = centre_of(sum, n_persons);
    moments.mean.value = mean.high;
    if (n_persons < 2)
        return moments;
    exact_sum squares;
    for (const double value : values)
        if (!std::isnan(value))
            squares.add(mean.deviation(value) * mean.deviation(value));
    moments.sd.value = std::sqrt(squares.value() / static_cast<double>(n_persons - 1));
    moments.mean.std_error = moments.sd.value / std::sqrt(static_cast<double>(n_persons));
    return moments;
}

}  // namespace attune::inline v0
