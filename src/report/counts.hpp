#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace attune::inline v0::detail {

/// A count for a reader: "51,491".
[[nodiscard]] inline std::string grouped(std::int64_t number)
{
    std::string digits = fmt::format("{}", number);
    for (std::size_t at = digits.size(); at > 3;)
        digits.insert(at -= 3, ",");
    return digits;
}

/// "1 person", "2 persons".
[[nodiscard]] inline std::string persons(std::int64_t count)
{
    return fmt::format("{} {}", count, count == 1 ? "person" : "persons");
}

}  // namespace attune::inline v0::detail
