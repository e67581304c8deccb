#include "attune/core/bytes.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace {

std::string read_all(attune::byte_source& source, std::size_t at_a_time)
{
    std::string text;
    std::string buffer(at_a_time, '?');
    for (std::size_t count = source.read(buffer); count != 0; count = source.read(buffer))
        text.append(buffer, 0, count);
    return text;
}

}  // namespace

TEST(MemorySource, GivesTheWholeTextInPiecesOfAnySize)
{
    const std::string text = "row 1\nrow 2\n";
    for (std::size_t at_a_time = 1; at_a_time <= text.size() + 1; ++at_a_time) {
        attune::memory_source source(text);
        EXPECT_EQ(read_all(source, at_a_time), text) << at_a_time;
    }
}

TEST(MemorySource, GivesNothingAtTheEndHoweverOftenItIsAsked)
{
    attune::memory_source source("ab");
    std::array<char, 4> buffer{};
    EXPECT_EQ(source.read(buffer), 2U);
    EXPECT_EQ(source.read(buffer), 0U);
    EXPECT_EQ(source.read(buffer), 0U);
}

TEST(MemorySource, LosesNothingToAnEmptyBuffer)
{
    attune::memory_source source("ab");
    EXPECT_EQ(source.read(std::span<char>{}), 0U);
    EXPECT_EQ(read_all(source, 8), "ab");
}

TEST(MemorySource, OfNothingIsAtItsEnd)
{
    attune::memory_source source(std::string_view{});
    EXPECT_EQ(read_all(source, 8), "");
}

TEST(MemorySource, KeepsZeroBytes)
{
    const std::string text("a\0b", 3);
    attune::memory_source source(text);
    EXPECT_EQ(read_all(source, 8), text);
}

TEST(StringSink, CollectsWhatIsWrittenInOrder)
{
    attune::string_sink collected;
    attune::byte_sink& sink = collected;
    EXPECT_EQ(collected.text(), "");
    sink.write("one ");
    sink.write("");
    sink.write(std::string_view("two\0", 4));
    EXPECT_EQ(collected.text(), std::string("one two\0", 8));
}
