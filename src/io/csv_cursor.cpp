#include "csv_cursor.hpp"

#include <algorithm>
#include <cstdint>

#include "attune/core/detail/instruction_set.hpp"

#if ATTUNE_HAS_X86_DISPATCH
#include <immintrin.h>
#endif

namespace attune::inline v0::detail {

namespace {

/// Length of the valid UTF-8 sequence at `at`, or 0 (Unicode 15, table 3-7).
std::size_t sequence_length(const unsigned char* at, const unsigned char* end)
{
    const unsigned char lead = at[0];
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || static_cast<std::size_t>(end - at) < length)
        return 0;
    const unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < lowest || at[1] > highest)
        return 0;
    for (std::size_t k = 2; k < length; ++k)
        if ((at[k] & 0xC0U) != 0x80U)
            return 0;
    return length;
}

bool is_ascii_without_nul(std::string_view text)
{
    constexpr std::size_t block = 4096;
    for (std::size_t begin = 0; begin < text.size(); begin += block) {
        std::uint8_t high = 0;
        std::uint8_t has_nul = 0;
        for (const char c : text.substr(begin, block)) {
            high |= static_cast<std::uint8_t>(c);
            has_nul |= static_cast<std::uint8_t>(c == '\0');
        }
        if (high >= 0x80 || has_nul != 0)
            return false;
    }
    return true;
}

constexpr std::size_t most_in_byte = 240;  // what a byte can count, in whole vectors

/// Line feeds, and whether there are returns.
struct line_ends {
    std::size_t n_feeds = 0;
    bool has_returns = false;
};

line_ends find_line_ends(std::string_view text)
{
    line_ends found;
    for (std::size_t begin = 0; begin < text.size(); begin += most_in_byte) {
        std::uint8_t n_here = 0;
        std::uint8_t has_returns = 0;
        for (const char c : text.substr(begin, most_in_byte)) {
            n_here = static_cast<std::uint8_t>(n_here + (c == '\n' ? 1 : 0));
            has_returns |= static_cast<std::uint8_t>(c == '\r');
        }
        found.n_feeds += n_here;
        found.has_returns |= has_returns != 0;
    }
    return found;
}

std::optional<std::size_t> count_plain_lines_portable(std::string_view text)
{
    std::size_t n_feeds = 0;
    for (std::size_t begin = 0; begin < text.size(); begin += most_in_byte) {
        std::uint8_t n_here = 0;
        std::uint8_t has_others = 0;
        for (const char c : text.substr(begin, most_in_byte)) {
            n_here = static_cast<std::uint8_t>(n_here + (c == '\n' ? 1 : 0));
            has_others |= static_cast<std::uint8_t>(static_cast<signed char>(c) <= 0 || c == '"' || c == '\r');
        }
        if (has_others != 0)
            return std::nullopt;
        n_feeds += n_here;
    }
    return n_feeds;
}

#if ATTUNE_HAS_X86_DISPATCH
[[gnu::target("avx512f,avx512bw,popcnt")]] std::optional<std::size_t> count_plain_lines_avx512(std::string_view text)
{
    constexpr std::size_t vector_bytes = 64;
    const __m512i zero = _mm512_setzero_si512();
    const __m512i quote = _mm512_set1_epi8('"');
    const __m512i carriage_return = _mm512_set1_epi8('\r');
    const __m512i line_feed = _mm512_set1_epi8('\n');
    std::int64_t n_feeds = 0;
    for (std::size_t at = 0; at < text.size(); at += vector_bytes) {
        const std::size_t n_left = text.size() - at;
        const __mmask64 bytes = n_left >= vector_bytes ? ~__mmask64{0} : (__mmask64{1} << n_left) - 1;
        const __m512i part = _mm512_maskz_loadu_epi8(bytes, text.data() + at);
        const __mmask64 others = _mm512_mask_cmple_epi8_mask(bytes, part, zero) | _mm512_cmpeq_epi8_mask(part, quote) |
                                 _mm512_cmpeq_epi8_mask(part, carriage_return);
        if (others != 0)
            return std::nullopt;
        n_feeds += _mm_popcnt_u64(_mm512_cmpeq_epi8_mask(part, line_feed));
    }
    return static_cast<std::size_t>(n_feeds);
}
#endif

}  // namespace

diagnostic describe(csv_fault fault, location where)
{
    switch (fault) {
    case csv_fault::text_after_quote:
        return {severity::error, "csv.text_after_quote",
                "text after a closing quote; expected a delimiter, a line end, or a doubled quote", std::move(where)};
    case csv_fault::quote_in_text:
        return {severity::error, "csv.quote_in_text",
                "a quote inside a field that does not begin with one; expected the whole field in quotes, inner quotes "
                "doubled",
                std::move(where)};
    case csv_fault::unclosed_quote:
    case csv_fault::none: break;
    }
    return {severity::error, "csv.unclosed_quote", "a quote that is never closed; expected a closing quote",
            std::move(where)};
}

location locate_in(std::string_view text, std::size_t offset, std::size_t first_line, const std::string& source)
{
    const std::string_view before = text.substr(0, offset);
    const std::size_t last_end = before.find_last_of("\r\n");
    const std::string_view in_line = last_end == std::string_view::npos ? before : before.substr(last_end + 1);
    const auto n_characters = std::count_if(in_line.begin(), in_line.end(),
                                            [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return {source, "", first_line + count_lines(before), static_cast<std::size_t>(n_characters) + 1};
}

std::optional<std::size_t> count_plain_lines(std::string_view text)
{
#if ATTUNE_HAS_X86_DISPATCH
    if (best_instruction_set() >= instruction_set::avx512)
        return count_plain_lines_avx512(text);
#endif
    return count_plain_lines_portable(text);
}

std::size_t count_lines(std::string_view text)
{
    const line_ends found = find_line_ends(text);
    if (!found.has_returns)
        return found.n_feeds;
    std::size_t n_lone_returns = 0;
    for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
        n_lone_returns += at + 1 == text.size() || text[at + 1] != '\n' ? 1 : 0;
    return found.n_feeds + n_lone_returns;
}

const char* find_unsound(std::string_view text, std::size_t first_line, const std::string& source, diagnostic& finding)
{
    if (is_ascii_without_nul(text))
        return nullptr;
    const auto* begin = reinterpret_cast<const unsigned char*>(text.data());  // NOLINT: bytes of a text
    const auto* end = begin + text.size();
    for (const auto* at = begin; at != end;) {
        const std::size_t length = *at == 0 ? 0 : sequence_length(at, end);
        if (length == 0) {
            const location where = locate_in(text, static_cast<std::size_t>(at - begin), first_line, source);
            finding = *at == 0 ? diagnostic{severity::error, "csv.nul_byte",
                                            "a NUL byte; expected text (for UTF-16 give --encoding utf-16)", where}
                               : diagnostic{severity::error, "csv.invalid_utf8",
                                            "not valid UTF-8; expected UTF-8, or the encoding of the file given by "
                                            "--encoding (for example windows-1252)",
                                            where};
            return text.data() + (at - begin);
        }
        at += length;
    }
    return nullptr;
}

}  // namespace attune::inline v0::detail
