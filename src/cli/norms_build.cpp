#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/core.h>

#include "answer_input.hpp"
#include "attune/analysis/norm_models.hpp"
#include "attune/analysis/norm_sample.hpp"
#include "attune/analysis/norm_weights.hpp"
#include "attune/io/norm_file.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/norm_report.hpp"
#include "attune/scoring/block.hpp"
#include "commands.hpp"
#include "counting.hpp"
#include "person_groups.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct norms_build_options {
    common_options common;
    input_options input;
    person_group_options people;
    std::vector<std::string> bands;
    std::string ages;
    std::string about;
    std::string margins;
    std::string method = "groups";
    int age_power = norm_model_options().age_power;
    std::string output = "-";

    [[nodiscard]] bool has_curves() const { return method != "groups"; }
};

/// One chunk of people on its way, and what was counted of all chunks that it carried.
struct norms_job : counting_job {
    norms_job(const norm_layout& layout, const norm_grouping& grouping)
        : counting_job(layout.key().n_columns()), scores(layout.key().outputs().size()), sample(layout, grouping)
    {
    }

    score_block scores;
    norm_sample_counts sample;
};

norm_grouping grouping_of(const norms_build_options& options)
{
    norm_grouping grouping;
    grouping.genders = gender_words(options.people);
    if (!options.people.gender.empty() && grouping.genders.empty())
        throw failure(exit_code::usage,
                      "--by: expected --gender-codes that say what its cells mean, such as 1=men,2=women");
    if ((!options.bands.empty() || !options.ages.empty()) && options.people.age.empty())
        throw failure(exit_code::usage, "--age-bands and --ages: expected --age COL, the column that holds ages");
    for (const std::string& band : options.bands)
        grouping.bands.push_back(age_span_of("--age-bands", band));
    if (!options.ages.empty())
        grouping.ages = age_span_of("--ages", options.ages);
    if (options.has_curves() && options.people.age.empty())
        throw failure(exit_code::usage,
                      fmt::format("--method {}: expected --age COL, the column that holds ages", options.method));
    if (options.has_curves() && !options.margins.empty())
        throw failure(
            exit_code::usage,
            fmt::format("--method {} and --margins: expected one of them, as curves are not weighted", options.method));
    grouping.keeps_ages = options.has_curves();
    return grouping;
}

class norms_build_run {
public:
    explicit norms_build_run(const norms_build_options& options)
        : options_(options),
          grouping_(grouping_of(options)),
          input_(options.input, options.common, columns_of(options.people), false),
          places_(options.people, input_),
          layout_(input_.key())
    {
    }

    exit_code run()
    {
        if (input_.key().is_already_keyed())
            throw failure(exit_code::usage, "--already-keyed: a norm set is of answers as they were given");
        norm_set of = options_.about.empty() ? undescribed() : described();
        const norm_sample_counts sample = count_all();
        describe_key(of);
        describe_people(of, sample);
        const std::vector<double> weights = options_.margins.empty() ? std::vector<double>{} : weigh(of, sample);
        std::vector<std::string> left_out;
        of.groups = norm_groups_of(sample, layout_, weights, left_out);
        if (options_.has_curves())
            fit_curves(of, sample, left_out);
        for (const std::string& group : left_out)
            warnings_.push_back("not built: " + group);
        if (of.groups.empty())
            throw failure(exit_code::input, fmt::format("{} people could be counted; expected at least {}",
                                                        *of.n_persons, min_norm_persons));
        for (const norm_group& group : of.groups)
            if (*group.n_persons < few_norm_persons)
                warnings_.push_back(fmt::format("only {} people: {}", *group.n_persons, group.id));
        output_file output(options_.output);
        output.write(norm_set_json(of));
        output.commit();
        print_warnings(warnings_, options_.common);
        if (!options_.common.quiet)
            fmt::print(stderr, "{}", summary_of(of, sample));
        return code_of(!warnings_.empty(), options_.common);
    }

private:
    /// Reads a file that belongs to the norm set: what is wrong with it is no fault of the answers.
    template <typename Load>
    [[nodiscard]] static auto as_definition(Load load)
    {
        try {
            return load();
        } catch (const input_error& faults) {
            throw failure(exit_code::definition, faults.what());
        }
    }

