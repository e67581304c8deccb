#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/instrument/instrument.hpp"

namespace attune::inline v0 {

/// One form of a questionnaire with nothing left to look up.
struct resolved_form {
    std::string instrument_id;
    std::string id;
    std::string note;
    response_range response;
    std::vector<item> items;  ///< by number as printed on this form; no topics where the order is not known
    std::vector<int> unscored;
    std::vector<scale> scales;
    std::vector<derived_score> derived;
    std::vector<std::string> targets;
    std::vector<test_vector> vectors;
};

/// The ids of the forms, `published` first.
[[nodiscard]] inline std::vector<std::string> form_ids(const instrument& of)
{
    std::vector<std::string> ids{std::string(published_form)};
    for (const form& f : of.forms)
        ids.push_back(f.id);
    return ids;
}

namespace detail {

/// Items as a form prints them: number k carries the question that `order` says, or an anonymous one.
[[nodiscard]] inline std::vector<item> items_on(const form& f, const std::vector<item>& published)
{
    if (!f.reordered)
        return published;
    std::vector<item> items;
    for (std::size_t k = 0; k < published.size(); ++k) {
        const int number = static_cast<int>(k) + 1;
        if (!f.order) {
            items.push_back({number, fmt::format("{}_{}", f.id, number), std::nullopt});
            continue;
        }
        const auto printed =
            std::find_if(published.begin(), published.end(), [&](const item& i) { return i.number == (*f.order)[k]; });
        items.push_back({number, printed->id, printed->topic});
    }
    return items;
}

/// Numbers that are in no scale on purpose, as a form prints them.
[[nodiscard]] inline std::vector<int> unscored_on(const form& f, const std::vector<int>& published)
{
    if (f.unscored)
        return *f.unscored;
    if (!f.order)
        return published;
    std::vector<int> numbers;
    for (std::size_t k = 0; k < f.order->size(); ++k)
        if (std::find(published.begin(), published.end(), (*f.order)[k]) != published.end())
            numbers.push_back(static_cast<int>(k) + 1);
    return numbers;
}

[[nodiscard]] inline resolved_form merge_form(const instrument& of, const form* f)
{
    resolved_form full{of.id,      std::string(published_form),
                       "",         of.response,
                       of.items,   of.unscored,
                       of.scales,  of.derived,
                       of.targets, of.vectors};
    if (f == nullptr)
        return full;
    full.id = f->id;
    full.note = f->note;
    full.items = items_on(*f, of.items);
    full.unscored = unscored_on(*f, of.unscored);
    full.vectors = f->vectors;
    if (f->response)
        full.response = *f->response;
    if (f->scales)
        full.scales = *f->scales;
    if (f->derived)
        full.derived = *f->derived;
    return full;
}

}  // namespace detail

/// One form of an instrument in full.
///
/// @param of    a valid instrument (as loaded, or without findings from `validate()`).
/// @param form  id of the form; `published` is the one at the top level of the definition.
/// @throws std::invalid_argument  the instrument has no such form.
[[nodiscard]] inline resolved_form resolve_form(const instrument& of, std::string_view form = published_form)
{
    if (form == published_form)
        return detail::merge_form(of, nullptr);
    for (const attune::form& f : of.forms)
        if (f.id == form)
            return detail::merge_form(of, &f);
    fail_argument("resolve_form", "form", fmt::format("be one of {}", fmt::join(form_ids(of), ", ")),
                  fmt::format("'{}'", form));
}

/// The ids of what one target yields: scales, then derived scores.
[[nodiscard]] inline std::vector<std::string> base_score_ids(const resolved_form& of)
{
    std::vector<std::string> ids;
    for (const scale& s : of.scales)
        ids.push_back(s.id);
    for (const derived_score& d : of.derived)
        ids.push_back(d.id);
    return ids;
}

/// The ids of all scores in the order of every output: the base ids; with targets `<target>_<id>` for each target,
/// then `global_<id>`.
[[nodiscard]] inline std::vector<std::string> score_ids(const resolved_form& of)
{
    const std::vector<std::string> base = base_score_ids(of);
    if (of.targets.empty())
        return base;
    std::vector<std::string> ids;
    for (const std::string& target : of.targets)
        for (const std::string& id : base)
            ids.push_back(target + "_" + id);
    for (const std::string& id : base)
        ids.push_back("global_" + id);
    return ids;
}

}  // namespace attune::inline v0
