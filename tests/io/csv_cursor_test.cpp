#include "csv_cursor.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

using attune::diagnostic;
using attune::detail::count_lines;
using attune::detail::count_plain_lines;
using attune::detail::find_unsound;

// Texts of every length up to several vectors, with a line end at every place of the longest.
TEST(CsvCursor, CountsLineFeedsReturnsAndBothTogether)
{
    constexpr std::size_t longest = 400;
    for (std::size_t size = 0; size <= longest; ++size) {
        const std::string text(size, 'x');
        ASSERT_EQ(count_lines(text), 0U);
        ASSERT_EQ(count_lines(text + '\n'), 1U);
        ASSERT_EQ(count_lines(text + "\r\n"), 1U);
        ASSERT_EQ(count_lines(text + "\r"), 1U);
        ASSERT_EQ(count_lines(std::string(size, '\n')), size);
        ASSERT_EQ(count_lines(std::string(size, '\r')), size);
    }
    for (std::size_t at = 0; at < longest; ++at) {
        std::string text(longest, '\x8A');  // a line feed but for the sign
        text[at] = '\n';
        ASSERT_EQ(count_lines(text), 1U) << at;
    }
}

TEST(CsvCursor, DoesNotCountWhatIsBehindTheText)
{
    const std::string text(200, '\n');
    for (std::size_t size = 0; size <= text.size(); ++size)
        ASSERT_EQ(count_lines(std::string_view(text).substr(0, size)), size);
}

TEST(CsvCursor, CountsLinesOfPlainTextAlone)
{
    constexpr std::size_t longest = 400;
    for (std::size_t size = 0; size <= longest; ++size) {
        const std::string text(size, 'x');
        ASSERT_EQ(count_plain_lines(text), 0U);
        ASSERT_EQ(count_plain_lines(text + '\n'), 1U);
        ASSERT_EQ(count_plain_lines(std::string(size, '\n')), size);
    }
    for (std::size_t at = 0; at < longest; ++at)
        for (const char other : {'\0', '\r', '"', '\x80', '\x8A', '\xFF'}) {
            std::string text(longest, '\n');
            text[at] = other;
            ASSERT_EQ(count_plain_lines(text), std::nullopt) << at;
            ASSERT_EQ(count_plain_lines(std::string_view(text).substr(0, at)), at) << "what is behind does not count";
        }
    for (char c = 1; c < 0x7F; ++c) {
        const bool is_other = c == '\r' || c == '"';
        const std::optional<std::size_t> expected =
            is_other ? std::nullopt : std::optional<std::size_t>(c == '\n' ? 100 : 0);
        ASSERT_EQ(count_plain_lines(std::string(100, c)), expected) << static_cast<int>(c);
    }
}

TEST(CsvCursor, FindsABadByteWhereverItIsAndNothingBehindTheText)
{
    constexpr std::size_t size = 300;
    diagnostic finding;
    for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'x');
        ASSERT_EQ(find_unsound(text, 1, "t.csv", finding), nullptr);
        for (const char bad : {'\0', '\x80', '\xFF'}) {
            text[at] = bad;
            ASSERT_EQ(find_unsound(text, 1, "t.csv", finding), text.data() + at);
            ASSERT_EQ(finding.code, bad == '\0' ? "csv.nul_byte" : "csv.invalid_utf8");
            ASSERT_EQ(finding.where.column, at + 1);
            ASSERT_EQ(find_unsound(std::string_view(text).substr(0, at), 1, "t.csv", finding), nullptr);
        }
    }
}

TEST(CsvCursor, TakesTextOutsideAsciiThatIsUtf8)
{
    diagnostic finding;
    for (std::size_t size = 0; size < 200; ++size)
        ASSERT_EQ(find_unsound(std::string(size, 'x') + "\xC3\xA9", 1, "t.csv", finding), nullptr);
}
