#include "attune/io/input_file.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attune/core/bytes.hpp"
#include "attune/io/csv.hpp"
#include "io/temporary_folder.hpp"
#include "support/expect_message.hpp"

using attune::byte_source;
using attune::input_error;
using attune::open_input;
using attune::to_utf8;
using attune_test::temporary_folder;
using attune_test::throws_message;

namespace {

std::string read_all(byte_source& source, std::size_t at_a_time = 512)
{
    std::string text;
    std::string buffer(at_a_time, '?');
    for (std::size_t count = source.read(buffer); count != 0; count = source.read(buffer))
        text.append(buffer, 0, count);
    return text;
}

/// A source of its own text that hands out a few bytes at a time.
class trickling_source final : public byte_source {
public:
    trickling_source(std::string text, std::size_t at_a_time)
        : text_(std::move(text)), memory_(text_), at_a_time_(at_a_time)
    {
    }

    std::size_t read(std::span<char> buffer) override
    {
        return memory_.read(buffer.first(std::min(buffer.size(), at_a_time_)));
    }

private:
    std::string text_;
    attune::memory_source memory_;
    std::size_t at_a_time_;
};

constexpr std::size_t all_at_once = static_cast<std::size_t>(-1);

std::unique_ptr<byte_source> converting(const std::string& bytes, const std::string& encoding,
                                        std::size_t at_a_time = all_at_once)
{
    return to_utf8(std::make_unique<trickling_source>(bytes, at_a_time), encoding, "answers.csv");
}

std::string converted(const std::string& bytes, const std::string& encoding)
{
    return read_all(*converting(bytes, encoding));
}

/// One text in one encoding.
struct sample {
    std::string encoding;
    std::string bytes;
    std::string text;
};

std::string utf16(std::u16string_view units, bool is_big_endian)
{
    std::string bytes;
    for (const char16_t unit : units) {
        const char high = static_cast<char>(unit >> 8U);
        const char low = static_cast<char>(unit & 0xFFU);
        bytes += is_big_endian ? std::string{high, low} : std::string{low, high};
    }
    return bytes;
}

std::vector<sample> samples()
{
    return {
        {"windows-1252", "id,M\xFCller\n\x80 5,\x93x\x94 \x96\n", "id,Müller\n€ 5,“x” –\n"},
        {"latin-1", "id,M\xFCller\n\xA7,\xBF\xFF\n", "id,Müller\n§,¿ÿ\n"},
        {"iso-8859-15", "\xA4,\xBD\n", "€,œ\n"},
        {"windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2,1\n", "Привет,1\n"},
        {"gb18030", "a,\xC4\xE3\xBA\xC3,\x81\x30\x84\x36,\x94\x39\xFC\x36\n", "a,你好,¥,😀\n"},
        {"shift_jis", "a,\x93\xFA\x96\x7B\x8C\xEA,\xB1\n", "a,日本語,ｱ\n"},
        {"euc-kr", "a,\xC7\xD1\xB1\xDB\n", "a,한글\n"},
        {"utf-16", utf16(u"\uFEFFa,b\nü😀", false), "a,b\nü😀"},
        {"utf-16", utf16(u"\uFEFFa,b\nü😀", true), "a,b\nü😀"},
        {"utf-16le", utf16(u"a,漢\n😀", false), "a,漢\n😀"},
        {"utf-16be", utf16(u"a,漢\n😀", true), "a,漢\n😀"},
        {"utf-32le", std::string("a\0\0\0\x00\xF6\x01\x00", 8), "a😀"},
        {"us-ascii", "a,b\n", "a,b\n"},
    };
}

std::string not_valid(std::size_t byte, const std::string& encoding)
{
    return fmt::format(
        "answers.csv: error: byte {} is not valid {}; expected the encoding that the file was saved in, "
        "given by --encoding [csv.encoding]",
        byte, encoding);
}

}  // namespace

// --- files ---

TEST(OpenInput, ReadsAFileInPiecesOfAnySize)
{
    const temporary_folder folder;
    const std::string text = "a,b\r\n1,\"2\n\"\n\xFF\xFE";
    attune_test::write_file(folder / "answers.csv", text);
    for (const std::size_t at_a_time : {1U, 2U, 3U, 512U})
        EXPECT_EQ(read_all(*open_input(folder / "answers.csv"), at_a_time), text);
}

TEST(OpenInput, ReadsAnEmptyFile)
{
    const temporary_folder folder;
    attune_test::write_file(folder / "empty.csv", "");
    const auto source = open_input(folder / "empty.csv");
    std::string buffer(4, '?');
    EXPECT_EQ(source->read(buffer), 0U);
    EXPECT_EQ(source->read(buffer), 0U);
}

