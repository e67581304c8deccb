#include "json_document.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <unordered_set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace attune::inline v0::detail {

namespace {

/// Hands the text to the parser byte by byte and counts how far it got.
class counting_iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    counting_iterator(const char* at, const char** reached) : at_(at), reached_(reached) {}

    reference operator*() const { return *at_; }
    counting_iterator& operator++()
    {
        ++at_;
        *reached_ = at_;
        return *this;
    }
    counting_iterator operator++(int)
    {
        const counting_iterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const counting_iterator& a, const counting_iterator& b) { return a.at_ == b.at_; }

private:
    const char* at_;
    const char** reached_;
};

/// Builds the tree. A token begins at the first byte behind the previous token that is not white space or punctuation.
class tree_builder {
public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    tree_builder(std::string_view text, const json_document& document, const char* const& reached,
                 std::vector<diagnostic>& found)
        : text_(text), document_(document), reached_(reached), found_(found)
    {
    }

    bool null() { return add(literal(json_kind::null, 4)); }
    bool boolean(bool value)
    {
        json_value node = literal(json_kind::boolean, value ? 4 : 5);
        node.boolean = value;
        return add(std::move(node));
    }
    bool number_integer(number_integer_t) { return add(number()); }
    bool number_unsigned(number_unsigned_t) { return add(number()); }
    bool number_float(number_float_t, const string_t&) { return add(number()); }
    bool string(string_t& value)
    {
        json_value node = begin(json_kind::string);
        node.text = std::move(value);
        end_at_reached();
        return add(std::move(node));
    }
    bool binary(binary_t&) { return false; }

    bool start_object(std::size_t) { return open(json_kind::object); }
    bool start_array(std::size_t) { return open(json_kind::array); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(string_t& name)
    {
        key_offset_ = next_token();
        end_at_reached();
        key_ = std::move(name);
        if (!seen_.back().insert(key_).second)
            report(key_offset_, pointer() + "/" + pointer_token(key_), "json.duplicate_key",
                   fmt::format("name '{}' stands twice in one object; expected each name once", key_));
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& fault)
    {
        std::string message = fault.what();
        if (const auto bracket = message.find("] "); message.starts_with('[') && bracket != std::string::npos)
            message.erase(0, bracket + 2);
        if (const auto colon = message.find(": "); message.starts_with("parse error") && colon != std::string::npos)
            message.erase(0, colon + 2);
        if (const auto last = message.find("; last read:"); last != std::string::npos)
            message.erase(last);
        report(std::min(position == 0 ? 0 : position - 1, text_.size()), "", "json.syntax",
               message + "; expected strict JSON");
        return false;
    }

    [[nodiscard]] std::optional<json_value> take_root() { return std::move(root_); }

private:
    [[nodiscard]] std::size_t next_token() const
    {
        return std::min(text_.find_first_not_of(" \t\r\n,:\xEF\xBB\xBF", end_), text_.size());
    }

    [[nodiscard]] json_value begin(json_kind kind) const
    {
        json_value node;
        node.kind = kind;
        node.offset = next_token();
        return node;
    }

    void end_at_reached() { end_ = static_cast<std::size_t>(reached_ - text_.data()); }

    [[nodiscard]] json_value literal(json_kind kind, std::size_t length)
    {
        json_value node = begin(kind);
        end_ = node.offset + length;
        return node;
    }

    [[nodiscard]] json_value number()
    {
        json_value node = begin(json_kind::number);
        end_ = std::min(text_.find_first_not_of("+-.0123456789eE", node.offset), text_.size());
        node.text = text_.substr(node.offset, end_ - node.offset);
        return node;
    }

    bool open(json_kind kind)
    {
        json_value node = begin(kind);
        end_ = node.offset + 1;
        if (stack_.size() == json_document::max_depth) {
            report(node.offset, pointer(), "json.too_deep",
                   fmt::format("nested deeper than {} levels; expected a flat definition", json_document::max_depth));
            return false;
        }
        names_.push_back(std::move(key_));
        key_offsets_.push_back(key_offset_);
        stack_.push_back(std::move(node));
        seen_.emplace_back();
        return true;
    }

    bool close()
    {
        end_at_reached();
        json_value node = std::move(stack_.back());
        stack_.pop_back();
        seen_.pop_back();
        key_ = std::move(names_.back());
        names_.pop_back();
        key_offset_ = key_offsets_.back();
        key_offsets_.pop_back();
        return add(std::move(node));
    }

    bool add(json_value node)
    {
        if (stack_.empty())
            root_ = std::move(node);
        else if (stack_.back().kind == json_kind::array)
            stack_.back().elements.push_back(std::move(node));
        else
            stack_.back().members.push_back({std::move(key_), std::move(node)});
        return true;
    }

    [[nodiscard]] std::string pointer() const
    {
        std::string path;
        for (std::size_t i = 0; i + 1 < stack_.size(); ++i)
            path += stack_[i].kind == json_kind::array ? fmt::format("/{}", stack_[i].elements.size())
                                                       : "/" + pointer_token(names_[i + 1]);
        return path;
    }

    void report(std::size_t offset, std::string pointer, std::string code, std::string message)
    {
        found_.push_back(
            {severity::error, std::move(code), std::move(message), document_.locate(offset, std::move(pointer))});
    }

    std::string_view text_;
    const json_document& document_;
    const char* const& reached_;
    std::vector<diagnostic>& found_;
    std::size_t end_ = 0;
    std::vector<json_value> stack_;
    std::vector<std::unordered_set<std::string>> seen_;  ///< names of the open objects
    std::vector<std::string> names_;
    std::vector<std::size_t> key_offsets_;
    std::string key_;
    std::size_t key_offset_ = 0;
    std::optional<json_value> root_;
};

}  // namespace

