#pragma once

#include <string>

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

/// One person as JSON: {"row", "scores": [{"id", "value", "sum", "n_items", "n_answered", "status", "dimension",
/// "target", "lowest", "highest", "standing": {"all": {...}, "like": {...}}}], "points": [{"target", "region"}],
/// "flags"}.
[[nodiscard]] std::string profile_json(const person_profile& profile, std::size_t row);

}  // namespace attune::inline v0
