#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/analysis/scale_tallies.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/version.hpp"
#include "attune/instrument/scale.hpp"
#include "attune/stats/reliability/binomial_sem.hpp"
#include "attune/stats/reliability/conditional_sem.hpp"

namespace attune::inline v0 {

/// The standard error of measurement of one score, or of neighbouring ones, in units of the score.
struct score_error {
    double lowest = std::numeric_limits<double>::quiet_NaN();
    double highest = std::numeric_limits<double>::quiet_NaN();
    std::int64_t n_persons = 0;
    double sem = std::numeric_limits<double>::quiet_NaN();
};

/// What one method says of all scores.
struct score_errors {
    std::string id;      ///< e.g. "csem_feldt"
    std::string method;  ///< names the split, the degree or the reliability
    std::vector<score_error> levels;
    estimate_status status = estimate_status::ok;
    std::string message;
};

/// How far the scores of one scale stray by chance, by score.
struct conditional_error {
    std::string scale;                       ///< as in every output
    aggregation metric = aggregation::mean;  ///< what the scores and errors are of: a mean or a sum of all items
    std::vector<score_errors> methods;       ///< none for a single item
};

/// Standard errors of measurement by score, of the people who answered every item: Thorndike's from the halves of items
/// taken in turn, Feldt's with an item a part, Mollenkopf and Feldt's with a curve of degree 3 and an item a part,
/// Lord's, and Keats' with the reliability at hand.
///
/// @param scale        id of the scale.
/// @param tallies      of its answers, finished.
/// @param metric       of its score.
/// @param reliability  of its score, e.g. alpha_raw; NaN where it has none.
[[nodiscard]] inline conditional_error conditional_error_of_scale(std::string scale, const scale_tallies& tallies,
                                                                  aggregation metric, double reliability)
{
    conditional_error made{std::move(scale), metric, {}};
    if (!tallies.items())
        return made;
    const double unit = metric == aggregation::mean ? static_cast<double>(tallies.items()->n_items()) : 1;
    for (conditional_sem& found :
         std::vector{conditional_sem_thorndike(*tallies.halves()), conditional_sem_feldt(*tallies.items()),
                     conditional_sem_mollenkopf_feldt(*tallies.items()),
                     conditional_sem_keats(*tallies.items(), reliability), conditional_sem_lord(*tallies.items())}) {
        score_errors method{std::move(found.id), std::move(found.method), {}, found.status, std::move(found.message)};
        for (const level_error& level : found.levels)
            method.levels.push_back({static_cast<double>(level.lowest) / unit,
                                     static_cast<double>(level.highest) / unit, level.n_persons, level.value / unit});
        made.methods.push_back(std::move(method));
    }
    return made;
}

}  // namespace attune::inline v0
