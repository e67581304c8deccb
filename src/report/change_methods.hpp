#pragma once

#include <string_view>

#include "attune/analysis/change.hpp"

namespace attune::inline v0::detail {

/// What marks a method whose mean change is that of the people themselves.
inline constexpr std::string_view not_evidence = "not evidence about therapy";

/// Whether the results of a method are shown of single people.
[[nodiscard]] inline bool is_shown(const change_plan& plan, change_method method)
{
    return plan.method(method).evidence == change_evidence::usable;
}

}  // namespace attune::inline v0::detail
