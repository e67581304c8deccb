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

inline void add_products_portable(const byte_column* columns, std::size_t n_columns, std::uint8_t* /*packed*/,
                                  std::int32_t* tiles)
{
    for (std::size_t i = 0; i < n_columns; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            std::int32_t sum = 0;
            for (std::size_t r = 0; r < byte_column::n_persons; ++r)
                sum += std::int32_t{columns[i][r]} * std::int32_t{columns[j][r]};
            tiles[tile_place(i, j)] += sum;
        }
}

/// Sums of products of all pairs of columns whose bytes are below 128.
class gram {
public:
    /// People whose sums are sure to fit 32 bits: 127^2 * 2^16 < 2^31.
    static constexpr std::size_t most_persons = std::size_t{1} << 16U;

    gram(std::size_t n_columns, product_adding add_products)
        : n_columns_(n_columns),
          add_products_(add_products),
          packed_(whole_tiles(n_columns)),
          tiles_(tile_place(whole_tiles(n_columns), 0))
    {
    }

    /// Adds a block; `most_persons` at most before `clear()`.
    ///
    /// @param columns  whole tiles of them.
    void add(const byte_column* columns) { add_products_(columns, n_columns_, packed_.data()->data(), tiles_.data()); }

    [[nodiscard]] std::int64_t operator()(std::size_t i, std::size_t j) const
    {
        return tiles_[i >= j ? tile_place(i, j) : tile_place(j, i)];
    }

    void clear() { std::fill(tiles_.begin(), tiles_.end(), 0); }

private:
    std::size_t n_columns_;
    product_adding add_products_;
    std::vector<byte_column> packed_;  ///< room to work in
    std::vector<std::int32_t> tiles_;
};

}  // namespace attune::inline v0::detail
