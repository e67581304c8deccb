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

inline void add_products_portable(const column_blocks& blocks, std::int32_t* tiles)
{
    for (std::size_t block = 0; block < blocks.n_blocks; ++block) {
        const byte_column* columns = blocks.columns + block * whole_tiles(blocks.n_columns);
        for (std::size_t i = 0; i < blocks.n_columns; ++i)
            for (std::size_t j = 0; j <= i; ++j) {
                std::int32_t sum = 0;
                for (std::size_t r = 0; r < byte_column::n_persons; ++r)
                    sum += std::int32_t{columns[i][r]} * std::int32_t{columns[j][r]};
                tiles[tile_place(i, j)] += sum;
            }
    }
}

/// Sums of products of all pairs of columns whose bytes are below 128.
class gram {
public:
    /// People whose sums are sure to fit 32 bits: 127^2 * 2^16 < 2^31.
    static constexpr std::size_t most_persons = std::size_t{1} << 16U;

    gram() = default;

    gram(std::size_t n_columns, column_packing pack, product_adding add_products)
        : n_columns_(n_columns),
          pack_(pack),
          add_products_(add_products),
          columns_(n_together * whole_tiles(n_columns)),
          packed_(columns_.size()),
          tiles_(tile_place(whole_tiles(n_columns), 0))
    {
    }

    /// The next block, to be filled; whole tiles of columns may be written, and hold some earlier block.
    [[nodiscard]] byte_column* columns() { return columns_.data() + n_waiting_ * whole_tiles(n_columns_); }

    /// Adds the block that was filled; `most_persons` at most before `clear()`.
    void add()
    {
        pack_(columns(), n_columns_, packed_[n_waiting_ * whole_tiles(n_columns_)].data());
        if (++n_waiting_ == n_together)
            finish();
    }

    /// Multiplies what waits to be multiplied. Sums are known after that.
    void finish()
    {
        if (n_waiting_ > 0)
            add_products_({columns_.data(), packed_.data()->data(), n_columns_, n_waiting_}, tiles_.data());
        n_waiting_ = 0;
    }

    [[nodiscard]] std::int64_t operator()(std::size_t i, std::size_t j) const
    {
        return tiles_[i >= j ? tile_place(i, j) : tile_place(j, i)];
    }

    void clear() { std::fill(tiles_.begin(), tiles_.end(), 0); }

private:
    /// Blocks that are multiplied at once: tiles take a third of a microsecond to wake up.
    static constexpr std::size_t n_together = 4;

    std::size_t n_columns_ = 0;
    column_packing pack_ = pack_columns_portable;
    product_adding add_products_ = add_products_portable;
    std::vector<byte_column> columns_, packed_;
    std::size_t n_waiting_ = 0;
    std::vector<std::int32_t> tiles_;
};

}  // namespace attune::inline v0::detail
