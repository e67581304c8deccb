#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/agreement/bland_altman.hpp"
#include "attune/stats/agreement/icc.hpp"
#include "attune/stats/agreement/measurement_error.hpp"
#include "attune/stats/agreement/test_retest.hpp"

namespace attune::inline v0 {

/// An F test under the id of its coefficient.
struct named_f_test {
    std::string id;
    f_test test;
};

/// How far repeated numbers of the same persons agree.
struct agreement {
    std::vector<estimate> estimates;    ///< in the order in which they are reported
    std::vector<named_f_test> f_tests;  ///< of the intraclass correlations among them
    std::int64_t n_persons = 0;         ///< with all numbers
    std::int64_t n_left_out = 0;        ///< with at least one missing
    std::int64_t n_raters = 0;
};

/// All that a table of ratings says about agreement: the six intraclass correlations, measurement error and smallest
/// detectable change; with two raters also the correlation and the limits of agreement.
///
/// @param ratings  persons x raters, NaN is missing.
/// @throws std::invalid_argument  a rating is infinite or above 1e150.
[[nodiscard]] inline agreement agreement_of_ratings(const matrix_view& ratings)
{
    agreement all;
    const intraclass_correlations correlations = icc(ratings);
    for (const auto& [figure, test] : correlations.all) {
        all.estimates.push_back(figure);
        all.f_tests.push_back({figure.id, test});
    }
    const measurement_error error = measurement_error_of(ratings);
    for (const estimate* figure :
         {&error.sem_agreement, &error.sem_consistency, &error.sdc_agreement_individual, &error.sdc_agreement_group,
          &error.sdc_consistency_individual, &error.sdc_consistency_group})
        all.estimates.push_back(*figure);
    if (ratings.cols() == 2) {
        all.estimates.push_back(test_retest_r(ratings));
        const limits_of_agreement limits = bland_altman(ratings);
        for (const estimate* figure : {&limits.bias, &limits.sd_differences, &limits.lower, &limits.upper})
            all.estimates.push_back(*figure);
    }
    all.n_left_out = correlations.n_left_out;
    all.n_persons = ratings.rows() - all.n_left_out;
    all.n_raters = ratings.cols();
    return all;
}

/// What two occasions say about one score: the correlation, agreement and consistency of one score, measurement error,
/// smallest detectable change and limits of agreement. Coefficients of a mean over occasions are left out: nobody is
/// scored by it.
///
/// @param occasions  persons x 2, NaN where the score was refused.
/// @throws std::invalid_argument  there are not two columns.
[[nodiscard]] inline agreement agreement_of_occasions(const matrix_view& occasions)
{
    detail::check_two_occasions("agreement_of_occasions", occasions);
    agreement all = agreement_of_ratings(occasions);
    const auto is_left_out = [](std::string_view id) { return id == "icc_1_1" || id.ends_with("_k"); };
    std::erase_if(all.estimates, [&](const estimate& figure) { return is_left_out(figure.id); });
    std::erase_if(all.f_tests, [&](const named_f_test& named) { return is_left_out(named.id); });
    const auto r = std::find_if(all.estimates.begin(), all.estimates.end(),
                                [](const estimate& figure) { return figure.id == "test_retest_r"; });
    std::rotate(all.estimates.begin(), r, r + 1);
    return all;
}

}  // namespace attune::inline v0
