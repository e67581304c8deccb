#include "sized_struct.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

/// A structure as the first version had it, and as a second version has it.
struct first {
    std::size_t size;
    std::int64_t a;
};

struct second {
    std::size_t size;
    std::int64_t a;
    std::int64_t b;
};

constexpr std::size_t first_size = sizeof(first);

/// Runs an action and returns the text of its std::invalid_argument, "" when there is none.
template <typename Action>
std::string refusal(Action action)
{
    try {
        action();
        return "";
    } catch (const std::invalid_argument& mistake) {
        return mistake.what();
    }
}

}  // namespace

TEST(SizedStruct, GivesAnOlderProgramTheDefaultOfWhatItLacks)
{
    first older{sizeof(first), 5};
    const second read = attune::detail::read_sized<second>(&older, first_size, "f");
    EXPECT_EQ(read.a, 5);
    EXPECT_EQ(read.b, 0);
}

TEST(SizedStruct, WritesNoFurtherThanAnOlderProgramReaches)
{
    first older[2] = {{sizeof(first), 0}, {1, 2}};
    attune::detail::write_sized(&older[0], second{0, 7, 8}, first_size, "f");
    EXPECT_EQ(older[0].size, sizeof(first));
    EXPECT_EQ(older[0].a, 7);
    EXPECT_EQ(older[1].size, 1U);
    EXPECT_EQ(older[1].a, 2);
}

TEST(SizedStruct, TakesFromANewerProgramOnlyZeroInWhatItDoesNotKnow)
{
    second newer{sizeof(second), 5, 0};
    EXPECT_EQ(attune::detail::read_sized<first>(&newer, first_size, "f").a, 5);
    newer.b = std::int64_t{1} << 56;
    EXPECT_EQ(refusal([&] { (void)attune::detail::read_sized<first>(&newer, first_size, "f"); }),
              "f: every member of the structure that this version does not know must be zero, but is set");
}

TEST(SizedStruct, GivesANewerProgramZeroInWhatItDoesNotKnow)
{
    second newer{sizeof(second), 5, 6};
    attune::detail::write_sized(&newer, first{0, 7}, first_size, "f");
    EXPECT_EQ(newer.size, sizeof(second));
    EXPECT_EQ(newer.a, 7);
    EXPECT_EQ(newer.b, 0);
}

TEST(SizedStruct, RefusesASizeThatWasNotSet)
{
    for (const std::size_t size : {std::size_t{0}, first_size - 1, std::size_t{4097}}) {
        std::vector<second> room(200, {size, 5, 6});
        second& given = room[0];
        const std::string expected =
            "f: size of the structure must be set to its sizeof, but is " + std::to_string(size);
        EXPECT_EQ(refusal([&] { (void)attune::detail::read_sized<second>(&given, first_size, "f"); }), expected);
        EXPECT_EQ(refusal([&] { attune::detail::write_sized(&given, second{}, first_size, "f"); }), expected);
        EXPECT_EQ(given.a, 5);
    }
}
