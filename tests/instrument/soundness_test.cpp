#include "attune/instrument/soundness.hpp"

#include <gtest/gtest.h>

TEST(Soundness, IsAskedForAPointer)
{
    const attune::soundness only_items = [](std::string_view pointer) { return pointer == "/items"; };
    EXPECT_TRUE(only_items("/items"));
    EXPECT_FALSE(only_items("/scales"));
}
