#include "attune/io/csv.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <functional>
#include <ostream>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/core/bytes.hpp"
#include "attune/io/sha256.hpp"
#include "csv_cursor.hpp"
#include "support/expect_message.hpp"

using attune::csv_chunk;
using attune::csv_chunker;
using attune::csv_reader;
using attune::input_error;
using attune_test::throws_message;
using record = std::vector<std::string>;

namespace {

/// What came out of a text: its records, or a fault; then the records before it do not count.
struct reading {
    std::vector<record> records;
    std::vector<std::size_t> lines;  ///< at which the records begin
    std::string fault;               ///< code:line:column, empty when there is none

    friend bool operator==(const reading&, const reading&) = default;
};

void PrintTo(const reading& of, std::ostream* out)  // NOLINT: the name that GoogleTest looks for
{
    if (!of.fault.empty()) {
        *out << of.fault;
        return;
    }
    for (std::size_t r = 0; r < of.records.size(); ++r)
        *out << fmt::format("\nline {}: {} fields: {}", of.lines[r], of.records[r].size(),
                            testing::PrintToString(of.records[r]));
}

reading faulty(const attune::diagnostic& finding)
{
    return {{}, {}, fmt::format("{}:{}:{}", finding.code, finding.where.line, finding.where.column)};
}

/// A source that hands out a few bytes at a time.
class trickling_source final : public attune::byte_source {
public:
    trickling_source(std::string_view text, std::size_t at_a_time) : memory_(text), at_a_time_(at_a_time) {}

    std::size_t read(std::span<char> buffer) override
    {
        return memory_.read(buffer.first(std::min(buffer.size(), at_a_time_)));
    }

private:
    attune::memory_source memory_;
    std::size_t at_a_time_;
};

reading read_all(std::string_view text, char delimiter = ',', std::size_t at_a_time = static_cast<std::size_t>(-1))
{
    trickling_source source(text, at_a_time);
    reading result;
    try {
        csv_reader reader(source, {.delimiter = delimiter});
        for (record fields; reader.next(fields);) {
            result.records.push_back(fields);
            result.lines.push_back(reader.line());
        }
    } catch (const input_error& fault) {
        return faulty(fault.found().front());
    }
    return result;
}

/// Does with chunks of a given size what csv_reader does with chunks of the default size.
class chunk_reader {
public:
    chunk_reader(std::string_view text, char delimiter, std::size_t chunk_bytes)
        : source_(text), chunker_(source_, {.delimiter = delimiter}, chunk_bytes), delimiter_(delimiter)
    {
    }

    reading read()
    {
        try {
            while (chunker_.next(chunk_) && read_chunk()) {
            }
        } catch (const input_error& fault) {
            return faulty(fault.found().front());
        }
        return std::move(result_);
    }

private:
    bool read_chunk()
    {
        using attune::detail::field_end;
        attune::diagnostic finding;
        const char* const unsound = attune::detail::find_unsound(chunk_.text(), chunk_.first_line, "-", finding);
        attune::detail::csv_cursor cursor(chunk_.text(), delimiter_);
        attune::detail::csv_field field;
        std::string buffer;
        while (!cursor.at_end()) {
            const bool is_single = !result_.records.empty() && result_.records.front().size() == 1;
            if (cursor.at_blank_line() && !is_single) {
                cursor.skip_line_end();
                continue;
            }
            const attune::location begin = locate(cursor);
            record fields;
            for (field_end end = field_end::delimiter; end == field_end::delimiter;) {
                end = cursor.next(field);
                if (unsound != nullptr && cursor.position() > unsound)
                    return fail(finding);
                if (end == field_end::fault)
                    return fail(attune::detail::describe(cursor.fault(), locate(cursor)));
                fields.emplace_back(field.text(buffer));
            }
            result_.records.push_back(std::move(fields));
            result_.lines.push_back(begin.line);
        }
        return true;
    }

    [[nodiscard]] attune::location locate(const attune::detail::csv_cursor& cursor) const
    {
        return attune::detail::locate_in(
            chunk_.text(), static_cast<std::size_t>(cursor.position() - chunk_.text().data()), chunk_.first_line, "-");
    }

