#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "answer_input.hpp"
#include "attune/core/error.hpp"
#include "attune/core/ordered_pipeline.hpp"

namespace CLI {
class App;
}

namespace attune::inline v0 {
struct moment_layout;
}

namespace attune::cli {

/// One chunk of people on its way. What is counted of all chunks that it carried belongs to what is derived from it.
struct counting_job {
    explicit counting_job(std::size_t n_columns) : rows(n_columns) {}

    csv_chunk chunk;
    answer_rows rows;
};

/// Reads the answers of everybody, several chunks at a time.
///
/// @param jobs   derived from `counting_job`, one a thread.
/// @param count  called as count(job) when its rows are read, at the same time for different jobs.
/// @param take   called as take(job) after that, for one job at a time in the order of the input.
/// @throws input_error  the table has faults.
template <typename Job, typename Count, typename Take>
void count_answers(answer_input& input, std::vector<Job>& jobs, Count count, Take take)
{
    ordered_pipeline(
        jobs, [&](Job& job) { return input.reader().next(job.chunk); },
        in_order{[&](Job& job) { input.hash(job.chunk); }},
        [&](Job& job) {
            input.reader().parser().parse(job.chunk, job.rows);
            count(job);
        },
        in_order{[&](Job& job) {
            if (!job.rows.faults.empty())
                throw input_error(job.rows.faults);
            take(job);
        }});
}

/// Adds the rows of a job to those of a run.
template <typename Run>
void add_rows(Run& run, const counting_job& job)
{
    run.n_rows += static_cast<std::int64_t>(job.rows.answers.n_persons());
    run.n_short_rows += static_cast<std::int64_t>(job.rows.n_short);
}

/// States in a run which input it was of, once all rows were counted, and what to know about it.
template <typename Run>
void state_input(Run& run, answer_input& input)
{
    run.input_name = input.setup().input_name();
    run.input_sha256 = input.sha256();
    run.warnings = input.setup().warnings();
    if (run.n_rows == 0)
        run.warnings.emplace_back("the input has a header and no rows");
}

/// Refuses --by with a column of too many values to be one of groups.
///
/// @throws failure  exit code 2.
void check_few_groups(const std::string& by, std::size_t n_groups);

/// Adds the keyed answers to a scale of a person to those of others, row after row, unless one of them is missing.
///
/// @param answers  codes of the person, a column of the layout each.
void keep_complete(std::span<const answer_code> answers, const moment_layout& layout, std::size_t scale,
                   std::vector<std::int8_t>& rows);

/// Adds --missing: listwise, pairwise or em.
void add_missing(CLI::App& command, std::string& missing);

}  // namespace attune::cli
