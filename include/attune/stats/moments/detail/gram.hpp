#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "attune/stats/moments/detail/byte_column.hpp"
#include "attune/stats/moments/detail/gram_x86.hpp"

namespace attune::inline v0::detail {

[[nodiscard]] constexpr std::size_t triangle_place(std::size_t i, std::size_t j)
{
    return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
}

/// Nothing: the portable product reads the columns themselves.
inline void pack_columns_portable(const byte_column* /*columns*/, std::size_t /*n_columns*/, std::uint8_t* /*packed*/)
{
}

inline void add_products_portable(const column_block& block, std::int32_t* tiles)
{
    for (std::size_t i = 0; i < block.n_columns; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            std::int32_t sum = 0;
            for (std::size_t r = 0; r < byte_column::n_persons; ++r)
                sum += std::int32_t{block.columns[i][r]} * std::int32_t{block.columns[j][r]};
            tiles[tile_place(i, j)] += sum;
        }
}

/// Sums of products of all pairs of columns whose bytes are below 128. A `product_use` surrounds what adds to them.
class gram {
public:
    /// People whose sums are sure to fit 32 bits: 127^2 * 2^16 < 2^31.
    static constexpr std::size_t most_persons = std::size_t{1} << 16U;

    gram() = default;

    gram(std::size_t n_columns, column_packing pack, product_adding add_products)
        : n_columns_(n_columns),
          pack_(pack),
          add_products_(add_products),
          columns_(whole_tiles(n_columns)),
          packed_(columns_.size()),
          tiles_(tile_place(whole_tiles(n_columns), 0))
    {
    }

    /// The next block, to be filled; whole tiles of columns may be written, and hold some earlier block.
    [[nodiscard]] byte_column* columns() { return columns_.data(); }

    /// The same, packed, where whoever fills the columns may leave whole tiles of it.
    [[nodiscard]] std::uint8_t* packed() { return packed_.data()->data(); }

    /// Adds the block that was filled; `most_persons` at most before `clear()`.
    ///
    /// @param n_packed  of its first columns that lie packed, tiles whole.
    void add(std::size_t n_packed = 0)
    {
        const std::size_t first = n_packed / column_multiple * column_multiple;
        pack_(columns() + first, n_columns_ - first, packed_[first].data());
        add_products_({columns_.data(), packed(), n_columns_}, tiles_.data());
    }

    [[nodiscard]] std::int64_t operator()(std::size_t i, std::size_t j) const
    {
        return tiles_[i >= j ? tile_place(i, j) : tile_place(j, i)];
    }

    void clear() { std::fill(tiles_.begin(), tiles_.end(), 0); }

private:
    std::size_t n_columns_ = 0;
    column_packing pack_ = pack_columns_portable;
    product_adding add_products_ = add_products_portable;
    std::vector<byte_column> columns_, packed_;
    std::vector<std::int32_t> tiles_;
};

}  // namespace attune::inline v0::detail
