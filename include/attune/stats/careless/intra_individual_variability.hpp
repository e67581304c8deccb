#pragma once

#include <cmath>
#include <limits>
#include <span>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// Intra-individual response variability: the standard deviation of one person's answers, divisor n - 1. Small for
/// people who give nearly the same answer to everything, large for those who use both ends without regard to content.
///
/// @param answers  of one person, not reversed; NaN is missing.
/// @return         in answer units; NaN below two answers.
/// @see            Dunn, Heggestad, Shanock & Theilgard (2018), Journal of Business and Psychology 33, 105-121. Agrees
///                 with irv() of the R package careless.
[[nodiscard]] inline double intra_individual_variability(std::span<const double> answers)
{
    int n = 0;
    double sum = 0;
    for (const double answer : answers)
        if (!std::isnan(answer)) {
            ++n;
            sum += answer;
        }
    if (n < 2)
        return std::numeric_limits<double>::quiet_NaN();
    const double mean = sum / n;
    double squares = 0;
    for (const double answer : answers)
        if (!std::isnan(answer))
            squares += (answer - mean) * (answer - mean);
    return std::sqrt(squares / (n - 1));
}

}  // namespace attune::inline v0
