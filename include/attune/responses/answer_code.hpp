#pragma once

#include <cstdint>
#include <string_view>

#include "attune/core/missing.hpp"

namespace attune::inline v0 {

/// One answer in a code_block: 0..100 is the answer, -1..-5 a `missing_reason`, -64 and below an `invalid_answer`.
using answer_code = std::int8_t;

/// Why something that was given as an answer is none.
enum class invalid_answer : std::int8_t {
    out_of_range = -64,  ///< a whole number outside the range of the questionnaire
    fractional = -65,    ///< a number that is not whole
    not_a_number = -66,  ///< anything else
};

[[nodiscard]] constexpr answer_code code_of(missing_reason reason)
{
    return static_cast<answer_code>(reason);
}
[[nodiscard]] constexpr answer_code code_of(invalid_answer why)
{
    return static_cast<answer_code>(why);
}

[[nodiscard]] constexpr bool is_answered(answer_code code)
{
    return code >= 0;
}
[[nodiscard]] constexpr bool is_invalid(answer_code code)
{
    return code <= code_of(invalid_answer::out_of_range);
}
[[nodiscard]] constexpr bool is_missing(answer_code code)
{
    return code < 0 && !is_invalid(code);
}

/// The kind of a code that is no answer, as it stands in files.
[[nodiscard]] constexpr std::string_view name_of(answer_code code)
{
    switch (code) {
    case code_of(invalid_answer::out_of_range): return "out_of_range";
    case code_of(invalid_answer::fractional): return "fractional";
    case code_of(invalid_answer::not_a_number): return "not_a_number";
    default: return to_string(static_cast<missing_reason>(code));
    }
}

}  // namespace attune::inline v0
