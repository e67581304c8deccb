#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// What became of a score, from best to worst. The worst that applies is the status.
enum class score_status : std::uint8_t {
    ok,               ///< every item answered
    prorated,         ///< some items unanswered, but no more than the rule allows: mean of those answered
    target_missing,   ///< a global score without all of its targets
    too_few_answers,  ///< fewer answered than the rule asks for
    no_answers,       ///< nothing answered
    invalid_answer,   ///< at least one answer is none: out of range, fractional, text
};

inline constexpr std::size_t n_score_statuses = 6;

/// All statuses, from best to worst.
inline constexpr std::array<score_status, n_score_statuses> score_statuses{
    score_status::ok,         score_status::prorated,      score_status::target_missing, score_status::too_few_answers,
    score_status::no_answers, score_status::invalid_answer};

/// The status as it stands in CSV and JSON.
[[nodiscard]] constexpr std::string_view to_string(score_status status)
{
    constexpr std::array<std::string_view, n_score_statuses> names{
        "ok", "prorated", "target_missing", "too_few_answers", "no_answers", "invalid_answer"};
    return names[static_cast<std::size_t>(status)];
}

/// True when a score with this status has no value.
[[nodiscard]] constexpr bool is_refused(score_status status)
{
    return status > score_status::prorated;
}

[[nodiscard]] constexpr score_status worse(score_status a, score_status b)
{
    return std::max(a, b);
}

}  // namespace attune::inline v0
