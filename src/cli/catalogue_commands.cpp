#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/core.h>

#include "attune/io/instrument_file.hpp"
#include "attune/io/message_file.hpp"
#include "attune/io/norm_file.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/instrument_report.hpp"
#include "commands.hpp"
#include "message_choice.hpp"
#include "norm_choice.hpp"
#include "options.hpp"

namespace attune::cli {

namespace {

void print(const std::string& text)
{
    output_file("-").write(text);
}

struct catalogue_options {
    common_options common;
    std::string id;
    std::vector<std::string> files;
    bool json = false;
};

exit_code list(const catalogue_options& options)
{
    std::vector<attune::instrument> instruments;
    for (const std::string& id : instrument_ids(options.common.path()))
        instruments.push_back(load_definition(id, options.common));
    print(options.json ? catalogue_json(instruments) : catalogue_text(instruments));
    return exit_code::done;
}

exit_code show_instruments(const catalogue_options& options)
{
    const attune::instrument of = load_definition(options.id, options.common);
    const std::vector<norm_set> norms = norms_of(of.id, options.common);
    print(options.json ? instrument_json(of, norms) : instrument_text(of, norms));
    return exit_code::done;
}

exit_code check(const catalogue_options& options)
{
    bool is_valid = true;
    for (const std::string& file : options.files) {
        if (is_norm_file(file)) {
            print(norm_findings(file, is_valid));
            continue;
        }
        if (is_message_file(file)) {
            print(message_findings(file, options.common, is_valid));
            continue;
        }
        const outcome<attune::instrument> result = read_instrument(file);
        std::string text;
        for (const diagnostic& finding : result.found)
            text += to_string(finding) + "\n";
        if (result.value)
            text += fmt::format("{}: {} {}, sha256 {}: no findings\n", file, result.value->id, result.value->version,
                                result.value->sha256);
        print(text);
        is_valid = is_valid && result.value.has_value();
    }
    return is_valid ? exit_code::done : exit_code::definition;
}

}  // namespace

void add_list(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<catalogue_options>();
    CLI::App& command = *tool.add_subcommand("list", "Questionnaires that can be scored");
    command.add_flag("--json", options->json, "As JSON");
    options->common.add_to(command);
    command.footer("Example:\n  attune list");
    command.callback([options, &chosen] { chosen = [options] { return list(*options); }; });
}

void add_show(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<catalogue_options>();
    CLI::App& command = *tool.add_subcommand("show", "One definition: key, rules, sources, terms of use");
    command.add_option("ID", options->id, "An id of `attune list`, or a definition file")->required();
    command.add_flag("--json", options->json, "As JSON");
    options->common.add_to(command);
    command.footer("Example:\n  attune show ecr-r");
    command.callback([options, &chosen] { chosen = [options] { return show_instruments(*options); }; });
}

void add_check(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<catalogue_options>();
    CLI::App& command =
        *tool.add_subcommand("check", "Validates definitions, norm sets and messages and prints every finding");
    command.add_option("FILE", options->files, "Definition files, norm sets and files of messages")->required();
    options->common.add_to(command);
    command.footer("Exit code 3 when a file has an error.\n\nExample:\n  attune check my-questionnaire.json");
    command.callback([options, &chosen] { chosen = [options] { return check(*options); }; });
}

}  // namespace attune::cli
