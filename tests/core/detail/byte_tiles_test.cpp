#include "attune/core/detail/byte_tiles.hpp"

#include <gtest/gtest.h>

using attune::detail::instruction_set;

TEST(ByteTiles, AreGrantedOnlyWhereTheProcessorHasThemAndTheAnswerStays)
{
    const bool granted = attune::detail::are_tiles_granted();
    EXPECT_TRUE(!granted || is_supported(instruction_set::amx));
    EXPECT_EQ(attune::detail::are_tiles_granted(), granted);
}
