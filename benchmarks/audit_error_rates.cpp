// How often an audit finds something where nothing is wrong, and how often it names one item that was turned round.
//
//   audit_error_rates ANSWERS.csv [RESAMPLES]
//
// ANSWERS.csv are the open ECR data. Samples are drawn from them with replacement, missing answers and all, with a
// fixed seed; 10,000 of each size unless said otherwise. The catalogue that the audit compares with is that of the
// project. Power: in sample r the column of item 1 + r mod 36 is turned round, and the audit must name it and nothing
// else.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "attune/analysis/key_audit.hpp"
#include "attune/core/philox.hpp"
#include "attune/io/answer_reader.hpp"
#include "attune/io/input_file.hpp"
#include "attune/io/instrument_search.hpp"
#include "attune/scoring/bind.hpp"

namespace {

using attune::answer_code;

attune::code_block read_people(const attune::scoring_key& key, const char* file)
{
    const auto source = attune::open_input(file);
    attune::answer_reader table(*source, {.source = file});
    const auto names = attune::expected_columns(key, attune::column_pattern("Q{n}"));
    table.select({attune::value_or_throw(attune::bind_columns(names, table.header())).columns},
                 attune::answer_syntax({key.range().min, key.range().max, '.', {{"0"}}}));
    attune::code_block people(key.n_columns());
    for (attune::code_block block(key.n_columns()); table.next(block); block.clear())
        for (std::size_t i = 0; i < block.n_persons(); ++i)
            std::copy(block.row(i).begin(), block.row(i).end(), people.append().begin());
    return people;
}

class simulation {
public:
    simulation(const char* file, int n_resamples)
        : definition_(attune::load_instrument_by_id("ecr", {ATTUNE_BENCHMARK_DATA_DIR})),
          key_(definition_, {.form = "open-psychometrics"}),
          people_(read_people(key_, file)),
          n_resamples_(n_resamples)
    {
        for (const std::string& id : attune::instrument_ids({ATTUNE_BENCHMARK_DATA_DIR}))
            catalogue_.push_back(attune::load_instrument_by_id(id, {ATTUNE_BENCHMARK_DATA_DIR}));
    }

    void run() const
    {
        fmt::print("{} people, {} resamples of each kind\n", people_.n_persons(), n_resamples_);
        for (const unsigned n : {50U, 100U, 500U, 5000U}) {
            int n_false = 0;
            int n_named = 0;
            for (int r = 0; r < n_resamples_; ++r) {
                n_false += audit_sample(r, n, 1, -1).has_findings() ? 1 : 0;
                n_named += is_named(audit_sample(r, n, 1, r % 36), 1 + r % 36) ? 1 : 0;
            }
            fmt::print("  n {:4}: false alarm {:.3f} %, one turned item named {:.2f} %\n", n, percent(n_false),
                       percent(n_named));
            std::fflush(stdout);
        }
        for (const auto& [n, n_groups] : {std::pair{500U, 5U}, std::pair{5000U, 20U}}) {
            int n_false = 0;
            for (int r = 0; r < n_resamples_; ++r)
                n_false += audit_sample(r, n, n_groups, -1).has_findings() ? 1 : 0;
            fmt::print("  n {:4} in {} groups by chance: false alarm {:.3f} %\n", n, n_groups, percent(n_false));
            std::fflush(stdout);
        }
    }

private:
    [[nodiscard]] double percent(int n) const { return 100.0 * n / n_resamples_; }

    [[nodiscard]] attune::audit_result audit_sample(int r, unsigned n, unsigned n_groups, int turned_column) const
    {
        attune::philox_stream draw(static_cast<std::uint64_t>(r), n);
        attune::grouped_audit_counts counts(key_);
        std::vector<answer_code> row;
        for (unsigned i = 0; i < n; ++i) {
            const auto person = people_.row(draw.below(static_cast<std::uint32_t>(people_.n_persons())));
            row.assign(person.begin(), person.end());
            if (turned_column >= 0 && attune::is_answered(row[static_cast<std::size_t>(turned_column)])) {
                answer_code& answer = row[static_cast<std::size_t>(turned_column)];
                answer = static_cast<answer_code>(key_.range().min + key_.range().max - answer);
            }
            counts.add(n_groups == 1 ? "" : fmt::format("{}", draw.below(n_groups)), row);
        }
        return attune::audit(definition_, key_, counts.finish(), catalogue_);
    }

    static bool is_named(const attune::audit_result& result, int number)
    {
        int n_others = 0;
        bool is_there = false;
        for (const attune::audit_finding& finding : result.findings)
            if (finding.code == attune::audit_code::item_reversed && finding.items == std::vector<int>{number})
                is_there = true;
            else
                n_others += is_information(finding.code) ? 0 : 1;
        return is_there && n_others == 0;
    }

    attune::instrument definition_;
    attune::scoring_key key_;
    attune::code_block people_;
    std::vector<attune::instrument> catalogue_;
    int n_resamples_;
};

}  // namespace

int main(int n_arguments, char** arguments)
{
    if (n_arguments < 2) {
        fmt::print(stderr, "usage: audit_error_rates ANSWERS.csv [RESAMPLES]\n");
        return 2;
    }
    simulation(arguments[1], n_arguments > 2 ? std::atoi(arguments[2]) : 10'000).run();
}
