#pragma once

#include <stdexcept>
#include <string>

namespace attune::cli {

/// What the tool tells the shell.
enum class exit_code : int {
    done = 0,
    findings = 1,  ///< `check` is 3; any command under --strict
    usage = 2,
    definition = 3,
    input = 4,
    output = 5,
    our_bug = 70,
};

/// Ends a command with a text for the user.
class failure : public std::runtime_error {
public:
    failure(exit_code code, const std::string& text) : std::runtime_error(text), code_(code) {}

    [[nodiscard]] exit_code code() const noexcept { return code_; }

private:
    exit_code code_;
};

/// Runs code whose arguments come from the command line: what it refuses is a mistake in usage.
template <typename Action>
auto as_usage(Action action)
{
    try {
        return action();
    } catch (const std::invalid_argument& refusal) {
        throw failure(exit_code::usage, refusal.what());
    }
}

}  // namespace attune::cli
