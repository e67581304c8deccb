#pragma once

#include <cstddef>
#include <vector>

#include "attune/scoring/key.hpp"

namespace attune::cli {

/// The places of the scores of anxiety and avoidance among the outputs of a key; with targets of the means over them.
///
/// @return  two places, or none when there is not exactly one score of each.
[[nodiscard]] inline std::vector<std::size_t> places_of_dimensions(const scoring_key& key)
{
    std::vector<std::size_t> places;
    for (const dimension on : {dimension::anxiety, dimension::avoidance}) {
        std::size_t n_found = 0;
        for (std::size_t which = 0; which < key.outputs().size(); ++which)
            if (key.outputs()[which].on == on && key.outputs()[which].target.empty()) {
                places.push_back(which);
                ++n_found;
            }
        if (n_found != 1)
            return {};
    }
    return places;
}

}  // namespace attune::cli
