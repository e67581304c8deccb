#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
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

#include "answer_input.hpp"
#include "attune/analysis/score_plane.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/compare_report.hpp"
#include "commands.hpp"
#include "scored_people.hpp"
#include "summary_table.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct compare_options {
    common_options common;
    input_options input;
    std::string by;
    std::vector<std::string> groups;
    std::vector<std::string> outcomes;
    std::vector<std::string> covariates;
    std::vector<std::string> reliabilities;
    std::string summary_table;
    double level = 0.95;
    bool json = false;
};

/// A cell as a number: optional spaces, and no other separator than the decimal one.
std::optional<double> number_of(const std::string& text, char decimal)
{
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string::npos || (decimal != '.' && text.find('.') != std::string::npos))
        return std::nullopt;
    std::string plain = text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
    std::replace(plain.begin(), plain.end(), decimal, '.');
    double number = 0;
    const auto [end, failure] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    const bool is_number = failure == std::errc{} && end == plain.data() + plain.size() && std::isfinite(number);
    return is_number ? std::optional(number) : std::nullopt;
}

/// SCORE=R as it is given to --reliability.
std::pair<std::string, double> reliability_of(const std::string& text)
{
    const std::size_t sign = text.find('=');
    const std::optional<double> r = sign == std::string::npos ? std::nullopt : number_of(text.substr(sign + 1), '.');
    if (!r || *r <= 0 || *r > 1)
        throw failure(exit_code::usage,
                      fmt::format("--reliability {}: expected SCORE=R with R above 0 and up to 1", text));
    return {text.substr(0, sign), *r};
}

/// Compares groups of people, from the opened input to the report.
class comparison_run {
public:
    comparison_run(const compare_options& options, answer_input& input)
        : options_(options), input_(input), people_(score_everybody(input))
    {
        for (const std::string& text : options.reliabilities) {
            reliabilities_.push_back(reliability_of(text));
            const auto& outputs = input.key().outputs();
            if (std::none_of(outputs.begin(), outputs.end(),
                             [&](const scored_output& one) { return one.id == reliabilities_.back().first; }))
                throw failure(exit_code::usage, fmt::format("--reliability {}: there is no such score", text));
        }
    }

    comparison_result run()
    {
        result_.instrument = input_.key().identity();
        result_.by = options_.by;
        result_.input_name = input_.setup().input_name();
        result_.input_sha256 = input_.sha256();
        result_.options = input_.setup().in_force();
        result_.options.emplace_back("by", options_.by);
        result_.options.emplace_back("groups", fmt::format("{}", fmt::join(options_.groups, ",")));
        result_.options.emplace_back("covariate", fmt::format("{}", fmt::join(options_.covariates, ",")));
        result_.options.emplace_back("outcome", fmt::format("{}", fmt::join(options_.outcomes, ",")));
        result_.options.emplace_back("reliability", fmt::format("{}", fmt::join(options_.reliabilities, ",")));
        result_.options.emplace_back("level", fmt::format("{}", options_.level));
        result_.warnings = input_.setup().warnings();
        result_.n_rows = static_cast<std::int64_t>(people_.n_rows());
        result_.n_refused_rows = people_.n_refused_rows;
        result_.n_short_rows = people_.n_short_rows;
        result_.covariates = options_.covariates;
        find_groups();
        compare_each_score();
        compare_both_dimensions();
        correlate();
        hold_covariates_constant();
        explain_outcomes();
        return std::move(result_);
    }

private:
    /// Groups are the values of --by: numbers by size, all else by their letters, unless --groups says it.
    void find_groups()
    {
        const std::vector<std::string>& cells = people_.others[0];
        std::vector<std::string> found;
        for (const std::string& cell : cells)
            if (!cell.empty() && std::find(found.begin(), found.end(), cell) == found.end()) {
                found.push_back(cell);
                constexpr std::size_t most = 20;  // 190 pairs of groups
                if (options_.groups.empty() && found.size() > most)
                    throw failure(exit_code::usage,
                                  fmt::format("--by {}: has more than {} values; expected few groups, or --groups",
                                              options_.by, most));
            }
        if (options_.groups.empty()) {
            const bool are_numbers = std::all_of(
                found.begin(), found.end(), [](const std::string& cell) { return number_of(cell, '.').has_value(); });
            std::sort(found.begin(), found.end(), [&](const std::string& a, const std::string& b) {
                return are_numbers ? *number_of(a, '.') < *number_of(b, '.') : a < b;
            });
            result_.groups = found;
        } else {
            for (const std::string& group : options_.groups)
                if (std::find(found.begin(), found.end(), group) == found.end())
                    throw failure(exit_code::usage,
                                  fmt::format("--groups {}: is no value of column '{}'", group, options_.by));
            result_.groups = options_.groups;
        }
        if (result_.groups.size() < 2)
            throw input_error({{severity::error,
                                "compare.groups",
                                fmt::format("column '{}' holds {}; expected at least two groups", options_.by,
                                            result_.groups.empty() ? "nothing" : "one value only"),
                                {options_.input.input, "", 0, 0}}});
        for (const std::string& cell : cells) {
            const auto place = std::find(result_.groups.begin(), result_.groups.end(), cell);
            group_of_.push_back(place == result_.groups.end() ? -1 : static_cast<int>(place - result_.groups.begin()));
            result_.n_without_group += group_of_.back() < 0 ? 1 : 0;
        }
    }

