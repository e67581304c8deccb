#pragma once

#include <string>

#include <pugixml.hpp>

#include "attune/analysis/profile.hpp"
#include "attune/report/messages.hpp"

/// What a profile shows of several occasions.
namespace attune::inline v0::detail {

/// The results of every occasion, for the client.
void add_course_table(pugi::xml_node body, const person_profile& profile, const messages& say);

/// Results with statuses, changes with their error, and movements with the goals, for the clinician.
void add_course_sheet(pugi::xml_node sheet, const person_profile& profile, const messages& say);

/// {"occasions", "changes": [{"id", "values", "change", "method", "value", "threshold", "result", "sd",
/// "reliability"}], "movements": [{"target", "goal", "estimates"}]}, or null with one occasion.
[[nodiscard]] std::string course_of_profile_json(const person_profile& profile);

}  // namespace attune::inline v0::detail
