#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "answer_input.hpp"
#include "attune/analysis/change_norms.hpp"
#include "attune/analysis/occasions.hpp"
#include "attune/analysis/profile.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/profile_report.hpp"
#include "attune/report/score_report.hpp"
#include "commands.hpp"
#include "goal_columns.hpp"
#include "message_choice.hpp"
#include "number_text.hpp"
#include "norm_choice.hpp"
#include "occasion_input.hpp"
#include "person_groups.hpp"
#include "score_figures.hpp"

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
    occasion_source source;
    std::vector<std::string> order;
    std::vector<std::string> goals;
    std::vector<std::string> sd;
    std::vector<std::string> reliability;
    std::string format = "text";
    std::string output = "-";
    bool is_client_only = false;
    bool json = false;

    [[nodiscard]] bool has_occasions() const { return !source.occasion.empty() || !source.second.empty(); }
    [[nodiscard]] bool is_json() const { return json || format == "json"; }

    /// Columns that are carried along besides those of the answers.
    [[nodiscard]] std::vector<std::string> further_columns() const
    {
        std::vector<std::string> columns = columns_of(people);
        for (const std::string& column : columns_of_goals(goals))
            if (std::find(columns.begin(), columns.end(), column) == columns.end())
                columns.push_back(column);
        return columns;
    }
};

/// Pages about people, written one after the other.
class profile_output {
public:
    explicit profile_output(const profile_options& options)
        : options_(options),
          say_(choose_messages(options.language, options.own_messages, options.common)),
          output_(options.output)
    {
    }

    void begin(const scoring_key& key)
    {
        if (options_.is_json())
            output_.write(fmt::format("{{{},\"persons\":[", json_head("profile", key.identity())));
    }

    void add(const person_profile& profile, std::size_t row)
    {
        for (const profile_score& score : profile.scores)
            has_refusal_ |= is_refused(score.step.result.status);
        if (options_.is_json()) {
            text_ += n_shown_ == 0 ? "\n" : ",\n";
            writer_.add(text_, profile, row);
            if (text_.size() >= enough_to_write)
                flush();
        } else
            output_.write(options_.format == "html" ? profile_html(profile, say_, page_)
                                                    : profile_text(profile, say_, page_));
        ++n_shown_;
    }

    /// @param norms   as JSON.
    /// @param inputs  one table or two.
    void end(std::size_t n_rows, const std::string& norms, const std::vector<input_facts>& inputs)
    {
        if (options_.row > n_rows)
            throw failure(exit_code::usage, fmt::format("--row {}: the input has {} rows", options_.row, n_rows));
        if (options_.is_json()) {
            const auto json_of = [](const input_facts& input) {
                return fmt::format(R"({{"name":{},"sha256":{}}})", json_string(input.name), json_string(input.sha256));
            };
            const std::string second = inputs.size() > 1 ? ",\"second\":" + json_of(inputs.back()) : "";
            flush();
            output_.write(fmt::format("],\"summary\":{{\"rows\":{},\"persons\":{},\"norms\":{},\"input\":{}{}}}}}\n",
                                      n_rows, n_shown_, norms, json_of(inputs.front()), second));
        }
        output_.commit();
    }

    [[nodiscard]] bool has_refusal() const { return has_refusal_; }

private:
    static constexpr std::size_t enough_to_write = std::size_t{1} << 18;

    void flush()
    {
        output_.write(text_);
        text_.clear();
    }

    const profile_options& options_;
    messages say_;
    output_file output_;
    profile_json_writer writer_;
    std::string text_;
    profile_page page_{.date = options_.date,
                       .library = fmt::format("attune {}", version),
                       .has_clinician_page = !options_.is_client_only};
    bool has_refusal_ = false;
    std::size_t n_shown_ = 0;
};

/// The norms that people are compared with, and the groups that they belong to.
class profile_norms {
public:
    profile_norms(const profile_options& options, const scoring_key& key)
    {
        if (options.norms.empty())
            return;
        norms_.emplace(choose_norms(options.norms, key, options.input.mode, options.people, options.common));
        groups_.emplace(options.people, norms_->comparison);
        memo_.emplace(norms_->comparison);
        const norm_set& set = norms_->comparison.set();
        const auto lacks = [](const std::vector<std::string>& known, const std::string& wanted) {
            return !wanted.empty() && !known.empty() && std::find(known.begin(), known.end(), wanted) == known.end();
        };
        is_other_culture_ = lacks(set.languages, options.language) || lacks(set.countries, options.country);
    }

    [[nodiscard]] const norm_comparison* comparison() const { return norms_ ? &norms_->comparison : nullptr; }
    [[nodiscard]] standing_memo* memo() { return memo_ ? &*memo_ : nullptr; }
    [[nodiscard]] bool is_other_culture() const { return is_other_culture_; }
    [[nodiscard]] std::vector<std::string> flags() const { return norms_ ? norms_->flags : std::vector<std::string>{}; }

