#include "line_scoring.hpp"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "answer_setup.hpp"
#include "attune/io/answer_lines.hpp"
#include "attune/io/input_file.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/score_report.hpp"
#include "attune/scoring/block.hpp"
#include "attune/scoring/tally.hpp"
#include "hashing_source.hpp"
#include "interrupts.hpp"
#include "score_norms.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

void check_options(const score_options& options)
{
    const auto refuse = [](std::string_view option) {
        throw failure(exit_code::usage, fmt::format("--from ndjson: {}", option));
    };
    if (options.format != "ndjson")
        refuse("expected --format ndjson, as each line is answered by a line");
    if (!options.input.id.empty() || !options.keep.empty() || options.keep_all)
        refuse("--id and --keep belong to tables; the member \"id\" of each line comes back by itself");
    if (!options.refused.empty() || options.dry_run || !options.prefix.empty())
        refuse("--refused, --dry-run and --prefix belong to tables");
}

std::string faults_json(std::int64_t row, const std::vector<diagnostic>& faults)
{
    std::string list;
    for (const diagnostic& fault : faults)
        list += fmt::format("{}{{\"code\":{},\"column\":{},\"message\":{}}}", list.empty() ? "" : ",",
                            json_string(fault.code), fault.where.column, json_string(fault.message));
    return fmt::format("{{\"row\":{},\"errors\":[{}]}}\n", row, list);
}

/// Scores line by line, with the memory of one person.
class line_scorer {
public:
    /// @param people  the members of a line that hold gender and age; a name may be empty.
    line_scorer(const answer_setup& setup, const std::string& source, const person_group_options& people,
                const score_norms& norms)
        : key_(setup.key()),
          norms_(norms),
          standings_(norms.standings(standing_format::json)),
          planes_(norms.planes()),
          parser_(setup.names(), setup.syntax(), {people.gender, people.age}),
          source_(source),
          answers_(key_.n_columns()),
          scores_(key_.outputs().size()),
          tally_(key_.n_columns(), key_.outputs().size())
    {
    }

    /// The line that answers a line.
    [[nodiscard]] std::string answer(std::string_view line, bool was_cut)
    {
        ++n_lines_;
        outcome<answer_line> person;
        if (was_cut)
            person.found.push_back({severity::error,
                                    "ndjson.line_too_long",
                                    fmt::format("a line of more than {} bytes; expected one person in a line",
                                                line_reader::max_line_bytes),
                                    {source_, "", static_cast<std::size_t>(n_lines_), 1}});
        else
            person = parser_.parse(line, static_cast<std::size_t>(n_lines_), source_);
        if (!person.value) {
            ++n_faulty_;
            return faults_json(n_lines_, person.found);
        }
        answers_.clear();
        const auto row = answers_.append();
        std::copy(person.value->answers.begin(), person.value->answers.end(), row.begin());
        score(key_, answers_, scores_);
        tally_.add(answers_, scores_);
        std::vector<std::string> further;
        const person_groups& groups = norms_.groups_of(person.value->kept[0], person.value->kept[1]);
        const std::string behind = person_members(standings_, planes_, scores_.row(0), groups, further);
        std::string line_out = person_json(n_lines_, person.value->id, "{}", key_.outputs(), scores_.row(0), further);
        line_out.insert(line_out.size() - 1, behind);
        return line_out + "\n";
    }

    [[nodiscard]] const score_tally& tally() const { return tally_; }
    [[nodiscard]] std::int64_t n_faulty() const { return n_faulty_; }

private:
    const scoring_key& key_;
    const score_norms& norms_;
    std::optional<standing_report> standings_;
    std::optional<plane_report> planes_;
    answer_line_parser parser_;
    std::string source_;
    code_block answers_;
    score_block scores_;
    score_tally tally_;
    std::int64_t n_lines_ = 0;
    std::int64_t n_faulty_ = 0;
};

}  // namespace

exit_code score_lines(const score_options& options)
{
    check_options(options);
    const answer_setup setup(options.input, options.common);
    auto hashed = std::make_unique<hashing_source>(open_input(options.input.input));
    hashing_source& hash = *hashed;
    const auto source =
        as_usage([&] { return to_utf8(std::move(hashed), options.input.encoding, options.input.input); });
    line_reader lines(*source);
    const score_norms norms(options, setup.key());
    line_scorer scorer(setup, options.input.input, options.people, norms);
    output_file output(options.output);
    remove_when_interrupted({output.temporary_name()});
    std::vector<std::string> warnings = setup.warnings();
    for (const std::string& warning : norms.warnings())
        warnings.push_back(warning);
    print_warnings(warnings, options.common);
    if (!options.common.quiet)
        fmt::print(stderr, "{}", norms.notes());

    for (std::string line; lines.next(line);)
        if (!line.empty())
            output.write(scorer.answer(line, lines.was_cut()));

    score_run facts;
    facts.columns = setup.names();
    facts.options = setup.in_force();
    facts.warnings = warnings;
    facts.input_name = setup.input_name();
    facts.input_sha256 = hash.finish();
    facts.n_faulty_lines = scorer.n_faulty();
    output.write(fmt::format("{{{},\"summary\":{}}}\n", json_head("score", setup.key().identity()) + norms.head(),
                             summary_json(setup.key(), scorer.tally(), facts)));
    output.commit();
    if (!options.common.quiet)
        fmt::print(stderr, "{}", summary_text(setup.key(), scorer.tally(), facts));
    const bool has_findings =
        scorer.n_faulty() != 0 || scorer.tally().n_refused_persons() != 0 || !facts.warnings.empty();
    return code_of(has_findings, options.common);
}

}  // namespace attune::cli
