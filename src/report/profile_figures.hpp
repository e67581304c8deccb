#pragma once

#include <pugixml.hpp>

#include "attune/analysis/profile.hpp"
#include "attune/report/messages.hpp"

namespace attune::inline v0::detail {

/// One bar for each score of a dimension: where it stands, and what measurement error leaves open.
///
/// @param scores  of one dimension, none of them refused.
void add_bars(pugi::xml_node parent, std::string_view id, const std::vector<const profile_score*>& scores,
              const messages& say);

/// The plane of anxiety and avoidance: a mark and a region for each relationship, rings of the norms, words in the
/// corners, and no line between them. With several occasions arrows lead from mark to mark, the older ones paler.
///
/// @param id  of the figure: differs between the figures of one page.
void add_plane(pugi::xml_node parent, std::string_view id, const person_profile& profile, const messages& say);

}  // namespace attune::inline v0::detail
