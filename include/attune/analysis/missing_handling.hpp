#pragma once

#include <string_view>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// What is done with people who left items of a scale out.
enum class missing_handling {
    listwise,  ///< they are left out of the scale at hand
    pairwise,  ///< each covariance rests on those who answered both items
    em,        ///< covariances by maximum likelihood, for answers missing at random
};

[[nodiscard]] constexpr std::string_view to_string(missing_handling handling)
{
    switch (handling) {
    case missing_handling::listwise: return "listwise";
    case missing_handling::pairwise: return "pairwise";
    case missing_handling::em: return "em";
    }
    return "listwise";
}

/// The handling of that name, as in JSON and on the command line; listwise for any other.
[[nodiscard]] constexpr missing_handling missing_handling_named(std::string_view name)
{
    return name == "pairwise" ? missing_handling::pairwise
           : name == "em"     ? missing_handling::em
                              : missing_handling::listwise;
}

}  // namespace attune::inline v0
