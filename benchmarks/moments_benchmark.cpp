// How long counting takes, and what is computed from the counts.
#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/quality_of_scale.hpp"
#include "attune/io/instrument_search.hpp"
#include "attune/stats/moments/moments.hpp"
#include "attune/stats/reliability/split_half.hpp"

namespace {

attune::scoring_key ecr_key()
{
    return attune::scoring_key(attune::load_instrument_by_id("ecr", {ATTUNE_BENCHMARK_DATA_DIR}));
}

attune::code_block random_block(const attune::scoring_key& key, std::size_t n_persons, unsigned missing_per_thousand)
{
    std::mt19937_64 random(1998);
    attune::code_block block(key.n_columns());
    for (std::size_t i = 0; i < n_persons; ++i)
        for (attune::answer_code& code : block.append())
            code = static_cast<attune::answer_code>(random() % 1000 < missing_per_thousand ? -1 : 1 + random() % 7);
    return block;
}

/// Rows as blocks of codes hold them, 64 bytes apart. Bytes are those of the answers, padding not counted.
void count_ecr_answers(benchmark::State& state)
{
    const attune::scoring_key key = ecr_key();
    constexpr std::int64_t n_persons = 1'000'000;
    const attune::code_block block = random_block(key, n_persons, static_cast<unsigned>(state.range(0)));
    attune::moments sums(attune::layout_of(key));
    for (auto _ : state) {
        sums = attune::moments(attune::layout_of(key));
        sums.add(block.padded_row(0), block.n_persons(), block.stride());
    }
    state.SetBytesProcessed(state.iterations() * n_persons * 36);
    state.SetItemsProcessed(state.iterations() * n_persons);
}
BENCHMARK(count_ecr_answers)->ArgName("missing_per_thousand")->Arg(0)->Arg(10);

/// The same answers as a matrix, nothing between the rows.
void count_ecr_matrix(benchmark::State& state)
{
    const attune::scoring_key key = ecr_key();
    constexpr std::size_t n_persons = 1'000'000;
    const attune::code_block block = random_block(key, n_persons, 0);
    std::vector<std::int8_t> matrix(n_persons * 36);
    for (std::size_t i = 0; i < n_persons; ++i)
        std::copy_n(block.padded_row(i), 36, matrix.begin() + static_cast<std::ptrdiff_t>(36 * i));
    attune::moments sums(attune::layout_of(key));
    for (auto _ : state) {
        sums = attune::moments(attune::layout_of(key));
        sums.add(matrix.data(), n_persons, 36);
    }
    state.SetBytesProcessed(state.iterations() * 36'000'000);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(n_persons));
}
BENCHMARK(count_ecr_matrix);

/// 50,000 people, one scale of 18 items: alpha, all bounds and splits, item statistics.
void quality_of_18_items(benchmark::State& state)
{
    const attune::scoring_key key = ecr_key();
    const attune::code_block block = random_block(key, 50'000, 0);
    for (auto _ : state) {
        attune::moments sums(attune::layout_of(key));
        sums.add(block.padded_row(0), block.n_persons(), block.stride());
        benchmark::DoNotOptimize(attune::quality_of_scale(key, sums, 0));
    }
}
BENCHMARK(quality_of_18_items)->Unit(benchmark::kMillisecond);

/// 50,000 people, 18 items and no more: alpha with its interval, and item statistics.
void alpha_and_items_of_18_items(benchmark::State& state)
{
    const attune::scoring_key key = ecr_key();
    const attune::code_block block = random_block(key, 50'000, 0);
    attune::moment_layout layout{18, 1, 7, {{}}};
    for (std::size_t j = 0; j < 18; ++j) {
        layout.scales[0].items.push_back(j);
        layout.scales[0].is_reversed.push_back(j % 2 == 0);
    }
    for (auto _ : state) {
        attune::moments sums(layout);
        sums.add(block.padded_row(0), block.n_persons(), block.stride());
        benchmark::DoNotOptimize(attune::alpha_interval_adf(sums, 0));
        benchmark::DoNotOptimize(attune::relations_of_items(attune::listwise_covariances(sums, 0).cov));
        for (std::size_t j = 0; j < 18; ++j)
            benchmark::DoNotOptimize(attune::distribution_of(sums, 0, j));
    }
}
BENCHMARK(alpha_and_items_of_18_items)->Unit(benchmark::kMillisecond);

void all_splits_of_18_items(benchmark::State& state)
{
    const attune::scoring_key key = ecr_key();
    attune::moments sums(attune::layout_of(key));
    const attune::code_block block = random_block(key, 1000, 0);
    sums.add(block.padded_row(0), block.n_persons(), block.stride());
    const attune::matrix cov = attune::listwise_covariances(sums, 0).cov;
    for (auto _ : state)
        benchmark::DoNotOptimize(attune::split_equal(cov));
}
BENCHMARK(all_splits_of_18_items)->Unit(benchmark::kMillisecond);

}  // namespace
