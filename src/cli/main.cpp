#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/core.h>

#include "attune/core/error.hpp"
#include "attune/core/version.hpp"
#include "attune/io/output_file.hpp"
#include "commands.hpp"
#include "interrupts.hpp"

namespace {

using attune::cli::exit_code;

exit_code report(exit_code code, const char* text)
{
    fmt::print(stderr, "{}\n", text);
    return code;
}

/// Says what went wrong in an action, and how the tool ends then.
template <typename Action>
exit_code guarded(Action action)
{
    try {
        return action();
    } catch (const attune::cli::failure& failure) {
        return report(failure.code(), failure.what());
    } catch (const attune::input_error& faults) {
        return report(exit_code::input, faults.what());
    } catch (const attune::closed_pipe_error&) {
        return exit_code::output;
    } catch (const attune::output_error& problem) {
        return report(exit_code::output, problem.what());
    } catch (const std::bad_alloc&) {
        std::fputs("attune: error: out of memory\n", stderr);  // allocates nothing
        return exit_code::our_bug;
    } catch (const std::exception& bug) {
        fmt::print(stderr, "attune {}: internal error, please report it: {}\n", attune::version, bug.what());
        return exit_code::our_bug;
    }
}

/// Says what no action can say: what is thrown before main begins, or where nothing may be thrown.
[[noreturn]] void end_at_once() noexcept
{
    const exit_code code = guarded([]() -> exit_code {
        if (const std::exception_ptr thrown = std::current_exception())
            std::rethrow_exception(thrown);
        return exit_code::our_bug;
    });
    attune::cli::remove_unfinished();
    std::_Exit(static_cast<int>(code));
}

/// Ahead of the objects that libraries make before main begins.
[[gnu::constructor(101)]] void say_what_ends_the_program()
{
    std::set_terminate(end_at_once);
}

struct command {
    std::string_view name;
    void (*add)(CLI::App& tool, attune::cli::action& chosen);
};

/// In the order of `--help`. When the first argument names one of them it alone is set up: all of them take longer than
/// scoring some people.
constexpr std::array commands{
    command{"list", attune::cli::add_list},       command{"show", attune::cli::add_show},
    command{"check", attune::cli::add_check},     command{"score", attune::cli::add_score},
    command{"explain", attune::cli::add_explain}, command{"reliability", attune::cli::add_reliability},
    command{"audit", attune::cli::add_audit},     command{"screen", attune::cli::add_screen},
    command{"factors", attune::cli::add_factors}, command{"state", attune::cli::add_state},
    command{"retest", attune::cli::add_retest},   command{"change", attune::cli::add_change},
    command{"norms", attune::cli::add_norms},     command{"profile", attune::cli::add_profile},
    command{"compare", attune::cli::add_compare}, command{"couples", attune::cli::add_couples}};

exit_code run(int argc, char** argv)
{
    CLI::App tool(
        "Scores attachment questionnaires: anxiety and avoidance as places on two continua.\n"
        "Standard output carries data, standard error everything else.");
    tool.name("attune");
    tool.set_version_flag("--version", std::string(attune::version));
    tool.require_subcommand(1);
    tool.footer(
        "Example:\n  attune score -i ecr-r --input answers.csv --columns 'q{n}' --id person --output scores.csv\n\n"
        "Exit codes: 0 done, 1 findings (of `audit`, or under --strict), 2 usage, 3 bad definition, 4 bad input, 5 output failed,\n"
        "70 a bug of ours. `attune COMMAND --help` explains each command.");
    attune::cli::action chosen;
    const auto named = std::find_if(commands.begin(), commands.end(),
                                    [&](const command& each) { return argc > 1 && each.name == argv[1]; });
    for (const command& each : commands)
        if (named == commands.end() || &each == &*named)
            each.add(tool, chosen);
    try {
        tool.parse(argc, argv);
    } catch (const CLI::ParseError& refusal) {
        const bool is_answer = refusal.get_exit_code() == 0;
        tool.exit(refusal);
        return is_answer ? exit_code::done : exit_code::usage;
    }
    return chosen();
}

}  // namespace

int main(int argc, char** argv)
{
    for (const int failed_write : {SIGPIPE, SIGXFSZ})  // the write itself says so, and files are put in order then
        std::signal(failed_write, SIG_IGN);
    return static_cast<int>(guarded([&] { return run(argc, argv); }));
}
