#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/analysis/profile.hpp"
#include "attune/report/messages.hpp"

/// The sentences of a profile, which its text and its page share.
namespace attune::inline v0::detail {

/// "anxiety", "avoidance" or "other", by which the messages are called.
[[nodiscard]] std::string_view message_group(const scored_output& output);

/// What the client calls a score: its dimension, with the relationship where there are several.
[[nodiscard]] std::string score_name(const profile_score& score, const messages& say);

/// "mother", or nothing for a score without a target.
[[nodiscard]] std::string target_name(const scored_output& output, const messages& say);

/// Which relationship and time were asked about.
[[nodiscard]] std::string reference_sentence(const person_profile& profile, const messages& say);

/// Where a score stands, what error leaves open, and what was not answered; of a refused score the reason alone.
[[nodiscard]] std::vector<std::string> score_sentences(const person_profile& profile, const profile_score& score,
                                                       const messages& say);

/// What the person would like of each score, as far as it was stated; or that the choice is open.
[[nodiscard]] std::vector<std::string> goal_sentences(const person_profile& profile, const messages& say);

/// What became of every score between the first and the last occasion, and of the movement along what the person
/// wanted; nothing with one occasion.
[[nodiscard]] std::vector<std::string> change_sentences(const person_profile& profile, const messages& say);

/// Whom the person is compared with, and what to know about them; or that there is nobody.
[[nodiscard]] std::vector<std::string> comparison_sentences(const person_profile& profile, const messages& say);

/// The group most like the person, as it stands in a sentence.
[[nodiscard]] std::string group_name(const norm_group& group, const messages& say);

}  // namespace attune::inline v0::detail
