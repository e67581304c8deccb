// How long polychoric correlations take, from rows of answers. The same of psych: peers/polychoric_psych.R. Procedure:
// README.md beside this file.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "attune/stats/moments/pair_tables.hpp"
#include "attune/stats/polychoric/omega_categorical.hpp"
#include "attune/stats/polychoric/polychoric_matrix.hpp"

namespace {

/// Made-up answers 1..7 of one factor with loadings of 0.7.
std::vector<std::int8_t> answers_of(std::size_t n_persons, std::size_t n_items)
{
    std::mt19937_64 random(1979);
    std::normal_distribution<double> normal;
    std::vector<std::int8_t> rows;
    for (std::size_t person = 0; person < n_persons; ++person) {
        const double common = normal(random);
        for (std::size_t item = 0; item < n_items; ++item) {
            const double response = 0.7 * common + std::sqrt(0.51) * normal(random);
            std::int8_t answer = 1;
            for (const double threshold : {-1.5, -0.9, -0.3, 0.3, 0.9, 1.5})
                answer = static_cast<std::int8_t>(answer + (response > threshold ? 1 : 0));
            rows.push_back(answer);
        }
    }
    return rows;
}

void count_pairs(benchmark::State& state)
{
    const auto n_persons = static_cast<std::size_t>(state.range(0));
    const auto n_items = static_cast<std::size_t>(state.range(1));
    const std::vector<std::int8_t> rows = answers_of(n_persons, n_items);
    for (auto _ : state) {
        attune::pair_tables tables(n_items, 1, 7);
        tables.add(rows.data(), n_persons, n_items);
        benchmark::DoNotOptimize(tables);
    }
}
BENCHMARK(count_pairs)
    ->ArgNames({"persons", "items"})
    ->Args({50'000, 18})
    ->Args({50'000, 36})
    ->Unit(benchmark::kMillisecond);

void polychoric_matrix_from_answers(benchmark::State& state)
{
    const auto n_persons = static_cast<std::size_t>(state.range(0));
    const auto n_items = static_cast<std::size_t>(state.range(1));
    const std::vector<std::int8_t> rows = answers_of(n_persons, n_items);
    for (auto _ : state) {
        attune::pair_tables tables(n_items, 1, 7);
        tables.add(rows.data(), n_persons, n_items);
        benchmark::DoNotOptimize(attune::polychoric_matrix(tables));
    }
}
BENCHMARK(polychoric_matrix_from_answers)
    ->ArgNames({"persons", "items"})
    ->Args({50'000, 18})
    ->Args({50'000, 36})
    ->Unit(benchmark::kMillisecond);

void categorical_omega(benchmark::State& state)
{
    const std::vector<std::int8_t> rows = answers_of(5000, 18);
    attune::pair_tables tables(18, 1, 7);
    tables.add(rows.data(), 5000, 18);
    const attune::polychoric_correlations from = attune::polychoric_matrix(tables);
    for (auto _ : state)
        benchmark::DoNotOptimize(attune::omega_categorical(from));
}
BENCHMARK(categorical_omega)->Unit(benchmark::kMillisecond);

}  // namespace
