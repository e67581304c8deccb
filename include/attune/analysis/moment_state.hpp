#pragma once

#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/crc.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/core/error.hpp"
#include "attune/core/version.hpp"
#include "attune/instrument/identity.hpp"
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

/// Moments with the key that they were counted by: what travels between machines and sites.
///
/// From a state of fewer than `min_exported_persons` people, or from one that is the difference of two, single answers
/// can be worked out: it is personal data.
struct moment_state {
    instrument_identity identity;
    bool is_already_keyed = false;
    bool is_difference = false;        ///< something was subtracted
    std::vector<std::string> targets;  ///< relationships that were asked about
    std::vector<std::string> scale_ids;
    moments sums;

    static constexpr std::int64_t min_exported_persons = 10;

    [[nodiscard]] bool is_personal() const { return is_difference || sums.n_persons() < min_exported_persons; }
};

/// A state as bytes: lines of text that say what it is, an empty line, the integers of the moments (eight bytes each,
/// lowest first), and a CRC-64 of all that.
[[nodiscard]] inline std::string to_bytes(const moment_state& state);

/// Reads what `to_bytes()` wrote.
///
/// @param bytes   the whole file.
/// @param source  its name in messages.
/// @throws input_error  `state.no_state`: something else; `state.version`: of another version of attune;
///                      `state.damaged`: bytes were changed or are missing.
[[nodiscard]] inline moment_state state_from_bytes(std::string_view bytes, const std::string& source);

/// Whether two states count the same thing, so that they can be added.
[[nodiscard]] inline bool have_same_key(const moment_state& a, const moment_state& b)
{
    return a.identity.id == b.identity.id && a.identity.form == b.identity.form &&
           a.identity.scoring_sha256 == b.identity.scoring_sha256 && a.is_already_keyed == b.is_already_keyed &&
           a.targets == b.targets && a.scale_ids == b.scale_ids;
}

namespace detail {

inline constexpr std::string_view state_schema = "attune.state/1";

/// CRC-64/XZ: finds every change of up to 64 neighbouring bits, and others but for one in 2^64.
[[nodiscard]] inline std::uint64_t crc64_of(std::string_view bytes)
{
    boost::crc_optimal<64, 0x42F0E1EBA9EA3693, 0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF, true, true> crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

inline void append_word(std::string& bytes, std::uint64_t word)
{
    for (int shift = 0; shift < 64; shift += 8)
        bytes += static_cast<char>(word >> shift & 0xffU);
}

[[nodiscard]] inline std::uint64_t word_at(std::string_view bytes, std::size_t at)
{
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < 8; ++i)
        word |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    return word;
}

/// Takes the lines of a state's head, one name and value after the other.
class state_head {
public:
    explicit state_head(std::string_view text, const std::string& source) : rest_(text), source_(source) {}

    [[noreturn]] void refuse() const
    {
        throw input_error({{severity::error,
                            "state.damaged",
                            "is a state with a head that makes no sense; expected the file as it was written",
                            {source_, "", line_, 0}}});
    }

    std::string take(std::string_view name)
    {
        ++line_;
        const std::size_t end = rest_.find('\n');
        const std::string_view line = rest_.substr(0, end);
        if (end == std::string_view::npos || !line.starts_with(name) || line.size() <= name.size() ||
            line[name.size()] != ' ')
            refuse();
        rest_.remove_prefix(end + 1);
        return std::string(line.substr(name.size() + 1));
    }

    int take_number(std::string_view name)
    {
        const std::string text = take(name);
        int number = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (problem != std::errc{} || end != text.data() + text.size() || number < 0)
            refuse();
        return number;
    }

private:
    std::string_view rest_;
    const std::string& source_;
    std::size_t line_ = 1;
};

}  // namespace detail

