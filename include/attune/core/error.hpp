#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "attune/core/diagnostic.hpp"

namespace attune::inline v0 {

/// Root of what attune throws for reasons outside the calling code.
class error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// An input that another file would cure: holds **all** findings, what() is their text, one a line.
class input_error : public error {
public:
    /// @param found  the findings, at least one of them an error.
    explicit input_error(std::vector<diagnostic> found) : error(text_of(found)), found_(std::move(found)) {}

    /// Every finding, in the order of the input.
    [[nodiscard]] const std::vector<diagnostic>& found() const noexcept { return found_; }

private:
    static std::string text_of(const std::vector<diagnostic>& found)
    {
        std::string text;
        for (const diagnostic& finding : found) {
            if (!text.empty())
                text += '\n';
            text += to_string(finding);
        }
        return text;
    }

    std::vector<diagnostic> found_;
};

/// An output that could not be written: no space, no permission, a closed pipe.
class output_error : public error {
public:
    using error::error;
};

/// A value read from an untrusted input, and everything noticed on the way.
template <typename T>
struct outcome {
    std::optional<T> value;         ///< empty when `found` has an error
    std::vector<diagnostic> found;  ///< errors and warnings, in the order of the input
};

/// The value of an outcome.
///
/// @throws input_error  the outcome has none; the exception holds all findings.
template <typename T>
[[nodiscard]] T value_or_throw(outcome<T> result)
{
    if (!result.value)
        throw input_error(std::move(result.found));
    return std::move(*result.value);
}

}  // namespace attune::inline v0