    bool fail(const attune::diagnostic& finding)
    {
        result_ = faulty(finding);
        return false;
    }

    attune::memory_source source_;
    csv_chunker chunker_;
    csv_chunk chunk_;
    char delimiter_;
    reading result_;
};

reading read_in_chunks(std::string_view text, std::size_t chunk_bytes, char delimiter = ',')
{
    return chunk_reader(text, delimiter, chunk_bytes).read();
}

const nlohmann::json& reference()
{
    static const nlohmann::json cases = [] {
        std::ifstream file(ATTUNE_TEST_REFERENCE_DIR "/csv/cases.json");
        return nlohmann::json::parse(file);
    }();
    return cases;
}

std::string from_hex(const std::string& digits)
{
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2)
        bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    return bytes;
}

std::string bytes_of(const nlohmann::json& reference_case)
{
    return reference_case.contains("hex") ? from_hex(reference_case["hex"])
                                          : reference_case["bytes"].get<std::string>();
}

reading expected_of(const nlohmann::json& reference_case)
{
    if (reference_case.contains("error"))
        return {{},
                {},
                fmt::format("{}:{}:{}", reference_case["error"].get<std::string>(), reference_case["line"].get<int>(),
                            reference_case["column"].get<int>())};
    return {reference_case["records"], reference_case["lines"], ""};
}

/// The outcome of a text as make_cases.py writes it before it takes the SHA-256.
std::string outcome_of(const reading& of)
{
    if (!of.fault.empty())
        return "!" + of.fault + "\x1D";
    std::string text;
    for (const record& fields : of.records) {
        for (const std::string& field : fields)
            text += field + '\x1F';
        text += '\x1E';
    }
    return text + '\x1D';
}

/// Every text of up to `n_more` characters behind `prefix`, in the order of make_cases.py.
std::vector<std::string> texts_with(const std::string& prefix, std::string_view alphabet, std::size_t n_more)
{
    std::vector<std::string> texts{prefix};
    for (std::size_t begin = 0, length = 0; length < n_more; ++length) {
        const std::size_t end = texts.size();
        for (; begin < end; ++begin)
            for (const char next : alphabet)
                texts.push_back(texts[begin] + next);
    }
    return texts;
}

void expect_outcomes_of_all_texts(std::size_t max_length, const std::function<reading(const std::string&)>& read)
{
    const auto alphabet = reference()["alphabet"].get<std::string>();
    for (const auto& [prefix, digest] : reference()["exhaustive"][std::to_string(max_length)].items()) {
        attune::sha256_hasher hasher;
        for (const std::string& text : texts_with(prefix, alphabet, max_length - prefix.size()))
            hasher.add(outcome_of(read(text)));
        EXPECT_EQ(hasher.finish(), digest.get<std::string>())
            << "compare with make_cases.py " << max_length << ' ' << testing::PrintToString(prefix);
    }
}

/// Endless or long text that is made while it is read.
class generated_source final : public attune::byte_source {
public:
    generated_source(std::string head, std::string repeated, std::size_t n_bytes)
        : head_(std::move(head)), repeated_(std::move(repeated)), n_bytes_(n_bytes)
    {
    }

    std::size_t read(std::span<char> buffer) override
    {
        const std::size_t count = std::min(buffer.size(), n_bytes_ - n_read_);
        for (char& byte : buffer.first(count)) {
            byte = n_read_ < head_.size() ? head_[n_read_] : repeated_[(n_read_ - head_.size()) % repeated_.size()];
            ++n_read_;
        }
        return count;
    }

    [[nodiscard]] std::size_t n_read() const { return n_read_; }

private:
    std::string head_;
    std::string repeated_;
    std::size_t n_bytes_;
    std::size_t n_read_ = 0;
};

constexpr std::size_t mebibyte = std::size_t{1} << 20;

std::string field_text(std::string_view field)
{
    std::string line;
    attune::append_csv_field(line, field);
    return line;
}

