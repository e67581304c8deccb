#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <Eigen/QR>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/reliability/part_sums.hpp"

namespace attune::inline v0 {

// Standard errors of measurement by score level: a score in the middle of a scale strays further by chance than one at
// its end, which the one sem() of all scores does not show. All are of the sum of all items, of people who answered all
// of them, in units of that sum; for a mean score divide scores and errors by the number of items.

/// The standard error of measurement around one sum of all items, or around a few neighbouring ones.
struct level_error {
    std::int64_t lowest = 0;                                  ///< sum
    std::int64_t highest = 0;                                 ///< sum; the same unless levels were pooled
    std::int64_t n_persons = 0;                               ///< with such a sum
    double value = std::numeric_limits<double>::quiet_NaN();  ///< [units of the sum]
};

/// Standard errors of measurement by score level.
struct conditional_sem {
    std::string id;                   ///< e.g. "csem_feldt"
    std::string method;               ///< names the split, the degree or the reliability
    std::vector<level_error> levels;  ///< by score, from the lowest sum that somebody has to the highest
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when there are no levels, or a caveat
};

namespace detail {

/// People of neighbouring levels.
struct level_pool {
    explicit level_pool(std::size_t n_parts) : part_sum(n_parts, 0) {}

    void add(const score_level& level, std::int64_t at)
    {
        if (level.n == 0)
            return;
        lowest = n == 0 ? at : lowest;
        highest = at;
        n += level.n;
        total += level.n * at;
        total_2 += level.n * at * at;
        squares += level.squares;
        for (std::size_t part = 0; part < part_sum.size(); ++part)
            part_sum[part] += level.sum[part];
    }

    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    std::int64_t n = 0;
    std::int64_t total = 0;
    std::int64_t total_2 = 0;
    std::int64_t squares = 0;
    std::vector<std::int64_t> part_sum;
};

[[nodiscard]] inline level_pool all_people(const part_sums& sums)
{
    level_pool all(sums.n_parts());
    for (std::size_t i = 0; i < sums.levels().size(); ++i)
        all.add(sums.levels()[i], sums.lowest_sum() + static_cast<std::int64_t>(i));
    return all;
}

/// The split in words: "2 parts of 9 items".
[[nodiscard]] inline std::string parts_in_words(const part_sums& sums)
{
    std::size_t fewest = sums.n_items();
    std::size_t most = 0;
    for (const std::size_t n : sums.n_items_of_part()) {
        fewest = std::min(fewest, n);
        most = std::max(most, n);
    }
    return fewest == most ? fmt::format("{} parts of {} item{}", sums.n_parts(), most, most == 1 ? "" : "s")
                          : fmt::format("{} parts of {} to {} items", sums.n_parts(), fewest, most);
}

/// Levels from the lowest up, pooled until each pool holds enough people; what is left at the top joins the last one.
///
/// @param error  called with a pool of at least 2 people; gives its error.
template <typename Error>
[[nodiscard]] conditional_sem by_pool(conditional_sem made, const part_sums& sums, std::int64_t min_persons,
                                      Error error)
{
    check_within<std::int64_t>(made.id, "min_persons", min_persons, 2, std::numeric_limits<std::int64_t>::max());
    std::vector<std::size_t> begins;
    std::int64_t n_open = min_persons;
    for (std::size_t i = 0; i < sums.levels().size(); ++i) {
        if (n_open >= min_persons) {
            begins.push_back(i);
            n_open = 0;
        }
        n_open += sums.levels()[i].n;
    }
    if (n_open < min_persons)
        begins.pop_back();
    if (begins.empty()) {
        made.status = estimate_status::too_few_persons;
        made.message = fmt::format("a score level needs {} people who answered every item, and there are {}",
                                   min_persons, all_people(sums).n);
        return made;
    }
    for (std::size_t at = 0; at < begins.size(); ++at) {
        level_pool pool(sums.n_parts());
        const std::size_t end = at + 1 < begins.size() ? begins[at + 1] : sums.levels().size();
        for (std::size_t i = begins[at]; i < end; ++i)
            pool.add(sums.levels()[i], sums.lowest_sum() + static_cast<std::int64_t>(i));
        made.levels.push_back({pool.lowest, pool.highest, pool.n, error(pool)});
    }
    return made;
}

/// Every sum between the lowest and the highest that somebody has.
///
/// @param error  called with a sum; gives its error.
template <typename Error>
void add_each_sum(conditional_sem& made, const part_sums& sums, const level_pool& all, Error error)
{
    for (std::int64_t at = all.lowest; at <= all.highest; ++at)
        made.levels.push_back({at, at, sums.levels()[static_cast<std::size_t>(at - sums.lowest_sum())].n, error(at)});
}

[[nodiscard]] inline conditional_sem without_levels(conditional_sem made, estimate_status status, std::string message)
{
    made.status = status;
    made.message = std::move(message);
    return made;
}

/// sqrt(K / (K - 1) sum over parts of the variance of the part's distance from its share of the sum).
[[nodiscard]] inline double error_of_parts(const level_pool& pool)
{
    const auto n_parts = static_cast<double>(pool.part_sum.size());
    const auto n = static_cast<double>(pool.n);
    const double mean_share = static_cast<double>(pool.total) / n / n_parts;
    double squares = static_cast<double>(pool.squares) - static_cast<double>(pool.total_2) / n_parts;
    for (const std::int64_t sum : pool.part_sum) {
        const double distance = static_cast<double>(sum) / n - mean_share;
        squares -= n * distance * distance;
    }
    return std::sqrt(std::max(squares, 0.0) * n_parts / ((n_parts - 1) * (n - 1)));
}

}  // namespace detail

/// Thorndike's standard error by score level: the standard deviation of the difference of two halves among the people
/// with that sum, divisor n - 1:
///
///     csem_thorndike = sd(first half - second half)
///
/// Levels with fewer than `min_persons` people are pooled with the next higher ones; what is left at the top joins the
/// last pool.
///
/// @param halves       of two parts, which should be alike in content and length; errors of different halves are
///                     independent.
/// @param min_persons  at least 2.
/// @return     id "csem_thorndike"; `too_few_persons` when there are not enough for one level.
/// @throws std::invalid_argument  there are not two parts, or min_persons is below 2.
/// @see        Thorndike (1951), in Lindquist (ed.), Educational measurement, 560-620; Feldt, Steffen & Gupta (1985),
///             Applied Psychological Measurement 9, 351-361. Agrees with JASP's "Thorndike" but for pools at the top.
[[nodiscard]] inline conditional_sem conditional_sem_thorndike(const part_sums& halves, std::int64_t min_persons = 20)
{
    check_within<std::size_t>("csem_thorndike", "n_parts", halves.n_parts(), 2, 2);
    return detail::by_pool({"csem_thorndike", fmt::format("difference of {}", detail::parts_in_words(halves)), {}},
                           halves, min_persons, detail::error_of_parts);
}

/// Feldt's generalisation of Thorndike's method to K parts x_1, ..., x_K, with the sum X and means m among the people
/// of a level:
///
///     csem_feldt^2 = K / (K - 1) / (n - 1) * sum over people and parts of ((x_p - X / K) - (m_p - m_X / K))^2
///
/// For two parts it is Thorndike's. The more parts, the less it depends on how the items were dealt out, and the more
/// on parts being alike: essentially tau-equivalent.
///
/// @param parts        of one length; up to one item each.
/// @param min_persons  at least 2; pooled as for `conditional_sem_thorndike()`.
/// @return     id "csem_feldt"; `too_few_persons` when there are not enough for one level.
/// @throws std::invalid_argument  min_persons is below 2.
/// @see        Feldt & Qualls (1996), Journal of Educational Measurement 33, 141-156; Qualls-Payne (1992), Journal of
///             Educational Measurement 29, 213-225. JASP's "Feldt" divides by n; its "ANOVA" is this with an item a
///             part.
[[nodiscard]] inline conditional_sem conditional_sem_feldt(const part_sums& parts, std::int64_t min_persons = 20)
{
    return detail::by_pool({"csem_feldt", detail::parts_in_words(parts), {}}, parts, min_persons,
                           detail::error_of_parts);
}

/// The method of Mollenkopf and Feldt: what each person adds to Feldt's error variance, with means of all people, is
/// regressed on a polynomial of the sum, and the root of the curve is the standard error:
///
///     K / (K - 1) * sum over parts of ((x_p - M_p) - (X - M_X) / K)^2  ~  b_0 + b_1 X + ... + b_d X^d
///
/// Smooth over all levels, and in no need of many people at each.
///
/// @param parts   as for `conditional_sem_feldt()`; two are Mollenkopf's halves.
/// @param degree  d, 1..6; the literature takes 2 to 4.
/// @return     id "csem_mollenkopf_feldt", a value for each sum between the lowest and the highest of the people, NaN
///             where the curve lies below 0, as it can at the ends: `message` says so. `too_few_persons` when fewer
///             than d + 2 different sums are there.
/// @throws std::invalid_argument  degree is outside.
/// @see        Mollenkopf (1949), Psychometrika 14, 189-229; Feldt, Steffen & Gupta (1985), Applied Psychological
///             Measurement 9, 351-361, who recommend it. Agrees with JASP's "Mollenkopf-Feldt".
[[nodiscard]] inline conditional_sem conditional_sem_mollenkopf_feldt(const part_sums& parts, int degree = 3)
{
    check_within("csem_mollenkopf_feldt", "degree", degree, 1, 6);
    conditional_sem made{
        "csem_mollenkopf_feldt", fmt::format("polynomial of degree {}, {}", degree, detail::parts_in_words(parts)), {}};
    const detail::level_pool all = detail::all_people(parts);
    Eigen::Index n_sums = 0;
    for (const score_level& level : parts.levels())
        n_sums += level.n > 0 ? 1 : 0;
    if (n_sums < degree + 2)
        return detail::without_levels(
            std::move(made), estimate_status::too_few_persons,
            fmt::format("a curve of degree {} needs people with {} different scores, and there are {}", degree,
                        degree + 2, n_sums));

    const auto n_parts = static_cast<double>(parts.n_parts());
    const double middle = static_cast<double>(all.lowest + all.highest) / 2;
    const double half = static_cast<double>(all.highest - all.lowest) / 2;
    const auto powers = [&](std::int64_t at) {
        Eigen::RowVectorXd row(degree + 1);
        for (int d = 0; d <= degree; ++d)
            row(d) = std::pow((static_cast<double>(at) - middle) / half, d);  // -1..1, so that powers stay apart
        return row;
    };
    matrix design(n_sums, degree + 1);
    Eigen::VectorXd response(n_sums);
    const double mean_share = static_cast<double>(all.total) / static_cast<double>(all.n) / n_parts;
    Eigen::Index row = 0;
    for (std::size_t i = 0; i < parts.levels().size(); ++i) {
        const score_level& level = parts.levels()[i];
        if (level.n == 0)
            continue;
        const std::int64_t at = parts.lowest_sum() + static_cast<std::int64_t>(i);
        const auto n = static_cast<double>(level.n);
        const double share = static_cast<double>(at) / n_parts;
        double squares = static_cast<double>(level.squares) - n * n_parts * share * share;
        for (std::size_t part = 0; part < parts.n_parts(); ++part) {
            const double centre = static_cast<double>(all.part_sum[part]) / static_cast<double>(all.n) - mean_share;
            squares += n * centre * centre - 2 * centre * (static_cast<double>(level.sum[part]) - n * share);
        }
        // The level's mean with the weight of its people: the same curve as of all people one by one.
        design.row(row) = std::sqrt(n) * powers(at);
        response(row++) = n_parts / (n_parts - 1) * squares / std::sqrt(n);
    }
    const Eigen::VectorXd curve = design.colPivHouseholderQr().solve(response);
    detail::add_each_sum(made, parts, all, [&](std::int64_t at) {
        const double variance = powers(at).dot(curve);
        if (variance < -1e-12 * curve.cwiseAbs().maxCoeff()) {
            made.message = "the curve lies below 0 at some scores, which have no value";
            return std::numeric_limits<double>::quiet_NaN();
        }
        return std::sqrt(std::max(variance, 0.0));
    });
    return made;
}

}  // namespace attune::inline v0
