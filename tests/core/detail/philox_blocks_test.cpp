#include "attune/core/detail/philox_blocks.hpp"

#include <cstdint>

#include <gtest/gtest.h>

namespace {

constexpr attune::detail::philox_key key{0xa4093822, 0x299f31d0};
constexpr std::uint64_t stream = 0x0370734413198a2e;

}  // namespace

TEST(PhiloxBlocks, EveryWayGivesTheSameNumbers)
{
    // The last start carries from the lower into the upper word of the counter.
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1} << 40, (std::uint64_t{1} << 32) - 3}) {
        attune::detail::philox_numbers portable{};
        attune::detail::fill_portable(first, stream, key, portable);
        attune::detail::philox_numbers fastest{};
        attune::detail::fill_philox(first, stream, key, fastest);
        EXPECT_EQ(portable, fastest) << first;
#if ATTUNE_HAS_X86_DISPATCH
        if (attune::detail::is_supported(attune::detail::instruction_set::avx2)) {
            attune::detail::philox_numbers avx2{};
            attune::detail::fill_avx2(first, stream, key, avx2);
            EXPECT_EQ(portable, avx2) << first;
        }
#endif
    }
}
