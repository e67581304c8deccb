// Scores a table of any length in constant memory, and keeps running means.
//   batch_csv ANSWERS.csv
#include <map>
#include <string>

#include <attune/io/answer_reader.hpp>
#include <attune/io/input_file.hpp>
#include <attune/io/instrument_search.hpp>
#include <attune/scoring/bind.hpp>
#include <attune/scoring/block.hpp>
#include <fmt/core.h>

int main(int argc, char** argv)
try {
    const std::string file = argc > 1 ? argv[1] : "-";
    const attune::scoring_key key(attune::load_instrument_by_id("ecr-s"));
    const auto [min, max, anchors] = key.range();

    const auto source = attune::open_input(file);
    attune::answer_reader table(*source, {.source = file});
    const auto names = attune::expected_columns(key, attune::column_pattern("q{n}"));
    const auto binding = attune::value_or_throw(attune::bind_columns(names, table.header()));
    table.select({.answers = binding.columns}, attune::answer_syntax({.min = min, .max = max}));

    std::map<std::string, double> sums;
    std::map<std::string, int> n_scored;
    const auto next = [&](attune::code_block& block) { return table.next(block); };
    const std::size_t n_persons = attune::score_stream(key, next, [&](const auto&, const attune::score_block& scores) {
        for (std::size_t person = 0; person < scores.n_persons(); ++person)
            for (std::size_t i = 0; i < scores.n_scores(); ++i)
                if (const attune::raw_score& score = scores.row(person)[i]; !is_refused(score.status)) {
                    sums[key.outputs()[i].id] += score.value();
                    ++n_scored[key.outputs()[i].id];
                }
    });

    fmt::print("{} people\n", n_persons);
    for (const auto& [id, sum] : sums)
        fmt::print("{}: mean {:.3f} of {} scored\n", id, sum / n_scored[id], n_scored[id]);
} catch (const attune::input_error& faults) {
    fmt::print(stderr, "{}\n", faults.what());
    return 4;
}
