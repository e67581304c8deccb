#include "attune/analysis/invalid_counts.hpp"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::answer_code;
using attune::invalid_counts;

namespace {

constexpr answer_code outside = attune::code_of(attune::invalid_answer::out_of_range);
constexpr answer_code text = attune::code_of(attune::invalid_answer::not_a_number);
constexpr answer_code skipped = attune::code_of(attune::missing_reason::not_answered);

}  // namespace

TEST(InvalidCounts, CountAnswersAndPeopleConcerned)
{
    invalid_counts counts(3);
    counts.add(std::vector<answer_code>{1, outside, text});
    counts.add(std::vector<answer_code>{1, 2, skipped});
    counts.add(std::vector<answer_code>{7, outside, 3});
    EXPECT_EQ(counts.n_persons(), 3);
    EXPECT_EQ(counts.n_persons_concerned(), 2);
    EXPECT_EQ(counts.n_invalid(0), 0);
    EXPECT_EQ(counts.n_invalid(1), 2);
    EXPECT_EQ(counts.n_invalid(2), 1);
    EXPECT_EQ(counts.n_invalid(), 3);
}

TEST(InvalidCounts, MergeAndSubtractPeople)
{
    invalid_counts first(2);
    first.add(std::vector<answer_code>{outside, 1});
    invalid_counts second(2);
    second.add(std::vector<answer_code>{2, outside});
    second.add(std::vector<answer_code>{2, 2});
    invalid_counts both = first;
    both.merge(second);
    EXPECT_EQ(both.n_persons(), 3);
    EXPECT_EQ(both.n_invalid(), 2);
    both.subtract(first);
    EXPECT_EQ(both, second);
}

TEST(InvalidCounts, OfABlockAreThoseOfItsRows)
{
    attune::code_block block(2);
    block.append()[1] = outside;
    block.append()[0] = 3;
    invalid_counts counts(2);
    counts.add(block);
    EXPECT_EQ(counts.n_persons(), 2);
    EXPECT_EQ(counts.n_persons_concerned(), 1);
}

TEST(InvalidCounts, RefuseOtherColumns)
{
    invalid_counts counts(2);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { counts.merge(invalid_counts(3)); }, "invalid_counts: other must have 2 elements, but is 3 long"));
}
