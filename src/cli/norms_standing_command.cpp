#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include "attune/analysis/standing_from_moments.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/estimates_report.hpp"
#include "calculator_options.hpp"
#include "commands.hpp"

namespace attune::cli {

namespace {

struct norms_standing_options {
    double score = 0;
    double mean = 0;
    double sd = 0;
    std::optional<std::int64_t> n_persons;
    std::optional<double> reliability;
    calculator_options how;
};

exit_code place(const norms_standing_options& options)
{
    for (const auto& [name, number] :
         {std::pair{"--score", options.score}, {"--mean", options.mean}, {"--sd", options.sd}})
        check_finite(name, number);
    const auto estimates = as_usage([&] {
        return standing_from_moments(
            options.score, {options.mean, options.sd, options.n_persons},
            {options.reliability.value_or(std::numeric_limits<double>::quiet_NaN()), options.how.level});
    });
    output_file("-").write(options.how.json ? estimates_json("norms", estimates) : estimates_text(estimates));
    return exit_code::done;
}

}  // namespace

void add_norms_standing(CLI::App& norms, action& chosen)
{
    auto options = std::make_shared<norms_standing_options>();
    CLI::App& command = *norms.add_subcommand("standing", "Where one score stands in a group: a calculator, no data");
    command.add_option("--score", options->score, "The score")->required()->type_name("X");
    command.add_option("--mean", options->mean, "Mean of the group")->required()->type_name("M");
    command.add_option("--sd", options->sd, "Standard deviation of the group")->required()->type_name("S");
    command.add_option("--n", options->n_persons, "People in the group; without it there is no percentile")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 53).description(""))
        ->type_name("N");
    command
        .add_option("--reliability", options->reliability,
                    "Reliability of the score in the group: adds the interval of measurement and the Kelley estimate")
        ->check(CLI::Range(0.0, 1.0).description(""))
        ->type_name("R");
    options->how.add_to(command);
    command.footer(
        "The percentile assumes normal scores; its interval tells how far the sampling of the group leaves it open.\n\n"
        "Example:\n  attune norms standing --score 4.5 --mean 3.56 --sd 1.12 --n 100 --reliability 0.92");
    command.callback([options, &chosen] { chosen = [options] { return place(*options); }; });
}

}  // namespace attune::cli
