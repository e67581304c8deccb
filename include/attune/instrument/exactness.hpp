#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attune/core/exact.hpp"
#include "attune/instrument/resolve.hpp"

namespace attune::inline v0 {

/// The largest parts that a score's integer fraction can have, whatever a person answers.
struct fraction_bound {
    double numerator = 0;
    double denominator = 1;

    /// Both parts below 2^53: every such integer is a double, so one division rounds once.
    [[nodiscard]] bool is_exact() const
    {
        constexpr double limit = 9007199254740992.0;
        return numerator < limit && denominator < limit;
    }
};

/// A derived score over one common denominator: (constant + sum of weights[j] * score j) / divisor, all integers.
struct integer_combination {
    std::int64_t constant = 0;
    std::vector<std::int64_t> weights;
    std::int64_t divisor = 1;
};

/// The integers of a derived score: its decimals times the smallest power of ten that makes all of them whole.
[[nodiscard]] inline integer_combination to_integers(const derived_score& d)
{
    int places = d.constant.places;
    for (const derived_term& term : d.terms)
        places = std::max(places, term.weight.places);
    const auto whole = [places](const decimal& number) { return number.units * power_of_ten(places - number.places); };
    integer_combination combination{whole(d.constant), {}, power_of_ten(places)};
    for (const derived_term& term : d.terms)
        combination.weights.push_back(whole(term.weight));
    return combination;
}

namespace detail {

[[nodiscard]] inline fraction_bound bound_of(const scale& s, const response_range& range)
{
    const auto n_items = static_cast<double>(s.items.size());
    const double sum = n_items * range.max;
    return {s.score == aggregation::mean ? sum : sum * n_items, n_items};
}

/// Bound of a combination whose terms are brought to the product of their denominators.
[[nodiscard]] inline fraction_bound bound_of(const integer_combination& c, const std::vector<fraction_bound>& terms)
{
    double product = 1;
    for (const fraction_bound& term : terms)
        product *= term.denominator;
    fraction_bound bound{std::abs(static_cast<double>(c.constant)) * product, static_cast<double>(c.divisor) * product};
    for (std::size_t j = 0; j < terms.size(); ++j)
        bound.numerator +=
            std::abs(static_cast<double>(c.weights[j])) * terms[j].numerator * (product / terms[j].denominator);
    return bound;
}

}  // namespace detail

/// The bounds of the base scores (scales, then derived), in the order of `base_score_ids()`.
///
/// @param of  a form whose derived scores name existing scales.
[[nodiscard]] inline std::vector<fraction_bound> base_bounds(const resolved_form& of)
{
    std::vector<fraction_bound> bounds;
    for (const scale& s : of.scales)
        bounds.push_back(detail::bound_of(s, of.response));
    for (const derived_score& d : of.derived) {
        std::vector<fraction_bound> terms;
        for (const derived_term& term : d.terms)
            for (std::size_t s = 0; s < of.scales.size(); ++s)
                if (of.scales[s].id == term.score)
                    terms.push_back(bounds[s]);
        bounds.push_back(detail::bound_of(to_integers(d), terms));
    }
    return bounds;
}

/// The first score whose integers could reach 2^53, so that its value would not be exact before the one rounding.
///
/// @return  nothing when every score of the form is exact.
[[nodiscard]] inline std::optional<std::string> first_inexact_score(const resolved_form& of)
{
    const std::vector<std::string> ids = base_score_ids(of);
    const std::vector<fraction_bound> bounds = base_bounds(of);
    const std::size_t n_targets = of.targets.size();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!bounds[i].is_exact())
            return ids[i];
        const integer_combination mean{0, std::vector<std::int64_t>(n_targets, 1),
                                       static_cast<std::int64_t>(n_targets)};
        if (n_targets != 0 && !detail::bound_of(mean, std::vector(n_targets, bounds[i])).is_exact())
            return "global_" + ids[i];
    }
    return std::nullopt;
}

}  // namespace attune::inline v0
