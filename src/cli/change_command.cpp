#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/change.hpp"
#include "attune/analysis/change_course.hpp"
#include "attune/analysis/occasions.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/change_report.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/reliability/alpha.hpp"
#include "change_norm_choice.hpp"
#include "commands.hpp"
#include "goal_columns.hpp"
#include "number_text.hpp"
#include "occasion_input.hpp"
#include "score_figures.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct change_options {
    common_options common;
    input_options input;
    occasion_source source;
    std::vector<std::string> order;
    std::string time;
    std::vector<std::string> goals;
    std::vector<std::string> methods = {"jacobson_truax"};
    std::vector<std::string> norms;
    std::vector<std::string> sd;
    std::vector<std::string> reliability;
    std::vector<std::string> untreated;
    std::vector<std::string> clinical;
    std::vector<std::string> functional;
    double level = 0.95;
    std::string format = "text";
    std::string output = "-";
    bool json = false;
};

/// Changes over occasions, from opened inputs to the report.
class change_run_of {
public:
    explicit change_run_of(const change_options& options) : options_(options) {}

    exit_code run()
    {
        std::vector<std::string> further;
        if (!options_.time.empty())
            further.push_back(options_.time);
        for (const std::string& column : columns_of_goals(options_.goals))
            further.push_back(column);
        read_ = read_occasions_of(options_.input, options_.common, options_.source, further, true);
        if (!options_.source.occasion.empty())
            arrange_occasions(read_.occasions, options_.source, options_.order, options_.input.input);
        norms_ = choose_change_norms(options_.norms, key(), options_.input.mode, options_.common);
        check_norms();
        state_facts();
        find_courses();
        plan();
        find_goals();
        for (person_course& person : results_.persons)
            add_movement(person, results_.plans);
        warn();
        write();
        const bool has_findings = read_.n_refused_rows != 0 || !facts_.warnings.empty();
        return code_of(has_findings, options_.common);
    }

private:
    [[nodiscard]] const scoring_key& key() const { return read_.first->key(); }

    void state_facts()
    {
        facts_.inputs = read_.inputs;
        facts_.options = read_.options;
        facts_.warnings = read_.first->setup().warnings();
        facts_.warnings.insert(facts_.warnings.end(), norms_.flags.begin(), norms_.flags.end());
        facts_.n_without_occasion = read_.n_without_occasion;
        facts_.id_columns = options_.input.id;
        facts_.time = options_.time;
        for (const occasion_rows& occasion : read_.occasions)
            facts_.occasions.push_back(occasion.name);
        for (const change_method method : change_methods)
            for (const std::string& name : options_.methods)
                if (name == to_string(method) || name == "all") {
                    facts_.methods.push_back(method);
                    break;
                }
        const auto add = [&](const char* name, const std::vector<std::string>& values) {
            facts_.options.emplace_back(name, fmt::format("{}", fmt::join(values, " ")));
        };
        add("order", options_.order);
        add("method", options_.methods);
        add("goal", options_.goals);
        add("norms", options_.norms);
        add("sd", options_.sd);
        add("reliability", options_.reliability);
        add("untreated", options_.untreated);
        add("clinical", options_.clinical);
        add("functional", options_.functional);
        facts_.options.emplace_back("time", options_.time);
        facts_.options.emplace_back("level", fmt::format("{}", options_.level));
    }

    /// People of one role come from a norm set or from an option, not from both.
    void check_norms() const
    {
        const auto check = [](bool has_norms, const std::vector<std::string>& given, const char* option) {
            if (has_norms && !given.empty())
                throw failure(exit_code::usage,
                              fmt::format("{} and --norms both state figures of these people; expected one", option));
        };
        check(norms_.norms.untreated.has_value(), options_.untreated, "--untreated");
        check(norms_.norms.clinical.has_value(), options_.clinical, "--clinical");
        check(norms_.norms.functional.has_value(), options_.functional, "--functional");
        for (const change_method method : change_methods)
            for (const std::string& name : options_.methods)
                if (name == to_string(method) && uses_mean_change(method) && options_.untreated.empty() &&
                    !norms_.norms.untreated)
                    throw failure(
                        exit_code::usage,
                        fmt::format("--method {}: takes off a mean change; expected that of untreated people "
                                    "by --norms or --untreated, as that of these persons is not evidence about "
                                    "therapy",
                                    name));
    }

