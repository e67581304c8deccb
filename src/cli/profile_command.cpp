#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "answer_input.hpp"
#include "attune/analysis/profile.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/profile_report.hpp"
#include "attune/report/score_report.hpp"
#include "commands.hpp"
#include "message_choice.hpp"
#include "norm_choice.hpp"
#include "person_groups.hpp"

namespace attune::cli {

namespace {

struct profile_options {
    common_options common;
    input_options input;
    person_group_options people;
    std::size_t row = 0;
    std::string norms;
    std::string language = "en";
    std::string own_messages;
    std::string country;
    std::string date;
    std::string format = "text";
    std::string output = "-";
    bool is_client_only = false;
};

/// Pages about people, from the opened input to the output.
class profile_run {
public:
    explicit profile_run(const profile_options& options)
        : options_(options),
          say_(choose_messages(options.language, options.own_messages, options.common)),
          input_(options.input, options.common, columns_of(options.people), false)
    {
        if (options.norms.empty())
            return;
        norms_.emplace(choose_norms(options.norms, input_.key(), options.input.mode, options.people, options.common));
        groups_.emplace(options.people, norms_->comparison);
        columns_.emplace(options.people, input_);
        const norm_set& set = norms_->comparison.set();
        const auto lacks = [](const std::vector<std::string>& known, const std::string& wanted) {
            return !wanted.empty() && !known.empty() && std::find(known.begin(), known.end(), wanted) == known.end();
        };
        is_other_culture_ = lacks(set.languages, options.language) || lacks(set.countries, options.country);
    }

    exit_code run()
    {
        warn();
        const bool is_json = options_.format == "json";
        output_file output(options_.output);
        if (is_json)
            output.write(fmt::format("{{{},\"persons\":[", json_head("profile", input_.key().identity())));
        csv_chunk chunk;
        answer_rows rows(input_.key().n_columns());
        std::size_t n_rows = 0;
        std::string text;
        while (input_.reader().next(chunk)) {
            input_.hash(chunk);
            input_.reader().parser().parse(chunk, rows);
            if (!rows.faults.empty())
                throw input_error(rows.faults);
            for (std::size_t i = 0; i < rows.answers.n_persons(); ++i) {
                ++n_rows;
                if (options_.row != 0 && n_rows != options_.row)
                    continue;
                const person_profile profile = profile_of_row(rows, i);
                for (const profile_score& score : profile.scores)
                    has_refusal_ |= is_refused(score.step.result.status);
                if (is_json)
                    text += (n_shown_ == 0 ? "\n" : ",\n") + profile_json(profile, n_rows);
                else
                    text += options_.format == "html" ? profile_html(profile, say_, page_)
                                                      : profile_text(profile, say_, page_);
                ++n_shown_;
            }
            output.write(text);
            text.clear();
        }
        if (options_.row > n_rows)
            throw failure(exit_code::usage, fmt::format("--row {}: the input has {} rows", options_.row, n_rows));
        if (is_json)
            output.write(fmt::format(
                "],\"summary\":{{\"rows\":{},\"persons\":{},\"norms\":{},\"input\":{{\"name\":{},\"sha256\":{}}}}}}}\n",
                n_rows, n_shown_, norms_json(), json_string(input_.setup().input_name()),
                json_string(input_.sha256())));
        output.commit();
        return options_.common.strict && (has_refusal_ || has_warning_) ? exit_code::findings : exit_code::done;
    }

private:
    [[nodiscard]] person_profile profile_of_row(const answer_rows& rows, std::size_t i) const
    {
        const kept_cell* cells = rows.kept.data() + i * input_.carried().size();
        const instrument& of = input_.setup().instrument();
        const std::span<const answer_code> answers = rows.answers.row(i);
        person_profile profile = norms_ ? profile_of(of, input_.key(), answers, &norms_->comparison,
                                                     groups_->of(columns_->gender(cells), columns_->age(cells)))
                                        : profile_of(of, input_.key(), answers);
        profile.mode = options_.input.mode;
        profile.is_other_culture = is_other_culture_;
        return profile;
    }

    [[nodiscard]] std::string norms_json() const
    {
        if (!norms_)
            return "null";
        const norm_set& set = norms_->comparison.set();
        return fmt::format("{{\"id\":{},\"version\":{},\"sha256\":{}}}", json_string(set.id), json_string(set.version),
                           json_string(set.sha256));
    }

    void warn()
    {
        std::vector<std::string> warnings = input_.setup().warnings();
        if (norms_)
            warnings.insert(warnings.end(), norms_->flags.begin(), norms_->flags.end());
        has_warning_ = !warnings.empty();
        if (!options_.common.quiet)
            for (const std::string& warning : warnings)
                fmt::print(stderr, "warning: {}\n", warning);
    }

    const profile_options& options_;
    messages say_;
    answer_input input_;
    std::optional<chosen_norms> norms_;
    std::optional<person_group_table> groups_;
    std::optional<person_columns> columns_;
    profile_page page_{.date = options_.date,
                       .library = fmt::format("attune {}", version),
                       .has_clinician_page = !options_.is_client_only};
    bool is_other_culture_ = false;
    bool has_refusal_ = false;
    bool has_warning_ = false;
    std::size_t n_shown_ = 0;
};

exit_code make_profile(const profile_options& options)
{
    if (options.format != "json" && options.row == 0)
        throw failure(exit_code::usage, "--row is missing; expected the row of one person, or --format json for all");
    return profile_run(options).run();
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
