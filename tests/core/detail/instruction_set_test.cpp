#include "attune/core/detail/instruction_set.hpp"

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

using attune::detail::best_instruction_set;
using attune::detail::instruction_set;

TEST(InstructionSet, PortableRunsEverywhere)
{
    EXPECT_TRUE(is_supported(instruction_set::portable));
}

TEST(InstructionSet, BestIsTheLastThatRunsHereUnlessTheEnvironmentLimitsIt)
{
    const char* limit = std::getenv("ATTUNE_INSTRUCTION_SET");
    EXPECT_TRUE(is_supported(best_instruction_set()));
    for (const instruction_set set : attune::detail::instruction_sets) {
        const bool is_passed_over = set > best_instruction_set() && limit == nullptr;
        EXPECT_FALSE(is_passed_over && is_supported(set)) << to_string(set);
    }
}

TEST(InstructionSet, EachHasANameOfItsOwn)
{
    std::string all;
    for (const instruction_set set : attune::detail::instruction_sets)
        all += std::string(to_string(set)) + " ";
    EXPECT_EQ(all, "portable sse2 avx2 avx512 amx ");
}
