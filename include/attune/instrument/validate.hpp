#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/core/diagnostic.hpp"
#include "attune/instrument/detail/vector_check.hpp"
#include "attune/instrument/exactness.hpp"
#include "attune/instrument/resolve.hpp"

namespace attune::inline v0 {

namespace detail {

/// Collects what contradicts itself in one definition. Checks that need a part which is itself at fault are skipped,
/// so that one mistake is one finding.
class definition_check : public vector_check {
public:
    definition_check(const instrument& of, const soundness& is_sound) : vector_check(of, is_sound) {}

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
