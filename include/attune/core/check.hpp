#pragma once

#include <concepts>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// Refuses a caller's mistake: the cure is other code.
///
/// @param function  name of the function that was called.
/// @param argument  name of the argument at fault.
/// @param must      what the argument must do, after "must ".
/// @param found     what it is instead.
/// @throws std::invalid_argument  always: "function: argument must ..., but is found".
[[noreturn]] inline void fail_argument(std::string_view function, std::string_view argument, std::string_view must,
                                       std::string_view found)
{
    throw std::invalid_argument(fmt::format("{}: {} must {}, but is {}", function, argument, must, found));
}

/// Checks that a count has exactly the expected value.
///
/// @throws std::invalid_argument  found differs from expected.
template <std::integral Count>
void check_count(std::string_view function, std::string_view argument, Count found, Count expected)
{
    if (found != expected)
        fail_argument(function, argument, fmt::format("have {} elements", expected), fmt::format("{} long", found));
}

/// Checks that a number lies in lower..upper, both included.
///
/// @throws std::invalid_argument  value is outside.
template <std::integral Number>
void check_within(std::string_view function, std::string_view argument, Number value, Number lower, Number upper)
{
    if (value < lower || value > upper)
        fail_argument(function, argument, fmt::format("lie in {}..{}", lower, upper), fmt::format("{}", value));
}

}  // namespace attune::inline v0
