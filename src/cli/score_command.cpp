#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/core.h>
#include <unistd.h>

#include "answer_input.hpp"
#include "attune/core/ordered_pipeline.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/score_report.hpp"
#include "attune/scoring/tally.hpp"
#include "binding_text.hpp"
#include "commands.hpp"
#include "interrupts.hpp"
#include "line_scoring.hpp"
#include "row_writer.hpp"
#include "score_norms.hpp"
#include "score_options.hpp"

namespace attune::cli {

namespace {

/// Shows on a terminal how far the run is.
class progress {
public:
    explicit progress(bool is_quiet) : is_shown_(!is_quiet && ::isatty(STDERR_FILENO) == 1) {}
    ~progress()
    {
        if (is_shown_ && has_text_)
            fmt::print(stderr, "\r\x1b[K");
    }
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    void update(std::int64_t n_rows)
    {
        constexpr std::int64_t step = 100'000;
        if (!is_shown_ || n_rows / step == n_shown_)
            return;
        n_shown_ = n_rows / step;
        has_text_ = true;
        fmt::print(stderr, "\r{} rows", n_rows);
    }

private:
    bool is_shown_;
    bool has_text_ = false;
    std::int64_t n_shown_ = 0;
};

void check_clashes(const std::vector<std::string>& columns)
{
    std::set<std::string> seen;
    for (const std::string& name : columns)
        if (!seen.insert(name).second)
            throw failure(exit_code::usage,
                          fmt::format("the output would have two columns '{}'; expected one: give the "
                                      "scores another name by --prefix, or keep fewer columns",
                                      name));
}

void check_overwriting(const score_options& options)
{
    for (const std::string& file : {options.output, options.refused})
        if (file != "-" && !file.empty() && is_same_file(file, options.input.input))
            throw failure(exit_code::usage, file + ": would replace the input; expected another name for the output");
    if (options.refused == options.output || is_same_file(options.refused, options.output))
        throw failure(exit_code::usage,
                      options.refused + ": is given for --output and for --refused; expected two files");
}

/// A scoring run: from an opened input to committed files.
class scoring_run {
public:
    scoring_run(const score_options& options, answer_input& input)
        : options_(options),
          input_(input),
          key_(input.key()),
          norms_(options, key_),
          writer_(key_, input, options, norms_)
    {
    }

    exit_code run()
    {
        if (options_.format == "csv")
            check_clashes(writer_.columns());
        if (options_.dry_run) {
            output_file("-").write(binding_text(input_));
            return exit_code::done;
        }
        check_overwriting(options_);
        output_file output(options_.output);
        std::optional<output_file> refused;
        if (!options_.refused.empty())
            refused.emplace(options_.refused);
        std::optional<output_file> meta;
        if (options_.format == "csv" && !output.is_direct())
            meta.emplace(options_.output + ".meta.json");
        remove_when_interrupted(
            {output.temporary_name(), refused ? refused->temporary_name() : "", meta ? meta->temporary_name() : ""});

        output.write(head());
        if (refused)
            refused->write(writer_.refused_head());
        const score_tally tally = score_all(output, refused ? &*refused : nullptr);
        const std::string summary = summarise(tally);
        output.write(tail(summary));
        if (meta)
            meta->write(fmt::format("{{{},\"summary\":{}}}\n", head_of("score.meta"), summary));
        commit_together(output, refused, meta);
        if (!options_.common.quiet)
            fmt::print(stderr, "{}", summary_text(key_, tally, facts_));
        const bool has_findings =
            tally.n_refused_persons() != 0 || facts_.n_short_rows != 0 || !facts_.warnings.empty();
        return options_.common.strict && has_findings ? exit_code::findings : exit_code::done;
    }

private:
    /// Several files cannot take their names at once. The meta file vouches for the others: whenever the run ends, it
    /// stands beside the scores and refusals of its own run, or there is none.
    static void commit_together(output_file& output, std::optional<output_file>& refused,
                                std::optional<output_file>& meta)
    {
        output.sync();
        if (refused)
            refused->sync();
        if (meta) {
            meta->sync();
            meta->remove_old();
        }
        if (refused)
            refused->commit();
        output.commit();
        if (meta)
            meta->commit();
    }

    [[nodiscard]] std::string head_of(std::string_view command) const
    {
        return json_head(command, key_.identity()) + norms_.head();
    }

    [[nodiscard]] std::string head() const
    {
        if (options_.format == "ndjson")
            return "";
        if (options_.format == "json")
            return fmt::format("{{{},\"persons\":[", head_of("score"));
        std::string line;
        for (const std::string& name : writer_.columns())
            append_csv_field(line += line.empty() ? "" : ",", name);
        return line + '\n';
    }

    [[nodiscard]] std::string tail(const std::string& summary) const
    {
        if (options_.format == "json")
            return fmt::format("],\"summary\":{}}}\n", summary);
        if (options_.format == "ndjson")
            return fmt::format("{{{},\"summary\":{}}}\n", head_of("score"), summary);
        return "";
    }

