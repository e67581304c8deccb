#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <type_traits>

#include "attune/core/check.hpp"

namespace attune::inline v0::detail {

/// Structures of the C interface begin with their size, so that a program and a library of different versions
/// understand each other: the shorter of both is what they exchange. Zero is the default of every member.
///
/// @param structure   a structure of any version.
/// @param first_size  where it ended in the first version that had it.
/// @return            what it says of itself.
/// @throws std::invalid_argument  the size was not set: it is less than it ever was, or beyond all reason.
inline std::size_t checked_size(const void* structure, std::size_t first_size, const char* function)
{
    constexpr std::size_t largest = 4096;
    std::size_t size = 0;
    std::memcpy(&size, structure, sizeof size);
    if (size < first_size || size > largest)
        fail_argument(function, "size of the structure", "be set to its sizeof", std::to_string(size));
    return size;
}

/// What a caller hands over, as this version knows it: members that an older program lacks are zero.
///
/// @throws std::invalid_argument  the size was not set; or a newer program sets a member that this version lacks.
template <typename Structure>
[[nodiscard]] Structure read_sized(const void* given, std::size_t first_size, const char* function)
{
    static_assert(std::is_trivially_copyable_v<Structure>);
    const std::size_t size = checked_size(given, first_size, function);
    const auto* const bytes = static_cast<const unsigned char*>(given);
    if (size > sizeof(Structure) &&
        std::any_of(bytes + sizeof(Structure), bytes + size, [](unsigned char byte) { return byte != 0; }))
        fail_argument(function, "every member of the structure that this version does not know", "be zero", "set");
    Structure result{};
    std::memcpy(&result, bytes, std::min(size, sizeof(Structure)));
    return result;
}

/// Fills a structure of a caller as far as it reaches, but for its size; members that only a newer program knows become
/// zero.
///
/// @throws std::invalid_argument  the size was not set.
template <typename Structure>
void write_sized(void* given, Structure made, std::size_t first_size, const char* function)
{
    static_assert(std::is_trivially_copyable_v<Structure>);
    made.size = checked_size(given, first_size, function);
    auto* const bytes = static_cast<unsigned char*>(given);
    std::memcpy(bytes, &made, std::min(made.size, sizeof(Structure)));
    if (made.size > sizeof(Structure))
        std::memset(bytes + sizeof(Structure), 0, made.size - sizeof(Structure));
}

}  // namespace attune::inline v0::detail
