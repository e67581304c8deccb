// How long coefficients take that look at much more than a covariance matrix. Procedure: README.md beside this file.
#include <cstdint>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include "attune/core/philox.hpp"
#include "attune/stats/reliability/alpha_bootstrap.hpp"
#include "attune/stats/reliability/omega.hpp"
#include "attune/stats/reliability/omega_bootstrap.hpp"
#include "attune/stats/reliability/split_half.hpp"

namespace {

using answer_rows = Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Made-up answers 1..7 with something in common.
answer_rows answers_of(Eigen::Index n_persons, Eigen::Index n_items)
{
    attune::philox_stream random(1998, 0);
    answer_rows made(n_persons, n_items);
    for (Eigen::Index person = 0; person < n_persons; ++person) {
        const std::uint32_t common = random.below(3);
        for (Eigen::Index item = 0; item < n_items; ++item)
            made(person, item) = static_cast<std::int8_t>(1 + common + random.below(5));
    }
    return made;
}

attune::matrix covariances_of(const answer_rows& answers)
{
    const attune::matrix data = answers.cast<double>();
    const attune::matrix centred = data.rowwise() - data.colwise().mean();
    return centred.transpose() * centred;
}

void bootstrap_alpha_1000_times(benchmark::State& state)
{
    const answer_rows answers = answers_of(state.range(0), 18);
    const attune::alpha_bootstrap_options options{.n_replicates = 1000, .n_threads = static_cast<int>(state.range(1))};
    for (auto _ : state)
        benchmark::DoNotOptimize(attune::alpha_bootstrap(answers, options));
    state.SetItemsProcessed(state.iterations() * 1000 * state.range(0));
}
BENCHMARK(bootstrap_alpha_1000_times)
    ->ArgNames({"persons", "threads"})
    ->Args({1000, 1})
    ->Args({50'000, 1})
    ->Args({50'000, 2})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void omega_from_covariances(benchmark::State& state)
{
    const attune::matrix cov = covariances_of(answers_of(1000, state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(attune::omegas_of_one_factor(cov, 1000));
}
BENCHMARK(omega_from_covariances)->ArgName("items")->Arg(18)->Arg(36)->Unit(benchmark::kMicrosecond);

void bootstrap_omega_1000_times(benchmark::State& state)
{
    const answer_rows answers = answers_of(state.range(0), 18);
    const attune::omega_bootstrap_options options{.n_replicates = 1000};
    for (auto _ : state)
        benchmark::DoNotOptimize(attune::omega_bootstrap(answers, options));
}
BENCHMARK(bootstrap_omega_1000_times)
    ->ArgName("persons")
    ->Arg(1000)
    ->Arg(50'000)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

void best_of_all_splits(benchmark::State& state)
{
    const attune::matrix cov = covariances_of(answers_of(1000, state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(attune::lambda4(cov));
}
BENCHMARK(best_of_all_splits)->ArgName("items")->Arg(18)->Arg(36)->Unit(benchmark::kMillisecond);

void all_equal_splits(benchmark::State& state)
{
    const attune::matrix cov = covariances_of(answers_of(1000, state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(attune::split_equal(cov));
}
BENCHMARK(all_equal_splits)->ArgName("items")->Arg(18)->Arg(36)->Unit(benchmark::kMillisecond);

}  // namespace
