#pragma once

#include <string>
#include <utility>
#include <vector>

#include "attune/core/estimate.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/moments/pair_tables.hpp"
#include "attune/stats/polychoric/omega_categorical.hpp"
#include "attune/stats/polychoric/ordinal_alpha.hpp"
#include "attune/stats/polychoric/polychoric_matrix.hpp"

namespace attune::inline v0 {

/// What the answers say about one scale when they are taken as categories of continuous responses.
struct ordinal_quality {
    std::string scale;                   ///< as in every output
    polychoric_correlations polychoric;  ///< of the keyed items; empty for a single item
    std::vector<estimate> coefficients;  ///< omega_categorical of the score, ordinal_alpha of what nobody measured;
                                         ///< none for a single item
};

/// The ordinal coefficients of one scale, with all categories of the definition, chosen or not, and empty cells as
/// `polychoric_options` says by default.
///
/// @param scale   id of the scale.
/// @param tables  of its keyed items.
/// @return        figures that cannot be computed are NaN with a status and a sentence.
[[nodiscard]] inline ordinal_quality ordinal_quality_of_scale(std::string scale, const pair_tables& tables)
{
    ordinal_quality made{std::move(scale), {}, {}};
    if (tables.n_items() < 2)
        return made;
    made.polychoric = polychoric_matrix(tables);
    estimate alpha = ordinal_alpha(made.polychoric.r, made.polychoric.n_persons);
    if (made.polychoric.status != estimate_status::ok)
        alpha = detail::without_value(std::move(alpha), made.polychoric.status, made.polychoric.message);
    made.coefficients = {omega_categorical(made.polychoric), std::move(alpha)};
    return made;
}

}  // namespace attune::inline v0