    /// Joins the rows of each person.
    void find_courses()
    {
        std::vector<std::vector<std::string>> ids;
        for (const occasion_rows& occasion : read_.occasions)
            ids.push_back(occasion.ids);
        const person_rows joined = join_occasions(ids);
        facts_.n_without_id = joined.n_without_id;
        const std::size_t n_scores = key().outputs().size();
        for (const auto& rows : joined.persons) {
            person_course person;
            person.scores.resize(n_scores);
            std::optional<std::size_t> first;
            for (std::size_t o = 0; o < rows.size(); ++o)
                if (rows[o]) {
                    add_occasion(person, o, *rows[o]);
                    first = first.value_or(*rows[o]);
                }
            if (person.occasions.size() < 2) {
                ++facts_.n_only_once;
                continue;
            }
            results_.persons.push_back(std::move(person));
            first_rows_.push_back(*first);
        }
    }

    void add_occasion(person_course& person, std::size_t which, std::size_t row)
    {
        const occasion_rows& occasion = read_.occasions[which];
        const std::size_t at = occasion.rows[row];
        if (person.occasions.empty())
            for (const std::vector<std::string>& cells : occasion.people->id_cells)
                person.id.push_back(cells[at]);
        const bool has_time = !options_.time.empty();
        const double time =
            has_time ? number_or_unknown(read_.cell(occasion, row, options_.time)) : static_cast<double>(which);
        n_without_time_ += std::isnan(time) ? 1 : 0;
        n_disordered_ += !person.times.empty() && time <= person.times.back() ? 1 : 0;
        person.occasions.push_back(which);
        person.times.push_back(time);
        for (std::size_t s = 0; s < person.scores.size(); ++s) {
            person.scores[s].values.push_back(occasion.people->score(at, s));
            person.scores[s].statuses.push_back(occasion.people->status(at, s));
        }
    }

    /// Alpha of each scale on the first occasion, by the id of the score.
    [[nodiscard]] std::map<std::string, double> alphas() const
    {
        const occasion_rows& first = read_.occasions.front();
        const moment_layout layout = layout_of(key());
        grouped_moments sums(layout);
        for (const std::size_t row : first.rows)
            sums.add("", {first.people->codes.data() + row * layout.n_items, layout.n_items});
        const std::map<std::string, moments> all = sums.finish();
        std::map<std::string, double> found;
        std::size_t scale = 0;
        for (const scored_output& output : key().outputs())
            if (output.origin == score_origin::scale) {
                if (output.n_items > 1 && !all.empty())
                    found[output.id] = alpha_raw(listwise_covariances(all.at(""), scale).cov).value;
                ++scale;
            }
        return found;
    }

    void plan()
    {
        const score_figures sd("--sd", options_.sd, 1, key());
        const score_figures reliability("--reliability", options_.reliability, 1, key());
        const score_figures untreated("--untreated", options_.untreated, 6, key());
        const score_figures clinical("--clinical", options_.clinical, 2, key());
        const score_figures functional("--functional", options_.functional, 2, key());
        const std::map<std::string, double> found = alphas();
        for (std::size_t s = 0; s < key().outputs().size(); ++s) {
            const scored_output& output = key().outputs()[s];
            matrix occasions(static_cast<Eigen::Index>(results_.persons.size()), 2);
            for (std::size_t i = 0; i < results_.persons.size(); ++i) {
                const score_course& course = results_.persons[i].scores[s];
                occasions(static_cast<Eigen::Index>(i), 0) = course.pre();
                occasions(static_cast<Eigen::Index>(i), 1) = course.post();
            }
            const change_sample sample = sample_of_occasions(occasions);
            const auto given_sd = sd.of(output.id);
            const auto given_reliability = reliability.of(output.id);
            const auto alpha = found.find(output.id);
            change_figures figures;
            figures.level = options_.level;
            if (given_sd)
                figures.sd = {given_sd->at(0), "as given"};
            if (given_reliability)
                figures.reliability = {given_reliability->at(0), "as given"};
            if (const auto numbers = untreated.of(output.id)) {
                figures.untreated = change_sample{.mean_pre = numbers->at(0),
                                                  .sd_pre = numbers->at(1),
                                                  .mean_post = numbers->at(2),
                                                  .sd_post = numbers->at(3),
                                                  .retest_r = numbers->at(4),
                                                  .n_persons = whole("--untreated", numbers->at(5))};
                figures.untreated_source = "as given";
            }
            const auto group = [&output](const score_figures& from) {
                const auto numbers = from.of(output.id);
                return numbers ? std::optional(group_figures{numbers->at(0), numbers->at(1)}) : std::nullopt;
            };
            figures.clinical = group(clinical);
            figures.functional = group(functional);
            if (figures.clinical.has_value() != figures.functional.has_value())
                throw failure(exit_code::usage,
                              "--clinical and --functional belong together: a cut-off needs both groups");
            if (figures.clinical)
                figures.clinical_source = figures.functional_source =
                    "as given; whether the form, range and mode are those of these answers is not checked";
            add_norm_figures(figures, output.id, norms_.norms);
            if (std::isnan(figures.sd.value))
                figures.sd = {sample.sd_pre, "of the first scores of these persons"};
            if (std::isnan(figures.reliability.value))
                figures.reliability = alpha == found.end()
                                          ? sourced_figure{unknown, "not known: give --reliability"}
                                          : sourced_figure{alpha->second, "alpha of the first occasion"};
            results_.plans.push_back(as_usage([&] {
                return plan_change({output.id, output.on, output.higher_means, output.target}, figures, sample);
            }));
            results_.comparisons.push_back(compare_methods(results_.plans.back(), occasions));
        }
    }

