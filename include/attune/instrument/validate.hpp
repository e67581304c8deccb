#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/core/diagnostic.hpp"
#include "attune/instrument/evaluate.hpp"
#include "attune/instrument/exactness.hpp"
#include "attune/instrument/resolve.hpp"

namespace attune::inline v0 {

/// Tells whether the part of a definition at this JSON Pointer was read without a fault.
using soundness = std::function<bool(std::string_view pointer)>;

namespace detail {

/// Collects what contradicts itself in one definition. Checks that need a part which is itself at fault are skipped,
/// so that one mistake is one finding.
class definition_check {
public:
    definition_check(const instrument& of, const soundness& is_sound) : of_(of), is_sound_(is_sound) {}

    [[nodiscard]] std::vector<diagnostic> run()
    {
        check_range("/response", of_.response);
        check_items();
        if (has_items() && is_sound_("/unscored"))
            check_numbers("/unscored", of_.unscored, "unscored");
        check_scales("", of_.scales);
        if (is_sound_("/unscored") && is_sound_("/scales"))
            check_every_item_placed("", of_.scales, of_.unscored);
        check_derived_scores("", "", of_.scales, of_.derived);
        check_targets();
        check_forms();
        check_published();
        if (found_.empty() && is_sound_(""))
            check_scores();
        return std::move(found_);
    }

private:
    template <typename... Args>
    void report(std::string pointer, std::string_view code, fmt::format_string<Args...> text, Args&&... args)
    {
        found_.push_back({severity::error, "instrument." + std::string(code),
                          fmt::format(text, std::forward<Args>(args)...), {"", std::move(pointer), 0, 0}});
    }

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

    /// The items can be referred to: what refers to them can be checked.
    [[nodiscard]] bool has_items() const { return is_sound_("/items") && !of_.items.empty(); }

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
                report(at.empty() ? fmt::format("/unscored/{}", listed - unscored.begin()) : at,
                       "unscored.scored", "item {} is listed in unscored and stands in a scale; expected one of them",
                       number);
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

    void check_targets()
    {
        if (!is_sound_("/targets"))
            return;
        std::set<std::string> seen;
        for (std::size_t i = 0; i < of_.targets.size(); ++i) {
            const std::string place = fmt::format("/targets/{}", i);
            if (of_.targets[i] == "global")
                report(place, "target.reserved", "'global' is the name of the mean over targets; expected another id");
            else if (!seen.insert(of_.targets[i]).second)
                report(place, "target.duplicate", "target '{}' twice; expected each target once", of_.targets[i]);
        }
    }

    void check_forms()
    {
        std::set<std::string> seen{std::string(published_form)};
        for (std::size_t i = 0; i < of_.forms.size(); ++i) {
            const std::string at = fmt::format("/forms/{}", i);
            const form& f = of_.forms[i];
            if (is_sound_(at + "/id") && !seen.insert(f.id).second)
                report(at + "/id", "form.duplicate_id",
                       "duplicate id '{}'; expected an id of its own ('published' is the form at the top level)", f.id);
            if (f.response)
                check_range(at + "/response", *f.response);
            const bool has_order = !f.order || check_order(at + "/order", *f.order);
            if (is_sound_(at))
                check_restated(at, f);
            if (f.unscored && has_items() && is_sound_(at + "/unscored"))
                check_numbers(at + "/unscored", *f.unscored, "unscored");
            if (f.scales)
                check_scales(at, *f.scales);
            const bool has_unscored =
                f.unscored ? is_sound_(at + "/unscored") : is_sound_("/unscored") && !lacks_unscored(f);
            const bool has_scales = is_sound_((f.scales ? at : "") + "/scales");
            if ((f.scales || f.unscored) && has_order && has_unscored && has_scales)
                check_every_item_placed(at + (f.scales ? "/scales" : "/unscored"), f.scales.value_or(of_.scales),
                                        unscored_on(f, of_.unscored));
            if (f.derived)
                check_derived_scores(at, f.scales ? at : "", f.scales.value_or(of_.scales), *f.derived);
            else if (f.scales && is_sound_("/derived"))
                check_inherited_terms(at, *f.scales);
        }
    }

