#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
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

/// Two rows of one person, counted from 0.
using row_pair = std::pair<std::size_t, std::size_t>;

/// The rows of two occasions, person by person.
struct pairing {
    std::vector<row_pair> pairs;    ///< row of the first and of the second occasion, in the order of the first
    std::int64_t n_only_first = 0;  ///< persons who are not on the second occasion
    std::int64_t n_only_second = 0;
    std::int64_t n_without_id = 0;  ///< rows whose id is empty, on either occasion
};

/// Rows that repeat the id of an earlier row; empty ids repeat nothing.
///
/// @return  the earlier row and the one that repeats it, in the order of the latter.
[[nodiscard]] inline std::vector<row_pair> repeated_ids(const std::vector<std::string>& ids)
{
    std::unordered_map<std::string_view, std::size_t> first_rows;
    std::vector<row_pair> repeated;
    for (std::size_t row = 0; row < ids.size(); ++row)
        if (!ids[row].empty())
            if (const auto [place, is_new] = first_rows.emplace(ids[row], row); !is_new)
                repeated.emplace_back(place->second, row);
    return repeated;
}

/// Joins two occasions by the ids of their rows; equal means equal as text.
///
/// @param first   one id a row; an empty one belongs to nobody.
/// @param second  likewise.
/// @throws std::invalid_argument  an id stands twice on one occasion (see `repeated_ids()`).
[[nodiscard]] inline pairing pair_occasions(const std::vector<std::string>& first,
                                            const std::vector<std::string>& second)
{
    pairing joined;
    std::unordered_map<std::string_view, std::size_t> rows;
    const auto count = [&](const std::vector<std::string>& ids, std::string_view argument) {
        if (!repeated_ids(ids).empty())
            fail_argument("pair_occasions", argument, "hold each id once", "one with repetitions");
        joined.n_without_id += std::count(ids.begin(), ids.end(), std::string{});
    };
    count(first, "first");
    count(second, "second");
    for (std::size_t row = 0; row < second.size(); ++row)
        if (!second[row].empty())
            rows.emplace(second[row], row);
    for (std::size_t row = 0; row < first.size(); ++row) {
        if (first[row].empty())
            continue;
        if (const auto place = rows.find(first[row]); place != rows.end())
            joined.pairs.emplace_back(row, place->second);
        else
            ++joined.n_only_first;
    }
    joined.n_only_second = static_cast<std::int64_t>(rows.size() - joined.pairs.size());
    return joined;
}

}  // namespace attune::inline v0