    /// Everybody's values of one score, NaN where refused.
    [[nodiscard]] Eigen::VectorXd score_column(std::size_t which) const
    {
        Eigen::VectorXd column(static_cast<Eigen::Index>(people_.n_rows()));
        for (std::size_t row = 0; row < people_.n_rows(); ++row)
            column[static_cast<Eigen::Index>(row)] = people_.score(row, which);
        return column;
    }

    /// Everybody's values of a further column; empty cells and missing codes are NaN.
    [[nodiscard]] Eigen::VectorXd number_column(std::size_t which, const std::string& name, bool is_yes_or_no) const
    {
        const auto is_missing = [&](const std::string& cell) {
            return cell.empty() ||
                   std::any_of(options_.input.missing_codes.begin(), options_.input.missing_codes.end(),
                               [&](const std::string& code) { return cell == code.substr(0, code.find('=')); });
        };
        Eigen::VectorXd column(static_cast<Eigen::Index>(people_.n_rows()));
        std::vector<diagnostic> found;
        constexpr std::size_t most = 20;
        for (std::size_t row = 0; row < people_.n_rows() && found.size() < most; ++row) {
            const std::string& cell = people_.others[which][row];
            const std::optional<double> number = number_of(cell, options_.input.decimal.front());
            column[static_cast<Eigen::Index>(row)] = number.value_or(std::numeric_limits<double>::quiet_NaN());
            if (number && !(is_yes_or_no && *number != 0 && *number != 1))
                continue;
            if (is_missing(cell))
                column[static_cast<Eigen::Index>(row)] = std::numeric_limits<double>::quiet_NaN();
            else
                found.push_back({severity::error,
                                 "compare.not_a_number",
                                 fmt::format("row {}, column '{}': expected {}", row + 1, name,
                                             is_yes_or_no ? "0 or 1" : "a number"),
                                 {options_.input.input, "", 0, 0}});
        }
        if (!found.empty())
            throw input_error(found);
        return column;
    }

    [[nodiscard]] std::vector<double> of_group(const Eigen::VectorXd& column, int group) const
    {
        std::vector<double> chosen;
        for (std::size_t row = 0; row < group_of_.size(); ++row)
            if (group_of_[row] == group)
                chosen.push_back(column[static_cast<Eigen::Index>(row)]);
        return chosen;
    }

    /// The rows of one group, or with -1 of all groups, in these columns.
    [[nodiscard]] matrix rows_of_group(const std::vector<Eigen::VectorXd>& columns, int group) const
    {
        std::vector<Eigen::Index> rows;
        for (std::size_t row = 0; row < group_of_.size(); ++row)
            if (group < 0 ? group_of_[row] >= 0 : group_of_[row] == group)
                rows.push_back(static_cast<Eigen::Index>(row));
        matrix made(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(columns.size()));
        for (std::size_t j = 0; j < columns.size(); ++j)
            made.col(static_cast<Eigen::Index>(j)) = columns[j](rows);
        return made;
    }

    [[nodiscard]] int n_groups() const { return static_cast<int>(result_.groups.size()); }

    void compare_each_score()
    {
        std::vector<summarised_score> scores;
        for (std::size_t which = 0; which < input_.key().outputs().size(); ++which) {
            const Eigen::VectorXd column = score_column(which);
            summarised_score one{input_.key().outputs()[which].id, {}};
            for (int group = 0; group < n_groups(); ++group)
                one.groups.push_back(summary_of(of_group(column, group)));
            scores.push_back(std::move(one));
        }
        result_.scores = compare_scores(scores, options_.level);
    }

