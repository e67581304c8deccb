#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/scale_figures.hpp"
#include "attune/analysis/screen.hpp"
#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/responses/code_block.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

/// The scales without the people whom one index makes most suspicious.
struct screen_step {
    careless_index index = careless_index::longstring;
    double share = 0;             ///< most that may be left out, of those who have the index
    std::int64_t n_ranked = 0;    ///< who have the index
    std::int64_t n_left_out = 0;  ///< fewer than the share where many are equally suspicious: all of them stay then
    std::vector<scale_figures> scales;
};

/// How much scales depend on the most suspicious people.
struct screen_sensitivity {
    std::vector<scale_figures> everybody;
    std::vector<screen_step> steps;  ///< by index, then share; indices that nobody has are left out
};

/// How suspicious one index makes a person: larger is more. Mahalanobis distances over different numbers of items are
/// compared by their chi-square probability. NaN where the person does not have the index.
[[nodiscard]] inline double suspicion(const careless_indices& person, careless_index index)
{
    const double value = person[index];
    if (index == careless_index::mahalanobis && !std::isnan(value))
        return -detail::chi_square_upper_tail(value, person.n_answered);
    return is_suspicious_when_high(index) ? value : -value;
}

namespace detail {

[[nodiscard]] inline moments moments_of_people(const moment_layout& layout, const code_block& people)
{
    moments sums(layout);
    if (people.n_persons() > 0)
        sums.add(people.padded_row(0), people.n_persons(), people.stride());
    return sums;
}

[[nodiscard]] inline moments without(const moments& all, const code_block& people)
{
    moments rest = all;
    rest.subtract(moments_of_people(all.layout(), people));
    return rest;
}

}  // namespace detail

/// The scales without the most suspicious people, index by index.
///
/// People are left out only together with all who are as suspicious as they are, so that the result does not depend on
/// the order of the rows.
///
/// @param key      of the form.
/// @param people   all of them.
/// @param indices  of each, in the same order.
/// @param shares   that may be left out, each above 0 and below 1.
/// @throws std::invalid_argument  there are more or fewer indices than people, or a share is no share.
[[nodiscard]] inline screen_sensitivity sensitivity_of(const scoring_key& key, const code_block& people,
                                                       std::span<const careless_indices> indices,
                                                       const std::vector<double>& shares = {0.01, 0.05, 0.10})
{
    check_count("sensitivity_of", "indices", indices.size(), people.n_persons());
    for (const double share : shares)
        check_probability("sensitivity_of", "shares", share);
    const moments all = detail::moments_of_people(layout_of(key), people);
    screen_sensitivity result;
    result.everybody = figures_of_scales(key, all);
    for (const careless_index index : careless_index_list) {
        std::vector<double> of_person;
        std::vector<double> ranked;
        for (const careless_indices& person : indices) {
            of_person.push_back(suspicion(person, index));
            if (!std::isnan(of_person.back()))
                ranked.push_back(of_person.back());
        }
        if (ranked.empty())
            continue;
        std::sort(ranked.begin(), ranked.end(), std::greater<>());
        for (const double share : shares) {
            // The first who stays; whoever is as suspicious stays, too.
            const double threshold = ranked[static_cast<std::size_t>(share * static_cast<double>(ranked.size()))];
            code_block left_out(people.n_items());
            for (std::size_t i = 0; i < of_person.size(); ++i)
                if (of_person[i] > threshold)
                    std::copy(people.row(i).begin(), people.row(i).end(), left_out.append().begin());
            result.steps.push_back({index, share, static_cast<std::int64_t>(ranked.size()),
                                    static_cast<std::int64_t>(left_out.n_persons()),
                                    figures_of_scales(key, detail::without(all, left_out))});
        }
    }
    return result;
}

}  // namespace attune::inline v0
