#pragma once

#include <string>
#include <vector>

namespace attune::cli {

/// Ends the program on SIGINT, SIGTERM and SIGHUP with 128 + the signal, and removes these files first: what a run has
/// written so far is nobody's result.
///
/// @param files  at most four names; empty ones are left out.
void remove_when_interrupted(const std::vector<std::string>& files);

/// Removes those files now: for an end of the program in which nothing is destroyed. May be called by a signal handler.
void remove_unfinished() noexcept;

}  // namespace attune::cli
