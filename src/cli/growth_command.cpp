#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>

#include "answer_input.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/growth_report.hpp"
#include "commands.hpp"
#include "goal_columns.hpp"
#include "number_text.hpp"
#include "scored_people.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct growth_command_options {
    common_options common;
    input_options input;
    std::string time;
    std::string predictor;
    std::string likelihood = "reml";
    std::string random = "slope";
    bool is_uncentred = false;
    bool json = false;
};

/// Fits growth, from the opened input to the report.
class growth_run_of {
public:
    explicit growth_run_of(const growth_command_options& options) : options_(options) {}

    exit_code run()
    {
        std::vector<std::string> further{options_.time};
        if (!options_.predictor.empty())
            further.push_back(options_.predictor);
        answer_input input(options_.input, options_.common, further, false);
        const scored_people people = score_everybody(input);
        facts_.input = {input.setup().input_name(), input.sha256(), static_cast<std::int64_t>(people.n_rows()),
                        people.n_short_rows};
        facts_.time = options_.time;
        facts_.predictor = options_.predictor;
        facts_.options = input.setup().in_force();
        facts_.warnings = input.setup().warnings();
        for (const auto& [name, value] : std::initializer_list<std::pair<const char*, std::string>>{
                 {"time", options_.time},
                 {"predictor", options_.predictor},
                 {"likelihood", options_.likelihood},
                 {"random", options_.random},
                 {"uncentred", options_.is_uncentred ? "true" : "false"}})
            facts_.options.emplace_back(name, value);
        read_rows(people);
        std::vector<score_growth> scores;
        for (std::size_t which = 0; which < people.n_scores; ++which)
            scores.push_back(growth_of(people, which, input.key().outputs()[which].id));
        warn();
        output_file("-").write(options_.json ? growth_json(input.key().identity(), scores, facts_)
                                             : growth_text(input.key().identity(), scores, facts_));
        const bool has_findings = people.n_refused_rows != 0 || !facts_.warnings.empty();
        return code_of(has_findings, options_.common);
    }

private:
    /// Who each row belongs to, and when; a predictor that differs between the rows of a person is no predictor.
    void read_rows(const scored_people& people)
    {
        std::map<std::string, std::size_t> numbers;
        std::vector<std::string> predictors;
        for (std::size_t row = 0; row < people.n_rows(); ++row) {
            if (people.ids[row].empty()) {
                ++facts_.n_without_id;
                continue;
            }
            const auto [place, is_new] = numbers.try_emplace(people.ids[row], numbers.size());
            const double time = number_or_unknown(people.others[0][row]);
            facts_.n_unreadable += std::isnan(time) ? 1 : 0;
            if (is_new) {
                facts_.ids.push_back(people.ids[row]);
                if (!options_.predictor.empty()) {
                    predictors.push_back(people.others[1][row]);
                    data_.predictor.push_back(number_or_unknown(predictors.back()));
                }
            } else if (!options_.predictor.empty() && people.others[1][row] != predictors[place->second]) {
                throw input_error(
                    {{severity::error,
                      "change.predictor_varies",
                      fmt::format("column '{}' of data row {} differs from that person's first row; expected "
                                  "one value per person",
                                  options_.predictor, row + 1),
                      {options_.input.input, "", 0, 0}}});
            }
            rows_.push_back(row);
            data_.person.push_back(place->second);
            data_.time.push_back(time);
        }
    }

    score_growth growth_of(const scored_people& people, std::size_t which, std::string id)
    {
        data_.outcome.clear();
        for (const std::size_t row : rows_)
            data_.outcome.push_back(people.score(row, which));
        const likelihood kind = options_.likelihood == "ml" ? likelihood::full : likelihood::restricted;
        const bool has_slopes = options_.random == "slope";
        score_growth found{.score = std::move(id),
                           .model = growth(data_, {.kind = kind,
                                                   .random = has_slopes ? random_effects::intercept_and_slope
                                                                        : random_effects::intercept,
                                                   .centre_predictor = !options_.is_uncentred}),
                           .icc = icc_empty(data_, kind),
                           .slope = {}};
        if (has_slopes)
            found.slope = random_slope_test(data_, kind);
        return found;
    }

    void warn()
    {
        add_count(facts_.warnings, facts_.n_without_id, "rows without an id");
        add_count(facts_.warnings, facts_.n_unreadable, "rows whose time is no number");
        add_count(facts_.warnings, facts_.input.n_short_rows, "short rows, whose end is not answered");
        print_warnings(facts_.warnings, options_.common);
    }

    const growth_command_options& options_;
    growth_run facts_;
    growth_data data_;
    std::vector<std::size_t> rows_;
};

exit_code fit_growth(const growth_command_options& options)
{
    if (options.input.id.empty())
        throw failure(exit_code::usage, "--id is missing; expected the columns that identify a person");
    return growth_run_of(options).run();
}

}  // namespace

void add_growth(CLI::App& change, action& chosen)
{
    auto options = std::make_shared<growth_command_options>();
    CLI::App& command = *change.add_subcommand("growth", "Two-level growth: how persons change over many occasions");
    options->input.add_to(command);
    command.add_option("--time", options->time, "Column of times, in any unit; slopes are per unit")
        ->type_name("COL")
        ->required();
    command
        .add_option("--predictor", options->predictor,
                    "Column of one number a person, such as the change they wish for; does change depend on it?")
        ->type_name("COL");
    command
        .add_option("--likelihood", options->likelihood,
                    "reml (default), or ml to compare models with other predictors")
        ->check(CLI::IsMember({"reml", "ml"}).description(""))
        ->type_name("reml|ml");
    command
        .add_option("--random", options->random,
                    "What varies between persons: slope and intercept (default), or intercept alone")
        ->check(CLI::IsMember({"slope", "intercept"}).description(""))
        ->type_name("slope|intercept");
    command.add_flag("--uncentred", options->is_uncentred,
                     "Leave the predictor as it is, instead of taking its mean over persons as 0");
    command.add_flag("--json", options->json, "As JSON, with every person's line");
    options->common.add_to(command);
    command.footer(
        "One row per person and occasion; unequal spacing and missing occasions are no trouble. Rows with a refused score\n"
        "are left out and counted.\n\n"
        "Example:\n"
        "  attune change growth -i ecr-s --input waves.csv --columns 'q{n}' --id person --time week --predictor wish");
    command.callback([options, &chosen] { chosen = [options] { return fit_growth(*options); }; });
}

}  // namespace attune::cli