    static std::int64_t whole(const char* option, double number)
    {
        if (!(number >= 0 && number < 1e15) || number != std::floor(number))
            throw failure(exit_code::usage, fmt::format("{}: {} is no number of persons", option, number));
        return static_cast<std::int64_t>(number);
    }

    /// Reads what each person wants from the row of the person's first occasion.
    void find_goals()
    {
        const std::map<std::string, std::string> columns = goal_columns(options_.goals, key());
        const std::vector<plane_movement> planes = planes_of(results_.plans);
        for (const auto& [score, column] : columns) {
            const auto holds = [&, name = score](const plane_movement& plane) {
                return results_.plans[plane.scores[0]].score.id == name ||
                       results_.plans[plane.scores[1]].score.id == name;
            };
            if (std::none_of(planes.begin(), planes.end(), holds))
                throw failure(
                    exit_code::usage,
                    fmt::format("--goal {}={}: the score lies in no plane of anxiety and avoidance", score, column));
        }
        for (std::size_t i = 0; i < results_.persons.size(); ++i) {
            person_course& person = results_.persons[i];
            const occasion_rows& first = read_.occasions[person.occasions.front()];
            person.movements = planes;
            for (plane_movement& plane : person.movements)
                for (std::size_t k = 0; k < plane.scores.size(); ++k)
                    plane.goal[k] = goal_of(plane, k, columns, first, first_rows_[i]);
        }
    }

    /// A score without a goal column does not count towards the direction, unless neither of the plane has one.
    [[nodiscard]] double goal_of(const plane_movement& plane, std::size_t k,
                                 const std::map<std::string, std::string>& columns, const occasion_rows& first,
                                 std::size_t row) const
    {
        const auto column = columns.find(results_.plans[plane.scores[k]].score.id);
        if (column != columns.end())
            return number_or_unknown(read_.cell(first, row, column->second));
        return columns.contains(results_.plans[plane.scores[1 - k]].score.id) ? 0 : unknown;
    }

    void warn()
    {
        add_count(facts_.warnings, facts_.n_only_once, "persons on one occasion only");
        add_count(facts_.warnings, facts_.n_without_id, "rows without an id");
        add_count(facts_.warnings, facts_.n_without_occasion, "rows without an occasion");
        add_count(facts_.warnings, n_without_time_, "rows without a time, which no trend uses");
        add_count(facts_.warnings, n_disordered_, "occasions that are not later than the one before");
        for (const input_facts& input : facts_.inputs)
            add_count(facts_.warnings, input.n_short_rows, "short rows, whose end is not answered");
        print_warnings(facts_.warnings, options_.common);
    }

    void write()
    {
        const bool is_csv = options_.format == "csv" && !options_.json;
        const bool is_json = options_.format == "json" || options_.json;
        const instrument_identity& identity = key().identity();
        output_file output(options_.output);
        output.write(is_csv    ? change_csv(results_, facts_)
                     : is_json ? change_json(identity, results_, facts_)
                               : change_text(identity, results_, facts_));
        output.commit();
        if (is_csv && !options_.common.quiet)
            fmt::print(stderr, "{}", change_text(identity, results_, facts_));
    }

