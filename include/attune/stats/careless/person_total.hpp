#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/careless/detail/pair_correlation.hpp"

namespace attune::inline v0 {

/// How many people answered an item, and the sum of their answers.
struct item_sum {
    double n = 0;
    double sum = 0;
};

/// Person-total correlation: of one person's answers with the mean answers of all other people, over the items. Low for
/// people who answer unlike the others, which careless people do, and others too.
///
/// @param answers  of one person, not reversed; NaN is missing.
/// @param all      per item, over all people with this one among them.
/// @return         -1..1; NaN below three items that this person and somebody else answered, and where the answers or
/// the
///                 means are all equal.
/// @throws std::invalid_argument  there are more or fewer sums than answers.
/// @see            Donlon & Fischer (1968), Educational and Psychological Measurement 28, 105-113 (personal biserial);
///                 Curran (2016), Journal of Experimental Social Psychology 66, 4-19.
[[nodiscard]] inline double person_total_r(std::span<const double> answers, std::span<const item_sum> all)
{
    check_count("person_total_r", "all", all.size(), answers.size());
    std::vector<double> others(answers.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (!std::isnan(answers[i]) && all[i].n > 1)
            others[i] = (all[i].sum - answers[i]) / (all[i].n - 1);
    return detail::pair_correlation(answers, others);
}

}  // namespace attune::inline v0
