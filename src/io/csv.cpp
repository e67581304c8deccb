#include "attune/io/csv.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "csv_cursor.hpp"

namespace attune::inline v0 {

namespace {

/// Length of the part of a text that is whole records for sure: up to behind its last line end outside quotes. A CR as
/// the last byte does not count, as an LF may follow.
std::size_t whole_records(std::string_view text)
{
    std::size_t whole = 0;
    bool in_quotes = false;
    for (std::size_t begin = 0; begin < text.size(); in_quotes = !in_quotes) {
        const std::size_t quote = std::min(text.find('"', begin), text.size());
        if (!in_quotes)
            for (std::size_t at = quote; at > begin; --at)
                if (text[at - 1] == '\n' || (text[at - 1] == '\r' && at < text.size())) {
                    whole = at;
                    break;
                }
        begin = quote + 1;
    }
    return whole;
}

}  // namespace

csv_chunker::csv_chunker(byte_source& source, csv_options options, std::size_t chunk_bytes)
    : source_(source), options_(std::move(options)), chunk_bytes_(chunk_bytes)
{
    check_within<std::size_t>("csv_chunker", "chunk_bytes", chunk_bytes, 1, max_record_bytes);
}

bool csv_chunker::next(csv_chunk& chunk)
{
    chunk.offset = offset_;
    chunk.first_line = line_;
    chunk.begin = 0;
    chunk.size = carry_.size();
    chunk.bytes.resize(std::max(chunk.bytes.size(), std::max(carry_.size(), chunk_bytes_) + csv_chunk::padding));
    std::copy(carry_.begin(), carry_.end(), chunk.bytes.begin());
    carry_.clear();
    if (at_start_)
        skip_byte_order_mark(chunk);

    std::size_t whole = 0;
    std::optional<std::size_t> n_plain_lines;
    for (std::size_t wanted = std::max(chunk_bytes_, chunk.size); whole == 0; wanted *= 2) {
        fill(chunk, std::min(wanted, max_record_bytes + 1));
        n_plain_lines = detail::count_plain_lines(chunk.text());
        whole = at_end_         ? chunk.text().size()
                : n_plain_lines ? chunk.text().rfind('\n') + 1
                                : whole_records(chunk.text());
        if (whole == 0 && at_end_)
            break;
        if (whole == 0 && chunk.size > max_record_bytes)
            refuse_long_record(chunk);
    }
    const std::size_t size = chunk.begin + whole;
    carry_.assign(chunk.bytes.begin() + static_cast<std::ptrdiff_t>(size),
                  chunk.bytes.begin() + static_cast<std::ptrdiff_t>(chunk.size));
    chunk.size = size;
    std::fill_n(chunk.bytes.begin() + static_cast<std::ptrdiff_t>(size), csv_chunk::padding, '\0');
    offset_ += size;
    chunk.is_plain = n_plain_lines.has_value();
    line_ += n_plain_lines ? *n_plain_lines : detail::count_lines(chunk.text());
    return whole != 0;
}

void csv_chunker::fill(csv_chunk& chunk, std::size_t n_bytes)
{
    chunk.bytes.resize(std::max(chunk.bytes.size(), n_bytes + csv_chunk::padding));
    while (!at_end_ && chunk.size < n_bytes) {
        const std::size_t count = source_.read({chunk.bytes.data() + chunk.size, n_bytes - chunk.size});
        at_end_ = count == 0;
        chunk.size += count;
    }
}

void csv_chunker::skip_byte_order_mark(csv_chunk& chunk)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    at_start_ = false;
    fill(chunk, std::max(chunk_bytes_, mark.size()));
    if (chunk.text().starts_with("\xFF\xFE") || chunk.text().starts_with("\xFE\xFF"))
        throw input_error({{severity::error,
                            "csv.utf16",
                            "the file is UTF-16; expected UTF-8, or --encoding utf-16",
                            {options_.source, "", 1, 1}}});
    if (chunk.text().starts_with(mark))
        chunk.begin = mark.size();
}

