#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/diagnostic.hpp"

namespace attune::inline v0::detail {

enum class json_kind { null, boolean, number, string, array, object };

struct json_member;

/// A JSON value that remembers where it began.
struct json_value {
    json_kind kind = json_kind::null;
    bool boolean = false;
    std::string text;  ///< of a string its characters, of a number its spelling in the file
    std::size_t offset = 0;
    std::vector<json_value> elements;  ///< of an array
    std::vector<json_member> members;  ///< of an object, in the order of the file

    [[nodiscard]] const json_value* find(std::string_view name) const;
};

struct json_member {
    std::string name;
    json_value value;
};

/// What a kind is called in messages.
[[nodiscard]] std::string_view to_string(json_kind kind);

/// A JSON text with the places of its values.
class json_document {
public:
    static constexpr std::size_t max_bytes = std::size_t{16} << 20;  ///< far above any questionnaire
    static constexpr std::size_t max_depth = 64;

    /// Parses strict JSON (RFC 8259). Duplicate names, depth and syntax are reported into `found`.
    json_document(std::string_view text, std::string source, std::vector<diagnostic>& found);

    /// The value, or nothing after a syntax error.
    [[nodiscard]] const json_value* root() const { return root_ ? &*root_ : nullptr; }

    /// The finding for a text above the limit.
    [[nodiscard]] static diagnostic too_large(std::size_t n_bytes, const std::string& source);

    /// Line and column of a byte.
    [[nodiscard]] location locate(std::size_t offset, std::string pointer) const;

    /// Line and column of the value at a JSON Pointer, or of the nearest value around it that exists.
    [[nodiscard]] location locate(const std::string& pointer) const;

private:
    std::string_view text_;
    std::string source_;
    std::optional<json_value> root_;
};

/// One name of a JSON Pointer, escaped by RFC 6901.
[[nodiscard]] std::string pointer_token(std::string_view name);

}  // namespace attune::inline v0::detail
