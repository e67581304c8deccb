#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/analysis/audit_counts.hpp"
#include "attune/analysis/audit_finding.hpp"
#include "attune/analysis/detail/better_key.hpp"
#include "attune/analysis/detail/key_fit.hpp"
#include "attune/analysis/detail/known_keys.hpp"
#include "attune/analysis/detail/turned_items.hpp"

namespace attune::inline v0::detail {

/// Judges the key by all people together.
class whole_audit {
public:
    whole_audit(const scoring_key& key, const std::vector<known_key>& known, const audit_counts& people,
                const judging& rule)
        : key_(key), known_(known), people_(people), rule_(rule), search_(key, known, people.sums, rule)
    {
    }

    [[nodiscard]] std::vector<audit_finding> run()
    {
        directed_ = search_.scales();
        if (people_.sums.n_persons() < rule_.min_persons) {
            add({.code = audit_code::too_few_to_judge,
                 .message = fmt::format("there are {} people; from {} on the key is judged", people_.sums.n_persons(),
                                        rule_.min_persons)});
            return std::move(findings_);
        }
        const known_key* better = search_.best();
        if (better != nullptr)
            report(*better);
        else
            report_turned_items();
        if (!names_another_key_)
            check_range();
        check_names();
        note_unjudged_items();
        return std::move(findings_);
    }

    /// The scales in the directions that the people show, against which groups are compared; nothing when the answers
    /// are surely to another questionnaire.
    [[nodiscard]] const std::optional<std::vector<keyed_columns>>& directed() const { return directed_; }

private:
    void add(audit_finding finding)
    {
        if (finding.n_persons == 0)
            finding.n_persons = people_.sums.n_persons();
        findings_.push_back(std::move(finding));
    }

    void report(const known_key& better)
    {
        const std::vector<int> differing = item_numbers(key_, search_.differing_columns(better));
        const bool has_same_columns = have_same_columns(search_.scales(), better.scales);
        if (has_same_columns)
            direct_as(better);
        else
            directed_.reset();
        if (better.kin == kinship::same_unkeyed) {
            add({.code = audit_code::already_keyed,
                 .items = differing,
                 .message = key_.is_already_keyed()
                                ? fmt::format("{} point against the other items of their scales: these columns are not "
                                              "reversed yet; leave out --already-keyed",
                                              items_text(differing))
                                : fmt::format("all items that the key reverses ({}) point against the others once they "
                                              "are reversed: their columns look reversed before; if so, give "
                                              "--already-keyed, otherwise the key is at fault",
                                              fmt::join(differing, ", "))});
        } else if (better.kin == kinship::swapped_columns) {
            add({.code = audit_code::scales_swapped,
                 .items = differing,
                 .message = fmt::format("the columns of {} are answered as the items of {} are, and the other way "
                                        "round: look which columns the items are bound to (attune score --dry-run)",
                                        better.name.instrument, better.name.form)});
        } else if (search_.is_mix_up(better)) {
            name_key(better, differing);
        } else {
            report_turned_items(better);
        }
    }

    void name_key(const known_key& better, const std::vector<int>& differing)
    {
        names_another_key_ = true;
        const known_key* same = search_.namesake();
        const std::string reason =
            same == nullptr || same->name == better.name
                ? ""
                : fmt::format("; the key in hand is that of {}, form {}", same->name.instrument, same->name.form);
        const std::string range =
            search_.is_range_plain()
                ? ""
                : fmt::format("; all answers lie in {} to {}, of {} to {}", search_.in_use()->first,
                              search_.in_use()->second, key_.range().min, key_.range().max);
        const std::string differs = differing.empty() ? "" : fmt::format("; they differ in {}", items_text(differing));
        add({.code = better.kin == kinship::own_form ? audit_code::wrong_form : audit_code::sibling_key,
             .items = differing,
             .fits = better.name,
             .message = better.kin == kinship::own_form
                            ? fmt::format("the answers fit the form {} better: give --form {}{}{}", better.name.form,
                                          better.name.form, differs, range)
                            : fmt::format("the answers fit the key of {}, form {}, better: give -i {} --form {}{}{}{}",
                                          better.name.instrument, better.name.form, better.name.instrument,
                                          better.name.form, differs, range, reason)});
    }