/// A record that does not end is more often a stray quote than a long text: then that is what is reported.
void csv_chunker::refuse_long_record(const csv_chunk& chunk) const
{
    detail::csv_cursor cursor(chunk.text(), options_.delimiter);
    detail::csv_field field;
    const char* record = cursor.position();
    while (!cursor.at_end()) {
        const detail::field_end end = cursor.next(field);
        if (end == detail::field_end::fault && cursor.fault() != detail::csv_fault::unclosed_quote)
            throw input_error({detail::describe(
                cursor.fault(),
                detail::locate_in(chunk.text(), static_cast<std::size_t>(cursor.position() - chunk.text().data()),
                                  chunk.first_line, options_.source))});
        if (end == detail::field_end::fault)
            break;
        if (end == detail::field_end::record && !cursor.at_end())
            record = cursor.position();
    }
    throw input_error(
        {{severity::error, "csv.record_too_long",
          fmt::format("a record of more than {} bytes; expected a line end, or a closing quote", max_record_bytes),
          detail::locate_in(chunk.text(), static_cast<std::size_t>(record - chunk.text().data()), chunk.first_line,
                            options_.source)}});
}

struct csv_reader::state {
    state(byte_source& source, const csv_options& given) : chunker(source, given), options(given) {}

    csv_chunker chunker;
    csv_options options;
    csv_chunk chunk;
    detail::csv_cursor cursor{"", ','};
    const char* record_begin = nullptr;  ///< within the chunk at hand
    std::size_t record_line = 0;         ///< of a record of a chunk that is gone
    const char* unsound = nullptr;       ///< where the text of the chunk is no text
    diagnostic unsound_finding;
    std::size_t n_columns = 0;
    std::string buffer;

    [[nodiscard]] location locate(const char* at) const
    {
        return detail::locate_in(chunk.text(), static_cast<std::size_t>(at - chunk.text().data()), chunk.first_line,
                                 options.source);
    }

    [[nodiscard]] std::size_t line() const { return record_begin == nullptr ? record_line : locate(record_begin).line; }

    bool fetch()
    {
        record_line = line();
        record_begin = nullptr;
        if (!chunker.next(chunk))
            return false;
        unsound = detail::find_unsound(chunk.text(), chunk.first_line, options.source, unsound_finding);
        cursor = detail::csv_cursor(chunk.text(), options.delimiter);
        return true;
    }

    /// What is wrong up to here, if anything is: the first fault of the input is the one that counts.
    void check(detail::field_end end) const
    {
        if (unsound != nullptr && cursor.position() > unsound)
            throw input_error({unsound_finding});
        if (end == detail::field_end::fault)
            throw input_error({detail::describe(cursor.fault(), locate(cursor.position()))});
    }
};

csv_reader::csv_reader(byte_source& source, csv_options options) : state_(std::make_unique<state>(source, options)) {}

csv_reader::~csv_reader() = default;
csv_reader::csv_reader(csv_reader&&) noexcept = default;
csv_reader& csv_reader::operator=(csv_reader&&) noexcept = default;

bool csv_reader::next(std::vector<std::string>& fields)
{
    fields.clear();
    state& s = *state_;
    for (;;) {
        if (s.cursor.at_end() && !s.fetch())
            return false;
        if (s.n_columns == 1 || !s.cursor.at_blank_line())
            break;
        s.cursor.skip_line_end();
    }
    s.record_begin = s.cursor.position();
    detail::csv_field field;
    for (;;) {
        const detail::field_end end = s.cursor.next(field);
        s.check(end);
        fields.emplace_back(field.text(s.buffer));
        if (end == detail::field_end::record)
            break;
    }
    if (s.n_columns == 0)
        s.n_columns = fields.size();
    return true;
}

std::size_t csv_reader::line() const
{
    return state_->line();
}

void append_csv_field(std::string& line, std::string_view field)
{
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += field;
        return;
    }
    line += '"';
    for (const char c : field) {
        line += c;
        if (c == '"')
            line += c;
    }
    line += '"';
}

}  // namespace attune::inline v0
