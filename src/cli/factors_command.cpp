#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/core.h>

#include "answer_input.hpp"
#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/factors.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/factors_report.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/moments/em.hpp"
#include "attune/stats/moments/missing_patterns.hpp"
#include "commands.hpp"
#include "counting.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct factors_options {
    common_options common;
    input_options input;
    std::string missing = "listwise";
    std::string method = "minres";
    std::string rotation = "oblimin";
    std::string parallel = "normal";
    std::string scree;
    int n_factors = 0;
    int n_replicates = parallel_options().n_replicates;
    int n_starts = rotation_options().n_starts;
    std::uint64_t seed = 1;
    bool kaiser = false;
    bool per_scale = false;
    bool json = false;
};

rotation_criterion criterion_named(const std::string& name)
{
    for (const rotation_criterion criterion : {rotation_criterion::none, rotation_criterion::varimax,
                                               rotation_criterion::geomin, rotation_criterion::target})
        if (name == to_string(criterion))
            return criterion;
    return rotation_criterion::oblimin;
}

/// One chunk of people on its way, and what was counted of all chunks that it carried.
struct factors_job : counting_job {
    factors_job(std::size_t n_columns, const moment_layout& layout) : counting_job(n_columns), sums(layout)
    {
        for (const moment_scale& set : layout.scales)
            patterns.emplace_back(set.items.size());
    }

    moments sums;
    std::vector<missing_patterns> patterns;  ///< of each set, for EM
};

class factors_run {
public:
    factors_run(const factors_options& options, answer_input& input)
        : options_(options),
          input_(input),
          sets_(factor_sets(input.key(), options.per_scale)),
          layout_(layout_of(input.key(), sets_)),
          complete_(sets_.size())
    {
        factor_options& how = result_.options;
        how.missing = missing_handling_named(options.missing);
        how.method = options.method == "ml" ? factor_method::ml : factor_method::minres;
        how.rotation.criterion = criterion_named(options.rotation);
        how.rotation.is_kaiser = options.kaiser;
        how.rotation.seed = options.seed;
        how.rotation.n_starts = options.n_starts;
        how.n_factors = options.n_factors;
        how.parallel.n_replicates = options.n_replicates;
        how.parallel.seed = options.seed;
        how.parallel.n_threads = static_cast<int>(options.common.n_threads());
        how.is_permuted = options.parallel == "permuted";
    }

    exit_code run()
    {
        count_all();
        state_input(result_, input_);
        for (std::size_t s = 0; s < sets_.size(); ++s)
            result_.sets.push_back(factors_of(sets_[s], data_of(s), result_.options));
        for (const factor_analysis& of : result_.sets)
            if (of.status != estimate_status::ok)
                result_.warnings.push_back(fmt::format("{}: {}", of.set.id, of.message));
        print_warnings(result_.warnings, options_.common);
        if (!options_.scree.empty()) {
            output_file figure(options_.scree);
            figure.write(scree_svg(input_.key(), result_));
            figure.commit();
        }
        output_file("-").write(options_.json ? factors_json(input_.key(), result_)
                                             : factors_text(input_.key(), result_));
        const bool has_findings = result_.n_short_rows != 0 || !result_.warnings.empty();
        return code_of(has_findings, options_.common);
    }

private:
    void count_all()
    {
        std::vector<factors_job> jobs;
        for (std::size_t i = 0; i < options_.common.n_threads(); ++i)
            jobs.emplace_back(input_.key().n_columns(), layout_);
        count_answers(
            input_, jobs, [&](factors_job& job) { count(job); },
            [&](const factors_job& job) {
                add_rows(result_, job);
                if (result_.options.is_permuted)  // permutations deal answers, not sums
                    for (std::size_t i = 0; i < job.rows.answers.n_persons(); ++i)
                        for (std::size_t s = 0; s < sets_.size(); ++s)
                            keep_complete(job.rows.answers.row(i), layout_, s, complete_[s]);
            });
        for (std::size_t i = 1; i < jobs.size(); ++i) {
            jobs.front().sums.merge(jobs[i].sums);
            for (std::size_t s = 0; s < sets_.size(); ++s)
                jobs.front().patterns[s].merge(jobs[i].patterns[s]);
        }
        sums_ = std::move(jobs.front().sums);
        patterns_ = std::move(jobs.front().patterns);
    }

