#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// One byte of each person of a block, side by side, so that they are added up many at a time. Blocks are always full:
/// people who are not there have 0.
struct alignas(64) byte_column : std::array<std::uint8_t, 256> {
    static constexpr std::size_t n_persons = 256;  ///< 48 columns, and as many again, fit the nearest cache
};

inline constexpr std::size_t column_multiple = 16;  ///< columns are allocated in tiles of so many

[[nodiscard]] constexpr std::size_t whole_tiles(std::size_t n_columns)
{
    return (n_columns + column_multiple - 1) / column_multiple * column_multiple;
}

/// A number of each person, as digits to the base 128, lowest first, a column a digit: factors that both signed and
/// unsigned bytes hold.
struct person_weights {
    static constexpr int digit_bits = 7;

    std::size_t first = 0;  ///< column
    std::size_t n_digits = 0;

    person_weights(std::size_t first_column, std::uint64_t largest)
        : first(first_column),
          n_digits((static_cast<std::size_t>(std::bit_width(largest)) + digit_bits - 1) / digit_bits)
    {
    }

    [[nodiscard]] std::size_t end() const { return first + n_digits; }
};

/// A scale among the columns of a block, and where the weights of its people lie. X is the keyed total of a person, a
/// the sum of the squares of the keyed answers.
struct column_scale {
    std::vector<std::size_t> items;
    std::vector<std::uint8_t> flips;  ///< per item what the answer is taken from, or 0 where it is not reversed
    person_weights squares;           ///< a
    person_weights squared_total;     ///< X^2
    bool is_short;                    ///< whether 16 bits hold both

    column_scale(std::vector<std::size_t> of_items, std::vector<std::uint8_t> flipped_by, int max, std::size_t first)
        : items(std::move(of_items)),
          flips(std::move(flipped_by)),
          squares(first, items.size() * square(static_cast<std::uint64_t>(max))),
          squared_total(squares.end(), square(items.size() * static_cast<std::uint64_t>(max))),
          is_short(square(items.size() * static_cast<std::uint64_t>(max)) < 1U << 16U)
    {
    }

private:
    static std::uint64_t square(std::uint64_t value) { return value * value; }
};

/// Rows of people who wait until a block is full.
struct row_list {
    std::array<const std::int8_t*, 2 * byte_column::n_persons> rows;
    std::size_t n_rows = 0;

    /// Fills what is short of a block, from `n_rows` on.
    ///
    /// @param nobody  a row in place of people who are not there.
    /// @return        people who are.
    std::size_t begin_block(const std::int8_t* nobody)
    {
        for (std::size_t r = n_rows; r < byte_column::n_persons; ++r)
            rows[r] = nobody;
        return std::min(n_rows, byte_column::n_persons);
    }

    /// Lets the rows that are behind the block come first.
    void end_block()
    {
        n_rows -= std::min(n_rows, byte_column::n_persons);
        std::copy_n(rows.begin() + byte_column::n_persons, n_rows, rows.begin());
    }
};

/// Rows that lie one behind the other.
struct row_range {
    const std::int8_t* rows = nullptr;
    std::size_t n_persons = 0;
    std::size_t stride = 0;  ///< bytes from row to row
    std::size_t n_items = 0;
};

/// Rows that are read next, asked for little by little while the ones before are worked on: few lines of memory can be
/// on their way at a time, and all that there are would otherwise be waited for.
class upcoming_rows {
public:
    upcoming_rows() = default;
    upcoming_rows(const std::int8_t* first, std::size_t n_bytes) : at_(first), end_(first + n_bytes) {}

    /// Asks for some lines more.
    void ask_for(std::size_t n_lines)
    {
        for (; n_lines > 0 && at_ < end_; --n_lines, at_ += std::min<std::ptrdiff_t>(line_bytes, end_ - at_))
            __builtin_prefetch(at_);
    }

private:
    static constexpr std::ptrdiff_t line_bytes = 64;

    const std::int8_t* at_ = nullptr;
    const std::int8_t* end_ = nullptr;
};

/// Appends rows that hold nothing but min..max to the complete ones, and the others to the partial ones.
using row_sorting = void (*)(const row_range& range, int min, int max, row_list& complete, row_list& partial);

/// Turns rows into columns.
///
/// @param rows      `byte_column::n_persons` of them, of n_items bytes.
/// @param columns   as many as whole tiles of n_items; what is behind the last item becomes 0.
/// @param packed    room for as many bytes; whole tiles of items are left there as `column_packing` packs them.
/// @param upcoming  asked for while rows are turned, where that pays.
/// @return          whether the rows hold nothing but min..max.
using row_turning = bool (*)(const std::int8_t* const* rows, std::size_t n_items, int min, int max,
                             byte_column* columns, std::uint8_t* packed, upcoming_rows& upcoming);

/// Adds how many people have each of min..max in each column. Where min is 0 these are also those who are not there.
///
/// @param counts    n_items x categories.
/// @param upcoming  asked for meanwhile, where that pays.
using category_counting = void (*)(const byte_column* columns, std::size_t n_items, int min, int max,
                                   std::int64_t* counts, upcoming_rows& upcoming);

