#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/core.h>

#include "answer_input.hpp"
#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/moment_state.hpp"
#include "attune/analysis/quality_of_scale.hpp"
#include "attune/core/ordered_pipeline.hpp"
#include "attune/io/input_file.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/reliability_report.hpp"
#include "commands.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct state_options {
    common_options common;
    input_options input;
    std::vector<std::string> files;
    std::string output = "-";
    bool force = false;
    bool json = false;
};

std::string read_all(const std::string& file)
{
    const auto source = open_input(file);
    std::string bytes;
    std::vector<char> part(std::size_t{64} << 10);
    for (std::size_t n = source->read(part); n != 0; n = source->read(part))
        bytes.append(part.data(), n);
    return bytes;
}

moment_state read_state(const std::string& file)
{
    return state_from_bytes(read_all(file), file);
}

std::vector<std::string> scale_ids(const scoring_key& key)
{
    std::vector<std::string> ids;
    for (const scored_output& output : key.outputs())
        if (output.origin == score_origin::scale)
            ids.push_back(output.id);
    return ids;
}

exit_code write_state(const moment_state& state, const state_options& options)
{
    if (state.is_personal() && !options.force)
        throw failure(
            exit_code::usage,
            state.is_difference
                ? std::string("a difference of states shows the answers of those who were taken away, so it is "
                              "personal data; expected --force")
                : fmt::format("a state of fewer than {} people shows their answers, so it is personal data; "
                              "expected more people, or --force",
                              moment_state::min_exported_persons));
    output_file output(options.output);
    output.write(to_bytes(state));
    output.commit();
    if (!options.common.quiet)
        fmt::print(stderr, "{} people, {} form {}\n", state.sums.n_persons(), state.identity.id, state.identity.form);
    return exit_code::done;
}

exit_code build(const state_options& options)
{
    answer_input input(options.input, options.common, {}, false);
    struct job {
        explicit job(const scoring_key& key) : rows(key.n_columns()), sums(layout_of(key)) {}
        csv_chunk chunk;
        answer_rows rows;
        moments sums;
    };
    std::vector<job> jobs;
    for (std::size_t i = 0; i < options.common.n_threads(); ++i)
        jobs.emplace_back(input.key());
    ordered_pipeline(
        jobs, [&](job& at) { return input.reader().next(at.chunk); },
        [&](job& at) {
            input.reader().parser().parse(at.chunk, at.rows);
            if (at.rows.answers.n_persons() != 0)
                at.sums.add(at.rows.answers.padded_row(0), at.rows.answers.n_persons(), at.rows.answers.stride());
        },
        in_order{[](job& at) {
            if (!at.rows.faults.empty())
                throw input_error(at.rows.faults);
        }});
    for (std::size_t i = 1; i < jobs.size(); ++i)
        jobs.front().sums.merge(jobs[i].sums);
    return write_state({input.key().identity(), input.key().is_already_keyed(), false, input.key().targets(),
                        scale_ids(input.key()), std::move(jobs.front().sums)},
                       options);
}

void check_same_key(const moment_state& first, const moment_state& other, const std::string& file)
{
    if (!have_same_key(first, other))
        throw input_error({{severity::error,
                            "state.other_key",
                            fmt::format("counts {} form {} by another key; expected {} form {} with scoring_sha256 {}",
                                        other.identity.id, other.identity.form, first.identity.id, first.identity.form,
                                        first.identity.scoring_sha256),
                            {file, "", 0, 0}}});
}

exit_code merge(const state_options& options)
{
    moment_state all = read_state(options.files.front());
    for (std::size_t i = 1; i < options.files.size(); ++i) {
        const moment_state other = read_state(options.files[i]);
        check_same_key(all, other, options.files[i]);
        all.sums.merge(other.sums);
        all.is_difference = all.is_difference || other.is_difference;
    }
    return write_state(all, options);
}

exit_code subtract(const state_options& options)
{
    moment_state rest = read_state(options.files.front());
    const moment_state other = read_state(options.files.back());
    check_same_key(rest, other, options.files.back());
    try {
        rest.sums.subtract(other.sums);
    } catch (const std::invalid_argument&) {
        throw input_error({{severity::error,
                            "state.not_a_part",
                            fmt::format("holds people who are not in {}; expected a part of it", options.files.front()),
                            {options.files.back(), "", 0, 0}}});
    }
    rest.is_difference = true;
    return write_state(rest, options);
}

exit_code show_state(const state_options& options)
{
    const moment_state state = read_state(options.files.front());
    const attune::instrument of = load_definition(state.identity.id, options.common);
    const scoring_key key = as_usage([&] {
        return scoring_key(of, {state.identity.form, state.is_already_keyed, state.targets});
    });
    if (key.identity().scoring_sha256 != state.identity.scoring_sha256 || scale_ids(key) != state.scale_ids)
        throw input_error({{severity::error,
                            "state.other_key",
                            fmt::format("was counted by another key of {} than the definition at hand has; expected "
                                        "scoring_sha256 {}",
                                        of.id, state.identity.scoring_sha256),
                            {options.files.front(), "", 0, 0}}});
    reliability_result result;
    result.citation = of.citation;
    result.input_name = options.files.front();
    result.n_rows = state.sums.n_persons();
    if (state.is_personal())
        result.warnings.emplace_back("this state is personal data: single answers can be worked out from it");
    reliability_group group{"", state.sums.n_persons(), {}};
    for (std::size_t s = 0; s < state.scale_ids.size(); ++s)
        group.scales.push_back(quality_of_scale(key, state.sums, s));
    result.groups.push_back(std::move(group));
    print_warnings(result.warnings, options.common);
    output_file("-").write(options.json ? reliability_json(key, result) : reliability_text(key, result));
    return exit_code::done;
}

}  // namespace

void add_state(CLI::App& tool, action& chosen)
{
    CLI::App& command = *tool.add_subcommand("state", "Statistics that add up across files and sites, without answers");
    command.require_subcommand(1);
    const auto add = [&](const char* name, const char* what, int min_files, int max_files,
                         exit_code (*run)(const state_options&)) {
        auto options = std::make_shared<state_options>();
        CLI::App& part = *command.add_subcommand(name, what);
        if (max_files == 0)
            options->input.add_to(part);
        else
            part.add_option("FILE", options->files, "States")->required()->expected(min_files, max_files);
        if (run == show_state) {
            part.add_flag("--json", options->json, "As JSON");
        } else {
            part.add_option("--output", options->output, "Where the state goes; - is standard output (default)")
                ->type_name("FILE");
            part.add_flag("--force", options->force, "Write it even when single answers can be worked out from it");
        }
        options->common.add_to(part);
        part.callback([options, &chosen, run] { chosen = [options, run] { return run(*options); }; });
    };
    constexpr int many = 10'000;
    add("build", "Counts a table of answers", 0, 0, build);
    add("merge", "Adds states of the same key", 1, many, merge);
    add("subtract", "Takes the people of the second state out of the first", 2, 2, subtract);
    add("show", "Says what a state tells about each scale", 1, 1, show_state);
    command.footer(
        "A state holds counts, sums and products of answers as integers: sites exchange it in place of answers, and what\n"
        "is computed from it is what the answers would give. One of fewer than 10 people, or a difference of two, shows\n"
        "single answers and is not written without --force.\n\n"
        "Example:\n  attune state build -i ecr-s --input site-a.csv --columns 'q{n}' --output a.state\n"
        "  attune state merge a.state b.state --output all.state\n  attune state show all.state");
}

}  // namespace attune::cli
