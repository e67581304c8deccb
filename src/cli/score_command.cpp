#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/core.h>
#include <unistd.h>

#include "answer_input.hpp"
#include "attune/core/ordered_pipeline.hpp"
#include "attune/core/text_buffer.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/score_csv.hpp"
#include "attune/report/score_report.hpp"
#include "attune/scoring/block.hpp"
#include "attune/scoring/tally.hpp"
#include "binding_text.hpp"
#include "commands.hpp"

namespace attune::cli {

namespace {

struct score_options {
    common_options common;
    input_options input;
    std::string output = "-";
    std::string format = "csv";
    std::vector<std::string> keep;
    bool keep_all = false;
    std::string prefix;
    std::string refused;
    bool dry_run = false;
};

std::atomic<int> interrupted{0};

/// Ends the run at the next chunk instead of leaving a temporary file behind.
void watch_interrupts()
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        std::signal(signal, [](int number) { interrupted = number; });
}

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

/// One chunk of people on its way from bytes to bytes.
struct score_job {
    explicit score_job(const scoring_key& key)
        : rows(key.n_columns()), scores(key.outputs().size()), tally(key.n_columns(), key.outputs().size())
    {
    }

    csv_chunk chunk;
    answer_rows rows;
    score_block scores;
    score_tally tally;  ///< of all chunks that this job carried
    std::int64_t first_row = 1;
    text_buffer text;
    text_buffer refused;
};

/// Turns the rows of a job into text.
class row_writer {
public:
    row_writer(const scoring_key& key, const answer_input& input, const score_options& options)
        : key_(key),
          carried_(input.carried()),
          n_id_(input.n_id_columns()),
          is_csv_(options.format == "csv"),
          is_ndjson_(options.format == "ndjson"),
          lists_refused_(!options.refused.empty()),
          copies_raw_(options.input.delimiter == ","),
          csv_(key, options.prefix)
    {
    }

    /// Names of all columns of the CSV.
    [[nodiscard]] std::vector<std::string> columns() const
    {
        std::vector<std::string> names{"row"};
        names.insert(names.end(), carried_.begin(), carried_.end());
        const std::vector<std::string> scores = csv_.columns();
        names.insert(names.end(), scores.begin(), scores.end());
        return names;
    }

    /// What stands before the first row of the list of refused scores.
    [[nodiscard]] std::string refused_head() const
    {
        std::string line = "row";
        for (std::size_t k = 0; k < n_id_; ++k)
            append_csv_field(line += ',', carried_[k]);
        return line + ",score,status,n_answered,n_items,reason\n";
    }

    void write(score_job& job) const
    {
        job.text.clear();
        job.refused.clear();
        for (std::size_t i = 0; i < job.rows.answers.n_persons(); ++i) {
            const std::int64_t row = job.first_row + static_cast<std::int64_t>(i);
            const kept_cell* cells = job.rows.kept.data() + i * carried_.size();
            if (is_csv_)
                write_csv(job.text, row, cells, job.scores.row(i));
            else
                write_json(job.text, row, cells, job.scores.row(i));
            if (lists_refused_)
                write_refused(job.refused, row, cells, job.scores.row(i));
        }
    }

private:
    void append_cell(text_buffer& line, const kept_cell& cell) const
    {
        if (copies_raw_ && !cell.was_quoted)
            line.append(cell.raw);
        else
            append_field(line, to_string(cell));
    }

    static void append_field(text_buffer& line, std::string_view field)
    {
        std::string quoted;
        append_csv_field(quoted, field);
        line.append(quoted);
    }

    void write_csv(text_buffer& text, std::int64_t row, const kept_cell* cells, std::span<const raw_score> scores) const
    {
        text.append(row);
        for (std::size_t k = 0; k < carried_.size(); ++k) {
            text.append(',');
            append_cell(text, cells[k]);
        }
        csv_.append(text, scores);
        text.append('\n');
    }

    void write_json(text_buffer& text, std::int64_t row, const kept_cell* cells, std::span<const raw_score> scores) const
    {
        std::vector<std::pair<std::string, std::string>> named;
        for (std::size_t k = 0; k < carried_.size(); ++k)
            named.emplace_back(carried_[k], to_string(cells[k]));
        const std::span all(named);
        if (!is_ndjson_)
            text.append(row == 1 ? "\n" : ",\n");
        text.append(person_json(row, all.first(n_id_), all.subspan(n_id_), key_.outputs(), scores));
        if (is_ndjson_)
            text.append('\n');
    }

    void write_refused(text_buffer& text, std::int64_t row, const kept_cell* cells,
                       std::span<const raw_score> scores) const
    {
        for (std::size_t s = 0; s < scores.size(); ++s) {
            if (!is_refused(scores[s].status))
                continue;
            const scored_output& output = key_.outputs()[s];
            text.append(row);
            for (std::size_t k = 0; k < n_id_; ++k) {
                text.append(',');
                append_cell(text, cells[k]);
            }
            text.append_formatted(",{},{},{},{},", output.id, to_string(scores[s].status), scores[s].n_answered,
                                  output.n_items);
            append_field(text, reason_in_words(output, scores[s], key_));
            text.append('\n');
        }
    }

