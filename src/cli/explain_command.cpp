#include <memory>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/core.h>

#include "answer_input.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/explain_text.hpp"
#include "attune/scoring/explain.hpp"
#include "commands.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct explain_options {
    common_options common;
    input_options input;
    std::size_t row = 1;
    bool json = false;
};

exit_code explain_row(const explain_options& options)
{
    answer_input input(options.input, options.common, {}, false);
    print_warnings(input.setup().warnings(), options.common);
    code_block answers(input.key().n_columns());
    std::size_t n_before = 0;
    while (input.reader().next(answers)) {
        if (options.row <= n_before + answers.n_persons()) {
            const auto steps = explain(input.key(), answers.row(options.row - n_before - 1));
            output_file("-").write(options.json ? explain_json(input.key(), steps) : explain_text(input.key(), steps));
            bool has_refusal = false;
            for (const explained_score& step : steps)
                has_refusal |= is_refused(step.result.status);
            return code_of(has_refusal || !input.setup().warnings().empty(), options.common);
        }
        n_before += answers.n_persons();
        answers.clear();
    }
    throw failure(exit_code::usage, fmt::format("--row {}: the input has {} rows", options.row, n_before));
}

}  // namespace

void add_explain(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<explain_options>();
    CLI::App& command = *tool.add_subcommand("explain", "Walks through the scoring of one person, answer by answer");
    options->input.add_to(command);
    command.add_option("--row", options->row, "Which row of data, from 1")
        ->required()
        ->check(CLI::Validator(CLI::PositiveNumber).description(""))
        ->type_name("N");
    command.add_flag("--json", options->json, "As JSON");
    options->common.add_to(command);
    command.footer(
        "Prints that person's answers on standard output.\n\n"
        "Example:\n  attune explain -i ecr-s --input answers.csv --columns 'q{n}' --row 3");
    command.callback([options, &chosen] { chosen = [options] { return explain_row(*options); }; });
}

}  // namespace attune::cli