    [[nodiscard]] norm_set described() const
    {
        return as_definition([&] { return load_norm_description(options_.about); });
    }

    [[nodiscard]] std::vector<double> weigh(norm_set& of, const norm_sample_counts& sample)
    {
        const norm_margins margins = as_definition([&] { return load_norm_margins(options_.margins); });
        norm_weights made = as_usage([&] { return norm_weights_of(sample, margins); });
        if (made.raking.status != estimate_status::ok)
            throw failure(exit_code::input, "--margins: " + made.raking.message);
        of.weighting = {fmt::format("raked to {}{}{} of: {}", margins.gender.empty() ? "" : "gender",
                                    margins.gender.empty() || margins.age.empty() ? "" : " and ",
                                    margins.age.empty() ? "" : "age", margins.source),
                        made.raking.design_effect};
        if (made.n_left_out != 0) {
            of.exclusions.push_back({"without a gender or age to be weighted by", made.n_left_out});
            *of.n_persons -= made.n_left_out;
        }
        constexpr double largest = 2;  // cNORM's advice, too
        if (made.raking.design_effect > largest)
            warnings_.push_back(
                fmt::format("design effect {:.2f}: the sample is not like the population, which weights "
                            "do not mend",
                            made.raking.design_effect));
        return std::move(made.by_cell);
    }

    void fit_curves(norm_set& of, const norm_sample_counts& sample, std::vector<std::string>& left_out) const
    {
        const norm_method method = options_.method == "regression"   ? norm_method::regression
                                   : options_.method == "continuous" ? norm_method::continuous
                                                                     : norm_method::beta_binomial;
        of.models = norm_models_of(sample, layout_, {method, options_.age_power}, left_out);
        if (const auto ages = sample.by_age().ages(); ages && !of.age)
            of.age = age_span{ages->first, ages->second};
    }

    [[nodiscard]] norm_set undescribed()
    {
        warnings_.emplace_back("who these people are is not stated: give --about");
        norm_set of;
        of.id = input_.key().identity().id + "-norms";
        of.version = "1.0.0";
        of.name = "Norms of " + input_.setup().input_name();
        for (std::string* text : {&of.population, &of.year, &of.sampling, &of.source, &of.licence})
            *text = "not stated";
        return of;
    }

    [[nodiscard]] norm_sample_counts count_all()
    {
        std::vector<norms_job> jobs;
        for (std::size_t i = 0; i < options_.common.n_threads(); ++i)
            as_usage([&] { jobs.emplace_back(layout_, grouping_); });
        count_answers(
            input_, jobs, [&](norms_job& job) { count(job); }, [](norms_job&) {});
        for (std::size_t i = 1; i < jobs.size(); ++i)
            jobs.front().sample.merge(jobs[i].sample);
        return std::move(jobs.front().sample);
    }

    void count(norms_job& job)
    {
        score(layout_.key(), job.rows.answers, job.scores);
        const std::size_t n_carried = input_.carried().size();
        for (std::size_t i = 0; i < job.rows.answers.n_persons(); ++i) {
            const kept_cell* cells = job.rows.kept.data() + i * n_carried;
            job.sample.add(job.rows.answers.padded_row(i), job.scores.row(i), places_.gender(cells),
                           places_.age(cells));
        }
    }

    void describe_key(norm_set& of) const
    {
        const scoring_key& key = input_.key();
        of.instrument = key.identity().id;
        of.form = key.identity().form;
        of.scoring_sha256 = key.identity().scoring_sha256;
        of.min = key.range().min;
        of.max = key.range().max;
        const bool is_sum = std::all_of(key.form().scales.begin(), key.form().scales.end(),
                                        [](const scale& s) { return s.score == aggregation::sum; });
        of.metric = is_sum ? norm_metric::sum : norm_metric::mean;
        of.mode = options_.input.mode;
        of.evidence = norm_evidence::computed;
    }