    const change_options& options_;
    read_occasions read_;
    chosen_change_norms norms_;
    change_results results_;
    change_run facts_;
    std::vector<std::size_t> first_rows_;  ///< of each of the persons, in the occasion that comes first
    std::int64_t n_without_time_ = 0;
    std::int64_t n_disordered_ = 0;
};

}  // namespace

void add_change(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<change_options>();
    CLI::App& command =
        *tool.add_subcommand("change", "Change of persons over two occasions or more, against measurement error");
    add_change_rci(command, chosen);
    add_growth(command, chosen);
    options->input.add_to(command);
    for (const char* name : {"--instrument", "--input"})
        command.get_option(name)->required(false);  // the commands below have options of their own
    options->source.add_to(command, "Table of the later occasion, joined by --id",
                           "Column that names the occasion, instead of a second table");
    command
        .add_option("--order", options->order,
                    "Values of --occasion, the earlier first (default: by size, or as they stand)")
        ->type_name("VALUE,VALUE")
        ->delimiter(',');
    command.add_option("--time", options->time, "Column of the time of an occasion, a number in any unit: for trends")
        ->type_name("COL");
    command
        .add_option("--goal", options->goals,
                    "Column of what a person wants of a score: below 0 less, above 0 more; repeatable")
        ->type_name("SCORE=COL")
        ->take_all();
    std::vector<std::string> methods{"all"};
    for (const change_method method : change_methods)
        methods.emplace_back(to_string(method));
    command.add_option("--method", options->methods, "Methods that stand beside each person (default: jacobson_truax)")
        ->check(CLI::IsMember(methods).description(""))
        ->type_name("METHOD[,METHOD]|all")
        ->delimiter(',');
    const auto add = [&command](const char* name, std::vector<std::string>& values, const char* text,
                                const char* type) {
        command.add_option(name, values, text)->type_name(type)->take_all();
    };
    add("--norms", options->norms,
        "Norm set of people who seek help, who do not, or who were measured twice without treatment; repeatable",
        "ID[:GROUP]");
    add("--sd", options->sd, "Standard deviation of a score (default: of the norms, or of these persons' first scores)",
        "[SCORE=]S");
    add("--reliability", options->reliability,
        "Reliability of a score (default: of the norms, or alpha of the first occasion)", "[SCORE=]R");
    add("--untreated", options->untreated,
        "People measured twice without treatment: means and standard deviations, correlation, number",
        "[SCORE=]M1,S1,M2,S2,R12,N");
    add("--clinical", options->clinical, "Mean and standard deviation of people who seek help, for cut-offs",
        "[SCORE=]M,S");
    add("--functional", options->functional, "Mean and standard deviation of people who do not, for cut-offs",
        "[SCORE=]M,S");
    command.add_option("--level", options->level, "Share of unchanged people within the threshold (default: 0.95)")
        ->type_name("LEVEL");
    command.add_option("--format", options->format, "Text is a summary; csv has a line for each person and score")
        ->check(CLI::IsMember({"text", "csv", "json"}).description(""))
        ->type_name("text|csv|json");
    command.add_flag("--json", options->json, "As --format json");
    command.add_option("--output", options->output, "Where to write; - is standard output")->type_name("FILE");
    options->common.add_to(command);
    command.footer(
        "Compares the first and the last occasion of each person by all methods; a refused score gives no change.\n"
        "METHOD is one of jacobson_truax, gulliksen_lord_novick, hsu_linn_lord, edwards_nunnally, nunnally_kotsch,\n"
        "hageman_arrindell, chelune, iverson, sd_of_differences, srb_summary, srb_regression, crawford_garthwaite.\n\n"
        "Examples:\n"
        "  attune change -i ecr-s --input before.csv --second after.csv --columns 'q{n}' --id person\n"
        "  attune change -i ecr-s --input all.csv --occasion wave --time week --columns 'q{n}' --id person --format csv\n"
        "  attune change rci --pre 4.5 --post 3.6 --sd 1.12 --reliability 0.85");
    command.callback([options, &chosen, &command] {
        if (!command.get_subcommands().empty())
            return;
        for (const char* name : {"--instrument", "--input"})
            if (command.count(name) == 0)
                throw CLI::RequiredError(name);
        chosen = [options] {
            as_usage([&] { check_probability("change", "--level", options->level); });
            return change_run_of(*options).run();
        };
    });
}

}  // namespace attune::cli