const json_value* json_value::find(std::string_view name) const
{
    for (const auto& [key, value] : members)
        if (key == name)
            return &value;
    return nullptr;
}

std::string_view to_string(json_kind kind)
{
    switch (kind) {
    case json_kind::null: return "null";
    case json_kind::boolean: return "true or false";
    case json_kind::number: return "a number";
    case json_kind::string: return "a string";
    case json_kind::array: return "an array";
    case json_kind::object: return "an object";
    }
    return "a value";
}

json_document::json_document(std::string_view text, std::string source, std::vector<diagnostic>& found)
    : text_(text), source_(std::move(source))
{
    if (text.size() > max_bytes) {
        found.push_back(too_large(text.size(), source_));
        return;
    }
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        found.push_back({severity::error, "json.syntax", "a NUL byte; expected strict JSON", locate(nul, "")});
        return;
    }
    const char* reached = text_.data();
    tree_builder builder(text_, *this, reached, found);
    const bool is_whole = nlohmann::json::sax_parse(counting_iterator(text_.data(), &reached),
                                                    counting_iterator(text_.data() + text_.size(), &reached), &builder);
    if (is_whole)
        root_ = builder.take_root();
}

diagnostic json_document::too_large(std::size_t n_bytes, const std::string& source)
{
    return {severity::error,
            "json.too_large",
            fmt::format("{} bytes; expected at most {}", n_bytes, max_bytes),
            {source, "", 0, 0}};
}

location json_document::locate(std::size_t offset, std::string pointer) const
{
    const std::string_view before = text_.substr(0, offset);
    const std::size_t line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t line_begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    std::string_view in_line = before.substr(line_begin);
    if (line == 1 && in_line.starts_with(byte_order_mark))
        in_line.remove_prefix(byte_order_mark.size());
    const auto n_characters = std::count_if(in_line.begin(), in_line.end(),
                                            [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return {source_, std::move(pointer), line, static_cast<std::size_t>(n_characters) + 1};
}

location json_document::locate(const std::string& pointer) const
{
    const json_value* at = root();
    std::size_t begin = 1;
    while (at != nullptr && begin <= pointer.size()) {
        const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
        const std::string token = pointer.substr(begin, end - begin);
        const json_value* next = nullptr;
        if (at->kind == json_kind::array) {
            const bool is_index =
                !token.empty() && token.size() < 8 && token.find_first_not_of("0123456789") == std::string::npos;
            if (is_index && std::stoul(token) < at->elements.size())
                next = &at->elements[std::stoul(token)];
        } else {
            for (const auto& [name, value] : at->members)
                if (pointer_token(name) == token)
                    next = &value;
        }
        if (next == nullptr)
            break;
        at = next;
        begin = end + 1;
    }
    return at == nullptr ? location{source_, pointer, 0, 0} : locate(at->offset, pointer);
}

std::string pointer_token(std::string_view name)
{
    std::string token;
    for (const char c : name) {
        if (c == '~')
            token += "~0";
        else if (c == '/')
            token += "~1";
        else
            token += c;
    }
    return token;
}

}  // namespace attune::inline v0::detail
