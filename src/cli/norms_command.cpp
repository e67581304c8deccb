#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/core.h>

#include "attune/io/norm_file.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/norm_report.hpp"
#include "commands.hpp"
#include "norm_choice.hpp"

namespace attune::cli {

namespace {

struct norms_options {
    common_options common;
    std::string id;
    std::vector<std::string> files;
    bool json = false;
};

exit_code show_norms(const norms_options& options)
{
    const norm_set of = load_norms(options.id, options.common);
    output_file("-").write(options.json ? norm_set_json(of) : norm_set_text(of));
    return exit_code::done;
}

exit_code check(const norms_options& options)
{
    bool is_valid = true;
    for (const std::string& file : options.files) {
        output_file("-").write(norm_findings(file, is_valid));
    }
    return is_valid ? exit_code::done : exit_code::definition;
}

}  // namespace

void add_norms(CLI::App& tool, action& chosen)
{
    CLI::App& command = *tool.add_subcommand("norms", "Norm sets: what scores are compared with");
    command.require_subcommand(1);
    add_norms_build(command, chosen);
    add_norms_standing(command, chosen);

    auto shown = std::make_shared<norms_options>();
    CLI::App& show_command = *command.add_subcommand("show", "One norm set: who the people are, figures by group");
    show_command.add_option("ID", shown->id, "An id that `attune show` lists, or a norm set in a file")->required();
    show_command.add_flag("--json", shown->json, "As JSON, which can be read again");
    shown->common.add_to(show_command);
    show_command.footer("Example:\n  attune norms show ecr-open-psychometrics");
    show_command.callback([shown, &chosen] { chosen = [shown] { return show_norms(*shown); }; });

    auto checked = std::make_shared<norms_options>();
    CLI::App& check_command = *command.add_subcommand("check", "Validates norm sets and prints every finding");
    check_command.add_option("FILE", checked->files, "Norm sets")->required();
    checked->common.add_to(check_command);
    check_command.footer("Exit code 3 when a file has an error.\n\nExample:\n  attune norms check my-norms.json");
    check_command.callback([checked, &chosen] { chosen = [checked] { return check(*checked); }; });

    command.footer(
        "A norm set holds means, standard deviations, reliabilities and, where the answers were at hand, the counts of\n"
        "every score, by group. It belongs to one form of a questionnaire.\n\n"
        "Example:\n  attune norms show ecr-open-psychometrics");
}

}  // namespace attune::cli
