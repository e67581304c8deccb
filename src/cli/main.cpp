#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/core.h>

#include "attune/core/error.hpp"
#include "attune/core/version.hpp"
#include "attune/io/output_file.hpp"
#include "commands.hpp"

namespace {

using attune::cli::exit_code;

exit_code report(exit_code code, const char* text)
{
    fmt::print(stderr, "{}\n", text);
    return code;
}

exit_code run(const attune::cli::action& chosen)
{
    try {
        return chosen();
    } catch (const attune::cli::failure& failure) {
        return report(failure.code(), failure.what());
    } catch (const attune::input_error& faults) {
        return report(exit_code::input, faults.what());
    } catch (const attune::closed_pipe_error&) {
        return exit_code::output;
    } catch (const attune::output_error& problem) {
        return report(exit_code::output, problem.what());
    } catch (const std::exception& bug) {
        fmt::print(stderr, "attune {}: internal error, please report it: {}\n", attune::version, bug.what());
        return exit_code::our_bug;
    }
}

}  // namespace

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App tool(
        "Scores attachment questionnaires: anxiety and avoidance as places on two continua.\n"
        "Standard output carries data, standard error everything else.");
    tool.name("attune");
    tool.set_version_flag("--version", std::string(attune::version));
    tool.require_subcommand(1);
    tool.footer(
        "Example:\n  attune score -i ecr-r --input answers.csv --columns 'q{n}' --id person --output scores.csv\n\n"
        "Exit codes: 0 done, 1 findings under --strict, 2 usage, 3 bad definition, 4 bad input, 5 output failed,\n"
        "70 a bug of ours. `attune COMMAND --help` explains each command.");
    attune::cli::action chosen;
    attune::cli::add_list(tool, chosen);
    attune::cli::add_show(tool, chosen);
    attune::cli::add_check(tool, chosen);
    attune::cli::add_score(tool, chosen);
    attune::cli::add_explain(tool, chosen);
    try {
        tool.parse(argc, argv);
    } catch (const CLI::ParseError& refusal) {
        const bool is_answer = refusal.get_exit_code() == 0;
        tool.exit(refusal);
        return static_cast<int>(is_answer ? exit_code::done : exit_code::usage);
    }
    return static_cast<int>(run(chosen));
}
