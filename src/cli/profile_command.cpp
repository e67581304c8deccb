#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include "commands.hpp"
#include "goal_columns.hpp"
#include "profile_options.hpp"
#include "profile_run.hpp"

namespace attune::cli {

std::vector<std::string> profile_options::further_columns() const
{
    std::vector<std::string> columns = columns_of(people);
    for (const std::string& column : columns_of_goals(goals))
        if (std::find(columns.begin(), columns.end(), column) == columns.end())
            columns.push_back(column);
    return columns;
}

namespace {

exit_code make_profile(const profile_options& options)
{
    if (!options.is_json() && options.row == 0)
        throw failure(exit_code::usage, "--row is missing; expected the row of one person, or --format json for all");
    return options.has_occasions() ? write_profile_courses(options) : write_profiles(options);
}

}  // namespace

void add_profile(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<profile_options>();
    CLI::App& command =
        *tool.add_subcommand("profile", "A page about one person: where the scores lie, in words and figures");
    options->input.add_to(command);
    command.add_option("--row", options->row, "Which row of data, from 1; with --format json: all unless given")
        ->check(CLI::Validator(CLI::PositiveNumber).description(""))
        ->type_name("N");
    command.add_option("--norms", options->norms, "Norm set to compare with, by id or file")->type_name("ID");
    options->people.add_to(command, "--gender");
    options->source.add_to(command, "Table of the later occasion, joined by --id: the page shows the way between them",
                           "Column that names the occasion: the page shows the way over all of them, joined by --id");
    command
        .add_option("--order", options->order,
                    "Values of --occasion, the earlier first (default: by size, or as they stand)")
        ->type_name("VALUE,VALUE")
        ->delimiter(',');
    const auto add = [&command](const char* name, std::vector<std::string>& values, const char* text,
                                const char* type) {
        command.add_option(name, values, text)->type_name(type)->take_all();
    };
    add("--goal", options->goals, "Column of what a person wants of a score: below 0 less, above 0 more; repeatable",
        "SCORE=COL");
    add("--sd", options->sd, "Standard deviation of a score, for changes (default: of the norms)", "[SCORE=]S");
    add("--reliability", options->reliability, "Reliability of a score, for changes (default: of the norms)",
        "[SCORE=]R");
    command
        .add_option("--language", options->language,
                    "Language of the sentences: a file of messages/ in the data folders (default: en)")
        ->type_name("TAG");
    command.add_option("--messages", options->own_messages, "Sentences that replace those of the language")
        ->type_name("FILE");
    command
        .add_option("--country", options->country,
                    "Country of the person, as norm sets write it, for a note on customs")
        ->type_name("CODE");
    command.add_option("--date", options->date, "Date of the answers, as it shall be printed")->type_name("TEXT");
    command.add_option("--format", options->format, "Default: text")
        ->check(CLI::IsMember({"text", "json", "html"}).description(""))
        ->type_name("text|json|html");
    command.add_flag("--json", options->json, "As --format json");
    command.add_option("--output", options->output, "Where the page goes (default: standard output)")
        ->type_name("FILE");
    command.add_flag("--client-only", options->is_client_only, "Leave the clinician's sheet out of the HTML page");
    options->common.add_to(command);
    command.footer(
        "The text and the first sheet of the page are for the person, the second sheet is for the clinician.\n\n"
        "Example:\n"
        "  attune profile -i ecr --form open-psychometrics --input answers.csv --columns 'Q{n}' --row 1 \\\n"
        "    --norms ecr-open-psychometrics --format html --output page.html");
    command.callback([options, &chosen] { chosen = [options] { return make_profile(*options); }; });
}

}  // namespace attune::cli
