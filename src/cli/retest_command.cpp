#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "answer_input.hpp"
#include "attune/analysis/retest.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/agreement_report.hpp"
#include "commands.hpp"
#include "person_ids.hpp"
#include "scored_people.hpp"

namespace attune::cli {

namespace {

struct retest_options {
    common_options common;
    input_options input;
    std::string second;
    std::string occasion;
    std::string first;
    bool json = false;
};

/// The rows of one occasion.
struct occasion_rows {
    const scored_people* people = nullptr;
    std::vector<std::size_t> rows;  ///< of `people`, from 0
    std::vector<std::string> ids;   ///< of those rows
    std::string source;             ///< name of the input in messages
};

/// Takes over a row, whose id names its person.
void take(occasion_rows& occasion, std::size_t row)
{
    occasion.rows.push_back(row);
    occasion.ids.push_back(occasion.people->ids[row]);
}

std::optional<double> number_of(const std::string& text)
{
    double number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// The two values of the occasion column, the earlier first: numbers by size, all else by where they first stand,
/// unless --first says it.
std::vector<std::string> occasion_values(const std::vector<std::string>& cells, const retest_options& options)
{
    std::vector<std::string> values;
    for (const std::string& cell : cells)
        if (!cell.empty() && std::find(values.begin(), values.end(), cell) == values.end()) {
            values.push_back(cell);
            if (values.size() > 2)
                break;
        }
    if (values.size() != 2)
        throw input_error(
            {{severity::error,
              "retest.occasions",
              fmt::format("column '{}' holds {}; expected two values, one for each occasion", options.occasion,
                          values.empty()       ? "nothing"
                          : values.size() == 1 ? "one value only"
                                               : "more than two values"),
              {options.input.input, "", 0, 0}}});
    const auto a = number_of(values[0]);
    const auto b = number_of(values[1]);
    if (options.first.empty() ? a && b && *b < *a : values[1] == options.first)
        std::swap(values[0], values[1]);
    if (!options.first.empty() && values[0] != options.first)
        throw failure(exit_code::usage, fmt::format("--first {}: is no value of column '{}'; expected one of its two",
                                                    options.first, options.occasion));
    return values;
}

/// Compares two occasions, from opened inputs to the report.
class retest_run_of {
public:
    explicit retest_run_of(const retest_options& options) : options_(options) {}

    exit_code run()
    {
        answer_input input(options_.input, options_.common,
                           options_.occasion.empty() ? std::vector<std::string>{} : std::vector{options_.occasion},
                           false);
        const scored_people people = score_everybody(input);
        add_facts(input, people);
        facts_.options = input.setup().in_force();
        facts_.warnings = input.setup().warnings();
        scored_people second_people;
        occasion_rows first{&people, {}, {}, options_.input.input};
        occasion_rows second{&people, {}, {}, options_.input.input};
        if (options_.occasion.empty()) {
            input_options second_options = options_.input;
            second_options.input = options_.second;
            answer_input second_input(second_options, options_.common, {}, false);
            second_people = score_everybody(second_input);
            add_facts(second_input, second_people);
            second.people = &second_people;
            second.source = options_.second;
            facts_.occasions = {facts_.inputs[0].name, facts_.inputs[1].name};
            facts_.options.emplace_back("second", facts_.inputs[1].name);
            for (std::size_t row = 0; row < people.n_rows(); ++row)
                take(first, row);
            for (std::size_t row = 0; row < second_people.n_rows(); ++row)
                take(second, row);
        } else {
            facts_.occasions = occasion_values(people.others[0], options_);
            facts_.options.emplace_back("occasion", options_.occasion);
            facts_.options.emplace_back("first", options_.first);
            for (std::size_t row = 0; row < people.n_rows(); ++row)
                if (people.others[0][row].empty())
                    ++facts_.n_without_occasion;
                else
                    take(people.others[0][row] == facts_.occasions[0] ? first : second, row);
        }
        const std::vector<score_agreement> scores = compare(input.key(), first, second);
        warn();
        output_file("-").write(options_.json ? retest_json(input.key().identity(), scores, facts_)
                                             : retest_text(input.key().identity(), scores, facts_));
        const bool has_findings = n_refused_rows_ != 0 || !facts_.warnings.empty();
        return options_.common.strict && has_findings ? exit_code::findings : exit_code::done;
    }

private:
    void add_facts(answer_input& input, const scored_people& people)
    {
        facts_.inputs.push_back({input.setup().input_name(), input.sha256(), static_cast<std::int64_t>(people.n_rows()),
                                 people.n_short_rows});
        n_refused_rows_ += people.n_refused_rows;
    }

    std::vector<score_agreement> compare(const scoring_key& key, const occasion_rows& first,
                                         const occasion_rows& second)
    {
        for (const occasion_rows* occasion : {&first, &second})
            check_ids(occasion->ids, occasion->rows, occasion->source, "one row per person and occasion");
        const pairing joined = pair_occasions(first.ids, second.ids);
        facts_.n_paired = static_cast<std::int64_t>(joined.pairs.size());
        facts_.n_only_first = joined.n_only_first;
        facts_.n_only_second = joined.n_only_second;
        facts_.n_without_id = joined.n_without_id;
        std::vector<score_agreement> scores;
        matrix occasions(static_cast<Eigen::Index>(joined.pairs.size()), 2);
        for (std::size_t which = 0; which < key.outputs().size(); ++which) {
            for (std::size_t i = 0; i < joined.pairs.size(); ++i) {
                const auto& [row, second_row] = joined.pairs[i];
                occasions(static_cast<Eigen::Index>(i), 0) = first.people->score(first.rows[row], which);
                occasions(static_cast<Eigen::Index>(i), 1) = second.people->score(second.rows[second_row], which);
            }
            scores.push_back({key.outputs()[which].id, agreement_of_occasions(occasions)});
        }
        return scores;
    }

    void warn()
    {
        const auto add = [&](std::int64_t count, std::string_view what) {
            if (count != 0)
                facts_.warnings.push_back(fmt::format("{}: {}", what, count));
        };
        add(facts_.n_only_first, "persons on the first occasion only");
        add(facts_.n_only_second, "persons on the second occasion only");
        add(facts_.n_without_id, "rows without an id");
        add(facts_.n_without_occasion, "rows without an occasion");
        for (const input_facts& input : facts_.inputs)
            add(input.n_short_rows, "short rows, whose end is not answered");
        if (!options_.common.quiet)
            for (const std::string& warning : facts_.warnings)
                fmt::print(stderr, "warning: {}\n", warning);
    }

    const retest_options& options_;
    retest_run facts_;
    std::int64_t n_refused_rows_ = 0;
};

exit_code compare_occasions(const retest_options& options)
{
    if (options.second.empty() == options.occasion.empty())
        throw failure(exit_code::usage, "--second and --occasion exclude each other; expected one of them");
    if (options.input.id.empty())
        throw failure(exit_code::usage, "--id is missing; expected the columns that identify a person");
    if (options.second == "-" && options.input.input == "-")
        throw failure(exit_code::usage, "--input and --second are both standard input; expected one file");
    if (std::find(options.input.id.begin(), options.input.id.end(), options.occasion) != options.input.id.end())
        throw failure(exit_code::usage,
                      fmt::format("--occasion {}: is a column of --id too; expected another column", options.occasion));
    return retest_run_of(options).run();
}

}  // namespace

void add_retest(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<retest_options>();
    CLI::App& command = *tool.add_subcommand(
        "retest", "Agreement of the scores of the same persons on two occasions, or of raters (retest table)");
    add_ratings(command, chosen);
    options->input.add_to(command);
    for (const char* name : {"--instrument", "--input"})
        command.get_option(name)->required(false);  // `retest table` has options of its own
    command.add_option("--second", options->second, "Table of the second occasion, joined by --id")->type_name("FILE");
    command.add_option("--occasion", options->occasion, "Column that names the occasion, instead of a second table")
        ->type_name("COL");
    command
        .add_option(
            "--first", options->first,
            "Which of the two values of --occasion came first (default: the smaller number, or the one that stands first)")
        ->type_name("VALUE");
    command.add_flag("--json", options->json, "As JSON");
    options->common.add_to(command);
    command.footer(
        "Per score: correlation, ICC(2,1) and ICC(3,1), measurement error, smallest detectable change, limits of agreement.\n"
        "Persons with a refused score on either occasion are left out and counted.\n\n"
        "Examples:\n"
        "  attune retest -i ecr-s --input before.csv --second after.csv --columns 'q{n}' --id person\n"
        "  attune retest -i ecr-s --input both.csv --occasion wave --columns 'q{n}' --id person");
    command.callback([options, &chosen, &command] {
        if (command.got_subcommand("table"))
            return;
        for (const char* name : {"--instrument", "--input"})
            if (command.count(name) == 0)
                throw CLI::RequiredError(name);
        chosen = [options] { return compare_occasions(*options); };
    });
}

}  // namespace attune::cli