/// Writes the weights of a scale. Wrong for people who are not there if items are reversed.
using person_weighing = void (*)(byte_column* columns, const column_scale& scale);

inline void sort_rows_portable(const row_range& range, int min, int max, row_list& complete, row_list& partial)
{
    const auto lowest = static_cast<std::uint8_t>(min);
    const auto span = static_cast<std::uint8_t>(max - min);
    for (std::size_t r = 0; r < range.n_persons; ++r) {
        const std::int8_t* row = range.rows + r * range.stride;
        std::uint8_t farthest = 0;
        for (std::size_t j = 0; j < range.n_items; ++j)
            farthest = std::max(farthest, static_cast<std::uint8_t>(static_cast<std::uint8_t>(row[j]) - lowest));
        row_list& to = farthest <= span ? complete : partial;
        to.rows[to.n_rows++] = row;
    }
}

inline void exchange_bytes(std::array<std::uint8_t, 16>& upper, std::array<std::uint8_t, 16>& lower, std::size_t apart)
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
    upper = std::bit_cast<std::array<std::uint8_t, 16>>(u);
    lower = std::bit_cast<std::array<std::uint8_t, 16>>(l);
}

static_assert(std::endian::native == std::endian::little, "bytes of a word are taken as columns, lowest first");

inline bool turn_rows_portable(const std::int8_t* const* rows, std::size_t n_items, int min, int max,
                               byte_column* columns, std::uint8_t* /*packed*/, upcoming_rows& /*upcoming*/)
{
    constexpr std::size_t tile = column_multiple;
    const auto lowest = static_cast<std::uint8_t>(min);
    std::uint8_t farthest = 0;
    std::array<std::array<std::uint8_t, tile>, tile> part;
    for (std::size_t first = 0; first < n_items; first += tile)
        for (std::size_t top = 0; top < byte_column::n_persons; top += tile) {
            const std::size_t n_here = n_items - first < tile ? n_items - first : tile;
            for (std::size_t r = 0; r < tile; ++r) {
                part[r].fill(0);
                std::memcpy(part[r].data(), rows[top + r] + first, n_here);
                for (std::size_t j = 0; j < n_here; ++j)
                    farthest = std::max(farthest, static_cast<std::uint8_t>(part[r][j] - lowest));
            }
            // Four times: what is 1, 2, 4, 8 rows apart changes places with what is as many columns apart.
            for (std::size_t apart = 1; apart < tile; apart *= 2)
                for (std::size_t r = 0; r < tile; ++r)
                    if ((r & apart) == 0)
                        exchange_bytes(part[r], part[r + apart], apart);
            for (std::size_t j = 0; j < tile; ++j)
                std::memcpy(columns[first + j].data() + top, part[j].data(), tile);
        }
    return farthest <= max - min;
}

inline void count_categories_portable(const byte_column* columns, std::size_t n_items, int min, int max,
                                      std::int64_t* counts, upcoming_rows& /*upcoming*/)
{
    constexpr std::size_t part = 128;  // what a byte can count
    for (std::size_t j = 0; j < n_items; ++j)
        for (int c = min; c <= max; ++c, ++counts)
            for (std::size_t first = 0; first < byte_column::n_persons; first += part) {
                std::uint8_t n_here = 0;
                for (std::size_t r = first; r < first + part; ++r)
                    n_here = static_cast<std::uint8_t>(n_here + (columns[j][r] == c ? 1 : 0));
                *counts += n_here;
            }
}

inline void weigh_persons_portable(byte_column* columns, const column_scale& scale)
{
    constexpr std::size_t n_rows = byte_column::n_persons;
    std::array<std::uint32_t, n_rows> squares{};
    std::array<std::uint32_t, n_rows> totals{};
    for (std::size_t j = 0; j < scale.items.size(); ++j) {
        const byte_column& answers = columns[scale.items[j]];
        const std::uint8_t flip = scale.flips[j];
        for (std::size_t r = 0; r < n_rows; ++r) {
            const std::uint32_t keyed = flip == 0 ? answers[r] : static_cast<std::uint8_t>(flip - answers[r]);
            totals[r] += keyed;
            squares[r] += keyed * keyed;
        }
    }
    constexpr std::uint64_t low = (1U << person_weights::digit_bits) - 1;
    for (std::size_t d = 0; d < scale.squares.n_digits; ++d)
        for (std::size_t r = 0; r < n_rows; ++r)
            columns[scale.squares.first + d][r] =
                static_cast<std::uint8_t>(squares[r] >> (person_weights::digit_bits * d) & low);
    for (std::size_t d = 0; d < scale.squared_total.n_digits; ++d)
        for (std::size_t r = 0; r < n_rows; ++r)
            columns[scale.squared_total.first + d][r] = static_cast<std::uint8_t>(
                std::uint64_t{totals[r]} * totals[r] >> (person_weights::digit_bits * d) & low);
}

}  // namespace attune::inline v0::detail
