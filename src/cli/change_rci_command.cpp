#include <memory>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "attune/io/output_file.hpp"
#include "attune/report/change_report.hpp"
#include "attune/stats/change/reliable_change_index.hpp"
#include "commands.hpp"
#include "options.hpp"
#include "warnings.hpp"

namespace attune::cli {

void add_change_rci(CLI::App& change, action& chosen)
{
    struct rci_options {
        common_options common;
        two_scores of;
        bool json = false;
    };
    auto options = std::make_shared<rci_options>();
    CLI::App& command =
        *change.add_subcommand("rci", "Reliable change index of two numbers: a calculator, no questionnaire");
    command.add_option("--pre", options->of.pre, "The earlier score")->required()->type_name("NUMBER");
    command.add_option("--post", options->of.post, "The later score")->required()->type_name("NUMBER");
    command.add_option("--sd", options->of.sd, "Standard deviation of the group that the reliability is of")
        ->required()
        ->type_name("NUMBER");
    command.add_option("--reliability", options->of.reliability, "Reliability of the score, 0 to 1")
        ->required()
        ->type_name("NUMBER");
    command.add_option("--level", options->of.level, "Share of unchanged people within the threshold (default: 0.95)")
        ->type_name("LEVEL");
    command.add_flag("--json", options->json, "As JSON");
    options->common.add_to(command);
    command.footer(
        "sem is the error of one score, s_diff that of a difference; rci is the change in units of s_diff;\n"
        "rci_threshold and sdc, the same number, are the change in points that measurement error exceeds in 1 of 20\n"
        "unchanged people.\n\n"
        "Example:\n  attune change rci --pre 32.5 --post 47.5 --sd 7.5 --reliability 0.8");
    command.callback([options, &chosen] {
        chosen = [options] {
            const reliable_change_index found = as_usage([&] { return reliable_change_index_of(options->of); });
            output_file("-").write(options->json ? rci_json(found) : rci_text(found, options->of.level));
            return code_of(found.rci.status != estimate_status::ok, options->common);
        };
    });
}

}  // namespace attune::cli
