#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "answer_input.hpp"
#include "attune/analysis/key_audit.hpp"
#include "attune/io/instrument_file.hpp"
#include "attune/io/instrument_search.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/audit_report.hpp"
#include "commands.hpp"
#include "counting.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct audit_command_options {
    common_options common;
    input_options input;
    std::string by;
    bool json = false;
};

/// One chunk of people on its way, and what was counted of all chunks that it carried.
struct audit_job : counting_job {
    explicit audit_job(const scoring_key& key) : counting_job(key.n_columns()), counts(key) {}

    grouped_audit_counts counts;
};

/// Definitions to compare with. One with faults is no help here and no fault of the answers: it is left out.
std::vector<attune::instrument> catalogue(const common_options& common)
{
    std::vector<attune::instrument> known;
    for (const std::string& id : instrument_ids(common.path()))
        try {
            known.push_back(load_instrument_by_id(id, common.path()));
        } catch (const input_error&) {
            continue;
        }
    return known;
}

class audit_command_run {
public:
    audit_command_run(const audit_command_options& options, answer_input& input)
        : options_(options), input_(input), key_(input.key())
    {
    }

    exit_code run()
    {
        const std::map<std::string, audit_counts> groups = count_all();
        run_.by = options_.by;
        state_input(run_, input_);
        print_warnings(run_.warnings, options_.common);
        const audit_result found = audit(load_definition(options_.input.instrument, options_.common), key_, groups,
                                         catalogue(options_.common));
        output_file("-").write(options_.json ? audit_json(key_, found, run_) : audit_text(key_, found, run_));
        return found.has_findings() ? exit_code::findings
                                    : code_of(run_.n_short_rows != 0 || !run_.warnings.empty(), options_.common);
    }

private:
    std::map<std::string, audit_counts> count_all()
    {
        std::vector<audit_job> jobs;
        for (std::size_t i = 0; i < options_.common.n_threads(); ++i)
            jobs.emplace_back(key_);
        count_answers(
            input_, jobs, [&](audit_job& job) { count(job); }, [&](const audit_job& job) { add_rows(run_, job); });
        for (std::size_t i = 1; i < jobs.size(); ++i)
            jobs.front().counts.merge(jobs[i].counts);
        check_few_groups(options_.by, jobs.front().counts.n_groups());
        return jobs.front().counts.finish();
    }

    void count(audit_job& job) const
    {
        const code_block& answers = job.rows.answers;
        if (options_.by.empty()) {
            job.counts.add("", answers);
            return;
        }
        const std::vector<std::string>& carried = input_.carried();
        const auto by =
            static_cast<std::size_t>(std::find(carried.begin(), carried.end(), options_.by) - carried.begin());
        for (std::size_t i = 0; i < answers.n_persons(); ++i)
            job.counts.add(to_string(job.rows.kept[i * carried.size() + by]), answers.row(i));
        check_few_groups(options_.by, job.counts.n_groups());
    }

    const audit_command_options& options_;
    answer_input& input_;
    const scoring_key& key_;
    audit_run run_;
};

exit_code audit_answers(const audit_command_options& options)
{
    std::vector<std::string> kept;
    const std::vector<std::string>& ids = options.input.id;
    if (!options.by.empty() && std::find(ids.begin(), ids.end(), options.by) == ids.end())
        kept.push_back(options.by);
    answer_input input(options.input, options.common, kept, false);
    return audit_command_run(options, input).run();
}

}  // namespace

void add_audit(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<audit_command_options>();
    CLI::App& command =
        *tool.add_subcommand("audit", "Says whether answers fit the key: reversals, form, scales, range");
    options->input.add_to(command);
    command.add_option("--by", options->by, "Also compare the people of each value of this column with the others")
        ->type_name("COL");
    command.add_flag("--json", options->json, "As JSON");
    options->common.add_to(command);
    command.footer(
        "Exit code 1 when something is found. Fewer than 50 people are not judged.\n\n"
        "Example:\n  attune audit -i ecr --form open-psychometrics --input answers.csv --columns 'Q{n}' \\\n"
        "    --missing-code 0 --by country");
    command.callback([options, &chosen] { chosen = [options] { return audit_answers(*options); }; });
}

}  // namespace attune::cli
