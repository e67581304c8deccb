#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "attune/core/detail/instruction_set.hpp"
#include "attune/stats/moments/detail/byte_column.hpp"
#include "attune/stats/moments/detail/byte_column_avx512.hpp"

#if ATTUNE_HAS_X86_DISPATCH
#include <immintrin.h>
#endif

namespace attune::inline v0::detail {

/// Puts four people of each of 16 columns side by side, as the factor on the right of a product is read.
///
/// @param columns  whole tiles of them.
/// @param packed   room for as many bytes.
using column_packing = void (*)(const byte_column* columns, std::size_t n_columns, std::uint8_t* packed);

/// A block of columns, whole tiles of them, and what packing made of them.
struct column_block {
    const byte_column* columns = nullptr;
    const std::uint8_t* packed = nullptr;
    std::size_t n_columns = 0;
};

/// Adds the sums of products of all pairs of columns, j <= i, to tiles of 16 x 16 sums (`tile_place()`). Bytes are
/// below 128.
using product_adding = void (*)(const column_block& block, std::int32_t* tiles);

/// What surrounds products on this thread: the processor is told before how its tiles are used, and that they no longer
/// are afterwards.
using tile_setting = void (*)();

inline void set_no_tiles() {}

/// Where the sum of a pair lies, j <= i: tiles are a packed lower triangle, and within one the sums of i are a line.
[[nodiscard]] constexpr std::size_t tile_place(std::size_t i, std::size_t j)
{
    constexpr std::size_t tile = column_multiple;
    const std::size_t top = i / tile;
    return (top * (top + 1) / 2 + j / tile) * tile * tile + i % tile * tile + j % tile;
}

#if ATTUNE_HAS_X86_DISPATCH
inline constexpr std::size_t packed_people = 64;                              ///< of one packed tile
inline constexpr std::size_t packed_bytes = column_multiple * packed_people;  ///< of one packed tile
inline constexpr std::size_t tile_bytes =
    column_multiple * byte_column::n_persons;  ///< of all packed tiles of 16 columns

[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,popcnt")]] inline void pack_columns_avx512(
    const byte_column* columns, std::size_t n_columns, std::uint8_t* packed)
{
    for (std::size_t c = 0; c < n_columns; c += column_multiple)
        for (std::size_t r = 0; r < byte_column::n_persons; r += packed_people, packed += packed_bytes)
            turn_words(columns[c].data() + r, sizeof(byte_column), packed, packed_people);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
/// Four products of 16 pairs to an instruction; the sums of 8 x 16 pairs stay in registers.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,popcnt")]] inline void add_products_avx512(
    const column_block& block, std::int32_t* tiles)
{
    constexpr std::size_t n_lines = 8;
    for (std::size_t i = 0; i < block.n_columns; i += n_lines)
        for (std::size_t left = 0; left <= i / column_multiple; ++left) {
            std::int32_t* sums = tiles + tile_place(i, left * column_multiple);
            __m512i lines[n_lines];
            for (std::size_t l = 0; l < n_lines; ++l)
                lines[l] = _mm512_loadu_si512(sums + l * column_multiple);
            const std::uint8_t* right = block.packed + left * tile_bytes;
            for (std::size_t r = 0; r < byte_column::n_persons; r += 4) {
                const __m512i sixteen = _mm512_load_si512(right + column_multiple * r);
                for (std::size_t l = 0; l < n_lines; ++l) {
                    std::int32_t four = 0;
                    std::memcpy(&four, block.columns[i + l].data() + r, sizeof four);
                    lines[l] = _mm512_dpbusd_epi32(lines[l], _mm512_set1_epi32(four), sixteen);
                }
            }
            for (std::size_t l = 0; l < n_lines; ++l)
                _mm512_storeu_si512(sums + l * column_multiple, lines[l]);
        }
}
#pragma GCC diagnostic pop

/// How the eight tile registers are laid out: 16 lines of 64 bytes.
struct alignas(64) tile_layout {
    std::uint8_t palette = 1;
    std::uint8_t first_line = 0;
    std::array<std::uint8_t, 14> reserved{};
    std::array<std::uint16_t, 16> line_bytes{64, 64, 64, 64, 64, 64, 64, 64};
    std::array<std::uint8_t, 16> n_lines{16, 16, 16, 16, 16, 16, 16, 16};
};

[[gnu::target("amx-tile")]] inline void set_tiles_amx()
{
    // Compilers take only the first eight bytes for read: what is local might not be written.
    static const tile_layout layout;
    _tile_loadconfig(&layout);
}

[[gnu::target("amx-tile")]] inline void release_tiles_amx()
{
    _tile_release();
}

/// Up to 48 columns, whose sums all stay in registers: 16 x 16 pairs and 64 people to an instruction.
[[gnu::target("amx-tile,amx-int8")]] inline void add_few_tiles(const column_block& block, std::size_t n_tiles,
                                                               std::int32_t* tiles)
{
    constexpr std::size_t n_sums = column_multiple * column_multiple;
    _tile_loadd(0, tiles, 64);
    if (n_tiles > 1) {
        _tile_loadd(1, tiles + n_sums, 64);
        _tile_loadd(2, tiles + 2 * n_sums, 64);
    }
    if (n_tiles > 2) {
        _tile_loadd(3, tiles + 3 * n_sums, 64);
        _tile_loadd(4, tiles + 4 * n_sums, 64);
        _tile_loadd(5, tiles + 5 * n_sums, 64);
    }
    for (std::size_t r = 0; r < byte_column::n_persons; r += packed_people) {
        const std::uint8_t* left = block.columns->data() + r;
        const std::uint8_t* right = block.packed + column_multiple * r;
        _tile_loadd(6, left, sizeof(byte_column));
        _tile_loadd(7, right, 64);
        _tile_dpbuud(0, 6, 7);
        if (n_tiles == 1)
            continue;
        _tile_loadd(6, left + tile_bytes, sizeof(byte_column));
        _tile_dpbuud(1, 6, 7);
        if (n_tiles == 2) {
            _tile_loadd(7, right + tile_bytes, 64);
            _tile_dpbuud(2, 6, 7);
            continue;
        }
        _tile_loadd(6, left + 2 * tile_bytes, sizeof(byte_column));
        _tile_dpbuud(3, 6, 7);
        _tile_loadd(7, right + tile_bytes, 64);
        _tile_dpbuud(4, 6, 7);
        _tile_loadd(6, left + tile_bytes, sizeof(byte_column));
        _tile_dpbuud(2, 6, 7);
        _tile_loadd(6, left + 2 * tile_bytes, sizeof(byte_column));
        _tile_loadd(7, right + 2 * tile_bytes, 64);
        _tile_dpbuud(5, 6, 7);
    }
    _tile_stored(0, tiles, 64);
    if (n_tiles > 1) {
        _tile_stored(1, tiles + n_sums, 64);
        _tile_stored(2, tiles + 2 * n_sums, 64);
    }
    if (n_tiles > 2) {
        _tile_stored(3, tiles + 3 * n_sums, 64);
        _tile_stored(4, tiles + 4 * n_sums, 64);
        _tile_stored(5, tiles + 5 * n_sums, 64);
    }
}

/// Any number of columns, 16 x 32 pairs at a time.
[[gnu::target("amx-tile,amx-int8")]] inline void add_many_tiles(const column_block& block, std::size_t n_tiles,
                                                                std::int32_t* tiles)
{
    constexpr std::size_t n_sums = column_multiple * column_multiple;
    for (std::size_t i = 0; i < n_tiles; ++i)
        for (std::size_t j = 0; j <= i; j += 2) {
            const bool is_pair = j < i;
            _tile_loadd(0, tiles, 64);
            if (is_pair)
                _tile_loadd(1, tiles + n_sums, 64);
            for (std::size_t r = 0; r < byte_column::n_persons; r += packed_people) {
                const std::uint8_t* right = block.packed + j * tile_bytes + column_multiple * r;
                _tile_loadd(6, block.columns->data() + i * tile_bytes + r, sizeof(byte_column));
                _tile_loadd(7, right, 64);
                _tile_dpbuud(0, 6, 7);
                if (is_pair) {
                    _tile_loadd(7, right + tile_bytes, 64);
                    _tile_dpbuud(1, 6, 7);
                }
            }
            _tile_stored(0, tiles, 64);
            if (is_pair)
                _tile_stored(1, tiles + n_sums, 64);
            tiles += is_pair ? 2 * n_sums : n_sums;
        }
}

[[gnu::target("amx-tile,amx-int8")]] inline void add_products_amx(const column_block& block, std::int32_t* tiles)
{
    const std::size_t n_tiles = whole_tiles(block.n_columns) / column_multiple;
    if (n_tiles <= 3)
        add_few_tiles(block, n_tiles, tiles);
    else
        add_many_tiles(block, n_tiles, tiles);
}
#endif

}  // namespace attune::inline v0::detail
