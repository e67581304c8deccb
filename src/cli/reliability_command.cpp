#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include "answer_input.hpp"
#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/conditional_error.hpp"
#include "attune/analysis/ordinal_quality.hpp"
#include "attune/analysis/quality_details.hpp"
#include "attune/analysis/quality_of_scale.hpp"
#include "attune/analysis/scale_tallies.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/reliability_report.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/moments/em.hpp"
#include "attune/stats/moments/missing_patterns.hpp"
#include "attune/stats/reliability/alpha_bootstrap.hpp"
#include "attune/stats/reliability/omega_bootstrap.hpp"
#include "commands.hpp"
#include "counting.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct reliability_options {
    common_options common;
    input_options input;
    std::string by;
    std::string missing = "listwise";
    std::string interval = "adf";
    double level = 0.95;
    std::string format = "text";
    bool json = false;
    bool methods = false;
    bool ordinal = false;
    bool conditional = false;

    [[nodiscard]] bool is_page() const { return format == "html"; }
    [[nodiscard]] bool has_conditional() const { return conditional || is_page(); }
    [[nodiscard]] bool needs_tallies() const { return ordinal || has_conditional(); }
};

/// Patterns of missing answers by group, one set a scale.
using grouped_patterns = std::map<std::string, std::vector<missing_patterns>>;

/// Tallies of answers by group, one a scale.
using grouped_tallies = std::map<std::string, std::vector<scale_tallies>>;

/// One chunk of people on its way, and what was counted of all chunks that it carried.
struct reliability_job : counting_job {
    explicit reliability_job(const scoring_key& key) : counting_job(key.n_columns()), sums(layout_of(key)) {}

    grouped_moments sums;
    grouped_patterns patterns;
    grouped_tallies tallies;
};

alpha_interval_method interval_named(const std::string& name)
{
    return name == "feldt"     ? alpha_interval_method::feldt
           : name == "van_zyl" ? alpha_interval_method::van_zyl
           : name == "bonett"  ? alpha_interval_method::bonett
                               : alpha_interval_method::adf;
}

class reliability_run {
public:
    reliability_run(const reliability_options& options, answer_input& input)
        : options_(options), input_(input), key_(input.key()), layout_(layout_of(key_))
    {
        quality_.missing = missing_handling_named(options.missing);
        quality_.interval = interval_named(options.interval);
        quality_.level = options.level;
    }

    exit_code run()
    {
        count_all();
        result_.missing = quality_.missing;
        result_.by = options_.by;
        result_.citation = input_.setup().instrument().citation;
        state_input(result_, input_);
        describe_groups();
        compare_groups();
        print_warnings(result_.warnings, options_.common);
        output_file("-").write(options_.methods     ? reliability_methods(key_, result_)
                               : options_.json      ? reliability_json(key_, result_)
                               : options_.is_page() ? reliability_html(key_, result_)
                                                    : reliability_text(key_, result_));
        const bool has_findings = result_.n_short_rows != 0 || !result_.warnings.empty();
        return code_of(has_findings, options_.common);
    }

private:
    void count_all()
    {
        std::vector<reliability_job> jobs;
        for (std::size_t i = 0; i < options_.common.n_threads(); ++i)
            jobs.emplace_back(key_);
        count_answers(
            input_, jobs, [&](reliability_job& job) { count(job); },
            [&](const reliability_job& job) {
                add_rows(result_, job);
                if (options_.interval == "bca")
                    keep_answers(job);
            });
        for (std::size_t i = 1; i < jobs.size(); ++i) {
            jobs.front().sums.merge(jobs[i].sums);
            for (auto& [group, patterns] : jobs[i].patterns) {
                auto& into = patterns_of(jobs.front(), group);
                for (std::size_t s = 0; s < patterns.size(); ++s)
                    into[s].merge(patterns[s]);
            }
            for (auto& [group, tallies] : jobs[i].tallies) {
                auto& into = tallies_of(jobs.front(), group);
                for (std::size_t s = 0; s < tallies.size(); ++s)
                    into[s].merge(tallies[s]);
            }
        }
        sums_ = jobs.front().sums.finish();
        patterns_ = std::move(jobs.front().patterns);
        if (sums_.empty() && options_.by.empty())
            sums_.emplace("", moments(layout_));
        if (options_.needs_tallies())
            for (const auto& [group, sums] : sums_)
                for (scale_tallies& scale : tallies_of(jobs.front(), group))
                    scale.finish();
        tallies_ = std::move(jobs.front().tallies);
    }