    /// Takes over the directions of a key that adds up the same columns, as far as they can be seen.
    void direct_as(const known_key& better)
    {
        for (keyed_columns& scale : *directed_) {
            const std::set<std::size_t> turned = visibly_turned_columns(scale, counterpart(scale, better.scales));
            for (std::size_t p = 0; p < scale.columns.size(); ++p)
                scale.signs[p] *= turned.contains(scale.columns[p]) ? -1 : 1;
        }
    }

    void report_turned_items(const known_key& better)
    {
        for (const keyed_columns& scale : search_.scales()) {
            const keyed_columns& right = counterpart(scale, better.scales);
            const judged_scale judged = judge(search_.covariances(), right, rule_);
            const std::set<std::size_t> confirmed = judged.confirmed();
            std::set<std::size_t> turned;
            if (!visibly_turned_columns(scale, right).empty())
                for (const std::size_t column : turned_columns(scale, right))
                    if (confirmed.contains(column))
                        turned.insert(column);
            report_turned_items(scale, {turned, judged}, &better.name);
        }
    }

    void report_turned_items()
    {
        for (std::size_t s = 0; s < search_.scales().size(); ++s) {
            const turned_items turned = surely_turned(search_.covariances(), search_.scales()[s], rule_);
            report_turned_items(search_.scales()[s], turned);
            keyed_columns& scale = directed_->at(s);
            for (std::size_t p = 0; p < scale.columns.size(); ++p)
                scale.signs[p] *= turned.columns.contains(scale.columns[p]) ? -1 : 1;
        }
    }

    void report_turned_items(const keyed_columns& scale, const turned_items& turned, const key_name* known = nullptr)
    {
        if (turned.columns.empty())
            return;
        double nearest = -1;
        double limit = -1;
        std::int64_t n_persons = people_.sums.n_persons();
        for (std::size_t p = 0; p < turned.judged.size(); ++p)
            if (turned.columns.contains(turned.judged.columns[p])) {
                const item_rest_interval& rest = turned.judged.rest[p];
                nearest = std::max(nearest, -rest.r);
                limit = std::max(limit, -rest.lower);
                n_persons = std::min(n_persons, rest.n_persons);
            }
        const std::vector<int> numbers = item_numbers(key_, turned.columns);
        const bool is_half = 2 * turned.columns.size() == turned.judged.size();
        const bool is_one = numbers.size() == 1;
        add({.code = audit_code::item_reversed,
             .scale = scale.id,
             .items = numbers,
             .n_persons = n_persons,
             .message = fmt::format(
                 "{} {} against the other {} items of the scale (item-rest r {}{:.2f}, with 99 % confidence below "
                 "{:.2f}): either the key has {} direction wrong, or {} reversed in the data already{}",
                 items_text(numbers), is_one ? "points" : "point", turned.judged.size() - turned.columns.size(),
                 is_one ? "" : "at most ", nearest, limit, is_one ? "its" : "their",
                 is_one ? "its column was" : "their columns were",
                 known != nullptr
                     ? fmt::format("; the key of {}, form {}, fits the answers", known->instrument, known->form)
                 : is_half ? "; the other half of the items might as well be the one to reverse: the wording says"
                           : "")});
    }

