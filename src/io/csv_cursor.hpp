#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "attune/core/diagnostic.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace attune::inline v0::detail {

/// A field as it stands in the text, without the quotes around it.
struct csv_field {
    std::string_view raw;
    bool was_quoted = false;
    bool has_doubled_quote = false;

    /// The characters that are meant; `buffer` holds them when quotes must be undoubled.
    [[nodiscard]] std::string_view text(std::string& buffer) const
    {
        if (!has_doubled_quote)
            return raw;
        buffer.clear();
        for (std::size_t i = 0; i < raw.size(); ++i) {
            buffer += raw[i];
            if (raw[i] == '"')
                ++i;
        }
        return buffer;
    }
};

/// What ended a field.
enum class field_end { delimiter, record, fault };

enum class csv_fault { none, text_after_quote, quote_in_text, unclosed_quote };

/// Walks over the fields of a chunk. The chunk must be followed by `csv_chunk::padding` readable bytes.
class csv_cursor {
public:
    csv_cursor(std::string_view text, char delimiter)
        : at_(text.data()), end_(text.data() + text.size()), delimiter_(delimiter)
    {
    }

    [[nodiscard]] bool at_end() const { return at_ == end_; }
    [[nodiscard]] const char* position() const { return at_; }
    [[nodiscard]] const char* end() const { return end_; }
    [[nodiscard]] char delimiter() const { return delimiter_; }
    [[nodiscard]] csv_fault fault() const { return fault_; }

    /// Moves on to a place that the caller has recognised as the beginning of a field.
    void move_to(const char* position) { at_ = position; }

    /// True at a line without any character.
    [[nodiscard]] bool at_blank_line() const { return *at_ == '\n' || *at_ == '\r'; }

    /// Steps over the line end here.
    void skip_line_end()
    {
        if (*at_ == '\r' && at_ + 1 != end_ && at_[1] == '\n')
            ++at_;
        ++at_;
    }

    /// Steps over fields that have no quotes and end at a delimiter, as long as they are short.
    ///
    /// @return  how many, at most `limit`.
    std::size_t skip_plain(std::size_t limit)
    {
        std::size_t n_skipped = 0;
#ifdef __SSE2__
        const __m128i delimiter = _mm_set1_epi8(delimiter_);
        while (n_skipped < limit) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at_));  // NOLINT: vector load
            const auto others = static_cast<unsigned>(_mm_movemask_epi8(find_others(bytes)));
            unsigned ends = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, delimiter)));
            ends &= ~others & (others - 1);  // before the first of them
            if (ends == 0 || end_ - at_ < 16)
                break;
            int length = 0;
            for (; ends != 0 && n_skipped < limit; ends &= ends - 1, ++n_skipped)
                length = __builtin_ctz(ends) + 1;
            at_ += length;
        }
#endif
        return n_skipped;
    }

    /// Takes the field that begins here and what ends it. After a fault `position()` is the byte at fault.
    field_end next(csv_field& field)
    {
        if (at_ != end_ && *at_ == '"')
            return next_quoted(field);
        const char* begin = at_;
        at_ = find_special(at_);
        field = {{begin, static_cast<std::size_t>(at_ - begin)}, false, false};
        if (at_ != end_ && *at_ == '"')
            return fail(csv_fault::quote_in_text);
        return step_over_end();
    }

private:
    field_end fail(csv_fault fault)
    {
        fault_ = fault;
        return field_end::fault;
    }

    field_end step_over_end()
    {
        if (at_ == end_)
            return field_end::record;
        if (*at_ == delimiter_) {
            ++at_;
            return field_end::delimiter;
        }
        skip_line_end();
        return field_end::record;
    }

    field_end next_quoted(csv_field& field)
    {
        const char* opening = at_;
        const char* begin = ++at_;
        bool has_doubled_quote = false;
        for (;;) {
            const auto* quote = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
            if (quote == nullptr) {
                at_ = opening;
                return fail(csv_fault::unclosed_quote);
            }
            at_ = quote + 1;
            if (at_ == end_ || *at_ != '"') {
                field = {{begin, static_cast<std::size_t>(quote - begin)}, true, has_doubled_quote};
                break;
            }
            has_doubled_quote = true;
            ++at_;
        }
        if (at_ != end_ && *at_ != delimiter_ && *at_ != '\n' && *at_ != '\r')
            return fail(csv_fault::text_after_quote);
        return step_over_end();
    }

    [[nodiscard]] bool is_special(char c) const
    {
        return c == delimiter_ || c == '\n' || c == '\r' || c == '"';
    }

#ifdef __SSE2__
    /// Line ends and quotes.
    [[nodiscard]] static __m128i find_others(__m128i bytes)
    {
        const __m128i line =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
        return _mm_or_si128(line, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    }
#endif

    /// The next delimiter, line end or quote, or the end.
    [[nodiscard]] const char* find_special(const char* from) const
    {
#ifdef __SSE2__
        const __m128i delimiter = _mm_set1_epi8(delimiter_);
        for (; from < end_; from += 16) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));  // NOLINT: vector load
            const int found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter), find_others(bytes)));
            if (found != 0) {
                const char* special = from + __builtin_ctz(static_cast<unsigned>(found));
                return special < end_ ? special : end_;
            }
        }
        return end_;
#else
        while (from != end_ && !is_special(*from))
            ++from;
        return from;
#endif
    }

    const char* at_;
    const char* end_;
    char delimiter_;
    csv_fault fault_ = csv_fault::none;
};

/// The finding for a fault of the text at a byte of a chunk.
[[nodiscard]] diagnostic describe(csv_fault fault, location where);

/// Line and column of a byte of a text that begins at `first_line`.
[[nodiscard]] location locate_in(std::string_view text, std::size_t offset, std::size_t first_line,
                                 const std::string& source);

/// Number of line feeds of a text that is ASCII without NUL, quotes and returns; nothing for any other.
[[nodiscard]] std::optional<std::size_t> count_plain_lines(std::string_view text);

/// Number of line ends: LF, CR LF and lone CR.
[[nodiscard]] std::size_t count_lines(std::string_view text);

/// The first byte that is NUL or no valid UTF-8, described in `finding`; null for sound text.
[[nodiscard]] const char* find_unsound(std::string_view text, std::size_t first_line, const std::string& source,
                                       diagnostic& finding);

}  // namespace attune::inline v0::detail