    [[nodiscard]] person_groups groups_of(std::string_view gender, std::string_view age) const
    {
        return norms_ ? groups_->of(gender, age) : person_groups{};
    }

    [[nodiscard]] std::string json() const
    {
        if (!norms_)
            return "null";
        const norm_set& set = norms_->comparison.set();
        return fmt::format("{{\"id\":{},\"version\":{},\"sha256\":{}}}", json_string(set.id), json_string(set.version),
                           json_string(set.sha256));
    }

private:
    std::optional<chosen_norms> norms_;
    std::optional<person_group_table> groups_;
    std::optional<standing_memo> memo_;
    bool is_other_culture_ = false;
};

/// Prints what to know about the norms and the input.
///
/// @return  whether there was anything.
bool warn_of(const std::vector<std::string>& warnings, bool is_quiet)
{
    if (!is_quiet)
        for (const std::string& warning : warnings)
            fmt::print(stderr, "warning: {}\n", warning);
    return !warnings.empty();
}

exit_code code_of(const profile_options& options, bool has_warning, bool has_refusal)
{
    return options.common.strict && (has_refusal || has_warning) ? exit_code::findings : exit_code::done;
}

/// Pages about people on one occasion, row by row.
class profile_run {
public:
    explicit profile_run(const profile_options& options)
        : options_(options),
          output_(options),
          input_(options.input, options.common, options.further_columns(), false),
          norms_(options, input_.key()),
          columns_(options.people, input_)
    {
        const std::map<std::string, std::string> goals = goal_columns(options.goals, input_.key());
        for (std::size_t i = 0; i < input_.key().outputs().size(); ++i)
            if (const auto goal = goals.find(input_.key().outputs()[i].id); goal != goals.end()) {
                const auto place = std::find(input_.carried().begin(), input_.carried().end(), goal->second);
                goals_.emplace_back(i, static_cast<std::size_t>(place - input_.carried().begin()));
            }
    }

    exit_code run()
    {
        std::vector<std::string> warnings = input_.setup().warnings();
        const std::vector<std::string> flags = norms_.flags();
        warnings.insert(warnings.end(), flags.begin(), flags.end());
        const bool has_warning = warn_of(warnings, options_.common.quiet);
        output_.begin(input_.key());
        csv_chunk chunk;
        answer_rows rows(input_.key().n_columns());
        std::size_t n_rows = 0;
        while (input_.reader().next(chunk)) {
            input_.hash(chunk);
            input_.reader().parser().parse(chunk, rows);
            if (!rows.faults.empty())
                throw input_error(rows.faults);
            for (std::size_t i = 0; i < rows.answers.n_persons(); ++i) {
                ++n_rows;
                if (options_.row == 0 || n_rows == options_.row)
                    output_.add(profile_of_row(rows, i), n_rows);
            }
        }
        output_.end(n_rows, norms_.json(), {{input_.setup().input_name(), input_.sha256()}});
        return code_of(options_, has_warning, output_.has_refusal());
    }

private:
    [[nodiscard]] person_profile profile_of_row(const answer_rows& rows, std::size_t i)
    {
        const kept_cell* cells = rows.kept.data() + i * input_.carried().size();
        person_profile profile = profile_of(
            input_.setup().instrument(), input_.key(), rows.answers.row(i), norms_.comparison(),
            norms_.groups_of(columns_.gender(cells), columns_.age(cells)), {norms_.memo(), !options_.is_json()});
        profile.mode = options_.input.mode;
        profile.is_other_culture = norms_.is_other_culture();
        for (const auto& [score, place] : goals_)
            profile.scores[score].goal = number_or_unknown(to_string(cells[place]));
        return profile;
    }

    const profile_options& options_;
    profile_output output_;
    answer_input input_;
    profile_norms norms_;
    person_columns columns_;
    std::vector<std::pair<std::size_t, std::size_t>> goals_;  ///< place of a score, and of its column
};

/// Pages about people on several occasions: of the last one, with the way to it.
class profile_course_run {
public:
    explicit profile_course_run(const profile_options& options)
        : options_(options),
          output_(options),
          read_(read_occasions_of(options.input, options.common, options.source, options.further_columns(), true)),
          norms_(options, key()),
          goals_(goal_columns(options.goals, key()))
    {
        if (!options.source.occasion.empty())
            arrange_occasions(read_.occasions, options.source, options.order, options.input.input);
        find_figures();
    }