    void compare_both_dimensions()
    {
        plane_ = only_plane_of(input_.key().outputs());
        if (!plane_)
            return;
        const std::size_t anxiety = plane_->anxiety;
        const std::size_t avoidance = plane_->avoidance;
        std::vector<group_moments> groups;
        for (int group = 0; group < n_groups(); ++group)
            groups.push_back(moments_of_group(rows_of_group({score_column(anxiety), score_column(avoidance)}, group)));
        result_.joint = compare_jointly({input_.key().outputs()[anxiety].id, input_.key().outputs()[avoidance].id},
                                        groups, options_.level);
    }

    [[nodiscard]] double reliability(const std::string& score) const
    {
        for (const auto& [id, r] : reliabilities_)
            if (id == score)
                return r;
        return std::numeric_limits<double>::quiet_NaN();
    }

    /// Both dimensions with each other, and every score with every covariate, in all groups and in each.
    void correlate()
    {
        std::vector<Eigen::VectorXd> covariates;
        for (std::size_t j = 0; j < options_.covariates.size(); ++j)
            covariates.push_back(number_column(1 + j, options_.covariates[j], false));
        const auto& outputs = input_.key().outputs();
        for (int group = -1; group < n_groups(); ++group) {
            group_correlations made{group < 0 ? "" : result_.groups[static_cast<std::size_t>(group)], {}, {}};
            if (plane_) {
                const std::string& first = outputs[plane_->anxiety].id;
                const std::string& second = outputs[plane_->avoidance].id;
                const std::string names = first + ", " + second;
                made.found.emplace_back(
                    names,
                    correlation(rows_of_group({score_column(plane_->anxiety), score_column(plane_->avoidance)}, group),
                                options_.level));
                if (!std::isnan(reliability(first) + reliability(second)))
                    made.true_scores.emplace_back(
                        names, disattenuated(made.found.back().second.r, reliability(first), reliability(second)));
            }
            for (std::size_t which = 0; which < outputs.size(); ++which)
                for (std::size_t j = 0; j < covariates.size(); ++j)
                    made.found.emplace_back(
                        outputs[which].id + ", " + options_.covariates[j],
                        correlation(rows_of_group({score_column(which), covariates[j]}, group), options_.level));
            result_.correlations.push_back(std::move(made));
        }
        covariates_ = matrix(static_cast<Eigen::Index>(people_.n_rows()), static_cast<Eigen::Index>(covariates.size()));
        for (std::size_t j = 0; j < covariates.size(); ++j)
            covariates_.col(static_cast<Eigen::Index>(j)) = covariates[j];
    }

    void hold_covariates_constant()
    {
        if (covariates_.cols() == 0)
            return;
        for (std::size_t which = 0; which < input_.key().outputs().size(); ++which)
            result_.ancovas.push_back(
                {input_.key().outputs()[which].id, ancova(score_column(which), group_of_, covariates_,
                                                          {.n_groups = n_groups(), .level = options_.level})});
    }

    void explain_outcomes()
    {
        if (!plane_ && !options_.outcomes.empty())
            result_.warnings.emplace_back("--outcome: needs one score of anxiety and one of avoidance");
        if (!plane_)
            return;
        matrix scores(static_cast<Eigen::Index>(people_.n_rows()), 2);
        scores << score_column(plane_->anxiety), score_column(plane_->avoidance);
        for (std::size_t j = 0; j < options_.outcomes.size(); ++j) {
            const std::string& name = options_.outcomes[j];
            outcome_regression found = regress_outcome(
                number_column(1 + options_.covariates.size() + j, name, true), scores, group_of_,
                {{input_.key().outputs()[plane_->anxiety].id, input_.key().outputs()[plane_->avoidance].id},
                 result_.groups,
                 options_.level});
            found.outcome = name;
            result_.outcomes.push_back(std::move(found));
        }
    }

    const compare_options& options_;
    answer_input& input_;
    scored_people people_;
    std::vector<std::pair<std::string, double>> reliabilities_;
    std::vector<int> group_of_;         ///< per row, -1 for none
    std::optional<score_plane> plane_;  ///< nothing without one score of each dimension
    matrix covariates_;
    comparison_result result_;
};

exit_code print(const compare_options& options, const comparison_result& result)
{
    print_warnings(result.warnings, options.common);
    output_file("-").write(options.json ? compare_json(result) : compare_text(result));
    const bool has_findings = result.n_refused_rows != 0 || result.n_short_rows != 0 || !result.warnings.empty();
    return code_of(has_findings, options.common);
}

