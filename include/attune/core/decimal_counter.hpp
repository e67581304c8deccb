#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// A number from 0 on that is written and counted up, again and again, as text: for numbers of rows.
class decimal_counter {
public:
    static constexpr std::size_t room = 24;  ///< bytes that `write()` may touch

    /// @param first  at least 0.
    explicit decimal_counter(std::int64_t first)
    {
        std::array<char, room> digits{};
        const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), first).ptr;
        length_ = static_cast<std::size_t>(end - digits.data());
        std::copy_n(digits.data(), length_, text_.begin());
    }

    /// Writes the number.
    ///
    /// @param out  `room` bytes.
    /// @return     behind the last digit.
    char* write(char* out) const
    {
        std::memcpy(out, text_.data(), room);
        return out + length_;
    }

    /// Adds one.
    void advance()
    {
        std::size_t at = length_;
        while (at > 0 && text_[at - 1] == '9')
            text_[--at] = '0';
        if (at > 0) {
            ++text_[at - 1];
            return;
        }
        std::copy_backward(text_.begin(), text_.end() - 1, text_.end());
        text_.front() = '1';
        ++length_;
    }

private:
    std::array<char, room> text_{};
    std::size_t length_ = 0;
};

}  // namespace attune::inline v0
