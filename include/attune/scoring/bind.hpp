#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/core/check.hpp"
#include "attune/core/diagnostic.hpp"
#include "attune/core/error.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// How column names are made from item numbers: text with `{n}` for the number printed on the form (`{n:02}` for two
/// digits with leading zeros) and, with targets, `{target}`.
class column_pattern {
public:
    /// @throws std::invalid_argument  there is no `{n}`, or another name stands in braces.
    explicit column_pattern(std::string text) : text_(std::move(text))
    {
        for (std::size_t open = text_.find('{'); open != std::string::npos; open = text_.find('{', open + 1)) {
            const std::size_t close = text_.find('}', open);
            const std::string name = text_.substr(open, close == std::string::npos ? close : close - open + 1);
            const bool is_padded =
                name.size() == 6 && name.starts_with("{n:0") && name[4] >= '1' && name[4] <= '9' && name.ends_with('}');
            if (name != "{n}" && name != "{target}" && !is_padded)
                fail_argument("column_pattern", "pattern", "use only {n}, {n:02} and {target} in braces",
                              "'" + text_ + "'");
            has_number_ |= name != "{target}";
            has_target_ |= name == "{target}";
        }
        if (!has_number_)
            fail_argument("column_pattern", "pattern", "contain {n}, the number of the item", "'" + text_ + "'");
    }

    [[nodiscard]] bool has_target() const noexcept { return has_target_; }

    /// The column of one item.
    [[nodiscard]] std::string name(int number, std::string_view target) const
    {
        std::string result;
        for (std::size_t at = 0; at < text_.size();) {
            if (text_[at] != '{') {
                result += text_[at++];
                continue;
            }
            const std::size_t close = text_.find('}', at);
            if (text_[at + 1] == 't')
                result += target;
            else
                result += fmt::format("{:0{}}", number, close - at == 5 ? text_[at + 4] - '0' : 1);
            at = close + 1;
        }
        return result;
    }

private:
    std::string text_;
    bool has_number_ = false;
    bool has_target_ = false;
};

/// Which input column holds which column of a key.
struct column_binding {
    std::vector<std::string> names;    ///< per column of the key, the name that was looked for
    std::vector<std::size_t> columns;  ///< per column of the key, its place in the header, from 0
};

/// The names under which the columns of a key are looked for.
///
/// @param key      the form and its targets.
/// @param pattern  nothing: the id of the item, with targets `<target>_<item id>`.
/// @throws std::invalid_argument  several targets are asked about and the pattern has no `{target}`, or it has one and
///                                the questionnaire has no targets, or two columns would have one name.
[[nodiscard]] inline std::vector<std::string> expected_columns(const scoring_key& key,
                                                               const std::optional<column_pattern>& pattern)
{
    if (pattern && key.targets().size() > 1 && !pattern->has_target())
        fail_argument("expected_columns", "pattern", "contain {target}, as several targets are scored", "without it");
    if (pattern && key.targets().empty() && pattern->has_target())
        fail_argument("expected_columns", "pattern", "not contain {target}, as the questionnaire has no targets",
                      "with it");
    std::vector<std::string> names;
    for (std::size_t t = 0; t < std::max<std::size_t>(key.targets().size(), 1); ++t)
        for (const item& i : key.form().items) {
            const std::string target = key.targets().empty() ? std::string{} : key.targets()[t];
            names.push_back(pattern ? pattern->name(i.number, target) : target + (target.empty() ? "" : "_") + i.id);
        }
    std::set<std::string_view> seen;
    for (const std::string& name : names)
        if (!seen.insert(name).second)
            fail_argument("expected_columns", "pattern", "give every item a column of its own",
                          "one that gives '" + name + "' twice");
    return names;
}

namespace detail {

/// Name without case, punctuation, spaces and leading zeros: what people change without noticing.
[[nodiscard]] inline std::string plain_name(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '0' && (plain.empty() || std::isdigit(static_cast<unsigned char>(plain.back())) == 0))
            continue;
        if (byte >= 0x80 || std::isalnum(byte) != 0)
            plain += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    }
    return plain;
}

