#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Dense>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/norms/norm_surface.hpp"

namespace attune::inline v0 {

/// People of one age, by score.
struct age_group_counts {
    double age = 0;                            ///< middle of the group [years]
    std::vector<double> scores;                ///< ascending
    std::vector<std::int64_t> n_persons = {};  ///< at each of them
};

/// How a surface of scores over location and age is fitted.
struct continuous_norm_options {
    int location_power = 5;          ///< highest power of the normal location; cNORM's default
    int age_power = 3;               ///< highest power of age; likewise
    double wanted_r_squared = 0.99;  ///< terms are added until the surface explains this share; cNORM's advice
    int max_terms = 10;              ///< more follow the sample and not the population
};

namespace detail {

/// Points of the surface: location and standardised age of every score that somebody has.
struct surface_points {
    std::vector<double> location;
    std::vector<double> age;
    std::vector<double> score;
    std::vector<double> weight;
};

/// Rankit: a score's location from the middle of the ranks of those who have it, (r - 1/2) / n.
[[nodiscard]] inline surface_points rank_locations(std::span<const age_group_counts> groups)
{
    surface_points points;
    for (const age_group_counts& group : groups) {
        double n_persons = 0;
        for (const std::int64_t count : group.n_persons)
            n_persons += static_cast<double>(count);
        double below = 0;
        for (std::size_t i = 0; i < group.scores.size(); ++i) {
            const auto count = static_cast<double>(group.n_persons[i]);
            if (count > 0) {
                const double share = (below + count / 2) / n_persons;
                points.location.push_back(quantile(normal_distribution(0, 1), share));
                points.age.push_back(group.age);
                points.score.push_back(group.scores[i]);
                points.weight.push_back(count);
            }
            below += count;
        }
    }
    return points;
}

/// Least squares on chosen columns of a weighted design.
struct surface_fit {
    Eigen::VectorXd coefficients;
    double unexplained = std::numeric_limits<double>::infinity();
};

[[nodiscard]] inline surface_fit fit_columns(const matrix& design, const Eigen::VectorXd& scores,
                                             const std::vector<Eigen::Index>& columns)
{
    matrix chosen(design.rows(), static_cast<Eigen::Index>(columns.size()));
    for (std::size_t c = 0; c < columns.size(); ++c)
        chosen.col(static_cast<Eigen::Index>(c)) = design.col(columns[c]);
    const Eigen::ColPivHouseholderQR<matrix> qr(chosen);
    if (qr.rank() < chosen.cols())
        return {};
    surface_fit fit{qr.solve(scores), 0};
    fit.unexplained = (scores - chosen * fit.coefficients).squaredNorm();
    return fit;
}

}  // namespace detail

/// Continuous norms from ranks: each group's scores get the normal locations of their mid-ranks (Rankit), and a
/// polynomial of location and age is fitted to all of them at once,
///
///     score = sum c_ij L^i A^j,   i <= location_power, j <= age_power,
///
/// weighted by people. Terms enter one by one, each time that which explains most, until enough is explained. Ages
/// enter as (age - mean) / sd.
///
/// @param groups   at least 2 ages, each with people; ages differ.
/// @param options  powers 1..6, what to explain and by how many terms at most.
/// @return     the surface, its fit, and in how many places it is not monotone: then message says so, and no location
///             is read from it. `too_few_persons` when a group has fewer than 30 people; `no_variance` when all scores
///             are one.
/// @throws std::invalid_argument  fewer than 2 groups, ages that are equal, counts that are negative or not one for
///                                each score, scores that do not ascend, or options outside their range.
/// @note       Terms enter forwards, where cNORM searches all subsets: with the same terms the coefficients are the
///             same. Look at the fit before use; a polynomial says nothing outside its data.
/// @see        Lenhard, Lenhard & Gary (2019), PLoS ONE 14, e0222279.
[[nodiscard]] inline continuous_norms fit_continuous_norms(std::span<const age_group_counts> groups,
                                                           const continuous_norm_options& options = {})
{
    constexpr int highest_power = 6;
    check_within("fit_continuous_norms", "location_power", options.location_power, 1, highest_power);
    check_within("fit_continuous_norms", "age_power", options.age_power, 1, highest_power);
    if (groups.size() < 2)
        fail_argument("fit_continuous_norms", "groups", "be at least 2", fmt::format("{}", groups.size()));
    continuous_norms made;
    made.lowest_age = std::numeric_limits<double>::infinity();
    made.highest_age = -made.lowest_age;
    std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
    for (const age_group_counts& group : groups) {
        check_count("fit_continuous_norms", "n_persons", group.n_persons.size(), group.scores.size());
        if (!std::is_sorted(group.scores.begin(), group.scores.end(), std::less_equal<>{}))
            fail_argument("fit_continuous_norms", "scores", "ascend", "in another order");
        std::int64_t n_group = 0;
        for (const std::int64_t count : group.n_persons) {
            if (count < 0)
                fail_argument("fit_continuous_norms", "n_persons", "not be negative", fmt::format("{}", count));
            n_group += count;
        }
        fewest = std::min(fewest, n_group);
        made.n_persons += n_group;
        made.lowest_age = std::min(made.lowest_age, group.age);
        made.highest_age = std::max(made.highest_age, group.age);
    }
    if (!(made.highest_age > made.lowest_age))
        fail_argument("fit_continuous_norms", "ages", "differ", "all the same");
    const auto refuse = [&](estimate_status status, std::string message) {
        made.status = status;
        made.message = std::move(message);
        return made;
    };
    constexpr std::int64_t enough = 30;  // below, ranks say little; cNORM warns there
    if (fewest < enough)
        return refuse(estimate_status::too_few_persons,
                      fmt::format("a group has {} people; ranks need at least {}", fewest, enough));

    detail::surface_points points = detail::rank_locations(groups);
    const auto n_points = static_cast<Eigen::Index>(points.score.size());
    const Eigen::Map<const Eigen::VectorXd> weights(points.weight.data(), n_points);
    const Eigen::Map<const Eigen::VectorXd> ages(points.age.data(), n_points);
    const Eigen::Map<const Eigen::VectorXd> scores(points.score.data(), n_points);
    const Eigen::Map<const Eigen::VectorXd> locations(points.location.data(), n_points);
    const double n_persons = weights.sum();
    made.age_mean = weights.dot(ages) / n_persons;
    made.age_sd = std::sqrt(weights.dot((ages.array() - made.age_mean).square().matrix()) / n_persons);
    made.lowest_location = locations.minCoeff();
    made.highest_location = locations.maxCoeff();
    const double mean = weights.dot(scores) / n_persons;
    const double total = weights.dot((scores.array() - mean).square().matrix());
    if (!(total > 0))
        return refuse(estimate_status::no_variance, "all scores are the same");

    const Eigen::ArrayXd roots = weights.array().sqrt();
    const Eigen::ArrayXd standard_ages = (ages.array() - made.age_mean) / made.age_sd;
    const Eigen::Index n_columns = (options.location_power + 1) * (options.age_power + 1);
    matrix design(n_points, n_columns);
    for (int i = 0; i <= options.location_power; ++i)
        for (int j = 0; j <= options.age_power; ++j)
            design.col(i * (options.age_power + 1) + j) =
                (roots * locations.array().pow(i) * standard_ages.pow(j)).matrix();
    const Eigen::VectorXd weighted = (roots * scores.array()).matrix();

    std::vector<Eigen::Index> columns{0};
    detail::surface_fit fit = detail::fit_columns(design, weighted, columns);
    while (1 - fit.unexplained / total < options.wanted_r_squared &&
           static_cast<int>(columns.size()) <= options.max_terms) {
        detail::surface_fit best;
        Eigen::Index added = -1;
        for (Eigen::Index c = 1; c < n_columns; ++c) {
            if (std::find(columns.begin(), columns.end(), c) != columns.end())
                continue;
            std::vector<Eigen::Index> tried = columns;
            tried.push_back(c);
            if (detail::surface_fit with = detail::fit_columns(design, weighted, tried);
                with.unexplained < best.unexplained) {
                best = std::move(with);
                added = c;
            }
        }
        if (added < 0)
            break;
        columns.push_back(added);
        fit = std::move(best);
    }
    for (std::size_t c = 0; c < columns.size(); ++c)
        made.terms.push_back({static_cast<int>(columns[c]) / (options.age_power + 1),
                              static_cast<int>(columns[c]) % (options.age_power + 1),
                              fit.coefficients[static_cast<Eigen::Index>(c)]});
    made.r_squared = 1 - fit.unexplained / total;
    made.rmse = std::sqrt(fit.unexplained / n_persons);
    made.n_falling = n_falling_places(made);
    if (made.n_falling != 0)
        made.message = fmt::format("the score falls as the location rises in {} of 2000 places", made.n_falling);
    return made;
}

}  // namespace attune::inline v0
