#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// The answers of some people, turned so that an item is a column of bytes: what is added up then lies side by side.
/// What is missing is 0 in a column, and has no bit among the answered.
class person_block {
public:
    static constexpr std::size_t most_persons = 512;  ///< 36 columns fit the nearest cache, and 16 bits hold a total
    static constexpr std::size_t n_words = most_persons / 64;

    using column = std::array<std::uint8_t, most_persons>;
    using bits = std::array<std::uint64_t, n_words>;  ///< one a person

    explicit person_block(std::size_t n_items)
        : n_items_(n_items), columns_((n_items + tile - 1) / tile * tile), answered_(n_items)
    {
    }

    [[nodiscard]] std::size_t n_items() const { return n_items_; }
    [[nodiscard]] std::size_t n_persons() const { return n_persons_; }
    [[nodiscard]] const bits& present() const { return present_; }
    [[nodiscard]] const column* columns() const { return columns_.data(); }
    [[nodiscard]] const column& answers(std::size_t item) const { return columns_[item]; }
    [[nodiscard]] const bits& answered(std::size_t item) const { return answered_[item]; }

    /// Fills the block.
    ///
    /// @param rows       of codes; what lies outside min..max is missing.
    /// @param n_persons  1 to `most_persons`.
    /// @param stride     bytes from row to row, at least the number of items.
    void fill(const std::int8_t* rows, std::size_t n_persons, std::size_t stride, int min, int max)
    {
        n_persons_ = n_persons;
        for (std::size_t w = 0; w < n_words; ++w) {
            const std::size_t n_here = std::min<std::size_t>(n_persons - std::min(n_persons, 64 * w), 64);
            present_[w] = n_here == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n_here) - 1;
        }
        for (std::size_t first = 0; first < n_items_; first += tile)
            for (std::size_t top = 0; top < most_persons; top += tile)
                turn(rows, stride, first, top);
        for (std::size_t j = 0; j < n_items_; ++j)
            take_answers(columns_[j], answered_[j], min, max);
    }

private:
    static constexpr std::size_t tile = 16;

    /// Turns 16 people by 16 items; people who are not there have no answers.
    void turn(const std::int8_t* rows, std::size_t stride, std::size_t first_item, std::size_t first_person)
    {
        std::array<std::array<std::uint8_t, tile>, tile> part;
        const std::size_t n_here = std::min(tile, n_items_ - first_item);
        for (std::size_t r = 0; r < tile; ++r) {
            part[r].fill(0xff);
            if (first_person + r < n_persons_)
                std::memcpy(part[r].data(), rows + (first_person + r) * stride + first_item, n_here);
        }
        // Four times: what is 1, 2, 4, 8 rows apart changes places with what is as many columns apart.
        for (std::size_t apart = 1; apart < tile; apart *= 2)
            for (std::size_t r = 0; r < tile; ++r)
                if ((r & apart) == 0)
                    exchange(part[r], part[r + apart], apart);
        for (std::size_t j = 0; j < tile; ++j)
            std::memcpy(columns_[first_item + j].data() + first_person, part[j].data(), tile);
    }

    static void exchange(std::array<std::uint8_t, tile>& upper, std::array<std::uint8_t, tile>& lower,
                         std::size_t apart)
    {
        std::array<std::uint64_t, 2> u = std::bit_cast<std::array<std::uint64_t, 2>>(upper);
        std::array<std::uint64_t, 2> l = std::bit_cast<std::array<std::uint64_t, 2>>(lower);
        if (apart == 8) {
            std::swap(u[1], l[0]);
        } else {
            constexpr std::array<std::uint64_t, 5> low_parts{0, 0x00ff00ff00ff00ff, 0x0000ffff0000ffff, 0,
                                                             0x00000000ffffffff};
            const std::uint64_t low = low_parts[apart];
            const std::size_t shift = 8 * apart;
            for (std::size_t half = 0; half < 2; ++half) {
                const std::uint64_t kept = (u[half] & low) | (l[half] & low) << shift;
                l[half] = (u[half] >> shift & low) | (l[half] & ~low);
                u[half] = kept;
            }
        }
        upper = std::bit_cast<std::array<std::uint8_t, tile>>(u);
        lower = std::bit_cast<std::array<std::uint8_t, tile>>(l);
    }

    /// Sets what is no answer to 0, and notes who answered.
    static void take_answers(column& codes, bits& answered, int min, int max)
    {
        const auto lowest = static_cast<std::uint8_t>(min);
        const auto span = static_cast<std::uint8_t>(max - min);
        column is_answer;
        for (std::size_t r = 0; r < most_persons; ++r) {
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

    std::size_t n_items_;
    std::size_t n_persons_ = 0;
    bits present_{};
    std::vector<column> columns_;
    std::vector<bits> answered_;
};

/// How often a byte stands in a column.
[[nodiscard]] inline std::int64_t count_bytes(const person_block::column& bytes, std::uint8_t wanted)
{
    constexpr std::size_t part = 128;  // what a byte can count
    std::int64_t n = 0;
    for (std::size_t first = 0; first < bytes.size(); first += part) {
        std::uint8_t n_here = 0;
        for (std::size_t r = first; r < first + part; ++r)
            n_here = static_cast<std::uint8_t>(n_here + (bytes[r] == wanted ? 1 : 0));
        n += n_here;
    }
    return n;
}

/// Sum of a column times weights below 2^25, or of the column alone.
[[nodiscard]] inline std::int64_t sum_of_products(const person_block::column& bytes,
                                                  const std::array<std::uint32_t, person_block::most_persons>* weights)
{
    std::uint64_t sum = 0;
    if (weights == nullptr) {
        std::uint32_t plain = 0;
        for (const std::uint8_t byte : bytes)
            plain += byte;
        return plain;
    }
    for (std::size_t r = 0; r < bytes.size(); ++r)
        sum += std::uint64_t{bytes[r]} * (*weights)[r];
    return static_cast<std::int64_t>(sum);
}

static_assert(std::endian::native == std::endian::little, "bytes of a word are taken as columns, lowest first");

}  // namespace attune::inline v0::detail
