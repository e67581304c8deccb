#include "attune/core/version.hpp"

#include <charconv>
#include <string_view>
#include <system_error>

#include <gtest/gtest.h>

TEST(Version, IsThreeNumbersWithPointsBetween)
{
    std::string_view rest = attune::version;
    for (int part = 0; part < 3; ++part) {
        int number = -1;
        const std::from_chars_result read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        ASSERT_EQ(read.ec, std::errc{}) << attune::version;
        ASSERT_GE(number, 0) << attune::version;
        rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
        if (part < 2) {
            ASSERT_TRUE(rest.starts_with('.')) << attune::version;
            rest.remove_prefix(1);
        }
    }
    EXPECT_TRUE(rest.empty()) << attune::version;
}