    /// The unscored items of a form follow neither from itself nor from an order.
    [[nodiscard]] bool lacks_unscored(const form& f) const
    {
        return f.reordered && !f.order && !f.unscored && !of_.unscored.empty();
    }

    /// A form that restates scales and keeps the derived scores needs the scales that these name.
    void check_inherited_terms(const std::string& at, const std::vector<scale>& scales)
    {
        if (!is_sound_(at + "/scales"))
            return;
        for (const derived_score& d : of_.derived)
            for (const derived_term& term : d.terms)
                if (std::none_of(scales.begin(), scales.end(), [&](const scale& s) { return s.id == term.score; }))
                    report(at + "/scales", "derived.unknown_score",
                           "no scale '{}', which the derived score '{}' needs; expected it, or derived restated",
                           term.score, d.id);
    }

    /// @return  whether the order can be used.
    bool check_order(const std::string& at, const std::vector<int>& order)
    {
        if (!has_items() || !is_sound_(at))
            return false;
        std::vector<int> sorted = order;
        std::sort(sorted.begin(), sorted.end());
        bool is_rearrangement = sorted.size() == of_.items.size();
        for (std::size_t k = 0; is_rearrangement && k < sorted.size(); ++k)
            is_rearrangement = sorted[k] == static_cast<int>(k) + 1;
        if (!is_rearrangement)
            report(at, "form.order", "not a rearrangement of 1..{}; expected every published number once",
                   of_.items.size());
        return is_rearrangement;
    }

    void check_restated(const std::string& at, const form& f)
    {
        const bool differs = f.response || f.reordered;
        if (differs && !f.scales)
            report(at, "form.incomplete", "another range or order without scales; expected scales restated in full");
        if (differs && !of_.derived.empty() && !f.derived)
            report(at, "form.incomplete", "another range or order without derived; expected derived restated in full");
        if (has_items() && lacks_unscored(f))
            report(at, "form.incomplete", "an order that is not known without unscored; expected unscored restated");
        if ((differs || f.scales || f.derived) && f.vectors.empty())
            report(at, "form.incomplete", "a key of its own without vectors; expected at least 1 vector");
    }

    void check_published()
    {
        const std::vector<std::string> forms = form_ids(of_);
        for (std::size_t i = 0; i < of_.published.size(); ++i) {
            const published_figure& figure = of_.published[i];
            if (!is_sound_(fmt::format("/published/{}/form", i)) || !is_sound_(fmt::format("/published/{}/score", i)))
                continue;
            if (std::find(forms.begin(), forms.end(), figure.form) == forms.end())
                report(fmt::format("/published/{}/form", i), "published.unknown_form", "'{}'; expected one of {}",
                       figure.form, fmt::join(forms, ", "));
            else if (is_sound_("/scales") && is_sound_("/derived") && is_sound_("/targets") && is_sound_("/forms")) {
                const std::vector<std::string> ids = scores_of(figure.form);
                if (std::find(ids.begin(), ids.end(), figure.score) == ids.end())
                    report(fmt::format("/published/{}/score", i), "published.unknown_score", "'{}'; expected one of {}",
                           figure.score, fmt::join(ids, ", "));
            }
        }
    }

    /// The ids of a form's scores, whatever else is wrong with it.
    [[nodiscard]] std::vector<std::string> scores_of(std::string_view form_id) const
    {
        resolved_form full;
        full.scales = of_.scales;
        full.derived = of_.derived;
        full.targets = of_.targets;
        for (const form& f : of_.forms)
            if (f.id == form_id) {
                full.scales = f.scales.value_or(of_.scales);
                full.derived = f.derived.value_or(of_.derived);
            }
        return score_ids(full);
    }

    /// With targets, ids are put together: two of them must not come out the same.
    void check_score_ids(const resolved_form& full)
    {
        std::set<std::string> seen;
        for (const std::string& id : score_ids(full))
            if (!seen.insert(id).second)
                report("/targets", "target.clash", "two scores would be named '{}'; expected other ids", id);
    }