inline std::string to_bytes(const moment_state& state)
{
    const moment_layout& layout = state.sums.layout();
    std::string bytes = fmt::format(
        "{}\ninstrument {}\nversion {}\nform {}\nsha256 {}\nscoring_sha256 {}\nconfidence {}\nalready_keyed {}\n"
        "difference {}\ntargets {}\nn_items {}\nmin {}\nmax {}\nn_scales {}\n",
        detail::state_schema, state.identity.id, state.identity.version, state.identity.form, state.identity.sha256,
        state.identity.scoring_sha256, static_cast<int>(state.identity.confidence), state.is_already_keyed ? 1 : 0,
        state.is_difference ? 1 : 0, fmt::join(state.targets, ","), layout.n_items, layout.min, layout.max,
        layout.scales.size());
    for (std::size_t s = 0; s < layout.scales.size(); ++s) {
        std::string items;
        for (std::size_t p = 0; p < layout.scales[s].items.size(); ++p)
            items += fmt::format(" {}{}", layout.scales[s].is_reversed[p] ? "-" : "+", layout.scales[s].items[p]);
        bytes += fmt::format("scale {}{}\n", state.scale_ids.at(s), items);
    }
    bytes += '\n';
    for (const std::int64_t integer : state.sums.integers())
        detail::append_word(bytes, static_cast<std::uint64_t>(integer));
    detail::append_word(bytes, detail::crc64_of(bytes));
    return bytes;
}

inline moment_state state_from_bytes(std::string_view bytes, const std::string& source)
{
    if (!bytes.starts_with("attune.state/"))
        throw input_error({{severity::error,
                            "state.no_state",
                            "is no state; expected a file that `attune state build` or `merge` wrote",
                            {source, "", 0, 0}}});
    const std::string_view first = bytes.substr(0, std::min(bytes.find('\n'), std::size_t{40}));
    if (first != detail::state_schema)
        throw input_error({{severity::error,
                            "state.version",
                            fmt::format("is a state of another version; expected {}", detail::state_schema),
                            {source, "", 0, 0}}});
    const std::size_t head_end = bytes.find("\n\n");
    const std::size_t body = head_end + 2;
    if (head_end == std::string_view::npos || bytes.size() < body + 8 || (bytes.size() - body) % 8 != 0 ||
        detail::crc64_of(bytes.substr(0, bytes.size() - 8)) != detail::word_at(bytes, bytes.size() - 8))
        throw input_error({{severity::error,
                            "state.damaged",
                            "was changed or cut off since it was written; expected the file as it was written",
                            {source, "", 0, 0}}});

    detail::state_head head(bytes.substr(first.size() + 1, body - first.size() - 2), source);
    instrument_identity identity;
    identity.id = head.take("instrument");
    identity.version = head.take("version");
    identity.form = head.take("form");
    identity.sha256 = head.take("sha256");
    identity.scoring_sha256 = head.take("scoring_sha256");
    identity.confidence = static_cast<confidence>(head.take_number("confidence"));
    const bool is_already_keyed = head.take_number("already_keyed") != 0;
    const bool is_difference = head.take_number("difference") != 0;
    std::vector<std::string> targets;
    for (std::string left = head.take("targets"); !left.empty();) {
        const std::size_t comma = left.find(',');
        targets.push_back(left.substr(0, comma));
        left.erase(0, comma == std::string::npos ? comma : comma + 1);
    }
    moment_layout layout;
    layout.n_items = static_cast<std::size_t>(head.take_number("n_items"));
    layout.min = head.take_number("min");
    layout.max = head.take_number("max");
    std::vector<std::string> ids;
    for (int n_scales = head.take_number("n_scales"); n_scales > 0; --n_scales) {
        const std::string line = head.take("scale");
        std::size_t at = line.find(' ');
        ids.push_back(line.substr(0, at));
        moment_scale made;
        while (at != std::string::npos) {
            const std::size_t end = line.find(' ', at + 1);
            const std::string word = line.substr(at + 1, end == std::string::npos ? end : end - at - 1);
            std::size_t item = 0;
            const char* last = word.data() + word.size();
            if (word.size() < 2 || std::from_chars(word.data() + 1, last, item).ptr != last)
                head.refuse();
            made.is_reversed.push_back(word.front() == '-');
            made.items.push_back(item);
            at = end;
        }
        layout.scales.push_back(std::move(made));
    }

    std::optional<moments> sums;
    try {
        sums.emplace(std::move(layout));
        std::vector<std::int64_t> integers((bytes.size() - body) / 8 - 1);
        for (std::size_t i = 0; i < integers.size(); ++i)
            integers[i] = static_cast<std::int64_t>(detail::word_at(bytes, body + 8 * i));
        sums->assign(integers);
    } catch (const std::invalid_argument&) {
        head.refuse();
    }
    return {std::move(identity), is_already_keyed, is_difference, std::move(targets), std::move(ids), std::move(*sums)};
}

}  // namespace attune::inline v0
