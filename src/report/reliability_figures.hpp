#pragma once

#include <string_view>

#include <pugixml.hpp>

#include "attune/analysis/conditional_error.hpp"
#include "attune/analysis/quality_details.hpp"
#include "attune/analysis/scale_quality.hpp"
#include "attune/core/version.hpp"

/// The figures of the page about reliability. Each has a title, and says in words what it shows.
namespace attune::inline v0::detail {

/// How each item goes with the sum of the others, with intervals.
///
/// @param id  begins the ids of its title and description.
void add_item_rest_figure(pugi::xml_node parent, std::string_view id, const scale_quality& scale,
                          const quality_details& details);

/// Which answers were given to each item, in the keyed direction.
///
/// @param lowest_answer  of the range.
void add_answers_figure(pugi::xml_node parent, std::string_view id, const scale_quality& scale, int lowest_answer);

/// How split-half coefficients are spread.
///
/// @param details  with splits.
void add_splits_figure(pugi::xml_node parent, std::string_view id, const scale_quality& scale,
                       const quality_details& details);

/// Standard errors by score, method by method, beside the one of all scores.
///
/// @param error  of which one method has levels at least.
void add_errors_figure(pugi::xml_node parent, std::string_view id, const scale_quality& scale,
                       const conditional_error& error);

}  // namespace attune::inline v0::detail
