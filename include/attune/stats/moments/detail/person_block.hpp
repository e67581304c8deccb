#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "attune/core/version.hpp"
#include "attune/stats/moments/detail/byte_column.hpp"

namespace attune::inline v0::detail {

/// The answers of some people who left something out, turned so that an item is a column of bytes. What is missing is 0
/// in a column, and has no bit among the answered.
class person_block {
public:
    static constexpr std::size_t n_words = byte_column::n_persons / 64;

    using bits = std::array<std::uint64_t, n_words>;  ///< one a person

    person_block() = default;
    person_block(std::size_t n_items, row_turning turn) : turn_(turn), answered_(n_items) {}

    [[nodiscard]] std::size_t n_persons() const { return n_persons_; }
    [[nodiscard]] const bits& present() const { return present_; }
    [[nodiscard]] const byte_column& answers(std::size_t item) const { return columns_[item]; }
    [[nodiscard]] const bits& answered(std::size_t item) const { return answered_[item]; }

    /// Fills the block.
    ///
    /// @param rows       a whole block of them; what lies outside min..max is missing, as is all behind n_persons.
    /// @param n_persons  1 to `byte_column::n_persons`.
    /// @param columns    where the answers go, whole tiles; to be kept as long as the block is read.
    /// @param scratch    room for as many bytes.
    void fill(const row_list& rows, std::size_t n_persons, int min, int max, byte_column* columns,
              std::uint8_t* scratch)
    {
        n_persons_ = n_persons;
        for (std::size_t w = 0; w < n_words; ++w) {
            const std::size_t n_here = std::min<std::size_t>(n_persons - std::min(n_persons, 64 * w), 64);
            present_[w] = n_here == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n_here) - 1;
        }
        columns_ = columns;
        upcoming_rows nothing;
        turn_(rows.rows.data(), answered_.size(), min, max, columns, scratch, nothing);
        for (std::size_t j = 0; j < answered_.size(); ++j)
            take_answers(columns[j], answered_[j], min, max);
    }

private:
    /// Sets what is no answer to 0, and notes who answered.
    static void take_answers(byte_column& codes, bits& answered, int min, int max)
    {
        const auto lowest = static_cast<std::uint8_t>(min);
        const auto span = static_cast<std::uint8_t>(max - min);
        byte_column is_answer;
        for (std::size_t r = 0; r < byte_column::n_persons; ++r) {
            is_answer[r] = static_cast<std::uint8_t>(codes[r] - lowest) <= span ? 1 : 0;
            codes[r] = static_cast<std::uint8_t>(codes[r] & -is_answer[r]);
        }
        for (std::size_t w = 0; w < n_words; ++w) {
            answered[w] = 0;
            for (std::size_t byte = 0; byte < 8; ++byte) {
                std::uint64_t eight = 0;
                std::memcpy(&eight, is_answer.data() + 64 * w + 8 * byte, 8);
                // Each product moves one of the eight lowest bits to the top byte, in the order of the bytes.
                answered[w] |= (eight * 0x0102040810204080U >> 56U) << (8 * byte);
            }
        }
    }

    row_turning turn_ = turn_rows_portable;
    std::size_t n_persons_ = 0;
    bits present_{};
    const byte_column* columns_ = nullptr;
    std::vector<bits> answered_;
};

}  // namespace attune::inline v0::detail
