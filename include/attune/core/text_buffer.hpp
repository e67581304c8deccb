#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// Text that is written once and cleared, again and again: keeps its memory and hands out room to write into.
class text_buffer {
public:
    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }

    void clear() noexcept { size_ = 0; }

    /// Room for `n_bytes` behind the text; what is written there counts once `advance()` says so.
    [[nodiscard]] char* room(std::size_t n_bytes)
    {
        if (bytes_.size() - size_ < n_bytes) [[unlikely]]
            grow(n_bytes);
        return bytes_.data() + size_;
    }

    void advance(std::size_t n_bytes) noexcept { size_ += n_bytes; }

    void append(std::string_view text)
    {
        if (text.empty())
            return;
        std::memcpy(room(text.size()), text.data(), text.size());
        advance(text.size());
    }

    void append(char character)
    {
        *room(1) = character;
        advance(1);
    }

    void append(std::int64_t number)
    {
        constexpr std::size_t longest = 20;
        char* digits = room(longest);
        advance(static_cast<std::size_t>(std::to_chars(digits, digits + longest, number).ptr - digits));
    }

    template <typename... Args>
    void append_formatted(fmt::format_string<Args...> format, Args&&... args)
    {
        fmt::memory_buffer text;
        fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
        append(std::string_view(text.data(), text.size()));
    }

private:
    /// Apart from `room()`, which is called for every row.
    [[gnu::noinline]] void grow(std::size_t n_bytes) { bytes_.resize(std::max(2 * bytes_.size(), size_ + n_bytes)); }

    std::vector<char> bytes_;
    std::size_t size_ = 0;
};

}  // namespace attune::inline v0