    score_tally score_all(byte_sink& output, byte_sink* refused)
    {
        const standing_format format = options_.format == "csv" ? standing_format::csv : standing_format::json;
        std::vector<score_job> jobs;
        for (std::size_t i = 0; i < options_.common.n_threads(); ++i)
            jobs.emplace_back(key_, norms_.standings(format), norms_.planes());
        progress shown(options_.common.quiet);
        std::int64_t n_rows = 0;

        ordered_pipeline(
            jobs, [&](score_job& job) { return input_.reader().next(job.chunk); },
            in_order{[&](score_job& job) { input_.hash(job.chunk); }},
            [&](score_job& job) {
                input_.reader().parser().parse(job.chunk, job.rows);
                score(key_, job.rows.answers, job.scores);
                job.tally.add(job.rows.answers, job.scores);
            },
            in_order{[&](score_job& job) {
                if (!job.rows.faults.empty())
                    throw input_error(job.rows.faults);
                job.first_row = n_rows + 1;
                n_rows += static_cast<std::int64_t>(job.rows.answers.n_persons());
                facts_.n_short_rows += static_cast<std::int64_t>(job.rows.n_short);
                facts_.n_blank_lines += static_cast<std::int64_t>(job.rows.n_blank);
                shown.update(n_rows);
            }},
            [&](score_job& job) { writer_.write(job); }, in_order{[&](score_job& job) {
                output.write(job.text.view());
                if (refused != nullptr)
                    refused->write(job.refused.view());
            }});

        score_tally all(key_.n_columns(), key_.outputs().size());
        for (const score_job& job : jobs)
            all.merge(job.tally);
        return all;
    }

    std::string summarise(const score_tally& tally)
    {
        facts_.columns = input_.binding().names;
        facts_.options = input_.setup().in_force();
        facts_.warnings = input_.setup().warnings();
        for (const std::string& warning : norms_.warnings())
            facts_.warnings.push_back(warning);
        facts_.input_name = input_.setup().input_name();
        facts_.input_sha256 = input_.sha256();
        if (tally.n_persons() == 0)
            facts_.warnings.emplace_back("the input has a header and no rows");
        if (!options_.common.quiet) {
            for (const std::string& warning : facts_.warnings)
                fmt::print(stderr, "warning: {}\n", warning);
            fmt::print(stderr, "{}", norms_.notes());
        }
        return summary_json(key_, tally, facts_);
    }

    const score_options& options_;
    answer_input& input_;
    const scoring_key& key_;
    score_norms norms_;
    row_writer writer_;
    score_run facts_;
};

exit_code score_answers(const score_options& options)
{
    if (options.keep_all && !options.keep.empty())
        throw failure(exit_code::usage, "--keep and --keep-all exclude each other; expected one of them");
    if (options.norms.empty() && !columns_of(options.people).empty())
        throw failure(exit_code::usage, "--gender and --age: expected --norms, whose groups they choose among");
    if (options.norms.empty() && options.has_all_figures)
        throw failure(exit_code::usage, "--all-figures: expected --norms, whose figures they are");
    if (options.input.from == "ndjson")
        return score_lines(options);
    // What is said of a person with norms is seven times as long as the answers: half a megabyte for so many of them.
    constexpr std::size_t chunk_with_norms = std::size_t{64} << 10;
    answer_input input(options.input, options.common, options.keep, options.keep_all, columns_of(options.people),
                       options.norms.empty() ? csv_chunker::default_chunk_bytes : chunk_with_norms);
    return scoring_run(options, input).run();
}

}  // namespace

void add_score(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<score_options>();
    CLI::App& command = *tool.add_subcommand("score", "Scores every row of a table of answers");
    options->input.add_to(command, {"csv", "ndjson"});
    command.add_option("--output", options->output, "Where the scores go; - is standard output (default)")
        ->type_name("FILE");
    command.add_option("--format", options->format, "csv (default), json, or ndjson: one object a line")
        ->check(CLI::IsMember({"csv", "json", "ndjson"}).description(""))
        ->type_name("csv|json|ndjson");
    command.add_option("--keep", options->keep, "Input columns to carry along")->type_name("COL[,COL]")->delimiter(',');
    command.add_flag("--keep-all", options->keep_all, "Carry all input columns along");
    command.add_option("--prefix", options->prefix, "Put before the names of the score columns")->type_name("TEXT");
    command.add_option("--refused", options->refused, "Also list every refused score with its reason here, as CSV")
        ->type_name("FILE");
    command
        .add_option("--norms", options->norms, "Also say where people stand in a norm set, and in these groups of it")
        ->type_name("ID[:GROUP,...]");
    options->people.add_to(command, "--gender");
    command.add_flag("--all-figures", options->has_all_figures,
                     "With --norms every figure in the CSV, and every interval of the percentile");
    command.add_flag("--prototypes", options->has_prototypes,
                     "Also say how near people are to four reference points, all of them and no label; exploratory");
    command.add_flag("--dry-run", options->dry_run,
                     "Show the key and which column is bound to which item; score nothing");
    options->common.add_to(command);
    command.footer(
        "Per score the output has its value (empty when refused), S_answered and S_status: ok, prorated, target_missing,\n"
        "too_few_answers, no_answers, invalid_answer. Beside FILE.csv stands FILE.csv.meta.json: hashes, options, counts.\n\n"
        "For services: --from ndjson --format ndjson reads one person a line, as\n"
        "  {\"id\": ..., \"answers\": {\"q1\": 3, \"q2\": null}}\n"
        "and answers each line at once, with scores or with what is wrong with it.\n\n"
        "Example:\n  attune score -i ecr --form open-psychometrics --input answers.csv --columns 'Q{n}' --missing-code 0 \\\n"
        "    --keep age,gender --output scores.csv");
    command.callback([options, &chosen] { chosen = [options] { return score_answers(*options); }; });
}

}  // namespace attune::cli
