#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/analysis/norm_sample.hpp"
#include "attune/core/check.hpp"
#include "attune/instrument/norm_margins.hpp"
#include "attune/stats/norms/raking.hpp"

namespace attune::inline v0 {

/// Weights of the cells of a sample.
struct norm_weights {
    std::vector<double> by_cell;  ///< as `norm_groups_of()` takes them; 0 where gender or age is not known
    raking_result raking;         ///< design effect, effective number of people, status
    std::int64_t n_left_out = 0;  ///< people whose gender or age band is not known, although it is weighted by
};

namespace detail {

/// The shares of levels in their order.
///
/// @throws std::invalid_argument  shares and levels have not the same names.
[[nodiscard]] inline raking_margin shares_of(std::string_view what, const std::map<std::string, double>& shares,
                                             const std::vector<std::string>& levels)
{
    raking_margin margin;
    for (const std::string& level : levels)
        if (const auto share = shares.find(level); share != shares.end())
            margin.push_back(share->second);
    if (margin.size() != shares.size() || margin.size() != levels.size()) {
        std::vector<std::string> names;
        for (const auto& [name, share] : shares)
            names.push_back(name);
        fail_argument("norm_weights_of", what, fmt::format("have the levels {}", fmt::join(levels, ", ")),
                      fmt::format("of {}", fmt::join(names, ", ")));
    }
    return margin;
}

}  // namespace detail

/// Weights that give a sample the genders and ages of a population (raking over the cells of gender by age band).
///
/// @param sample   people by gender and age band.
/// @param margins  of all genders or of all age bands of the sample, or of both.
/// @throws std::invalid_argument  margins of other levels than the sample has, of none at all, or shares that are none.
[[nodiscard]] inline norm_weights norm_weights_of(const norm_sample_counts& sample, const norm_margins& margins)
{
    const std::size_t n_genders = sample.genders().size();
    const std::size_t n_bands = sample.bands().size();
    std::vector<raking_margin> wanted;
    if (!margins.gender.empty())
        wanted.push_back(detail::shares_of("gender", margins.gender, sample.genders()));
    if (!margins.age.empty()) {
        std::vector<std::string> bands;
        for (const age_span& band : sample.bands())
            bands.push_back(detail::id_of(band));
        wanted.push_back(detail::shares_of("age", margins.age, bands));
    }
    if (wanted.empty())
        fail_argument("norm_weights_of", "margins", "name genders or ages", "empty");

    norm_weights made;
    std::vector<raking_cell> cells;
    std::vector<std::size_t> places;
    for (std::size_t g = 0; g <= n_genders; ++g)
        for (std::size_t b = 0; b <= n_bands; ++b) {
            const std::int64_t n_persons = sample.at(g, b).n_persons();
            if ((!margins.gender.empty() && g == n_genders) || (!margins.age.empty() && b == n_bands)) {
                made.n_left_out += n_persons;
                continue;
            }
            raking_cell& cell = cells.emplace_back();
            cell.n_persons = n_persons;
            if (!margins.gender.empty())
                cell.levels.push_back(g);
            if (!margins.age.empty())
                cell.levels.push_back(b);
            places.push_back(g * (n_bands + 1) + b);
        }
    made.by_cell.assign((n_genders + 1) * (n_bands + 1), 0);
    made.raking = rake(cells, wanted);
    for (std::size_t c = 0; c < cells.size(); ++c)
        made.by_cell[places[c]] = made.raking.weights[c];
    return made;
}

}  // namespace attune::inline v0
