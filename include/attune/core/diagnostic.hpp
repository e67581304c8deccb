#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// How much a finding about an input weighs: an `error` makes the input unusable, a `warning` does not.
enum class severity { warning, error };

/// A place in an input, never in the source code of attune.
struct location {
    std::string source;      ///< name of the file as the user gave it, "-" for standard input
    std::string pointer;     ///< JSON Pointer (RFC 6901) of the value, empty where the input is not JSON
    std::size_t line = 0;    ///< counted from 1; 0 = not known
    std::size_t column = 0;  ///< in characters, counted from 1; 0 = not known
};

/// One finding about an input.
///
/// `code` is stable and documented in docs/errors.md; `message` says what was found and what was expected, and may
/// improve between versions. No message holds an answer, an identifier or a name of a person.
struct diagnostic {
    severity level = severity::error;
    std::string code;
    std::string message;
    location where;
};

/// More findings of one input help nobody.
inline constexpr std::size_t max_diagnostics = 20;

namespace detail {

/// Text without control characters, so that it stays in its line.
[[nodiscard]] inline std::string on_one_line(std::string_view text)
{
    std::string line;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n')
            line += "\\n";
        else if (byte < 0x20 || byte == 0x7F)
            line += fmt::format("\\x{:02x}", byte);
        else
            line += c;
    }
    return line;
}

}  // namespace detail

/// The finding as one line in the form compilers use, with the parts that are known:
///
///     ecr.json:41:7: error: /items/3/id: duplicate id 'q3' [instrument.item.duplicate_id]
[[nodiscard]] inline std::string to_string(const diagnostic& finding)
{
    std::string text = finding.where.source;
    if (finding.where.line != 0)
        text += fmt::format(":{}", finding.where.line);
    if (finding.where.line != 0 && finding.where.column != 0)
        text += fmt::format(":{}", finding.where.column);
    if (!text.empty())
        text += ": ";
    text += finding.level == severity::error ? "error: " : "warning: ";
    if (!finding.where.pointer.empty())
        text += detail::on_one_line(finding.where.pointer) + ": ";
    text += detail::on_one_line(finding.message);
    if (!finding.code.empty())
        text += " [" + finding.code + "]";
    return text;
}

/// True when at least one finding is an error.
[[nodiscard]] inline bool has_error(const std::vector<diagnostic>& found)
{
    return std::any_of(found.begin(), found.end(), [](const diagnostic& f) { return f.level == severity::error; });
}

}  // namespace attune::inline v0