    void count(reliability_job& job) const
    {
        const code_block& answers = job.rows.answers;
        if (options_.by.empty())
            job.sums.add("", answers);
        else
            for (std::size_t i = 0; i < answers.n_persons(); ++i)
                job.sums.add(group_of(job, i), answers.row(i));
        check_few_groups(options_.by, job.sums.n_groups());
        if (options_.needs_tallies())
            for (std::size_t i = 0; i < answers.n_persons(); ++i) {
                std::vector<scale_tallies>& tallies = tallies_of(job, group_of(job, i));
                for (std::size_t s = 0; s < layout_.scales.size(); ++s)
                    tallies[s].add(keyed_row(answers.row(i), layout_, s));
            }
        if (quality_.missing != missing_handling::em)
            return;
        for (std::size_t i = 0; i < answers.n_persons(); ++i) {
            std::vector<missing_patterns>& patterns = patterns_of(job, group_of(job, i));
            for (std::size_t s = 0; s < layout_.scales.size(); ++s)
                patterns[s].add_row(keyed_row(answers.row(i), layout_, s));
        }
    }

    /// Keeps the keyed answers of complete people, in their order: a bootstrap draws people, not sums.
    void keep_answers(const reliability_job& job)
    {
        const code_block& answers = job.rows.answers;
        for (std::size_t i = 0; i < answers.n_persons(); ++i) {
            std::vector<std::vector<std::int8_t>>& scales = complete_[group_of(job, i)];
            scales.resize(layout_.scales.size());
            for (std::size_t s = 0; s < layout_.scales.size(); ++s)
                keep_complete(answers.row(i), layout_, s, scales[s]);
        }
    }

    [[nodiscard]] std::string group_of(const reliability_job& job, std::size_t person) const
    {
        return options_.by.empty() ? "" : to_string(job.rows.kept[person * input_.carried().size() + by_place()]);
    }

    /// Puts bootstrapped alpha and omegas in the place of those of a scale.
    void bootstrap(const std::string& group, std::size_t s, std::vector<estimate>& figures) const
    {
        const std::vector<std::int8_t>& rows = complete_.at(group)[s];
        const auto n_items = static_cast<Eigen::Index>(layout_.scales[s].items.size());
        const Eigen::Map<const Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> answers(
            rows.data(), static_cast<Eigen::Index>(rows.size()) / n_items, n_items);
        const auto n_threads = static_cast<int>(options_.common.n_threads());
        const one_factor_omegas omegas = omega_bootstrap(answers, {.n_threads = n_threads, .level = options_.level});
        const estimate alpha = alpha_bootstrap(answers, {.n_threads = n_threads, .level = options_.level});
        for (estimate& figure : figures)
            for (const estimate& drawn : {alpha, omegas.model, omegas.observed})
                if (figure.id == drawn.id)
                    figure = drawn;
    }

    /// The grouping column is the last of those that are carried along.
    [[nodiscard]] std::size_t by_place() const { return input_.carried().size() - 1; }

    [[nodiscard]] std::vector<missing_patterns>& patterns_of(reliability_job& job, const std::string& group) const
    {
        std::vector<missing_patterns>& patterns = job.patterns[group];
        if (patterns.empty())
            for (const moment_scale& scale : layout_.scales)
                patterns.emplace_back(scale.items.size());
        return patterns;
    }

    [[nodiscard]] std::vector<scale_tallies>& tallies_of(reliability_job& job, const std::string& group) const
    {
        std::vector<scale_tallies>& tallies = job.tallies[group];
        if (tallies.empty())
            for (const moment_scale& scale : layout_.scales)
                tallies.emplace_back(scale.items.size(), layout_.min, layout_.max,
                                     quality_.missing == missing_handling::listwise);
        return tallies;
    }

    /// Adds what moments do not tell of a group.
    void describe_tallies(reliability_group& group) const
    {
        if (!options_.needs_tallies() || !tallies_.contains(group.by))
            return;
        for (std::size_t s = 0; s < layout_.scales.size(); ++s) {
            const scale_tallies& tallies = tallies_.at(group.by)[s];
            const scale_quality& scale = group.scales[s];
            if (options_.ordinal)
                group.ordinal.push_back(ordinal_quality_of_scale(scale.id, tallies.pairs()));
            if (options_.has_conditional()) {
                const double alpha = scale.coefficients.empty() ? std::numeric_limits<double>::quiet_NaN()
                                                                : scale.coefficients.front().value;
                const aggregation metric = key_.form().scales[s % key_.form().scales.size()].score;
                group.conditional.push_back(conditional_error_of_scale(scale.id, tallies, metric, alpha));
            }
        }
    }

    /// The covariances that the coefficients of a scale come from; NaN where EM found none.
    [[nodiscard]] matrix covariances_in_force(const moments& sums, std::size_t s, const given_covariances& given) const
    {
        if (quality_.missing == missing_handling::pairwise)
            return pairwise_covariances(sums, s).cov;
        if (quality_.missing == missing_handling::listwise)
            return listwise_covariances(sums, s).cov;
        const auto n_items = static_cast<Eigen::Index>(layout_.scales[s].items.size());
        return given.status == estimate_status::ok
                   ? given.cov
                   : matrix(matrix::Constant(n_items, n_items, std::numeric_limits<double>::quiet_NaN()));
    }

