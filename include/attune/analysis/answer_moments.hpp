#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "attune/core/version.hpp"
#include "attune/responses/code_block.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

/// What is counted of the answers to a form: its columns, and its scales with their reversed items, target after target
/// in the order of the key's outputs.
[[nodiscard]] inline moment_layout layout_of(const scoring_key& key)
{
    moment_layout layout{key.n_columns(), key.range().min, key.range().max, {}};
    const std::size_t n_blocks = std::max<std::size_t>(key.targets().size(), 1);
    for (std::size_t block = 0; block < n_blocks; ++block)
        for (const scale& s : key.form().scales) {
            moment_scale made;
            for (const int number : s.items) {
                const bool is_reversed = std::find(s.reversed.begin(), s.reversed.end(), number) != s.reversed.end();
                made.items.push_back(block * key.form().items.size() + static_cast<std::size_t>(number) - 1);
                made.is_reversed.push_back(is_reversed && !key.is_already_keyed());
            }
            layout.scales.push_back(std::move(made));
        }
    return layout;
}

/// The answers of one person to a scale in the direction in which they are keyed; -1 for what is missing or not valid.
///
/// @param codes   a row of the columns of the layout.
/// @param layout  which columns a scale has, and which are reversed.
/// @param scale   its place in the layout.
/// @return       a code for each item of the scale, in its order.
[[nodiscard]] inline std::vector<std::int8_t> keyed_row(std::span<const answer_code> codes, const moment_layout& layout,
                                                        std::size_t scale)
{
    const moment_scale& of = layout.scales.at(scale);
    std::vector<std::int8_t> keyed;
    keyed.reserve(of.items.size());
    for (std::size_t p = 0; p < of.items.size(); ++p) {
        const int code = codes[of.items[p]];
        const bool is_there = code >= layout.min && code <= layout.max;
        keyed.push_back(static_cast<std::int8_t>(!is_there           ? -1
                                                 : of.is_reversed[p] ? layout.min + layout.max - code
                                                                     : code));
    }
    return keyed;
}

/// Moments of people who belong to groups, added row by row in any order.
class grouped_moments {
public:
    explicit grouped_moments(moment_layout layout) : layout_(std::move(layout)) {}

    /// Adds one person.
    ///
    /// @param group  name of the group.
    /// @param codes  a row of the key's columns.
    void add(const std::string& group, std::span<const answer_code> codes)
    {
        auto at = groups_.find(group);
        if (at == groups_.end())
            at = groups_.emplace(group, collected{moments(layout_), {}}).first;
        collected& to = at->second;
        to.waiting.insert(to.waiting.end(), codes.begin(), codes.end());
        constexpr std::size_t enough = 2048;  // people at once: adding few takes nearly as long
        if (to.waiting.size() >= enough * layout_.n_items)
            flush(to);
    }

    /// Adds the people of a block to one group.
    void add(const std::string& group, const code_block& block)
    {
        if (block.n_persons() == 0)
            return;
        auto at = groups_.find(group);
        if (at == groups_.end())
            at = groups_.emplace(group, collected{moments(layout_), {}}).first;
        at->second.sums.add(block.padded_row(0), block.n_persons(), block.stride());
    }

    /// Adds the groups of another collection of the same layout.
    void merge(grouped_moments& other)
    {
        for (auto& [name, from] : other.groups_) {
            other.flush(from);
            const auto at = groups_.find(name);
            if (at == groups_.end()) {
                groups_.emplace(name, std::move(from));
            } else {
                flush(at->second);
                at->second.sums.merge(from.sums);
            }
        }
    }

    [[nodiscard]] std::size_t n_groups() const { return groups_.size(); }

    /// The moments of each group, in the order of their names.
    [[nodiscard]] std::map<std::string, moments> finish()
    {
        std::map<std::string, moments> all;
        for (auto& [name, group] : groups_) {
            flush(group);
            all.emplace(name, std::move(group.sums));
        }
        groups_.clear();
        return all;
    }

private:
    struct collected {
        moments sums;
        std::vector<answer_code> waiting;  ///< rows that were not added yet
    };

    void flush(collected& group) const
    {
        if (!group.waiting.empty())
            group.sums.add(group.waiting.data(), group.waiting.size() / layout_.n_items, layout_.n_items);
        group.waiting.clear();
    }

    moment_layout layout_;
    std::map<std::string, collected> groups_;
};

}  // namespace attune::inline v0