    void describe_people(norm_set& of, const norm_sample_counts& sample)
    {
        std::int64_t n_persons = sample.n_rows();
        using enum norm_exclusion_reason;
        for (const auto& [reason, words] : std::initializer_list<std::pair<norm_exclusion_reason, std::string>>{
                 {invalid_answer, "with an answer that is none"},
                 {incomplete, "with a scale that is not complete"},
                 {age_not_stated, "without a stated age"},
                 {too_young, fmt::format("younger than {}", grouping_.ages ? grouping_.ages->min.value_or(0) : 0)},
                 {too_old, fmt::format("older than {}", grouping_.ages ? grouping_.ages->max.value_or(0) : 0)}})
            if (const std::int64_t n = sample.n_excluded(reason); n != 0) {
                of.exclusions.push_back({words, n});
                n_persons -= n;
            }
        of.n_persons = n_persons;
        of.age = grouping_.ages;
        of.data = {input_.setup().input_name(), input_.sha256(), sample.n_rows()};
        if (sample.n_same_answers() != 0)
            of.caveats.push_back(fmt::format("{} of them gave one and the same answer to every question; they are kept",
                                             sample.n_same_answers()));
    }

    [[nodiscard]] static std::string summary_of(const norm_set& of, const norm_sample_counts& sample)
    {
        std::string text = fmt::format("{} {}: {} of {} rows, {} groups", of.id, of.version, *of.n_persons,
                                       sample.n_rows(), of.groups.size());
        text += of.models.empty() ? "\n" : fmt::format(", {} curves\n", of.models.size());
        for (const norm_exclusion& exclusion : of.exclusions)
            text += fmt::format("  left out: {} {}\n", exclusion.n_persons, exclusion.reason);
        return text;
    }

    const norms_build_options& options_;
    norm_grouping grouping_;
    answer_input input_;
    person_columns places_;
    norm_layout layout_;
    std::vector<std::string> warnings_;
};

}  // namespace

void add_norms_build(CLI::App& norms, action& chosen)
{
    auto options = std::make_shared<norms_build_options>();
    CLI::App& command = *norms.add_subcommand("build", "Builds a norm set from a table of answers");
    options->input.add_to(command);
    options->people.add_to(command, "--by");
    command.add_option("--age-bands", options->bands, "Groups by age, in whole years, such as 18-24,25-34,65-")
        ->type_name("MIN-MAX[,MIN-MAX]")
        ->delimiter(',');
    command.add_option("--ages", options->ages, "Leave out who is younger or older, or states no age")
        ->type_name("MIN-MAX");
    command.add_option("--about", options->about, "Says who these people are: see docs/norms.md")->type_name("FILE");
    command.add_option("--margins", options->margins, "Weight people towards these shares of genders and ages")
        ->type_name("FILE");
    command
        .add_option("--method", options->method,
                    "How people are compared with those of their age: by groups (default), or by a curve over age, see "
                    "docs/norms.md")
        ->check(CLI::IsMember({"groups", "regression", "continuous", "beta-binomial"}).description(""))
        ->type_name("groups|regression|continuous|beta-binomial");
    command.add_option("--age-power", options->age_power, "Highest power of age in a curve (default: 3)")
        ->check(CLI::Range(1, 6).description(""))
        ->type_name("N");
    command.add_option("--output", options->output, "Where the norm set goes; - is standard output (default)")
        ->type_name("FILE");
    options->common.add_to(command);
    command.footer(
        "People enter who answered every item of every scale; everybody else is counted by reason. Groups of fewer than\n"
        "30 people are not built.\n\n"
        "Example:\n  attune norms build -i ecr-r --input answers.csv --columns 'q{n}' --by gender \\\n"
        "    --gender-codes 1=men,2=women --age age --age-bands 18-29,30-49,50- --about about.json --output norms.json");
    command.callback([options, &chosen] { chosen = [options] { return norms_build_run(*options).run(); }; });
}

}  // namespace attune::cli
