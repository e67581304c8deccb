#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "attune/instrument/detail/definition_findings.hpp"

namespace attune::inline v0::detail {

/// What one form says by itself: range, items, and that the key refers to them rightly.
class key_check : public definition_findings {
protected:
    using definition_findings::definition_findings;

    void check_range(const std::string& at, const response_range& range)
    {
        if (!is_sound_(at))
            return;
        if (range.min < 0 || range.max > 100 || range.min >= range.max)
            report(at, "response.range", "range {}..{}; expected min < max, both within 0..100", range.min, range.max);
        else
            for (const auto& [answer, text] : range.anchors)
                if (!range.contains(answer))
                    report(fmt::format("{}/anchors/{}", at, answer), "response.anchor",
                           "anchor at {}, outside the range {}..{}", answer, range.min, range.max);
    }

    void check_items()
    {
        if (!is_sound_("/items"))
            return;
        if (of_.items.empty())
            report("/items", "item.none", "no items; expected at least 1");
        std::map<std::string, std::size_t> seen;
        for (std::size_t i = 0; i < of_.items.size(); ++i) {
            const item& it = of_.items[i];
            if (it.number != static_cast<int>(i) + 1)
                report(fmt::format("/items/{}/number", i), "item.number",
                       "number {}; expected {}: items stand in the order of their numbers, from 1, without gaps",
                       it.number, i + 1);
            const auto [first, is_new] = seen.emplace(it.id, i);
            if (!is_new)
                report(fmt::format("/items/{}/id", i), "item.duplicate_id", "duplicate id '{}', first at /items/{}/id",
                       it.id, first->second);
        }
    }

    [[nodiscard]] bool has_item(int number) const
    {
        return number >= 1 && static_cast<std::size_t>(number) <= of_.items.size();
    }

    /// Every number exists and stands once.
    void check_numbers(const std::string& at, const std::vector<int>& numbers, std::string_view where)
    {
        std::set<int> seen;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const std::string place = fmt::format("{}/{}", at, i);
            if (!has_item(numbers[i]))
                report(place, fmt::format("{}.unknown_item", where), "item {}; expected a number within 1..{}",
                       numbers[i], of_.items.size());
            else if (!seen.insert(numbers[i]).second)
                report(place, fmt::format("{}.duplicate_item", where), "item {} twice; expected each item once",
                       numbers[i]);
        }
    }

    void check_scales(const std::string& at, const std::vector<scale>& scales)
    {
        if (!has_items() || !is_sound_(at + "/scales"))
            return;
        if (scales.empty())
            report(at + "/scales", "scale.none", "no scales; expected at least 1");
        std::map<std::string, std::string> ids;
        for (std::size_t i = 0; i < scales.size(); ++i)
            check_scale(fmt::format("{}/scales/{}", at, i), scales[i], ids);
    }

    void check_derived_scores(const std::string& at, const std::string& scales_at, const std::vector<scale>& scales,
                              const std::vector<derived_score>& derived)
    {
        if (!is_sound_(scales_at + "/scales") || !is_sound_(at + "/derived"))
            return;
        std::map<std::string, std::string> ids;
        for (std::size_t i = 0; i < scales.size(); ++i)
            ids.emplace(scales[i].id, fmt::format("{}/scales/{}", scales_at, i));
        for (std::size_t i = 0; i < derived.size(); ++i)
            check_derived(fmt::format("{}/derived/{}", at, i), derived[i], scales, ids);
    }

    void check_new_id(const std::string& at, const std::string& id, std::map<std::string, std::string>& ids)
    {
        const auto [first, is_new] = ids.emplace(id, at);
        if (!is_new)
            report(at + "/id", "scale.duplicate_id", "duplicate id '{}', first at {}/id", id, first->second);
    }

    void check_scale(const std::string& at, const scale& s, std::map<std::string, std::string>& ids)
    {
        check_new_id(at, s.id, ids);
        if (s.items.empty())
            report(at + "/items", "scale.empty", "no items; expected at least 1");
        check_numbers(at + "/items", s.items, "scale");
        std::set<int> seen;
        for (std::size_t i = 0; i < s.reversed.size(); ++i) {
            const std::string place = fmt::format("{}/reversed/{}", at, i);
            if (std::find(s.items.begin(), s.items.end(), s.reversed[i]) == s.items.end())
                report(place, "scale.reversed_outside", "item {} is not in this scale; expected one of its items",
                       s.reversed[i]);
            else if (!seen.insert(s.reversed[i]).second)
                report(place, "scale.duplicate_item", "item {} twice; expected each item once", s.reversed[i]);
        }
        if (!s.items.empty() &&
            (s.missing.min_answered < 1 || static_cast<std::size_t>(s.missing.min_answered) > s.items.size()))
            report(at + "/missing/min_answered", "scale.min_answered", "{}; expected 1..{}, the number of items",
                   s.missing.min_answered, s.items.size());
    }

    /// @param at  where a form says it; empty for the published form, whose items and lists have places of their own.
    void check_every_item_placed(const std::string& at, const std::vector<scale>& scales,
                                 const std::vector<int>& unscored)
    {
        if (!has_items())
            return;
        std::set<int> scored;
        for (const scale& s : scales)
            scored.insert(s.items.begin(), s.items.end());
        for (std::size_t i = 0; i < of_.items.size(); ++i) {
            const int number = static_cast<int>(i) + 1;
            const auto listed = std::find(unscored.begin(), unscored.end(), number);
            if (!scored.contains(number) && listed == unscored.end())
                report(at.empty() ? fmt::format("/items/{}", i) : at, "item.unaccounted",
                       "item {} is in no scale and not listed in unscored; expected it in one of them", number);
            if (scored.contains(number) && listed != unscored.end())
                report(at.empty() ? fmt::format("/unscored/{}", listed - unscored.begin()) : at, "unscored.scored",
                       "item {} is listed in unscored and stands in a scale; expected one of them", number);
        }
    }

    void check_derived(const std::string& at, const derived_score& d, const std::vector<scale>& scales,
                       std::map<std::string, std::string>& ids)
    {
        check_new_id(at, d.id, ids);
        if (d.terms.empty())
            report(at + "/terms", "derived.empty", "no terms; expected at least 1");
        std::set<std::string> seen;
        for (std::size_t i = 0; i < d.terms.size(); ++i) {
            const std::string place = fmt::format("{}/terms/{}/score", at, i);
            const std::string& id = d.terms[i].score;
            if (std::none_of(scales.begin(), scales.end(), [&](const scale& s) { return s.id == id; }))
                report(place, "derived.unknown_score", "'{}'; expected the id of a scale", id);
            else if (!seen.insert(id).second)
                report(place, "derived.duplicate_term", "scale '{}' twice; expected each scale once", id);
        }
    }
};

}  // namespace attune::inline v0::detail