    const scoring_key& key_;
    const std::vector<std::string>& carried_;
    std::size_t n_id_;
    bool is_csv_;
    bool is_ndjson_;
    bool lists_refused_;
    bool copies_raw_;  ///< an unquoted field of the input is a field of the output as it stands
    score_csv csv_;
};

void check_clashes(const std::vector<std::string>& columns)
{
    std::set<std::string> seen;
    for (const std::string& name : columns)
        if (!seen.insert(name).second)
            throw failure(exit_code::usage, fmt::format("the output would have two columns '{}'; expected one: give the "
                                                        "scores another name by --prefix, or keep fewer columns",
                                                        name));
}

void check_overwriting(const score_options& options)
{
    for (const std::string& file : {options.output, options.refused})
        if (file != "-" && !file.empty() && is_same_file(file, options.input.input))
            throw failure(exit_code::usage, file + ": would replace the input; expected another name for the output");
}

std::size_t n_threads(unsigned asked)
{
    constexpr unsigned most = 8;  // reading and hashing are done by one thread at a time: more would only wait
    return asked != 0 ? asked : std::clamp(std::thread::hardware_concurrency(), 1U, most);
}

/// A scoring run: from an opened input to committed files.
class scoring_run {
public:
    scoring_run(const score_options& options, answer_input& input)
        : options_(options), input_(input), key_(input.key()), writer_(key_, input, options)
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
        watch_interrupts();
        output_file output(options_.output);
        std::optional<output_file> refused;
        if (!options_.refused.empty())
            refused.emplace(options_.refused);

        output.write(head());
        if (refused)
            refused->write(writer_.refused_head());
        const score_tally tally = score_all(output, refused ? &*refused : nullptr);
        const std::string summary = summarise(tally);
        output.write(tail(summary));

        if (options_.format == "csv" && !output.is_direct()) {
            output_file meta(options_.output + ".meta.json");
            meta.write(fmt::format("{{{},\"summary\":{}}}\n", json_head("score.meta", key_.identity()), summary));
            output.commit();
            meta.commit();
        } else {
            output.commit();
        }
        if (refused)
            refused->commit();
        if (!options_.common.quiet)
            fmt::print(stderr, "{}", summary_text(key_, tally, facts_));
        const bool has_findings = tally.n_refused_persons() != 0 || facts_.n_short_rows != 0 || !facts_.warnings.empty();
        return options_.common.strict && has_findings ? exit_code::findings : exit_code::done;
    }

private:
    [[nodiscard]] std::string head() const
    {
        if (options_.format == "ndjson")
            return "";
        if (options_.format == "json")
            return fmt::format("{{{},\"persons\":[", json_head("score", key_.identity()));
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
            return fmt::format("{{{},\"summary\":{}}}\n", json_head("score", key_.identity()), summary);
        return "";
    }

    score_tally score_all(byte_sink& output, byte_sink* refused)
    {
        std::vector<score_job> jobs;
        for (std::size_t i = 0; i < n_threads(options_.common.threads); ++i)
            jobs.emplace_back(key_);
        progress shown(options_.common.quiet);
        std::int64_t n_rows = 0;

        ordered_pipeline(
            jobs,
            [&](score_job& job) {
                if (interrupted != 0)
                    throw failure(static_cast<exit_code>(128 + interrupted), "interrupted: nothing was written");
                return input_.reader().next(job.chunk);
            },
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
            [&](score_job& job) { writer_.write(job); },
            in_order{[&](score_job& job) {
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
        facts_.options = input_.in_force();
        facts_.warnings = input_.warnings();
        facts_.input_name = input_.name();
        facts_.input_sha256 = input_.sha256();
        if (tally.n_persons() == 0)
            facts_.warnings.emplace_back("the input has a header and no rows");
        if (!options_.common.quiet)
            for (const std::string& warning : facts_.warnings)
                fmt::print(stderr, "warning: {}\n", warning);
        return summary_json(key_, tally, facts_);
    }

    const score_options& options_;
    answer_input& input_;
    const scoring_key& key_;
    row_writer writer_;
    score_run facts_;
};

exit_code score_answers(const score_options& options)
{
    if (options.keep_all && !options.keep.empty())
        throw failure(exit_code::usage, "--keep and --keep-all exclude each other; expected one of them");
    answer_input input(options.input, options.common, options.keep, options.keep_all);
    return scoring_run(options, input).run();
}

}  // namespace

void add_score(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<score_options>();
    CLI::App& command = *tool.add_subcommand("score", "Scores every row of a table of answers");
    options->input.add_to(command);
    command.add_option("--output", options->output, "Where the scores go; - is standard output (default)")->type_name("FILE");
    command.add_option("--format", options->format, "csv (default), json, or ndjson: one object a line")
        ->check(CLI::IsMember({"csv", "json", "ndjson"}))
        ->type_name("csv|json|ndjson");
    command.add_option("--keep", options->keep, "Input columns to carry along")->type_name("COL[,COL]")->delimiter(',');
    command.add_flag("--keep-all", options->keep_all, "Carry all input columns along");
    command.add_option("--prefix", options->prefix, "Put before the names of the score columns")->type_name("TEXT");
    command.add_option("--refused", options->refused, "Also list every refused score with its reason here, as CSV")
        ->type_name("FILE");
    command.add_flag("--dry-run", options->dry_run, "Show the key and which column is bound to which item; score nothing");
    options->common.add_to(command);
    command.footer(
        "Per score the output has its value (empty when refused), S_answered and S_status: ok, prorated, target_missing,\n"
        "too_few_answers, no_answers, invalid_answer. Beside FILE.csv stands FILE.csv.meta.json: hashes, options, counts.\n\n"
        "Example:\n  attune score -i ecr --form open-psychometrics --input answers.csv --columns 'Q{n}' --missing-code 0 \\\n"
        "    --keep age,gender --output scores.csv");
    command.callback([options, &chosen] { chosen = [options] { return score_answers(*options); }; });
}

}  // namespace attune::cli
