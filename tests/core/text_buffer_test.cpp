#include "attune/core/text_buffer.hpp"

#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>

TEST(TextBuffer, JoinsTextCharactersNumbersAndFormats)
{
    attune::text_buffer buffer;
    buffer.append("row");
    buffer.append(',');
    buffer.append(std::numeric_limits<std::int64_t>::min());
    buffer.append("");
    buffer.append_formatted(":{:.2f}", 1.5);
    EXPECT_EQ(buffer.view(), "row,-9223372036854775808:1.50");
}

TEST(TextBuffer, KeepsItsTextWhileItGrows)
{
    attune::text_buffer buffer;
    std::string expected;
    for (int i = 0; i < 10000; ++i) {
        buffer.append(static_cast<std::int64_t>(i));
        expected += std::to_string(i);
    }
    EXPECT_EQ(buffer.view(), expected);
}

TEST(TextBuffer, CountsOnlyWhatWasAdvancedOver)
{
    attune::text_buffer buffer;
    buffer.append("a");
    char* room = buffer.room(32);
    room[0] = 'b';
    room[1] = 'c';
    buffer.advance(1);
    EXPECT_EQ(buffer.view(), "ab");
    buffer.clear();
    EXPECT_TRUE(buffer.view().empty());
}