    void describe_groups()
    {
        check_few_groups(options_.by, sums_.size());
        for (const auto& [name, sums] : sums_) {
            reliability_group group{name, sums.n_persons(), {}};
            for (std::size_t s = 0; s < layout_.scales.size(); ++s) {
                given_covariances given;
                if (quality_.missing == missing_handling::em) {
                    em_moments found = em_covariance(patterns_.at(name)[s]);
                    given = {std::move(found.cov), found.n_persons, found.status, std::move(found.message)};
                }
                group.scales.push_back(quality_of_scale(key_, sums, s, quality_, given));
                if (options_.is_page())
                    group.details.push_back(
                        details_of_scale(group.scales.back(), covariances_in_force(sums, s, given), quality_));
                std::vector<estimate>& figures = group.scales.back().coefficients;
                if (options_.interval == "bca" && quality_.missing == missing_handling::listwise && !figures.empty() &&
                    complete_.contains(name))
                    bootstrap(name, s, figures);
            }
            describe_tallies(group);
            result_.groups.push_back(std::move(group));
        }
    }

    void compare_groups()
    {
        if (result_.groups.size() < 2 || quality_.missing != missing_handling::listwise)
            return;
        for (std::size_t s = 0; s < layout_.scales.size(); ++s) {
            std::vector<alpha_sample> samples;
            for (const reliability_group& group : result_.groups) {
                const scale_quality& scale = group.scales[s];
                if (!scale.coefficients.empty() && scale.coefficients.front().status == estimate_status::ok)
                    samples.push_back({scale.coefficients.front().value, scale.n_items, scale.n_complete});
            }
            if (samples.size() > 1)
                result_.comparisons.push_back(
                    {result_.groups.front().scales[s].id, samples.size(), alpha_equality_test(samples)});
        }
    }

    const reliability_options& options_;
    answer_input& input_;
    const scoring_key& key_;
    moment_layout layout_;
    quality_options quality_;
    std::map<std::string, moments> sums_;
    grouped_patterns patterns_;
    grouped_tallies tallies_;
    std::map<std::string, std::vector<std::vector<std::int8_t>>> complete_;  ///< by group and scale, for a bootstrap
    reliability_result result_;
};

exit_code describe(const reliability_options& options)
{
    if (options.json && options.methods)
        throw failure(exit_code::usage, "--json and --methods exclude each other; expected one of them");
    if (options.is_page() && (options.json || options.methods || options.ordinal))
        throw failure(exit_code::usage,
                      "--format html has its own contents; expected it without --json, --methods and --ordinal");
    if (options.ordinal && options.missing == "em")
        throw failure(exit_code::usage,
                      "--ordinal counts pairs of answers, of which em estimates none; expected "
                      "--missing listwise or pairwise");
    std::vector<std::string> kept;
    if (!options.by.empty())
        kept.push_back(options.by);
    answer_input input(options.input, options.common, kept, false);
    return reliability_run(options, input).run();
}

}  // namespace

void add_reliability(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<reliability_options>();
    CLI::App& command = *tool.add_subcommand("reliability", "Says how consistent the answers to each scale are");
    options->input.add_to(command);
    command.add_option("--by", options->by, "Compute apart for each value of this column")->type_name("COL");
    add_missing(command, options->missing);
    command
        .add_option("--interval", options->interval,
                    "Interval of alpha: adf (default, asks for no normal distribution), feldt, van_zyl, bonett, or bca "
                    "(also of omega)")
        ->check(CLI::IsMember({"adf", "feldt", "van_zyl", "bonett", "bca"}).description(""))
        ->type_name("adf|feldt|van_zyl|bonett|bca");
    command.add_option("--level", options->level, "Level of the interval, 0.95 by default")
        ->check(CLI::Range(0.5, 0.999).description(""))
        ->type_name("LEVEL");
    command.add_flag("--ordinal", options->ordinal,
                     "Also take answers as categories: polychoric correlations, categorical omega, ordinal alpha");
    command.add_flag("--conditional", options->conditional, "Also print standard errors of measurement by score");
    command
        .add_option("--format", options->format,
                    "text (default), json, or html: a page of its own with figures, among them errors by score")
        ->check(CLI::IsMember({"text", "json", "html"}).description(""))
        ->type_name("text|json|html");
    command.add_flag("--json", options->json, "As JSON: the same as --format json");
    command.add_flag("--methods", options->methods, "A paragraph for the methods section of a paper");
    options->common.add_to(command);
    command.footer(
        "Items count in the direction in which they are keyed. A coefficient that cannot be computed is a dash with its\n"
        "reason, in JSON null with a status.\n\n"
        "Example:\n  attune reliability -i ecr --form open-psychometrics --input answers.csv --columns 'Q{n}' \\\n"
        "    --missing-code 0 --by gender");
    command.callback([options, &chosen] {
        options->json = options->json || options->format == "json";
        chosen = [options] { return describe(*options); };
    });
}

}  // namespace attune::cli