    exit_code run()
    {
        std::vector<std::string> warnings = read_.first->setup().warnings();
        const std::vector<std::string> flags = norms_.flags();
        warnings.insert(warnings.end(), flags.begin(), flags.end());
        const bool has_warning = warn_of(warnings, options_.common.quiet);
        output_.begin(key());
        std::vector<std::vector<std::string>> ids;
        for (const occasion_rows& occasion : read_.occasions)
            ids.push_back(occasion.ids);
        bool is_shown = options_.row == 0;
        for (const auto& places : join_occasions(ids).persons) {
            const std::vector<place> own = places_of(places);
            if (options_.row != 0 && !has_row(own))
                continue;
            is_shown = true;
            output_.add(profile_of_places(own), own.back().row + 1);
        }
        const auto n_rows = static_cast<std::size_t>(read_.inputs.front().n_rows);
        if (!is_shown && options_.row <= n_rows)
            throw failure(exit_code::usage,
                          fmt::format("--row {}: has no id or no occasion, so it belongs to nobody", options_.row));
        output_.end(n_rows, norms_.json(), read_.inputs);
        return code_of(options_, has_warning, output_.has_refusal());
    }

private:
    /// A row of a person on one occasion.
    struct place {
        const occasion_rows* occasion = nullptr;
        std::size_t at = 0;   ///< among the rows of the occasion
        std::size_t row = 0;  ///< of its table, from 0
    };

    [[nodiscard]] const scoring_key& key() const { return read_.first->key(); }

    /// The figures by which changes are judged, one a score: as given, else of the norms.
    void find_figures()
    {
        const score_figures sd("--sd", options_.sd, 1, key());
        const score_figures reliability("--reliability", options_.reliability, 1, key());
        change_norms norms;
        if (const norm_comparison* known = norms_.comparison();
            known != nullptr && known->overall() != person_groups::none)
            norms.functional = norm_group_of_set{known->set(), known->overall()};
        for (const scored_output& output : key().outputs()) {
            change_figures& figures = figures_.emplace_back();
            if (const auto given = sd.of(output.id))
                figures.sd = {given->at(0), "as given"};
            if (const auto given = reliability.of(output.id))
                figures.reliability = {given->at(0), "as given"};
            add_norm_figures(figures, output.id, norms);
        }
    }

    [[nodiscard]] std::vector<place> places_of(const std::vector<std::optional<std::size_t>>& rows) const
    {
        std::vector<place> places;
        for (std::size_t o = 0; o < rows.size(); ++o)
            if (rows[o])
                places.push_back({&read_.occasions[o], *rows[o], read_.occasions[o].rows[*rows[o]]});
        return places;
    }

    /// Whether --row is one of these rows of the first table.
    [[nodiscard]] bool has_row(const std::vector<place>& places) const
    {
        return std::any_of(places.begin(), places.end(), [&](const place& one) {
            return one.occasion->people == read_.tables.front().get() && one.row + 1 == options_.row;
        });
    }

    [[nodiscard]] std::string cell(const place& of, const std::string& column) const
    {
        return column.empty() ? std::string{} : read_.cell(*of.occasion, of.at, column);
    }

    [[nodiscard]] double goal_at(const place& of, const std::string& score) const
    {
        const auto column = goals_.find(score);
        return column == goals_.end() ? std::numeric_limits<double>::quiet_NaN()
                                      : number_or_unknown(cell(of, column->second));
    }

    [[nodiscard]] person_profile profile_of_places(const std::vector<place>& places)
    {
        const place& last = places.back();
        const std::size_t n_columns = key().n_columns();
        person_profile profile = profile_of(
            read_.first->setup().instrument(), key(),
            std::span(last.occasion->people->codes).subspan(last.row * n_columns, n_columns), norms_.comparison(),
            norms_.groups_of(cell(last, options_.people.gender), cell(last, options_.people.age)),
            {norms_.memo(), !options_.is_json()});
        profile.mode = options_.input.mode;
        profile.is_other_culture = norms_.is_other_culture();
        std::vector<double> first_goals;
        for (profile_score& score : profile.scores) {
            first_goals.push_back(goal_at(places.front(), score.step.output.id));
            for (const place& one : places)  // the latest goal that was stated
                if (const double goal = goal_at(one, score.step.output.id); !std::isnan(goal))
                    score.goal = goal;
        }
        if (places.size() > 1)
            profile.course = course_of(places, first_goals);
        return profile;
    }

    [[nodiscard]] profile_course course_of(const std::vector<place>& places, const std::vector<double>& goals) const
    {
        std::vector<std::string> names;
        person_course person;
        person.scores.resize(key().outputs().size());
        for (const place& one : places) {
            const auto which = static_cast<std::size_t>(one.occasion - read_.occasions.data());
            names.push_back(one.occasion->name);
            person.occasions.push_back(which);
            person.times.push_back(static_cast<double>(which));
            for (std::size_t s = 0; s < person.scores.size(); ++s) {
                person.scores[s].values.push_back(one.occasion->people->score(one.row, s));
                person.scores[s].statuses.push_back(one.occasion->people->status(one.row, s));
            }
        }
        return as_usage([&] { return profile_course_of(key(), names, person, figures_, goals); });
    }

    const profile_options& options_;
    profile_output output_;
    read_occasions read_;
    profile_norms norms_;
    std::map<std::string, std::string> goals_;
    std::vector<change_figures> figures_;
};

exit_code make_profile(const profile_options& options)
{
    if (!options.is_json() && options.row == 0)
        throw failure(exit_code::usage, "--row is missing; expected the row of one person, or --format json for all");
    return options.has_occasions() ? profile_course_run(options).run() : profile_run(options).run();
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