    void count(factors_job& job) const
    {
        const code_block& answers = job.rows.answers;
        if (answers.n_persons() == 0)
            return;
        job.sums.add(answers.padded_row(0), answers.n_persons(), answers.stride());
        if (result_.options.missing == missing_handling::em)
            for (std::size_t i = 0; i < answers.n_persons(); ++i)
                for (std::size_t s = 0; s < sets_.size(); ++s)
                    job.patterns[s].add_row(keyed_row(answers.row(i), layout_, s));
    }

    [[nodiscard]] factor_data data_of(std::size_t s)
    {
        const moments& all = *sums_;
        factor_data data;
        data.n_persons = all.n_persons();
        data.n_complete = all.scale(s).n;
        data.complete = std::move(complete_[s]);
        if (result_.options.missing == missing_handling::em) {
            em_moments found = em_covariance(patterns_[s]);
            data.cov = std::move(found.cov);
            data.n_used = found.n_persons;
            data.status = found.status;
            data.message = std::move(found.message);
        } else if (result_.options.missing == missing_handling::pairwise) {
            data.cov = pairwise_correlations(all, s);
            data.n_used = pairwise_covariances(all, s).n_persons;
        } else {
            const scale_covariances found = listwise_covariances(all, s);
            data.cov = found.cov;
            data.n_used = found.n_persons;
        }
        return data;
    }

    const factors_options& options_;
    answer_input& input_;
    std::vector<factor_set> sets_;
    moment_layout layout_;
    std::optional<moments> sums_;
    std::vector<missing_patterns> patterns_;
    std::vector<std::vector<std::int8_t>> complete_;  ///< by set, for permuted answers
    factors_result result_;
};

exit_code find_factors(const factors_options& options)
{
    answer_input input(options.input, options.common, {}, false);
    return factors_run(options, input).run();
}

}  // namespace

void add_factors(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<factors_options>();
    CLI::App& command = *tool.add_subcommand("factors", "Says what the items have in common: exploratory factors");
    options->input.add_to(command);
    command
        .add_option("--factors", options->n_factors,
                    "How many factors to fit; without it as many as parallel analysis finds")
        ->check(CLI::Range(1, 100).description(""))
        ->type_name("K");
    command.add_option("--method", options->method, "How: minres (default, least squared residuals) or ml")
        ->check(CLI::IsMember({"minres", "ml"}).description(""))
        ->type_name("minres|ml");
    command
        .add_option("--rotation", options->rotation,
                    "oblimin (default), geomin, varimax, none, or target: towards the key, a factor for each scale")
        ->check(CLI::IsMember({"oblimin", "geomin", "varimax", "target", "none"}).description(""))
        ->type_name("oblimin|geomin|varimax|target|none");
    command.add_flag("--kaiser", options->kaiser, "Rotate with Kaiser's normalisation: all items count the same");
    command.add_option("--starts", options->n_starts, "Starts of a rotation, of which the best is kept; 10 by default")
        ->check(CLI::Range(1, 100'000).description(""))
        ->type_name("N");
    add_missing(command, options->missing);
    command
        .add_option("--parallel", options->parallel,
                    "Parallel analysis with normal answers (default), or with the real ones permuted item by item")
        ->check(CLI::IsMember({"normal", "permuted"}).description(""))
        ->type_name("normal|permuted");
    command.add_option("--replicates", options->n_replicates, "Replicates of parallel analysis, 200 by default")
        ->check(CLI::Range(20, 100'000).description(""))
        ->type_name("N");
    command.add_option("--seed", options->seed, "Seed of parallel analysis and of rotations, 1 by default")
        ->type_name("N");
    command.add_flag("--per-scale", options->per_scale, "Factor the items of each scale apart");
    command.add_option("--scree", options->scree, "Write a figure of the eigenvalues to this SVG file")
        ->type_name("FILE");
    command.add_flag("--json", options->json, "As JSON");
    options->common.add_to(command);
    command.footer(
        "Items count in the direction in which they are keyed. What cannot be computed is a dash with its reason, in\n"
        "JSON null with a status.\n\n"
        "Example:\n  attune factors -i ecr --form open-psychometrics --input answers.csv --columns 'Q{n}' \\\n"
        "    --missing-code 0 --factors 2 --scree scree.svg");
    command.callback([options, &chosen] { chosen = [options] { return find_factors(*options); }; });
}

}  // namespace attune::cli
