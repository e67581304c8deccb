#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "attune/core/estimate.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/agreement/detail/arguments.hpp"
#include "attune/stats/agreement/icc.hpp"

namespace attune::inline v0 {

/// How alike the members of one couple or family are, when nothing tells the members apart.
struct group_similarity {
    intraclass_correlation icc;  ///< id "icc_anova", with F between groups over within them
    estimate double_entry;       ///< id "icc_double_entry", of groups of two
    std::int64_t n_groups = 0;   ///< with at least two members whose value is known
    std::int64_t n_alone = 0;    ///< groups left out, with one such member or none
};

/// Intraclass correlations of the members of groups: couples, or families of any size.
///
///     icc_anova         (MSB - MSW) / (MSB + (k - 1) MSW),   k = (N - sum n_g^2 / N) / (G - 1)
///     icc_double_entry  r of all pairs, each entered in both orders: (SSB - SSW) / (SSB + SSW)
///
/// with mean squares and sums of squares between and within G groups of n_g members, N in all.
///
/// @param groups  values per group, any unit; NaN is missing and left out, as are groups with fewer than two values.
/// @param level   of the interval, above 0 and below 1.
/// @return        icc_anova up to 1, negative when members differ more than strangers do, with the interval of F: exact
///                for groups of one size ("f"), approximate otherwise ("f_approximate"). icc_double_entry between -1
///                and 1 without an interval of its own, as both tell the same: with G couples its (1 + r) / (1 - r) is
///                that of icc_anova times (G - 1) / G.
///                - NaN, `too_few_persons`: fewer than two groups of two members or more.
///                - NaN, `no_variance`: all values are equal.
///                - icc_double_entry NaN, `not_defined`: a group has more than two members.
///                - Members alike, groups different: 1 with the interval 1 to 1, F infinite, p 0.
/// @throws std::invalid_argument  a value is infinite or above 1e150, or the level is not between 0 and 1.
/// @note          A difference between the means of roles (wives and husbands) counts as unlikeness: members who can be
///                told apart are compared by `correlation()`.
/// @see           Donner (1986), International Statistical Review 54, 67-82; Griffin & Gonzalez (1995), Psychological
///                Bulletin 118, 430-439. Agrees with the mean squares of anova(aov(y ~ group)) of R.
[[nodiscard]] inline group_similarity similarity(const std::vector<std::vector<double>>& groups, double level = 0.95)
{
    detail::check_level("similarity", "level", level);
    group_similarity found;
    std::vector<std::vector<double>> used;
    double n_values = 0;
    double squares = 0;
    std::size_t largest = 0;
    std::size_t smallest = static_cast<std::size_t>(-1);
    for (const std::vector<double>& group : groups) {
        std::vector<double> known;
        for (const double value : group)
            if (!std::isnan(value))
                known.push_back(value);
        if (known.size() < 2) {
            ++found.n_alone;
            continue;
        }
        const auto size = static_cast<double>(known.size());
        n_values += size;
        squares += size * size;
        largest = std::max(largest, known.size());
        smallest = std::min(smallest, known.size());
        used.push_back(std::move(known));
    }
    found.n_groups = static_cast<std::int64_t>(used.size());
    const bool is_of_one_size = largest == smallest;
    const auto n_persons = static_cast<std::int64_t>(n_values);
    found.icc.figure = {.id = "icc_anova", .n_persons = n_persons, .method = "one-way random, one member"};
    found.double_entry = {.id = "icc_double_entry", .n_persons = n_persons, .method = "both orders of each pair"};
    const auto refuse = [](estimate& figure, estimate_status status, const char* message) {
        figure.status = status;
        figure.message = message;
    };
    if (used.size() < 2) {
        for (estimate* figure : {&found.icc.figure, &found.double_entry})
            refuse(*figure, estimate_status::too_few_persons,
                   "Likeness needs at least two couples or families with the values of two members.");
        return found;
    }
    const one_way_anova anova = one_way(used);
    if (anova.between.sum_of_squares == 0 && anova.within.sum_of_squares == 0) {
        for (estimate* figure : {&found.icc.figure, &found.double_entry})
            refuse(*figure, estimate_status::no_variance, "All members have the same value.");
        return found;
    }
    const double size = (n_values - squares / n_values) / static_cast<double>(used.size() - 1);
    found.icc.test = anova.test;
    found.icc.figure.value = detail::icc_of_f(anova.test.f, size);
    const auto [lower, upper] = detail::f_limits(anova.test, level);
    found.icc.figure.ci = confidence_interval{detail::icc_of_f(lower, size), detail::icc_of_f(upper, size), level,
                                              is_of_one_size ? "f" : "f_approximate"};
    if (largest > 2) {
        refuse(found.double_entry, estimate_status::not_defined,
               "Double entry is for couples, and a family has more than two members.");
        return found;
    }
    const double between = anova.between.sum_of_squares;
    const double within = anova.within.sum_of_squares;
    found.double_entry.value = (between - within) / (between + within);
    return found;
}

}  // namespace attune::inline v0
