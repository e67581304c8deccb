#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/core/exact.hpp"

namespace attune::inline v0 {

/// Which continuum a score lies on.
enum class dimension { anxiety, avoidance, other };

/// What a higher score means. Wording about security is refused for `neither`.
enum class polarity { less_secure, more_secure, neither };

/// How keyed answers become a value.
enum class aggregation { mean, sum };

/// What must be answered before a scale is scored, and who says so.
struct missing_rule {
    int min_answered = 0;  ///< answered items needed, 1..n_items
    std::string source;    ///< the authors' rule, or attune's own, named as such
};

/// Items that are added up to one score.
struct scale {
    std::string id;
    dimension on = dimension::other;
    polarity higher_means = polarity::neither;
    aggregation score = aggregation::mean;
    std::vector<int> items;     ///< numbers as printed on the form, each once
    std::vector<int> reversed;  ///< those of `items` that count min + max - answer; belongs to the scale, not the item
    missing_rule missing;
};

/// One summand of a derived score.
struct derived_term {
    std::string score;  ///< id of a scale
    decimal weight;
};

/// A linear combination of scales: value = constant + sum of weight * scale value.
struct derived_score {
    std::string id;
    dimension on = dimension::other;
    polarity higher_means = polarity::neither;
    decimal constant;
    std::vector<derived_term> terms;
};

[[nodiscard]] constexpr std::string_view to_string(dimension value)
{
    return value == dimension::anxiety ? "anxiety" : value == dimension::avoidance ? "avoidance" : "other";
}

[[nodiscard]] constexpr std::string_view to_string(polarity value)
{
    return value == polarity::less_secure ? "less_secure" : value == polarity::more_secure ? "more_secure" : "neither";
}

[[nodiscard]] constexpr std::string_view to_string(aggregation value)
{
    return value == aggregation::mean ? "mean" : "sum";
}

}  // namespace attune::inline v0
