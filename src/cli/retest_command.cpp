#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "attune/analysis/occasions.hpp"
#include "attune/analysis/retest.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/agreement_report.hpp"
#include "commands.hpp"
#include "occasion_input.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct retest_options {
    common_options common;
    input_options input;
    occasion_source source;
    std::string first;
    bool json = false;
};

/// Makes two occasions of a column the earlier and the later.
void order_occasions(std::vector<occasion_rows>& occasions, const retest_options& options)
{
    if (occasions.size() != 2)
        throw input_error(
            {{severity::error,
              "retest.occasions",
              fmt::format("column '{}' holds {}; expected two values, one for each occasion", options.source.occasion,
                          occasions.empty()       ? "nothing"
                          : occasions.size() == 1 ? "one value only"
                                                  : "more than two values"),
              {options.input.input, "", 0, 0}}});
    if (occasions[1].name == options.first)
        std::swap(occasions[0], occasions[1]);
    if (!options.first.empty() && occasions[0].name != options.first)
        throw failure(exit_code::usage, fmt::format("--first {}: is no value of column '{}'; expected one of its two",
                                                    options.first, options.source.occasion));
}

/// Compares two occasions, from opened inputs to the report.
class retest_run_of {
public:
    explicit retest_run_of(const retest_options& options) : options_(options) {}

    exit_code run()
    {
        read_occasions read = read_occasions_of(options_.input, options_.common, options_.source);
        if (!options_.source.occasion.empty()) {
            order_occasions(read.occasions, options_);
            read.options.emplace_back("first", options_.first);
        }
        facts_.inputs = read.inputs;
        facts_.options = read.options;
        facts_.warnings = read.first->setup().warnings();
        facts_.n_without_occasion = read.n_without_occasion;
        facts_.occasions = {read.occasions[0].name, read.occasions[1].name};
        const scoring_key& key = read.first->key();
        const std::vector<score_agreement> scores = compare(key, read.occasions[0], read.occasions[1]);
        warn();
        output_file("-").write(options_.json ? retest_json(key.identity(), scores, facts_)
                                             : retest_text(key.identity(), scores, facts_));
        const bool has_findings = read.n_refused_rows != 0 || !facts_.warnings.empty();
        return code_of(has_findings, options_.common);
    }

private:
    std::vector<score_agreement> compare(const scoring_key& key, const occasion_rows& first,
                                         const occasion_rows& second)
    {
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
        add_count(facts_.warnings, facts_.n_only_first, "persons on the first occasion only");
        add_count(facts_.warnings, facts_.n_only_second, "persons on the second occasion only");
        add_count(facts_.warnings, facts_.n_without_id, "rows without an id");
        add_count(facts_.warnings, facts_.n_without_occasion, "rows without an occasion");
        for (const input_facts& input : facts_.inputs)
            add_count(facts_.warnings, input.n_short_rows, "short rows, whose end is not answered");
        print_warnings(facts_.warnings, options_.common);
    }

    const retest_options& options_;
    retest_run facts_;
};

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
    options->source.add_to(command, "Table of the second occasion, joined by --id",
                           "Column that names the occasion, instead of a second table");
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
        chosen = [options] { return retest_run_of(*options).run(); };
    });
}

}  // namespace attune::cli