/// A field of a few pieces that need care, in valid UTF-8.
std::string random_field(std::mt19937& random)
{
    static constexpr std::array<std::string_view, 18> pieces{"a",  "b",  "7",  " ",    ",",    ";", "\t", "|", "\"",
                                                             "\n", "\r", "\"", "\r\n", "\"\"", "é", "漢", "😀", "'"};
    std::string field;
    for (auto left = std::uniform_int_distribution<int>(0, 5)(random); left > 0; --left)
        field += pieces[std::uniform_int_distribution<std::size_t>(0, pieces.size() - 1)(random)];
    return field;
}

struct random_table {
    std::vector<record> records;
    std::string text;
};

/// A table and its text. The first record of a single column is not empty, as empty lines before it are dropped.
random_table make_table(std::mt19937& random)
{
    static constexpr std::array<std::string_view, 3> line_ends{"\n", "\r\n", "\r"};
    const auto below = [&](std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
    };
    const std::string_view line_end = line_ends[below(3)];
    random_table table;
    table.records.assign(1 + below(5), record(1 + below(5)));
    for (record& fields : table.records)
        for (std::string& field : fields)
            field = random_field(random);
    if (table.records.front() == record{""})
        table.records.front().front() = "x";
    for (const record& fields : table.records) {
        for (std::size_t c = 0; c < fields.size(); ++c) {
            if (c != 0)
                table.text += ',';
            attune::append_csv_field(table.text, fields[c]);
        }
        table.text += line_end;
    }
    if (below(2) == 0 && table.records.back() != record{""})
        table.text.resize(table.text.size() - line_end.size());
    return table;
}

std::string random_bytes(std::mt19937& random, std::string_view alphabet)
{
    std::string bytes(std::uniform_int_distribution<std::size_t>(0, 40)(random), '?');
    for (char& byte : bytes)
        byte = alphabet.empty() ? static_cast<char>(std::uniform_int_distribution<int>(0, 255)(random))
                                : alphabet[std::uniform_int_distribution<std::size_t>(0, alphabet.size() - 1)(random)];
    return bytes;
}

bool is_known_fault(const std::string& fault)
{
    static const std::array<std::string, 6> codes{"csv.text_after_quote:", "csv.quote_in_text:", "csv.unclosed_quote:",
                                                  "csv.nul_byte:",         "csv.invalid_utf8:",  "csv.utf16:"};
    return std::any_of(codes.begin(), codes.end(), [&](const std::string& code) { return fault.starts_with(code); });
}

/// The text of the fault that reading a text ends with.
std::string message_of(std::string_view text)
{
    attune::memory_source source(text);
    try {
        csv_reader reader(source, {.source = "answers.csv"});
        for (record fields; reader.next(fields);) {
        }
    } catch (const input_error& fault) {
        return fault.what();
    }
    return "no fault";
}

}  // namespace

// Python's csv module and our own list of deliberate differences: tests/reference/csv/make_cases.py.
TEST(CsvReader, AgreesWithTheReferenceCases)
{
    ASSERT_EQ(reference()["cases"].size(), reference()["n_cases"].get<std::size_t>());
    for (const nlohmann::json& reference_case : reference()["cases"]) {
        const char delimiter = reference_case["delimiter"].get<std::string>().front();
        EXPECT_EQ(read_all(bytes_of(reference_case), delimiter), expected_of(reference_case)) << reference_case["name"];
    }
}

TEST(CsvReader, GivesTheSameHoweverFewBytesArriveAtATime)
{
    for (const nlohmann::json& reference_case : reference()["cases"]) {
        const char delimiter = reference_case["delimiter"].get<std::string>().front();
        for (const std::size_t at_a_time : {1U, 2U, 3U, 7U, 64U})
            EXPECT_EQ(read_all(bytes_of(reference_case), delimiter, at_a_time), expected_of(reference_case))
                << reference_case["name"] << ", " << at_a_time << " bytes at a time";
    }
}

