#pragma once

#include <charconv>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// A rational number of 64-bit integers, denominator > 0. Not reduced by itself.
struct fraction {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    /// The nearest double. Rounds once, and exactly, while both parts are below 2^53 in size.
    [[nodiscard]] constexpr double value() const
    {
        return static_cast<double>(numerator) / static_cast<double>(denominator);
    }

    /// Equal as numbers: 2/4 is 1/2.
    friend constexpr bool operator==(const fraction& a, const fraction& b)
    {
        const std::int64_t a_divisor = std::gcd(a.numerator, a.denominator);
        const std::int64_t b_divisor = std::gcd(b.numerator, b.denominator);
        return a.numerator / a_divisor == b.numerator / b_divisor &&
               a.denominator / a_divisor == b.denominator / b_divisor;
    }
};

/// The fraction in lowest terms.
[[nodiscard]] constexpr fraction reduced(const fraction& f)
{
    const std::int64_t divisor = std::gcd(f.numerator, f.denominator);
    return {f.numerator / divisor, f.denominator / divisor};
}

/// "65/18", "4" or "-7/2": lowest terms, no denominator of 1.
[[nodiscard]] inline std::string to_string(const fraction& f)
{
    const fraction low = reduced(f);
    return low.denominator == 1 ? fmt::format("{}", low.numerator)
                                : fmt::format("{}/{}", low.numerator, low.denominator);
}

namespace detail {

[[nodiscard]] inline std::optional<std::int64_t> parse_int64(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

}  // namespace detail

/// Reads what `to_string(fraction)` writes; lowest terms are not required.
///
/// @return  nothing when the text is no fraction, its denominator is not positive, or a part exceeds 2^53.
[[nodiscard]] inline std::optional<fraction> parse_fraction(std::string_view text)
{
    constexpr std::int64_t limit = std::int64_t{1} << 53;
    const auto slash = text.find('/');
    const auto numerator = detail::parse_int64(text.substr(0, slash));
    const auto denominator =
        slash == std::string_view::npos ? std::optional<std::int64_t>{1} : detail::parse_int64(text.substr(slash + 1));
    if (!numerator || !denominator || *denominator <= 0 || *denominator > limit || *numerator > limit ||
        *numerator < -limit)
        return std::nullopt;
    return fraction{*numerator, *denominator};
}

/// A decimal number kept exactly: units / 10^places.
struct decimal {
    static constexpr int max_places = 7;  ///< what published weights need, and keeps integer scores below 2^53

    std::int64_t units = 0;
    int places = 0;

    friend bool operator==(const decimal&, const decimal&) = default;
};

/// 10^exponent for exponent 0..18.
[[nodiscard]] constexpr std::int64_t power_of_ten(int exponent)
{
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

/// Reads "-0.5", "6", "1.25": a JSON number without exponent, at most 7 places and below 10^9 in size.
///
/// @return  nothing when the text is anything else. Trailing zeros of the fraction are dropped, "-0" is 0.
[[nodiscard]] inline std::optional<decimal> parse_decimal(std::string_view text)
{
    const auto dot = text.find('.');
    std::string digits(text.substr(0, dot));
    const std::string_view whole = std::string_view(digits).substr(digits.starts_with('-') ? 1 : 0);
    if (whole.empty() || (whole.size() > 1 && whole.front() == '0'))
        return std::nullopt;
    int places = 0;
    if (dot != std::string_view::npos) {
        std::string_view fractional = text.substr(dot + 1);
        if (fractional.empty() || fractional.find_first_not_of("0123456789") != std::string_view::npos)
            return std::nullopt;
        fractional = fractional.substr(0, fractional.find_last_not_of('0') + 1);
        if (fractional.size() > static_cast<std::size_t>(decimal::max_places))
            return std::nullopt;
        places = static_cast<int>(fractional.size());
        digits += fractional;
    }
    const auto units = detail::parse_int64(digits);
    const std::int64_t limit = power_of_ten(9 + places);
    if (!units || *units >= limit || *units <= -limit)
        return std::nullopt;
    return decimal{*units, places};
}

/// The decimal as text without trailing zeros: "-0.5", "6".
[[nodiscard]] inline std::string to_string(const decimal& d)
{
    if (d.places == 0)
        return fmt::format("{}", d.units);
    const std::int64_t power = power_of_ten(d.places);
    const std::int64_t size = d.units < 0 ? -d.units : d.units;
    return fmt::format("{}{}.{:0{}}", d.units < 0 ? "-" : "", size / power, size % power, d.places);
}

}  // namespace attune::inline v0
