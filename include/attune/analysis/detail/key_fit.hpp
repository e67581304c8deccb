#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/scale_quality.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/items/item_directions.hpp"
#include "attune/stats/moments/column_covariances.hpp"

namespace attune::inline v0::detail {

/// Which columns a scale adds up, and in which directions.
struct keyed_columns {
    std::string id;
    dimension on = dimension::other;
    std::vector<std::size_t> columns;
    item_signs signs;  ///< per column, -1 where it is reversed

    [[nodiscard]] std::set<std::size_t> column_set() const { return {columns.begin(), columns.end()}; }
};

/// The scales of a key by columns.
[[nodiscard]] inline std::vector<keyed_columns> scales_of(const scoring_key& key)
{
    const moment_layout layout = layout_of(key);
    const std::vector<const scored_output*> outputs = scale_outputs(key);
    std::vector<keyed_columns> scales;
    for (std::size_t s = 0; s < layout.scales.size(); ++s) {
        keyed_columns scale{outputs[s]->id, outputs[s]->on, layout.scales[s].items, {}};
        for (const bool is_reversed : layout.scales[s].is_reversed)
            scale.signs.push_back(is_reversed ? -1 : 1);
        scales.push_back(std::move(scale));
    }
    return scales;
}

/// The direction in which a scale has a column; 0 when it is not of the scale.
[[nodiscard]] inline int sign_in(const keyed_columns& scale, std::size_t column)
{
    const auto at = std::find(scale.columns.begin(), scale.columns.end(), column);
    return at == scale.columns.end() ? 0 : scale.signs[static_cast<std::size_t>(at - scale.columns.begin())];
}

/// What must be there before an item is judged, and how sure a verdict must be.
struct judging {
    std::int64_t min_persons = 50;
    double level = 0.99;
};

/// The items of a scale that can be judged.
struct judged_scale {
    std::vector<std::size_t> columns;
    item_signs signs;  ///< of these columns
    matrix cov;        ///< of these columns, as `signs` turns them
    std::vector<item_rest_interval> rest;

    [[nodiscard]] std::size_t size() const { return columns.size(); }

    /// Keyed correlations of all pairs, added up.
    [[nodiscard]] double sum_of_correlations() const
    {
        double sum = 0;
        for (Eigen::Index i = 0; i < cov.rows(); ++i)
            for (Eigen::Index j = 0; j < i; ++j)
                sum += cov(i, j) / std::sqrt(cov(i, i) * cov(j, j));
        return sum;
    }

    [[nodiscard]] double n_pairs() const
    {
        const auto k = static_cast<double>(size());
        return k * (k - 1) / 2;
    }

    /// Columns that surely point against the others.
    [[nodiscard]] std::set<std::size_t> contradicted() const
    {
        std::set<std::size_t> found;
        for (std::size_t p = 0; p < size(); ++p)
            if (rest[p].upper < 0)
                found.insert(columns[p]);
        return found;
    }