/// The name up to the digits at its end, and those digits.
[[nodiscard]] inline std::pair<std::string_view, std::string_view> split_number(std::string_view name)
{
    std::size_t digits = name.size();
    while (digits > 0 && std::isdigit(static_cast<unsigned char>(name[digits - 1])) != 0)
        --digits;
    return {name.substr(0, digits), name.substr(digits)};
}

}  // namespace detail

/// True when row 1 is surely a header and may be quoted: at least three names are one prefix with numbers behind it,
/// and none is a bare number, as answers are.
[[nodiscard]] inline bool is_header(const std::vector<std::string>& row)
{
    std::map<std::string_view, int> n_numbered;
    bool has_series = false;
    for (const std::string& name : row) {
        const auto [prefix, number] = detail::split_number(name);
        if (!number.empty() && prefix.find_first_not_of(" +-.,0123456789") == std::string_view::npos)
            return false;
        const bool has_letter = std::any_of(prefix.begin(), prefix.end(),
                                            [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
        has_series |= has_letter && !number.empty() && ++n_numbered[prefix] >= 3;
    }
    return has_series;
}

/// Finds the columns of a key in a header by their exact names; nothing is ever bound by position or by guess.
///
/// @param names   as from `expected_columns()`.
/// @param header  row 1 of the input.
/// @return        the binding; or one error per name that is absent (`columns.not_found`, with columns that look like
///                it) or stands there more than once (`columns.ambiguous`). When row 1 is not surely a header it may
///                hold a person's answers: then no cell is quoted, and only cells that spell the name otherwise are
///                pointed to, by their place; when names are bare numbers, as answers are, one error says no more than
///                that some are absent.
[[nodiscard]] inline outcome<column_binding> bind_columns(const std::vector<std::string>& names,
                                                          const std::vector<std::string>& header)
{
    std::multimap<std::string_view, std::size_t> by_name;
    std::multimap<std::string, std::size_t> by_plain_name;
    std::multimap<std::string_view, std::size_t> by_number;
    for (std::size_t c = 0; c < header.size(); ++c) {
        by_name.emplace(header[c], c);
        by_plain_name.emplace(detail::plain_name(header[c]), c);
        if (const std::string_view number = detail::split_number(header[c]).second; !number.empty())
            by_number.emplace(number, c);
    }
    const bool may_quote = is_header(header);
    const auto list = [&](auto range) {
        constexpr int enough = 3;  // more candidates than this help nobody
        std::vector<std::string> found;
        for (auto it = range.first; it != range.second && found.size() < enough; ++it)
            found.push_back(may_quote ? "'" + header[it->second] + "'" : fmt::format("column {}", it->second + 1));
        return found;
    };
    const auto similar = [&](const std::string& name) {
        const auto same = list(by_plain_name.equal_range(detail::plain_name(name)));
        return same.empty() && may_quote ? list(by_number.equal_range(detail::split_number(name).second)) : same;
    };

    outcome<column_binding> result;
    column_binding binding{names, {}};
    for (const std::string& name : names) {
        const std::size_t n_found = by_name.count(name);
        if (n_found == 1) {
            binding.columns.push_back(by_name.find(name)->second);
            continue;
        }
        const auto candidates = similar(name);
        result.found.push_back(
            n_found > 1 && may_quote
                ? diagnostic{severity::error,
                             "columns.ambiguous",
                             fmt::format("column '{}' stands {} times in the header; expected it once", name, n_found),
                             {"", "", 1, 0}}
                : diagnostic{
                      severity::error,
                      "columns.not_found",
                      fmt::format("no {}column '{}'{}", n_found > 1 ? "single " : "", name,
                                  candidates.empty() ? std::string{}
                                                     : fmt::format("; looks like it: {}", fmt::join(candidates, ", "))),
                      {"", "", 1, 0}});
    }
    const bool are_numbers = std::any_of(
        names.begin(), names.end(), [](const std::string& name) { return detail::split_number(name).first.empty(); });
    if (result.found.empty())
        result.value = std::move(binding);
    else if (!may_quote && are_numbers)
        result.found = {{severity::error,
                         "columns.not_found",
                         fmt::format("the header lacks some of the columns '{}' to '{}', or has them twice; as these "
                                     "are numbers, row 1 may hold answers, so none is named; expected a header with "
                                     "each of them once",
                                     names.front(), names.back()),
                         {"", "", 1, 0}}};
    return result;
}

}  // namespace attune::inline v0
