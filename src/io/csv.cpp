#include "attune/io/csv.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

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
}

bool csv_chunker::next(csv_chunk& chunk)
{
    chunk.first_line = line_;
    chunk.begin = 0;
    chunk.size = carry_.size();
    chunk.bytes.resize(std::max(chunk.bytes.size(), std::max(carry_.size(), chunk_bytes_) + csv_chunk::padding));
    std::copy(carry_.begin(), carry_.end(), chunk.bytes.begin());
    carry_.clear();

    std::size_t whole = 0;
    for (std::size_t wanted = std::max(chunk_bytes_, chunk.size);; wanted *= 2) {
        chunk.bytes.resize(std::max(chunk.bytes.size(), wanted + csv_chunk::padding));
        while (!at_end_ && chunk.size < wanted) {
            const std::size_t count = source_.read({chunk.bytes.data() + chunk.size, wanted - chunk.size});
            at_end_ = count == 0;
            chunk.size += count;
        }
        if (at_start_ && (chunk.text().starts_with("\xFF\xFE") || chunk.text().starts_with("\xFE\xFF")))
            throw input_error({{severity::error, "csv.utf16", "the file is UTF-16; expected UTF-8, or --encoding utf-16",
                                {options_.source, "", 1, 1}}});
        if (at_start_ && chunk.text().starts_with("\xEF\xBB\xBF")) {
            chunk.size -= 3;
            std::memmove(chunk.bytes.data(), chunk.bytes.data() + 3, chunk.size);
        }
        at_start_ = at_start_ && chunk.size == 0;
        whole = at_end_ ? chunk.size : whole_records(chunk.text());
        if (whole != 0 || at_end_)
            break;
        if (chunk.size > max_record_bytes)
            throw input_error({{severity::error, "csv.record_too_long",
                                fmt::format("a record of more than {} bytes; expected a line end, or a closing quote",
                                            max_record_bytes),
                                {options_.source, "", line_, 1}}});
    }
    carry_.assign(chunk.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  chunk.bytes.begin() + static_cast<std::ptrdiff_t>(chunk.size));
    chunk.size = whole;
    std::fill_n(chunk.bytes.begin() + static_cast<std::ptrdiff_t>(whole), csv_chunk::padding, '\0');
    line_ += detail::count_lines(chunk.text());
    return whole != 0;
}

struct csv_reader::state {
    state(byte_source& source, const csv_options& given) : chunker(source, given), options(given) {}

    csv_chunker chunker;
    csv_options options;
    csv_chunk chunk;
    detail::csv_cursor cursor{"", ','};
    const char* record_begin = nullptr;
    std::size_t n_columns = 0;
    std::string buffer;

    [[nodiscard]] location locate(const char* at) const
    {
        return detail::locate_in(chunk.text(), static_cast<std::size_t>(at - chunk.text().data()), chunk.first_line,
                                 options.source);
    }

    bool fetch()
    {
        if (!chunker.next(chunk))
            return false;
        diagnostic finding;
        if (!detail::is_sound_text(chunk.text(), chunk.first_line, options.source, finding))
            throw input_error({finding});
        cursor = detail::csv_cursor(chunk.text(), options.delimiter);
        return true;
    }
};

csv_reader::csv_reader(byte_source& source, csv_options options)
    : state_(std::make_unique<state>(source, options))
{
}

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
        if (end == detail::field_end::fault)
            throw input_error({detail::describe(s.cursor.fault(), s.locate(s.cursor.position()))});
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
    return state_->record_begin == nullptr ? 0 : state_->locate(state_->record_begin).line;
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
