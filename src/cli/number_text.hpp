#pragma once

#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <system_error>

#include "attune/core/check_moderate.hpp"

namespace attune::cli {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The number that a cell holds, or `unknown` where it holds none of moderate size.
[[nodiscard]] inline double number_or_unknown(std::string_view text)
{
    double number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number =
        fault == std::errc{} && end == text.data() + text.size() && std::abs(number) <= largest_moderate;
    return is_number ? number : unknown;
}

}  // namespace attune::cli
