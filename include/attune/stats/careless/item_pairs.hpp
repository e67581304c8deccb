#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/careless/detail/pair_correlation.hpp"

namespace attune::inline v0 {

/// Two items by their places, the earlier first.
using item_pair = std::pair<std::size_t, std::size_t>;

/// Psychometric synonyms: pairs of items whose correlation in the sample is above a critical value.
///
/// @param r         k x k correlations of the answers, not reversed; NaN is no pair.
/// @param critical  0..1; .60 is the convention.
/// @return          in the order of their places.
/// @throws std::invalid_argument  r is not square, or critical outside 0..1.
/// @see             Meade & Craig (2012). Agrees with psychsyn() of the R package careless.
[[nodiscard]] inline std::vector<item_pair> psychometric_synonyms(const matrix_view& r, double critical = 0.6)
{
    check_square("psychometric_synonyms", "r", r, 1);
    if (!(critical >= 0 && critical <= 1))
        fail_argument("psychometric_synonyms", "critical", "lie in 0..1", fmt::format("{}", critical));
    std::vector<item_pair> pairs;
    for (Eigen::Index i = 0; i < r.rows(); ++i)
        for (Eigen::Index j = 0; j < i; ++j)
            if (r(i, j) > critical)
                pairs.emplace_back(static_cast<std::size_t>(j), static_cast<std::size_t>(i));
    return pairs;
}

/// Psychometric antonyms: pairs of items whose correlation in the sample is below minus a critical value.
///
/// @see  psychometric_synonyms(). Agrees with psychant() of the R package careless.
[[nodiscard]] inline std::vector<item_pair> psychometric_antonyms(const matrix_view& r, double critical = 0.6)
{
    return psychometric_synonyms(-r, critical);
}

/// The correlation of one person's answers over pairs of items: near 1 over synonyms and near -1 over antonyms for
/// people who read them.
///
/// @param answers  of one person, not reversed; NaN is missing, and pairs with one missing are left out.
/// @param pairs    of places.
/// @return         -1..1; NaN with fewer than three pairs, and where the first or the second answers are all equal. The
///                 R package careless draws at random in the last case.
/// @throws std::invalid_argument  a pair names an item that does not exist.
[[nodiscard]] inline double pair_consistency(std::span<const double> answers, const std::vector<item_pair>& pairs)
{
    std::vector<double> first;
    std::vector<double> second;
    for (const auto& [a, b] : pairs) {
        if (a >= answers.size() || b >= answers.size())
            fail_argument("pair_consistency", "pairs", "name items of the person", "past their end");
        first.push_back(answers[a]);
        second.push_back(answers[b]);
    }
    return detail::pair_correlation(first, second);
}

}  // namespace attune::inline v0
