#pragma once

#include "attune/core/detail/byte_tiles.hpp"
#include "attune/core/detail/instruction_set.hpp"
#include "attune/stats/moments/detail/byte_column.hpp"
#include "attune/stats/moments/detail/byte_column_avx512.hpp"
#include "attune/stats/moments/detail/gram.hpp"

namespace attune::inline v0::detail {

/// The inner loops over a block of columns.
struct block_functions {
    row_sorting sort = sort_rows_portable;
    row_turning turn = turn_rows_portable;
    category_counting count = count_categories_portable;
    person_weighing weigh = weigh_persons_portable;
    column_packing pack = pack_columns_portable;
    product_adding add_products = add_products_portable;
    tile_setting set_tiles = set_no_tiles;
    tile_setting release_tiles = set_no_tiles;
};

/// Lets products be added on this thread as long as it lives.
class product_use {
public:
    explicit product_use(const block_functions& functions) : release_(functions.release_tiles)
    {
        functions.set_tiles();
    }
    ~product_use() { release_(); }
    product_use(const product_use&) = delete;
    product_use& operator=(const product_use&) = delete;

private:
    tile_setting release_;
};

/// Those for a set of instructions, or for a lesser one where this machine or its system do not let us.
[[nodiscard]] inline block_functions block_functions_for(instruction_set set)
{
#if ATTUNE_HAS_X86_DISPATCH
    if (set >= instruction_set::avx512 && is_supported(instruction_set::avx512)) {
        block_functions functions{sort_rows_avx512,     turn_rows_avx512,    count_categories_avx512,
                                  weigh_persons_avx512, pack_columns_avx512, add_products_avx512};
        if (set >= instruction_set::amx && are_tiles_granted()) {
            functions.add_products = add_products_amx;
            functions.set_tiles = set_tiles_amx;
            functions.release_tiles = release_tiles_amx;
        }
        return functions;
    }
#else
    static_cast<void>(set);
#endif
    return {};
}

}  // namespace attune::inline v0::detail
