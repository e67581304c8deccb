#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/core.h>

#include "answer_input.hpp"
#include "attune/analysis/screen.hpp"
#include "attune/analysis/screen_sensitivity.hpp"
#include "attune/io/csv.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/screen_report.hpp"
#include "commands.hpp"
#include "counting.hpp"
#include "interrupts.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct screen_options {
    common_options common;
    input_options input;
    std::string output = "-";
    std::vector<std::string> keep;
    double critical = 0.6;
    bool keep_all = false;
    bool json = false;
};

class screen_command_run {
public:
    screen_command_run(const screen_options& options, answer_input& input)
        : options_(options), input_(input), key_(input.key()), people_(key_.n_columns())
    {
        std::set<std::string> seen;
        for (const std::string& name : columns())
            if (!seen.insert(name).second)
                throw failure(
                    exit_code::usage,
                    fmt::format("the output would have two columns '{}'; expected to keep fewer columns", name));
        if (options_.output != "-" && is_same_file(options_.output, options_.input.input))
            throw failure(exit_code::usage,
                          options_.output + ": would replace the input; expected another name for the output");
    }

    exit_code run()
    {
        output_file output(options_.output);
        remove_when_interrupted({output.temporary_name(), "", ""});
        read_all();
        moments sample(layout_of(key_));
        if (people_.n_persons() > 0)
            sample.add(people_.padded_row(0), people_.n_persons(), people_.stride());
        const careless_screen screen(key_, sample, options_.critical);
        std::vector<careless_indices> indices;
        indices.reserve(people_.n_persons());
        for (std::size_t i = 0; i < people_.n_persons(); ++i)
            indices.push_back(screen.of(people_.row(i)));
        const screen_sensitivity sensitivity = sensitivity_of(key_, people_, indices);
        describe_run();
        write(output, screen, indices, sensitivity);
        output.commit();
        if (!options_.common.quiet)
            fmt::print(stderr, "{}", screen_text(key_, screen, sensitivity, run_));
        const bool has_findings = run_.n_short_rows != 0 || !run_.warnings.empty();
        return code_of(has_findings, options_.common);
    }

private:
    /// Answers and carried cells of everybody, in their order: what is suspicious shows beside all others only.
    void read_all()
    {
        std::vector<counting_job> jobs;
        for (std::size_t i = 0; i < options_.common.n_threads(); ++i)
            jobs.emplace_back(key_.n_columns());
        count_answers(
            input_, jobs, [](const counting_job&) {},
            [&](const counting_job& job) {
                for (std::size_t i = 0; i < job.rows.answers.n_persons(); ++i)
                    std::copy(job.rows.answers.row(i).begin(), job.rows.answers.row(i).end(), people_.append().begin());
                for (const kept_cell& cell : job.rows.kept)
                    kept_.push_back(to_string(cell));
                add_rows(run_, job);
            });
    }

    void describe_run()
    {
        run_.critical = options_.critical;
        state_input(run_, input_);
        print_warnings(run_.warnings, options_.common);
    }

    [[nodiscard]] std::vector<std::string> columns() const
    {
        std::vector<std::string> names{"row"};
        names.insert(names.end(), input_.carried().begin(), input_.carried().end());
        for (std::string& name : screen_columns())
            names.push_back(std::move(name));
        return names;
    }

    void write(byte_sink& output, const careless_screen& screen, const std::vector<careless_indices>& indices,
               const screen_sensitivity& sensitivity) const
    {
        if (options_.json)
            output.write(fmt::format("{{{},\"persons\":[", json_head("screen", key_.identity())));
        else
            output.write(head());
        text_buffer text;
        for (std::size_t i = 0; i < indices.size(); ++i) {
            text.clear();
            if (options_.json)
                write_json(text, i, indices[i]);
            else
                write_csv(text, i, indices[i]);
            output.write(text.view());
        }
        if (options_.json)
            output.write(fmt::format("],{}}}\n", screen_json(key_, screen, sensitivity, run_)));
    }

    [[nodiscard]] std::string head() const
    {
        std::string line;
        for (const std::string& name : columns())
            append_csv_field(line += line.empty() ? "" : ",", name);
        return line + '\n';
    }

    void write_csv(text_buffer& text, std::size_t person, const careless_indices& indices) const
    {
        std::string line = fmt::format("{}", person + 1);
        for (std::size_t k = 0; k < input_.carried().size(); ++k)
            append_csv_field(line += ',', kept_[person * input_.carried().size() + k]);
        text.append(line);
        append_screen_fields(text, indices);
        text.append('\n');
    }

    void write_json(text_buffer& text, std::size_t person, const careless_indices& indices) const
    {
        std::vector<std::pair<std::string, std::string>> named;
        for (std::size_t k = 0; k < input_.carried().size(); ++k)
            named.emplace_back(input_.carried()[k], kept_[person * input_.carried().size() + k]);
        const std::span all(named);
        text.append(person == 0 ? "\n" : ",\n");
        text.append(screen_person_json(static_cast<std::int64_t>(person) + 1,
                                       cells_json(all.first(input_.n_id_columns())),
                                       cells_json(all.subspan(input_.n_id_columns())), indices));
    }

    const screen_options& options_;
    answer_input& input_;
    const scoring_key& key_;
    code_block people_;
    std::vector<std::string> kept_;
    screen_run run_;
};

exit_code screen_answers(const screen_options& options)
{
    if (options.keep_all && !options.keep.empty())
        throw failure(exit_code::usage, "--keep and --keep-all exclude each other; expected one of them");
    answer_input input(options.input, options.common, options.keep, options.keep_all);
    return screen_command_run(options, input).run();
}

}  // namespace

void add_screen(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<screen_options>();
    CLI::App& command = *tool.add_subcommand("screen", "Indices of careless answers for each person; no verdicts");
    options->input.add_to(command);
    command.add_option("--output", options->output, "Where the indices go; - is standard output (default)")
        ->type_name("FILE");
    command.add_option("--keep", options->keep, "Input columns to carry along")->type_name("COL[,COL]")->delimiter(',');
    command.add_flag("--keep-all", options->keep_all, "Carry all input columns along");
    command
        .add_option("--critical", options->critical,
                    "Correlation beyond which items are synonyms or antonyms, 0.6 by default")
        ->check(CLI::Range(0.0, 1.0).description(""))
        ->type_name("R");
    command.add_flag("--json", options->json, "People, pairs of items and sensitivity as JSON, in place of CSV");
    options->common.add_to(command);
    command.footer(
        "Per person: longstring, irv, even_odd, mahalanobis, synonyms, antonyms, person_total_r, share_missing; empty\n"
        "where it is not known. On standard error: mean, sd and alpha of each scale without the most suspicious people.\n"
        "All answers are kept in memory.\n\n"
        "Example:\n  attune screen -i ecr --form open-psychometrics --input answers.csv --columns 'Q{n}' --missing-code 0 \\\n"
        "    --output careless.csv");
    command.callback([options, &chosen] { chosen = [options] { return screen_answers(*options); }; });
}

}  // namespace attune::cli