    /// Columns that surely point the way of the others.
    [[nodiscard]] std::set<std::size_t> confirmed() const
    {
        std::set<std::size_t> found;
        for (std::size_t p = 0; p < size(); ++p)
            if (rest[p].lower > 0)
                found.insert(columns[p]);
        return found;
    }
};

/// The items of a scale of which each has variance, and each two were answered together by enough people. Where two
/// were not, the one that is short of people more often is left out.
[[nodiscard]] inline std::vector<std::size_t> judgeable_places(const column_covariances& all,
                                                               const keyed_columns& scale, const judging& rule)
{
    const auto column = [&](std::size_t place) { return static_cast<Eigen::Index>(scale.columns[place]); };
    std::vector<std::size_t> places;
    for (std::size_t p = 0; p < scale.columns.size(); ++p)
        if (all.n_persons(column(p), column(p)) >= rule.min_persons && all.cov(column(p), column(p)) > 0)
            places.push_back(p);
    while (true) {
        std::size_t worst = 0;
        std::int64_t most_short = 0;
        for (std::size_t a = 0; a < places.size(); ++a) {
            const std::int64_t n_short = std::count_if(places.begin(), places.end(), [&](std::size_t other) {
                return all.n_persons(column(places[a]), column(other)) < rule.min_persons;
            });
            if (n_short >= most_short) {
                most_short = n_short;
                worst = a;
            }
        }
        if (most_short == 0)
            return places;
        places.erase(places.begin() + static_cast<std::ptrdiff_t>(worst));
    }
}

/// Judges the items of a scale in the directions that it has them in. A scale of which fewer than two items can be
/// judged is empty.
[[nodiscard]] inline judged_scale judge(const column_covariances& all, const keyed_columns& scale, const judging& rule)
{
    judged_scale judged;
    const std::vector<std::size_t> places = judgeable_places(all, scale, rule);
    if (places.size() < 2)
        return judged;
    for (const std::size_t p : places) {
        judged.columns.push_back(scale.columns[p]);
        judged.signs.push_back(scale.signs[p]);
    }
    const auto k = static_cast<Eigen::Index>(judged.size());
    Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> n_persons(k, k);
    matrix cov(k, k);
    for (Eigen::Index i = 0; i < k; ++i)
        for (Eigen::Index j = 0; j < k; ++j) {
            const auto a = static_cast<Eigen::Index>(judged.columns[static_cast<std::size_t>(i)]);
            const auto b = static_cast<Eigen::Index>(judged.columns[static_cast<std::size_t>(j)]);
            cov(i, j) = all.cov(a, b);
            n_persons(i, j) = all.n_persons(a, b);
        }
    judged.cov = turned_covariances(cov, judged.signs);
    judged.rest = item_rest_intervals(judged.cov, n_persons, rule.level);
    return judged;
}

/// The same scale with its items in the directions in which they agree best; the fewest turns.
[[nodiscard]] inline keyed_columns agreeing(const keyed_columns& scale, const judged_scale& judged)
{
    keyed_columns turned = scale;
    if (judged.size() == 0)
        return turned;
    const item_signs turns = agreeing_signs(judged.cov);
    for (std::size_t p = 0; p < turned.columns.size(); ++p) {
        const auto at = std::find(judged.columns.begin(), judged.columns.end(), turned.columns[p]);
        if (at != judged.columns.end())
            turned.signs[p] *= turns[static_cast<std::size_t>(at - judged.columns.begin())];
    }
    return turned;
}

/// How well a whole key fits.
struct key_fit {
    double mean_r = std::numeric_limits<double>::quiet_NaN();  ///< of all pairs of items of a scale, keyed
    bool is_contradicted = false;                              ///< an item surely points against the others
    std::vector<judged_scale> scales;
};

[[nodiscard]] inline key_fit fit_of(const column_covariances& all, const std::vector<keyed_columns>& scales,
                                    const judging& rule)
{
    key_fit fit;
    double sum = 0;
    double n_pairs = 0;
    for (const keyed_columns& scale : scales) {
        fit.scales.push_back(judge(all, scale, rule));
        const judged_scale& judged = fit.scales.back();
        sum += judged.sum_of_correlations();
        n_pairs += judged.n_pairs();
        fit.is_contradicted = fit.is_contradicted || !judged.contradicted().empty();
    }
    if (n_pairs > 0)
        fit.mean_r = sum / n_pairs;
    return fit;
}

/// Whether two keys add up the same columns, scale by scale in any order.
[[nodiscard]] inline bool have_same_columns(const std::vector<keyed_columns>& a, const std::vector<keyed_columns>& b)
{
    std::multiset<std::set<std::size_t>> sets_of_a;
    std::multiset<std::set<std::size_t>> sets_of_b;
    for (const keyed_columns& scale : a)
        sets_of_a.insert(scale.column_set());
    for (const keyed_columns& scale : b)
        sets_of_b.insert(scale.column_set());
    return sets_of_a == sets_of_b;
}

/// The scale that adds up the same columns; the keys must `have_same_columns()`.
[[nodiscard]] inline const keyed_columns& counterpart(const keyed_columns& scale,
                                                      const std::vector<keyed_columns>& others)
{
    return *std::find_if(others.begin(), others.end(),
                         [&](const keyed_columns& other) { return other.column_set() == scale.column_set(); });
}

/// Columns of a scale that another key turns the other way.
[[nodiscard]] inline std::set<std::size_t> turned_columns(const keyed_columns& scale, const keyed_columns& other)
{
    std::set<std::size_t> turned;
    for (std::size_t p = 0; p < scale.columns.size(); ++p)
        if (sign_in(other, scale.columns[p]) != scale.signs[p])
            turned.insert(scale.columns[p]);
    return turned;
}

/// The same as far as correlations within the scale can tell: which of two ways a whole scale points they cannot.
[[nodiscard]] inline std::set<std::size_t> visibly_turned_columns(const keyed_columns& scale,
                                                                  const keyed_columns& other)
{
    keyed_columns opposite = other;
    for (int& sign : opposite.signs)
        sign = -sign;
    const std::set<std::size_t> turned = turned_columns(scale, other);
    const std::set<std::size_t> turned_opposite = turned_columns(scale, opposite);
    return turned_opposite.size() < turned.size() ? turned_opposite : turned;
}

}  // namespace attune::inline v0::detail
