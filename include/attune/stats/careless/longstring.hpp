#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// The longest run of equal answers one after the other: long for people who tick down one column.
///
/// @param answers  of one person, in the order in which they were asked, not reversed; NaN is missing and ends a run.
/// @return         1..number of answers; 0 without any.
/// @note           With few reversed items an extreme person may well give the same answer many times.
/// @see            Johnson (2005), Journal of Research in Personality 39, 103-129; Meade & Craig (2012), Psychological
///                 Methods 17, 437-455. Agrees with longstring() of the R package careless, which has 1 without
///                 answers.
[[nodiscard]] inline int longstring(std::span<const double> answers)
{
    int longest = 0;
    int length = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (std::isnan(answers[i]))
            length = 0;
        else
            length = i > 0 && answers[i] == answers[i - 1] ? length + 1 : 1;
        longest = std::max(longest, length);
    }
    return longest;
}

}  // namespace attune::inline v0