    /// What needs a definition without any other fault: exactness, and every vector.
    void check_scores()
    {
        for (const std::string& id : form_ids(of_)) {
            const resolved_form full = resolve_form(of_, id);
            const std::string at = place_of_form(id);
            check_score_ids(full);
            if (const auto inexact = first_inexact_score(full))
                report(at + "/derived", "derived.too_fine",
                       "score '{}' needs integers of 2^53 or more; expected fewer decimals or terms", *inexact);
            else
                check_vectors(at + "/vectors", full);
        }
    }

    [[nodiscard]] std::string place_of_form(std::string_view id) const
    {
        for (std::size_t i = 0; i < of_.forms.size(); ++i)
            if (of_.forms[i].id == id)
                return fmt::format("/forms/{}", i);
        return "";
    }

    void check_vectors(const std::string& at, const resolved_form& full)
    {
        if (full.id == published_form && full.vectors.empty())
            report(at, "vector.none", "no vectors; expected at least 1, so that a wrong key is noticed");
        for (std::size_t i = 0; i < full.vectors.size(); ++i) {
            const std::string place = fmt::format("{}/{}", at, i);
            if (check_answers(place + "/answers", full, full.vectors[i]))
                check_expected(place + "/scores", full, full.vectors[i]);
        }
    }

    [[nodiscard]] bool check_answers(const std::string& at, const resolved_form& full, const test_vector& vector)
    {
        const std::size_t before = found_.size();
        for (const auto& [target, answers] : vector.answers) {
            const std::string place = target.empty() ? at : at + "/" + target;
            const bool is_target = std::find(full.targets.begin(), full.targets.end(), target) != full.targets.end();
            if (full.targets.empty() ? !target.empty() : !is_target)
                report(place, "vector.unknown_target", "{}; expected {}",
                       target.empty() ? "one list of answers" : "target '" + target + "'",
                       full.targets.empty() ? std::string("one list of answers, as the definition has no targets")
                                            : fmt::format("one list for each of {}", fmt::join(full.targets, ", ")));
            else if (answers.size() != full.items.size())
                report(place, "vector.length", "{} answers; expected {}, one per item, null for none", answers.size(),
                       full.items.size());
            else
                for (std::size_t i = 0; i < answers.size(); ++i)
                    if (answers[i] != not_answered && !full.response.contains(answers[i]))
                        report(fmt::format("{}/{}", place, i), "vector.answer", "{}; expected {}..{} or null",
                               answers[i], full.response.min, full.response.max);
        }
        return found_.size() == before;
    }

    void check_expected(const std::string& at, const resolved_form& full, const test_vector& vector)
    {
        const auto scores = evaluate(full, vector);
        for (const auto& [id, expected] : vector.scores) {
            const std::string place = at + "/" + id;
            const auto actual = scores.find(id);
            if (actual == scores.end())
                report(place, "vector.unknown_score", "'{}'; expected one of {}", id, fmt::join(score_ids(full), ", "));
            else if (actual->second != expected)
                report(place, "vector.mismatch", "{}, but the key gives {}", text_of(expected), text_of(actual->second));
        }
        for (const std::string& id : score_ids(full))
            if (!vector.scores.contains(id))
                report(at, "vector.missing_score", "no '{}'; expected every score of the form", id);
    }

    [[nodiscard]] static std::string text_of(const std::optional<fraction>& score)
    {
        return score ? to_string(*score) : "null (refused)";
    }

    const instrument& of_;
    const soundness& is_sound_;
    std::vector<diagnostic> found_;
};

}  // namespace detail

/// Everything in a definition that contradicts itself: numbers that do not exist, items in no scale, reversals outside
/// their scale, forms that leave their key open, scores that are not exact, vectors that do not come out.
///
/// @param of        the definition, complete or not.
/// @param is_sound  which parts were read without fault; checks that need another part are skipped.
/// @return          errors with JSON Pointers; source, line and column are added by the reader of the file. Empty for
///                  a valid definition. Vectors are checked only once nothing else is wrong.
[[nodiscard]] inline std::vector<diagnostic> validate(
    const instrument& of, const soundness& is_sound = [](std::string_view) { return true; })
{
    return detail::definition_check(of, is_sound).run();
}

}  // namespace attune::inline v0