exit_code compare_people(const compare_options& options)
{
    std::vector<std::string> kept = {options.by};
    for (const auto* more : {&options.covariates, &options.outcomes})
        kept.insert(kept.end(), more->begin(), more->end());
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (std::find(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(i), kept[i]) !=
            kept.begin() + static_cast<std::ptrdiff_t>(i))
            throw failure(exit_code::usage, fmt::format("column '{}' is named twice; expected one use of it", kept[i]));
    answer_input input(options.input, options.common, kept, false);
    return print(options, comparison_run(options, input).run());
}

exit_code compare_table(const compare_options& options)
{
    summary_table table = read_summary_table(options.summary_table, options.input);
    comparison_result result;
    result.by = "group";
    result.groups = table.groups;
    result.input_name = table.name;
    result.input_sha256 = table.sha256;
    result.n_rows = table.n_rows;
    result.options = {{"level", fmt::format("{}", options.level)}};
    as_usage([&] {
        result.scores = compare_scores(table.scores, options.level);
        return 0;
    });
    if (table.scores.size() == 2 && !table.correlations.empty()) {
        std::vector<group_moments> groups;
        for (std::size_t g = 0; g < table.groups.size(); ++g)
            groups.push_back(
                moments_of_two(table.scores[0].groups[g], table.scores[1].groups[g], table.correlations[g]));
        result.joint = compare_jointly({table.scores[0].id, table.scores[1].id}, groups, options.level);
    }
    return print(options, result);
}

}  // namespace

void add_compare(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<compare_options>();
    CLI::App& command =
        *tool.add_subcommand("compare", "Compares the scores of groups of people, or means from a paper");
    add_compare_summary(command, chosen);
    options->input.add_to(command);
    for (const char* name : {"--instrument", "--input"})
        command.get_option(name)->required(false);  // `compare summary` and --summary-table need none
    command.add_option("--by", options->by, "Column that names the group of a person")->type_name("COL");
    command
        .add_option("--groups", options->groups,
                    "Groups to compare, in this order (default: all values of --by, sorted)")
        ->type_name("VALUE[,VALUE]")
        ->delimiter(',');
    command
        .add_option("--covariate", options->covariates,
                    "Columns of numbers (age) that are correlated with the scores and held constant")
        ->type_name("COL[,COL]")
        ->delimiter(',');
    command
        .add_option("--outcome", options->outcomes,
                    "Columns of 0 and 1 (therapy use) that anxiety, avoidance and the groups are to explain")
        ->type_name("COL[,COL]")
        ->delimiter(',');
    command
        .add_option("--reliability", options->reliabilities,
                    "Reliability of a score: adds the correlation of the dimensions without measurement error")
        ->type_name("SCORE=R[,SCORE=R]")
        ->delimiter(',');
    command
        .add_option("--summary-table", options->summary_table,
                    "Instead of answers a table of group, score, n, mean, sd, and r where it is known: CSV or JSON")
        ->type_name("FILE");
    command.add_option("--level", options->level, "Level of the intervals, 0.95 by default")
        ->check(CLI::Range(0.5, 0.999).description(""))
        ->type_name("LEVEL");
    command.add_flag("--json", options->json, "As JSON");
    options->common.add_to(command);
    command.footer(
        "Every two groups are compared on every score, first less second; both dimensions are compared together too.\n"
        "People with a refused score are left out of what needs it.\n\n"
        "Examples:\n"
        "  attune compare -i ecr-s --input answers.csv --columns 'q{n}' --by gender --covariate age\n"
        "  attune compare --summary-table paper.csv\n"
        "  attune compare summary 3.8 1.1 120 3.4 1.3 80");
    command.callback([options, &chosen, &command] {
        if (command.got_subcommand("summary"))
            return;
        if (options->summary_table.empty()) {
            for (const char* name : {"--instrument", "--input", "--by"})
                if (command.count(name) == 0)
                    throw CLI::RequiredError(name);
            chosen = [options] { return compare_people(*options); };
            return;
        }
        for (const char* name :
             {"--instrument", "--input", "--by", "--groups", "--covariate", "--outcome", "--reliability"})
            if (command.count(name) != 0)
                throw CLI::ExcludesError("--summary-table", name);
        chosen = [options] { return compare_table(*options); };
    });
}

}  // namespace attune::cli
