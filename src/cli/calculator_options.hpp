#pragma once

#include <cmath>
#include <string>
#include <string_view>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>

#include "exit_code.hpp"

namespace attune::cli {

/// Options of a command that computes from numbers on the command line.
struct calculator_options {
    double level = 0.95;
    bool json = false;

    void add_to(CLI::App& command)
    {
        command.add_option("--level", level, "Level of the intervals, 0.95 by default")
            ->check(CLI::Range(0.5, 0.999).description(""))
            ->type_name("LEVEL");
        command.add_flag("--json", json, "As JSON");
    }
};

/// Checks a number of the command line.
///
/// @throws failure  it is infinite or not a number.
inline void check_finite(std::string_view name, double number)
{
    if (!std::isfinite(number))
        throw failure(exit_code::usage, fmt::format("{}: is {}; expected a finite number", name, number));
}

}  // namespace attune::cli
