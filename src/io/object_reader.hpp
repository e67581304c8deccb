#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/core/exact.hpp"
#include "json_document.hpp"

namespace attune::inline v0::detail {

/// A value of the document with its pointer, and the words for everything that can be wrong with its shape.
class json_cursor {
public:
    json_cursor(const json_document& document, const json_value& value, std::string pointer,
                std::vector<diagnostic>& found)
        : document_(&document), value_(&value), pointer_(std::move(pointer)), found_(&found)
    {
    }

    [[nodiscard]] const json_value& value() const { return *value_; }
    [[nodiscard]] const std::string& pointer() const { return pointer_; }
    [[nodiscard]] bool is_null() const { return value_->kind == json_kind::null; }

    /// Reports a fault of this value: `definition.<code>`.
    void report(std::string_view code, std::string message) const
    {
        found_->push_back({severity::error, "definition." + std::string(code), std::move(message),
                           document_->locate(value_->offset, pointer_)});
    }

    /// Reports that this object lacks a member, at the pointer that the member would have.
    void missing(std::string_view name) const
    {
        found_->push_back({severity::error, "definition.missing_field",
                           fmt::format("missing; expected '{}' here", name),
                           document_->locate(value_->offset, pointer_ + "/" + pointer_token(name))});
    }

    [[nodiscard]] json_cursor child(const json_value& value, std::string_view token) const
    {
        return {*document_, value, pointer_ + "/" + pointer_token(token), *found_};
    }

    [[nodiscard]] bool expect(json_kind kind) const
    {
        if (value_->kind == kind)
            return true;
        report("wrong_type", fmt::format("{}; expected {}", to_string(value_->kind), to_string(kind)));
        return false;
    }

    [[nodiscard]] std::string text() const
    {
        if (!expect(json_kind::string))
            return {};
        if (value_->text.empty())
            report("bad_value", "an empty string; expected text");
        return value_->text;
    }

    [[nodiscard]] std::optional<std::string> text_or_null() const
    {
        return is_null() ? std::nullopt : std::optional(text());
    }

    [[nodiscard]] std::string id() const
    {
        std::string id = text();
        if (value_->kind == json_kind::string && !id.empty() && !is_id(id))
            report("bad_id", fmt::format("'{}'; expected [a-z0-9][a-z0-9._-]{{0,63}}", id));
        return id;
    }

    [[nodiscard]] static bool is_id(std::string_view id)
    {
        constexpr std::string_view first = "abcdefghijklmnopqrstuvwxyz0123456789";
        return !id.empty() && id.size() <= 64 && first.find(id.front()) != std::string_view::npos &&
               id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") == std::string_view::npos;
    }

    [[nodiscard]] bool boolean() const { return expect(json_kind::boolean) && value_->boolean; }

    [[nodiscard]] int integer() const
    {
        if (!expect(json_kind::number))
            return 0;
        const auto number = parse_int64(value_->text);
        if (!number || *number > std::numeric_limits<int>::max() || *number < std::numeric_limits<int>::min()) {
            report("bad_value", fmt::format("{}; expected a whole number", value_->text));
            return 0;
        }
        return static_cast<int>(*number);
    }

    /// A whole number of at least `lower` and at most `upper`.
    [[nodiscard]] int integer_within(int lower, int upper) const
    {
        const std::size_t n_before = found_->size();
        const int number = integer();
        if (found_->size() == n_before && (number < lower || number > upper))
            report("bad_value", fmt::format("{}; expected a whole number within {}..{}", number, lower, upper));
        return number;
    }

    [[nodiscard]] std::optional<double> number_or_null() const
    {
        if (is_null() || !expect(json_kind::number))
            return std::nullopt;
        double number = 0;
        std::from_chars(value_->text.data(), value_->text.data() + value_->text.size(), number);
        return number;
    }

    [[nodiscard]] decimal exact_number() const
    {
        if (!expect(json_kind::number))
            return {};
        const auto number = parse_decimal(value_->text);
        if (!number)
            report("bad_value", fmt::format("{}; expected a decimal of at most 7 places, below 10^9, without exponent",
                                            value_->text));
        return number.value_or(decimal{});
    }

    /// One of a fixed set of words.
    template <typename Value>
    [[nodiscard]] Value word(const std::vector<std::pair<std::string_view, Value>>& words) const
    {
        const std::string given = text();
        std::vector<std::string_view> names;
        for (const auto& [name, value] : words) {
            if (name == given)
                return value;
            names.push_back(name);
        }
        if (value_->kind == json_kind::string && !given.empty())
            report("bad_value", fmt::format("'{}'; expected one of {}", given, fmt::join(names, ", ")));
        return words.front().second;
    }

    /// Reads every element of an array.
    ///
    /// @param max_elements  by default what a questionnaire may have of items, and more than it has of anything else.
    template <typename Read>
    [[nodiscard]] auto list(Read read, std::size_t max_elements = 2000) const
        -> std::vector<decltype(read(std::declval<const json_cursor&>()))>
    {
        std::vector<decltype(read(std::declval<const json_cursor&>()))> values;
        if (!expect(json_kind::array))
            return values;
        if (value_->elements.size() > max_elements) {
            report("too_many", fmt::format("{} elements; expected at most {}", value_->elements.size(), max_elements));
            return values;
        }
        for (std::size_t i = 0; i < value_->elements.size(); ++i)
            values.push_back(read(child(value_->elements[i], fmt::format("{}", i))));
        return values;
    }

private:
    const json_document* document_;
    const json_value* value_;
    std::string pointer_;
    std::vector<diagnostic>* found_;
};

/// Reads the members of one object; on `done()` reports those nobody asked for.
class object_reader {
public:
    explicit object_reader(json_cursor at) : at_(std::move(at)), is_object_(at_.expect(json_kind::object)) {}

    /// Hands a member that must be there to `read`.
    template <typename Read>
    void required(std::string_view name, Read read)
    {
        if (!optional(name, read) && is_object_)
            at_.missing(name);
    }

    /// Hands a member to `read` if it is there.
    template <typename Read>
    bool optional(std::string_view name, Read read)
    {
        known_.push_back(name);
        const json_value* member = is_object_ ? at_.value().find(name) : nullptr;
        if (member != nullptr)
            read(at_.child(*member, name));
        return member != nullptr;
    }

    /// Names that begin with "x-" belong to whoever writes the file.
    [[nodiscard]] static bool is_free(std::string_view name) { return name.starts_with("x-"); }

    /// Reports every member that was not asked for and is not free.
    void done()
    {
        for (const auto& [name, value] : at_.value().members)
            if (!is_free(name) && std::find(known_.begin(), known_.end(), name) == known_.end())
                at_.child(value, name)
                    .report("unknown_field",
                            fmt::format("unknown field '{}'; expected one of {}, or a name that begins with x-", name,
                                        fmt::join(known_, ", ")));
    }

private:
    json_cursor at_;
    bool is_object_;
    std::vector<std::string_view> known_;
};

}  // namespace attune::inline v0::detail