TEST(CsvChunker, GivesTheSameForChunksOfAnySize)
{
    for (const nlohmann::json& reference_case : reference()["cases"]) {
        const char delimiter = reference_case["delimiter"].get<std::string>().front();
        const std::string text = bytes_of(reference_case);
        for (const std::size_t chunk_bytes : {1U, 2U, 3U, 7U, 64U, 524'288U}) {
            EXPECT_EQ(read_in_chunks(text, chunk_bytes, delimiter), expected_of(reference_case))
                << reference_case["name"] << ", chunks of " << chunk_bytes;
        }
    }
}

TEST(CsvReader, AgreesWithTheReferenceForEveryShortText)
{
    expect_outcomes_of_all_texts(5, [](const std::string& text) { return read_all(text); });
}

TEST(CsvChunker, AgreesWithTheReferenceForEveryShortTextInTinyChunks)
{
    for (const std::size_t chunk_bytes : {1U, 2U, 3U, 5U})
        expect_outcomes_of_all_texts(7, [&](const std::string& text) { return read_in_chunks(text, chunk_bytes); });
}

TEST(CsvReader, NamesTheFaultThePlaceAndTheCure)
{
    EXPECT_EQ(
        message_of("a,b\n1,\"2\"x\n"),
        "answers.csv:2:6: error: text after a closing quote; expected a delimiter, a line end, or a doubled quote "
        "[csv.text_after_quote]");
    EXPECT_EQ(
        message_of("a,b\n1,2\"\n"),
        "answers.csv:2:4: error: a quote inside a field that does not begin with one; expected the whole field in "
        "quotes, inner quotes doubled [csv.quote_in_text]");
    EXPECT_EQ(message_of("a,b\n1,\"2\n"),
              "answers.csv:2:3: error: a quote that is never closed; expected a closing quote [csv.unclosed_quote]");
    EXPECT_EQ(message_of({"a,b\n1,\0\n", 8}),
              "answers.csv:2:3: error: a NUL byte; expected text (for UTF-16 give --encoding utf-16) [csv.nul_byte]");
    EXPECT_EQ(
        message_of("a,b\n1,M\xFCller\n"),
        "answers.csv:2:4: error: not valid UTF-8; expected UTF-8, or the encoding of the file given by --encoding "
        "(for example windows-1252) [csv.invalid_utf8]");
    EXPECT_EQ(message_of({"\xFF\xFE"
                          "a\0",
                          4}),
              "answers.csv:1:1: error: the file is UTF-16; expected UTF-8, or --encoding utf-16 [csv.utf16]");
}

TEST(CsvReader, KnowsTheLineOfTheLastRecord)
{
    attune::memory_source source("a,b\n\"1\n2\",3\r\n\r\n4,5\r6,7");
    csv_reader reader(source, {});
    record fields;
    EXPECT_EQ(reader.line(), 0U) << "nothing is read yet";
    for (const std::size_t line : {1U, 2U, 5U, 6U}) {
        ASSERT_TRUE(reader.next(fields));
        EXPECT_EQ(reader.line(), line);
    }
    EXPECT_FALSE(reader.next(fields));
}

TEST(CsvReader, StaysAtTheEnd)
{
    attune::memory_source source("a\n");
    csv_reader reader(source, {});
    record fields;
    EXPECT_TRUE(reader.next(fields));
    EXPECT_FALSE(reader.next(fields));
    EXPECT_TRUE(fields.empty());
    EXPECT_FALSE(reader.next(fields));
}

TEST(CsvReader, GoesOnWhenMoved)
{
    attune::memory_source source("a,b\n1,2\n3,4\n");
    csv_reader reader(source, {});
    record fields;
    ASSERT_TRUE(reader.next(fields));
    csv_reader moved = std::move(reader);
    ASSERT_TRUE(moved.next(fields));
    EXPECT_EQ(fields, (record{"1", "2"}));
    attune::memory_source other("x\n");
    csv_reader assigned(other, {});
    assigned = std::move(moved);
    ASSERT_TRUE(assigned.next(fields));
    EXPECT_EQ(fields, (record{"3", "4"}));
}

TEST(CsvReader, ReadsTenThousandColumns)
{
    std::string text;
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 10'000; ++column)
            text += fmt::format("{}{}", row * 10'000 + column, column == 9'999 ? '\n' : ',');
    const reading result = read_all(text);
    ASSERT_EQ(result.records.size(), 3U);
    for (std::size_t row = 0; row < 3; ++row) {
        ASSERT_EQ(result.records[row].size(), 10'000U);
        for (std::size_t column = 0; column < 10'000; ++column)
            ASSERT_EQ(result.records[row][column], std::to_string(row * 10'000 + column));
    }
}

TEST(CsvReader, ReadsAFieldOfOneMebibyte)
{
    std::string plain(mebibyte, 'x');
    for (std::size_t at = 0; at < mebibyte; at += 1000)
        plain[at] = static_cast<char>('a' + at / 1000 % 26);
    EXPECT_EQ(read_all("a,b\n" + plain + ",2\n3,4\n").records,
              (std::vector<record>{{"a", "b"}, {plain, "2"}, {"3", "4"}}));

    std::string wild = plain;
    for (std::size_t at = 7; at < mebibyte; at += 1013)
        wild[at] = "\"\n\r,"[at % 4];
    EXPECT_EQ(read_all("a,b\n" + field_text(wild) + ",2\n3,4\n").records,
              (std::vector<record>{{"a", "b"}, {wild, "2"}, {"3", "4"}}));
    EXPECT_EQ(read_all(field_text(wild)).records, (std::vector<record>{{wild}}));
}

TEST(CsvReader, ReadsARecordOfTheGreatestLength)
{
    const std::string field(csv_chunker::max_record_bytes - 3, 'x');
    EXPECT_EQ(read_all("a,b\n" + field + ",2\n3,4\n").records,
              (std::vector<record>{{"a", "b"}, {field, "2"}, {"3", "4"}}));
}

TEST(CsvChunker, RefusesARecordWithoutAnEnd)
{
    for (const std::string head : {"", "a,b\n", "a,b\n1,\"2\n"}) {
        generated_source endless(head, "xyz,", 1000 * mebibyte);
        csv_chunker chunker(endless, {.source = "answers.csv"});
        csv_chunk chunk;
        EXPECT_TRUE(throws_message<input_error>(
            [&] {
                while (chunker.next(chunk)) {
                }
            },
            fmt::format("answers.csv:{}:1: error: a record of more than 16777216 bytes; expected a line end, or a "
                        "closing quote [csv.record_too_long]",
                        head.empty() ? 1 : 2)));
        EXPECT_LE(endless.n_read(), 33 * mebibyte) << "that much is read before it is refused";
        EXPECT_LE(chunk.bytes.size(), 33 * mebibyte);
    }
}

TEST(CsvChunker, RefusesAQuoteWithoutAnEnd)
{
    generated_source endless("a,b\n1,2\n3,\"4", "5,6\n", 1000 * mebibyte);
    csv_chunker chunker(endless, {});
    csv_chunk chunk;
    EXPECT_TRUE(throws_message<input_error>(
        [&] {
            while (chunker.next(chunk)) {
            }
        },
        "-:3:1: error: a record of more than 16777216 bytes; expected a line end, or a closing quote "
        "[csv.record_too_long]"));
}

TEST(CsvChunker, ReadsAStreamInConstantMemory)
{
    const std::string rows = "17,\"Q, \"\"one\"\"\",3\r\n18,,\"two\nlines\"\n";  // three lines, two records
    const std::size_t n_repeats = 64 * mebibyte / rows.size();
    generated_source stream("", rows, n_repeats * rows.size());
    csv_chunker chunker(stream, {});
    csv_chunk chunk;
    std::size_t n_bytes = 0;
    std::size_t n_chunks = 0;
    std::size_t line = 1;
    while (chunker.next(chunk)) {
        ASSERT_EQ(chunk.first_line, line);
        line += attune::detail::count_lines(chunk.text());
        n_bytes += chunk.text().size();
        ++n_chunks;
        ASSERT_LE(chunk.bytes.size(), csv_chunker::default_chunk_bytes + csv_chunk::padding);
    }
    EXPECT_EQ(n_bytes, n_repeats * rows.size());
    EXPECT_EQ(line, 3 * n_repeats + 1);
    EXPECT_GE(n_chunks, 128U);
}

TEST(CsvChunker, EndsEveryChunkBehindARecordAndPadsIt)
{
    const std::string text = "a,b\r\n\"1\n\",\"\"\"\r\"\n3,4\r5,6\r\n7,8";
    for (std::size_t chunk_bytes = 1; chunk_bytes < 40; ++chunk_bytes) {
        attune::memory_source source(text);
        csv_chunker chunker(source, {}, chunk_bytes);
        csv_chunk chunk;
        std::string all;
        while (chunker.next(chunk)) {
            all += chunk.text();
            EXPECT_TRUE(text.starts_with(all));
            EXPECT_TRUE(all.ends_with("\n") || all.ends_with("\r") || all == text);
            EXPECT_FALSE(all.ends_with("\r") && text.substr(all.size()).starts_with("\n")) << "CR LF is cut in two";
            ASSERT_GE(chunk.bytes.size(), chunk.size + csv_chunk::padding);
            for (std::size_t i = 0; i < csv_chunk::padding; ++i)
                ASSERT_EQ(chunk.bytes[chunk.size + i], '\0');
        }
        EXPECT_EQ(all, text) << chunk_bytes;
        EXPECT_TRUE(chunk.text().empty());
        EXPECT_FALSE(chunker.next(chunk)) << "it stays at the end";
    }
}

TEST(CsvChunker, TakesAnyChunkToFill)
{
    attune::memory_source source("a,b\n1,2\n");
    csv_chunker chunker(source, {});
    csv_chunk used;
    used.bytes.assign(10, 'x');
    used.begin = 7;
    used.size = 9;
    used.first_line = 70;
    ASSERT_TRUE(chunker.next(used));
    EXPECT_EQ(used.text(), "a,b\n1,2\n");
    EXPECT_EQ(used.first_line, 1U);
}

TEST(CsvChunker, PassesOnWhatTheSourceThrows)
{
    class broken_source final : public attune::byte_source {
    public:
        std::size_t read(std::span<char> buffer) override
        {
            if (is_first_)
                return is_first_ = false, memory_.read(buffer);
            throw input_error({{attune::severity::error, "file.unreadable", "cannot be read", {"x.csv", "", 0, 0}}});
        }

    private:
        attune::memory_source memory_{"a,b\n"};
        bool is_first_ = true;
    };
    broken_source source;
    csv_reader reader(source, {});
    record fields;
    EXPECT_TRUE(
        throws_message<input_error>([&] { reader.next(fields); }, "x.csv: error: cannot be read [file.unreadable]"));
}

TEST(CsvChunker, RefusesEveryRecordThatIsTooLong)
{
    for (const std::size_t n_bytes : {16 * mebibyte + 1, 17 * mebibyte, 24 * mebibyte, 31 * mebibyte}) {
        for (const std::string_view end : {",2\n3,4\n", ",2"}) {
            generated_source long_record("a,b\n", "x", 4 + n_bytes);
            std::string text(4 + n_bytes, '?');
            ASSERT_EQ(long_record.read(text), text.size());
            text += end;
            EXPECT_EQ(read_all(text).fault, "csv.record_too_long:2:1") << n_bytes;
        }
    }
}

TEST(CsvReader, ReportsTheFirstFaultOfTheInput)
{
    const std::string text = "a,b\n1,x\"y\"\n3,\xFF\n";
    EXPECT_EQ(read_in_chunks(text, 1).fault, "csv.quote_in_text:2:4");
    EXPECT_EQ(read_all(text).fault, "csv.quote_in_text:2:4");
}

// A quote that does not belong there turns the chunker's count of quotes round, so that it finds no record to its end.
TEST(CsvReader, PointsAtAQuoteInTextHoweverMuchFollows)
{
    generated_source large("size,n\n5\",2\n", "6,3\n", 40 * mebibyte);
    csv_reader reader(large, {});
    record fields;
    ASSERT_TRUE(reader.next(fields));
    EXPECT_TRUE(throws_message<input_error>(
        [&] { reader.next(fields); },
        "-:2:2: error: a quote inside a field that does not begin with one; expected the whole field in quotes, inner "
        "quotes doubled [csv.quote_in_text]"));
}

TEST(CsvReader, KnowsTheLineOfTheLastRecordAtTheEnd)
{
    attune::memory_source source("a,b\n1,2\n\n\n");
    csv_reader reader(source, {});
    for (record fields; reader.next(fields);) {
    }
    EXPECT_EQ(reader.line(), 2U);
}

TEST(CsvChunker, RefusesChunksThatHoldNothingOrTooMuch)
{
    attune::memory_source source("a,b\n");
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { csv_chunker(source, {}, 0); },
                                                      "csv_chunker: chunk_bytes must lie in 1..16777216, but is 0"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { csv_chunker(source, {}, 16 * mebibyte + 1); },
                                              "csv_chunker: chunk_bytes must lie in 1..16777216, but is 16777217"));
}

TEST(AppendCsvField, QuotesOnlyWhatNeedsIt)
{
    for (const std::string plain : {"", "a", " a ", "a;b", "a\tb", "a|b", "'a'", "é漢😀", "-1.5", "#", "=1+1"})
        EXPECT_EQ(field_text(plain), plain);
    EXPECT_EQ(field_text(","), "\",\"");
    EXPECT_EQ(field_text("a,b"), "\"a,b\"");
    EXPECT_EQ(field_text("a\nb"), "\"a\nb\"");
    EXPECT_EQ(field_text("a\rb"), "\"a\rb\"");
    EXPECT_EQ(field_text("\r\n"), "\"\r\n\"");
    EXPECT_EQ(field_text("\""), "\"\"\"\"");
    EXPECT_EQ(field_text("say \"a\""), "\"say \"\"a\"\"\"");
}

TEST(AppendCsvField, AppendsToWhatIsThere)
{
    std::string line = "1,";
    attune::append_csv_field(line, "a,b");
    EXPECT_EQ(line, "1,\"a,b\"");
}

TEST(AppendCsvField, IsReadBackUnchanged)
{
    std::mt19937 random(20'261);
    for (int i = 0; i < 20'000; ++i) {
        const random_table table = make_table(random);
        const reading result =
            i % 4 == 0 ? read_all(table.text)
                       : read_in_chunks(table.text, std::uniform_int_distribution<std::size_t>(1, 70)(random));
        ASSERT_EQ(result.fault, "") << testing::PrintToString(table.text);
        ASSERT_EQ(result.records, table.records) << testing::PrintToString(table.text);
    }
}

TEST(CsvReader, TakesAnyBytesOrSaysWhatIsWrong)
{
    std::mt19937 random(20'262);
    const std::array<std::string_view, 3> alphabets{std::string_view{},
                                                    "a,\"\n\r\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xED\xA0\xFF",
                                                    std::string_view("a,\"\n\0\xEF\xBB\xBF", 8)};
    int n_read = 0;
    for (std::size_t i = 0; i < 20'000; ++i) {
        const std::string bytes = random_bytes(random, alphabets[i % 3]);
        const std::size_t chunk_bytes = std::uniform_int_distribution<std::size_t>(1, 70)(random);
        for (const reading& result : {read_all(bytes), read_in_chunks(bytes, chunk_bytes)}) {
            n_read += result.fault.empty() ? 1 : 0;
            ASSERT_TRUE(result.fault.empty() || is_known_fault(result.fault)) << result.fault;
        }
    }
    EXPECT_GT(n_read, 1'000) << "some of them should have been sound";
}

TEST(CsvChunker, GivesTheSameForChunksOfAnySizeOfRandomText)
{
    std::mt19937 random(20'263);
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = random_bytes(random, "aab,,\"\"\n\r");
        const std::size_t chunk_bytes = std::uniform_int_distribution<std::size_t>(1, 45)(random);
        ASSERT_EQ(read_in_chunks(text, chunk_bytes), read_in_chunks(text, 64))
            << testing::PrintToString(text) << ", chunks of " << chunk_bytes;
    }
}
