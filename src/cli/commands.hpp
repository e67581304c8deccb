#pragma once

#include <functional>

#include "exit_code.hpp"

namespace CLI {
class App;
}

namespace attune::cli {

/// What a command does once its options are read.
using action = std::function<exit_code()>;

/// Each adds its command to the tool and, when the command was given, sets what to do.
void add_list(CLI::App& tool, action& chosen);
void add_show(CLI::App& tool, action& chosen);
void add_check(CLI::App& tool, action& chosen);
void add_score(CLI::App& tool, action& chosen);
void add_explain(CLI::App& tool, action& chosen);
void add_reliability(CLI::App& tool, action& chosen);
void add_audit(CLI::App& tool, action& chosen);
void add_screen(CLI::App& tool, action& chosen);
void add_factors(CLI::App& tool, action& chosen);
void add_state(CLI::App& tool, action& chosen);
void add_retest(CLI::App& tool, action& chosen);
void add_change(CLI::App& tool, action& chosen);
void add_compare(CLI::App& tool, action& chosen);
void add_couples(CLI::App& tool, action& chosen);
void add_norms(CLI::App& tool, action& chosen);
void add_profile(CLI::App& tool, action& chosen);

/// Each adds a command to the command `change`.
void add_change_rci(CLI::App& change, action& chosen);
void add_growth(CLI::App& change, action& chosen);

/// Adds `summary` to the command `compare`.
void add_compare_summary(CLI::App& compare, action& chosen);

/// Adds `table` to the command `retest`.
void add_ratings(CLI::App& retest, action& chosen);

/// Each adds a command to the command `norms`.
void add_norms_build(CLI::App& norms, action& chosen);
void add_norms_standing(CLI::App& norms, action& chosen);

}  // namespace attune::cli
