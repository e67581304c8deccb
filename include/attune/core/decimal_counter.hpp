#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// A number from 0 on that is written and counted up, again and again, as text: for numbers of rows. Nine times of ten
/// only the last digit changes.
class decimal_counter {
public:
    static constexpr std::size_t room = 24;  ///< bytes that `write()` may touch

    /// @param first  at least 0.
    explicit decimal_counter(std::int64_t first) : value_(first) { spell(); }

    /// Writes the number.
    ///
    /// @param out  `room` bytes.
    /// @return     behind the last digit.
    char* write(char* out) const
    {
        std::memcpy(out, head_.data(), head_.size());
        std::memcpy(out + n_head_, &tail_, sizeof tail_);
        return out + n_head_ + n_tail_;
    }

    /// Adds one.
    void advance()
    {
        ++value_;
        if (--n_before_carry_ == 0)
            spell();
        else
            tail_ += last_digit_;
    }

private:
    /// The last digits, up to eight, are a number, as a byte that was changed would not be ready to be copied with
    /// others.
    void spell()
    {
        std::array<char, room> text{};
        const char* end = std::to_chars(text.data(), text.data() + text.size(), value_).ptr;
        const auto n_digits = static_cast<std::size_t>(end - text.data());
        n_tail_ = std::min(n_digits, sizeof tail_);
        n_head_ = n_digits - n_tail_;
        std::copy_n(text.begin(), head_.size(), head_.begin());
        std::memcpy(&tail_, text.data() + n_head_, sizeof tail_);
        std::array<unsigned char, sizeof tail_> one{};
        one[n_tail_ - 1] = 1;
        last_digit_ = std::bit_cast<std::uint64_t>(one);
        n_before_carry_ = '9' + 1 - text[n_digits - 1];
    }

    std::int64_t value_;
    std::array<char, 16> head_{};
    std::size_t n_head_ = 0;
    std::size_t n_tail_ = 0;
    std::uint64_t tail_ = 0;        ///< digits, as they lie in memory
    std::uint64_t last_digit_ = 0;  ///< one more of the last digit
    int n_before_carry_ = 0;
};

}  // namespace attune::inline v0