TEST(OpenInput, ReadsALargeFile)
{
    const temporary_folder folder;
    std::string text;
    for (int row = 0; row < 300'000; ++row)
        text += std::to_string(row) + "\n";
    attune_test::write_file(folder / "large.csv", text);
    EXPECT_EQ(read_all(*open_input(folder / "large.csv"), 1U << 20U), text);
}

TEST(OpenInput, FollowsASymbolicLink)
{
    const temporary_folder folder;
    attune_test::write_file(folder / "answers.csv", "a\n");
    std::filesystem::create_symlink("answers.csv", folder / "link.csv");
    EXPECT_EQ(read_all(*open_input(folder / "link.csv")), "a\n");
}

TEST(OpenInput, ReadsAPipeToItsEnd)
{
    const temporary_folder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    const int reading_end = ::open((folder / "pipe").c_str(), O_RDONLY | O_NONBLOCK);  // so that nobody has to wait
    const int writing_end = ::open((folder / "pipe").c_str(), O_WRONLY);
    ASSERT_EQ(::write(writing_end, "a,b\n1,2\n", 8), 8);
    const auto source = open_input(folder / "pipe");
    ::close(writing_end);
    ::close(reading_end);
    EXPECT_EQ(read_all(*source), "a,b\n1,2\n");
}

TEST(OpenInput, TakesAHyphenForStandardInputAndLeavesItOpen)
{
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    {
        const attune_test::replaced_descriptor standard_input(STDIN_FILENO, ends[0]);
        ASSERT_EQ(::write(ends[1], "a,b\n", 4), 4);
        std::string buffer(512, '?');
        EXPECT_EQ(open_input("-")->read(buffer), 4U);
        EXPECT_EQ(buffer.substr(0, 4), "a,b\n");
        EXPECT_NE(::fcntl(STDIN_FILENO, F_GETFD), -1) << "somebody else may read on";
        ::close(ends[1]);
        EXPECT_EQ(open_input("-")->read(buffer), 0U);
    }
    ::close(ends[0]);
}

TEST(OpenInput, RefusesWhatIsNotThere)
{
    const temporary_folder folder;
    const std::string missing = folder / "missing.csv";
    EXPECT_TRUE(throws_message<input_error>(
        [&] { static_cast<void>(open_input(missing)); },
        missing + ": error: cannot be opened: No such file or directory [file.unreadable]"));
    EXPECT_TRUE(throws_message<input_error>([&] { static_cast<void>(open_input(folder / "a/b/c.csv")); },
                                            (folder / "a/b/c.csv") +
                                                ": error: cannot be opened: No such file or directory "
                                                "[file.unreadable]"));
    EXPECT_TRUE(throws_message<input_error>([] { static_cast<void>(open_input("")); },
                                            "error: cannot be opened: No such file or directory [file.unreadable]"));
}

TEST(OpenInput, RefusesAFolder)
{
    const temporary_folder folder;
    EXPECT_TRUE(throws_message<input_error>(
        [&] { static_cast<void>(open_input(folder.path().string())); },
        folder.path().string() + ": error: is a directory; expected a file [file.unreadable]"));
}

TEST(OpenInput, RefusesWhatMayNotBeRead)
{
    const temporary_folder folder;
    const std::string secret = folder / "secret.csv";
    attune_test::write_file(secret, "a\n");
    std::filesystem::permissions(secret, std::filesystem::perms::none);
    const attune_test::without_root rights;
    if (!rights.is_effective())
        GTEST_SKIP() << "root may read everything and cannot give that up here";
    EXPECT_TRUE(throws_message<input_error>([&] { static_cast<void>(open_input(secret)); },
                                            secret + ": error: cannot be opened: Permission denied [file.unreadable]"));
}

TEST(OpenInput, SaysSoWhenTheDeviceFails)
{
    const std::string own_memory = "/proc/self/mem";  // reading at address 0 is an input/output error
    if (::access(own_memory.c_str(), R_OK) != 0)
        GTEST_SKIP() << own_memory << " is the failing device of this test and cannot be opened here";
    const auto source = open_input(own_memory);
    std::string buffer(16, '?');
    EXPECT_TRUE(throws_message<input_error>(
        [&] { source->read(buffer); }, "/proc/self/mem: error: cannot be read: Input/output error [file.unreadable]"));
}

// --- encodings ---

TEST(ToUtf8, HandsUtf8BackAsItIs)
{
    for (const std::string name : {"utf-8", "UTF-8", "utf8", "Utf8"}) {
        auto source = std::make_unique<attune::memory_source>("\xFF");
        const byte_source* const same = source.get();
        EXPECT_EQ(to_utf8(std::move(source), name, "-").get(), same) << name;
    }
}

TEST(ToUtf8, Converts)
{
    for (const sample& one : samples())
        EXPECT_EQ(converted(one.bytes, one.encoding), one.text) << one.encoding;
}

TEST(ToUtf8, TakesNamesInAnySpellingOfLetters)
{
    EXPECT_EQ(converted("\xE9", "LATIN-1"), "é");
    EXPECT_EQ(converted("\xE9", "Latin1"), "é");
    EXPECT_EQ(converted("\xE9", "ISO-8859-1"), "é");
    EXPECT_EQ(converted("\x80", "Windows-1252"), "€");
    EXPECT_EQ(converted("\x80", "CP1252"), "€");
}

TEST(ToUtf8, ConvertsCharactersThatArriveInPieces)
{
    for (const sample& one : samples())
        for (std::size_t at_a_time = 1; at_a_time <= 9; ++at_a_time)
            EXPECT_EQ(read_all(*converting(one.bytes, one.encoding, at_a_time)), one.text)
                << one.encoding << ", " << at_a_time << " bytes at a time";
}

TEST(ToUtf8, FillsBuffersOfAnySize)
{
    for (const sample& one : samples())
        for (std::size_t size = 1; size <= 20; ++size)
            for (const std::size_t at_a_time : {std::size_t{1}, std::size_t{3}, all_at_once})
                EXPECT_EQ(read_all(*converting(one.bytes, one.encoding, at_a_time), size), one.text)
                    << one.encoding << ", buffers of " << size;
}

TEST(ToUtf8, OfNothingIsAtItsEnd)
{
    for (const std::string encoding : {"latin-1", "gb18030", "utf-16"}) {
        const auto source = converting("", encoding);
        std::string buffer(16, '?');
        EXPECT_EQ(source->read(buffer), 0U);
        EXPECT_EQ(source->read(buffer), 0U);
    }
}

// The converter reads blocks of 64 KiB: characters of two and four bytes lie across their ends.
TEST(ToUtf8, ConvertsLargeTextsAcrossItsBlocks)
{
    std::mt19937 random(20'267);
    for (std::size_t shift = 0; shift < 4; ++shift) {
        std::string bytes(shift, 'x');
        std::string text(shift, 'x');
        while (bytes.size() < 300'000) {
            const auto which = std::uniform_int_distribution<int>(0, 2)(random);
            bytes += which == 0 ? "a" : which == 1 ? "\xC4\xE3" : "\x94\x39\xFC\x36";
            text += which == 0 ? "a" : which == 1 ? "你" : "😀";
        }
        EXPECT_EQ(read_all(*converting(bytes, "gb18030"), 1U << 19U), text);
        EXPECT_EQ(read_all(*converting(bytes, "gb18030"), 1001), text);
        EXPECT_EQ(read_all(*converting(bytes, "gb18030", 1003), 777), text);
    }
}

TEST(ToUtf8, NamesTheFirstByteThatIsNotValid)
{
    const auto refusal = [](const std::string& bytes, const std::string& encoding,
                            std::size_t at_a_time = all_at_once) {
        return throws_message<input_error>([&] { read_all(*converting(bytes, encoding, at_a_time)); },
                                           not_valid(bytes.find('!') + 2, encoding));
    };
    // the byte behind the '!' is the one at fault
    EXPECT_TRUE(refusal("!\x81", "windows-1252")) << "not assigned";
    EXPECT_TRUE(refusal("\xFC,a!\x8D,b\n", "windows-1252"));
    EXPECT_TRUE(refusal("abc!\x80", "us-ascii"));
    EXPECT_TRUE(refusal("\xC4\xE3!\xFF\xFF", "gb18030"));
    EXPECT_TRUE(refusal("\xC4\xE3!\x81\x20", "gb18030")) << "no second byte";
    EXPECT_TRUE(refusal("\xC4\xE3!\x81", "gb18030")) << "cut off at the end";
    EXPECT_TRUE(refusal("\xC4\xE3!\x94\x39\xFC", "gb18030")) << "cut off at the end";
    for (const std::size_t at_a_time : {1U, 2U, 3U}) {
        EXPECT_TRUE(refusal("\xC4\xE3!\xFF\xFF", "gb18030", at_a_time));
        EXPECT_TRUE(refusal("\xC4\xE3!\x94\x39\xFC", "gb18030", at_a_time));
    }
    EXPECT_TRUE(refusal(std::string(200'000, 'x') + "!\x81", "windows-1252")) << "in a later block";
    EXPECT_TRUE(refusal(std::string(65'535, 'x') + "!\x94\x39\xFC", "gb18030"));
}

TEST(ToUtf8, RefusesHalfAPairAndHalfACharacterOfUtf16)
{
    const std::string half_pair = "\x3D\xD8";
    const std::string before = utf16(u"\uFEFFab", false);
    for (const std::string& at_fault : {std::string("c"), half_pair, half_pair + utf16(u"a", false), half_pair + "c"})
        EXPECT_TRUE(
            throws_message<input_error>([&] { converted(before + at_fault, "utf-16"); }, not_valid(7, "utf-16")));
}

TEST(ToUtf8, RefusesAnEncodingThatNobodyKnows)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { converting("a", "klingon"); },
        "to_utf8: encoding must be known to iconv, e.g. utf-8, windows-1252, latin-1, gb18030, utf-16, but is "
        "'klingon'"));
}

TEST(ToUtf8, PassesOnWhatTheSourceThrows)
{
    class broken_source final : public byte_source {
    public:
        std::size_t read(std::span<char>) override
        {
            throw input_error({{attune::severity::error, "file.unreadable", "cannot be read", {"x", "", 0, 0}}});
        }
    };
    const auto source = to_utf8(std::make_unique<broken_source>(), "latin-1", "x");
    EXPECT_TRUE(throws_message<input_error>([&] { read_all(*source); }, "x: error: cannot be read [file.unreadable]"));
}

TEST(ToUtf8, KeepsTheOrderOfBytesWhenLongReadsFollowShortOnes)
{
    std::string bytes;
    for (int i = 0; i < 100; ++i)
        bytes += std::to_string(i) + "\xE9,";
    const std::string text = converted(bytes, "latin-1");
    const auto source = converting(bytes, "latin-1");
    std::string buffer(512, '?');
    std::string mixed;
    for (std::size_t size : {3U, 100U, 5U, 100U, 7U, 512U, 512U, 512U, 1U, 512U})
        mixed.append(buffer, 0, source->read(std::span<char>(buffer).first(size)));
    EXPECT_EQ(mixed, text);
}

TEST(ToUtf8, LosesNothingToAnEmptyBuffer)
{
    const auto source = converting("\xE9\xE8", "latin-1");
    EXPECT_EQ(source->read(std::span<char>{}), 0U);
    EXPECT_EQ(read_all(*source), "éè");
}

// The same, as it happens: the last bytes of a chunk are a short read. Mostly a character is torn and the
// file is said to be no UTF-8; between characters, rows are lost in silence.
TEST(ToUtf8, KeepsEveryByteOfALargeTable)
{
    struct kind {
        std::string encoding;
        std::string character;
        std::string meant;
        std::size_t at_a_time;
    };
    for (const kind& one :
         {kind{"windows-1252", "\xFC", "ü", all_at_once}, kind{"windows-1251", "\xC0", "А", all_at_once},
          kind{"gb18030", "\xBA\xBA", "汉", all_at_once},
          kind{"latin-1", "plain ASCII, as a pipe hands it over", "plain ASCII, as a pipe hands it over", 45}}) {
        std::string bytes;
        std::string text;
        for (int row = 0; row < 200'000; ++row) {
            bytes += std::to_string(row) + "," + one.character + "\n";
            text += std::to_string(row) + "," + one.meant + "\n";
        }
        const auto source = converting(bytes, one.encoding, one.at_a_time);
        attune::csv_chunker chunker(*source, {});
        attune::csv_chunk chunk;
        std::string all;
        while (chunker.next(chunk))
            all += chunk.text();
        EXPECT_TRUE(all == text) << one.encoding << ": " << all.size() << " bytes of " << text.size();
    }
}

// These decoders hold a letter back, as a mark may follow that they combine with it; iconv() without input lets it go.
TEST(ToUtf8, KeepsTheLastCharacter)
{
    EXPECT_EQ(converted("a,\xE0\xE1", "windows-1255"), "a,אב");
    EXPECT_EQ(converted("Q1,NA", "windows-1258"), "Q1,NA");
    EXPECT_EQ(converted("Q1,NA", "tcvn"), "Q1,NA");
}

// iconv takes no name for the encoding of the locale: what a file says would depend on the machine.
TEST(ToUtf8, RefusesAnEncodingWithoutName)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { converting("a", ""); },
        "to_utf8: encoding must be known to iconv, e.g. utf-8, windows-1252, latin-1, gb18030, utf-16, but is ''"));
}
