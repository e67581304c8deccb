#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include "attune/analysis/group_comparison.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/estimates_report.hpp"
#include "calculator_options.hpp"
#include "commands.hpp"

namespace attune::cli {

namespace {

struct compare_summary_options {
    group_summary first;
    group_summary second;
    calculator_options how;
};

exit_code compare_two(const compare_summary_options& options)
{
    for (const auto& [name, number] : {std::pair{"M1", options.first.mean},
                                       {"S1", options.first.sd},
                                       {"M2", options.second.mean},
                                       {"S2", options.second.sd}})
        check_finite(name, number);
    const auto estimates =
        as_usage([&] { return two_group_estimates(options.first, options.second, options.how.level); });
    output_file("-").write(options.how.json ? estimates_json("compare", estimates) : estimates_text(estimates));
    return exit_code::done;
}

}  // namespace

void add_compare_summary(CLI::App& compare, action& chosen)
{
    auto options = std::make_shared<compare_summary_options>();
    CLI::App& command =
        *compare.add_subcommand("summary", "Two groups by mean, standard deviation and size: a calculator, no data");
    const auto add_group = [&](group_summary& group, const std::string& which) {
        const std::string of = which == "1" ? "first" : "second";
        command.add_option("M" + which, group.mean, "Mean of the " + of + " group")->required();
        command.add_option("S" + which, group.sd, "Standard deviation of the " + of + " group")->required();
        command.add_option("N" + which, group.n_persons, "People in the " + of + " group")
            ->required()
            ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 53).description(""));
    };
    add_group(options->first, "1");
    add_group(options->second, "2");
    options->how.add_to(command);
    command.footer(
        "Differences are first less second, p is two-sided. d and g have the interval of the noncentral t.\n\n"
        "Example:\n  attune compare summary 3.8 1.1 120 3.4 1.3 80");
    command.callback([options, &chosen] { chosen = [options] { return compare_two(*options); }; });
}

}  // namespace attune::cli
