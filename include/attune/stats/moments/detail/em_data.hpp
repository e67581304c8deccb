#pragma once

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "attune/core/matrix.hpp"
#include "attune/stats/moments/missing_patterns.hpp"

namespace attune::inline v0::detail {

/// A pattern in the units EM computes in. Items are counted among those that vary.
struct em_pattern {
    std::vector<Eigen::Index> answered, missing;
    double n_persons = 0;
    Eigen::VectorXd sums;  ///< per answered item
    matrix products;       ///< answered x answered; empty for one person
};

/// Patterns in units in which every item has mean 0 and variance 1 over the people who answered it, so that neither the
/// units of the items nor their distance from 0 cost digits or change which steps EM takes.
struct em_data {
    std::vector<em_pattern> patterns;
    Eigen::VectorXd centre, scale;    ///< value = centre + scale * working value; per item of the caller
    Eigen::VectorXd start;            ///< working means of those who answered, per varying item
    std::vector<Eigen::Index> items;  ///< those that vary, as the caller counts them
    std::vector<std::size_t> constant_items, unanswered_items;
    std::vector<std::pair<std::size_t, std::size_t>> pairs_apart;  ///< varying items that nobody answered together
    double n_persons = 0;  ///< who answered a varying item; the others say nothing about these
    double log_units = 0;  ///< log likelihood in the caller's units minus the one in working units
    bool is_complete = true;

    [[nodiscard]] Eigen::Index n_items() const { return static_cast<Eigen::Index>(items.size()); }
};

/// What is known of one item from those who answered it, about the origin of the patterns.
template <typename Sum>
struct item_sums {
    Sum n_answered = 0, sum = 0, squares = 0;
};

template <typename Value>
[[nodiscard]] auto item_sums_of(const basic_missing_patterns<Value>& patterns)
{
    using sum_type = typename basic_missing_patterns<Value>::sum_type;
    std::vector<item_sums<sum_type>> items(patterns.n_items());
    patterns.for_each([&](const pattern_sums<sum_type>& pattern) {
        for (std::size_t a = 0; a < pattern.items.size(); ++a) {
            item_sums<sum_type>& item = items[pattern.items[a]];
            item.n_answered += static_cast<sum_type>(pattern.n_persons);
            item.sum += pattern.sums[a];
            item.squares += pattern.product(a, a);
        }
    });
    return items;
}

/// Converts one pattern; `shift` is added to its values first, `position` says which varying item an item is, or -1.
template <typename Sum>
[[nodiscard]] em_pattern em_pattern_of(const pattern_sums<Sum>& original, const std::vector<Sum>& shift,
                                       const em_data& data, const std::vector<Eigen::Index>& position)
{
    const pattern_sums<Sum> pattern = shifted<Sum>(original, shift);
    em_pattern result;
    std::vector<std::size_t> kept;
    std::vector<char> is_answered(data.items.size(), 0);
    for (std::size_t a = 0; a < pattern.items.size(); ++a) {
        const Eigen::Index item = position[pattern.items[a]];
        if (item < 0)
            continue;
        kept.push_back(a);
        result.answered.push_back(item);
        is_answered[static_cast<std::size_t>(item)] = 1;
    }
    for (std::size_t item = 0; item < is_answered.size(); ++item)
        if (is_answered[item] == 0)
            result.missing.push_back(static_cast<Eigen::Index>(item));

    result.n_persons = static_cast<double>(pattern.n_persons);
    const auto n_kept = static_cast<Eigen::Index>(kept.size());
    const auto scale = [&](Eigen::Index a) {
        return data.scale[static_cast<Eigen::Index>(pattern.items[kept[static_cast<std::size_t>(a)]])];
    };
    result.sums.resize(n_kept);
    for (Eigen::Index a = 0; a < n_kept; ++a)
        result.sums[a] = static_cast<double>(pattern.sums[kept[static_cast<std::size_t>(a)]]) / scale(a);
    if (pattern.n_persons == 1)
        return result;
    result.products.resize(n_kept, n_kept);
    for (Eigen::Index b = 0; b < n_kept; ++b)
        for (Eigen::Index a = 0; a < n_kept; ++a)
            result.products(a, b) = static_cast<double>(pattern.product(kept[static_cast<std::size_t>(a)],
                                                                        kept[static_cast<std::size_t>(b)])) /
                                    (scale(a) * scale(b));
    return result;
}

/// The pairs of varying items that stand together in no pattern.
[[nodiscard]] inline std::vector<std::pair<std::size_t, std::size_t>> pairs_apart_of(const em_data& data)
{
    matrix together = matrix::Zero(data.n_items(), data.n_items());
    for (const em_pattern& pattern : data.patterns)
        together(pattern.answered, pattern.answered).setOnes();
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (Eigen::Index a = 0; a < together.rows(); ++a)
        for (Eigen::Index b = a + 1; b < together.cols(); ++b)
            if (together(a, b) == 0)
                pairs.emplace_back(data.items[static_cast<std::size_t>(a)], data.items[static_cast<std::size_t>(b)]);
    return pairs;
}

template <typename Value>
[[nodiscard]] em_data em_data_of(const basic_missing_patterns<Value>& patterns)
{
    using sum_type = typename basic_missing_patterns<Value>::sum_type;
    em_data data;
    const std::size_t n_items = patterns.n_items();
    data.centre = data.scale = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(n_items));
    std::vector<sum_type> shift(n_items);
    std::vector<Eigen::Index> position(n_items, -1);
    std::vector<double> start;
    const auto items = item_sums_of(patterns);
    for (std::size_t item = 0; item < n_items; ++item) {
        const auto& [n_answered, sum, squares] = items[item];
        if (n_answered == 0) {
            data.unanswered_items.push_back(item);
            continue;
        }
        const double n = static_cast<double>(n_answered);
        if constexpr (std::same_as<Value, double>)
            shift[item] = -sum / n;
        else  // a whole number, so that the shifted sums stay exact
            shift[item] = -std::llround(static_cast<double>(sum) / n);
        const double mean = static_cast<double>(sum + n_answered * shift[item]) / n;
        const sum_type about_centre =
            squares + 2 * shift[item] * sum + n_answered * shift[item] * shift[item];  // 0 if all answers are the same
        const auto at = static_cast<Eigen::Index>(item);
        data.centre[at] = static_cast<double>(patterns.origin()[item] - shift[item]);
        if (about_centre <= 0) {
            data.constant_items.push_back(item);
            continue;
        }
        data.scale[at] = std::sqrt(static_cast<double>(about_centre) / n - mean * mean);
        data.log_units -= n * std::log(data.scale[at]);
        position[item] = data.n_items();
        data.items.push_back(at);
        start.push_back(mean / data.scale[at]);
    }
    data.start = Eigen::VectorXd::Map(start.data(), data.n_items());
    patterns.for_each([&](const pattern_sums<sum_type>& pattern) {
        em_pattern converted = em_pattern_of(pattern, shift, data, position);
        if (converted.answered.empty())
            return;
        data.n_persons += converted.n_persons;
        data.is_complete &= converted.missing.empty();
        data.patterns.push_back(std::move(converted));
    });
    data.pairs_apart = pairs_apart_of(data);
    return data;
}

}  // namespace attune::inline v0::detail
