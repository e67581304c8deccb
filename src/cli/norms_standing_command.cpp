#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/analysis/model_reference.hpp"
#include "attune/analysis/standing_from_moments.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/estimates_report.hpp"
#include "calculator_options.hpp"
#include "commands.hpp"
#include "norm_choice.hpp"

namespace attune::cli {

namespace {

struct norms_standing_options {
    double score = 0;
    std::optional<double> mean;
    std::optional<double> sd;
    std::optional<std::int64_t> n_persons;
    std::optional<double> reliability;
    std::string norms;
    std::string of;
    std::string gender;
    std::optional<int> age;
    common_options common;
    calculator_options how;
};

void check_choice(const norms_standing_options& options)
{
    const bool has_figures = options.mean || options.sd || options.n_persons || options.reliability;
    const bool has_person = !options.of.empty() || !options.gender.empty() || options.age;
    if (options.norms.empty() ? has_person || !options.mean || !options.sd : has_figures)
        throw failure(exit_code::usage, "expected the figures of a group, --mean and --sd, or --norms with --of");
    if (!options.norms.empty() && options.of.empty())
        throw failure(exit_code::usage, "--norms: expected --of, the score that the number is of, such as anxiety");
}

/// Published figures of a group.
std::vector<estimate> among_figures(const norms_standing_options& options)
{
    for (const auto& [name, number] :
         {std::pair{"--score", options.score}, {"--mean", *options.mean}, {"--sd", *options.sd}})
        check_finite(name, number);
    return as_usage([&] {
        return standing_from_moments(
            options.score, {*options.mean, *options.sd, options.n_persons},
            {options.reliability.value_or(std::numeric_limits<double>::quiet_NaN()), options.how.level});
    });
}

/// Adds the figures of a comparison, with `prefix` before their names.
void append(std::vector<estimate>& all, const score_standing& of, const std::string& prefix)
{
    for (const estimate* figure : {&of.z, &of.t_linear, &of.t_normalised, &of.sten, &of.stanine, &of.percentile,
                                   &of.percent_below, &of.percent_equal, &of.measured, &of.kelley}) {
        all.push_back(*figure);
        all.back().id = prefix + figure->id;
    }
}

/// Everybody in a norm set, and those most like the person.
std::vector<estimate> among_people(const norms_standing_options& options)
{
    check_finite("--score", options.score);
    const norm_set set = load_norms(options.norms, options.common);
    const auto refuse = [&](const std::string& reason) {
        throw failure(exit_code::usage, fmt::format("--norms {}: {}", set.id, reason));
    };
    if (options.age && set.age && !set.age->contains(*options.age))
        refuse(fmt::format("its people are aged {} to {}: it says nothing about age {}", set.age->min.value_or(0),
                           set.age->max.value_or(150), *options.age));
    std::vector<std::string> ids;
    for (const norm_group& group : set.groups)
        for (const norm_figures& figures : group.scores)
            if (std::find(ids.begin(), ids.end(), figures.score) == ids.end())
                ids.push_back(figures.score);
    if (std::find(ids.begin(), ids.end(), options.of) == ids.end())
        refuse(fmt::format("it has no score '{}'; expected --of one of {}", options.of, fmt::join(ids, ", ")));

    const scored_output output{.id = options.of, .base_id = options.of, .target = {}, .n_items = 1};
    const norm_reference_options how{.level = options.how.level};
    std::vector<estimate> all;
    if (const norm_group* group = set.find(everybody))
        append(all, norm_reference(set, *group, output, how).standing(options.score), "");
    const auto gender = options.gender.empty() ? std::nullopt : std::optional(options.gender);
    const norm_model* model = options.age ? set.model_of(options.of, options.gender) : nullptr;
    if (model != nullptr && !model->covers(*options.age))
        refuse(fmt::format("its curve of {} is of ages {} to {}: it says nothing about age {}", options.of,
                           model->lowest_age, model->highest_age, *options.age));
    if (model != nullptr)
        append(all, model_reference(set, options.gender, *options.age, output, how).standing(options.score), "same_");
    else if (const norm_group* group = group_like(set, gender, options.age))
        append(all, norm_reference(set, *group, output, how).standing(options.score), "same_");
    if (all.empty())
        refuse("it has no group of such people; expected --gender, or --age");
    return all;
}

exit_code place(const norms_standing_options& options)
{
    check_choice(options);
    const std::vector<estimate> estimates = options.norms.empty() ? among_figures(options) : among_people(options);
    output_file("-").write(options.how.json ? estimates_json("norms", estimates) : estimates_text(estimates));
    return exit_code::done;
}

}  // namespace

void add_norms_standing(CLI::App& norms, action& chosen)
{
    auto options = std::make_shared<norms_standing_options>();
    CLI::App& command = *norms.add_subcommand("standing", "Where one score stands in a group: a calculator, no data");
    command.add_option("--score", options->score, "The score")->required()->type_name("X");
    command.add_option("--mean", options->mean, "Mean of the group")->type_name("M");
    command.add_option("--sd", options->sd, "Standard deviation of the group")->type_name("S");
    command.add_option("--n", options->n_persons, "People in the group; without it there is no percentile")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 53).description(""))
        ->type_name("N");
    command
        .add_option("--reliability", options->reliability,
                    "Reliability of the score in the group: adds the interval of measurement and the Kelley estimate")
        ->check(CLI::Range(0.0, 1.0).description(""))
        ->type_name("R");
    command.add_option("--norms", options->norms, "A norm set in place of figures, by id or file")->type_name("ID");
    command.add_option("--of", options->of, "Which score of the norm set the number is, such as anxiety")
        ->type_name("SCORE");
    command.add_option("--gender", options->gender, "Of the person, in the words of the norm set")->type_name("WORD");
    command.add_option("--age", options->age, "Of the person, in years")
        ->check(CLI::Range(0, 150).description(""))
        ->type_name("YEARS");
    options->how.add_to(command);
    options->common.add_to(command);
    command.footer(
        "The percentile of published figures assumes normal scores; its interval tells how far the sampling of the group\n"
        "leaves it open.\n\n"
        "Example:\n  attune norms standing --score 4.5 --mean 3.56 --sd 1.12 --n 100 --reliability 0.92");
    command.callback([options, &chosen] { chosen = [options] { return place(*options); }; });
}

}  // namespace attune::cli