    void check_range()
    {
        if (search_.is_range_plain() || too_many_invalid())
            return;
        const known_key* fitting = nullptr;
        for (const known_key& candidate : known_)
            if ((candidate.kin == kinship::own_form || candidate.kin == kinship::sibling) &&
                search_.is_range_exact(candidate.range) && have_same_columns(*directed_, candidate.scales) &&
                std::all_of(directed_->begin(), directed_->end(),
                            [&](const keyed_columns& scale) {
                                return visibly_turned_columns(scale, counterpart(scale, candidate.scales)).empty();
                            }) &&
                (fitting == nullptr || fitting->kin == kinship::sibling))
                fitting = &candidate;
        audit_finding finding{
            .code = audit_code::wrong_form,
            .message = fmt::format("all answers lie in {} to {}, though the form has {} to {}", search_.in_use()->first,
                                   search_.in_use()->second, key_.range().min, key_.range().max)};
        if (fitting == nullptr) {
            finding.message += ": look how the answers were coded; on another range reversed items come out wrong";
        } else if (fitting->kin == kinship::own_form) {
            finding.message += fmt::format(": give --form {}", fitting->name.form);
            finding.fits = fitting->name;
        } else {
            finding.code = audit_code::sibling_key;
            finding.message += fmt::format(": give -i {} --form {}", fitting->name.instrument, fitting->name.form);
            finding.fits = fitting->name;
        }
        add(std::move(finding));
    }

    /// Answers beside the range explain why part of it is not in use.
    [[nodiscard]] bool too_many_invalid() const
    {
        constexpr std::int64_t one_in = 100;
        return people_.invalid.n_persons_concerned() * one_in > people_.sums.n_persons();
    }

    /// Whether the catalogue knows two scales under each other's name.
    void check_names()
    {
        const known_key* nearest = nullptr;
        std::size_t fewest = 0;
        for (const known_key& candidate : known_) {
            if ((candidate.kin != kinship::sibling && candidate.kin != kinship::other) ||
                !have_same_columns(search_.scales(), candidate.scales))
                continue;
            const auto [a, b] = exchanged_names(search_.scales(), candidate.scales);
            const std::size_t n_differing = search_.differing_columns(candidate).size();
            if (a != b && (nearest == nullptr || n_differing < fewest)) {
                nearest = &candidate;
                fewest = n_differing;
            }
        }
        if (nearest == nullptr)
            return;
        const auto [a, b] = exchanged_names(search_.scales(), nearest->scales);
        add({.code = audit_code::scales_swapped,
             .fits = nearest->name,
             .message = fmt::format("the items of {} are those of {} in {}, form {}, and the other way round: the key "
                                    "has the two scales under each other's name",
                                    search_.scales()[a].id, search_.scales()[b].id, nearest->name.instrument,
                                    nearest->name.form)});
    }

    /// Items of which nothing can be said although the key is judged.
    void note_unjudged_items()
    {
        if (!directed_)
            return;
        for (const keyed_columns& scale : *directed_) {
            if (scale.columns.size() < 2) {
                add({.code = audit_code::too_few_to_judge,
                     .scale = scale.id,
                     .items = item_numbers(key_, scale.column_set()),
                     .message = "the scale has one item: there are no others that it could point against"});
                continue;
            }
            const std::set<std::size_t> confirmed = judge(search_.covariances(), scale, rule_).confirmed();
            std::set<std::size_t> left = scale.column_set();
            std::erase_if(left, [&](std::size_t column) { return confirmed.contains(column); });
            if (left.empty())
                continue;
            const std::vector<int> numbers = item_numbers(key_, left);
            add({.code = audit_code::too_few_to_judge,
                 .scale = scale.id,
                 .items = numbers,
                 .message =
                     fmt::format("{} cannot be judged: answered by fewer than {} people together with the others, "
                                 "by all of them alike, or with too little in common with the others to tell a "
                                 "direction",
                                 items_text(numbers), rule_.min_persons)});
        }
    }

    const scoring_key& key_;
    const std::vector<known_key>& known_;
    const audit_counts& people_;
    judging rule_;
    better_key_search search_;
    std::optional<std::vector<keyed_columns>> directed_;
    std::vector<audit_finding> findings_;
    bool names_another_key_ = false;
};

}  // namespace attune::inline v0::detail
