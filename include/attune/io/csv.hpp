#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/bytes.hpp"
#include "attune/core/error.hpp"

namespace attune::inline v0 {

/// How a delimited text is written.
struct csv_options {
    char delimiter = ',';      ///< one of , ; tab |
    std::string source = "-";  ///< name of the input in messages
};

/// Bytes that hold whole records of a delimited text, ended by 128 zero bytes that do not count.
struct csv_chunk {
    static constexpr std::size_t padding = 128;  ///< so that vectors may be loaded from the last byte

    std::vector<char> bytes;
    std::size_t begin = 0;       ///< first byte that is still to be read: behind a byte order mark, or the header
    std::size_t size = 0;        ///< bytes in use, padding not counted
    std::size_t offset = 0;      ///< bytes of the input in front of `bytes`
    std::size_t first_line = 1;  ///< line of the input that the first byte to be read is on
    bool is_plain = false;       ///< known to be ASCII without NUL, quotes and returns

    /// What is to be read.
    [[nodiscard]] std::string_view text() const { return {bytes.data() + begin, size - begin}; }
};

/// Cuts a byte stream into chunks of whole records, in constant memory.
///
/// A record ends at LF, CR LF or CR outside quotes. A byte order mark is stepped over. The bytes in use of all chunks
/// are, one behind the other, those of the source.
class csv_chunker {
public:
    /// With what is made of it, it fits the L2 cache of current processors.
    static constexpr std::size_t default_chunk_bytes = std::size_t{256} << 10;
    static constexpr std::size_t max_record_bytes = std::size_t{16} << 20;  ///< 10,000 columns of 1.6 KiB

    /// @throws std::invalid_argument  chunk_bytes is 0, or above `max_record_bytes`.
    csv_chunker(byte_source& source, csv_options options, std::size_t chunk_bytes = default_chunk_bytes);

    /// Fetches the next records.
    ///
    /// @return  false at the end; the chunk is then empty.
    /// @throws input_error  `csv.record_too_long` (or the stray quote that makes a record long), `csv.utf16`; and what
    ///                      the source throws.
    bool next(csv_chunk& chunk);

private:
    void fill(csv_chunk& chunk, std::size_t n_bytes);
    void skip_byte_order_mark(csv_chunk& chunk);
    [[noreturn]] void refuse_long_record(const csv_chunk& chunk) const;

    byte_source& source_;
    csv_options options_;
    std::size_t chunk_bytes_;
    std::vector<char> carry_;
    std::size_t offset_ = 0;
    std::size_t line_ = 1;
    bool at_start_ = true;
    bool at_end_ = false;
};

/// Reads a delimited text record by record (RFC 4180).
///
/// Fields may be quoted; a quote inside quotes is doubled; quoted fields may hold delimiters and line breaks. Empty
/// lines are skipped unless the text has one column. Nothing is trimmed or interpreted.
class csv_reader {
public:
    csv_reader(byte_source& source, csv_options options);
    ~csv_reader();
    csv_reader(csv_reader&&) noexcept;
    csv_reader& operator=(csv_reader&&) noexcept;

    /// Reads one record.
    ///
    /// @param fields  replaced by the fields, unquoted.
    /// @return        false at the end.
    /// @throws input_error  `csv.text_after_quote`, `csv.quote_in_text`, `csv.unclosed_quote`, `csv.nul_byte`,
    ///                      `csv.invalid_utf8`, each with line and column.
    bool next(std::vector<std::string>& fields);

    /// Line at which the last record began.
    [[nodiscard]] std::size_t line() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// Appends a field to a line of CSV with `,` as delimiter: quoted only when it holds a comma, a quote or a line break.
void append_csv_field(std::string& line, std::string_view field);

}  // namespace attune::inline v0
