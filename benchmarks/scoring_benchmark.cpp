// How long scoring takes in memory. Procedure and stored figures: README.md beside this file.
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "attune/core/text_buffer.hpp"
#include "attune/io/instrument_search.hpp"
#include "attune/report/score_csv.hpp"
#include "attune/scoring/block.hpp"
#include "attune/scoring/score.hpp"

namespace {

attune::scoring_key key_of(const std::string& id)
{
    return attune::scoring_key(attune::load_instrument_by_id(id, {ATTUNE_BENCHMARK_DATA_DIR}));
}

/// People who answer at random, one answer in a hundred missing.
std::vector<std::vector<int>> random_people(const attune::scoring_key& key, std::size_t n_persons)
{
    std::mt19937 generator(1998);
    std::uniform_int_distribution<int> answer(key.range().min, key.range().max);
    std::bernoulli_distribution is_missing(0.01);
    std::vector<std::vector<int>> people(n_persons, std::vector<int>(key.n_columns()));
    for (auto& person : people)
        for (int& code : person)
            code = is_missing(generator) ? attune::not_answered : answer(generator);
    return people;
}

void score_one_person(benchmark::State& state, const char* id)
{
    const attune::scoring_key key = key_of(id);
    const auto people = random_people(key, 1024);
    std::size_t next = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(attune::score(key, people[next++ % people.size()]));
}
BENCHMARK_CAPTURE(score_one_person, ecr_r_36_items, "ecr-r");
BENCHMARK_CAPTURE(score_one_person, ecr_rs_4_targets, "ecr-rs");

attune::code_block block_of(const attune::scoring_key& key, std::size_t n_persons)
{
    attune::code_block block(key.n_columns());
    for (const auto& person : random_people(key, n_persons))
        attune::encode(person, key.range().min, key.range().max, block.append());
    return block;
}

void score_a_block(benchmark::State& state)
{
    const attune::scoring_key key = key_of("ecr-r");
    const attune::code_block block = block_of(key, 6000);
    attune::score_block scores(key.outputs().size());
    for (auto _ : state)
        attune::score(key, block, scores);
    state.SetItemsProcessed(state.iterations() * 6000);
}
BENCHMARK(score_a_block);

void write_scores_as_csv(benchmark::State& state)
{
    const attune::scoring_key key = key_of("ecr-r");
    const attune::code_block block = block_of(key, 6000);
    attune::score_block scores(key.outputs().size());
    attune::score(key, block, scores);
    const attune::score_csv csv(key);
    attune::text_buffer text;
    for (auto _ : state) {
        text.clear();
        for (std::size_t person = 0; person < scores.n_persons(); ++person)
            csv.append(text, scores.row(person));
        benchmark::DoNotOptimize(text.view().data());
    }
    state.SetItemsProcessed(state.iterations() * 6000);
}
BENCHMARK(write_scores_as_csv);

}  // namespace
