#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/exact.hpp"
#include "attune/instrument/evaluate.hpp"
#include "attune/instrument/exactness.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// The values that a score of a complete person can take: `first`, `first + step`, ...
struct score_lattice {
    fraction first;
    fraction step{1, 1};
    std::size_t n_values = 1;

    /// Where a value stands: its place counted from 0, and how many places lie below it.
    struct place {
        std::size_t n_below = 0;  ///< values of the lattice that are smaller, at most n_values
        bool is_on = false;       ///< it is one of the values, namely that at `n_below`
    };

    /// The place of a value, exactly: that of a prorated score may lie between two.
    [[nodiscard]] place of(const fraction& value) const
    {
        // (value - first) / step: every part is below 2^53, and one of two factors is small
        const auto wide = [](std::int64_t part) { return static_cast<detail::wide_integer>(part); };
        const detail::wide_integer numerator =
            (wide(value.numerator) * first.denominator - wide(first.numerator) * value.denominator) * step.denominator;
        const detail::wide_integer denominator = wide(value.denominator) * first.denominator * step.numerator;
        if (numerator < 0)
            return {};
        const detail::wide_integer whole = numerator / denominator;
        const bool is_whole = whole * denominator == numerator;
        const auto last = static_cast<detail::wide_integer>(n_values);
        if (whole >= last)
            return {n_values, false};
        return {static_cast<std::size_t>(is_whole ? whole : whole + 1), is_whole};
    }
};

namespace detail {

[[nodiscard]] inline fraction sum_of(const fraction& a, const fraction& b)
{
    return reduced({a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator});
}

[[nodiscard]] inline fraction scaled(const fraction& f, std::int64_t factor, std::int64_t divisor)
{
    return reduced({f.numerator * factor, f.denominator * divisor});
}

/// The largest fraction of which both are whole multiples.
[[nodiscard]] inline fraction common_step(const fraction& a, const fraction& b)
{
    return reduced({std::gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator});
}

[[nodiscard]] inline score_lattice lattice_of_scale(const scale& s, const response_range& range)
{
    const auto k = static_cast<std::int64_t>(s.items.size());
    const std::int64_t divisor = s.score == aggregation::mean ? k : 1;
    return {reduced({k * range.min, divisor}), reduced({1, divisor}),
            static_cast<std::size_t>(k * (range.max - range.min)) + 1};
}

/// Of (constant + sum of weight * term) / divisor.
[[nodiscard]] inline score_lattice combined_lattice(const integer_combination& made,
                                                    const std::vector<score_lattice>& terms)
{
    fraction lowest = reduced({made.constant, made.divisor});
    fraction span{0, 1};
    fraction step{0, 1};
    for (std::size_t j = 0; j < terms.size(); ++j) {
        const std::int64_t weight = made.weights[j];
        const std::int64_t size = weight < 0 ? -weight : weight;
        const fraction width = scaled(terms[j].step, static_cast<std::int64_t>(terms[j].n_values) - 1, 1);
        const fraction at_lowest = weight < 0 ? sum_of(terms[j].first, width) : terms[j].first;
        lowest = sum_of(lowest, scaled(at_lowest, weight, made.divisor));
        span = sum_of(span, scaled(width, size, made.divisor));
        step = common_step(step, scaled(terms[j].step, size, made.divisor));
    }
    if (step.numerator == 0)  // every weight is 0
        return {lowest, {1, 1}, 1};
    const fraction n_steps = reduced({span.numerator * step.denominator, span.denominator * step.numerator});
    return {lowest, step, static_cast<std::size_t>(n_steps.numerator) + 1};
}

}  // namespace detail

/// The values that a score takes in people who answered every item.
///
/// @param form    of a key.
/// @param output  one of its outputs.
[[nodiscard]] inline score_lattice lattice_of(const resolved_form& form, const scored_output& output)
{
    if (output.origin == score_origin::global) {
        scored_output one = output;
        one.origin = score_origin::derived;
        for (const scale& s : form.scales)
            if (s.id == output.base_id)
                one.origin = score_origin::scale;
        const std::vector<score_lattice> targets(form.targets.size(), lattice_of(form, one));
        const auto n_targets = static_cast<std::int64_t>(form.targets.size());
        return detail::combined_lattice({0, std::vector<std::int64_t>(form.targets.size(), 1), n_targets}, targets);
    }
    for (const scale& s : form.scales)
        if (output.origin == score_origin::scale && s.id == output.base_id)
            return detail::lattice_of_scale(s, form.response);
    for (const derived_score& d : form.derived) {
        if (d.id != output.base_id)
            continue;
        std::vector<score_lattice> terms;
        for (const derived_term& term : d.terms)
            for (const scale& s : form.scales)
                if (s.id == term.score)
                    terms.push_back(detail::lattice_of_scale(s, form.response));
        return detail::combined_lattice(to_integers(d), terms);
    }
    fail_argument("lattice_of", "output", "be a score of the form", "'" + output.id + "'");
}

}  // namespace attune::inline v0
