#include "canonical_json.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace attune::inline v0::detail {

namespace {

/// UTF-16 code units of valid UTF-8.
std::u16string utf16(std::string_view text)
{
    std::u16string units;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t point = length == 1 ? lead : lead & (0x7FU >> length);
        for (std::size_t k = 1; k < length; ++k)
            point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        if (point < 0x10000) {
            units += static_cast<char16_t>(point);
        } else {
            units += static_cast<char16_t>(0xD800U + ((point - 0x10000U) >> 10U));
            units += static_cast<char16_t>(0xDC00U + ((point - 0x10000U) & 0x3FFU));
        }
        i += length;
    }
    return units;
}

void append_string(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20)
                out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
            else
                out += c;
        }
    }
    out += '"';
}

/// The number as ECMAScript prints it: shortest digits that read back, exponent form outside 1e-7..1e21.
void append_number(std::string& out, const std::string& spelling)
{
    double value = 0;
    std::from_chars(spelling.data(), spelling.data() + spelling.size(), value);
    if (value == 0) {
        out += '0';
        return;
    }
    if (value < 0)
        out += '-';
    char buffer[32];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, value < 0 ? -value : value, std::chars_format::scientific);
    const std::string_view text(buffer, static_cast<std::size_t>(end.ptr - buffer));
    const std::size_t e = text.find('e');
    std::string digits(text.substr(0, 1));
    if (e > 2)
        digits += text.substr(2, e - 2);
    int exponent = 0;
    const std::string_view power = text.substr(e + (text[e + 1] == '+' ? 2 : 1));
    std::from_chars(power.data(), power.data() + power.size(), exponent);

    const int point = exponent + 1;  // digits before the decimal point
    const int n_digits = static_cast<int>(digits.size());
    if (point > 21 || point < -5) {
        out += digits.substr(0, 1);
        if (n_digits > 1)
            out += "." + digits.substr(1);
        out += fmt::format("e{}{}", exponent < 0 ? '-' : '+', exponent < 0 ? -exponent : exponent);
    } else if (point <= 0) {
        out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    } else if (point >= n_digits) {
        out += digits + std::string(static_cast<std::size_t>(point - n_digits), '0');
    } else {
        out += digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
    }
}

void append(std::string& out, const json_value& value)
{
    switch (value.kind) {
    case json_kind::null: out += "null"; return;
    case json_kind::boolean: out += value.boolean ? "true" : "false"; return;
    case json_kind::number: append_number(out, value.text); return;
    case json_kind::string: append_string(out, value.text); return;
    case json_kind::array: {
        out += '[';
        for (std::size_t i = 0; i < value.elements.size(); ++i) {
            if (i != 0)
                out += ',';
            append(out, value.elements[i]);
        }
        out += ']';
        return;
    }
    case json_kind::object: {
        std::vector<std::pair<std::u16string, const json_member*>> sorted;
        for (const json_member& member : value.members)
            sorted.emplace_back(utf16(member.name), &member);
        std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        out += '{';
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (i != 0)
                out += ',';
            append_string(out, sorted[i].second->name);
            out += ':';
            append(out, sorted[i].second->value);
        }
        out += '}';
        return;
    }
    }
}

}  // namespace

std::string canonical_json(const json_value& value)
{
    std::string out;
    append(out, value);
    return out;
}

}  // namespace attune::inline v0::detail
