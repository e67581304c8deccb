#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

#include "attune/analysis/profile.hpp"
#include "attune/report/messages.hpp"

namespace attune::inline v0 {

/// What stands on a page besides the profile.
struct profile_page {
    std::string date = {};     ///< as it shall be printed; empty for none
    std::string library = {};  ///< "attune 0.1.0"
    bool has_clinician_page = true;
};

/// A profile in words, for a terminal: what the client page says.
[[nodiscard]] std::string profile_text(const person_profile& profile, const messages& say,
                                       const profile_page& page = {});

/// One self-contained page: the client's part, and on a sheet of its own the clinician's. No script; nothing is loaded;
/// every figure has a table beside it; light, dark and print.
[[nodiscard]] std::string profile_html(const person_profile& profile, const messages& say,
                                       const profile_page& page = {});

/// Writes people as JSON, and knows the figures of a standing that it has written before (`standing_memo`).
class profile_json_writer {
public:
    /// One person as `profile_json()` has it, behind all others.
    ///
    /// @param text     where it is added.
    /// @param profile  of the person.
    /// @param row      of the input, counted from 1.
    void add(std::string& text, const person_profile& profile, std::size_t row);

private:
    struct known_figures {
        std::string standing;
        std::string conditional;  ///< the standard error at the score, of a standing among everybody
    };

    const known_figures& figures_of(const profile_score& score, const std::shared_ptr<const score_standing>& standing);

    std::unordered_map<std::shared_ptr<const score_standing>, known_figures> known_;
};

/// One person as JSON: {"row", "scores": [{"id", "value", "sum", "n_items", "n_answered", "status", "dimension",
/// "target", "lowest", "highest", "goal", "conditional", "standing": {"all": {...}, "like": {...}}}], "points":
/// [{"target", "region"}], "course": {"occasions", "changes", "movements"}, "flags"}; what is not known is null.
[[nodiscard]] std::string profile_json(const person_profile& profile, std::size_t row);

}  // namespace attune::inline v0
