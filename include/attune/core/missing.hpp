#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// Why a question has no answer. The value is the code that stands for it among answers, so it is negative.
enum class missing_reason : std::int8_t {
    not_answered = -1,    ///< left empty; nobody knows why
    not_asked = -2,       ///< the question was not put
    declined = -3,        ///< asked, and the person did not want to answer
    unknown = -4,         ///< asked, and the person did not know
    not_applicable = -5,  ///< the question does not fit the person
};

/// Every reason with the name that stands in files and options.
inline constexpr std::array<std::pair<missing_reason, std::string_view>, 5> missing_reasons{{
    {missing_reason::not_answered, "not_answered"},
    {missing_reason::not_asked, "not_asked"},
    {missing_reason::declined, "declined"},
    {missing_reason::unknown, "unknown"},
    {missing_reason::not_applicable, "not_applicable"},
}};

/// The name of a reason.
[[nodiscard]] constexpr std::string_view to_string(missing_reason reason)
{
    for (const auto& [value, name] : missing_reasons)
        if (value == reason)
            return name;
    return "not_answered";
}

/// The reason with this name, or nothing.
[[nodiscard]] constexpr std::optional<missing_reason> missing_reason_named(std::string_view name)
{
    for (const auto& [value, text] : missing_reasons)
        if (text == name)
            return value;
    return std::nullopt;
}

/// Stands for "no answer" wherever answers are given as integers.
inline constexpr int not_answered = static_cast<int>(missing_reason::not_answered);

}  // namespace attune::inline v0
