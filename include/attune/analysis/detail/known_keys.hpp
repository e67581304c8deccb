#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/audit_finding.hpp"
#include "attune/analysis/detail/key_fit.hpp"
#include "attune/instrument/instrument.hpp"
#include "attune/instrument/resolve.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0::detail {

/// How a key that might fit better is related to the one in hand.
enum class kinship {
    same_unkeyed,     ///< the same form, with its reversals in place of none, or none in place of its reversals
    own_form,         ///< another form of the same definition
    swapped_columns,  ///< the same form with the columns of two scales exchanged
    sibling,          ///< a questionnaire that the definition names as its sibling
    other,            ///< any other questionnaire in the catalogue
};

/// A key to compare with.
struct known_key {
    kinship kin = kinship::other;
    key_name name;
    response_range range;
    std::vector<keyed_columns> scales;
};

inline void add_forms(std::vector<known_key>& keys, const instrument& of, kinship kin, const scoring_key& in_hand)
{
    for (const std::string& form : form_ids(of)) {
        if (kin == kinship::own_form && form == in_hand.identity().form)
            continue;
        std::vector<std::string> targets;
        for (const std::string& target : in_hand.targets())
            if (std::find(of.targets.begin(), of.targets.end(), target) != of.targets.end())
                targets.push_back(target);
        const scoring_key key(of, {form, false, targets});
        if (key.n_columns() == in_hand.n_columns())
            keys.push_back({kin, {of.id, form}, key.range(), scales_of(key)});
    }
}

/// Keys in which two scales of equally many items, some of them reversed at other places, have exchanged their columns.
inline void add_swaps(std::vector<known_key>& keys, const scoring_key& in_hand)
{
    const std::vector<keyed_columns> scales = scales_of(in_hand);
    for (std::size_t a = 0; a < scales.size(); ++a)
        for (std::size_t b = 0; b < a; ++b) {
            if (scales[a].columns.size() != scales[b].columns.size() || scales[a].signs == scales[b].signs)
                continue;
            std::vector<keyed_columns> swapped = scales;
            std::swap(swapped[a].signs, swapped[b].signs);
            keys.push_back(
                {kinship::swapped_columns, {scales[b].id, scales[a].id}, in_hand.range(), std::move(swapped)});
        }
}

/// All keys that answers to as many columns might have been given for.
[[nodiscard]] inline std::vector<known_key> known_keys(const instrument& of, const scoring_key& in_hand,
                                                       const std::vector<instrument>& catalogue)
{
    std::vector<known_key> keys;
    const scoring_key unkeyed(of, {in_hand.identity().form, !in_hand.is_already_keyed(), in_hand.targets()});
    keys.push_back(
        {kinship::same_unkeyed, {unkeyed.identity().id, unkeyed.identity().form}, unkeyed.range(), scales_of(unkeyed)});
    add_forms(keys, of, kinship::own_form, in_hand);
    add_swaps(keys, in_hand);
    for (const instrument& other : catalogue) {
        const bool is_sibling = other.id != of.id && std::any_of(of.siblings.begin(), of.siblings.end(),
                                                                 [&](const sibling& s) { return s.id == other.id; });
        if (other.id != of.id || other.sha256 != of.sha256)
            add_forms(keys, other, is_sibling ? kinship::sibling : kinship::other, in_hand);
    }
    return keys;
}

/// Whether the answers show that another key is the right one rather than the one in hand: no item points against its
/// scale, and either most of the items that the two turn differently surely point its way, or, where it adds up other
/// columns, its items go together clearly better than those of the key in hand do even with the best directions.
[[nodiscard]] inline bool is_explained_by(const known_key& other, const std::vector<keyed_columns>& in_hand,
                                          const column_covariances& all, const judging& rule)
{
    constexpr double clearly = 0.05;  // of a mean correlation; in 50 people chance makes less of it
    const key_fit ours = fit_of(all, in_hand, rule);
    const key_fit theirs = fit_of(all, other.scales, rule);
    if (theirs.is_contradicted || !(theirs.mean_r > ours.mean_r))
        return false;
    if (!have_same_columns(in_hand, other.scales)) {
        std::vector<keyed_columns> at_best;
        for (std::size_t s = 0; s < in_hand.size(); ++s)
            at_best.push_back(agreeing(in_hand[s], ours.scales[s]));
        return theirs.mean_r >= fit_of(all, at_best, rule).mean_r + clearly;
    }
    std::size_t n_turned = 0;
    std::size_t n_confirmed = 0;
    for (const keyed_columns& scale : in_hand) {
        const keyed_columns& their_scale = counterpart(scale, other.scales);
        const judged_scale judged = judge(all, their_scale, rule);
        const std::set<std::size_t> confirmed = judged.confirmed();
        for (const std::size_t column : visibly_turned_columns(scale, their_scale)) {
            n_turned += std::find(judged.columns.begin(), judged.columns.end(), column) != judged.columns.end() ? 1 : 0;
            n_confirmed += confirmed.contains(column) ? 1 : 0;
        }
    }
    return n_confirmed > 0 && 2 * n_confirmed >= n_turned;
}

/// Scales that a catalogue key has under each other's name: places of the two in `in_hand`, or equal places for none.
[[nodiscard]] inline std::pair<std::size_t, std::size_t> exchanged_names(const std::vector<keyed_columns>& in_hand,
                                                                         const std::vector<keyed_columns>& others)
{
    for (std::size_t a = 0; a < in_hand.size(); ++a)
        for (std::size_t b = 0; b < a; ++b) {
            const keyed_columns& for_a = counterpart(in_hand[a], others);
            const keyed_columns& for_b = counterpart(in_hand[b], others);
            const bool has_exchanged_ids = for_a.id == in_hand[b].id && for_b.id == in_hand[a].id;
            const bool has_exchanged_dimensions =
                in_hand[a].on != in_hand[b].on && for_a.on == in_hand[b].on && for_b.on == in_hand[a].on;
            if (has_exchanged_ids || has_exchanged_dimensions)
                return {b, a};
        }
    return {0, 0};
}

}  // namespace attune::inline v0::detail
