#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "attune/analysis/answer_moments.hpp"
#include "attune/core/version.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

/// One item among those that are factored together.
struct factor_item {
    int number = 0;  ///< printed on the form
    std::string id;
    std::optional<std::string> topic;  ///< attune's own words, where the definition has them
    std::string scale;                 ///< id of the scale that it belongs to; of the first when it is in several
    bool is_reversed = false;
};

/// Items that are factored together, in the order of the form.
struct factor_set {
    std::string id;  ///< "all", with targets the target; or the id of one scale, as in every output
    std::vector<factor_item> items;
    std::vector<std::string> scales;  ///< that the items belong to, in the order of the definition
    moment_scale layout;              ///< the items as columns, each in the direction in which it is keyed
};

/// What can be factored of a form: all scored items, target by target, or the items of each scale apart. An item that
/// stands in several scales counts once, in the direction of the first.
[[nodiscard]] inline std::vector<factor_set> factor_sets(const scoring_key& key, bool per_scale)
{
    const std::size_t n_in_form = key.form().items.size();
    const std::size_t n_blocks = std::max<std::size_t>(key.targets().size(), 1);
    const std::size_t n_scales = key.form().scales.size();
    const std::vector<moment_scale> scales = layout_of(key).scales;
    struct place {
        std::size_t column;
        std::size_t scale;
        bool is_reversed;
    };
    std::vector<factor_set> sets;
    for (std::size_t block = 0; block < n_blocks; ++block) {
        const std::string target = key.targets().empty() ? "" : key.targets()[block];
        std::vector<std::vector<place>> chosen(per_scale ? n_scales : 1);
        for (std::size_t s = 0; s < n_scales; ++s) {
            const moment_scale& from = scales[block * n_scales + s];
            std::vector<place>& to = chosen[per_scale ? s : 0];
            for (std::size_t i = 0; i < from.items.size(); ++i)
                if (std::none_of(to.begin(), to.end(), [&](const place& p) { return p.column == from.items[i]; }))
                    to.push_back({from.items[i], s, from.is_reversed[i]});
        }
        for (std::size_t c = 0; c < chosen.size(); ++c) {
            std::stable_sort(chosen[c].begin(), chosen[c].end(),
                             [](const place& a, const place& b) { return a.column < b.column; });
            factor_set made;
            const std::string within = per_scale ? key.form().scales[c].id : "all";
            made.id = target.empty() ? within : per_scale ? target + "_" + within : target;
            for (const place& p : chosen[c]) {
                const item& asked = key.form().items[p.column % n_in_form];
                made.items.push_back(
                    {asked.number, asked.id, asked.topic, key.form().scales[p.scale].id, p.is_reversed});
                made.layout.items.push_back(p.column);
                made.layout.is_reversed.push_back(p.is_reversed);
            }
            for (std::size_t s = 0; s < n_scales; ++s)
                if (!per_scale || s == c)
                    made.scales.push_back(key.form().scales[s].id);
            sets.push_back(std::move(made));
        }
    }
    return sets;
}

/// What is counted of the answers to factor these sets.
[[nodiscard]] inline moment_layout layout_of(const scoring_key& key, const std::vector<factor_set>& sets)
{
    moment_layout layout{key.n_columns(), key.range().min, key.range().max, {}};
    for (const factor_set& set : sets)
        layout.scales.push_back(set.layout);
    return layout;
}

}  // namespace attune::inline v0
