#pragma once

#include <cmath>
#include <iterator>
#include <string>

#include <fmt/format.h>

namespace attune::inline v0::detail {

/// A field of CSV behind a comma: the shortest decimal that reads back to the same number; nothing for NaN.
inline void append_csv_number(std::string& text, double number)
{
    text += ',';
    if (!std::isnan(number))
        fmt::format_to(std::back_inserter(text), "{}", number);
}

}  // namespace attune::inline v0::detail
